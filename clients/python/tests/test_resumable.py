"""Episodes that go on although the server, or the way to it, was gone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_server import ANSWER, GOLD_SQL, QUESTION, LiveServer

from sql_env import SqlAction
from sql_env.resumable import ResumableEpisode


@pytest.fixture
def live(data_dir: Path) -> Iterator[LiveServer]:
    server = LiveServer.of_node(data_dir)
    yield server
    server.stop()


def test_goes_on_after_the_server_was_started_anew(live: LiveServer) -> None:
    episode = ResumableEpisode(live.url)
    episode.reset({"seed": 7, "split": "train", "step_budget": 5})
    first = episode.step(SqlAction.query("SELECT 1"))
    live.restart()
    second = episode.step(SqlAction.query("SELECT 2"))
    assert second.observation.question == first.observation.question
    assert second.observation.action_history == ["QUERY SELECT 1", "QUERY SELECT 2"]
    assert second.observation.budget_remaining == 3
    episode.close()


def test_goes_on_with_a_question_that_was_drawn_at_random(live: LiveServer) -> None:
    episode = ResumableEpisode(live.url)
    question = episode.reset({}).observation.question
    live.restart()
    assert episode.step(SqlAction.query("SELECT 1")).observation.question == question
    episode.close()


def test_waits_for_a_server_that_was_reached_before(live: LiveServer) -> None:
    episode = ResumableEpisode(live.url)
    episode.reset(QUESTION)
    live.kill()
    thread = threading.Thread(target=lambda: (time.sleep(1), live.restart()))
    thread.start()
    assert episode.step(SqlAction.query(GOLD_SQL)).observation.step_count == 1
    thread.join()
    assert episode.step(SqlAction.answer(ANSWER)).reward == 1
    live.restart()
    assert episode.reset(QUESTION).observation.step_count == 0
    episode.close()


def test_does_not_go_on_where_the_server_answers_otherwise(
    data_dir: Path, live: LiveServer
) -> None:
    episode = ResumableEpisode(live.url, patience_s=0)
    episode.reset(QUESTION)
    episode.step(SqlAction.sample("ports"))
    live._variables["SAMPLE_ROWS"] = "1"
    live.restart()
    episode.close()
    with pytest.raises(RuntimeError, match="does not go as it went before"):
        episode.step(SqlAction.describe("ports"))


def test_waits_for_a_session_to_become_free(data_dir: Path) -> None:
    live = LiveServer.of_node(data_dir, MAX_CONCURRENT_ENVS="1")
    try:
        first, second = ResumableEpisode(live.url), ResumableEpisode(live.url, patience_s=0.2)
        first.reset(QUESTION)
        with pytest.raises((RuntimeError, ConnectionError), match=live.url):
            second.reset(QUESTION)
        first.close()
        assert second.reset(QUESTION).observation.step_count == 0
        second.close()
    finally:
        live.stop()


def test_does_not_step_before_a_reset() -> None:
    with pytest.raises(RuntimeError, match="before a reset"):
        ResumableEpisode("http://unused").step(SqlAction.query("SELECT 1"))
