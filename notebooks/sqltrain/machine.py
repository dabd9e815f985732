"""What a run has to do with: a GPU, its memory, and the number formats that it computes in."""

from __future__ import annotations

import platform

import torch

from .settings import Mode


def describe_machine(mode: Mode) -> str:
    """What the run is on, in one line.

    Raises:
        RuntimeError: the full run has no GPU; the message says how to get one, or do without.
    """
    if torch.cuda.is_available():
        name = torch.cuda.get_device_properties(0).name
        return f"{mode} run on {name} with {gpu_gib():.0f} GiB"
    if mode == "full":
        raise RuntimeError(
            "The full run needs a GPU and found none. On Colab: Runtime, Change runtime type, a GPU, "
            "then run all cells again. Without one, set SQLENV_SMOKE=1 for the smoke run: a tiny "
            "model, minutes on two cores."
        )
    return f"smoke run on {platform.machine()}, torch with {torch.get_num_threads()} threads"


def gpu_gib() -> float:
    """The GPU's memory; 0 without one."""
    if not torch.cuda.is_available():
        return 0.0
    return float(torch.cuda.get_device_properties(0).total_memory / 2**30)


def precision() -> dict[str, bool]:
    """The trainers' options for half precision: bfloat16 where the GPU itself has it, float16 on
    older ones such as a T4, whose emulation of bfloat16 is many times slower."""
    has_gpu = torch.cuda.is_available()
    has_bf16 = has_gpu and torch.cuda.is_bf16_supported(including_emulation=False)
    return {"bf16": has_bf16, "fp16": has_gpu and not has_bf16, "use_cpu": not has_gpu}
