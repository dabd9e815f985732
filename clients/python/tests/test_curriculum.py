"""The curriculum, against the draws that the TypeScript one is held to as well."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import pytest
from live_server import ANSWER, QUESTION, ROOT, LiveServer

from sql_env import SqlAction, SqlEnv
from sql_env.curriculum import curriculum, success_table

VECTORS = json.loads((ROOT / "test" / "curriculum-vectors.json").read_text(encoding="utf-8"))

ROW = {"question_id": "a", "attempts": 1, "solved": 1}


@pytest.mark.parametrize("vector", VECTORS)
def test_draws_what_the_vectors_have(vector: dict[str, Any]) -> None:
    ids = vector["ids"]
    assert list(islice(curriculum(vector["table"], vector["seed"]), len(ids))) == ids
    assert list(islice(curriculum(vector["table"][::-1], vector["seed"]), len(ids))) == ids


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([], "at least one row"),
        ([ROW, ROW], "got two of a"),
        ([{**ROW, "solved": 2}], "solved of a to be an integer from 0 to 1, got 2"),
        ([{**ROW, "solved": 0.5}], "solved of a to be an integer from 0 to 1, got 0.5"),
        ([{**ROW, "solved": True}], "solved of a to be an integer from 0 to 1, got true"),
        ([{**ROW, "attempts": -1}], "attempts of a to be an integer from 0 up, got -1"),
        ([{**ROW, "attempts": "1"}], 'attempts of a to be an integer from 0 up, got "1"'),
        ([{"attempts": 1, "solved": 1}], "question_id of row 1 to be a text, got null"),
        ([{**ROW, "question_id": ""}], 'question_id of row 1 to be a text, got ""'),
        ([{**ROW, "question_id": "\ud800"}], "question_id of row 1 to be a text"),
    ],
)
def test_refuses_a_table_that_cannot_be(table: list[Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        curriculum(table, 1)


@pytest.mark.parametrize("seed", [-1, 0.5, 2**53, True])
def test_refuses_a_seed_that_cannot_be(seed: Any) -> None:
    with pytest.raises(ValueError, match="Expected seed to be an integer from 0 to"):
        curriculum([ROW], seed)  # type: ignore[list-item]


def test_is_made_of_what_came_of_episodes(server: LiveServer) -> None:
    with SqlEnv(base_url=server.url).sync() as env:
        ends = []
        for value in (ANSWER, "90"):
            left = env.reset(**QUESTION)
            ends.append(env.step(SqlAction.answer(value)).observation.metadata)
    table = success_table([*ends, left.observation.metadata], ["never_tried"])
    assert table == [
        {"question_id": "never_tried", "attempts": 0, "solved": 0},
        {"question_id": QUESTION["question_id"], "attempts": 2, "solved": 1},
    ]
    drawn = set(islice(curriculum(table, 0), 50))
    assert drawn == {"never_tried", QUESTION["question_id"]}
