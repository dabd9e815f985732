"""Does what an agent may send stay within the episode, and within what the server may use?"""

import json
import time
from pathlib import Path

from declaration_checks import fetch
from openenv.validation.types import CheckStatus
from our_check import OurCheck
from semantic_checks import NEEDED, holds_gold
from session import Session

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
HUGE = "WITH RECURSIVE n(t) AS (SELECT 'x' UNION ALL SELECT t || t FROM n) SELECT MAX(LENGTH(t)) FROM n"
# A query's deadline is 5 s; then its process is ended. The machine may be busy with other tests.
BOUND_S = 20

ESCAPES = (
    "ATTACH '/etc/passwd' AS other",
    "SELECT readfile('/etc/passwd')",
    "SELECT load_extension('/lib/x86_64-linux-gnu/libc.so.6')",
    "VACUUM INTO '/tmp/sqlenv-escaped'",
    "PRAGMA database_list",
    "SELECT * FROM pragma_database_list",
    "SELECT writefile('/tmp/sqlenv-escaped', 'x')",
    "SELECT * FROM fsdir('/')",
    "SELECT fts3_tokenizer('simple', x'00')",
    "CREATE TABLE escaped (x)",
)


class OracleContainment(OurCheck):
    """Nothing that the API shows beside an episode holds gold SQL either."""

    check_id = "runtime.oracle_containment"

    def problems(self, subject):
        questions = subject.running.questions()
        shown = [json.dumps(page, ensure_ascii=False) for page in self._pages(subject)]
        self.measured = {"pages": len(shown), "questions": len(questions)}
        for question in questions:
            if any(holds_gold(text, question) for text in shown):
                yield f"gold SQL of {question['question_id']} is shown"

    def _pages(self, subject):
        url = subject.running.base_url
        for page in ("schema", "metadata", "openapi.json", "state"):
            yield fetch(f"{url}/{page}")
        for split in subject.manifest.capabilities.declared_task_count:
            yield fetch(f"{url}/{subject.manifest.name}/tasks", {"split": split})
        yield fetch(f"{url}/reset", {"seed": 1})


class HostContainment(OurCheck):
    """SQL that reaches for files, code or the schema of others runs nowhere, and tells no path."""

    check_id = "runtime.host_containment"

    def problems(self, subject):
        self.measured = {"tried": len(ESCAPES)}
        with Session(subject.running.base_url) as session:
            session.reset(seed=1, step_budget=100)
            for sql in ESCAPES:
                reply = session.step({"action_type": "QUERY", "argument": sql})
                if reply["metadata"]["query"]["code"] not in ("refused", "failed"):
                    yield f"{sql} ran"
                if "root:" in session.texts[-1] or str(Path.cwd()) in session.texts[-1]:
                    yield f"{sql} told of the host"
        if Path("/tmp/sqlenv-escaped").exists():
            yield "a file was written"


class ResourceBounds(OurCheck):
    """A query without end and one without measure end in time, and others do not wait for them."""

    check_id = "runtime.resource_bounds"

    def problems(self, subject):
        for name, sql in (("endless", ENDLESS), ("huge", HUGE)):
            started = time.monotonic()
            with Session(subject.running.base_url) as session:
                session.reset(seed=1)
                reply = session.step({"action_type": "QUERY", "argument": sql})
            seconds = time.monotonic() - started
            code = reply["metadata"]["query"]["code"]
            self.measured[name] = code
            if code not in ("timed_out", "too_large"):
                yield f"the {name} query ended as {code}"
            if seconds > BOUND_S:
                yield f"the {name} query took {seconds:.1f} s"


class ResourceEnvelope(OurCheck):
    """After the oracle and all else, the server's processes use no more memory than declared."""

    check_id = "semantic.resource_envelope"
    depends_on = (*NEEDED, "semantic.oracle_max", "runtime.resource_bounds")

    def run(self, subject):
        result = super().run(subject)
        if self.measured:
            return result
        return result.model_copy(
            update={"status": CheckStatus.SKIP, "evidence": ["memory is read from /proc"]}
        )

    def problems(self, subject):
        used_mb = memory_mb(subject.running.inspect()["pid"])
        if used_mb is None:
            return
        declared = subject.manifest.resources.memory_mb
        # Measured to the megabyte, reported to the verdict only: it is never the same twice.
        self.measured = {"within_memory_mb": used_mb <= declared}
        if used_mb > declared:
            yield f"{used_mb} MB are used, {declared} declared"


def memory_mb(pid: int) -> int | None:
    """What a process and its children use, each shared page split among its users."""
    try:
        kilobytes = sum(proportional_kb(each) for each in tree_of(pid))
    except OSError:
        return None
    return kilobytes // 1024


def tree_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in tree_of(int(child)))]


def proportional_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
