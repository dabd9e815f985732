"""The notebook: clean as it is committed, and run from top to bottom in smoke mode.

The executed copy is kept, with small outputs and without this machine's paths.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "notebooks" / "train_grpo.ipynb"
EXECUTED = ROOT / "notebooks" / "executed" / "train_grpo.ipynb"
RUN = ROOT / ".cache" / "notebook-run"
CELL_TIMEOUT_S = 3600
STAGES = ("untrained", "SFT", "SFT + GRPO")


def read(file: Path) -> Any:
    return nbformat.read(file, as_version=4)


def test_is_committed_without_outputs() -> None:
    notebook = read(NOTEBOOK)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    names = {cell.id for cell in code} | {tag for cell in code for tag in cell.metadata.tags}
    assert {"setup", "connect", "train", "eval", "plot"} <= names


@pytest.fixture(scope="module")
def executed() -> Iterator[dict[str, Any]]:
    """The notebook's cells by id, after a run in a folder of its own; what it wrote is in RUN."""
    shutil.rmtree(RUN, ignore_errors=True)
    RUN.mkdir(parents=True)
    notebook = read(NOTEBOOK)
    variables = {
        "SQLENV_SMOKE": "1",
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    }
    os.environ.update(variables)
    os.environ.pop("SQLENV_URL", None)
    started = time.monotonic()
    client = NotebookClient(
        notebook, timeout=CELL_TIMEOUT_S, resources={"metadata": {"path": str(RUN)}}
    )
    client.execute()
    seconds = round(time.monotonic() - started)
    notebook.metadata["sqlenv"] = {"seconds": seconds}
    keep(notebook)
    yield {cell.id: cell for cell in notebook.cells}


def keep(notebook: Any) -> None:
    """Without progress bars and warnings of libraries: they hold paths of this machine."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = re.sub(re.escape(str(ROOT)), ".", output["text"])
    EXECUTED.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, EXECUTED)


def text_of(cell: Any) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def shares(executed: dict[str, Any]) -> dict[str, tuple[int, int]]:
    found = json.loads((RUN / "runs" / "smoke" / "results.json").read_text())
    return {name: (solved, count) for name, (solved, count) in found.items()}


def test_solves_more_of_the_held_out_questions_than_without_training(
    executed: dict[str, Any],
) -> None:
    results = shares(executed)
    assert all(results[stage][1] >= 100 for stage in STAGES)
    assert results["untrained"][0] <= 2
    assert results["SFT"][0] >= 20
    # It may add nothing, and then says so; it may not lose what there was.
    assert "has lost" not in text_of(executed["eval"])


def test_prints_intervals_and_what_grpo_adds(executed: dict[str, Any]) -> None:
    said = text_of(executed["eval"])
    for name in ("random", "heuristic", *STAGES):
        assert re.search(
            rf"^ *{re.escape(name)}: \d+ of \d+, [\d.]+% \([\d.]+% to [\d.]+%\)$",
            said,
            re.MULTILINE,
        )
    assert re.search(r"^SFT \+ GRPO adds (nothing )?to SFT", said, re.MULTILINE)


def test_shares_no_name_with_what_was_trained_on(executed: dict[str, Any]) -> None:
    assert "none of them in train or validation" in text_of(executed["held-out"])


def test_takes_thirty_steps_of_grpo_and_reports_idle_groups(executed: dict[str, Any]) -> None:
    lines = re.findall(
        r"^GRPO step (\d+): .*groups without advantage",
        text_of(executed["train-grpo"]),
        re.MULTILINE,
    )
    assert len(lines) >= 30


@pytest.mark.parametrize("cell", ["plot", "plot-compared"])
def test_draws(executed: dict[str, Any], cell: str) -> None:
    assert any("image/png" in output.get("data", {}) for output in executed[cell].outputs)


def test_shows_a_question_before_and_after(executed: dict[str, Any]) -> None:
    said = text_of(executed["transcript"])
    assert "BEFORE" in said and "AFTER" in said and "outcome: solved" in said


def test_keeps_no_path_of_this_machine(executed: dict[str, Any]) -> None:
    kept = EXECUTED.read_text()
    assert str(ROOT) not in kept and str(Path.home()) not in kept
    assert len(kept) < 500_000
