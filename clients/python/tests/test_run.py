"""run.py, which runs these tests: its words, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

RUN = Path(__file__).with_name("run.py")


def start(cache: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, RUN, *arguments],
        env={**os.environ, "SQLENV_VENV_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--help"], 0), (["gen2", "-h"], 0), (["gen3"], 2), (["gen2", "nothing", "-x"], 2)],
)
def test_explains_itself(tmp_path: Path, arguments: list[str], code: int) -> None:
    ended = start(tmp_path, *arguments)
    printed, error = ended.communicate(timeout=60)
    assert ended.returncode == code
    assert "Usage: run.py" in (error if code else printed)
    assert not [*tmp_path.iterdir()]


def test_removes_what_is_unfinished_and_old_and_its_own_when_it_is_ended(tmp_path: Path) -> None:
    old, young = tmp_path / "unfinished-old", tmp_path / "unfinished-young"
    for folder in (old, young):
        (folder / "bin").mkdir(parents=True)
    os.utime(old, (0, time.time() - 2 * 24 * 60 * 60))
    running = start(tmp_path, "gen2")
    until = time.monotonic() + 60
    while len([*tmp_path.glob("unfinished-*")]) < 2 or old.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=60)
    assert running.returncode == 128 + signal.SIGTERM
    assert [*tmp_path.iterdir()] == [young]
