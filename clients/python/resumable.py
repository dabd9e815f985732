"""An episode that outlives its socket.

The server keeps an episode as long as its socket. A lost one is played again on a new socket: the
same question and actions give the same replies, so nothing is earned twice and nothing is lost.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeAlias

from openenv.core.client_types import StepResult
from openenv.core.sync_client import SyncEnvClient
from websockets.exceptions import ConnectionClosed

from .client import SqlEnv
from .models import SqlAction, SqlObservation, SqlState

Result: TypeAlias = StepResult[SqlObservation]

_LOST = (OSError, ConnectionClosed, asyncio.TimeoutError)


class ResumableEpisode:
    """Episodes on one server, one after the other. Connects at the first reset.

    Args:
        url: of the server, such as `http://localhost:8000`.
        pauses_s: how long to wait before each new attempt, in seconds, once the server has been
            reached. One that was never reached is not waited for.
    """

    def __init__(self, url: str, pauses_s: tuple[float, ...] = (0.5, 2.0, 5.0)) -> None:
        self._url = url
        self._pauses_s = pauses_s
        self._client: SyncEnvClient[SqlAction, SqlObservation, SqlState] | None = None
        self._was_reached = False
        self._reset_data: dict[str, Any] = {}
        self._played: list[SqlAction] = []
        self._last: Result | None = None

    def reset(self, data: dict[str, Any]) -> Result:
        """Begins an episode.

        Args:
            data: as in "Reset data" of the server's docs/protocol.md.

        Raises:
            ConnectionError: no server answers at the URL; the message names it.
            RuntimeError: the server refused; the message names the URL and the server's reason.
        """
        self._last = None
        result = self._persist(lambda: self._connected().reset(**data))
        # What was drawn, so that resuming draws it again.
        self._reset_data = {**data, "question_id": result.observation.metadata.get("question_id")}
        self._played = []
        self._last = result
        return result

    def step(self, action: SqlAction) -> Result:
        """Takes a step, on a new socket when the old one is lost.

        Raises:
            ConnectionError: no server answers, or not as it did before; the message names the URL.
            RuntimeError: the server refused, several times where it asks for that; the episode is
                as it was.
        """
        if self._last is None:
            raise RuntimeError("step was called before a reset that succeeded")
        result = self._persist(lambda: self._continued(action))
        self._played.append(action)
        self._last = result
        return result

    def close(self) -> None:
        """Closes the socket, and never raises. The next reset opens another."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):  # the socket may be gone in whichever way
                client.close()

    def _connected(self) -> SyncEnvClient[SqlAction, SqlObservation, SqlState]:
        if self._client is None:
            client = SqlEnv(base_url=self._url).sync()
            self._client = client  # before it connects, so that close also ends its thread
            client.connect()
            self._was_reached = True
        return self._client

    def _continued(self, action: SqlAction) -> Result:
        if self._client is None:
            self._play_again()
        result = self._connected().step(action)
        # From 0.5 on the client reconnects by itself, to a socket without an episode.
        if result.observation.step_count == 0:
            raise ConnectionResetError("the episode's socket was closed")
        return result

    def _play_again(self) -> None:
        client = self._connected()
        result = client.reset(**self._reset_data)
        for action in self._played:
            result = client.step(action)
        if self._last is not None and result.observation != self._last.observation:
            raise RuntimeError("the episode could not be resumed: it does not go as it went before")

    def _persist(self, attempt: Callable[[], Result]) -> Result:
        pauses_s = iter(self._pauses_s)
        while True:
            try:
                return attempt()
            except _LOST as error:
                self.close()
                failure: Exception = ConnectionError(
                    f"SQLEnv at {self._url} does not answer: {error or type(error).__name__}"
                )
                failure.__cause__ = error
                can_retry = self._was_reached
            except RuntimeError as error:
                failure = RuntimeError(f"SQLEnv at {self._url}: {error}")
                failure.__cause__ = error
                can_retry = "(code: EXECUTION_ERROR)" in str(error)
                if "(code: CAPACITY_REACHED)" in str(error):
                    self.close()
                    can_retry = True
            except BaseException:  # Ctrl-C between a request and its reply, which may still come
                self.close()
                raise
            pause_s = next(pauses_s, None) if can_retry else None
            if pause_s is None:
                raise failure
            time.sleep(pause_s)
