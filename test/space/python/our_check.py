"""What our graders have in common. OpenEnv's runner, scheduler and policy treat them as its own.

They stand where OpenEnv 0.10.0 reserves a check id and has no grader: what each id means is told by
its RFC 008, how it is measured here is ours.
"""

import time

from openenv.validation.report import CheckResult
from openenv.validation.runtime.contracts import load_runtime_plan
from openenv.validation.types import CheckStatus, Level

PROBLEMS_MAX = 20


class OurCheck:
    """A subclass has a `check_id`, and `problems` that yields each thing wrong as a line."""

    check_id = ""
    # The semantic ones too: 0.10.0 runs no grader of a higher level.
    level = Level.RUNTIME
    requires_capabilities: frozenset[str] = frozenset()
    requires_provider: frozenset = frozenset()
    depends_on: tuple[str, ...] = ("runtime.startup",)

    def __init__(self) -> None:
        self.measured: dict = {}

    def applies_to(self, manifest) -> bool:
        return True

    def problems(self, subject):
        raise NotImplementedError

    def run(self, subject) -> CheckResult:
        started = time.monotonic()
        problems = list(self.problems(subject))
        return CheckResult(
            check_id=self.check_id,
            status=CheckStatus.FAIL if problems else CheckStatus.PASS,
            measured=self.measured,
            evidence=problems[:PROBLEMS_MAX] or ["graded by SQLEnv's own grader: it holds"],
            duration_s=time.monotonic() - started,
        )


def plan_of(subject):
    return load_runtime_plan(subject.root, subject.manifest.execution)
