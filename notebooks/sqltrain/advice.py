"""What to do when a run breaks off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import torch

from .server import full_server
from .settings import Settings

Stage = Literal["demonstrations", "SFT", "GRPO", "eval"]

#: The settings that say how much is in memory at a time.
AT_ONCE: dict[Stage, tuple[str, ...]] = {
    "demonstrations": (),
    "SFT": ("sft_batch_at_once", "eval_batch"),
    "GRPO": ("grpo_generate_at_once", "grpo_batch_at_once"),
    "eval": ("eval_batch",),
}


@contextmanager
def advice(settings: Settings, stage: Stage) -> Iterator[None]:
    """Around a part of the run: says of what may break it off what to do about it."""
    going_on = {
        "demonstrations": "Demonstrations are played anew.",
        "SFT": f"SFT goes on from its last checkpoint in {settings.out}.",
        "GRPO": f"GRPO goes on from its last checkpoint in {settings.out}.",
        "eval": "What was trained is kept; the evaluation begins anew.",
    }[stage]
    try:
        yield
    except torch.OutOfMemoryError as error:
        raise RuntimeError(f"{_more_room(settings, stage)} {going_on}") from error
    except ConnectionError as error:
        raise ConnectionError(
            f"{error}\nThe server went away, and was not back after {settings.patience_s:.0f} s. "
            "See to it where it is not one that the cell connect has started (its log is "
            f"sqlenv-server.log). Then run connect again, and this cell. {going_on}"
        ) from error
    except RuntimeError as error:
        if "CAPACITY_REACHED" not in str(error):
            raise
        raise RuntimeError(f"{full_server(error, settings)} {going_on}") from error


def _more_room(settings: Settings, stage: Stage) -> str:
    now = ", ".join(f"{name} (now {getattr(settings, name)})" for name in AT_ONCE[stage])
    kl = " kl=0 saves a copy of the model; it makes another run, in another folder (out)."
    return (
        f"The GPU's memory is full. In the cell of settings, halve {now}; rollouts are generated in "
        f"whole groups, of {settings.generations}.{kl if settings.kl else ''} Restart the session, "
        "since not all memory is given back, and run all cells again."
    )
