"""A server that is away or full, waited for once by all episodes on it.

A trainer's batch has dozens of episodes and plays them one after the other. If each waited by
itself, a server that is gone would hold training up for minutes, once for every episode.
"""

from __future__ import annotations

import functools
import logging
import math
import threading
import time
from collections.abc import Callable

_log = logging.getLogger("sql_env")

#: Between attempts, in seconds; the last holds for all later ones.
_PAUSES_S = (0.5, 1.0, 2.0, 5.0)
#: How often it is told of waits, at most: a server that is nearly full has them all the time.
_REMINDER_S = 30.0
#: For how long one episode that gave up speaks for the others. Where packets are swallowed, each
#: attempt takes its whole time-out.
_FRESH_S = 1.0


class Outage:
    """What the episodes on one server know together of whether it answers. For any thread.

    Waits are logged as warnings of the logger `sql_env`, which Python shows where nobody has set
    up logging.
    """

    def __init__(
        self,
        url: str,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url = url
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._was_reached = False
        self._since: float | None = None
        self._is_told = False
        self._told_at = -math.inf
        self._gave_up_at = -math.inf

    def reached(self) -> None:
        """Somebody answers at the address, be it that there is no session free."""
        with self._lock:
            self._was_reached = True

    def ended(self) -> None:
        """The server has done what it was asked."""
        with self._lock:
            since, self._since = self._since, None
            was_told, self._is_told = self._is_told, False
        if since is not None and was_told:
            _log.warning(
                "SQLEnv at %s answers again, after %.0f s", self._url, self._clock() - since
            )

    def wait(self, reason: str, failures: int, patience_s: float) -> bool:
        """Waits a moment after an attempt that failed.

        Args:
            reason: what the server did, for the log, such as "does not answer".
            failures: how many attempts have failed before, of this call.
            patience_s: how long to wait in all, from the first attempt that failed in any episode.

        Returns:
            Whether to try again. Not when the time is over, nor where the server has never been
            reached: then its address is most likely wrong.
        """
        with self._lock:
            if not self._was_reached:
                return False
            now = self._clock()
            if self._since is None:
                self._since = now
            left_s = self._since + patience_s - now
            if left_s <= 0:
                return False
            is_due = now - self._told_at >= _REMINDER_S
            if is_due:
                self._told_at = now
                self._is_told = True
        if is_due:
            _log.warning("SQLEnv at %s %s. Trying again for %.0f s", self._url, reason, left_s)
        self._sleep(min(_PAUSES_S[min(failures, len(_PAUSES_S) - 1)], left_s))
        return True

    def give_up(self, attempt_s: float) -> None:
        """The server was waited for in vain.

        Args:
            attempt_s: how long the last attempt took. One that failed at once may be made by every
                episode; it tells what there is now.
        """
        if attempt_s >= _FRESH_S:
            with self._lock:
                self._gave_up_at = self._clock()

    def was_just_given_up(self) -> bool:
        """Whether another episode gave up so lately that an attempt, which takes long, would tell
        nothing new."""
        with self._lock:
            return self._clock() - self._gave_up_at < _FRESH_S


@functools.cache
def outage_of(url: str) -> Outage:
    """The one that all episodes on the server share."""
    return Outage(url)
