"""Episodes of policies without a model, by `npm run eval`, and their replay, by `npm run replay`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqltrain.server import prepare_data, run_command

Row = dict[str, Any]


def play_policies(
    root: Path, url: str, out: Path, policies: Sequence[str], episodes: int, seed: int
) -> dict[str, list[Row]]:
    """Plays the same built-in questions with each policy on a running server.

    The oracle reads gold from the checkout's own data, so Node is brought and data are built where
    they are missing, although the server may run elsewhere.

    Args:
        out: a folder of this run's own, made anew; it has `trajectories.jsonl` afterwards.

    Returns:
        For each policy the lines of `episodes.jsonl`, in the order of drawing.

    Raises:
        RuntimeError: there is no Node, or the server has other data; the message says what to do.
    """
    prepare_data(root)
    out = out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    asked = ["--policy", ",".join(policies), "--dataset", "builtin", "--split", "train"]
    drawn = ["--episodes", str(episodes), "--seed", str(seed)]
    run_command(root, "eval", "--url", url, "--out", out, *asked, *drawn)
    rows = read_lines(out / "episodes.jsonl")
    return {policy: [row for row in rows if row["policy"] == policy] for policy in policies}


def replay(root: Path, url: str, file: Path) -> str:
    """Plays a file of trajectories again, and compares every reply byte by byte.

    Returns:
        How many are the same, as the command prints it.

    Raises:
        RuntimeError: one differs; the message says where.
    """
    prepare_data(root)
    return run_command(root, "replay", file.resolve(), "--url", url).strip()


def read_lines(file: Path) -> list[Row]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
