"""Do equal inputs give equal bytes: in another session, beside others, in another process?"""

import threading

from our_check import OurCheck, plan_of
from session import Session, reset_of

GRADINGS = 20


def transcript(base_url: str, plan) -> list[str]:
    with Session(base_url) as session:
        session.play(plan)
        return session.texts


def first_difference(expected: list[str], got: list[str]) -> str | None:
    if expected == got:
        return None
    if len(expected) != len(got):
        return f"{len(got)} replies to {len(expected)}"
    pairs = zip(expected, got, strict=True)
    return f"reply {next(index for index, (left, right) in enumerate(pairs) if left != right)}"


class EpisodeDeterminism(OurCheck):
    """The plan is answered with the same bytes in a fresh session and in a fresh process."""

    check_id = "runtime.episode_determinism"

    def problems(self, subject):
        measured = [exchange.response_json for exchange in subject.runtime_evidence.exchanges]
        self.measured = {"replies": len(measured)}
        plan = plan_of(subject)
        again = first_difference(measured, transcript(subject.running.base_url, plan))
        if again is not None:
            yield f"a fresh session differs in {again}"
        with subject.running.another() as other:
            elsewhere = first_difference(measured, transcript(other.base_url, plan))
        if elsewhere is not None:
            yield f"a fresh process differs in {elsewhere}"


class Replayability(OurCheck):
    """The requests of a record, sent to a fresh process, get the record's replies."""

    check_id = "semantic.replayability"
    depends_on = ("runtime.startup", "runtime.episode_determinism")

    def problems(self, subject):
        exchanges = subject.runtime_evidence.exchanges
        requests = [exchange.request_json for exchange in exchanges]
        with subject.running.another() as other, Session(other.base_url) as session:
            replies = [session.send_text(request) for request in requests]
        different = first_difference([row.response_json for row in exchanges], replies)
        if different is not None:
            yield f"the replay differs in {different}"


class EpisodeIsolation(OurCheck):
    """Eight sessions at once, on this question and on others, and each sees only its own."""

    check_id = "runtime.episode_isolation"
    SESSIONS = 8

    def problems(self, subject):
        plan = plan_of(subject)
        url = subject.running.base_url
        alone = transcript(url, plan)
        results: dict[int, list[str]] = {}

        def play(number: int) -> None:
            if number % 2 == 0:
                results[number] = transcript(url, plan)
                return
            with Session(url) as session:
                session.reset(seed=number)
                for action in plan.actions:
                    session.ask("step", action)
                results[number] = []

        threads = [threading.Thread(target=play, args=(number,)) for number in range(self.SESSIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.measured = {"sessions": len(results)}
        if len(results) < self.SESSIONS:
            yield f"{self.SESSIONS - len(results)} sessions did not end well"
        for number, texts in results.items():
            different = None if number % 2 else first_difference(alone, texts)
            if different is not None:
                yield f"session {number}, not alone, differs in {different}"
        yield from self._carried_over(url, plan)

    def _carried_over(self, url: str, plan):
        """An episode on a socket that has played others is the episode on a new one."""
        alone = transcript(url, plan)
        with Session(url) as session:
            session.reset(seed=1)
            session.step(plan.actions[0])
            session.texts.clear()
            session.play(plan)
        different = first_difference(alone, session.texts)
        if different is not None:
            yield f"an episode after another differs in {different}"


class VerifierDeterminism(OurCheck):
    """One answer, graded again and again, is always worth the same."""

    check_id = "semantic.verifier_determinism"
    depends_on = ("runtime.startup", "runtime.episode_determinism")

    def problems(self, subject):
        plan = plan_of(subject)
        right = plan.actions[-1]
        wrong = {**right, "argument": f"{right['argument']}0"}
        for answer, expected in ((right, subject.manifest.reward.range[1]), (wrong, 0)):
            rewards = set()
            with Session(subject.running.base_url) as session:
                for _ in range(GRADINGS):
                    session.reset(**reset_of(plan))
                    rewards.add(session.step(answer)["reward"])
            if rewards != {expected}:
                yield f"{answer['argument']} was worth {sorted(rewards)} in {GRADINGS} episodes"
