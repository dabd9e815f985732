"""Does a session tell a validator truly what it did, and what its rewards are made of?

`validation_open` and `validation_read` are not in 0.10.0. What is held to here is what its
successors' graders ask for: the seed that reached the reset, a record equal to the transcript, and
a tree of scores that adds up to every reward.
"""

import json
import math

from our_check import OurCheck, plan_of
from session import Session, reset_of

TOLERANCE = 1e-9
NODE_KEYS = {
    "name",
    "class_name",
    "children",
    "aggregation",
    "config",
    "config_available",
    "score",
    "evaluated",
}


def watched(subject, plan) -> tuple[dict, list[dict]]:
    """What a watched session says of itself, and the transcript of the same."""
    with Session(subject.running.base_url) as session:
        opened = session.ask(
            "validation_open", {"schema_version": 1, "token": subject.running.validation_token}
        )
        capability = opened["data"]["capability"]
        session.texts.clear()
        transcript = []

        def exchange(kind: str, data: dict | None = None) -> dict:
            request = {"type": kind} if data is None else {"type": kind, "data": data}
            response = session.ask(kind, data)
            transcript.append({"operation": kind, "request": request, "response": response})
            return response

        exchange("reset", reset_of(plan))
        exchange("state")
        for action in plan.actions:
            done = exchange("step", action)["data"]["done"]
            exchange("state")
            if done:
                break
        read = session.ask("validation_read", {"schema_version": 1, "capability": capability})
        for text in session.texts:
            if capability in text or subject.running.validation_token in text:
                raise ValueError("a reply holds the token or the capability")
    if read["type"] != "validation":
        raise ValueError(f"Expected telemetry, got {json.dumps(read)[:300]}")
    return read["data"], transcript


class SeedControl(OurCheck):
    """The seed that was asked for is the one that the reset used: this one, and the next."""

    check_id = "runtime.seed_control"

    def problems(self, subject):
        plan = plan_of(subject)
        for seed in (plan.reset.seed, plan.reset.seed + 1):
            reset = plan.reset.model_copy(update={"seed": seed})
            telemetry, _ = watched(subject, plan.model_copy(update={"reset": reset}))
            if telemetry["seed"] != {"requested": True, "value": seed, "accepted": True}:
                yield f"seed {seed} was told as {telemetry['seed']}"
        yield from self._draws(subject)

    def _draws(self, subject):
        """A seed that changes nothing is no seed: ten of them draw several questions, twice."""
        drawn = [[question(subject, seed) for seed in range(10)] for _ in range(2)]
        self.measured = {"questions_of_ten_seeds": len(set(drawn[0]))}
        if drawn[0] != drawn[1]:
            yield "the same seeds drew other questions the second time"
        if len(set(drawn[0])) < 5:
            yield f"ten seeds drew only {sorted(set(drawn[0]))}"


def question(subject, seed: int) -> str:
    with Session(subject.running.base_url) as session:
        return session.reset(seed=seed)["metadata"]["question_id"]


class TrajectoryRecord(OurCheck):
    """The server's own record of the session is the transcript, to the last value."""

    check_id = "runtime.trajectory_record"

    def problems(self, subject):
        telemetry, transcript = watched(subject, plan_of(subject))
        record = telemetry["trajectory"]
        self.measured = {"records": len(record["records"])}
        if (record["schema_version"], record["source"]) != (1, "openenv-server"):
            yield f"the record is {record['source']} {record['schema_version']}"
        if record["complete"] is not True:
            yield f"the record is not complete: {record['reason']}"
        if as_text(record["records"]) != as_text(transcript):
            yield "the record differs from the transcript"


def as_text(value) -> str:
    """Tells 1 from 1.0, which `==` does not."""
    return json.dumps(value, sort_keys=True)


