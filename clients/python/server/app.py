"""Starts SQLEnv's server from Python, in the two ways that OpenEnv's tools know.

`server`, or `python -m server.app`, becomes the Node server. `uvicorn server.app:app` starts it
behind a relay, for tools that insist on an ASGI application; the socket's limits are then also
uvicorn's. Settings are environment variables: docs/settings.md of the server lists them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from .node_server import (
    COMMAND,
    ServerStartError,
    build_data,
    find_node,
    find_project,
    server_variables,
)
from .relay import Relay

#: Starts nothing before its lifespan begins.
app = Relay()


def main(host: str | None = None, port: int | None = None) -> None:
    """Becomes the Node server: this process is replaced, so signals and the exit code are Node's.

    Args:
        host: the address to listen on; by default `--host`, else `HOST`, else 0.0.0.0.
        port: from 0 to 65535, where 0 takes a free one; by default `--port`, else `PORT`, else
            8000.

    Raises:
        SystemExit: with one line on stderr, when the server cannot be started.
    """
    if host is None and port is None:
        arguments = _parse_arguments()
        host, port = arguments.host, arguments.port
    variables = server_variables(os.environ, host, port)
    try:
        project = find_project(os.environ)
        node = find_node(project, os.environ)
        code = build_data(project, node, variables)
    except ServerStartError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    if code != 0:
        sys.exit(code)
    os.chdir(project)
    command = [str(node), str(COMMAND), "serve"]
    if os.name == "nt":  # where a process cannot become another
        sys.exit(subprocess.call(command, env=variables))
    sys.stdout.flush()
    os.execve(node, command, variables)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="server", description="Serves SQLEnv until SIGTERM.")
    parser.add_argument("--host", help="the address to listen on (HOST, else 0.0.0.0)")
    parser.add_argument("--port", type=int, help="where to listen (PORT, else 8000)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
