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
from .outage import outage_of

Result: TypeAlias = StepResult[SqlObservation]

#: How long a server that went away is waited for, in seconds: a Space takes about as long to be
#: started anew.
PATIENCE_S = 120.0

#: After a fault of the server, which a busy one has too, it is asked again as often.
_FAULT_PAUSES_S = (0.5, 2.0, 5.0)

_TIMEOUTS = (TimeoutError, asyncio.TimeoutError)  # one and the same from Python 3.11 on
_LOST = (OSError, ConnectionClosed, *_TIMEOUTS)


class ResumableEpisode:
    """Episodes on one server, one after the other. Connects at the first reset.

    Args:
        url: of the server, such as `http://localhost:8000`.
        patience_s: how long to wait for a server that went away or has no session free, in
            seconds, together with all other episodes on it. One that was never reached is not
            waited for.
    """

    def __init__(self, url: str, patience_s: float = PATIENCE_S) -> None:
        self._url = url
        self._named = f"SQLEnv at {url}"
        self._patience_s = patience_s
        self._outage = outage_of(url)
        self._client: SyncEnvClient[SqlAction, SqlObservation, SqlState] | None = None
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
            self._outage.reached()
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
        if self._outage.was_just_given_up():
            raise ConnectionError(
                f"{self._named} does not answer: an episode has just waited for it"
            )
        give_up_at: float | None = None
        failures = 0
        while True:
            had_socket = self._client is not None
            began_at = time.monotonic()
            try:
                result = attempt()
            except _LOST as error:
                self.close()
                if had_socket and not isinstance(error, _TIMEOUTS):
                    continue  # it may be the socket's end, and not the server's
                give_up_at = give_up_at or time.monotonic() + self._patience_s
                attempt_s = time.monotonic() - began_at
                if not self._wait("does not answer", failures, give_up_at):
                    self._outage.give_up(attempt_s)
                    said = str(error) or type(error).__name__
                    raise ConnectionError(f"{self._named} does not answer: {said}") from error
            except RuntimeError as error:
                give_up_at = give_up_at or time.monotonic() + self._patience_s
                if not self._waits_for_refusal(str(error), failures, give_up_at):
                    raise RuntimeError(f"{self._named}: {error}") from error
            except BaseException:  # Ctrl-C between a request and its reply, which may still come
                self.close()
                raise
            else:
                self._outage.ended()
                return result
            failures += 1

    def _waits_for_refusal(self, said: str, failures: int, give_up_at: float) -> bool:
        if "(code: CAPACITY_REACHED)" in said:
            self.close()
            self._outage.reached()
            return self._wait("has no session free", failures, give_up_at)
        # One action may be at fault, so the others' episodes are not told.
        if "(code: EXECUTION_ERROR)" not in said or failures >= len(_FAULT_PAUSES_S):
            return False
        time.sleep(_FAULT_PAUSES_S[failures])
        return True

    def _wait(self, reason: str, failures: int, give_up_at: float) -> bool:
        if time.monotonic() >= give_up_at:
            return False
        return self._outage.wait(reason, failures, self._patience_s)
