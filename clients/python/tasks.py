"""The questions of a server as rows of a data set to train on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

#: What a model is told before it meets a question. `npm run eval -- --policy llm` tells the same.
SYSTEM_PROMPT = """\
You answer questions about an SQLite database that you have not seen. At first you know the names \
of its tables only. Find out what you need with the tools describe, sample and query, and then call \
answer once, which ends the episode.

- Every call takes one of a limited number of steps. Without an answer nothing is earned.
- Reply with a tool call each time, one at a time: text outside a call is read by nobody.
- The answer is the result alone, without words around it: one value (42), several values with \
commas between them (Ann, Bo), or rows of several columns as lines with | between the cells \
(Ann | 42). Columns and, where the question asks for an order, rows stand in the order that it asks \
for. A missing value is NULL.
- Answer with all rows, each as often as it occurs, and with numbers as they are in the result."""

#: The user's message; `SqlToolEnv.reset` appends the question, the table names and the budget.
USER_PROMPT = "Answer the question about the database with the tools."

#: The server gives no more tasks in one reply.
_PAGE = 1000

_TIMEOUT_S = 30.0


def load_tasks(
    url: str,
    split: str = "train",
    *,
    difficulty: str | None = None,
    db_id: str | None = None,
    system_prompt: str = SYSTEM_PROMPT,
    user_prompt: str = USER_PROMPT,
) -> list[dict[str, Any]]:
    """The questions of a split that can be drawn, in the server's order.

    Args:
        url: of the server, such as `http://localhost:8000`.
        split: `train`, `validation` or `test`.
        difficulty: only questions of this one: `easy`, `medium`, `hard` or `extra`.
        db_id: only questions about this database.
        system_prompt: of each row; empty for none.
        user_prompt: of each row; reset's text comes after it.

    Returns:
        Rows with `prompt` (chat messages), `question_id`, `split`, `index`, `difficulty` and
        `db_id`: what TRL's trainers take, and what `SqlToolEnv.reset` plays.

    Raises:
        ConnectionError: no server answers at `url`, or none of SQLEnv's.
        ValueError: the server has no such split, or nothing is left by the filters; it lists what
            these could be.
    """
    prompt = [
        {"role": role, "content": content}
        for role, content in (("system", system_prompt), ("user", user_prompt))
        if content
    ]
    tasks = [*_tasks(url.rstrip("/"), split)]
    rows = [
        {
            "prompt": prompt,
            "question_id": task["id"],
            "split": task["split"],
            "index": task["index"],
            "difficulty": task["difficulty"],
            "db_id": task["group"],
        }
        for task in tasks
        if difficulty in (None, task["difficulty"]) and db_id in (None, task["group"])
    ]
    if not rows:
        filters = f"split={split!r}, difficulty={difficulty!r}, db_id={db_id!r}"
        asked = {"difficulty": (difficulty, "difficulty"), "db_id": (db_id, "group")}
        there = "".join(
            f"; its {name} are {', '.join(sorted({task[key] for task in tasks}))}"
            for name, (value, key) in asked.items()
            if value is not None
        )
        raise ValueError(f"{url} has no question for {filters}{there}")
    return rows


def _tasks(url: str, split: str) -> Iterator[dict[str, Any]]:
    if not url.lower().startswith(("http://", "https://")):
        address = url.rpartition("://")[2]
        raise ConnectionError(f"Expected a URL such as http://{address}, got {url}: write http://")
    start = 0
    with httpx.Client(timeout=_TIMEOUT_S) as client:
        while True:
            tasks = _page(client, url, split, start)
            yield from tasks
            start += len(tasks)
            if len(tasks) < _PAGE:
                return


def _page(client: httpx.Client, url: str, split: str, start: int) -> list[dict[str, Any]]:
    body = {"split": split, "start": start, "stop": start + _PAGE}
    try:
        reply = client.post(f"{url}/sql_env/task_range", json=body)
        said = reply.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ConnectionError(f"No SQLEnv server answers at {url}: {error}") from error
    if isinstance(said, dict) and isinstance(said.get("tasks"), list):
        return list(said["tasks"])
    detail = said.get("detail") if isinstance(said, dict) else None
    if isinstance(detail, str) and "split" in detail:
        raise ValueError(f"{url}: {detail}")
    raise ConnectionError(f"What answers at {url} is no SQLEnv server (status {reply.status_code})")
