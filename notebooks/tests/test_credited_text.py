"""Texts with what their tokens have earned, as spans and as lines."""

from __future__ import annotations

import re

from sqlexplore.credited_text import COST, EARNED, CreditedText


def shown(text: CreditedText) -> str:
    """What a reader sees of the spans."""
    return re.sub(r"<[^>]*>", "", text._repr_html_())


def test_colours_what_has_earned_and_what_has_cost_by_its_size() -> None:
    spans = CreditedText("ab c", [(0, 1), (1, 2), (2, 4)], [0.1, -0.05, 0.0])._repr_html_()
    assert f"rgba({EARNED}, 0.60)" in spans
    assert f"rgba({COST}, 0.30)" in spans
    assert f"rgba({EARNED}, 0.00)" in spans


def test_keeps_blanks_that_no_token_has_and_escapes_the_rest() -> None:
    assert shown(CreditedText("a < b", [(0, 1), (2, 3), (4, 5)], [0.1, 0.0, 0.0])) == "a &lt; b"


def test_writes_a_character_once_that_is_cut_into_several_tokens() -> None:
    assert shown(CreditedText("é!", [(0, 1), (0, 1), (1, 2)], [0.1, 0.1, 0.0])) == "é!"


def test_has_a_line_for_each_token_where_there_are_no_colours() -> None:
    text = CreditedText("a b", [(0, 1), (1, 3)], [0.01, -0.02])
    assert str(text) == "+0.01000  'a'\n-0.02000  ' b'"


def test_shows_an_empty_text() -> None:
    assert shown(CreditedText("", [], [])) == ""
