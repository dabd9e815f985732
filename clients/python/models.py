"""What an agent sends to SQLEnv and gets back, as typed models. The server's docs/protocol.md
describes every field."""

from __future__ import annotations

from openenv.core.env_server.types import Action, Observation, State
from pydantic import ConfigDict, Field


class SqlAction(Action):
    """One move of the agent.

    An unknown word in `action_type`, or a blank argument of DESCRIBE, SAMPLE or QUERY, costs a step
    and is told in the observation's `error`. A blank ANSWER ends the episode as wrong.

    Attributes:
        action_type: `DESCRIBE`, `SAMPLE`, `QUERY` or `ANSWER`, in any letter case.
        argument: a table name, one SQL query, or the answer; at most 64 KiB.
        metadata: free for the trainer's own use; the server does not read it.
    """

    action_type: str = Field(description="DESCRIBE, SAMPLE, QUERY or ANSWER")
    argument: str = Field(description="A table name, an SQL query, or the answer")

    @classmethod
    def describe(cls, table_name: str) -> SqlAction:
        """Asks for a table's columns, keys and row count."""
        return cls(action_type="DESCRIBE", argument=table_name)

    @classmethod
    def sample(cls, table_name: str) -> SqlAction:
        """Asks for a table's first rows."""
        return cls(action_type="SAMPLE", argument=table_name)

    @classmethod
    def query(cls, sql: str) -> SqlAction:
        """Runs one reading statement."""
        return cls(action_type="QUERY", argument=sql)

    @classmethod
    def answer(cls, value: str) -> SqlAction:
        """Answers the question, which ends the episode."""
        return cls(action_type="ANSWER", argument=value)


class SqlObservation(Observation):
    """What the agent sees after a reset or a step, and beside it the trainer's channel.

    Fields that a server does not send have their defaults; fields that only a newer server sends
    are kept as further attributes.

    Attributes:
        question: the question in English.
        schema_info: the table names, then what DESCRIBE has shown so far.
        result: what the last action showed; empty when nothing.
        error: what went wrong with the last action; empty when nothing.
        step_count: steps taken, from 0; ANSWER and malformed actions count too.
        budget_remaining: steps left, from 0.
        action_history: the actions so far, each argument cut at 200 characters.
        done: whether the episode is over.
        reward: what the last step earned, in reward units; None after a reset.
        metadata: for the trainer, never for the agent: `question_id`, `db_id`, `split`,
            `difficulty`, `outcome`, `reward_terms`, `query`, and `credit` where the reset asked for it.
    """

    model_config = ConfigDict(extra="allow")

    question: str = ""
    schema_info: str = ""
    result: str = ""
    error: str = ""
    step_count: int = 0
    budget_remaining: int = 0
    action_history: list[str] = Field(default_factory=list)


class SqlState(State):
    """Where an episode stands. Before the first reset the texts are None and the numbers 0.

    Attributes:
        episode_id: what the client asked for at reset, else None.
        step_count: steps taken, from 0.
        question_id: the question's id.
        db_id: the id of the database that the question is about.
        split: `train`, `validation` or `test`.
        budget_remaining: steps left, from 0.
        done: whether the episode is over.
    """

    question_id: str | None = None
    db_id: str | None = None
    split: str | None = None
    budget_remaining: int = 0
    done: bool = False
