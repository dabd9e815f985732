"""Demonstrations and rollouts are the same tokens, and the full run's trainers can be built."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from live_server import ANSWER, GOLD_SQL, QUESTION, ROOT, LiveServer
from transformers import TrainerCallback

from sql_env.tasks import load_tasks
from sql_env.trl import tool_env_at
from sqltrain.advice import advice
from sqltrain.demonstrations import (
    play_demonstrations,
    read_demonstrations,
    record_demonstrations,
)
from sqltrain.episodes import Message, Row
from sqltrain.model_agent import play_greedily, solved_of
from sqltrain.models import load_model, loaded, make_tiny_model
from sqltrain.settings import full_size
from sqltrain.trainers import CHAT_OPTIONS, grpo_trainer, is_trained, sft_trainer, train

pytestmark = pytest.mark.filterwarnings("ignore:You are using 'environment_factory'")


@pytest.fixture(scope="module")
def rows(server: LiveServer) -> list[Row]:
    return [row for row in load_tasks(server.url) if row["question_id"] == QUESTION["question_id"]]


@pytest.fixture(scope="module")
def demonstrations(server: LiveServer, rows: list[Row]) -> list[list[Message]]:
    return play_demonstrations(rows, {QUESTION["question_id"]: GOLD_SQL}, tool_env_at(server.url))


@pytest.fixture(scope="module")
def tiny(demonstrations: list[list[Message]]) -> tuple[Any, Any]:
    return make_tiny_model(demonstrations, ["made", "up"], replace(full_size(), width=32))


def test_plays_what_gold_shows(demonstrations: list[list[Message]]) -> None:
    [messages] = demonstrations
    assert [message["role"] for message in messages] == [
        *("system", "user", "assistant", "tool", "assistant", "tool", "assistant")
    ]
    assert messages[4]["tool_calls"][0]["function"]["arguments"] == {"value": ANSWER}


def test_says_which_demonstration_was_wrong(server: LiveServer, rows: list[Row]) -> None:
    gold = {QUESTION["question_id"]: "SELECT 1"}
    with pytest.raises(RuntimeError, match="island_ferries_002 ended wrong"):
        play_demonstrations(rows, gold, tool_env_at(server.url))


def test_records_demonstrations_with_the_budget_that_is_played_later(
    tmp_path: Path, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As on Colab, where the checkout is another folder than the notebook's.
    monkeypatch.chdir(tmp_path)
    settings = full_size()
    recorded = record_demonstrations(ROOT, settings.dataset, settings.out)
    shown = read_demonstrations(recorded, rows[0]["prompt"])
    assert len(shown) > 500
    assert {messages[0]["content"] for messages in shown} == {rows[0]["prompt"][0]["content"]}
    for messages in shown:
        assert f"Steps: at most {settings.step_budget}; answer" in messages[1]["content"]
        assert len([one for one in messages if one["role"] == "tool"]) < settings.tool_turns


def test_reads_exported_demonstrations(tmp_path: Path, rows: list[Row]) -> None:
    file = tmp_path / "demonstrations.jsonl"
    file.write_text('{"messages": [{"role": "user", "content": "Question: …"}]}\n')
    [messages] = read_demonstrations(file, rows[0]["prompt"])
    assert [message["role"] for message in messages] == ["system", "user"]
    file.write_text("{}\n")
    with pytest.raises(ValueError, match=r"demonstrations.jsonl:1 is no conversation"):
        read_demonstrations(file, rows[0]["prompt"])


def test_learns_the_tokens_that_a_rollout_has(
    server: LiveServer,
    rows: list[Row],
    demonstrations: list[list[Message]],
    tiny: tuple[Any, Any],
    tmp_path: Path,
) -> None:
    model, tokenizer = tiny
    # A reference model would be loaded from the folder of this one, which has none.
    settings = replace(full_size(), out=tmp_path, kl=0)
    learnt = sft_trainer(model, tokenizer, demonstrations, settings).train_dataset[0]
    rollouts = grpo_trainer(model, tokenizer, rows, tool_env_at(server.url), settings)
    rollouts._batch_environments = [None]
    [messages] = demonstrations
    [prompt], _, _ = rollouts._tokenize_prompts([messages[:2]])
    assert learnt["input_ids"][: len(prompt)] == prompt
    said = [
        token
        for token, label in zip(learnt["input_ids"], learnt["labels"], strict=True)
        if label != -100
    ]
    text = tokenizer.decode(said)
    assert GOLD_SQL in text and "Done." in text and "Correct." not in text
    assert "null" not in tokenizer.decode(learnt["input_ids"])


def test_builds_the_trainers_of_the_full_run(
    server: LiveServer,
    rows: list[Row],
    demonstrations: list[list[Message]],
    tiny: tuple[Any, Any],
    tmp_path: Path,
) -> None:
    """With the tiny model, through the same code, and without a hub."""
    model, tokenizer = tiny
    settings = replace(full_size(), out=tmp_path, sft_steps=2, sft_check_every=1)
    folder = train(sft_trainer(model, tokenizer, demonstrations, settings))
    assert is_trained(folder) and not is_trained(tmp_path)
    trainer = grpo_trainer(*load_model(folder), rows, tool_env_at(server.url), settings)
    assert trainer.args.beta == settings.kl > 0 and trainer.ref_model is not None
    assert trainer.args.generation_batch_size == settings.grpo_generate_at_once
    steps = trainer.args.gradient_accumulation_steps
    assert trainer.args.per_device_train_batch_size * steps == settings.grpo_batch
    assert trainer.args.mask_truncated_completions
    assert trainer.reward_func_names == ["solved", "SqlToolEnv"]
    assert trainer.reward_weights.tolist() == [0.0, 1.0]
    assert trainer.chat_template_kwargs == CHAT_OPTIONS


class KillOnce(TrainerCallback):
    """Kills the server after a step."""

    def __init__(self, live: LiveServer, step: int) -> None:
        self._live = live
        self._step = step

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        if state.global_step == self._step:
            self._live.kill()


def test_stops_where_the_server_is_gone_and_goes_on_from_the_last_checkpoint(
    data_dir: Path,
    rows: list[Row],
    tiny: tuple[Any, Any],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    live = LiveServer.of_node(data_dir)
    settings = replace(
        full_size(),
        out=tmp_path,
        kl=0,
        grpo_steps=4,
        grpo_batch=8,
        grpo_generate_at_once=4,
        grpo_batch_at_once=2,
        generations=4,
        completion_tokens=16,
        tool_turns=1,
        grpo_save_every=2,
        patience_s=1,
    )
    make_env = tool_env_at(live.url, settings.patience_s)
    model, tokenizer = tiny
    model.save_pretrained(tmp_path / "tiny")
    tokenizer.save_pretrained(tmp_path / "tiny")

    def train_from_the_start(*callbacks: TrainerCallback) -> list[int]:
        """As the cell does when it is run again."""
        trainer = grpo_trainer(*load_model(tmp_path / "tiny"), rows, make_env, settings, callbacks)
        with advice(settings, "GRPO"):
            folder = train(trainer)
        return [log["step"] for log in read_log(folder) if "reward" in log]

    try:
        with pytest.raises(ConnectionError, match=r"goes on from its last checkpoint in") as raised:
            train_from_the_start(KillOnce(live, 3))
        assert f"SQLEnv at {live.url} does not answer" in str(raised.value)
        assert caplog.messages[-1] == f"SQLEnv at {live.url} does not answer. Trying again for 1 s"
        assert not is_trained(settings.out / "grpo" / "model")
        live.restart()
        begun: list[int] = []
        assert train_from_the_start(NoteStart(begun)) == [1, 2, 3, 4]
        assert begun == [2]
        assert not list((settings.out / "grpo").glob("checkpoint-*"))
        assert sessions_of(live) == 0
    finally:
        live.stop()


def sessions_of(live: LiveServer) -> int:
    """Those that are left after a moment, in which the server learns that sockets were closed."""
    deadline = time.monotonic() + 10
    while True:
        _, metrics = live.get("/metrics")
        [count] = re.findall(rb"^sqlenv_sessions (\d+)", metrics, re.MULTILINE)
        if int(count) == 0 or time.monotonic() > deadline:
            return int(count)
        time.sleep(0.1)


class NoteStart(TrainerCallback):
    def __init__(self, begun: list[int]) -> None:
        self._begun = begun

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._begun.append(state.global_step)


def read_log(folder: Path) -> list[dict[str, Any]]:
    log: list[dict[str, Any]] = json.loads((folder / "log.json").read_text())
    return log


def test_gives_the_memory_of_a_model_back(tiny: tuple[Any, Any], tmp_path: Path) -> None:
    for part in tiny:
        part.save_pretrained(tmp_path)
    with pytest.raises(KeyboardInterrupt), loaded(tmp_path) as (model, _):
        raise KeyboardInterrupt
    assert {weight.device.type for weight in model.parameters()} == {"meta"}


def test_says_where_no_model_is(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"No model in .*sft yet: run the cells above first"):
        load_model(tmp_path / "sft")


def test_plays_greedily_to_the_end(
    server: LiveServer, rows: list[Row], tiny: tuple[Any, Any]
) -> None:
    model, tokenizer = tiny
    played = play_greedily(
        model, tokenizer, rows * 3, tool_env_at(server.url), turns=2, tokens_per_turn=8, batch=2
    )
    assert str(solved_of(played)).startswith("0 of 3")
    assert all(conversation.messages[2]["role"] == "assistant" for conversation in played)
