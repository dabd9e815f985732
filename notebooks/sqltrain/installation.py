"""Pinned packages, installed where they are missing: what the setup cell needs before any import."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements.txt"


def install(root: Path, requirements: Path = REQUIREMENTS) -> str:
    """Brings the packages of a file, in its versions, and the client `sql_env`.

    Returns:
        What there is now, in one line.

    Raises:
        RuntimeError: pip failed, or a package was in use in another version; the message says what
            to do.
    """
    wrong = wrong_versions(requirements)
    if wrong:
        loaded = sorted(name for name in wrong if name.replace("-", "_") in sys.modules)
        _pip(requirements, "install", "--quiet", "--requirement", str(requirements))
        if loaded:
            raise RuntimeError(
                f"{', '.join(loaded)} had been imported in another version: restart the runtime "
                "(Colab: Runtime, Restart session), then run this cell again"
            )
    try:
        importlib.metadata.version("openenv-sql-env")
    except importlib.metadata.PackageNotFoundError:
        client = str(root / "clients" / "python")
        _pip(requirements, "install", "--quiet", "--no-deps", client)
        importlib.invalidate_caches()
    return ", ".join(f"{name} {version}" for name, version in pins(requirements).items())


def pins(requirements: Path = REQUIREMENTS) -> dict[str, str]:
    """The packages and versions of a file."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if "==" in line and not line.startswith("#")]
    return {name: version for name, version in pairs}


def wrong_versions(requirements: Path = REQUIREMENTS) -> dict[str, str]:
    """Pinned packages that are missing or of another version: what each is, or `missing`."""
    pinned = pins(requirements)
    found = {name: _version(name) for name in pinned}
    return {name: version for name, version in found.items() if version != pinned[name]}


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def _pip(requirements: Path, *arguments: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pip", *arguments], capture_output=True, text=True, check=False
    )
    if ended.returncode != 0:
        raise RuntimeError(
            f"pip {' '.join(arguments)} failed; without a network, install "
            f"{requirements.name} beforehand:\n{ended.stderr[-2000:]}"
        )
