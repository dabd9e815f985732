"""explore.ipynb: clean as it is committed, run from top to bottom, and kept with its outputs."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from sqltrain.installation import wrong_versions

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
NOTEBOOK = NOTEBOOKS / "explore.ipynb"
EXECUTED = NOTEBOOKS / "executed" / "explore.ipynb"
RUN = ROOT / ".cache" / "explore-run"
CELL_TIMEOUT_S = 300


def read(file: Path) -> Any:
    return nbformat.read(file, as_version=4)


def test_is_committed_without_outputs() -> None:
    notebook = read(NOTEBOOK)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def test_asks_for_the_versions_that_it_is_tested_with() -> None:
    assert wrong_versions(NOTEBOOKS / "requirements-explore.txt") == {}


@pytest.fixture(scope="module")
def kept_before() -> Any:
    """The committed copy, as it was before this run."""
    return read(EXECUTED) if EXECUTED.exists() else None


@pytest.fixture(scope="module")
def executed(kept_before: Any) -> Iterator[dict[str, Any]]:
    """The cells by id, after a run in a folder of its own, on a server that the notebook starts."""
    shutil.rmtree(RUN, ignore_errors=True)
    RUN.mkdir(parents=True)
    os.environ.pop("SQLENV_URL", None)
    notebook = read(NOTEBOOK)
    place = {"metadata": {"path": str(RUN)}}
    NotebookClient(notebook, timeout=CELL_TIMEOUT_S, resources=place).execute()
    keep(notebook)
    yield {cell.id: cell for cell in notebook.cells}


def keep(notebook: Any) -> None:
    """Writes the executed copy, without what differs between machines and runs."""
    notebook.metadata.pop("language_info", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = joined(cell.outputs)
        for output in cell.get("outputs", []):
            if "text" in output:
                text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8000", output["text"])
                output["text"] = text.replace(str(ROOT), ".")
    EXECUTED.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, EXECUTED)


def joined(outputs: list[Any]) -> list[Any]:
    """Lines printed one after the other are one output, however they came in."""
    whole: list[Any] = []
    for output in outputs:
        before = whole[-1] if whole else output
        if output is not before and output.get("name", "") == before.get("name"):
            before["text"] += output["text"]
        else:
            whole.append(output)
    return whole


def text_of(cell: Any) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def without_images(notebook: Any) -> list[Any]:
    """Sources, and outputs but for the pixels, which fonts and drawing libraries have a say in."""
    cells = []
    for cell in notebook.cells:
        outputs = [dict(output) for output in cell.get("outputs", [])]
        for output in outputs:
            output["data"] = {
                kind: "" if kind.startswith("image/") else shown
                for kind, shown in output.get("data", {}).items()
            }
        cells.append((cell.id, cell.source, outputs))
    return cells


def test_stops_at_a_url_where_no_server_answers(
    closed_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLENV_URL", closed_url)
    notebook = read(NOTEBOOK)
    ids = [cell.id for cell in notebook.cells]
    notebook.cells = notebook.cells[: ids.index("connect") + 1]
    RUN.mkdir(parents=True, exist_ok=True)
    place = {"metadata": {"path": str(RUN)}}
    client = NotebookClient(notebook, timeout=CELL_TIMEOUT_S, resources=place)
    with pytest.raises(CellExecutionError, match=f"No SQLEnv server answers at {closed_url}"):
        client.execute()


def test_plays_from_a_mistake_to_a_right_answer(executed: dict[str, Any]) -> None:
    assert "error: no such column" in text_of(executed["mistake"])
    assert "outcome: solved" in text_of(executed["answer"])


def test_shows_the_terms_of_each_step_as_a_table(executed: dict[str, Any]) -> None:
    head, *rows = text_of(executed["rewards"]).splitlines()
    names = ["execution", "novelty", "step_cost", "repetition", "progress", "answer"]
    assert set(head.split()) == {"step", *names, "reward"}
    numbers = [row.split()[0] for row in rows[:6]]
    assert numbers == ["1", "2", "3", "4", "5", "6"]
    assert re.search(r"in all 1\.\d{4}", text_of(executed["rewards"]))


def test_colours_the_words_and_blames_the_wrong_one_alone(executed: dict[str, Any]) -> None:
    shown = [output for output in executed["credit"].outputs if "data" in output]
    assert len(shown) == 6
    assert all("<span" in output["data"]["text/html"] for output in shown)
    mistake = text_of(executed["credit-numbers"]).split("\n\n")[0]
    blamed = re.findall(r"^-\d\.\d+  '(.*)'$", mistake, re.MULTILINE)
    assert "".join(blamed).strip() == "state"


def test_tells_the_oracle_from_random_with_intervals(executed: dict[str, Any]) -> None:
    said = text_of(executed["compare"])
    assert re.search(r"oracle: solved 50 of 50, 100\.0% \([\d.]+% to 100\.0%\)", said)
    random = re.search(r"random: solved (\d+) of 50, [\d.]+% \(0\.\d% to", said)
    assert random and int(random[1]) <= 3


@pytest.mark.parametrize("cell", ["reward-bars", "distributions", "solved"])
def test_draws_and_says_below_what_is_to_be_seen(executed: dict[str, Any], cell: str) -> None:
    assert any("image/png" in output.get("data", {}) for output in executed[cell].outputs)
    assert executed[f"{cell}-alt"].source.startswith("*")


def test_draws_mostly_what_is_solved_sometimes(executed: dict[str, Any]) -> None:
    drawn = [int(n) for n in re.findall(r"drawn (\d+) times", text_of(executed["curriculum"]))]
    never, sometimes, always, untried = drawn
    assert min(sometimes, untried) > 2 * max(never, always)


def test_gives_one_question_to_a_group(executed: dict[str, Any]) -> None:
    asked = re.findall(r"session \d: (\w+),", text_of(executed["group"]))
    assert len(asked) == 4 and len(set(asked)) == 1


def test_replays_all_and_finds_what_was_changed(executed: dict[str, Any]) -> None:
    assert "150 of 150 episodes are the same" in text_of(executed["replay"])
    assert re.search(r"line 1 .*step 1", text_of(executed["tampered"]), re.DOTALL)


def test_keeps_a_copy_that_is_small_and_has_no_path_of_this_machine(
    executed: dict[str, Any],
) -> None:
    kept = EXECUTED.read_text()
    assert str(ROOT) not in kept and str(Path.home()) not in kept and "/tmp/" not in kept
    assert len(kept) < 300_000


def test_has_committed_the_copy_that_a_run_gives(
    executed: dict[str, Any], kept_before: Any
) -> None:
    assert kept_before is not None, "commit notebooks/executed/explore.ipynb, which is there now"
    assert without_images(read(EXECUTED)) == without_images(kept_before), (
        "the committed copy was old: commit notebooks/executed/explore.ipynb, which is new now"
    )
