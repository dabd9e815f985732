"""The examples of README.md, as their reader would run them."""

from __future__ import annotations

import pytest
from live_server import LiveServer
from snippets import README, SERVER, block_with, run
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
