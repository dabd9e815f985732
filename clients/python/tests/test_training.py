"""docs/training.md: its rows, and its blocks for TRL, which trains a tiny model with random weights.
test_trainers.py has the other trainers. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from live_server import LiveServer
from snippets import SERVER, TRAINING, block_with, blocks_of, run

#: What tells the blocks apart, in their order.
BLOCKS = ("print(len(rows)", "SFTTrainer", "GRPOTrainer", "verifiers.v1", "import art")


def test_every_block_is_run() -> None:
    assert [[text for text in BLOCKS if text in block] for block in blocks_of(TRAINING)] == [
        [text] for text in BLOCKS
    ]


def test_names_the_versions_that_are_tested() -> None:
    named = re.findall(r"([\w-]+)(?:\[openenv\])?(?: |==)(\d+\.\d+\.\d+)", TRAINING.read_text())
    assert len(named) > 4
    pins = "".join(file.read_text() for file in Path(__file__).parent.glob("requirements-t*.txt"))
    for name, version in named:
        assert f"\n{name.lower()}=={version}\n" in pins


def test_gives_rows(server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    run(block_with(BLOCKS[0], TRAINING), {SERVER: server.url})
    count, question_id, role = capsys.readouterr().out.split()
    assert int(count) > 100
    assert question_id.rpartition("_")[0]
    assert role == "system"


def test_trl_imitates_and_then_explores(
    server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("trl")
    from scripted_trainer import byte_tokenizer, tiny_model

    monkeypatch.chdir(tmp_path)
    tokenizer = byte_tokenizer()
    tokenizer.save_pretrained(tmp_path / "tiny")
    tiny_model(tokenizer).save_pretrained(tmp_path / "tiny")
    write_demonstration(tmp_path / "sft.jsonl")
    small = "max_steps=1, logging_steps=1, use_cpu=True, bf16=False, report_to=[],"
    sft = run(
        block_with("SFTTrainer", TRAINING),
        {"Qwen/Qwen3-0.6B": str(tmp_path / "tiny"), "max_length=8192": f"max_length=8192, {small}"},
    )
    row = sft["trainer"].train_dataset[0]
    text = tokenizer.decode(row["input_ids"])
    said = tokenizer.decode([token for token in row["labels"] if token != -100])
    assert text.index("You answer questions about an SQLite") < text.index("How many sailings?")
    assert '"arguments": {"table_name": "sailings"}' in said
    assert "Table sailings" not in said

    grpo = run(
        block_with("GRPOTrainer", TRAINING),
        {SERVER: server.url, "max_completion_length=4096,": f"max_completion_length=64, {small}"},
    )
    [log] = [log for log in grpo["trainer"].state.log_history if "reward" in log]
    # Random weights say nothing that is a call.
    assert (log["reward"], log["frac_reward_zero_std"]) == (0, 1)
    assert "kl" in log
    [env, *_] = grpo["trainer"].environments
    assert env.observation.budget_remaining == 15


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
