"""What explore.ipynb draws and shows, so that its cells are about the environment."""
