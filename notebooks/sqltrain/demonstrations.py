"""Demonstrations for SFT: conversations in which the question is answered rightly.

Those of the smoke run are played here, over the server, by two teachers. Those of the full run are
recorded by the evaluation command, which varies them and exports them for TRL.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sql_env.trl import SqlToolEnv

from .episodes import Conversation, Message, Row, play_all, tool_call
from .server import prepare_data, run_command

#: What gold asks of a column.
FUNCTIONS: dict[str, Callable[[list[int]], int]] = {"max": max, "min": min, "sum": sum}

#: What stands after the last call: one more would cost 0.1.
LAST_WORDS: Message = {"role": "assistant", "content": "Done."}


def play_demonstrations(
    rows: Sequence[Row], gold: Mapping[str, str], make_env: Callable[[], SqlToolEnv]
) -> list[list[Message]]:
    """One for each question, by a careless teacher where it has luck, else by a careful one.

    What is kept by its outcome alone does not tell knowing from luck: a model that imitates it
    learns the careless way too, which seldom leads to the answer.

    Args:
        rows: as `load_tasks` gives them.
        gold: the SQL for each `question_id`; of the train split only.

    Raises:
        RuntimeError: the careful teacher's answer was not right, which names the question.
    """
    tried = play_all(lambda conversation: _show_carelessly(conversation, gold), rows, make_env)
    unlucky = [conversation.row for conversation in tried if conversation.outcome != "solved"]
    shown = play_all(lambda conversation: _show_carefully(conversation, gold), unlucky, make_env)
    for conversation in shown:
        if conversation.outcome != "solved":
            question_id = conversation.row["question_id"]
            raise RuntimeError(f"The demonstration of {question_id} ended {conversation.outcome}")
    lucky = [conversation for conversation in tried if conversation.outcome == "solved"]
    return [conversation.messages for conversation in [*lucky, *shown]]


def record_demonstrations(root: Path, dataset: str, out: Path) -> Path:
    """Plays the train split by a policy that knows gold, and exports it for TRL.

    Args:
        root: a checkout of SQLEnv; its packages and built-in data are made where they are missing.
        out: a folder; demonstrations that are there already are kept.

    Returns:
        The file, which `read_demonstrations` reads.
    """
    # The command runs in the checkout, wherever this process does.
    played = (out / "demonstrations").resolve()
    file = played / "sft.jsonl"
    if not file.is_file():
        prepare_data(root)
        asked = ["--policy", "oracle", "--export", "sft", "--dataset", dataset, "--episodes", "all"]
        run_command(root, "eval", *asked, "--out", played, "--resume")
    return file


def read_demonstrations(file: Path, prompt: Sequence[Message]) -> list[list[Message]]:
    """What `record_demonstrations` has written.

    Args:
        prompt: of the rows that are trained on afterwards: its system message is put before a
            conversation that has none.

    Raises:
        ValueError: a line is no conversation; the message names it.
    """
    system = [message for message in prompt if message["role"] == "system"]
    conversations = []
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                messages = json.loads(line)["messages"]
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{file}:{number} is no conversation: {error!r}") from error
            has_system = messages[0]["role"] == "system"
            conversations.append(messages if has_system else [*system, *messages])
    return conversations


def _show_carefully(conversation: Conversation, gold: Mapping[str, str]) -> None:
    """Runs gold's SQL and answers what it returned."""
    conversation.say(tool_call("query", sql=gold[conversation.row["question_id"]]))
    _, first_row, *_ = conversation.messages[-1]["content"].split("\n")
    _answer(conversation, first_row.removeprefix("1. "))


def _show_carelessly(conversation: Conversation, gold: Mapping[str, str]) -> None:
    """Looks at a table's first rows and answers as if there were no others."""
    found = re.fullmatch(
        r"SELECT (\w+)\( (\w+) \) FROM (\w+)", gold[conversation.row["question_id"]]
    )
    if found is None:
        return
    function, column, table = found.groups()
    conversation.say(tool_call("sample", table_name=table))
    header, *lines = conversation.messages[-1]["content"].split("\n")
    place = header.split(" | ").index(column)
    values = [
        int(line.split(". ", 1)[1].split(" | ")[place])
        for line in lines
        if re.match(r"\d+\. ", line)
    ]
    _answer(conversation, str(FUNCTIONS[function](values)))


def _answer(conversation: Conversation, value: str) -> None:
    conversation.say(tool_call("answer", value=value))
    conversation.say(LAST_WORDS)
