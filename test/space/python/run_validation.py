"""Runs OpenEnv's validation on a package, its server a plain process. Prints what the command does.

    python run_validation.py PACKAGE NODE DATA_DIR [--ours] [--json FILE]

NODE is a Node that the package runs on, DATA_DIR has the data that it serves. --ours adds graders
of ours for the checks that OpenEnv reserves; --json also writes the report to FILE.
"""

import argparse
import secrets
import sys
from pathlib import Path

import containment_checks as containment
import declaration_checks as declaration
import repeat_checks as repeat
import semantic_checks as semantic
import telemetry_checks as telemetry
from openenv.cli.commands.validate import _render_report
from openenv.validation import Verdict, run_validation, runner, write_report
from process_provider import ProcessProvider

OURS = (
    containment.HostContainment,
    containment.OracleContainment,
    containment.ResourceBounds,
    containment.ResourceEnvelope,
    declaration.TaskDeclarationAccuracy,
    declaration.ToolDeclarationAccuracy,
    repeat.EpisodeDeterminism,
    repeat.EpisodeIsolation,
    repeat.Replayability,
    repeat.VerifierDeterminism,
    semantic.CanaryFloor,
    semantic.FloorGap,
    semantic.NoSolutionLeakage,
    semantic.OracleMax,
    telemetry.RewardAttribution,
    telemetry.RubricIntrospectable,
    telemetry.SeedControl,
    telemetry.TrajectoryRecord,
)


def add_ours() -> None:
    """Beside OpenEnv's own: 0.10.0 has an entry point for graders, and does not look at it yet."""
    their_registry = runner.default_grader_registry

    def registry_with_ours(policy):
        registry = their_registry(policy)
        for check in OURS:
            registry.register(check())
        return registry

    runner.default_grader_registry = registry_with_ours


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path)
    parser.add_argument("node")
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--ours", action="store_true")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if arguments.ours:
        add_ours()
    provider = ProcessProvider(arguments.node, arguments.data_dir, secrets.token_urlsafe(32))
    report = run_validation(arguments.package, provider=provider)
    if arguments.json:
        write_report(report, arguments.json)
    print(_render_report(report))
    return 1 if report.verdict is Verdict.FAIL else 0


if __name__ == "__main__":
    sys.exit(main())
