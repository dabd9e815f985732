"""Is the best that can be earned earned by what is right, and little by anything else?"""

import json
import subprocess

from our_check import OurCheck
from session import Session

ORACLE_TIMEOUT_S = 120
NEEDED = ("runtime.startup", "runtime.episode_determinism")


class OracleMax(OurCheck):
    """The oracle that the manifest names earns the maximum on every declared task."""

    check_id = "semantic.oracle_max"
    depends_on = NEEDED

    def problems(self, subject):
        capabilities = subject.manifest.capabilities
        oracle = subprocess.run(
            [subject.running.node, capabilities.oracle.location, subject.running.base_url],
            cwd=subject.root,
            capture_output=True,
            text=True,
            timeout=ORACLE_TIMEOUT_S,
        )
        self.measured = json.loads(oracle.stdout or "{}")
        if oracle.returncode != 0:
            yield f"the oracle ended with {oracle.returncode}: {oracle.stderr[-300:]}"
            return
        reward = subject.manifest.reward
        if self.measured["reward_max"] < reward.range[1] - reward.oracle_tolerance:
            yield f"the oracle asks for {self.measured['reward_max']} of {reward.range[1]}"
        if self.measured["questions"] != sum(capabilities.declared_task_count.values()):
            yield f"the oracle played {self.measured['questions']} tasks"


class FloorGap(OurCheck):
    """Doing nothing earns nothing, and nothing is the declared margin below the maximum."""

    check_id = "semantic.floor_gap"
    depends_on = NEEDED

    def problems(self, subject):
        with Session(subject.running.base_url) as session:
            floor = session.reset(seed=0)["reward"] or 0
            blank = session.step({"action_type": "ANSWER", "argument": ""})["reward"]
        maximum, margin = subject.manifest.reward.range[1], subject.manifest.reward.floor_margin
        self.measured = {"floor": floor, "blank_answer": blank, "margin": margin}
        if maximum - max(floor, blank) < margin:
            yield f"{max(floor, blank)} for nothing is too near to {maximum}"


class CanaryFloor(OurCheck):
    """Whoever tries to earn without solving, in one of the ways shipped, stays below the margin."""

    check_id = "semantic.canary_floor"
    depends_on = NEEDED

    def problems(self, subject):
        file = subject.root / subject.manifest.capabilities.canaries
        reward = subject.manifest.reward
        for canary in json.loads(file.read_text())["canaries"]:
            total = total_reward(subject.running.base_url, canary)
            self.measured[canary["name"]] = round(total, 4)
            if total > reward.range[1] - reward.floor_margin:
                yield f"who {canary['name']} earns {total}"


def total_reward(base_url: str, canary: dict) -> float:
    with Session(base_url) as session:
        session.reset(**canary["reset"])
        replies = [session.step(action) for action in canary["actions"]]
    if not replies[-1]["done"]:
        raise ValueError(f"The episode goes on of who {canary['name']}")
    return sum(reply["reward"] for reply in replies)


class NoSolutionLeakage(OurCheck):
    """No reply of an episode that looks at everything and answers wrongly holds the gold SQL."""

    check_id = "semantic.no_solution_leakage"
    depends_on = NEEDED

    def problems(self, subject):
        with Session(subject.running.base_url) as session:
            for question in subject.running.questions():
                session.texts.clear()
                look_at_everything(session, question["question_id"])
                if any(holds_gold(text, question) for text in session.texts):
                    yield f"gold SQL is in a reply on {question['question_id']}"
                self.measured["questions"] = self.measured.get("questions", 0) + 1


def look_at_everything(session: Session, question_id: str) -> None:
    schema = session.reset(question_id=question_id, step_budget=100)["observation"]["schema_info"]
    tables = schema.removeprefix("Tables: ").split(", ")
    for table in tables:
        session.step({"action_type": "DESCRIBE", "argument": table})
        session.step({"action_type": "SAMPLE", "argument": table})
    session.state()
    session.step({"action_type": "ANSWER", "argument": "no such answer"})
    session.state()


def holds_gold(text: str, question: dict) -> bool:
    """As it is written, or as JSON writes it."""
    gold = question["gold_sql"]
    return gold in text or json.dumps(gold, ensure_ascii=False)[1:-1] in text
