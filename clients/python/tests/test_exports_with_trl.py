"""What `npm run export` writes for trainers, loaded by `datasets` and trained on by TRL.

The model is a tiny one with random weights. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from live_server import ANSWER, GOLD_SQL, QUESTION, QUESTION_TEXT, LiveServer
from recorded import EPISODES, HOSTILE_SQL, export, record_episodes

from sql_env.tasks import load_tasks
from sql_env.trl import SqlToolEnv, tool_env_at

trl = pytest.importorskip("trl")

from datasets import Dataset, load_dataset
from scripted_trainer import byte_tokenizer, call, tiny_model, trainer_with
from transformers.utils import get_json_schema

pytestmark = [
    pytest.mark.filterwarnings("ignore:You are using 'environment_factory'"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


def load(file: Path, tmp_path: Path, kind: str = "json") -> Dataset:
    cache = str(tmp_path / "cache")
    return load_dataset(kind, data_files=str(file), split="train", cache_dir=cache)


def test_shows_the_tools_that_trl_shows(trajectories: Path, tmp_path: Path) -> None:
    env = SqlToolEnv("http://unused")
    names = [name for name, _ in inspect.getmembers(SqlToolEnv, inspect.isfunction)]
    tools = [name for name in names if name not in ("reset", "get_reward") and name[0] != "_"]
    expected = [get_json_schema(getattr(env, name)) for name in tools]
    for export_format in ("sft", "preference"):
        rows = load(export(trajectories, export_format, tmp_path / export_format), tmp_path)
        for row in rows:
            assert json.loads(row["tools"]) == expected
    rows = load(export(trajectories, "sharegpt", tmp_path / "sharegpt"), tmp_path)
    assert json.loads(rows[0]["tools"]) == [tool["function"] for tool in expected]


@pytest.mark.parametrize("name", ["solved", "mended"])
def test_a_conversation_is_the_rollout_of_the_trainer(
    name: str, server: LiveServer, tmp_path: Path
) -> None:
    file = tmp_path / "episodes.jsonl"
    record_episodes(server, file, [name])
    [row] = load(export(file, "sft", tmp_path / "sft.jsonl"), tmp_path)
    made = [part["tool_calls"] for part in row["messages"] if part.get("tool_calls")]
    calls = [one["function"] for [one] in made]
    assert len(calls) == len(EPISODES[name])

    tasks = load_tasks(server.url, "train", db_id="island_ferries")
    rows = [task for task in tasks if task["question_id"] == QUESTION["question_id"]]
    trainer = trainer_with(tool_env_at(server.url), rows, tmp_path)
    # Qwen3 without a thought.
    texts = [f"<think>\n\n</think>\n\n{call(one['name'], one['arguments'])}" for one in calls]
    texts.append("<think>\n\n</think>\n\nDone.")
    trainer.script = [[text, text] for text in texts]
    trainer.train()

    tokenizer = trainer.processing_class
    rendered = tokenizer.apply_chat_template(
        row["messages"],
        tools=json.loads(row["tools"]),
        chat_template=trl.chat_template_utils.get_training_chat_template(tokenizer),
        tokenize=False,
    )
    assert rendered == f"{trainer.prompts[-1][0]}{texts[-1]}<|im_end|>\n"


def test_datasets_loads_each_format(trajectories: Path, tmp_path: Path) -> None:
    rows = load(export(trajectories, "sft", tmp_path / "sft.jsonl"), tmp_path)
    assert rows["outcome"] == ["solved"] * 3
    [said] = rows[2]["messages"][2]["tool_calls"]
    sql = json.loads(said["function"]["arguments"])["sql"]
    assert sql == HOSTILE_SQL

    [pair] = load(export(trajectories, "preference", tmp_path / "pairs.jsonl"), tmp_path)
    assert (pair["chosen_outcome"], pair["rejected_outcome"]) == ("solved", "wrong")

    rows = load(export(trajectories, "openenv", tmp_path / "results.jsonl"), tmp_path)
    assert rows["reward"] == [1, 0, 1, 1]
    assert QUESTION_TEXT in rows[0]["messages"][1]["content"]

    steps = load(export(trajectories, "csv", tmp_path / "steps.csv"), tmp_path, "csv")
    assert len(steps) == sum(len(lines) for lines in EPISODES.values())


def test_sharegpt_is_what_trl_converts(trajectories: Path, tmp_path: Path) -> None:
    rows = load(export(trajectories, "sharegpt", tmp_path / "sharegpt.jsonl"), tmp_path)
    chats = rows.map(trl.data_utils.maybe_convert_to_chatml, remove_columns=["conversations"])
    roles = [message["role"] for message in chats[0]["messages"]]
    assert roles == ["system", "human", *["function_call", "observation"] * 4, "gpt"]
    made = json.loads(chats[0]["messages"][6]["content"])
    assert (made["name"], made["arguments"]["sql"]) == ("query", GOLD_SQL)


def config_of(kind: Any, out: Path, **more: Any) -> Any:
    return kind(
        output_dir=str(out),
        per_device_train_batch_size=2,
        max_steps=2,
        max_length=None,
        save_strategy="no",
        report_to=[],
        use_cpu=True,
        bf16=False,
        logging_steps=1,
        **more,
    )


def test_sft_trainer_learns_what_the_model_says_and_no_more(
    trajectories: Path, tmp_path: Path
) -> None:
    tokenizer = byte_tokenizer()
    trainer = trl.SFTTrainer(
        model=tiny_model(tokenizer),
        processing_class=tokenizer,
        train_dataset=load(export(trajectories, "sft", tmp_path / "sft.jsonl"), tmp_path),
        args=config_of(trl.SFTConfig, tmp_path / "out", assistant_only_loss=True),
    )
    row = trainer.train_dataset[0]
    said = tokenizer.decode([token for token in row["labels"] if token != -100])
    turns = [
        call("describe", '{"table_name": "sailings"}'),
        call("sample", '{"table_name": "operators"}'),
        call("query", json.dumps({"sql": GOLD_SQL})),
        call("answer", json.dumps({"value": ANSWER})),
        "Done.",
    ]
    assert said == "".join(f"<think>\n\n</think>\n\n{turn}<|im_end|>\n" for turn in turns)

    trainer.train()
    losses = [log["loss"] for log in trainer.state.log_history if "loss" in log]
    assert len(losses) == 2 and all(loss > 0 for loss in losses)


def test_dpo_trainer_takes_the_pairs(trajectories: Path, tmp_path: Path) -> None:
    tokenizer = byte_tokenizer()
    trainer = trl.DPOTrainer(
        model=tiny_model(tokenizer),
        ref_model=tiny_model(tokenizer),
        processing_class=tokenizer,
        train_dataset=load(export(trajectories, "preference", tmp_path / "pairs.jsonl"), tmp_path),
        args=config_of(trl.DPOConfig, tmp_path / "out"),
    )
    [row] = trainer.train_dataset
    prompt, chosen, rejected = (
        tokenizer.decode(row[key]) for key in ("prompt_ids", "chosen_ids", "rejected_ids")
    )
    assert QUESTION_TEXT in prompt and "Table sailings: 1283 rows" in prompt
    for text, value in ((chosen, ANSWER), (rejected, "1283")):
        assert call("answer", json.dumps({"value": value})) in text
        assert "The episode is over" not in text

    trainer.train()
    losses = [log["loss"] for log in trainer.state.log_history if "loss" in log]
    assert len(losses) == 2 and all(loss > 0 for loss in losses)