class RubricIntrospectable(OurCheck):
    """The reward is told as one tree below `root`, with how each node is made of its children."""

    check_id = "runtime.rubric_introspectable"
    requires_capabilities = frozenset({"rubric_tree"})

    def problems(self, subject):
        telemetry, _ = watched(subject, plan_of(subject))
        if telemetry["rubric_error"] is not None:
            yield f"the rubric cannot be told: {telemetry['rubric_error']}"
        self.measured = {"nodes": [node["name"] for node in telemetry["rubric"]]}
        yield from tree_problems(telemetry["rubric"])


def tree_problems(nodes: list[dict]):
    by_name = {node["name"]: node for node in nodes}
    if len(by_name) < len(nodes) or "root" not in by_name:
        yield "names come twice, or there is no root"
    children = [child for node in nodes for child in node["children"]]
    if sorted(children) != sorted(by_name.keys() - {"root"}):
        yield "not every node but the root is the child of one other"
    for node in nodes:
        yield from node_problems(node)


def node_problems(node: dict):
    name = node["name"]
    if set(node) != NODE_KEYS:
        yield f"{name} has the keys {sorted(node)}"
    if any(child.rpartition(".")[0] != name for child in node["children"]):
        yield f"{name} has children of another name: {node['children']}"
    if node["config_available"] is not True or not node["class_name"]:
        yield f"{name} has no configuration or no class"
    if node["evaluated"] is not (node["score"] is not None):
        yield f"{name} has a score without an evaluation, or the other way round"
    if node["score"] is not None and not math.isfinite(node["score"]):
        yield f"{name} scores {node['score']}"
    if node["aggregation"] == "leaf":
        if node["children"]:
            yield f"{name} is a leaf with children"
    elif node["aggregation"] == "weighted_sum":
        weights = node["config"]["weights"]
        if len(weights) != len(node["children"]) or abs(sum(weights) - 1) > 1e-6:
            yield f"{name} has weights {weights}, which have to be one a child and 1 together"
    else:
        yield f"{name} is a {node['aggregation']}, which nobody can check"


class RewardAttribution(OurCheck):
    """Every step's tree is the same tree, scores the reward at its root, and adds up to it."""

    check_id = "runtime.reward_attribution"
    requires_capabilities = frozenset({"rubric_tree"})
    depends_on = ("runtime.startup", "runtime.rubric_introspectable")

    def problems(self, subject):
        telemetry, transcript = watched(subject, plan_of(subject))
        rewards = [
            exchange["response"]["data"]["reward"]
            for exchange in transcript
            if exchange["operation"] == "step"
        ]
        steps = telemetry["attribution"]
        self.measured = {"steps": len(steps)}
        if [step["step_index"] for step in steps] != list(range(len(rewards))):
            yield f"{len(steps)} steps are told of {len(rewards)}"
            return
        shape = tree_shape(telemetry["rubric"])
        for step, reward in zip(steps, rewards, strict=True):
            yield from step_problems(step, reward, shape)


def tree_shape(nodes: list[dict]) -> str:
    return as_text([{**node, "score": None, "evaluated": None} for node in nodes])


def step_problems(step: dict, reward: float, shape: str):
    nodes = step["rubric"]
    where = f"step {step['step_index']}"
    if tree_shape(nodes) != shape:
        yield f"{where} has another tree than the last step"
    by_name = {node["name"]: node for node in nodes}
    if not math.isclose(by_name["root"]["score"], reward, rel_tol=0, abs_tol=TOLERANCE):
        yield f"{where} scores {by_name['root']['score']} and was paid {reward}"
    for node in nodes:
        if node["aggregation"] != "weighted_sum":
            continue
        scores = [by_name[child]["score"] for child in node["children"]]
        weighted = zip(node["config"]["weights"], scores, strict=True)
        total = sum(weight * score for weight, score in weighted)
        if not math.isclose(total, node["score"], rel_tol=0, abs_tol=TOLERANCE):
            yield f"{where}: the children of {node['name']} make {total}, not {node['score']}"
