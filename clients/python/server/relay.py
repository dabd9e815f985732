"""An ASGI application that runs the Node server on a loopback port and relays everything to it."""

from __future__ import annotations

import asyncio
import os
import socket
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

import httpx
from starlette.types import Receive, Scope, Send

from .node_server import (
    COMMAND,
    ENDS_WITH_ITS_INPUT,
    ServerStartError,
    build_data,
    find_node,
    find_project,
    server_variables,
)
from .relay_http import relay_http, reply_with_detail
from .relay_socket import refuse_socket, relay_socket

START_TIMEOUT_S = 30.0
#: The server itself cuts off after 3 s what is still open.
STOP_TIMEOUT_S = 5.0


class Relay:
    """Starts the server with its lifespan, and answers 502 when the server is gone."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._client: httpx.AsyncClient | None = None
        self._address = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif (reason := self._why_not()) is not None:
            if scope["type"] == "http":
                await reply_with_detail(send, reason)
            else:
                await refuse_socket(scope, receive, send, reason)
        elif scope["type"] == "http" and self._client is not None:
            await relay_http(self._client, self._address, scope, receive, send)
        elif scope["type"] == "websocket":
            await relay_socket(self._address, scope, receive, send)

    def _why_not(self) -> str | None:
        if self._process is None:
            return "The Node server was not started: the ASGI lifespan is off"
        if self._process.returncode is not None:
            return f"The Node server ended with exit code {self._process.returncode}"
        return None

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._start()
        except (ServerStartError, OSError) as error:
            await self._stop()
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        project = find_project(os.environ)
        node = find_node(project, os.environ)
        port = _free_port()
        variables = server_variables(os.environ, "127.0.0.1", port)
        code = await asyncio.to_thread(build_data, project, node, variables)
        if code != 0:
            raise ServerStartError(f"The built-in data could not be made (exit code {code})")
        self._address = f"127.0.0.1:{port}"
        # To our own server: no proxy, no limit on connections, and steps take what they take.
        self._client = httpx.AsyncClient(
            trust_env=False,
            limits=httpx.Limits(max_connections=None),
            timeout=httpx.Timeout(None, connect=10),
        )
        self._process = await asyncio.create_subprocess_exec(
            node, ENDS_WITH_ITS_INPUT, COMMAND, "serve", cwd=project, env=variables, stdin=PIPE
        )
        await self._until_healthy(self._process, self._client)

    async def _until_healthy(self, process: Process, client: httpx.AsyncClient) -> None:
        deadline = asyncio.get_running_loop().time() + START_TIMEOUT_S
        while process.returncode is None:
            with suppress(httpx.TransportError):
                reply = await client.get(f"http://{self._address}/health", timeout=2)
                if reply.status_code == 200:
                    return
            if asyncio.get_running_loop().time() > deadline:
                raise ServerStartError(f"The Node server is not healthy after {START_TIMEOUT_S} s")
            await asyncio.sleep(0.05)
        raise ServerStartError(f"The Node server ended with exit code {process.returncode}")

    async def _stop(self) -> None:
        process = self._process
        if process is not None:
            with suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_TIMEOUT_S)
            except asyncio.TimeoutError:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if self._client is not None:
            await self._client.aclose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        _, port = probe.getsockname()
    return int(port)
