"""What `npm run export` writes, read by the libraries that it is written for; TRL is elsewhere."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from live_server import ANSWER, GOLD_SQL, QUESTION_TEXT
from recorded import EPISODES, HOSTILE_SQL, export

STEP_COUNT = sum(len(lines) for lines in EPISODES.values())


def test_csv_is_what_python_reads(trajectories: Path, tmp_path: Path) -> None:
    file = export(trajectories, "csv", tmp_path / "steps.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, strict=True))
    assert len(rows) == STEP_COUNT
    assert [row["step"] for row in rows[:4]] == ["1", "2", "3", "4"]
    assert rows[2]["argument"] == GOLD_SQL
    assert rows[3]["question"] == QUESTION_TEXT
    assert rows[-2]["argument"] == "'" + HOSTILE_SQL
    assert json.loads(rows[3]["reward_terms"]) == {"answer": 1}


def test_csv_is_what_pandas_reads(trajectories: Path, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.read_csv(export(trajectories, "csv", tmp_path / "steps.csv"))
    assert len(table) == STEP_COUNT
    assert table.groupby("episode")["reward"].sum().tolist() == pytest.approx(
        table.groupby("episode")["reward_total"].first().tolist()
    )
    assert table["outcome"].unique().tolist() == ["solved", "wrong"]
    assert table["argument"][len(table) - 2] == "'" + HOSTILE_SQL


def test_results_are_what_openenv_writes_itself(trajectories: Path, tmp_path: Path) -> None:
    harness = pytest.importorskip("openenv.core.harness")
    collect = pytest.importorskip("openenv.core.harness.collect")
    file = export(trajectories, "openenv", tmp_path / collect.RESULTS_FILENAME)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len(EPISODES)

    serializer = collect.RolloutSerializer(tmp_path)
    assert serializer.collected_episode_ids() == {row["episode_id"] for row in rows}
    for row in rows:
        record = collect.EpisodeRecord.from_rollout(
            row["episode_id"], rollout_of(harness, row), verification_of(harness, row)
        )
        again = {**record.to_dict(), "task": row["task"], "extra": row["extra"]}
        assert again == row
    assert f"**Episodes:** {len(EPISODES)}" in collect.build_dataset_readme(tmp_path)

    last_calls = [row["messages"][-2]["tool_calls"][0]["function"] for row in rows]
    assert json.loads(last_calls[0]["arguments"]) == {"value": ANSWER}
    assert [row["reward"] for row in rows] == [1, 0, 1, 1]


def rollout_of(harness: Any, row: dict[str, Any]) -> Any:
    """The rollout that OpenEnv would have had, in its own types."""
    trace = [
        harness.ToolTraceEntry(
            tool_name=entry["tool_name"],
            arguments=entry["arguments"],
            result=harness.ToolResult(**entry["result"]),
        )
        for entry in row["tool_trace"]
    ]
    return harness.HarnessRolloutResult(
        messages=row["messages"], tool_trace=trace, done=row["done"], metrics=row["metrics"]
    )


def verification_of(harness: Any, row: dict[str, Any]) -> Any:
    return harness.VerifyResult(
        env_reward=row["reward"],
        done=True,
        metrics=row["verify_metrics"],
        artifacts=row["artifacts"],
    )
