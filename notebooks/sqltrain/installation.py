"""Pinned packages, installed where they are missing: what the setup cell needs before any import."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements.txt"


def install(root: Path, requirements: Path = REQUIREMENTS) -> str:
    """Brings the packages of a file, in its versions, and the client `sql_env` as it is in `root`.

    Returns:
        What there is now, in one line.

    Raises:
        RuntimeError: pip failed, or a package is in use in another version; the message says what
            to do.
    """
    wanted = wanted_packages(requirements)
    if wrong_versions(requirements):
        _pip(requirements.name, "install", "--quiet", "--requirement", str(requirements))
    old = []
    if not has_client_of(root):
        client = str(root / "clients" / "python")
        _pip("setuptools", "install", "--quiet", "--no-deps", "--force-reinstall", client)
        importlib.invalidate_caches()
        old = [name for name in ("sql_env",) if name in sys.modules]
    old += _loaded_in_another_version(wanted)
    if old:
        raise RuntimeError(
            f"{', '.join(old)} had been imported in another version: restart the runtime "
            "(Colab: Runtime, Restart session), then run this cell again"
        )
    return ", ".join(f"{one.name} {_version(one.name)}" for one in wanted)


def wanted_packages(requirements: Path = REQUIREMENTS) -> list[Requirement]:
    """The packages of a file, with the versions that will do."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def wrong_versions(requirements: Path = REQUIREMENTS) -> dict[str, str]:
    """Packages that are missing or of another version: what each is, or `missing`."""
    found = {one.name: (_version(one.name), one) for one in wanted_packages(requirements)}
    return {name: version for name, (version, one) in found.items() if not _fits(version, one)}


def has_client_of(root: Path) -> bool:
    """Whether the client that Python finds is that of the checkout, to the byte."""
    spec = importlib.util.find_spec("sql_env")
    if spec is None or spec.origin is None:
        return False
    sources, installed = root / "clients" / "python", Path(spec.origin).parent
    files = [*sources.glob("*.py"), *sources.glob("server/*.py")]
    there = [installed / file.relative_to(sources) for file in files]
    return all(
        mine.is_file() and mine.read_bytes() == file.read_bytes()
        for file, mine in zip(files, there, strict=True)
    )


def _loaded_in_another_version(wanted: list[Requirement]) -> list[str]:
    modules = {one.name: sys.modules.get(one.name.replace("-", "_")) for one in wanted}
    return sorted(
        one.name
        for one in wanted
        if hasattr(modules[one.name], "__version__")
        and not _fits(str(modules[one.name].__version__), one)  # type: ignore[union-attr]
    )


def _fits(version: str, wanted: Requirement) -> bool:
    return version != "missing" and wanted.specifier.contains(version, prereleases=True)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def _pip(beforehand: str, *arguments: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pip", *arguments], capture_output=True, text=True, check=False
    )
    if ended.returncode != 0:
        raise RuntimeError(
            f"pip {' '.join(arguments)} failed; without a network, install {beforehand} "
            f"beforehand:\n{ended.stderr[-2000:]}"
        )
