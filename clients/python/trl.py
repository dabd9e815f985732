"""SQLEnv as TRL's `GRPOTrainer(environment_factory=…)` wants an environment.

TRL makes a tool of every public method but `reset` and `get_reward`, and of nothing else here. One
instance plays one rollout at a time, is built once and reset often.
"""

from __future__ import annotations

import functools
import json
import math
import os
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from typing_extensions import Self

if __name__ == "trl":
    raise ImportError(
        f"import trl found {__file__} in place of TRL: start Python in another folder than that one"
    )

from .models import SqlAction, SqlObservation
from .resumable import PATIENCE_S, ResumableEpisode

DEFAULT_URL = "http://localhost:8000"

#: What a tool call after the episode's end costs, in reward units. Without it a model that goes on
#: talking after its answer is never told, and training stalls.
LATE_CALL_COST = 0.1

#: The columns of a row that choose and shape the episode; the server's docs/protocol.md, "Reset
#: data", says what each may hold.
RESET_KEYS = frozenset(
    {
        "seed",
        "episode_id",
        "question_id",
        "question_text",
        "split",
        "index",
        "db_id",
        "difficulty",
        "step_budget",
        "reward",
        "grading",
        "dataset",
        "variant",
        "schema",
        "credit",
    }
)

_PINS = frozenset({"question_id", "question_text", "index", "seed"})


def _tool(method: Callable[[Any, Any], str]) -> Callable[..., str]:
    """Lets a tool take what models send: arguments that are missing, null, no text, or too many.

    TRL and transformers read the signature through `functools.wraps`, so the schema shows the one
    argument that the method names.
    """
    name = method.__code__.co_varnames[1]

    @functools.wraps(method)
    def call(self: Any, /, *args: Any, **arguments: Any) -> str:
        return method(self, _to_text(args[0] if args else arguments.get(name)))

    return call


def _to_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


