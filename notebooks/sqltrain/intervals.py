"""How sure a share of successes is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

#: Standard deviations of the normal distribution within which 95 % lie.
Z = 1.959964


@dataclass(frozen=True)
class Share:
    """`successes` of `count`, with Wilson's 95 % interval as shares from 0 to 1."""

    successes: int
    count: int

    @property
    def value(self) -> float:
        return self.successes / self.count

    @property
    def interval(self) -> tuple[float, float]:
        n, p = self.count, self.value
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.successes} of {self.count}, {self.value:.1%} ({low:.1%} to {high:.1%})"


def compare(
    before_name: str, before: Sequence[bool], after_name: str, after: Sequence[bool]
) -> str:
    """Whether more of the same questions were solved, by more than chance would have it.

    Args:
        before, after: whether each question was solved, in the same order.
    """
    difference, (low, high) = paired_difference(before, after)
    points = f"{100 * difference:+.1f} points"
    points += f" (95 %: {100 * low:+.1f} to {100 * high:+.1f}, paired by question)"
    if low > 0:
        return f"{after_name} adds to {before_name}: {points}."
    if high < 0:
        return f"{after_name} has lost what {before_name} had: {points}."
    return f"{after_name} adds nothing to {before_name} that this run can show: {points}."


def paired_difference(
    before: Sequence[bool], after: Sequence[bool]
) -> tuple[float, tuple[float, float]]:
    """How much larger the second share is, with a 95 % interval.

    Source: Newcombe, "Improved confidence intervals for the difference between binomial proportions
    based on paired data", Statistics in Medicine 17 (1998), method 10: Wilson's intervals of both
    shares, and how far the same questions are solved.
    """
    pairs = list(zip(before, after, strict=True))
    both, neither = pairs.count((True, True)), pairs.count((False, False))
    lost, won = pairs.count((True, False)), pairs.count((False, True))
    first, second = Share(both + lost, len(pairs)), Share(both + won, len(pairs))
    margins = (both + lost) * (won + neither) * (both + won) * (lost + neither)
    excess = float(both * neither - lost * won)
    if excess > 0:
        excess = max(0.0, excess - len(pairs) / 2)
    alike = excess / sqrt(margins) if margins else 0.0
    (low_first, high_first), (low_second, high_second) = first.interval, second.interval
    difference = second.value - first.value
    return difference, (
        difference - _joined(second.value - low_second, high_first - first.value, alike),
        difference + _joined(high_second - second.value, first.value - low_first, alike),
    )


def _joined(one: float, other: float, alike: float) -> float:
    return sqrt(max(0.0, one * one - 2 * alike * one * other + other * other))
