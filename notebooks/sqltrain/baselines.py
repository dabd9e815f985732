"""What policies without a model solve, by `npm run eval`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .intervals import Share
from .server import run_command

POLICIES = ("random", "heuristic")


def play_baselines(
    root: Path, url: str, dataset: str, split: str, policies: Sequence[str] = POLICIES
) -> dict[str, Share]:
    """Plays each question of a split once with each policy, on a running server."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        asked = ["--policy", ",".join(policies), "--dataset", dataset, "--split", split]
        run_command(root, "eval", "--url", url, "--out", out, "--episodes", "all", *asked)
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    found = {one["policy"]: Share(one["n_solved"], one["n_episodes"]) for one in report["policies"]}
    return {policy: found[policy] for policy in policies}
