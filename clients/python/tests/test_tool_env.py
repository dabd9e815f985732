"""The class for TRL's environment_factory, against the live server."""

from __future__ import annotations

import gc
import inspect
import json
import pickle
import time
from typing import Any

import pytest
from live_server import ANSWER, GOLD_SQL, QUESTION, QUESTION_TEXT, LiveServer

from sql_env.trl import RESET_KEYS, SqlToolEnv, tool_env_at

TOOLS = ["answer", "describe", "query", "sample"]


@pytest.fixture
def env(server: LiveServer) -> Any:
    with SqlToolEnv(server.url) as tool_env:
        tool_env.reset(**QUESTION)
        yield tool_env


def test_has_four_tools_and_no_other_public_methods() -> None:
    functions = inspect.getmembers(SqlToolEnv, inspect.isfunction)
    public = [name for name, _ in functions if not name.startswith("_")]
    assert public == sorted([*TOOLS, "get_reward", "reset"])
    # As older versions of TRL list them.
    methods = inspect.getmembers(SqlToolEnv(), inspect.ismethod)
    assert [name for name, _ in methods if not name.startswith("_")] == public


@pytest.mark.parametrize("tool", TOOLS)
def test_shows_each_tool_with_its_one_typed_argument(tool: str) -> None:
    signature = inspect.signature(getattr(SqlToolEnv("http://unused"), tool))
    assert [parameter.annotation for parameter in signature.parameters.values()] == ["str"]
    assert signature.return_annotation == "str"


def test_begins_with_the_question_the_tables_and_the_budget(server: LiveServer) -> None:
    prompt = [{"role": "user", "content": "Answer the question."}]
    with SqlToolEnv(server.url) as env:
        text = env.reset(prompt=prompt, **QUESTION, step_budget=4)
    assert text == (
        f"\n\nQuestion: {QUESTION_TEXT}\n"
        "Tables: ports, operators, vessels, routes, fares, sailings, tickets, incidents\n"
        "Steps: at most 4; answer with the last at the latest."
    )


def test_takes_every_column_of_a_row_and_ignores_nulls_and_unknown_ones(
    server: LiveServer,
) -> None:
    row = {"question_text": QUESTION_TEXT, "split": None, "seed": float("nan"), "index": None}
    others = {"prompt": None, "gold_sql": "SELECT 1", "tags": ["a"], "self": 1, "data": {}}
    with SqlToolEnv(server.url) as env:
        env.reset(**row, **others)
        assert env.observation is not None
        assert env.observation.metadata["question_id"] == QUESTION["question_id"]


def test_pays_what_the_episode_earned(env: SqlToolEnv) -> None:
    assert env.get_reward() == 0
    assert env.describe(table_name="sailings").startswith("Table sailings: 1283 rows\n")
    assert env.sample(table_name="ports").endswith("\n(13 steps left)")
    assert env.query(sql=GOLD_SQL) == "count(*)\n1. 91\n(12 steps left)"
    assert env.answer(value=ANSWER).splitlines() == [
        "Correct. Your answer was read as one value: 91",
        "The episode is over.",
    ]
    assert env.get_reward() == pytest.approx(1.17)
    assert env.observation is not None
    assert env.observation.metadata["outcome"] == "solved"


def test_starts_anew_at_each_reset(env: SqlToolEnv) -> None:
    env.answer(value="90")
    env.describe(table_name="ports")
    env.reset(**QUESTION)
    assert env.get_reward() == 0
    assert env.query(sql=GOLD_SQL).endswith("(14 steps left)")


def test_tells_the_model_its_errors(env: SqlToolEnv) -> None:
    assert env.query(sql="SELECT nothing").startswith("SQL error:")
    assert "sailings" in env.describe(table_name="sailing")


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("describe", {}),
        ("describe", {"table_name": None}),
        ("describe", {"table": "ports"}),
        ("sample", {"table_name": None, "sql": None, "value": None}),
        ("query", {"sql": None}),
        ("query", {"sql": ["SELECT 1"]}),
    ],
)
def test_answers_unusable_arguments_with_an_error_and_costs_a_step(
    env: SqlToolEnv, tool: str, arguments: dict[str, Any]
) -> None:
    assert getattr(env, tool)(**arguments).endswith("(14 steps left)")
    assert env.observation is not None and env.observation.error != ""


