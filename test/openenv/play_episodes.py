"""Plays episodes with OpenEnv's own client and prints all that came back as one JSON object.

Called with the URL of a server and a file that lists what to play:
[{"question_id", "table", "gold_sql", "answer"}, ...]. It judges nothing: the test that calls it does.
"""

import asyncio
import dataclasses
import json
import sys
from importlib.metadata import version

from openenv import GenericEnvClient


def action(action_type, argument):
    return {"action_type": action_type, "argument": argument}


def actions_of(question):
    return [
        action("DESCRIBE", question["table"]),
        action("SAMPLE", question["table"]),
        action("QUERY", question["gold_sql"]),
        action("ANSWER", question["answer"]),
    ]


def reset_of(question):
    question_id = question["question_id"]
    return {"question_id": question_id, "episode_id": f"episode of {question_id}"}


async def play_async(env, question):
    first = await env.reset(**reset_of(question))
    state_at_start = await env.state()
    steps = [await env.step(each) for each in actions_of(question)]
    return episode(question, first, state_at_start, steps, await env.state())


def play_sync(env, question):
    first = env.reset(**reset_of(question))
    state_at_start = env.state()
    steps = [env.step(each) for each in actions_of(question)]
    return episode(question, first, state_at_start, steps, env.state())


def episode(question, first, state_at_start, steps, state_at_end):
    return {
        "question_id": question["question_id"],
        "reset": reply(first),
        "state_at_start": state_at_start,
        "steps": [reply(step) for step in steps],
        "state_at_end": state_at_end,
    }


def reply(result):
    return dataclasses.asdict(result)


async def attempt(awaitable):
    """What a call raises, or what it gives when it raises nothing."""
    try:
        return {"reply": reply(await awaitable)}
    except Exception as error:  # which one it is, is what the test asks
        return {"raised": type(error).__name__, "message": str(error)}


async def draw_by_seed(url):
    """The questions that seeds draw, on one client and on another."""
    async with GenericEnvClient(base_url=url) as one, GenericEnvClient(base_url=url) as other:
        return {
            "one": [reply(await one.reset(seed=seed)) for seed in range(8)],
            "again": [reply(await one.reset(seed=seed)) for seed in range(8)],
            "other": [reply(await other.reset(seed=seed)) for seed in range(8)],
        }


async def make_mistakes(url, question):
    """What is refused, and the state of the episode after each refusal."""
    query = action("QUERY", "SELECT 1")
    async with GenericEnvClient(base_url=url) as env:
        before_reset = await attempt(env.step(query))
        state_before_reset = await env.state()
        await env.reset(**reset_of(question))
        await env.step(action("DESCRIBE", question["table"]))
        refusals = {
            "missing argument": env.step({"action_type": "QUERY"}),
            "extra key": env.step({**query, "sql": "SELECT 1"}),
            "argument of another type": env.step(action("QUERY", 1)),
            "metadata of another type": env.step({**query, "metadata": []}),
            "negative seed": env.reset(seed=-1),
            "seed as text": env.reset(seed="7"),
            "unknown split": env.reset(split="holdout"),
            "unknown database": env.reset(db_id="no_such_database"),
            "unknown question": env.reset(question_id="no_such_question"),
        }
        refused = {
            name: {**await attempt(call), "state": await env.state()}
            for name, call in refusals.items()
        }
        unknown_word = await attempt(env.step(action("DROP", question["table"])))
        with_metadata = await attempt(env.step({**query, "metadata": {"tokens": 12}}))
        answered = await attempt(env.step(action("answer", question["answer"])))
        after_done = await attempt(env.step(query))
        return {
            "before_reset": before_reset,
            "state_before_reset": state_before_reset,
            "refused": refused,
            "unknown_word": unknown_word,
            "with_metadata": with_metadata,
            "answered": answered,
            "after_done": after_done,
            "state_after_done": await env.state(),
        }


async def end_without_success(url, question):
    async with GenericEnvClient(base_url=url) as env:
        await env.reset(**reset_of(question))
        wrong = await env.step(action("ANSWER", "no such answer"))
        await env.reset(**reset_of(question), step_budget=2)
        await env.step(action("DESCRIBE", question["table"]))
        out_of_budget = await env.step(action("SAMPLE", question["table"]))
        return {"wrong": reply(wrong), "out_of_budget": reply(out_of_budget)}


async def hold_two_sessions(url, first_question, second_question):
    """Two sessions step in turn; the second is opened by the first, as trainers do."""
    async with GenericEnvClient(base_url=url) as first:
        second = await first.new_session()
        await first.reset(**reset_of(first_question))
        await second.reset(**reset_of(second_question))
        for_first, for_second = actions_of(first_question), actions_of(second_question)
        first_steps, second_steps, states = [], [], []
        for each in for_first[:-1]:
            first_steps.append(reply(await first.step(each)))
            states.append({"first": await first.state(), "second": await second.state()})
        for each in for_second:
            second_steps.append(reply(await second.step(each)))
        state_of_first = await first.state()
        first_steps.append(reply(await first.step(for_first[-1])))
        return {
            "states": states,
            "first_steps": first_steps,
            "second_steps": second_steps,
            "state_of_first": state_of_first,
        }


async def play_at_once(url, questions):
    """Every question in a session of its own, all at the same time."""

    async def session(question):
        async with GenericEnvClient(base_url=url) as env:
            return await play_async(env, question)

    return await asyncio.gather(*[session(question) for question in questions])


async def play_all_async(url, questions):
    async with GenericEnvClient(base_url=url) as env:
        one_after_the_other = [await play_async(env, question) for question in questions]
    return {
        "async_episodes": one_after_the_other,
        "episodes_at_once": await play_at_once(url, questions),
        "seeds": await draw_by_seed(url),
        "mistakes": await make_mistakes(url, questions[0]),
        "ends": await end_without_success(url, questions[0]),
        "sessions": await hold_two_sessions(url, questions[0], questions[1]),
    }


def play_all_sync(url, questions):
    with GenericEnvClient(base_url=url).sync() as env:
        wrapped = [play_sync(env, question) for question in questions]
    with GenericEnvClient(base_url=url) as env:
        plain = play_sync(env, questions[0])
    return {"sync_episodes": wrapped, "plain_with_episode": plain}


def main():
    url, questions_file = sys.argv[1:]
    with open(questions_file, encoding="utf-8") as file:
        questions = json.load(file)
    report = {
        "openenv": version("openenv"),
        **asyncio.run(play_all_async(url, questions)),
        **play_all_sync(url, questions),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
