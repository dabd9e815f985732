"""verifiers and ART play as docs/training.md shows it: the same actions earn the same in every
harness (R14), and a fault is no reward (N7). In place of the endpoint that they ask for a model's
words stands a stub. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from live_server import ANSWER, QUESTION_TEXT, LiveServer
from snippets import SERVER, TRAINING, block_with, run
from stub_llm import StubLlm, call

from sql_env import SqlAction, SqlEnv

ENDPOINT = "http://localhost:8080/v1"
TOOLS = {"describe", "sample", "query", "answer"}
#: How the stub plays the question whose answer it knows, and the others.
STEPS = {True: ("sailings", ANSWER), False: ("sailings", "a guess")}


@pytest.fixture
def mortal(data_dir: Path) -> Iterator[LiveServer]:
    """A server that a test may kill."""
    live = LiveServer.of_node(data_dir)
    yield live
    live.kill()


@pytest.fixture
def verifiers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a stub of uv in the path, since the true one fetches what the harness's program needs: it
    names this interpreter, which has it all."""
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text(
        f"""#!/bin/sh
case "$*" in
  *--help*) echo --script ;;
  "python find"*) echo {sys.executable} ;;
esac
"""
    )
    uv.chmod(0o755)
    # It looks in ~/.local/bin first, and keeps its programs in ~/.cache.
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(uv.parent), prepend=":")
    monkeypatch.chdir(tmp_path)
    pytest.importorskip("verifiers.v1")


@pytest.fixture
def art(monkeypatch: pytest.MonkeyPatch) -> None:
    # One of its libraries fetches prices when it is imported.
    monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    pytest.importorskip("art")


@pytest.fixture
def rewards(server: LiveServer) -> list[float]:
    """What the episodes of the stub earn, as the plain client counts: two of each question."""
    totals = []
    with SqlEnv(base_url=server.url).sync() as env:
        for index in (0, 1):
            asked = env.reset(split="train", index=index).observation.question
            table, answer = STEPS[asked == QUESTION_TEXT]
            steps = [env.step(SqlAction.describe(table)), env.step(SqlAction.answer(answer))]
            totals += 2 * [sum(step.reward or 0.0 for step in steps)]
    assert sum(total > 1 for total in totals) == 2
    return sorted(totals)


@pytest.mark.usefixtures("verifiers")
def test_verifiers_pays_what_the_client_is_paid(server: LiveServer, rewards: list[float]) -> None:
    def policy(request: dict[str, Any]) -> dict[str, Any]:
        seen = json.loads(request["messages"][-1]["content"])["observation"]
        table, answer = STEPS[seen["question"] == QUESTION_TEXT]
        action = SqlAction.answer(answer) if seen["step_count"] else SqlAction.describe(table)
        return {"content": action.model_dump_json(exclude={"metadata"})}

    block = block_with("verifiers.v1", TRAINING)
    with StubLlm(policy) as stub:
        episodes = run(block, {SERVER: server.url, ENDPOINT: stub.url})["episodes"]
    assert [episode.errors for episode in episodes] == [[]] * 4
    assert sorted(episode.traces[0].reward for episode in episodes) == pytest.approx(rewards)
    for request in stub.requests:
        assert request["response_format"]["type"] == "json_schema"
        assert "ends the episode" in request["messages"][0]["content"]
        # The trainer's channel is not for the model (R10).
        assert "question_id" not in json.dumps(request)

    with StubLlm(lambda _: {"content": "Hello!"}) as stub:
        episodes = run(block, {SERVER: server.url, ENDPOINT: stub.url})["episodes"]
    assert [(episode.ok, episode.traces[0].reward) for episode in episodes] == [(False, 0)] * 4


@pytest.mark.usefixtures("verifiers")
def test_verifiers_tells_a_lost_server_from_a_reward(mortal: LiveServer) -> None:
    def policy(_: dict[str, Any]) -> dict[str, Any]:
        mortal.kill()
        return {"content": SqlAction.describe("sailings").model_dump_json(exclude={"metadata"})}

    block = block_with("verifiers.v1", TRAINING)
    with StubLlm(policy) as stub:
        episodes = run(block, {SERVER: mortal.url, ENDPOINT: stub.url})["episodes"]
    assert [(episode.ok, len(episode.errors)) for episode in episodes] == [(False, 1)] * 4


@pytest.mark.usefixtures("art")
def test_art_pays_what_the_client_is_paid(server: LiveServer, rewards: list[float]) -> None:
    def policy(request: dict[str, Any]) -> dict[str, Any]:
        assert {tool["function"]["name"] for tool in request["tools"]} == TOOLS
        opening = request["messages"][1]["content"]
        table, answer = STEPS[QUESTION_TEXT in opening]
        if len(request["messages"]) == 2:
            return call("describe", table_name=table)
        return call("answer", value=answer)

    block = block_with("import art", TRAINING)
    with StubLlm(policy) as stub:
        groups = run(block, {SERVER: server.url, ENDPOINT: stub.url})["groups"]
    assert [group.exceptions for group in groups] == [[], []]
    played = [trajectory for group in groups for trajectory in group]
    assert sorted(trajectory.reward for trajectory in played) == pytest.approx(rewards)
    assert sum(trajectory.metrics["solved"] for trajectory in played) == 2

    with StubLlm(lambda _: call("drop", table_name="sailings")) as stub:
        groups = run(block, {SERVER: server.url, ENDPOINT: stub.url})["groups"]
    assert [math.fsum(one.reward for one in group) for group in groups] == [0, 0]


@pytest.mark.usefixtures("art")
def test_art_tells_a_lost_server_from_a_reward(mortal: LiveServer) -> None:
    def policy(_: dict[str, Any]) -> dict[str, Any]:
        mortal.kill()
        return call("describe", table_name="sailings")

    block = block_with("import art", TRAINING)
    with StubLlm(policy) as stub:
        replaced = {
            SERVER: mortal.url,
            ENDPOINT: stub.url,
            "max_exceptions=len(rows)": "max_exceptions=4",
        }
        groups = run(block, replaced)["groups"]
        assert [len(group) for group in groups] == [0, 0]
        messages = [error.message for group in groups for error in group.exceptions]
        assert len(messages) == 4
        assert all(f"{mortal.url} does not answer" in message for message in messages)
