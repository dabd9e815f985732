"""Relays one HTTP request to the Node server: bodies as they stream, headers as they are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
from starlette.types import Receive, Scope, Send

#: Of one connection, not of the message (RFC 9110, 7.6.1).
HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)


async def relay_http(
    client: httpx.AsyncClient, address: str, scope: Scope, receive: Receive, send: Send
) -> None:
    """Answers 502 when the server cannot be reached; a caller who hangs up ends the request."""
    body = _Body(receive)
    relay = asyncio.create_task(_relay(client, address, scope, body, send))
    hung_up = asyncio.create_task(body.until_hung_up())
    try:
        await asyncio.wait({relay, hung_up}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (relay, hung_up):
            if not task.done():
                task.cancel()
        outcomes = await asyncio.gather(relay, hung_up, return_exceptions=True)
    if isinstance(outcomes[0], Exception):
        raise outcomes[0]


async def reply_with_detail(send: Send, detail: str, status: int = 502) -> None:
    """Sends a whole reply in the form of the server's own errors."""
    body = json.dumps({"detail": detail}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class _Body:
    """The request's body, and after it the moment at which the caller hangs up."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._was_read = asyncio.Event()

    async def chunks(self) -> AsyncIterator[bytes]:
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise asyncio.CancelledError("the caller hung up in the middle of the body")
            yield message.get("body", b"")
            if not message.get("more_body", False):
                self._was_read.set()
                return

    async def until_hung_up(self) -> None:
        await self._was_read.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass


async def _relay(
    client: httpx.AsyncClient, address: str, scope: Scope, body: _Body, send: Send
) -> None:
    names = {name for name, _ in scope["headers"]}
    has_body = bool(names & {b"content-length", b"transfer-encoding"})
    if not has_body:
        async for _ in body.chunks():
            pass
    has_begun = False
    try:
        # Not client.build_request, which would add headers of its own, such as accept-encoding.
        request = httpx.Request(
            scope["method"],
            httpx.URL(f"http://{address}", raw_path=request_target(scope).encode()),
            headers=_end_to_end(scope["headers"]),
            content=body.chunks() if has_body else None,
        )
        reply = await client.send(request, stream=True)
        try:
            # The ASGI server dates its replies itself.
            headers = [pair for pair in _end_to_end(reply.headers.raw) if pair[0] != b"date"]
            has_begun = True
            await send(
                {"type": "http.response.start", "status": reply.status_code, "headers": headers}
            )
            async for chunk in reply.aiter_raw():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await reply.aclose()
    except httpx.TransportError as error:
        if has_begun:
            raise  # the ASGI server cuts the connection, so that half a reply is not taken as whole
        await reply_with_detail(
            send, f"The Node server does not answer: {str(error) or type(error).__name__}"
        )


def request_target(scope: Scope) -> str:
    """The path and query as they came; what a URL may not hold is percent-encoded."""
    path, query = scope.get("raw_path") or scope["path"].encode(), scope["query_string"]
    return quote(path + b"?" + query if query else path, safe="%/:?#[]@!$&'()*+,;=")


def _end_to_end(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value) for name, value in headers if name.lower() not in HOP_BY_HOP]
