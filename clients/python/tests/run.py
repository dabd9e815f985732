"""Runs the tests on the package as pip installs it, in environments that are kept in `.cache`, or
in the folder that SQLENV_VENV_CACHE names.

Usage: run.py [gen2|gen1|explore|trl|trainers|notebook …] [arguments for pytest …]

gen2 is openenv 0.10.0, and also formats, lints and types; gen1 is openenv-core 0.3.0. Without a
name both run. explore runs notebooks/explore.ipynb and tests what it needs, without torch; trl is
TRL's own look at the environment class, trainers are the others that docs/training.md shows;
notebook runs all notebooks and tests their modules. These four only run when named.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

TESTS = Path(__file__).resolve().parent
CLIENT = TESTS.parent
ROOT = CLIENT.parents[1]
NOTEBOOKS = ROOT / "notebooks"
CACHE = Path(os.environ.get("SQLENV_VENV_CACHE") or ROOT / ".cache" / "python-client")

REQUIREMENTS = {
    "gen2": TESTS / "requirements.txt",
    "gen1": TESTS / "requirements-gen1.txt",
    "explore": TESTS / "requirements-explore.txt",
    "trl": TESTS / "requirements-trl.txt",
    "trainers": TESTS / "requirements-trainers.txt",
    "notebook": TESTS / "requirements-trl.txt",
}
#: Of the others all tests run, and those that miss a trainer are skipped.
TESTS_OF = {
    "trl": [
        "test_with_trl.py",
        "test_exports_with_trl.py",
        "test_readme.py",
        "test_credit.py",
        "test_training.py",
    ],
    "trainers": ["test_trainers.py"],
    # Those of the notebooks' that need no torch.
    "explore": ["test_credited_text.py", "test_explore.py", "test_server.py", "test_setup.py"],
}
INSTALL_TIMEOUT_S = 1800
#: What is left unfinished for longer was killed: no installation takes a day.
STALE_S = 24 * 60 * 60
TESTS_TIMEOUT_S = 1200
NOTEBOOK_TIMEOUT_S = 7200


def main(arguments: list[str]) -> int:
    names, others = names_and_others(arguments)
    if {"-h", "--help"} & {*others}:
        print(__doc__)
        return 0
    if others and not others[0].startswith("-") and not is_test(others[0]):
        print(f"There is no {others[0]}.\n\n{__doc__}", file=sys.stderr)
        return 2
    # As Ctrl-C does, so that what is unfinished is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    remove_stale()
    with tempfile.TemporaryDirectory(prefix="sqlenv-client-data-") as data:
        failed = [name for name in names if not passes(name, others, Path(data))]
    for name in failed:
        print(f"FAILED: {name}", file=sys.stderr)
    return 1 if failed else 0


def names_and_others(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The names stand in front: behind them, `-k trainers` is pytest's."""
    names = [*itertools.takewhile(REQUIREMENTS.__contains__, arguments)]
    return names or ["gen2", "gen1"], arguments[len(names) :]


def is_test(argument: str) -> bool:
    file = argument.partition("::")[0]
    return any((folder / file).is_file() for folder in (TESTS, NOTEBOOKS / "tests"))


def remove_stale() -> None:
    for folder in CACHE.glob("unfinished-*"):
        try:
            is_stale = time.time() - folder.stat().st_mtime > STALE_S
        except FileNotFoundError:
            # Another run has finished it.
            continue
        if is_stale:
            shutil.rmtree(folder, ignore_errors=True)


def passes(name: str, pytest_arguments: list[str], data: Path) -> bool:
    print(f"\n== {name}: {REQUIREMENTS[name].name}", flush=True)
    python = python_of(ensure_venv(REQUIREMENTS[name]))
    with tempfile.TemporaryDirectory(prefix="sqlenv-client-") as scratch:
        package = install_package(python, Path(scratch))
        plainly = ["pytest", "-p", "no:cacheprovider"]
        commands = [[*plainly, *TESTS_OF.get(name, []), *pytest_arguments]]
        if name == "gen2":
            checks = [["ruff", "format", "--check", "."], ["ruff", "check", "."]]
            commands = [*checks, ["mypy", "--package", "sql_env"], *commands]
        is_notebooks = name in ("explore", "notebook")
        folder = NOTEBOOKS / "tests" if is_notebooks else TESTS
        if is_notebooks:
            style = ["--config", str(CLIENT / "pyproject.toml"), str(NOTEBOOKS)]
            checks = [["ruff", "format", "--check", *style], ["ruff", "check", *style]]
            # Not strict: transformers and trl do not say what they export.
            typed = ["mypy", "--disallow-untyped-defs", "--package", "sqlexplore"]
            training = ["--package", "sqltrain"] if name == "notebook" else []
            commands = [*checks, [*typed, *training], *commands]
        outcomes = [run_module(python, command, package, data, folder) for command in commands]
    return all(outcomes)


def run_module(python: Path, command: list[str], package: Path, data: Path, tests: Path) -> bool:
    is_client = tests == TESTS
    paths = [str(package), *([] if is_client else [str(NOTEBOOKS), str(TESTS)])]
    variables = {**os.environ}
    variables |= {"PYTHONPATH": os.pathsep.join(paths), "MYPYPATH": os.pathsep.join(paths)}
    variables |= {"MYPY_CACHE_DIR": str(CACHE / "mypy"), "RUFF_NO_CACHE": "true"}
    variables["SQLENV_TEST_DATA"] = str(data)
    # In the package's folder `import trl` would find the package's own trl.py.
    folder = CLIENT if is_client and command[0] != "pytest" else tests
    timeout_s = TESTS_TIMEOUT_S if is_client else NOTEBOOK_TIMEOUT_S
    ended = subprocess.run(
        [python, "-m", *command], cwd=folder, env=variables, timeout=timeout_s, check=False
    )
    return ended.returncode == 0


def install_package(python: Path, scratch: Path) -> Path:
    """Builds from a copy, since building leaves files behind, and installs beside the environment,
    which other runs use at the same time."""
    sources, package = scratch / "sources", scratch / "package"
    shutil.copytree(CLIENT, sources, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    pip(python, "install", "--no-deps", "--no-build-isolation", "--target", package, sources)
    return package


def ensure_venv(requirements: Path) -> Path:
    """Built aside and moved into place when whole, so that runs at once do not meet."""
    key = hashlib.sha256(sys.version.encode() + sys.executable.encode())
    for file in files_of(requirements):
        key.update(file.read_bytes())
    finished = CACHE / key.hexdigest()[:16]
    if finished.exists():
        return finished
    CACHE.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=CACHE))
    try:
        print(f"installing {requirements.name}: once, some minutes", flush=True)
        subprocess.run([sys.executable, "-m", "venv", unfinished], check=True, timeout=300)
        pip(python_of(unfinished), "install", "--requirement", requirements)
        try:
            unfinished.rename(finished)
        except OSError:
            # Another run was faster, and its environment is as good.
            if not finished.exists():
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return finished


def files_of(requirements: Path) -> Iterable[Path]:
    """The file itself and those that its lines `-r` and `-c` name."""
    yield requirements
    for line in requirements.read_text().splitlines():
        if line.startswith(("-r ", "-c ")):
            yield from files_of(requirements.parent / line[3:].strip())


def pip(python: Path, *arguments: str | Path) -> None:
    quietly = ["--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run(
        [python, "-m", "pip", *arguments, *quietly], check=True, timeout=INSTALL_TIMEOUT_S
    )


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
