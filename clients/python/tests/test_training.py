"""The Python blocks of docs/training.md, each with the trainer that it is for.

TRL trains a tiny model with random weights. In place of the endpoint that the other trainers ask
for a model's words stands a stub. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from live_server import ANSWER, QUESTION_TEXT, ROOT, LiveServer
from snippets import block_with, blocks_of, run
from stub_llm import StubLlm, call

from sql_env import SqlAction, SqlEnv

DOCUMENT = ROOT / "docs" / "training.md"
#: What tells the blocks apart, in their order.
BLOCKS = ("print(len(rows)", "SFTTrainer", "GRPOTrainer", "verifiers.v1", "import art")

MODEL, SERVER, ENDPOINT = "Qwen/Qwen3-0.6B", "http://localhost:8000", "http://localhost:8080/v1"
TOOLS = {"describe", "sample", "query", "answer"}
#: How the stub plays the question whose answer it knows, and the others.
STEPS = {True: ("sailings", ANSWER), False: ("sailings", "a guess")}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The blocks write into the current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def mortal(data_dir: Path) -> Iterator[LiveServer]:
    """A server that a test may kill."""
    live = LiveServer.of_node(data_dir)
    yield live
    live.kill()


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


def test_every_block_is_run() -> None:
    assert [[text for text in BLOCKS if text in block] for block in blocks_of(DOCUMENT)] == [
        [text] for text in BLOCKS
    ]


def test_gives_rows(server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    run(block_with(BLOCKS[0], DOCUMENT), {SERVER: server.url})
    count, question_id, role = capsys.readouterr().out.split()
    assert int(count) > 100
    assert question_id.rpartition("_")[0]
    assert role == "system"


def test_trl_imitates_and_then_explores(server: LiveServer, folder: Path) -> None:
    pytest.importorskip("trl")
    from scripted_trainer import byte_tokenizer, tiny_model

    tokenizer = byte_tokenizer()
    tokenizer.save_pretrained(folder / "tiny")
    tiny_model(tokenizer).save_pretrained(folder / "tiny")
    write_demonstration(folder / "sft.jsonl")
    small = "max_steps=1, logging_steps=1, use_cpu=True, bf16=False, report_to=[],"
    sft = run(
        block_with("SFTTrainer", DOCUMENT),
        {MODEL: str(folder / "tiny"), "max_length=8192": f"max_length=8192, {small}"},
    )
    row = sft["trainer"].train_dataset[0]
    text = tokenizer.decode(row["input_ids"])
    said = tokenizer.decode([token for token in row["labels"] if token != -100])
    assert text.index("You answer questions about an SQLite") < text.index("How many sailings?")
    assert '"arguments": {"table_name": "sailings"}' in said
    assert "Table sailings" not in said

    grpo = run(
        block_with("GRPOTrainer", DOCUMENT),
        {SERVER: server.url, "max_completion_length=4096,": f"max_completion_length=64, {small}"},
    )
    [log] = [log for log in grpo["trainer"].state.log_history if "reward" in log]
    # Random weights say nothing that is a call.
    assert (log["reward"], log["frac_reward_zero_std"]) == (0, 1)
    assert "kl" in log
    [env, *_] = grpo["trainer"].environments
    assert env.observation.budget_remaining == 15


def test_verifiers_plays(
    server: LiveServer, folder: Path, rewards: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_installed_packages(folder, monkeypatch)
    pytest.importorskip("verifiers.v1")

    def policy(request: dict[str, Any]) -> dict[str, Any]:
        seen = json.loads(request["messages"][-1]["content"])["observation"]
        table, answer = STEPS[seen["question"] == QUESTION_TEXT]
        action = SqlAction.answer(answer) if seen["step_count"] else SqlAction.describe(table)
        return {"content": action.model_dump_json(exclude={"metadata"})}

    block = block_with("verifiers.v1", DOCUMENT)
    with StubLlm(policy) as stub:
        episodes = run(block, {SERVER: server.url, ENDPOINT: stub.url})["episodes"]
    assert [episode.errors for episode in episodes] == [[]] * 4
    assert sorted(episode.traces[0].reward for episode in episodes) == pytest.approx(rewards)
    for request in stub.requests:
        assert request["response_format"]["type"] == "json_schema"
        assert "ends the episode" in request["messages"][0]["content"]
        # The trainer's channel is not for the model.
        assert "question_id" not in json.dumps(request)

    with StubLlm(lambda _: {"content": "Hello!"}) as stub:
        episodes = run(block, {SERVER: server.url, ENDPOINT: stub.url})["episodes"]
    assert [(episode.ok, episode.traces[0].reward) for episode in episodes] == [(False, 0)] * 4


def test_verifiers_tells_a_lost_server_from_a_reward(
    mortal: LiveServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_installed_packages(folder, monkeypatch)
    pytest.importorskip("verifiers.v1")

    def policy(_: dict[str, Any]) -> dict[str, Any]:
        mortal.kill()
        return {"content": SqlAction.describe("sailings").model_dump_json(exclude={"metadata"})}

    block = block_with("verifiers.v1", DOCUMENT)
    with StubLlm(policy) as stub:
        episodes = run(block, {SERVER: mortal.url, ENDPOINT: stub.url})["episodes"]
    assert [(episode.ok, len(episode.errors)) for episode in episodes] == [(False, 1)] * 4


def use_installed_packages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a stub of uv in the path, since the true one fetches what the harness's program needs:
    it names this interpreter, which has it all."""
    uv = folder / "bin" / "uv"
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
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PATH", str(uv.parent), prepend=":")


