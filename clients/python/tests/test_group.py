"""Groups of sessions about one question, against the live server."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, ExitStack
from typing import Any, ClassVar

import pytest
from live_server import ANSWER, QUESTION, LiveServer

from sql_env import SqlAction, SqlEnv
from sql_env.group import reset_group, reset_group_sync

SESSIONS = 8


class Stubborn(SqlEnv):
    """Asks for something of its own."""

    own: ClassVar[dict[str, Any]] = {}

    async def reset(self, **data: Any) -> Any:
        return await super().reset(**{**data, **self.own})


async def openings(
    url: str, data: dict[str, Any], last: type[SqlEnv] = SqlEnv
) -> list[dict[str, Any]]:
    async with AsyncExitStack() as stack:
        kinds = [*[SqlEnv] * (SESSIONS - 1), last]
        envs = [await stack.enter_async_context(kind(base_url=url)) for kind in kinds]
        results = await reset_group(envs, **data)
        ends = await asyncio.gather(*(env.step(SqlAction.answer("no")) for env in envs))
        assert [end.done for end in ends] == [True] * SESSIONS
        return [result.observation.model_dump() for result in results]


@pytest.mark.parametrize("data", [{}, {"split": "test"}, {"seed": 7}, QUESTION])
def test_asks_all_sessions_the_same(server: LiveServer, data: dict[str, Any]) -> None:
    first, *others = asyncio.run(openings(server.url, {**data, "step_budget": 7}))
    assert others == [first] * (SESSIONS - 1)
    assert first["budget_remaining"] == 7
    assert first["metadata"].items() >= {k: v for k, v in data.items() if k != "seed"}.items()


def test_asks_synchronous_sessions_the_same(server: LiveServer) -> None:
    with ExitStack() as stack:
        envs = [stack.enter_context(SqlEnv(base_url=server.url).sync()) for _ in range(SESSIONS)]
        results = reset_group_sync(envs, split="train")
        assert [result.observation for result in results] == [results[0].observation] * SESSIONS
        reset_group_sync(envs, **QUESTION)
        values = [ANSWER, "90"] * (SESSIONS // 2)
        ends = [env.step(SqlAction.answer(value)) for env, value in zip(envs, values, strict=True)]
        assert [end.reward for end in ends] == [1.0, 0.0] * (SESSIONS // 2)
        with pytest.raises(RuntimeError, match=r"Session 1 of 8: .*VALIDATION_ERROR"):
            reset_group_sync(envs, split="tests")
        with pytest.raises(ValueError, match="got one of them twice"):
            reset_group_sync([*envs, envs[0]])


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"split": "tests"}, r"Session 8 of 8: .*VALIDATION_ERROR"),
        ({"question_id": "island_ferries_003"}, "Session 8 of 8 shows question island_ferries_003"),
        ({"step_budget": 3}, "Session 8 of 8 shows another opening of island_ferries_002"),
    ],
)
def test_says_which_session_is_not_like_the_others(
    server: LiveServer, own: dict[str, Any], message: str
) -> None:
    kind = type("Other", (Stubborn,), {"own": own})
    with pytest.raises(RuntimeError, match=message):
        asyncio.run(openings(server.url, QUESTION, kind))


def test_refuses_a_group_of_none() -> None:
    with pytest.raises(ValueError, match="got none"):
        asyncio.run(reset_group([]))
