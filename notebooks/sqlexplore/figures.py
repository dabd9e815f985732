"""The figures of explore.ipynb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sqltrain.figures import BLUE, GREY, ORANGE

#: Of the terms that every step may have, in the order of docs/reward.md: what pays is blue.
TERM_COLORS = {
    "execution": "#c3d5ea",
    "novelty": "#86add6",
    "repetition": ORANGE,
    "step_cost": GREY,
    "progress": BLUE,
    "clip": "#4b4f57",
}


def reward_bars(labels: Sequence[str], steps: Sequence[Mapping[str, float]]) -> Figure:
    """What each step of an episode earned, term by term, and what the episode had earned by then.

    Args:
        labels: of the steps.
        steps: their `reward_terms`.
    """
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(11, 3.6), width_ratios=(2, 1), layout="constrained"
    )
    places = range(1, len(steps) + 1)
    for term, color in TERM_COLORS.items():
        values = [terms.get(term, 0.0) for terms in steps]
        if any(values):
            left.bar(places, values, bottom=_below(steps, term), color=color, label=term)
    left.axhline(0, color="black", linewidth=0.8)
    left.set(title="Terms of each step, without answer", xlabel="step", ylabel="reward")
    left.set_xticks(places, labels, rotation=20, ha="right")
    left.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    totals = list(accumulate(sum(terms.values()) for terms in steps))
    right.plot(places, totals, "o-", color=BLUE)
    right.set(title="Sum so far, with answer", xlabel="step", ylabel="reward", xticks=places)
    _bare(left, right)
    return figure


def rewards_and_steps(played: Mapping[str, Sequence[Mapping[str, Any]]]) -> Figure:
    """How rewards and numbers of steps are distributed, a row of panels for each policy.

    Args:
        played: episodes with `reward` and `steps`, by policy.
    """
    figure, axes = plt.subplots(
        len(played), 2, figsize=(9, 1.7 * len(played)), sharex="col", layout="constrained"
    )
    for (policy, episodes), (left, right) in zip(played.items(), axes, strict=True):
        rewards, steps = ([one[key] for one in episodes] for key in ("reward", "steps"))
        left.hist(rewards, bins=[place / 20 for place in range(-10, 26)], color=BLUE)
        right.hist(steps, bins=[place + 0.5 for place in range(16)], color=BLUE)
        left.set(title=policy, ylabel="episodes")
        for one in (left, right):
            one.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
        _bare(left, right)
    axes[-1][0].set_xlabel("reward of an episode")
    axes[-1][1].set_xlabel("steps of an episode")
    return figure


def _below(steps: Sequence[Mapping[str, float]], term: str) -> list[float]:
    """Where the bars of a term begin: what pays is stacked upwards, what costs downwards."""
    before = list(TERM_COLORS)[: list(TERM_COLORS).index(term)]
    return [
        sum(terms.get(one, 0.0) for one in before if terms.get(one, 0.0) * terms.get(term, 0.0) > 0)
        for terms in steps
    ]


def _bare(*many: Any) -> None:
    for axes in many:
        axes.spines[["top", "right"]].set_visible(False)
