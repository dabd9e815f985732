"""Where the Node server is and how it is started.

SQLEnv's server is TypeScript that Node runs as it is; `npm ci` in the project brings the packages
and a Node of the right version.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

COMMAND = Path("src", "cli", "sqlenv.js")
NODE_OLDEST = (22, 18)

#: Node ends itself, as by SIGTERM, when its input does: that is when we end, in whichever way.
ENDS_WITH_ITS_INPUT = (
    "--import=data:text/javascript,"
    "process.stdin.resume().on('end',()=>process.kill(process.pid,'SIGTERM')).unref?.()"
)


class ServerStartError(Exception):
    """Why the server cannot be started, in one line."""


def find_project(variables: Mapping[str, str]) -> Path:
    """The folder that holds the server.

    It is what `SQLENV_HOME` names; else the folder above this one, as in a Space; else the
    repository that this file is part of; else the current folder, or the nearest one above it.

    Raises:
        ServerStartError: none of them holds the server, or its packages are not installed.
    """
    named = variables.get("SQLENV_HOME")
    here = Path(__file__).resolve()
    here_now = Path.cwd()
    space_and_repository = [*here.parents][1:4:2]
    places = (
        [Path(named).absolute()] if named else [*space_and_repository, here_now, *here_now.parents]
    )
    project = next((place for place in places if (place / COMMAND).is_file()), None)
    if project is None:
        looked = (
            f"SQLENV_HOME is {named}, which holds no"
            if named
            else f"Neither this package nor {here_now} is in a folder with"
        )
        raise ServerStartError(
            f"{looked} {COMMAND.as_posix()}: set SQLENV_HOME to a checkout of SQLEnv"
        )
    if not (project / "node_modules").is_dir():
        raise ServerStartError(f"{project} has no node_modules: run npm ci there")
    return project


def find_node(project: Path, variables: Mapping[str, str]) -> Path:
    """The project's own Node, else the one on PATH.

    Raises:
        ServerStartError: there is none, or it is too old.
    """
    own = project / "node_modules" / ".bin" / ("node.cmd" if os.name == "nt" else "node")
    found = str(own) if own.exists() else shutil.which("node", path=variables.get("PATH"))
    oldest = ".".join(map(str, NODE_OLDEST))
    if found is None:
        raise ServerStartError(
            f"SQLEnv needs Node {oldest} or newer and found none: run npm ci in {project}"
        )
    version = _version_of(found)
    if version < NODE_OLDEST:
        got = ".".join(map(str, version))
        raise ServerStartError(
            f"SQLEnv needs Node {oldest} or newer, {found} is {got}: run npm ci in {project}"
        )
    return Path(found)


def server_variables(
    variables: Mapping[str, str], host: str | None = None, port: int | None = None
) -> dict[str, str]:
    """The environment of the server, which runs in the project's folder and not in ours."""
    changed = dict(variables)
    data_dir = variables.get("SQLENV_DATA_DIR")
    if data_dir:
        changed["SQLENV_DATA_DIR"] = str(Path(data_dir).absolute())
    if host is not None:
        changed["HOST"] = host
    if port is not None:
        changed["PORT"] = str(port)
    return changed


def build_data(project: Path, node: Path, variables: Mapping[str, str]) -> int:
    """Makes the built-in data where there is none, as `npm start` does.

    Returns:
        The exit code: 0 when the data is there.
    """
    # The pipe's other end is ours, and so ends with us.
    with subprocess.Popen(
        [node, ENDS_WITH_ITS_INPUT, COMMAND, "data", "build", "--if-missing"],
        cwd=project,
        env=dict(variables),
        stdin=subprocess.PIPE,
    ) as child:
        return child.wait()


def _version_of(node: str) -> tuple[int, ...]:
    try:
        printed = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
        return tuple(map(int, re.findall(r"\d+", printed)[:2]))
    except (OSError, subprocess.SubprocessError) as error:
        raise ServerStartError(f"{node} --version failed: {error}") from error
