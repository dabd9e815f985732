"""docs/training.md: its rows, and its blocks for TRL, which trains a tiny model with random weights.
test_trainers.py has the other trainers. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from live_server import LiveServer
from recorded import export
from snippets import SERVER, TRAINING, block_with, blocks_of, run

from sql_env.tasks import load_tasks

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
    server: LiveServer, trajectories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("trl")
    from scripted_trainer import byte_tokenizer, tiny_model

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")
    tokenizer = byte_tokenizer()
    tokenizer.save_pretrained(tmp_path / "tiny")
    tiny_model(tokenizer).save_pretrained(tmp_path / "tiny")
    (tmp_path / "dist" / "played").mkdir(parents=True)
    export(trajectories, "sft", tmp_path / "dist" / "played" / "sft.jsonl")
    small = "max_steps=1, logging_steps=1, use_cpu=True, bf16=False, report_to=[],"
    sft = run(
        block_with("SFTTrainer", TRAINING),
        {"Qwen/Qwen3-0.6B": str(tmp_path / "tiny"), "max_length=8192": f"max_length=8192, {small}"},
    )
    [imitated, *_] = sft["trainer"].train_dataset["input_ids"]
    for message in load_tasks(server.url)[0]["prompt"]:
        assert message["content"] in tokenizer.decode(imitated)

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
