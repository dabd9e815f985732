"""Runs OpenEnv's validation on packages, each server a plain process. Prints what the command does.

    python run_validation.py NODE DATA_DIR PACKAGE… [--ours] [--json FILE]

NODE is a Node that the packages run on, DATA_DIR has the data that they serve. --ours adds graders
of ours for the checks that OpenEnv reserves; --json also writes the reports to FILE, as a list.
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
    parser.add_argument("node")
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("packages", type=Path, nargs="+")
    parser.add_argument("--ours", action="store_true")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if arguments.ours:
        add_ours()
    provider = ProcessProvider(arguments.node, arguments.data_dir, secrets.token_urlsafe(32))
    reports = [run_validation(package, provider=provider) for package in arguments.packages]
    print("\n\n".join(map(_render_report, reports)))
    if arguments.json:
        texts = [write_report(report) for report in reports]
        arguments.json.write_text(f"[{','.join(texts)}]", encoding="utf-8")
    return 1 if any(report.verdict is Verdict.FAIL for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
