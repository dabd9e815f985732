"""A server that is away is waited for once, whatever number of episodes miss it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from live_server import QUESTION, LiveServer

from sql_env.outage import Outage
from sql_env.trl import SqlToolEnv

URL = "http://localhost:8000"


class Clock:
    """Goes on only where somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outage(clock: Clock) -> Outage:
    outage = Outage(URL, clock, clock.sleep)
    outage.reached()
    return outage


def wait_in_vain(outage: Outage, patience_s: float) -> int:
    """Returns how many attempts were made."""
    failures = 0
    while outage.wait("does not answer", failures, patience_s):
        failures += 1
    outage.give_up(attempt_s=10)
    return failures + 1


def test_waits_longer_and_longer_and_no_longer_than_asked(outage: Outage, clock: Clock) -> None:
    assert wait_in_vain(outage, 12) == 6
    assert clock.now_s == 1012


def test_waits_once_for_all_episodes(outage: Outage, clock: Clock) -> None:
    wait_in_vain(outage, 60)
    given_up_s = clock.now_s
    assert [wait_in_vain(outage, 60) for _ in range(63)] == [1] * 63
    assert clock.now_s == given_up_s


def test_does_not_wait_for_what_was_never_reached(clock: Clock) -> None:
    assert not Outage(URL, clock, clock.sleep).wait("does not answer", 0, 60)


def test_says_that_it_waits_now_and_then_and_when_it_is_over(
    outage: Outage, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(9):
        outage.wait("does not answer", 9, 60)
    outage.ended()
    outage.ended()
    assert caplog.messages == [
        f"SQLEnv at {URL} does not answer. Trying again for 60 s",
        f"SQLEnv at {URL} does not answer. Trying again for 30 s",
        f"SQLEnv at {URL} answers again, after 45 s",
    ]


def test_tells_of_a_server_that_is_nearly_full_now_and_then(
    outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(20):
        outage.wait("has no session free", 0, 60)
        outage.ended()
    assert caplog.messages == [
        f"SQLEnv at {URL} has no session free. Trying again for 60 s",
        f"SQLEnv at {URL} answers again, after 0 s",
    ]


def test_waits_anew_after_the_server_has_answered(outage: Outage) -> None:
    wait_in_vain(outage, 10)
    outage.ended()
    assert wait_in_vain(outage, 10) > 1


def test_spares_other_episodes_an_attempt_that_takes_long(outage: Outage, clock: Clock) -> None:
    outage.give_up(attempt_s=0.01)
    assert not outage.was_just_given_up()
    outage.give_up(attempt_s=10)
    assert outage.was_just_given_up()
    clock.sleep(2)
    assert not outage.was_just_given_up()


def test_holds_a_batch_up_once_when_its_server_dies(
    data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live = LiveServer.of_node(data_dir)
    envs = [SqlToolEnv(live.url, patience_s=1) for _ in range(16)]
    for env in envs:
        env.reset(**QUESTION)
    live.kill()
    for env in envs:
        with pytest.raises(ConnectionError, match=f"SQLEnv at {live.url} does not answer"):
            env.describe(table_name="ports")
        with pytest.raises(ConnectionError):
            env.get_reward()
    assert caplog.messages == [f"SQLEnv at {live.url} does not answer. Trying again for 1 s"]


def test_plays_at_once_when_a_server_is_back_that_was_given_up(data_dir: Path) -> None:
    live = LiveServer.of_node(data_dir)
    try:
        env = SqlToolEnv(live.url, patience_s=0.1)
        env.reset(**QUESTION)
        live.kill()
        with pytest.raises(ConnectionError):
            env.reset(**QUESTION)
        live.restart()
        assert "Question:" in env.reset(**QUESTION)
    finally:
        live.stop()


def test_goes_on_with_a_batch_when_its_server_is_back(
    data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live = LiveServer.of_node(data_dir)
    envs = [SqlToolEnv(live.url) for _ in range(16)]
    for env in envs:
        env.reset(**QUESTION)
    live.kill()
    back = later(live.restart, when=lambda: len(caplog.messages) > 0)
    try:
        replies = [env.describe(table_name="ports") for env in envs]
        assert len(set(replies)) == 1 and "(14 steps left)" in replies[0]
        assert len(caplog.messages) == 2 and "answers again" in caplog.messages[1]
        assert all(record.levelno == logging.WARNING for record in caplog.records)
    finally:
        back.join()
        live.stop()


def later(do: Callable[[], None], when: Callable[[], bool]) -> threading.Thread:
    def wait_and_do() -> None:
        deadline = time.monotonic() + 60
        while not when() and time.monotonic() < deadline:
            time.sleep(0.05)
        do()

    thread = threading.Thread(target=wait_and_do)
    thread.start()
    return thread
