"""What breaks a run off is told with what to do about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sqltrain.advice import Stage, advice
from sqltrain.installation import wanted_packages, wrong_versions
from sqltrain.machine import describe_machine, gpu_gib, precision
from sqltrain.server import check_server
from sqltrain.settings import claim_folder, full_size, mode_of, smoke

REQUIREMENTS = Path(__file__).parents[2] / "clients" / "python" / "tests" / "requirements-trl.txt"


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_asks_for_a_gpu_or_the_smoke_run() -> None:
    with pytest.raises(RuntimeError, match=r"Change runtime type.*SQLENV_SMOKE=1"):
        describe_machine("full")
    assert describe_machine("smoke").startswith("smoke run on")


@pytest.mark.parametrize(
    ("stage", "error", "said"),
    [
        ("SFT", torch.OutOfMemoryError("CUDA"), r"halve sft_batch_at_once \(now 1\), eval_batch"),
        ("GRPO", torch.OutOfMemoryError("CUDA"), r"grpo_generate_at_once \(now 8\).*kl=0 saves"),
        (
            "eval",
            torch.OutOfMemoryError("CUDA"),
            r"halve eval_batch \(now 8\).*What was trained is",
        ),
        ("GRPO", ConnectionError("SQLEnv at http://x"), "GRPO goes on from its last checkpoint"),
        ("eval", ConnectionError("SQLEnv at http://x"), "the evaluation begins anew"),
        ("SFT", RuntimeError("Full (code: CAPACITY_REACHED)"), "leave SQLENV_URL empty"),
    ],
)
def test_says_what_to_do(stage: Stage, error: Exception, said: str) -> None:
    with (
        pytest.raises((ConnectionError, RuntimeError), match=said) as raised,
        advice(full_size(), stage),
    ):
        raise error
    assert raised.value.__cause__ is error


def test_leaves_other_errors_as_they_are() -> None:
    with pytest.raises(RuntimeError, match=r"^something else$"), advice(full_size(), "GRPO"):
        raise RuntimeError("something else")


@pytest.mark.parametrize("has_bf16", [True, False])
def test_computes_in_float16_on_a_gpu_that_only_emulates_bfloat16(
    monkeypatch: pytest.MonkeyPatch, has_bf16: bool
) -> None:
    def is_supported(including_emulation: bool = True) -> bool:
        return including_emulation or has_bf16

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", is_supported)
    assert precision() == {"bf16": has_bf16, "fp16": not has_bf16, "use_cpu": False}


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_computes_in_full_precision_without_a_gpu() -> None:
    assert gpu_gib() == 0
    assert precision() == {"bf16": False, "fp16": False, "use_cpu": True}


@pytest.mark.parametrize("gpu_gib", [15, 24, 40, 80])
def test_parts_a_step_evenly_on_each_gpu(gpu_gib: float) -> None:
    settings = full_size(gpu_gib)
    assert settings.sft_batch % settings.sft_batch_at_once == 0
    assert settings.grpo_batch % settings.grpo_generate_at_once == 0
    assert settings.grpo_generate_at_once % settings.grpo_batch_at_once == 0
    assert settings.grpo_generate_at_once % settings.generations == 0


def test_runs_the_same_on_each_gpu(tmp_path: Path) -> None:
    claim_folder(replace(full_size(15), out=tmp_path))
    claim_folder(replace(full_size(80), out=tmp_path))


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


def test_wants_what_is_tested() -> None:
    lines = (line.split("==") for line in REQUIREMENTS.read_text().splitlines() if "==" in line)
    tested = {name: version for name, version in lines}
    assert all(one.specifier.contains(tested[one.name]) for one in wanted_packages())
    assert wrong_versions() == {}
