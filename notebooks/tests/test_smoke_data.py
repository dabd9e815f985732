"""The made-up questions: the same for a seed, right, and held out by name."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from sqltrain import smoke_data
from sqltrain.episodes import part_by_database


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("made")
    smoke_data.write_folder(folder, seed=0)
    return folder


def test_asks_at_least_a_hundred_questions_in_test(folder: Path, tmp_path: Path) -> None:
    counts = smoke_data.write_folder(tmp_path, seed=0)
    assert counts["test"] >= 100
    text = (tmp_path / "questions.jsonl").read_text()
    assert text == (folder / "questions.jsonl").read_text()
    smoke_data.write_folder(tmp_path, seed=1)
    assert text != (tmp_path / "questions.jsonl").read_text()


def test_shares_no_name_between_splits(folder: Path) -> None:
    names = {split: smoke_data.names_of(folder, split) for split in smoke_data.DATABASES}
    assert sum(map(len, names.values())) == len(set[str]().union(*names.values()))
    words = set(smoke_data.other_words(folder, seed=0))
    assert len(words) > 1000 and not words & names["test"]


def test_asks_what_gold_answers(folder: Path) -> None:
    for line in (folder / "questions.jsonl").read_text().splitlines():
        question = json.loads(line)
        database = sqlite3.connect(folder / f"{question['db_id']}.sqlite")
        [[value]] = database.execute(question["gold_sql"]).fetchall()
        database.close()
        assert 100 <= value < 9000


def test_shows_gold_of_the_train_split_only(folder: Path) -> None:
    assert all(id.startswith("smoke_train_") for id in smoke_data.gold_of_train(folder))


def test_parts_questions_by_database() -> None:
    rows = [{"db_id": db_id} for db_id in "aabbbc"]
    shown, others = part_by_database(rows, 2 / 3)
    assert (shown, others) == (rows[:5], rows[5:])
    assert part_by_database(rows, 1.0) == (rows, rows)
