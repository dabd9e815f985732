"""Plays episodes with the clients that both generations of OpenEnv have, and prints what came back.

Called with a file that lists what there is to play, and the URLs of servers:
[{"question_id", "question", "table", "gold_sql", "answer"}, ...]. It judges nothing: the test that
calls it does. What a generation lacks is left out of the report.
"""

import asyncio
import dataclasses
import json
import sys
from importlib.metadata import PackageNotFoundError, version

from openenv import AutoEnv, GenericEnvClient
from openenv.cli.__main__ import app
from openenv.core.env_server.mcp_types import CallToolAction
from openenv.core.mcp_client import MCPToolClient
from typer.testing import CliRunner


def release():
    for name in ("openenv", "openenv-core"):
        try:
            return f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
    return "none"


def reset_of(question):
    question_id = question["question_id"]
    return {"question_id": question_id, "episode_id": f"episode of {question_id}"}


def calls_of(question):
    return [
        ("describe", {"table_name": question["table"]}),
        ("sample", {"table_name": question["table"]}),
        ("query", {"sql": question["gold_sql"]}),
        ("answer", {"value": question["answer"]}),
    ]


def actions_of(question):
    return [
        {"action_type": name.upper(), "argument": argument}
        for name, arguments in calls_of(question)
        for argument in arguments.values()
    ]


def reply(result):
    observation = result.observation
    if dataclasses.is_dataclass(observation):
        observation = dataclasses.asdict(observation)
    elif hasattr(observation, "model_dump"):
        observation = observation.model_dump(mode="json")
    return {"observation": observation, "reward": result.reward, "done": result.done}


async def attempt(awaitable):
    """What a call gives, or what it raises."""
    try:
        return {"gave": await awaitable}
    except Exception as error:  # which one it is, is what the test asks
        return {"raised": type(error).__name__, "message": str(error)}


def names_of(tools):
    return [
        {"name": tool.name, "description": tool.description, "input_schema": tool.input_schema}
        for tool in tools
    ]


def play_sync(client, question):
    with client.sync() as env:
        first = env.reset(**reset_of(question))
        steps = [env.step(action) for action in actions_of(question)]
        return {
            "reset": reply(first),
            "steps": [reply(step) for step in steps],
            "state": env.state(),
        }


async def play_by_steps(url, question):
    """Tools as steps of the socket's episode: what the first generation does by default."""
    async with step_client(url) as env:
        before_reset = names_of(await env.list_tools())
        first = await env.reset(**reset_of(question))
        steps = [
            reply(await env.step(CallToolAction(tool_name=name, arguments=arguments)))
            for name, arguments in calls_of(question)
        ]
        state = await env.state()
        await env.reset(**reset_of(question))
        results = [await env.call_tool(name, **args) for name, args in calls_of(question)]
        await env.reset(**reset_of(question))
        return {
            "tools": before_reset,
            "reset": reply(first),
            "steps": steps,
            "state": state.model_dump(mode="json"),
            "results": results,
            "unknown_tool": await attempt(env.call_tool("nope")),
            "missing_argument": await attempt(env.call_tool("query")),
            "failed_query": await attempt(env.call_tool("query", sql="SELECT nope")),
            "has_tool": [await env.has_tool(name) for name in ("query", "reset", "step")],
        }


def step_client(url):
    env = MCPToolClient(base_url=url)
    env.use_production_mode = False
    return env


def production_client(url):
    env = MCPToolClient(base_url=url)
    env.use_production_mode = True
    return env


async def play_in_production(url, questions):
    """Tools by POST /mcp in a session that the client creates; its question was drawn for it."""
    async with production_client(url) as env:
        tools = names_of(await env.list_tools())
        shown = await env.call_tool("query", sql="SELECT 1")
        question = next(each for each in questions if each["question"] in shown)
        results = [await env.call_tool(name, **args) for name, args in calls_of(question)]
        return {
            "tools": tools,
            "question_id": question["question_id"],
            "results": results,
            "after_done": await attempt(env.call_tool("query", sql="SELECT 1")),
            "unknown_tool": await attempt(env.call_tool("nope")),
        }


async def play_attached(url, question):
    """The default of later releases: the socket is attached to the session of the tools."""
    async with MCPToolClient(base_url=url) as env:
        first = reply(await env.reset(**reset_of(question)))
        results, states = [], []
        for name, arguments in calls_of(question):
            results.append(await env.call_tool(name, **arguments))
            states.append((await env.state()).model_dump(mode="json"))
        again = reply(await env.reset(**reset_of(question)))
        action = CallToolAction(tool_name="describe", arguments={"table_name": question["table"]})
        step = reply(await env.step(action))
        return {"reset": first, "results": results, "states": states, "again": again, "step": step}


async def open_and_close(url, times):
    """Sessions that are closed take no room: more of them than the server has slots."""
    opened = []
    for _ in range(times):
        async with production_client(url) as env:
            opened.append(len(await env.list_tools()))
    return opened


def validate(url):
    """What the command `openenv validate --url` prints; in this process, since it is slow to start."""
    ran = CliRunner().invoke(app, ["validate", "--url", url, "--json"])
    return {"exit_code": ran.exit_code, "printed": ran.stdout}


def play(url, questions):
    question = questions[0]
    auto = AutoEnv.from_env("sql-env", base_url=url, skip_install=True)
    is_production_by_default = MCPToolClient(base_url=url).use_production_mode
    report = {
        "validated": validate(url),
        "is_production_by_default": is_production_by_default,
        "generic": play_sync(GenericEnvClient(base_url=url), question),
        "auto_class": type(auto).__name__,
        "auto": play_sync(auto, question),
        "by_steps": asyncio.run(play_by_steps(url, question)),
        "in_production": asyncio.run(play_in_production(url, questions)),
        "opened": asyncio.run(open_and_close(url, 12)),
    }
    if is_production_by_default:
        report["attached"] = asyncio.run(play_attached(url, question))
    return report


def main():
    questions_file, *urls = sys.argv[1:]
    with open(questions_file, encoding="utf-8") as file:
        questions = json.load(file)
    reports = [play(url, questions) for url in urls]
    json.dump({"release": release(), "reports": reports}, sys.stdout)


if __name__ == "__main__":
    main()
