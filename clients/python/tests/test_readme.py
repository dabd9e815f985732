"""The examples of README.md and docs/trajectories.md, as their reader would run them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from live_server import ROOT, LiveServer
from recorded import export
from trained_tokenizers import byte_level_bpe

README = ROOT / "clients" / "python" / "README.md"
TRAJECTORIES = ROOT / "docs" / "trajectories.md"


def example(text: str, server: LiveServer, document: Path = README) -> str:
    """The Python block that holds the text, with the server's URL in it."""
    written = document.read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", written, re.DOTALL | re.MULTILINE)
    [found] = [block for block in blocks if text in block]
    return str(found).replace("http://localhost:8000", server.url)


def test_plays_an_episode(server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    exec(example("SqlAction.answer", server), {})
    [question, result, end] = capsys.readouterr().out.strip().rsplit("\n", 2)
    assert "Tables:" in question
    assert result.startswith("1. 1")
    assert end == "0.0 True wrong"


def test_gives_each_token_its_reward(
    server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(example("step_token_rewards", server), {"tokenizer": byte_level_bpe()})
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
    names: dict[str, object] = {}
    exec(example("GRPOTrainer", server), names)
    settings = names["trainer"].settings  # type: ignore[attr-defined]
    with settings["environment_factory"]() as env:
        for row in settings["train_dataset"]:
            assert "at most 10;" in env.reset(**row)


def test_draws_a_curriculum(server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    exec(example("success_table", server), {})
    drawn = capsys.readouterr().out
    assert drawn.count("island_ferries_00") == 3


def test_gives_trl_the_conversations_of_a_file(
    server: LiveServer, trajectories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    export(trajectories, "sft", tmp_path / "sft.jsonl")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(example("SFTTrainer", server, TRAJECTORIES), names)
    rows = names["trainer"].train_dataset
    assert len(rows) == 3
    # Even with a token for each byte nothing was cut.
    assert max(len(row["input_ids"]) for row in rows) < 8192
