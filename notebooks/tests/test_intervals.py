"""Shares with Wilson's intervals, and whether one adds to another."""

from __future__ import annotations

import pytest

from sqltrain.intervals import Share, compare


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    # As Wilson's formula gives them, to four places.
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (1, 100, 0.0018, 0.0545),
    ],
)
def test_has_wilsons_interval(successes: int, count: int, low: float, high: float) -> None:
    assert Share(successes, count).interval == pytest.approx((low, high), abs=5e-5)


def test_prints_counts_share_and_interval() -> None:
    assert str(Share(5, 10)) == "5 of 10, 50.0% (23.7% to 76.3%)"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(50, 90, "GRPO adds to SFT"), (50, 53, "GRPO adds nothing to SFT"), (90, 50, "GRPO has lost")],
)
def test_says_whether_a_stage_adds_something(before: int, after: int, said: str) -> None:
    assert compare("SFT", Share(before, 100), "GRPO", Share(after, 100)).startswith(said)
