"""Every number of a run, for a GPU and for the smoke run on two cores."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Mode = Literal["full", "smoke"]


@dataclass(frozen=True)
class Settings:
    """What the notebook's one cell of settings shows, and what `dataclasses.replace` changes."""

    #: Whose questions, and how many steps an episode allows.
    dataset: str
    step_budget: int
    #: A model of the hub or a folder; None: a tiny one is made with `layers` and `width`.
    model: str | None
    #: Where checkpoints, demonstrations and figures go; a second run goes on from there.
    out: Path

    #: Which share of the train databases demonstrations are of; GRPO plays the others, where there
    #: are any. What SFT has by heart it does not try in another way.
    demonstrated: float
    sft_steps: int
    sft_batch: int
    sft_learning_rate: float
    #: How often the validation questions are played.
    sft_check_every: int

    grpo_steps: int
    grpo_learning_rate: float
    #: Rollouts of one question, which are compared with each other.
    generations: int
    #: Rollouts in a step, and as many of them at a time as fit into memory.
    grpo_batch: int
    grpo_batch_at_once: int
    #: Weight of the KL term: how far GRPO may go from SFT. Above 0 a second copy of the model is held.
    kl: float
    completion_tokens: int
    tool_turns: int
    #: A run that breaks off loses at most so many steps.
    grpo_save_every: int

    eval_batch: int
    eval_tokens_per_turn: int
    seed: int = 0
    #: How long training waits for a server that went away, in seconds, before it stops.
    patience_s: float = 120.0
    #: The tiny model.
    layers: int = 2
    width: int = 128
    vocabulary: int = 900


def full_size() -> Settings:
    """Qwen3-0.6B on one GPU."""
    return Settings(
        dataset="builtin",
        step_budget=10,
        model="Qwen/Qwen3-0.6B",
        out=Path("runs/full"),
        demonstrated=1.0,
        sft_steps=300,
        sft_batch=8,
        sft_learning_rate=1e-5,
        sft_check_every=75,
        grpo_steps=300,
        grpo_learning_rate=1e-6,
        generations=8,
        grpo_batch=64,
        grpo_batch_at_once=4,
        kl=0.04,
        completion_tokens=1024,
        tool_turns=10,
        grpo_save_every=10,
        eval_batch=32,
        eval_tokens_per_turn=256,
    )


def smoke(out: Path = Path("runs/smoke")) -> Settings:
    """A tiny model on the questions of `smoke_data`: minutes on two cores."""
    return Settings(
        dataset="smoke",
        step_budget=5,
        model=None,
        out=out,
        demonstrated=2 / 3,
        sft_steps=600,
        sft_batch=32,
        sft_learning_rate=2e-3,
        sft_check_every=50,
        grpo_steps=60,
        grpo_learning_rate=3e-4,
        generations=8,
        grpo_batch=64,
        grpo_batch_at_once=64,
        kl=0.0,
        completion_tokens=192,
        tool_turns=4,
        grpo_save_every=10,
        eval_batch=128,
        eval_tokens_per_turn=48,
    )


def claim_folder(settings: Settings) -> None:
    """Makes the run's folder, or goes on in one that was made with the same settings.

    Raises:
        ValueError: it is another run's; the message names what differs.
    """
    settings.out.mkdir(parents=True, exist_ok=True)
    file = settings.out / "settings.json"
    mine = json.loads(json.dumps(asdict(settings), default=str))
    if not file.is_file():
        file.write_text(json.dumps(mine, indent=2), encoding="utf-8")
        return
    theirs = json.loads(file.read_text(encoding="utf-8"))
    differing = sorted(key for key in mine.keys() | theirs if mine.get(key) != theirs.get(key))
    if differing:
        raise ValueError(
            f"{settings.out} has a run with another {', '.join(differing)}: choose another folder "
            "with out=…, or delete that one"
        )


def mode_of(variables: Mapping[str, str] = os.environ) -> Mode:
    """`SQLENV_SMOKE=1` asks for the smoke run; anything but 0, 1 or nothing is a slip."""
    asked = variables.get("SQLENV_SMOKE", "0") or "0"
    if asked not in ("0", "1"):
        raise ValueError(f"Expected SQLENV_SMOKE to be 0 or 1, got {asked!r}")
    return "smoke" if asked == "1" else "full"
