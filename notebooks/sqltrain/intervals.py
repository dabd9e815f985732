"""How sure a share of successes is."""

from __future__ import annotations

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


def compare(before_name: str, before: Share, after_name: str, after: Share) -> str:
    """Whether the second share is better than the first by more than chance would have it.

    By the 95 % interval of the difference: Newcombe's, from the two intervals.
    """
    (low_before, high_before), (low_after, high_after) = before.interval, after.interval
    difference = after.value - before.value
    low = difference - sqrt((after.value - low_after) ** 2 + (high_before - before.value) ** 2)
    high = difference + sqrt((high_after - after.value) ** 2 + (before.value - low_before) ** 2)
    points = f"{difference:+.1%} ({low:+.1%} to {high:+.1%})"
    if low > 0:
        return f"{after_name} adds to {before_name}: {points}."
    if high < 0:
        return f"{after_name} has lost what {before_name} had: {points}."
    return f"{after_name} adds nothing to {before_name} that this run can show: {points}."
