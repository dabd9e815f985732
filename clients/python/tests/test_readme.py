"""The examples of README.md and docs/trajectories.md, as their reader would run them."""

from __future__ import annotations

from pathlib import Path

import pytest
from live_server import LiveServer
from recorded import export
from snippets import README, SERVER, TRAJECTORIES, block_with, run
from trained_tokenizers import byte_level_bpe


def test_plays_an_episode(server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    run(block_with("SqlAction.answer", README), {SERVER: server.url})
    [question, result, end] = capsys.readouterr().out.strip().rsplit("\n", 2)
    assert "Tables:" in question
    assert result.startswith("1. 1")
    assert end == "0.0 True wrong"


def test_gives_each_token_its_reward(
    server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    block = block_with("step_token_rewards", README)
    run(block, {SERVER: server.url}, tokenizer=byte_level_bpe())
    lines = [line.rsplit(" ", 1) for line in capsys.readouterr().out.splitlines()]
    earned = {token.lstrip("Ġ"): float(reward) for token, reward in lines}
    assert earned["colour"] == -0.02
    assert sum(map(abs, earned.values())) == 0.02


def test_gives_trl_rows_and_a_factory(server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    trl = pytest.importorskip("trl")

    class Trainer:
        def __init__(self, **settings: object) -> None:
            self.settings = settings

        def train(self) -> None:
            pass

    # Its model would have to be fetched, and test_with_trl.py trains.
    monkeypatch.setattr(trl, "GRPOTrainer", Trainer)
    monkeypatch.setattr(trl, "GRPOConfig", dict)
    names = run(block_with("GRPOTrainer", README), {SERVER: server.url})
    settings = names["trainer"].settings
    assert len(settings["train_dataset"]) > 100
    with settings["environment_factory"]() as env:
        for row in settings["train_dataset"]:
            assert "at most 10;" in env.reset(**row)
            assert env.observation.metadata["question_id"] == row["question_id"]


def test_draws_a_curriculum(capsys: pytest.CaptureFixture[str]) -> None:
    run(block_with("success_table", README), {})
    drawn = capsys.readouterr().out
    assert drawn.count("island_ferries_00") == 3


def test_gives_trl_the_conversations_of_a_file(
    trajectories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trl = pytest.importorskip("trl")
    from scripted_trainer import byte_tokenizer, tiny_model

    make_trainer, make_config = trl.SFTTrainer, trl.SFTConfig
    tokenizer = byte_tokenizer()

    # Its model would have to be fetched, and would want another machine.
    def with_tiny_model(model: str, **settings: object) -> object:
        assert model == "Qwen/Qwen3-0.6B"
        return make_trainer(tiny_model(tokenizer), processing_class=tokenizer, **settings)

    def on_this_machine(**settings: object) -> object:
        return make_config(**settings, use_cpu=True, bf16=False, report_to=[])

    monkeypatch.setattr(trl, "SFTTrainer", with_tiny_model)
    monkeypatch.setattr(trl, "SFTConfig", on_this_machine)
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")
    (tmp_path / "dist").mkdir()
    export(trajectories, "sft", tmp_path / "dist" / "sft.jsonl")
    monkeypatch.chdir(tmp_path)
    rows = run(block_with("SFTTrainer", TRAJECTORIES), {})["trainer"].train_dataset
    assert len(rows) == 3
    # Even with a token for each byte nothing was cut.
    assert max(len(row["input_ids"]) for row in rows) < 8192
