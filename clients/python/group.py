"""One question for several sessions at once, as GRPO wants it for a group."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, TypeAlias

from openenv.core.client_types import StepResult
from openenv.core.sync_client import SyncEnvClient

from .client import SqlEnv
from .models import SqlAction, SqlObservation, SqlState

Result: TypeAlias = StepResult[SqlObservation]
SyncSqlEnv: TypeAlias = SyncEnvClient[SqlAction, SqlObservation, SqlState]


async def reset_group(envs: Sequence[SqlEnv], **data: Any) -> list[Result]:
    """Begins an episode in each session, all about the question that the first was given or drew.

    When one fails, the others have begun theirs; nothing is closed, and the next reset of a
    session begins anew.

    Args:
        envs: different ones, one or more.
        data: as for `reset`: "Reset data" of the server's docs/protocol.md.

    Returns:
        A result of each session, in their order; all show the same.

    Raises:
        RuntimeError: a session failed, or shows another opening than the first; the message says
            which one and why.
        ValueError: there is no session, or one of them twice.
    """
    _demand_sessions(envs)
    name = _names(envs)
    try:
        first = await envs[0].reset(**data)
    except Exception as error:
        raise _failure(name[0], error) from error
    resets = (env.reset(**_pinned(data, first)) for env in envs[1:])
    others = await asyncio.gather(*resets, return_exceptions=True)
    results = [first]
    for other in others:
        if isinstance(other, Exception):
            raise _failure(name[len(results)], other) from other
        if isinstance(other, BaseException):  # told to stop
            raise other
        _demand_same(name[len(results)], first, other)
        results.append(other)
    return results


def reset_group_sync(envs: Sequence[SyncSqlEnv], **data: Any) -> list[Result]:
    """The same for sessions made by `.sync()`, one after the other: those behind one that fails
    have not begun."""
    _demand_sessions(envs)
    results: list[Result] = []
    for env, name in zip(envs, _names(envs), strict=True):
        try:
            result = env.reset(**(_pinned(data, results[0]) if results else data))
        except Exception as error:
            raise _failure(name, error) from error
        results.append(result)
        _demand_same(name, results[0], result)
    return results


def _demand_sessions(envs: Sequence[object]) -> None:
    if len(envs) == 0:
        raise ValueError("Expected a group of one session or more, got none")
    if len({id(env) for env in envs}) < len(envs):
        raise ValueError("Expected different sessions in a group, got one of them twice")


def _names(envs: Sequence[object]) -> list[str]:
    return [f"Session {number} of {len(envs)}" for number in range(1, len(envs) + 1)]


def _pinned(data: dict[str, Any], first: Result) -> dict[str, Any]:
    # It goes before all else that picks a question, and filters have let it through.
    return {**data, "question_id": first.observation.metadata.get("question_id")}


def _failure(name: str, error: Exception) -> RuntimeError:
    return RuntimeError(f"{name}: {error or type(error).__name__}")


def _demand_same(name: str, first: Result, other: Result) -> None:
    if other.observation == first.observation:
        return
    expected, shown = (one.observation.metadata.get("question_id") for one in (first, other))
    if shown == expected:
        raise RuntimeError(f"{name} shows another opening of {expected} than the first session")
    raise RuntimeError(f"{name} shows question {shown}, and the first session {expected}")