def test_ignores_what_a_chat_template_adds_to_the_arguments(env: SqlToolEnv) -> None:
    text = env.query(sql=GOLD_SQL, table_name=None, value=None, self=None, extra={"a": 1})
    assert text.startswith("count(*)\n1. 91")


@pytest.mark.parametrize("value", [91, 91.0, "91", [91]])
def test_takes_answers_that_are_no_text(env: SqlToolEnv, value: Any) -> None:
    assert env.answer(value=value).startswith("Correct.")


def test_takes_a_missing_answer_as_a_wrong_one(env: SqlToolEnv) -> None:
    assert env.answer(value=None).endswith("The episode is over.")
    assert env.get_reward() == 0


def test_charges_every_call_after_the_end_and_asks_no_server(env: SqlToolEnv) -> None:
    env.answer(value=ANSWER)
    for _ in range(3):
        assert env.query(sql="SELECT 1") == "The episode is over: stop calling tools."
    assert env.late_calls == 3
    assert env.get_reward() == pytest.approx(1 - 0.3)


def test_ends_when_the_budget_is_used_up(server: LiveServer) -> None:
    with SqlToolEnv(server.url) as env:
        env.reset(**QUESTION, step_budget=1)
        assert env.describe(table_name="ports").endswith("The episode is over.")
        assert env.observation is not None
        assert env.observation.metadata["outcome"] == "out_of_budget"


def test_names_the_server_that_is_not_there(
    closed_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLENV_URL", closed_url)
    env = SqlToolEnv()
    with pytest.raises(ConnectionError, match=f"SQLEnv at {closed_url} does not answer"):
        env.reset(**QUESTION)
    assert env.describe(table_name="ports") == "No episode has begun."


def test_names_the_field_of_a_row_that_the_server_refuses(server: LiveServer) -> None:
    with SqlToolEnv(server.url) as env:
        with pytest.raises(RuntimeError, match=f"SQLEnv at {server.url}: .*difficulty"):
            env.reset(**QUESTION, difficulty="very hard")
        assert env.reset(**QUESTION)


def test_gives_no_reward_for_an_episode_that_was_lost(data_dir: Any) -> None:
    live = LiveServer.of_node(data_dir)
    env = SqlToolEnv(live.url, patience_s=0.1)
    env.reset(**QUESTION)
    live.kill()
    for _ in range(2):
        with pytest.raises(ConnectionError, match=live.url):
            env.describe(table_name="ports")
    with pytest.raises(ConnectionError, match=live.url):
        env.get_reward()


def test_warns_of_a_row_that_pins_no_question(server: LiveServer) -> None:
    with SqlToolEnv(server.url) as env, pytest.warns(UserWarning, match="pins no question"):
        env.reset(split="train")


def test_knows_the_reset_data_that_the_server_knows(server: LiveServer) -> None:
    paths = json.loads(server.get("/openapi.json")[1])["paths"]
    schema = paths["/reset"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]) == RESET_KEYS


def test_refuses_a_default_that_is_no_reset_data() -> None:
    with pytest.raises(TypeError, match=r"got spilt$"):
        tool_env_at("http://unused", spilt="train")()


def test_has_a_factory_for_a_url_that_can_be_pickled(server: LiveServer) -> None:
    factory = pickle.loads(pickle.dumps(tool_env_at(server.url, step_budget=3, split="train")))
    with factory() as env:
        assert "at most 3;" in env.reset(seed=7)
        assert env.observation.metadata["split"] == "train"
        assert "at most 5;" in env.reset(seed=7, step_budget=5)


def test_frees_its_session_when_it_is_collected(data_dir: Any) -> None:
    live = LiveServer.of_node(data_dir, MAX_CONCURRENT_ENVS="1")
    try:
        env = SqlToolEnv(live.url)
        env.reset(**QUESTION)
        del env
        gc.collect()
        time.sleep(0.5)
        with SqlToolEnv(live.url) as another:
            assert another.reset(**QUESTION)
    finally:
        live.stop()
