"""The examples of README.md, as their reader would run them."""

from __future__ import annotations

import re

import pytest
from live_server import ROOT, LiveServer
from trained_tokenizers import byte_level_bpe

README = ROOT / "clients" / "python" / "README.md"


def example(text: str, server: LiveServer) -> str:
    """The Python block that holds the text, with the server's URL in it."""
    blocks = re.findall(r"^```python\n(.*?)^```", README.read_text(), re.DOTALL | re.MULTILINE)
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
