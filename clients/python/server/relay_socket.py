"""Relays one WebSocket to the Node server: texts, bytes, subprotocols and close codes."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

from starlette.types import Message, Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from .relay_http import HOP_BY_HOP, reply_with_detail, request_target

OPEN_TIMEOUT_S = 10.0

NORMAL = 1000
NO_CODE = 1005
SERVER_FAULT = 1011
#: What a close frame may not hold: they stand for a missing code or a broken connection.
_UNSENDABLE = frozenset({NO_CODE, 1006, 1015})

_HOST = re.compile(r"(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?", re.ASCII)


async def relay_socket(address: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Accepts the socket when the server does, and ends it with the code that the other end sent."""
    own_host, own_port = address.rsplit(":", 1)
    try:
        server = await connect(
            f"ws://{_host(scope) or address}{request_target(scope)}",
            host=own_host,
            port=int(own_port),
            additional_headers=_forwarded(scope["headers"]),
            subprotocols=[Subprotocol(name) for name in scope.get("subprotocols", [])] or None,
            user_agent_header=None,
            compression=None,
            max_size=None,
            # The server pings as it is set to; to a caller it is the ASGI server that does.
            ping_interval=None,
            open_timeout=OPEN_TIMEOUT_S,
            proxy=None,
        )
    except InvalidStatus as error:
        status = error.response.status_code
        detail = f"The Node server refused the socket with status {status}"
        await refuse_socket(scope, receive, send, detail, status)
        return
    except (OSError, asyncio.TimeoutError, ConnectionClosed) as error:
        detail = f"The Node server does not answer: {str(error) or type(error).__name__}"
        await refuse_socket(scope, receive, send, detail)
        return
    async with server:
        if (await receive())["type"] != "websocket.connect":
            return
        await send({"type": "websocket.accept", "subprotocol": server.subprotocol})
        await _relay_both_ways(server, receive, send)


async def refuse_socket(
    scope: Scope, receive: Receive, send: Send, detail: str, status: int = 502
) -> None:
    """Answers the handshake with a status and the reason, where the ASGI server can."""
    await receive()
    if "websocket.http.response" in (scope.get("extensions") or {}):

        async def send_as_socket(message: Message) -> None:
            await send({**message, "type": f"websocket.{message['type']}"})

        await reply_with_detail(send_as_socket, detail, status)
    else:
        await send({"type": "websocket.close", "code": SERVER_FAULT, "reason": detail[:120]})


async def _relay_both_ways(server: ClientConnection, receive: Receive, send: Send) -> None:
    tasks = {
        asyncio.create_task(_from_caller(server, receive)),
        asyncio.create_task(_from_server(server, send)),
    }
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    for outcome in outcomes:
        # An OSError: the caller is gone, and has nobody to be told.
        if isinstance(outcome, Exception) and not isinstance(outcome, OSError):
            raise outcome


async def _from_caller(server: ClientConnection, receive: Receive) -> None:
    with suppress(ConnectionClosed):  # the other task tells the caller
        while (message := await receive())["type"] == "websocket.receive":
            text = message.get("text")
            await server.send(message["bytes"] if text is None else text)
        code = message.get("code", NO_CODE)
        await server.close(NORMAL if code in _UNSENDABLE else code, message.get("reason") or "")
        return
    await asyncio.Event().wait()


async def _from_server(server: ClientConnection, send: Send) -> None:
    try:
        while True:
            data = await server.recv()
            key = "text" if isinstance(data, str) else "bytes"
            await send({"type": "websocket.send", key: data})
    except ConnectionClosed as closed:
        code, reason = SERVER_FAULT, "The Node server is gone"
        if closed.rcvd is not None:
            code, reason = closed.rcvd.code, closed.rcvd.reason
        code = NORMAL if code == NO_CODE else code
        await send({"type": "websocket.close", "code": code, "reason": reason})


def _host(scope: Scope) -> str | None:
    """What the caller asked for: the server lets pages in by it."""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return hosts[0] if len(hosts) == 1 and _HOST.fullmatch(hosts[0]) else None


def _forwarded(headers: list[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    """All but what belongs to the handshake that we make ourselves."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in headers
        if name.lower() not in HOP_BY_HOP
        and name.lower() != b"host"
        and not name.lower().startswith(b"sec-websocket-")
    ]
