"""What is looked at while a trainer runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from .intervals import Share


class WatchValidation(TrainerCallback):
    """Plays the validation questions after each checkpoint of SFT.

    Args:
        check: plays them.
        file: what was solved at which step, for `read_checks`; a run that is resumed adds to it.
    """

    def __init__(self, check: Callable[[], Share], file: Path) -> None:
        self._check = check
        self._file = file

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        share = self._check()
        print(f"SFT step {state.global_step}: solved {share} of validation", flush=True)
        before = [one for one in read_checks(self._file) if one[0] < state.global_step]
        checks = [*before, (state.global_step, share)]
        rows = [[step, found.successes, found.count] for step, found in checks]
        self._file.write_text(json.dumps(rows), encoding="utf-8")


def read_checks(file: Path) -> list[tuple[int, Share]]:
    """Steps of SFT, and what was solved of validation at each."""
    rows = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    return [(step, Share(successes, count)) for step, successes, count in rows]


class PrintSteps(TrainerCallback):
    """A line for each step of GRPO that is logged."""

    def on_log(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        logs = kwargs.get("logs")
        if logs and "reward" in logs:
            print(grpo_line(state.global_step, logs), flush=True)


def grpo_line(step: int, logs: dict[str, Any]) -> str:
    """Step, reward, share solved, and share of groups that had nothing to tell."""
    parts = [
        f"GRPO step {step}: reward {float(logs['reward']):.3f}",
        f"solved {float(logs['rewards/solved/mean']):.0%}",
        f"groups without advantage {float(logs['frac_reward_zero_std']):.0%}",
    ]
    if "kl" in logs:
        parts.append(f"KL {float(logs['kl']):.4f}")
    return ", ".join(parts)
