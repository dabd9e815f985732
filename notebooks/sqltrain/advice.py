"""What to do when a run cannot begin, or breaks off."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from .settings import Mode, Settings


def describe_machine(mode: Mode) -> str:
    """What the run is on, in one line.

    Raises:
        RuntimeError: the full run has no GPU; the message says how to get one, or do without.
    """
    if torch.cuda.is_available():
        facts = torch.cuda.get_device_properties(0)
        return f"{mode} run on {facts.name} with {facts.total_memory / 2**30:.0f} GiB"
    if mode == "full":
        raise RuntimeError(
            "The full run needs a GPU and found none. On Colab: Runtime, Change runtime type, a GPU, "
            "then run all cells again. Without one, set SQLENV_SMOKE=1 for the smoke run: a tiny "
            "model, minutes on two cores."
        )
    return f"smoke run on {platform.machine()}, torch with {torch.get_num_threads()} threads"


@contextmanager
def advice(settings: Settings) -> Iterator[None]:
    """Around training and evaluation: says of what may break them off what to do about it."""
    try:
        yield
    except torch.OutOfMemoryError as error:
        raise RuntimeError(
            "The GPU's memory is full. In the settings, halve grpo_batch_at_once (now "
            f"{settings.grpo_batch_at_once}; not below 1), then completion_tokens (now "
            f"{settings.completion_tokens}); kl=0 saves the second copy of the model. Restart the "
            "session, since the memory is not given back, and run all cells again."
        ) from error
    except ConnectionError as error:
        raise ConnectionError(
            f"{error}\nThe server went away, and was not back after {settings.patience_s:.0f} s. "
            "See to it where it is not one that the cell connect has started (its log is "
            "sqlenv-server.log). Then run connect again, and this cell: training goes on from its "
            f"last checkpoint in {settings.out}."
        ) from error
    except RuntimeError as error:
        if "CAPACITY_REACHED" not in str(error):
            raise
        raise RuntimeError(
            f"{error}\nThe server has no session free; this run holds up to "
            f"{max(settings.grpo_batch, settings.eval_batch)}. A public Space is shared: leave "
            "SQLENV_URL empty, so that a server is started here, or start your own with "
            "MAX_CONCURRENT_ENVS as large as needed. This cell then goes on from its last checkpoint."
        ) from error
