"""One data folder and one server for the whole run; run.py shares the folder among its runs."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_server import LiveServer, build_data
from recorded import EPISODES, record_episodes


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shared = os.environ.get("SQLENV_TEST_DATA")
    folder = Path(shared) if shared else tmp_path_factory.mktemp("data")
    path, built = folder / "data", folder / "built"
    if not built.exists():
        build_data(path)
        built.touch()
    return path


@pytest.fixture(scope="session")
def server(data_dir: Path) -> Iterator[LiveServer]:
    live = LiveServer.of_node(data_dir)
    yield live
    assert live.stop() == 0


@pytest.fixture
def closed_url() -> Iterator[str]:
    """A port that is taken and on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(scope="session")
def trajectories(server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("trajectories") / "episodes.jsonl"
    record_episodes(server, file, list(EPISODES))
    return file
