"""Starts SQLEnv's server, which is a Node program, from Python."""
