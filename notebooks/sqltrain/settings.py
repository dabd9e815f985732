"""Every number of a run, for a GPU and for the smoke run on two cores."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Mode = Literal["full", "smoke"]

#: How many episodes are played at once where no model has to keep step.
SESSIONS = 32


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
    #: Rollouts in a step.
    grpo_batch: int
    #: Weight of the KL term: how far GRPO may go from SFT. Above 0 a second copy of the model is held.
    kl: float
    #: Of a whole episode, with what the tools return. Longer ones are cut off and not learnt from.
    completion_tokens: int
    #: How often a model may call tools: some more than the budget, or the end is never priced.
    tool_turns: int
    #: A run that breaks off loses at most so many steps.
    grpo_save_every: int

    eval_tokens_per_turn: int

    #: What fits into memory at one time: conversations and rollouts that are learnt from, rollouts
    #: that are generated (whole groups), episodes of an evaluation. They change how long a run
    #: takes and what it needs, not what it is.
    sft_batch_at_once: int
    grpo_batch_at_once: int
    grpo_generate_at_once: int
    eval_batch: int

    seed: int = 0
    #: How long training waits for a server that went away, in seconds, before it stops.
    patience_s: float = 120.0
    #: The tiny model.
    layers: int = 2
    width: int = 128
    vocabulary: int = 900

    @property
    def sessions(self) -> int:
        """How many episodes are open at one time, at most."""
        return max(self.grpo_generate_at_once, self.eval_batch, SESSIONS)


#: What may be changed in a run that has begun.
OF_THE_MACHINE = frozenset(
    {
        "out",
        "sft_batch_at_once",
        "grpo_batch_at_once",
        "grpo_generate_at_once",
        "eval_batch",
        "patience_s",
    }
)


def full_size(gpu_gib: float = 15.0) -> Settings:
    """Qwen3-0.6B on one GPU; the same run on each, with as much at a time as should fit.

    Reckoned, not measured: in GiB 2.2 for the weights in 32 bits, 4.4 for Adam, 2.2 for gradients,
    2.2 for the copy that KL is measured from; and 0.16 MiB for each token of each rollout that is
    generated, 1,400 to 3,900 in an episode. A T4 should do with 11 to 14.

    Args:
        gpu_gib: its memory. A T4, which Colab gives for nothing, has 15.
    """
    small, middle = gpu_gib < 20, gpu_gib < 36
    return Settings(
        dataset="builtin",
        step_budget=15,
        model="Qwen/Qwen3-0.6B",
        out=Path("runs/full"),
        demonstrated=1.0,
        sft_steps=300,
        sft_batch=8,
        sft_learning_rate=1e-5,
        sft_check_every=75,
        grpo_steps=150,
        grpo_learning_rate=1e-6,
        generations=8,
        grpo_batch=32,
        kl=0.04,
        completion_tokens=3072,
        tool_turns=17,
        grpo_save_every=10,
        eval_tokens_per_turn=256,
        sft_batch_at_once=1 if small else 4,
        grpo_batch_at_once=1 if small else 4,
        grpo_generate_at_once=8 if small else 16 if middle else 32,
        eval_batch=8 if small else 16 if middle else 32,
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
        kl=0.01,
        completion_tokens=192,
        tool_turns=4,
        grpo_save_every=10,
        eval_tokens_per_turn=48,
        sft_batch_at_once=32,
        grpo_batch_at_once=64,
        grpo_generate_at_once=64,
        eval_batch=128,
    )


def claim_folder(settings: Settings) -> None:
    """Makes the run's folder, or goes on in one that was made with the same settings.

    Those that say what fits into memory may differ.

    Raises:
        ValueError: it is another run's; the message names what differs.
    """
    settings.out.mkdir(parents=True, exist_ok=True)
    file = settings.out / "settings.json"
    kept = {name: value for name, value in asdict(settings).items() if name not in OF_THE_MACHINE}
    mine = json.loads(json.dumps(kept))
    if not file.is_file():
        file.write_text(json.dumps(mine, indent=2), encoding="utf-8")
        return
    theirs = json.loads(file.read_text(encoding="utf-8"))
    differing = sorted(key for key in mine.keys() | theirs if mine.get(key) != theirs.get(key))
    if differing:
        raise ValueError(
            f"{settings.out} has a run with another {', '.join(differing)}: choose another folder "
            "for this one with out=Path(…), or delete that one"
        )


def mode_of(variables: Mapping[str, str] = os.environ) -> Mode:
    """`SQLENV_SMOKE=1` asks for the smoke run; anything but 0, 1 or nothing is a slip."""
    asked = variables.get("SQLENV_SMOKE", "0") or "0"
    if asked not in ("0", "1"):
        raise ValueError(f"Expected SQLENV_SMOKE to be 0 or 1, got {asked!r}")
    return "smoke" if asked == "1" else "full"