class SqlToolEnv:
    """One rollout's environment: four tools, a reset and a reward.

    Args:
        url: of the server; by default the environment variable `SQLENV_URL`, or
            `http://localhost:8000`. Nothing connects before the first reset.
        patience_s: how long to wait for a server that went away or has no session free, in seconds,
            together with all other environments on it. A wait is logged as a warning.
        **reset_defaults: reset data for rows that do not have the key, such as `split="train"`.

    Raises:
        TypeError: a default that is no reset data, such as a key spelt wrongly.

    Attributes:
        observation: the last one; None before the first reset. Its `metadata` is the trainer's
            channel: `outcome`, `question_id`, `reward_terms` …
        late_calls: tool calls after the episode's end, each charged `LATE_CALL_COST`.
    """

    def __init__(
        self, url: str | None = None, patience_s: float = PATIENCE_S, **reset_defaults: Any
    ) -> None:
        unknown = ", ".join(sorted(reset_defaults.keys() - RESET_KEYS))
        if unknown:
            raise TypeError(f"Expected reset data ({', '.join(sorted(RESET_KEYS))}), got {unknown}")
        self.observation: SqlObservation | None = None
        self.late_calls = 0
        self._reset_defaults = reset_defaults
        self._earned = 0.0
        self._fault: Exception | None = None
        its_url = url or os.environ.get("SQLENV_URL") or DEFAULT_URL
        self._episode = ResumableEpisode(its_url, patience_s)

    def reset(self, /, **row: Any) -> str:
        """Begins the episode that a dataset's row asks for.

        Args:
            **row: all columns of the row. Those in `RESET_KEYS` go to the server; nulls and all
                others, `prompt` included, are ignored.

        Returns:
            The question, the table names and the budget, to be appended to the user's message.

        Raises:
            ConnectionError: no server answers; the message names the URL.
            RuntimeError: the server refused the row; the message names the field.
        """
        data = {
            key: value
            for key, value in {**self._reset_defaults, **_without_nulls(row)}.items()
            if key in RESET_KEYS
        }
        if not _PINS & data.keys():
            warnings.warn(
                "The row pins no question (by question_id, question_text, index or seed), so each "
                "generation of its prompt gets another one, and GRPO compares their rewards",
                stacklevel=2,
            )
        self.observation = None
        self.late_calls = 0
        self._earned = 0.0
        self._fault = None
        result = self._episode.reset(data)
        self.observation = result.observation
        gap = "\n\n" if row.get("prompt") else ""
        return (
            f"{gap}Question: {self.observation.question}\n{self.observation.schema_info}\n"
            f"Steps: at most {self.observation.budget_remaining}; answer with the last at the latest."
        )

    @_tool
    def describe(self, table_name: str) -> str:
        """
        Shows a table's columns with their types and keys, and how many rows it has.

        Args:
            table_name: The name of the table.

        Returns:
            The table's columns, or what went wrong.
        """
        return self._act("DESCRIBE", table_name)

    @_tool
    def sample(self, table_name: str) -> str:
        """
        Shows the first rows of a table.

        Args:
            table_name: The name of the table.

        Returns:
            The rows, or what went wrong.
        """
        return self._act("SAMPLE", table_name)

    @_tool
    def query(self, sql: str) -> str:
        """
        Runs one SQL query that only reads (SQLite's dialect).

        Args:
            sql: The query, such as SELECT count(*) FROM singer.

        Returns:
            The first rows of the result, or what went wrong.
        """
        return self._act("QUERY", sql)

    @_tool
    def answer(self, value: str) -> str:
        """
        Answers the question, which ends the episode. There is only one try.

        Args:
            value: The answer: one value, a list with commas, or rows with | between the cells.

        Returns:
            Whether the answer was right.
        """
        return self._act("ANSWER", value)

    def get_reward(self) -> float:
        """The episode's total: what its steps earned, less 0.1 for each call after the end.

        Raises:
            ConnectionError, RuntimeError: the episode was lost to a fault of the server or the
                network, so no number would be its reward.
        """
        if self._fault is not None:
            raise self._fault
        return self._earned - LATE_CALL_COST * self.late_calls

    def _act(self, action_type: str, argument: str) -> str:
        if self._fault is not None:
            raise self._fault
        if self.observation is None:
            return "No episode has begun."
        if self.observation.done:
            self.late_calls += 1
            return "The episode is over: stop calling tools."
        try:
            result = self._episode.step(SqlAction(action_type=action_type, argument=argument))
        except Exception as error:
            # TRL shows an exception of a tool to the model and trains on, so get_reward raises it.
            self._fault = error
            raise
        self.observation = result.observation
        self._earned += result.reward or 0.0
        return _to_message(result.observation)

    def _close(self) -> None:
        self._episode.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __del__(self) -> None:
        # On a thread of its own: the collector may run on the very thread that closing waits for.
        if "_episode" in self.__dict__ and not sys.is_finalizing():
            with suppress(RuntimeError):  # no more threads: the process ends
                threading.Thread(target=self._episode.close, daemon=True).start()


def tool_env_at(
    url: str, patience_s: float = PATIENCE_S, **reset_defaults: Any
) -> Callable[[], SqlToolEnv]:
    """An `environment_factory` for one server.

    Args:
        url: of the server, such as `https://org-space.hf.space`.
        patience_s: how long to wait for it, as in `SqlToolEnv`.
        **reset_defaults: reset data for rows that do not have the key, such as `split="train"`.

    Returns:
        A factory without arguments; it can be pickled, as TRL's asynchronous trainer asks.
    """
    return functools.partial(SqlToolEnv, url, patience_s, **reset_defaults)


def _without_nulls(row: dict[str, Any]) -> dict[str, Any]:
    """NaN is the null of a column of numbers."""
    return {
        key: value
        for key, value in row.items()
        if value is not None and not (isinstance(value, float) and math.isnan(value))
    }


def _to_message(observation: SqlObservation) -> str:
    text = observation.error or observation.result
    if observation.done:
        return f"{text}\nThe episode is over.".lstrip()
    steps = observation.budget_remaining
    return f"{text}\n({steps} {'step' if steps == 1 else 'steps'} left)"
