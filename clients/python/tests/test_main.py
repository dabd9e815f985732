"""`main`, which becomes the Node server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from live_server import ROOT, LiveServer, free_port

from sql_env.server import node_server

CLIENT = ROOT / "clients" / "python"
MAIN = [sys.executable, "-m", "server.app"]
INSTALLED = [sys.executable, "-m", "sql_env.server.app"]
# A busy machine takes a minute or two for the built-in data.
MAKING_DATA_S = 300


def run(*arguments: str, **variables: str) -> tuple[int, str]:
    """Runs it to its end, which it must reach by itself; gives the exit code and stderr."""
    ended = subprocess.run(
        [*INSTALLED, *arguments],
        env={**os.environ, "SQLENV_HOME": str(ROOT), "HOST": "127.0.0.1", "PORT": "0", **variables},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    return ended.returncode, ended.stderr.strip()


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [child for text in found for child in (int(text), *children_of(int(text)))]


def is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def all_gone(pids: list[int], within_s: float = 5) -> bool:
    deadline = time.monotonic() + within_s
    while any(map(is_alive, pids)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("stop_signal", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_it_is_told_to_stop_and_leaves_no_process(
    data_dir: Path, stop_signal: signal.Signals
) -> None:
    port = free_port()
    command = [*INSTALLED, "--host", "127.0.0.1", "--port", str(port)]
    variables = {
        "SQLENV_HOME": str(ROOT),
        "SQLENV_DATA_DIR": str(data_dir),
        "HOST": "no.such.host",
        "PORT": "1",
    }
    live = LiveServer(command, port, variables)
    processes = children_of(live.process.pid)
    assert processes, "query processes"
    live.process.send_signal(stop_signal)
    assert live.process.wait(10) == 0
    assert all_gone(processes)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_leaves_no_process_when_it_is_killed(data_dir: Path) -> None:
    variables = {"SQLENV_HOME": str(ROOT), "SQLENV_DATA_DIR": str(data_dir)}
    live = LiveServer(INSTALLED, free_port(), variables)
    processes = children_of(live.process.pid)
    live.kill()
    assert all_gone(processes)


def test_finds_the_repository_it_is_part_of_and_makes_the_data(tmp_path: Path) -> None:
    variables = {"SQLENV_DATA_DIR": os.path.relpath(tmp_path, CLIENT), "PYTHONPATH": ""}
    command = ["env", "-C", str(CLIENT), *MAIN]
    live = LiveServer(command, free_port(), variables, start_timeout_s=MAKING_DATA_S)
    assert live.stop() == 0
    assert list((tmp_path / "questions").glob("*.jsonl"))


def test_passes_on_how_node_ended(data_dir: Path) -> None:
    variables = {"SQLENV_DATA_DIR": str(data_dir)}
    code, error = run(**variables, STEP_BUDGET="0")
    assert (code, error) == (1, "Expected STEP_BUDGET to be a whole number from 1 to 100, got 0")
    code, error = run("--port", "70000", **variables)
    assert (code, error) == (1, "Expected PORT to be a whole number from 0 to 65535, got 70000")


def test_passes_on_that_the_data_cannot_be_made() -> None:
    code, error = run(SQLENV_DATA_DIR="/dev/null/data")
    assert code == 1
    assert "/dev/null/data" in error


def test_knows_its_arguments() -> None:
    assert run("--port", "many")[0] == 2
    assert run("--prot", "1")[0] == 2


def fake_project(path: Path, node_version: str | None) -> Path:
    """A folder that looks like the project; its Node only knows its version."""
    command = path / "src" / "cli" / "sqlenv.js"
    command.parent.mkdir(parents=True)
    command.touch()
    binaries = path / "node_modules" / ".bin"
    binaries.mkdir(parents=True)
    if node_version is not None:
        write_node(binaries, node_version)
    return path


def write_node(folder: Path, version: str) -> None:
    node = folder / "node"
    node.write_text(f"#!/bin/sh\necho v{version}\n")
    node.chmod(0o755)


def test_says_that_node_is_missing(tmp_path: Path) -> None:
    project = fake_project(tmp_path, None)
    assert run(SQLENV_HOME=str(project), PATH=str(tmp_path)) == (
        1,
        f"SQLEnv needs Node 22.18 or newer and found none: run npm ci in {project}",
    )


def test_says_that_node_is_too_old(tmp_path: Path) -> None:
    project = fake_project(tmp_path, "22.17.9")
    node = project / "node_modules" / ".bin" / "node"
    assert run(SQLENV_HOME=str(project)) == (
        1,
        f"SQLEnv needs Node 22.18 or newer, {node} is 22.17: run npm ci in {project}",
    )


def test_takes_the_node_on_the_path_where_the_project_has_none(tmp_path: Path) -> None:
    project = fake_project(tmp_path, None)
    write_node(tmp_path, "20.20.2")
    assert f"{tmp_path / 'node'} is 20.20" in run(SQLENV_HOME=str(project), PATH=str(tmp_path))[1]


def test_says_that_node_does_not_run(tmp_path: Path) -> None:
    project = fake_project(tmp_path, None)
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\nexit 3\n")
    node.chmod(0o755)
    code, error = run(SQLENV_HOME=str(project), PATH=str(tmp_path))
    assert code == 1
    assert error.startswith(f"{node} --version failed: ")


def test_says_that_the_packages_are_missing(tmp_path: Path) -> None:
    project = fake_project(tmp_path, None)
    shutil.rmtree(project / "node_modules")
    error = f"{project} has no node_modules: run npm ci there"
    assert run(SQLENV_HOME=str(project)) == (1, error)


def test_says_that_there_is_no_project(tmp_path: Path) -> None:
    hint = "src/cli/sqlenv.js: set SQLENV_HOME to a checkout of SQLEnv"
    assert run(SQLENV_HOME=str(tmp_path)) == (
        1,
        f"SQLENV_HOME is {tmp_path}, which holds no {hint}",
    )
    code, error = run(SQLENV_HOME="")
    assert code == 1
    assert error.startswith("Neither this package nor ")
    assert error.endswith(f" is in a folder with {hint}")


def test_looks_no_higher_than_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(node_server, "__file__", "/app/server/node_server.py")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(node_server.ServerStartError, match="Neither this package nor "):
        node_server.find_project({})


@pytest.mark.parametrize("folder", [".", "docs", "clients/python"])
def test_looks_above_the_current_folder(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.setattr(node_server, "__file__", "/app/server/node_server.py")
    monkeypatch.chdir(ROOT / folder)
    assert node_server.find_project({}) == ROOT


def test_starts_nothing_when_it_is_imported() -> None:
    code = "import sql_env.server.app, threading; print(threading.active_count())"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.strip() == "1"


def test_does_not_wait_for_openenv_to_be_imported() -> None:
    code = "import sql_env.server.app, sys; print('openenv' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.strip() == "False"
