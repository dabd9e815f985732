"""The typed client against the live server, asynchronous and synchronous."""

from __future__ import annotations

import asyncio

import pytest
from live_server import ANSWER, GOLD_SQL, QUESTION, QUESTION_TEXT, LiveServer
from pydantic import ValidationError

from sql_env import SqlAction, SqlEnv, SQLEnvClient, SqlObservation, SqlState


async def play(url: str, episode_id: str | None = None) -> list[float]:
    async with SqlEnv(base_url=url) as env:
        start = await env.reset(**QUESTION, episode_id=episode_id)
        assert start.observation.question == QUESTION_TEXT
        rewards = []
        for action in (
            SqlAction.describe("sailings"),
            SqlAction.sample("operators"),
            SqlAction.query(GOLD_SQL),
            SqlAction.answer(ANSWER),
        ):
            step = await env.step(action)
            assert step.reward is not None
            rewards.append(step.reward)
        state = await env.state()
        assert (state.episode_id, state.step_count, state.done) == (episode_id, 4, True)
        return rewards


def test_plays_an_episode_asynchronously(server: LiveServer) -> None:
    assert asyncio.run(play(server.url)) == pytest.approx([0.01, 0.01, 0.15, 1])


def test_plays_many_episodes_at_once_each_in_a_session_of_its_own(server: LiveServer) -> None:
    async def play_all() -> list[list[float]]:
        return await asyncio.gather(*(play(server.url, f"episode {n}") for n in range(20)))

    totals = [sum(rewards) for rewards in asyncio.run(play_all())]
    assert totals == pytest.approx([1.17] * 20)


def test_plays_an_episode_synchronously_with_typed_replies(server: LiveServer) -> None:
    with SqlEnv(base_url=server.url).sync() as env:
        start = env.reset(**QUESTION)
        assert isinstance(start.observation, SqlObservation)
        assert (start.reward, start.done, start.observation.reward) == (None, False, None)
        assert start.observation.schema_info.startswith("Tables: ports, operators")
        assert start.observation.budget_remaining == 15
        assert start.observation.action_history == []

        step = env.step(SqlAction.query(GOLD_SQL))
        assert step.observation.result == "count(*)\n1. 91"
        assert step.observation.error == ""
        assert (step.observation.step_count, step.observation.budget_remaining) == (1, 14)
        assert step.observation.action_history == [f"QUERY {GOLD_SQL}"]
        assert type(step.reward) is float and step.observation.reward == step.reward

        end = env.step(SqlAction.answer(ANSWER))
        assert (end.reward, end.done, end.observation.done) == (1.0, True, True)


def test_gives_the_metadata_on_the_result_and_on_the_observation(server: LiveServer) -> None:
    with SqlEnv(base_url=server.url).sync() as env:
        start = env.reset(**QUESTION)
        assert start.metadata == start.observation.metadata
        assert start.metadata["question_id"] == QUESTION["question_id"]
        assert start.metadata["outcome"] is None
        step = env.step(SqlAction.query("SELECT nothing"))
        assert step.metadata["query"]["code"] == "failed"
        assert step.observation.error.startswith("SQL error:")
        assert sum(step.metadata["reward_terms"].values()) == step.reward
        assert env.step(SqlAction.answer("90")).metadata["outcome"] == "wrong"


def test_gives_the_state_before_a_reset_and_after(server: LiveServer) -> None:
    with SqlEnv(base_url=server.url).sync() as env:
        assert env.state() == SqlState()
        env.reset(**QUESTION, episode_id="mine", step_budget=3)
        assert env.state() == SqlState(
            episode_id="mine",
            question_id="island_ferries_002",
            db_id="island_ferries",
            split="train",
            budget_remaining=3,
        )


def test_says_what_the_server_refused_and_keeps_the_episode(server: LiveServer) -> None:
    with SqlEnv(base_url=server.url).sync() as env:
        env.reset(**QUESTION)
        with pytest.raises(RuntimeError, match=r"split.*\(code: VALIDATION_ERROR\)"):
            env.reset(split="tests")
        assert env.step(SqlAction.describe("ports")).observation.step_count == 1


def test_names_the_server_that_is_not_there(closed_url: str) -> None:
    host = closed_url.removeprefix("http://")
    with pytest.raises(ConnectionError, match=host), SqlEnv(base_url=closed_url).sync():
        pass


def test_passes_the_actions_metadata_and_takes_plain_dictionaries(server: LiveServer) -> None:
    with SqlEnv(base_url=server.url).sync() as env:
        env.reset(**QUESTION)
        tagged = SqlAction(action_type="describe", argument="ports", metadata={"tag": 1})
        assert env.step(tagged).observation.action_history == ["DESCRIBE ports"]
        step = env.step({"action_type": "SAMPLE", "argument": "ports"})  # type: ignore[arg-type]
        assert step.observation.step_count == 2
        with pytest.raises(ValidationError):
            env.step({"action_type": "SAMPLE"})  # type: ignore[arg-type]


def parse(payload: dict[str, object]) -> SqlObservation:
    return SqlEnv(base_url="http://unused")._parse_result(payload).observation


def test_takes_replies_with_less_and_with_more_than_it_knows() -> None:
    assert parse({}) == SqlObservation()
    assert parse({"observation": {"question": None}, "metadata": None}) == SqlObservation()
    later = parse({"observation": {"question": "Why?", "hint": "none"}, "done": True})
    assert (later.question, later.done, later.model_extra) == ("Why?", True, {"hint": "none"})


def test_takes_replies_without_an_envelope_and_with_metadata_inside() -> None:
    assert parse({"question": "Why?", "reward": 1, "done": True}).reward == 1.0
    assert parse({"observation": {"metadata": {"split": "test"}}}).metadata == {"split": "test"}


def test_has_the_name_of_the_predecessors_client_too() -> None:
    assert SQLEnvClient is SqlEnv
