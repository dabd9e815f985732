"""The setup cell where the notebook does not lie in a checkout, as on Colab: it clones one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
TIMEOUT_S = 120


def setup_cell(name: str) -> str:
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    return next(cell.source for cell in notebook.cells if cell.id == "setup")


def run_setup(name: str, folder: Path, repository: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "SQLENV_REPOSITORY": repository}
    return subprocess.run(
        [sys.executable, "-c", setup_cell(name)],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


@pytest.fixture
def repository(tmp_path: Path) -> str:
    """Of what the cell needs of a checkout, as it is here."""
    folder = tmp_path / "repository"
    for part in ("notebooks", "clients/python"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@localhost"]
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "all"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True, timeout=TIMEOUT_S)
    return folder.as_uri()


def test_clones_a_checkout_and_says_what_is_installed(tmp_path: Path, repository: str) -> None:
    here = tmp_path / "here"
    here.mkdir()
    ended = run_setup("explore.ipynb", here, repository)
    assert ended.returncode == 0, ended.stderr
    assert "openenv" in ended.stdout
    assert (here / "sqlenv" / "clients" / "python").is_dir()
    # It is found the next time, without the repository.
    assert run_setup("explore.ipynb", here, "nowhere").returncode == 0


@pytest.mark.parametrize("name", ["explore.ipynb", "train_grpo.ipynb"])
@pytest.mark.parametrize("address", ["", "file:///nowhere/sqlenv"])
def test_says_what_to_do_where_nothing_can_be_cloned(
    tmp_path: Path, name: str, address: str
) -> None:
    ended = run_setup(name, tmp_path, address)
    assert ended.returncode == 1
    assert f"none to clone from {address!r}: fatal:" in ended.stderr
    assert "Set SQLENV_REPOSITORY to the repository's address, or run the" in ended.stderr
    assert list(tmp_path.iterdir()) == []
