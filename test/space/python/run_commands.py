"""Runs commands of `openenv` one after another: importing it takes longer than most of them.

Reads `[{"args": ["validate", "…"], "env": {"PATH": "…"}}]` on standard input, and prints
`[{"code": 0, "output": "…"}]`.
"""

import json
import sys

from openenv.cli.__main__ import app
from typer.testing import CliRunner


def run(args: list[str], env: dict[str, str]) -> dict:
    result = CliRunner().invoke(app, args, env=env, prog_name="openenv")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return {"code": result.exit_code, "output": result.output}


if __name__ == "__main__":
    commands = json.load(sys.stdin)
    results = [run(command["args"], command.get("env", {})) for command in commands]
    json.dump(results, sys.stdout)
