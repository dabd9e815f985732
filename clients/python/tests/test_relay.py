"""`uvicorn server.app:app`: the ASGI application in front of the Node server."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from live_server import ANSWER, GOLD_SQL, QUESTION, ROOT, LiveServer, free_port
from openenv.core.generic_client import GenericEnvClient
from test_main import all_gone, children_of
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from sql_env import SqlAction, SqlEnv


def uvicorn(data_dir: Path, app: str = "sql_env.server.app:app", **variables: str) -> LiveServer:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "warning"]
    defaults = {"SQLENV_HOME": str(ROOT), "SQLENV_DATA_DIR": str(data_dir), "LOG_LEVEL": "warn"}
    return LiveServer(command, port, {**defaults, **variables})


@pytest.fixture(scope="module")
def relay(data_dir: Path) -> Iterator[LiveServer]:
    live = uvicorn(data_dir)
    yield live
    live.stop()


def request(
    live: LiveServer, method: str, path: str, body: object = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(live.url.removeprefix("http://"), timeout=20)
    try:
        # A server may answer before it has read all of a body that is too large.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request(method, path, body, headers, encode_chunked=False)
        reply = connection.getresponse()
        return reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()
    finally:
        connection.close()


async def exchange(live: LiveServer, frames: list[str | bytes]) -> tuple[list[str | bytes], int]:
    """Sends the frames; gives what came until the socket was closed, and the close code."""
    replies = []
    # Not with `async with`: websockets 17 trips over a socket that was closed while it was sending.
    ws = await connect(live.url.replace("http", "ws") + "/ws", proxy=None)
    try:
        for frame in frames:
            await ws.send(frame)
        while True:
            replies.append(await asyncio.wait_for(ws.recv(), 10))
    except ConnectionClosed as closed:
        return replies, closed.rcvd.code if closed.rcvd else 1006


def test_serves_the_typed_client(relay: LiveServer) -> None:
    with SqlEnv(base_url=relay.url).sync() as env:
        env.reset(**QUESTION)
        assert env.step(SqlAction.query(GOLD_SQL)).observation.result == "count(*)\n1. 91"
        assert env.step(SqlAction.answer(ANSWER)).reward == 1
        assert env.state().done


def test_serves_the_stock_client_many_times_at_once(relay: LiveServer) -> None:
    async def play() -> float:
        async with GenericEnvClient(base_url=relay.url) as env:
            await env.reset(**QUESTION)
            step = await env.step({"action_type": "ANSWER", "argument": ANSWER})
            return step.reward

    async def play_all() -> list[float]:
        return await asyncio.gather(*(play() for _ in range(20)))

    assert asyncio.run(play_all()) == [1] * 20


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/health", None),
        ("HEAD", "/health", None),
        ("GET", "/schema", None),
        ("GET", "/metadata?a=1&b=%20", None),
        ("GET", "/no/such%2Fpath", None),
        ("DELETE", "/reset", None),
        ("POST", "/reset", json.dumps(QUESTION)),
        ("POST", "/reset/", "{}"),
        ("POST", "/step", "{"),
        ("POST", "/step", json.dumps({"action": {"action_type": "QUERY", "argument": "é" * 9}})),
    ],
)
def test_answers_over_http_as_the_server_does(
    relay: LiveServer, server: LiveServer, method: str, path: str, body: str | None
) -> None:
    per_connection = {"date", "connection", "keep-alive", "server", "transfer-encoding"}
    replies = []
    for live in (relay, server):
        data = None if body is None else body.encode()
        status, headers, text = request(live, method, path, data, Accept="application/json")
        headers = {k: v for k, v in headers.items() if k not in per_connection | {"x-session-id"}}
        replies.append((status, headers, text))
    assert replies[0] == replies[1]


def test_relays_bodies_in_chunks_and_the_session_header(relay: LiveServer) -> None:
    chunks = iter([b'{"question_id": ', b'"island_ferries_002"}'])
    headers = {"Transfer-Encoding": "chunked"}
    connection = http.client.HTTPConnection(relay.url.removeprefix("http://"), timeout=20)
    connection.request("POST", "/reset", chunks, headers, encode_chunked=True)
    reply = connection.getresponse()
    session = reply.headers["x-session-id"]
    assert json.loads(reply.read())["metadata"]["question_id"] == "island_ferries_002"
    connection.close()
    action = json.dumps({"action": {"action_type": "ANSWER", "argument": ANSWER}}).encode()
    status, _, body = request(relay, "POST", "/step", action, **{"x-session-id": session})
    assert (status, json.loads(body)["reward"]) == (200, 1)


def test_compresses_nothing_that_the_caller_did_not_ask_for(relay: LiveServer) -> None:
    asked = {"Accept-Encoding": "identity"}
    assert "content-encoding" not in request(relay, "GET", "/openapi.json", **asked)[1]


def test_refuses_a_body_that_is_too_large(relay: LiveServer) -> None:
    # 502 where the server has closed the connection before its 413 was read.
    assert request(relay, "POST", "/reset", b" " * (17 * 1024 * 1024))[0] in (413, 502)
    assert relay.get("/health")[0] == 200


def test_survives_a_caller_who_hangs_up(relay: LiveServer) -> None:
    host, port = relay.url.removeprefix("http://").split(":")
    for part in (b"POST /reset HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", b"GET /sch"):
        with socket.create_connection((host, int(port)), timeout=5) as raw:
            raw.sendall(part)
    assert relay.get("/health")[0] == 200


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([json.dumps({"type": "state"}), json.dumps({"type": "close"})], 1000),
        (["nonsense", '{"type":"close"}'], 1000),
        ([b"\x00binary"], 1000),
        ([" " * (17 * 1024 * 1024)], 1009),
    ],
)
def test_relays_frames_and_close_codes(
    relay: LiveServer, server: LiveServer, frames: list[str | bytes], code: int
) -> None:
    relayed = asyncio.run(exchange(relay, frames))
    assert relayed == asyncio.run(exchange(server, frames))
    assert relayed[1] == code


def test_frees_the_session_of_a_caller_who_closes(data_dir: Path) -> None:
    live = uvicorn(data_dir, MAX_CONCURRENT_ENVS="1")
    try:
        for _ in range(3):
            with GenericEnvClient(base_url=live.url).sync() as env:
                assert env.reset(**QUESTION).done is False
            time.sleep(0.2)
    finally:
        live.stop()


def test_refuses_a_socket_that_the_server_refuses(relay: LiveServer) -> None:
    async def open_elsewhere() -> None:
        async with connect(relay.url.replace("http", "ws") + "/nowhere", proxy=None):
            pass

    with pytest.raises(InvalidStatus) as refused:
        asyncio.run(open_elsewhere())
    assert refused.value.response.status_code == 404


def test_lets_a_page_in_as_the_server_does(relay: LiveServer) -> None:
    port = relay.url.rsplit(":", 1)[1]

    async def status_of(asked: str, origin: str) -> int:
        try:
            async with connect(
                f"ws://{asked}/ws", origin=Origin(origin), host="127.0.0.1", port=port, proxy=None
            ):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    assert asyncio.run(status_of("sqlenv.example", "http://sqlenv.example")) == 101
    assert asyncio.run(status_of("sqlenv.example", "https://elsewhere.example")) == 101
    assert asyncio.run(status_of(f"localhost:{port}", "http://localhost:1234")) == 101
    assert asyncio.run(status_of(f"localhost:{port}", "https://elsewhere.example")) == 403
    foreign = {"Origin": "https://elsewhere.example"}
    assert request(relay, "POST", "/reset", **foreign)[0] == 403


def test_stops_the_server_and_closes_the_sockets_with_1012(data_dir: Path) -> None:
    live = uvicorn(data_dir)
    processes = children_of(live.process.pid)

    async def stop_while_open() -> int:
        async with connect(live.url.replace("http", "ws") + "/ws", proxy=None) as ws:
            live.process.terminate()
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(ws.recv(), 10)
            return closed.value.rcvd.code if closed.value.rcvd else 1006

    assert asyncio.run(stop_while_open()) == 1012
    assert live.process.wait(15) in (0, -signal.SIGTERM)
    assert all_gone(processes)


def test_leaves_no_process_when_it_is_killed(data_dir: Path) -> None:
    live = uvicorn(data_dir)
    processes = children_of(live.process.pid)
    assert processes
    live.kill()
    assert all_gone(processes)


def test_says_that_the_server_is_gone(data_dir: Path) -> None:
    live = uvicorn(data_dir)
    try:
        node = children_of(live.process.pid)[0]

        async def kill_while_open() -> tuple[int, str]:
            async with connect(live.url.replace("http", "ws") + "/ws", proxy=None) as ws:
                os.kill(node, signal.SIGKILL)
                with pytest.raises(ConnectionClosed) as closed:
                    await asyncio.wait_for(ws.recv(), 10)
                assert closed.value.rcvd is not None
                return closed.value.rcvd.code, closed.value.rcvd.reason

        assert asyncio.run(kill_while_open()) == (1011, "The Node server is gone")
        all_gone([node])
        status, body = live.get("/health")
        deadline = time.monotonic() + 5
        # It is gone a moment before its parent has been told how it ended.
        while b"ended" not in body and time.monotonic() < deadline:
            assert status == 502
            status, body = live.get("/health")
        detail = json.loads(body)["detail"]
        assert (status, detail) == (502, "The Node server ended with exit code -9")

        async def open_again() -> None:
            async with connect(live.url.replace("http", "ws") + "/ws", proxy=None):
                pass

        with pytest.raises(InvalidStatus) as refused:
            asyncio.run(open_again())
        assert refused.value.response.status_code == 502
        assert json.loads(refused.value.response.body)["detail"] == detail
    finally:
        live.stop()


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"SQLENV_HOME": "/nowhere"}, "SQLENV_HOME is /nowhere, which holds no src/cli/sqlenv.js"),
        ({"STEP_BUDGET": "0"}, "Expected STEP_BUDGET to be a whole number from 1 to 100, got 0"),
    ],
)
def test_does_not_start_without_the_server(
    data_dir: Path,
    variables: dict[str, str],
    reason: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        uvicorn(data_dir, **variables)
    assert reason in capfd.readouterr().err


def test_is_served_from_the_folder_too(data_dir: Path) -> None:
    port = free_port()
    folder = str(ROOT / "clients" / "python")
    command = ["env", "-C", folder, sys.executable, "-m", "uvicorn", "server.app:app"]
    variables = {"SQLENV_DATA_DIR": str(data_dir), "PYTHONPATH": ""}
    live = LiveServer([*command, "--port", str(port)], port, variables)
    assert live.get("/metadata")[0] == 200
    live.stop()
