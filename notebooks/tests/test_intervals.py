"""Shares with Wilson's intervals, and whether one adds to another."""

from __future__ import annotations

import pytest

from sqltrain.intervals import Share, compare, paired_difference


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


def questions(both: int, lost: int, won: int, neither: int) -> tuple[list[bool], list[bool]]:
    before = [True] * (both + lost) + [False] * (won + neither)
    after = [True] * both + [False] * lost + [True] * won + [False] * neither
    return before, after


def test_has_newcombes_paired_interval() -> None:
    # The example of his paper, table II: 36, 12, 2 and 0 of 50.
    difference, interval = paired_difference(*questions(36, 2, 12, 0))
    assert difference == pytest.approx(0.2)
    assert interval == pytest.approx((0.0569, 0.3404), abs=5e-5)


def test_is_narrower_where_the_same_questions_are_solved() -> None:
    _, alike = paired_difference(*questions(50, 0, 20, 30))
    _, unlike = paired_difference(*questions(30, 20, 40, 10))
    assert alike[1] - alike[0] < unlike[1] - unlike[0]


def test_is_certain_of_nothing_where_all_is_the_same() -> None:
    difference, (low, high) = paired_difference(*questions(0, 0, 0, 20))
    assert difference == 0 and low < 0 < high


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ((50, 0, 40, 10), "GRPO adds to SFT: +40.0 points (95 %: +"),
        ((45, 5, 8, 42), "GRPO adds nothing to SFT that this run can show: +3.0 points"),
        ((50, 40, 0, 10), "GRPO has lost what SFT had: -40.0 points"),
    ],
)
def test_says_whether_a_stage_adds_something(pairs: tuple[int, int, int, int], said: str) -> None:
    before, after = questions(*pairs)
    assert compare("SFT", before, "GRPO", after).startswith(said)
