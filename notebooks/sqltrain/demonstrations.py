"""Demonstrations for SFT: conversations in which the question is answered rightly.

Those of the smoke run are played here, over the server, from the questions' own SQL. Those of the
full run are recorded by the evaluation command, which varies them, and exported for TRL.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sql_env.trl import SqlToolEnv

from .episodes import Conversation, Message, Row, play_all, tool_call
from .server import run_command

#: What stands after the last call: one more would cost 0.1.
LAST_WORDS: Message = {"role": "assistant", "content": "Done."}


def play_demonstrations(
    rows: Sequence[Row], gold: Mapping[str, str], make_env: Callable[[], SqlToolEnv]
) -> list[list[Message]]:
    """Runs each question's gold SQL and answers what it shows.

    Args:
        rows: as `load_tasks` gives them.
        gold: the SQL for each `question_id`; of the train split only.

    Raises:
        RuntimeError: an answer was not right, which names the question.
    """

    def show(conversation: Conversation) -> None:
        conversation.say(tool_call("query", sql=gold[conversation.row["question_id"]]))
        _, first_row, *_ = conversation.messages[-1]["content"].split("\n")
        conversation.say(tool_call("answer", value=first_row.removeprefix("1. ")))
        conversation.say(LAST_WORDS)

    played = play_all(show, rows, make_env)
    for conversation in played:
        if conversation.outcome != "solved":
            question_id = conversation.row["question_id"]
            raise RuntimeError(f"The demonstration of {question_id} ended {conversation.outcome}")
    return [conversation.messages for conversation in played]


def record_demonstrations(root: Path, dataset: str, out: Path) -> Path:
    """Plays the train split by a policy that knows gold, and exports it for TRL.

    Args:
        root: a checkout of SQLEnv that has the data.
        out: a folder; demonstrations that are there already are kept.

    Returns:
        The file, which `read_demonstrations` reads.
    """
    file = out / "demonstrations.jsonl"
    if file.is_file():
        return file
    asked = ["--policy", "oracle", "--dataset", dataset, "--split", "train", "--episodes", "all"]
    run_command(root, "eval", *asked, "--out", out / "played")
    trajectories = out / "played" / "trajectories.jsonl"
    run_command(root, "export", "--format", "sft", "--out", file, trajectories)
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
