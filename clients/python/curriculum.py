"""Draws questions that are solved sometimes, neither always nor never.

The server's `npm run curriculum` draws the same ones: docs/curriculum.md has the arithmetic, which
is of integers only.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, count
from typing import Any, TypedDict

SEED_MAX = 2**53 - 1

#: So that a question that was never tried weighs 2^32.
_SCALE = 4 * 2**32

#: Of what is hashed for a draw; another way of drawing gets another number.
_STREAM = "sqlenv-curriculum/1"


class SuccessRow(TypedDict):
    """How often a question was tried and solved."""

    question_id: str
    attempts: int
    solved: int


def success_table(
    episodes: Iterable[Mapping[str, Any]], question_ids: Iterable[str] = ()
) -> list[SuccessRow]:
    """Counts what came of episodes.

    Args:
        episodes: with `question_id` and `outcome`, as the metadata of an episode's last reply and
            the lines of a trajectories file have them. One whose outcome is None was left, and is
            no attempt.
        question_ids: of all questions that may be drawn: those never tried get a row too.
    """
    counts = {question_id: [0, 0] for question_id in question_ids}
    for episode in episodes:
        question_id, outcome = episode["question_id"], episode["outcome"]
        if question_id is None or outcome is None:
            continue
        tally = counts.setdefault(question_id, [0, 0])
        tally[0] += 1
        tally[1] += outcome == "solved"
    return [
        SuccessRow(question_id=question_id, attempts=attempts, solved=solved)
        for question_id, (attempts, solved) in counts.items()
    ]


def curriculum(table: Sequence[SuccessRow], seed: int) -> Iterator[str]:
    """Ids without end: the same for the same table and seed, on every machine.

    Args:
        table: in any order: the order of rows does not matter.
        seed: from 0 to 2^53 - 1.

    Raises:
        ValueError: the table or the seed cannot be; the message names the first row and what was
            expected of it.

    Example:
        rows = [{"prompt": prompt, "question_id": id} for id in islice(curriculum(table, 1), 500)]
    """
    _demand_table(table)
    if not _is_count(seed):
        raise ValueError(f"Expected seed to be an integer from 0 to {SEED_MAX}, got {seed!r}")
    # Texts compare by code points, and so do their bytes in UTF-8.
    rows = sorted(table, key=lambda row: row["question_id"])
    return _draw([row["question_id"] for row in rows], [_weight(row) for row in rows], seed)


def _draw(ids: list[str], weights: list[int], seed: int) -> Iterator[str]:
    ends = list(accumulate(weights))
    for draw in count():
        # Each draw has a hash of its own, and needs none of those before it.
        digest = hashlib.sha256(f"{_STREAM} {seed} {draw}".encode()).digest()
        place = (int.from_bytes(digest[:8], "big") * ends[-1]) >> 64
        yield ids[bisect_right(ends, place)]


def _weight(row: SuccessRow) -> int:
    """p * (1 - p) for p = (solved + 1) / (attempts + 2): largest where half of the attempts were
    solved, and never 0, since a policy changes."""
    tried, right = row["attempts"], row["solved"]
    return max(1, _SCALE * (right + 1) * (tried - right + 1) // (tried + 2) ** 2)


def _demand_table(table: Sequence[SuccessRow]) -> None:
    if len(table) == 0:
        raise ValueError("Expected a table with at least one row")
    ids: set[str] = set()
    for number, row in enumerate(table, 1):
        question_id, attempts, solved = (
            row.get(key) for key in ("question_id", "attempts", "solved")
        )
        if not _is_text(question_id):
            raise ValueError(
                f"Expected question_id of row {number} to be a text, got {_shown(question_id)}"
            )
        if question_id in ids:
            raise ValueError(f"Expected one row of each question, got two of {question_id}")
        ids.add(str(question_id))
        if not _is_count(attempts):
            raise ValueError(
                f"Expected attempts of {question_id} to be an integer from 0 up, "
                f"got {_shown(attempts)}"
            )
        if not _is_count(solved) or solved > attempts:  # type: ignore[operator]
            raise ValueError(
                f"Expected solved of {question_id} to be an integer from 0 to {attempts}, "
                f"got {_shown(solved)}"
            )


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= SEED_MAX


def _is_text(value: object) -> bool:
    # A lone surrogate has no bytes to compare by.
    return (
        isinstance(value, str) and value != "" and not any("\ud800" <= c <= "\udfff" for c in value)
    )


def _shown(value: object) -> str:
    return json.dumps(value, default=repr)
