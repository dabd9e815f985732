"""Runs OpenEnv's validation of a package on a server that runs already, a container of the caller's.

    python validate_running.py URL PACKAGE [--json FILE]

Building, starting, confining and stopping it were the caller's: the report is of what it answers.
"""

import argparse
import sys
from pathlib import Path

from openenv.cli.commands.validate import _render_report
from openenv.validation import Verdict, run_validation, write_report
from openenv.validation.providers import ExecResult
from openenv.validation.types import ProviderCapability


class AttachedServer:
    """Stands in for a container that OpenEnv has started."""

    def __init__(self, base_url: str):
        self.base_url = base_url

    def inspect(self) -> dict:
        return {"started_by": "the caller"}

    def logs(self, max_bytes: int = 65536) -> str:
        return ""

    def exec(self, argv: list[str], timeout_s: float) -> ExecResult:
        raise NotImplementedError("The server is somebody else's")

    def stop(self) -> None:
        """It is not ours to stop."""


class AttachedProvider:
    """Hands out one server, whatever is asked for."""

    name = "attached"
    # Without it the runner starts nothing at all.
    capabilities = frozenset({ProviderCapability.IMAGE_BUILD})
    # Let through, not enforced: runtime.network_policy is skipped for want of the capability.
    supported_network_modes = frozenset({"public", "no-network"})

    def __init__(self, base_url: str):
        self._base_url = base_url

    def build(self, root, execution) -> str:
        return "sha256:" + "0" * 64

    def start(self, spec) -> AttachedServer:
        return AttachedServer(self._base_url)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("package", type=Path)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    report = run_validation(arguments.package, provider=AttachedProvider(arguments.url))
    print(_render_report(report))
    if arguments.json:
        write_report(report, arguments.json)
    return 1 if report.verdict is Verdict.FAIL else 0


if __name__ == "__main__":
    sys.exit(main())
