"""The Node server as a process of its own, and what the tests know of its questions."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from sql_env.server.node_server import ENDS_WITH_ITS_INPUT

ROOT = Path(__file__).resolve().parents[3]
NODE = ROOT / "node_modules" / ".bin" / "node"
COMMAND = ROOT / "src" / "cli" / "sqlenv.js"

START_TIMEOUT_S = 30
STOP_TIMEOUT_S = 10

#: Of the built-in data; docs/protocol.md plays the first one byte for byte.
QUESTION = {"question_id": "island_ferries_002"}
QUESTION_TEXT = "How many of the year's sailings were cancelled?"
GOLD_SQL = "SELECT count(*) FROM sailings WHERE status = 'cancelled'"
ANSWER = "91"


def build_data(data_dir: Path) -> None:
    subprocess.run(
        [NODE, COMMAND, "data", "build", "--data-dir", data_dir],
        check=True,
        capture_output=True,
        timeout=400,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class LiveServer:
    """A process that is asked for `/health`; only ever ends what it started."""

    def __init__(
        self,
        command: list[str | Path],
        port: int,
        variables: dict[str, str],
        start_timeout_s: float = START_TIMEOUT_S,
    ) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._command = command
        self._start_timeout_s = start_timeout_s
        self._variables = {"PORT": str(port), "HOST": "127.0.0.1", **variables}
        self.process = self._start()

    @classmethod
    def of_node(cls, data_dir: Path, port: int = 0, **variables: str) -> LiveServer:
        variables = {"SQLENV_DATA_DIR": str(data_dir), "LOG_LEVEL": "warn", **variables}
        # Not even a run that is killed leaves it behind.
        return cls([NODE, ENDS_WITH_ITS_INPUT, COMMAND, "serve"], port or free_port(), variables)

    def restart(self) -> None:
        self.kill()
        self.process = self._start()

    def stop(self) -> int:
        """Returns the exit code; -9 when it did not stop in time."""
        self.process.terminate()
        try:
            return self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.kill()
            return self.process.returncode

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(STOP_TIMEOUT_S)

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=10) as reply:
                return reply.status, reply.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def _start(self) -> subprocess.Popen[bytes]:
        variables = {**os.environ, **self._variables}
        process = subprocess.Popen(self._command, env=variables, stdin=subprocess.PIPE)
        deadline = time.monotonic() + self._start_timeout_s
        while process.poll() is None:
            try:
                if self.get("/health")[0] == 200:
                    return process
            except OSError:
                pass
            if time.monotonic() > deadline:
                process.kill()
                raise TimeoutError(
                    f"{self._command} is not healthy after {self._start_timeout_s} s"
                )
            time.sleep(0.05)
        raise RuntimeError(f"{self._command} ended with {process.returncode}")