def test_art_gathers(
    server: LiveServer, rewards: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    # One of its libraries fetches prices when it is imported.
    monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    pytest.importorskip("art")

    def policy(request: dict[str, Any]) -> dict[str, Any]:
        assert {tool["function"]["name"] for tool in request["tools"]} == TOOLS
        opening = request["messages"][1]["content"]
        table, answer = STEPS[QUESTION_TEXT in opening]
        if len(request["messages"]) == 2:
            return call("describe", table_name=table)
        return call("answer", value=answer)

    block = block_with("import art", DOCUMENT)
    with StubLlm(policy) as stub:
        groups = run(block, {SERVER: server.url, ENDPOINT: stub.url})["groups"]
    assert [group.exceptions for group in groups] == [[], []]
    played = [trajectory for group in groups for trajectory in group]
    assert sorted(trajectory.reward for trajectory in played) == pytest.approx(rewards)
    assert sum(trajectory.metrics["solved"] for trajectory in played) == 2

    with StubLlm(lambda _: call("drop", table_name="sailings")) as stub:
        groups = run(block, {SERVER: server.url, ENDPOINT: stub.url})["groups"]
    assert [math.fsum(one.reward for one in group) for group in groups] == [0, 0]


def test_art_tells_a_lost_server_from_a_reward(
    mortal: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    pytest.importorskip("art")

    def policy(_: dict[str, Any]) -> dict[str, Any]:
        mortal.kill()
        return call("describe", table_name="sailings")

    block = block_with("import art", DOCUMENT)
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


def write_demonstration(file: Path) -> None:
    """In the form of `npm run export -- --format sft`."""
    function = {"name": "describe", "arguments": '{"table_name": "sailings"}'}
    parameters = {"type": "object", "properties": {"table_name": {"type": "string"}}}
    tool = {"name": "describe", "description": "Shows columns.", "parameters": parameters}
    messages = [
        {"role": "user", "content": "How many sailings?"},
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"type": "function", "function": function}],
        },
        {"role": "tool", "name": "describe", "content": "Table sailings: 1283 rows"},
        {"role": "assistant", "content": "Done."},
    ]
    tools = json.dumps([{"type": "function", "function": tool}])
    file.write_text(json.dumps({"messages": messages, "tools": tools}) + "\n")
