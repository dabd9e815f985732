"""What breaks a run off is told with what to do about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sqltrain.advice import advice, describe_machine
from sqltrain.installation import pins, wrong_versions
from sqltrain.server import check_server
from sqltrain.settings import claim_folder, full_size, mode_of, smoke

REQUIREMENTS = Path(__file__).parents[2] / "clients" / "python" / "tests" / "requirements-trl.txt"


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_asks_for_a_gpu_or_the_smoke_run() -> None:
    with pytest.raises(RuntimeError, match=r"Change runtime type.*SQLENV_SMOKE=1"):
        describe_machine("full")
    assert describe_machine("smoke").startswith("smoke run on")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (torch.OutOfMemoryError("CUDA out of memory"), r"halve grpo_batch_at_once \(now 4"),
        (ConnectionError("SQLEnv at http://x does not answer"), "goes on from its last checkpoint"),
        (RuntimeError("Full (code: CAPACITY_REACHED)"), "leave SQLENV_URL empty"),
    ],
)
def test_says_what_to_do(error: Exception, said: str) -> None:
    with pytest.raises((ConnectionError, RuntimeError), match=said) as raised, advice(full_size()):
        raise error
    assert raised.value.__cause__ is error


def test_leaves_other_errors_as_they_are() -> None:
    with pytest.raises(RuntimeError, match=r"^something else$"), advice(full_size()):
        raise RuntimeError("something else")


def test_names_what_no_server_answers_at() -> None:
    with pytest.raises(ConnectionError, match=r"http://127.0.0.1:9: .*leave SQLENV_URL empty"):
        check_server("http://127.0.0.1:9")


def test_refuses_a_folder_with_another_run(tmp_path: Path) -> None:
    settings = smoke(tmp_path)
    claim_folder(settings)
    claim_folder(settings)
    with pytest.raises(ValueError, match="another grpo_steps, seed"):
        claim_folder(replace(settings, seed=1, grpo_steps=7))


def test_knows_the_smoke_run_by_its_variable() -> None:
    assert [mode_of({}), mode_of({"SQLENV_SMOKE": "1"})] == ["full", "smoke"]
    with pytest.raises(ValueError, match="got 'yes'"):
        mode_of({"SQLENV_SMOKE": "yes"})


def test_pins_what_is_tested() -> None:
    tested = REQUIREMENTS.read_text().splitlines()
    assert all(f"{name}=={version}" in tested for name, version in pins().items())
    assert wrong_versions() == {}
