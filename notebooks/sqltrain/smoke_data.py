"""Small, regular questions about databases with made-up names: what a tiny model can learn in minutes.

Every database is in one split, and no name of a table or column is used twice, so a model that
answers questions of the test split has learnt to read and to look, not to remember.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from .server import run_command

#: The name of the data set, once imported.
DATASET = "smoke"

#: How many databases each split has, with two tables each and a question about each column.
DATABASES = {"train": 300, "validation": 16, "test": 32}
TABLES = 2

#: More than SAMPLE shows (5), so that the largest of what it shows is the largest now and then only.
ROWS = 7

#: What is asked of a column, and the function of SQL that tells it.
KINDS = {"largest": "max", "smallest": "min", "sum of": "sum"}

#: Half of the questions need all rows, whatever SAMPLE has shown.
ASKED = ["largest", "smallest", "sum of", "sum of"]

CONSONANTS = "bdfgklmnprstvz"
VOWELS = "aeiou"


def write_folder(folder: Path, seed: int) -> dict[str, int]:
    """Writes what `npm run data -- import folder` reads.

    Args:
        folder: is made; databases of an earlier call in it are written anew.
        seed: the same one gives the same names, rows and questions.

    Returns:
        How many questions each split has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    names = _names(chance)
    counts = dict.fromkeys(DATABASES, 0)
    with (folder / "questions.jsonl").open("w", encoding="utf-8") as lines:
        for split, count in DATABASES.items():
            for number in range(count):
                db_id = f"{DATASET}_{split}_{number:02d}"
                questions = _write_database(folder / f"{db_id}.sqlite", names, chance)
                for place, question in enumerate(questions):
                    facts = {"question_id": f"{db_id}_{place}", "db_id": db_id, "split": split}
                    lines.write(json.dumps({**facts, **question}) + "\n")
                    counts[split] += 1
    about = {
        "title": "Smoke questions",
        "license": "MIT",
        "attribution": "Made by notebooks/sqltrain/smoke_data.py",
        "homepage": "https://github.com/huggingface/OpenEnv",
    }
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    return counts


def import_questions(root: Path, folder: Path, data_dir: Path, seed: int) -> None:
    """Makes the questions and imports them, as `npm run data -- import folder` does.

    Args:
        root: the checkout of SQLEnv that imports.
        folder: where the questions are made.
        data_dir: where they are imported to; kept as it is where they are there already.
    """
    write_folder(folder, seed)
    if (data_dir / "questions" / f"{DATASET}.jsonl").is_file():
        return
    run_command(
        root,
        *("data", "import", "folder", "--from", folder.resolve(), "--name", DATASET),
        *("--data-dir", data_dir.resolve()),
    )


def gold_of_train(folder: Path) -> dict[str, str]:
    """The gold SQL of each question of the train split, by its id: what a demonstration shows."""
    questions = _questions(folder, "train")
    return {one["question_id"]: one["gold_sql"] for one in questions}


def names_of(folder: Path, split: str) -> set[str]:
    """The tables and columns of a split's databases."""
    names: set[str] = set()
    for db_id in {one["db_id"] for one in _questions(folder, split)}:
        database = sqlite3.connect(folder / f"{db_id}.sqlite")
        try:
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema")]
            for table in tables:
                names |= {
                    table,
                    *(row[1] for row in database.execute(f"PRAGMA table_info({table})")),
                }
        finally:
            database.close()
    return names


def other_words(folder: Path, seed: int) -> list[str]:
    """Made-up words that are in no question: of what a tokenizer learns the syllables."""
    used = set[str]().union(*(names_of(folder, split) for split in DATABASES))
    return [word for word in _names(random.Random(seed)) if word not in used]


def _write_database(
    file: Path, names: Iterator[str], chance: random.Random
) -> Iterator[dict[str, str]]:
    file.unlink(missing_ok=True)
    database = sqlite3.connect(file)
    try:
        for _ in range(TABLES):
            table, first, second = next(names), next(names), next(names)
            database.execute(f"CREATE TABLE {table} ({first} INTEGER, {second} INTEGER)")
            first_values = chance.sample(range(100, 1000), ROWS)
            second_values = chance.sample(range(100, 1000), ROWS)
            rows = zip(first_values, second_values, strict=True)
            database.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
            for column in (first, second):
                kind = chance.choice(ASKED)
                yield {
                    "question": f"What is the {kind} {column} in {table}?",
                    # A name has a blank before it wherever it stands, and so the same tokens.
                    "gold_sql": f"SELECT {KINDS[kind]}( {column} ) FROM {table}",
                }
        database.commit()
    finally:
        database.close()


def _questions(folder: Path, split: str) -> list[dict[str, str]]:
    with (folder / "questions.jsonl").open(encoding="utf-8") as lines:
        questions = [json.loads(line) for line in lines]
    return [one for one in questions if one["split"] == split]


def _names(chance: random.Random) -> Iterator[str]:
    """Words of two syllables, none of them twice."""
    syllables = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
    words = [first + second for first in syllables for second in syllables]
    words.remove("like")  # which SQL has for itself
    chance.shuffle(words)
    return iter(words)
