"""What the distribution holds, and how OpenEnv's AutoEnv finds it."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

import pytest
from live_server import ROOT, LiveServer
from openenv.auto import AutoAction, AutoEnv
from openenv.auto._discovery import EnvironmentDiscovery, reset_discovery

import sql_env

CLIENT = ROOT / "clients" / "python"
IS_INSTALLED = Path(sql_env.__file__).parent != CLIENT


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenEnv keeps what it found in a file, per user or (at first) in the temporary folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    reset_discovery()


def test_is_tested_as_it_is_installed() -> None:
    assert IS_INSTALLED


def test_holds_what_it_needs_and_no_tests() -> None:
    files = importlib.metadata.files("openenv-sql-env") or []
    own = {str(file) for file in files if file.parts[0] == "sql_env" and file.suffix != ".pyc"}
    sources = {
        f"sql_env/{path.relative_to(CLIENT).as_posix()}"
        for path in [*CLIENT.glob("*.py"), *(CLIENT / "server").glob("*.py")]
    }
    assert own == sources | {"sql_env/openenv.yaml", "sql_env/py.typed"}


def test_is_found_by_autoenv() -> None:
    info = EnvironmentDiscovery().discover(use_cache=False)["sql"]
    assert (info.name, info.package_name) == ("sql_env", "openenv-sql-env")
    assert info.manifest is not None and info.manifest["name"] == "sql_env"
    assert info.get_client_class() is sql_env.SqlEnv
    assert info.get_action_class() is sql_env.SqlAction
    assert info.get_observation_class() is sql_env.SqlObservation


@pytest.mark.parametrize("name", ["sql", "sql-env", "sql_env"])
def test_is_the_class_that_autoenv_gives(name: str) -> None:
    assert AutoEnv.get_env_class(name) is sql_env.SqlEnv
    assert AutoAction.from_env(name) is sql_env.SqlAction


def test_connects_through_autoenv(server: LiveServer) -> None:
    env = AutoEnv.from_env("sql_env", base_url=server.url)
    assert isinstance(env, sql_env.SqlEnv)
    with env.sync() as session:
        assert session.reset(seed=7).observation.question


def test_has_the_manifest_of_the_repository() -> None:
    assert (CLIENT / "openenv.yaml").read_bytes() == (ROOT / "openenv.yaml").read_bytes(), (
        "run: cp openenv.yaml clients/python/"
    )


def test_has_the_version_of_the_server() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    assert importlib.metadata.version("openenv-sql-env") == package["version"]


def test_starts_the_server_by_the_name_that_openenv_expects() -> None:
    [script] = importlib.metadata.entry_points(group="console_scripts", name="server")
    assert script.value == "sql_env.server.app:main"


def test_needs_neither_trl_nor_a_server_to_be_imported() -> None:
    code = "import sql_env, sql_env.trl, sys; print('torch' in sys.modules, 'trl' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.split() == ["False", "False"]
