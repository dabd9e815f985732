"""The notebook alone in an empty folder, where there is no Node, as on Colab."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import nbformat
import pytest
from live_server import ROOT

NOTEBOOK = ROOT / "notebooks" / "train_grpo.ipynb"
TIMEOUT_S = 1500
NODE = ("node", "npm", "npx", "corepack")


@pytest.fixture
def repository(tmp_path: Path) -> str:
    """Of the files that are here, without what was installed or built."""
    folder = tmp_path / "repository"
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.split("\0")[:-1]:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@localhost"]
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "all"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    return folder.as_uri()


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """An environment of its own, which pip may add to, with the packages of this one."""
    venv.create(tmp_path / "venv", with_pip=True)
    paths = {"base": str(tmp_path / "venv"), "platbase": str(tmp_path / "venv")}
    packages = Path(sysconfig.get_path("purelib", vars=paths))
    (packages / "those.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return tmp_path / "venv" / "bin" / "python"


@pytest.fixture
def path_without_node(tmp_path: Path) -> str:
    folder = tmp_path / "bin"
    folder.mkdir()
    for program in (*Path("/usr/bin").iterdir(), *Path("/bin").iterdir()):
        if program.name not in NODE and not (folder / program.name).exists():
            (folder / program.name).symlink_to(program)
    return str(folder)


def test_brings_a_checkout_and_node_and_plays_an_episode(
    tmp_path: Path, repository: str, python: Path, path_without_node: str
) -> None:
    cells = {cell.id: cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells}
    here = tmp_path / "here"
    here.mkdir()
    variables = {
        **os.environ,
        "PATH": os.pathsep.join([str(python.parent), path_without_node]),
        "SQLENV_REPOSITORY": repository,
        "SQLENV_SMOKE": "1",
    }
    variables.pop("SQLENV_URL", None)
    ended = subprocess.run(
        [python, "-c", "\n".join(cells[name] for name in ("setup", "settings", "connect"))],
        cwd=here,
        env=variables,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    assert "test: 128 questions about 32 databases" in ended.stdout
    assert "ANSWER: Wrong." in ended.stdout
    assert sys.prefix not in ended.stdout
    assert (here / "sqlenv" / "node_modules").is_dir()
