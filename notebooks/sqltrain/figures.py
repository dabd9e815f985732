"""The notebook's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from .episodes import Message
from .intervals import Share

BLUE, ORANGE, GREY = "#2f6fb5", "#c8641c", "#8a8f98"


def learning_curves(
    sft_checks: Sequence[tuple[int, Share]], grpo_log: Sequence[Mapping[str, Any]]
) -> Figure:
    """What SFT solved of validation, and what each step of GRPO earned, solved, and learnt from."""
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(13, 3.6), layout="constrained")
    steps = [step for step, _ in sft_checks]
    _line_with_band(left, steps, [share for _, share in sft_checks], BLUE)
    left.set(title="SFT: validation solved", xlabel="step", ylim=(-0.02, 1.02))

    grpo = [one for one in grpo_log if "reward" in one]
    grpo_steps = [one["step"] for one in grpo]
    solved = [float(one["rewards/solved/mean"]) for one in grpo]
    rewards = [float(one["rewards/SqlToolEnv/mean"]) for one in grpo]
    middle.plot(grpo_steps, rewards, color=GREY, linewidth=0.8, label="reward")
    middle.plot(grpo_steps, solved, color=ORANGE, linewidth=0.8, alpha=0.4)
    middle.plot(grpo_steps, _smooth(solved), color=ORANGE, label="solved, mean of 5 steps")
    middle.set(title="GRPO: rollouts at temperature 1", xlabel="step")
    middle.legend(frameon=False, loc="lower right")

    idle = [float(one["frac_reward_zero_std"]) for one in grpo]
    right.bar(grpo_steps, idle, color=GREY, width=1.0)
    right.set(title="GRPO: groups without advantage", xlabel="step", ylim=(0, 1))
    _bare(left, middle, right)
    if all("kl" in one for one in grpo):
        right.set(title="GRPO: groups without advantage (grey), KL (blue)")
        divergence = right.twinx()
        divergence.plot(grpo_steps, [float(one["kl"]) for one in grpo], color=BLUE)
        divergence.set(ylim=(0, None))
        divergence.spines["top"].set_visible(False)
    return figure


def compared(shares: Mapping[str, Share], title: str) -> Figure:
    """Shares side by side, each with its 95 % interval."""
    figure, axes = plt.subplots(figsize=(8, 0.5 * len(shares) + 1.2), layout="constrained")
    for place, share in enumerate(reversed(list(shares.values()))):
        low, high = share.interval
        axes.plot([low, high], [place, place], color=BLUE, linewidth=2)
        axes.plot(share.value, place, "o", color=BLUE)
        axes.text(1.04, place, f"{share.value:.1%}", va="center")
    axes.set_yticks(range(len(shares)), list(reversed(list(shares))))
    axes.set(title=title, xlim=(-0.02, 1.02), ylim=(-0.6, len(shares) - 0.4))
    _bare(axes)
    return figure


def transcript(messages: Sequence[Message], outcome: str | None) -> str:
    """A conversation to read, without the system prompt."""
    lines = []
    for message in messages:
        if message["role"] == "user":
            lines.append(message["content"].split("\n\n", 1)[-1])
        elif message["role"] == "tool":
            lines += [f"    {line}" for line in message["content"].splitlines()]
        elif message["role"] == "assistant":
            lines += _said(message)
    return "\n".join([*lines, f"outcome: {outcome or 'left without an answer'}"])


def _said(message: Message) -> list[str]:
    calls = [call["function"] for call in message.get("tool_calls") or []]
    words = message.get("content", "").strip().replace("\n", " ")
    said = [
        *([f"> {words[:200]}"] if words else []),
        *(f"> {call['name']} {call['arguments']}" for call in calls),
    ]
    return said or ["> (nothing that can be read)"]


def _line_with_band(axes: Any, steps: Sequence[int], shares: Sequence[Share], color: str) -> None:
    intervals = [share.interval for share in shares]
    axes.fill_between(
        steps,
        [low for low, _ in intervals],
        [high for _, high in intervals],
        color=color,
        alpha=0.2,
    )
    axes.plot(steps, [share.value for share in shares], "o-", color=color, markersize=3)


def _smooth(values: Sequence[float], width: int = 5) -> list[float]:
    windows = [values[max(0, end - width) : end] for end in range(1, len(values) + 1)]
    return [sum(window) / len(window) for window in windows]


def _bare(*many: Any) -> None:
    for axes in many:
        axes.spines[["top", "right"]].set_visible(False)
