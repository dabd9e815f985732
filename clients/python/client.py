"""SQLEnv's client: OpenEnv's own, with typed actions, observations and states."""

from __future__ import annotations

from typing import Any

from openenv.core.client_types import StepResult
from openenv.core.env_client import EnvClient

from .models import SqlAction, SqlObservation, SqlState


class SqlEnv(EnvClient[SqlAction, SqlObservation, SqlState]):
    """An episode, or one after the other, over a socket of its own.

    Asynchronous by default, `.sync()` gives the same without `await`. `reset` takes the keys of
    "Reset data" in docs/protocol.md (`seed`, `split`, `question_id`, `step_budget` …).

    Raises, from every call:
        ConnectionError: no server can be reached at the URL.
        RuntimeError: the server refused: the message holds its reason and code, as in
            `(code: VALIDATION_ERROR)`. The episode stays as it was.

    Example:
        with SqlEnv(base_url="http://localhost:8000").sync() as env:
            start = env.reset(seed=7)
            print(start.observation.question, start.observation.schema_info)
            step = env.step(SqlAction.query("SELECT 1"))
            print(step.observation.result, step.reward)
    """

    def _step_payload(self, action: SqlAction) -> dict[str, Any]:
        return SqlAction.model_validate(action).model_dump()

    def _parse_result(self, payload: dict[str, Any]) -> StepResult[SqlObservation]:
        # Beside the observation since OpenEnv 0.4, within it before; a flat reply has no envelope.
        seen = payload.get("observation", payload)
        fields = {key: value for key, value in seen.items() if value is not None}
        reward = payload.get("reward")
        observation = SqlObservation.model_validate(
            {
                **fields,
                "done": payload.get("done") or False,
                "reward": None if reward is None else float(reward),
                "metadata": payload.get("metadata") or fields.get("metadata") or {},
            }
        )
        result = StepResult(
            observation=observation, reward=observation.reward, done=observation.done
        )
        # A field since OpenEnv 0.4; before, an attribute like any other.
        result.metadata = observation.metadata
        return result

    def _parse_state(self, payload: dict[str, Any]) -> SqlState:
        return SqlState.model_validate(payload)


SQLEnvClient = SqlEnv
