"""Episodes as conversations: the messages that SFT, GRPO and evaluation all see in the same form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sql_env.trl import SqlToolEnv

from .settings import SESSIONS

Message = dict[str, Any]
Row = dict[str, Any]

TOOL_NAMES = ("answer", "describe", "query", "sample")


class Conversation:
    """One episode and what was said in it.

    Attributes:
        messages: the prompt with the question, then calls and what the tools returned.
        is_over: the agent said something without a call, or went on after the episode's end.
    """

    def __init__(self, env: SqlToolEnv, row: Row) -> None:
        self.env = env
        self.row = row
        self.messages: list[Message] = [dict(message) for message in row["prompt"]]
        self.messages[-1]["content"] += env.reset(**row)
        self.is_over = False

    def say(self, message: Message) -> None:
        """Takes the agent's message and runs the calls in it, as TRL does."""
        self.messages.append(message)
        calls = message.get("tool_calls") or []
        for call in calls:
            function = call["function"]
            self.messages.append(
                {"role": "tool", "name": function["name"], "content": self._run(function)}
            )
        self.is_over = not calls or self.env.late_calls > 0

    @property
    def outcome(self) -> str | None:
        """`solved`, `wrong`, `out_of_budget`, or None for an episode that was left."""
        observation = self.env.observation
        return observation.metadata.get("outcome") if observation else None

    def _run(self, function: dict[str, Any]) -> str:
        if function["name"] not in TOOL_NAMES or not isinstance(function["arguments"], dict):
            return str({"error": f"Tool {function['name']} not found."})
        return str(getattr(self.env, function["name"])(**function["arguments"]))


def part_by_database(rows: Sequence[Row], share: float) -> tuple[list[Row], list[Row]]:
    """The questions about a share of the databases, in their order, and those about the others.

    Where no database is left for the others, they are the same questions.
    """
    databases = list(dict.fromkeys(row["db_id"] for row in rows))
    first = set(databases[: round(share * len(databases))])
    shown = [row for row in rows if row["db_id"] in first]
    others = [row for row in rows if row["db_id"] not in first]
    return shown, others or list(rows)


def tools() -> list[Callable[..., str]]:
    """The tools, in the order in which TRL finds them in the class."""
    env = SqlToolEnv()
    return [getattr(env, name) for name in TOOL_NAMES]


def tool_call(name: str, **arguments: str) -> Message:
    """An assistant's message that calls one tool."""
    function = {"name": name, "arguments": arguments}
    return {
        "role": "assistant",
        "content": "",
        "tool_calls": [{"type": "function", "function": function}],
    }


def play_all(
    agent: Callable[[Conversation], None],
    rows: Sequence[Row],
    make_env: Callable[[], SqlToolEnv],
) -> list[Conversation]:
    """Plays every row to its end, several at a time."""

    def play(row: Row) -> Conversation:
        with make_env() as env:
            conversation = Conversation(env, row)
            agent(conversation)
            return conversation

    with ThreadPoolExecutor(SESSIONS) as pool:
        return list(pool.map(play, rows))
