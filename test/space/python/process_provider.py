"""A validation provider without containers: the package's own server, as a plain process.

It stands in for OpenEnv's Docker provider where there is no Docker. It builds no image, and it
confines nothing: memory, network and file system are the machine's own, so that it claims no
capability by which OpenEnv would grade them.
"""

import hashlib
import json
import os
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from openenv.validation.providers import ExecResult, StartupError
from openenv.validation.types import ProviderCapability

STOP_TIMEOUT_S = 5


class ProcessProvider:
    """Starts `node src/cli/sqlenv.js serve` in the package, on a free port of 127.0.0.1."""

    name = "plain-process"
    # Without it the runner starts nothing at all. What is "built" is the data, beforehand.
    capabilities = frozenset({ProviderCapability.IMAGE_BUILD})
    # Let through, not enforced: runtime.network_policy is skipped for want of the capability.
    supported_network_modes = frozenset({"public", "no-network"})

    def __init__(self, node: str, data_dir: Path, validation_token: str):
        self._node = node
        self._data_dir = data_dir.resolve()
        self._validation_token = validation_token
        self._root = Path()

    def build(self, root, execution) -> str:
        self._root = Path(root).resolve()
        dockerfile = (self._root / execution.dockerfile).read_bytes()
        return "sha256:" + hashlib.sha256(dockerfile).hexdigest()

    def start(self, spec) -> "RunningServer":
        return RunningServer(
            Launch(
                self._root,
                self._node,
                self._data_dir,
                self._validation_token,
                spec.startup_timeout_s,
            )
        )


@dataclass(frozen=True)
class Launch:
    """All that it takes to start a server like another."""

    root: Path
    node: str
    data_dir: Path
    validation_token: str
    timeout_s: float


class RunningServer:
    """A server that this process started, and the only one that it ends."""

    def __init__(self, launch: Launch):
        self.base_url = ""
        self.node = launch.node
        self.validation_token = launch.validation_token
        self._launch = launch
        self._lines: list[str] = []
        self._settled = threading.Event()
        self._process = subprocess.Popen(
            [launch.node, "src/cli/sqlenv.js", "serve"],
            cwd=launch.root,
            env={
                "PATH": os.environ.get("PATH", ""),
                "HOST": "127.0.0.1",
                "PORT": "0",
                "SQLENV_DATA_DIR": str(launch.data_dir),
                "OPENENV_VALIDATION_TOKEN": launch.validation_token,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._settled.wait(launch.timeout_s)
        if self.base_url == "":
            self.stop()
            raise StartupError("The server did not listen:\n" + self.logs())

    def another(self) -> "RunningServer":
        """A second server on the same data. Use it with `with`."""
        return RunningServer(self._launch)

    def __enter__(self) -> "RunningServer":
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def questions(self) -> list[dict]:
        """The records of the built-in data, gold and all: what the server never shows."""
        file = self._launch.data_dir / "questions" / "builtin.jsonl"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.append(line)
            port = _listening_port(line)
            if port is not None:
                self.base_url = f"http://127.0.0.1:{port}"
                self._settled.set()
        self._settled.set()

    def inspect(self) -> dict:
        return {"pid": self._process.pid, "isolation": "none"}

    def logs(self, max_bytes: int = 65536) -> str:
        return "".join(self._lines)[-max_bytes:]

    def exec(self, argv: list[str], timeout_s: float) -> ExecResult:
        raise NotImplementedError("A plain process has no inside to run commands in")

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._reader.join(1)


def _listening_port(line: str) -> int | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if isinstance(entry, dict) and entry.get("msg") == "listening":
        return entry.get("port")
    return None
