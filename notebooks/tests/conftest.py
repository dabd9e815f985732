from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_server import LiveServer, build_data


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built-in data."""
    folder = tmp_path_factory.mktemp("data")
    build_data(folder)
    return folder


@pytest.fixture(scope="session")
def server(data_dir: Path) -> Iterator[LiveServer]:
    """The Node server on the built-in data."""
    live = LiveServer.of_node(data_dir)
    yield live
    live.stop()


@pytest.fixture
def closed_url() -> Iterator[str]:
    """A port that is taken and on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
