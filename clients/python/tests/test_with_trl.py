"""TRL's own look at the environment class, and one training step of its GRPOTrainer with it.

The model is a tiny one with random weights, and its words are scripted: what is tested is how TRL
and the class get on. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from live_server import ANSWER, QUESTION, QUESTION_TEXT, LiveServer

from sql_env.trl import SqlToolEnv, tool_env_at

pytest.importorskip("trl")

from scripted_trainer import call, trainer_with
from transformers.utils import get_json_schema

pytestmark = pytest.mark.filterwarnings("ignore:You are using 'environment_factory'")

ARGUMENTS = {"answer": "value", "describe": "table_name", "query": "sql", "sample": "table_name"}


@pytest.mark.parametrize(("tool", "argument"), ARGUMENTS.items())
def test_shows_transformers_one_text_argument(tool: str, argument: str) -> None:
    schema = get_json_schema(getattr(SqlToolEnv("http://unused"), tool))["function"]
    assert schema["name"] == tool
    assert len(schema["description"]) > 20
    [(name, about)] = schema["parameters"]["properties"].items()
    assert (name, about["type"], schema["parameters"]["required"]) == (argument, "string", [name])
    assert len(about["description"]) > 10
    assert schema["return"]["type"] == "string"


def test_plays_a_training_step(server: LiveServer, tmp_path: Path) -> None:
    prompt = [{"role": "user", "content": "Answer the question."}]
    rows = [{"prompt": prompt, **QUESTION, "seed": None, "gold_sql": "none of your business"}]
    trainer = trainer_with(tool_env_at(server.url, step_budget=5), rows, tmp_path)
    trainer.script = [
        [
            call("describe", '{"table_name": "sailings", "sql": null, "value": null}'),
            call("query", '{"sql": null, "table_name": null}'),
        ],
        [call("answer", f'{{"value": {ANSWER}}}'), call("answer", '{"value": "90"}')],
        ["Done.", call("query", '{"sql": "SELECT 1"}')],
        ["Done."],
    ]
    trainer.train()

    [first, second, third, fourth] = trainer.prompts
    assert first[0] == first[1]
    for text in (*ARGUMENTS, QUESTION_TEXT, "Answer the question.", "Steps: at most 5"):
        assert text in first[0]
    assert "none of your business" not in first[0]
    assert "Table sailings: 1283 rows" in second[0] and "(4 steps left)" in second[0]
    assert "QUERY needs" in second[1]
    assert "Correct." in third[0] and "Wrong." in third[1]
    assert "The episode is over: stop calling tools." in fourth[0]

    logged = next(log for log in trainer.state.log_history if "rewards/SqlToolEnv/mean" in log)
    # DESCRIBE costs 0.02 and earns 0.02 and 0.15 / 5; the blank QUERY costs 0.02, the late call 0.1.
    assert logged["rewards/SqlToolEnv/mean"] == pytest.approx((0.03 + 1 - 0.02 - 0.1) / 2)
    assert logged["tools/failure_frequency"] == 0
    assert [env.late_calls for env in trainer.environments] == [0, 1]


def test_plays_without_a_dataset_and_says_what_is_wrong_with_it(
    server: LiveServer, tmp_path: Path
) -> None:
    trainer = trainer_with(tool_env_at(server.url, split="train"), None, tmp_path)
    trainer.script = [["Done.", "Done."]]
    with pytest.warns(UserWarning, match="pins no question"):
        trainer.train()


def test_stops_when_the_server_is_gone(tmp_path: Path, closed_url: str) -> None:
    prompt = [{"role": "user", "content": "Answer the question."}]
    trainer = trainer_with(tool_env_at(closed_url), [{"prompt": prompt, **QUESTION}], tmp_path)
    with pytest.raises(ConnectionError, match=f"SQLEnv at {closed_url} does not answer"):
        trainer.train()


def test_stops_when_the_server_dies_between_two_turns(
    data_dir: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live = LiveServer.of_node(data_dir)
    prompt = [{"role": "user", "content": "Answer the question."}]
    factory = tool_env_at(live.url, patience_s=2)
    trainer = trainer_with(factory, [{"prompt": prompt, **QUESTION}], tmp_path)
    trainer.script = [
        [call("describe", '{"table_name": "sailings"}')] * 2,
        [call("query", '{"sql": "SELECT 1"}')] * 2,
        ["Done."] * 2,
    ]
    play = trainer._generate_single_turn

    def play_and_kill(*arguments: Any, **options: Any) -> Any:
        if len(trainer.prompts) == 1:
            live.kill()
        return play(*arguments, **options)

    trainer._generate_single_turn = play_and_kill
    # TRL shows the fault to the model as a tool's reply, and then asks for the reward.
    with pytest.raises(ConnectionError, match=f"SQLEnv at {live.url} does not answer"):
        trainer.train()
    assert f"SQLEnv at {live.url} does not answer. Trying again for 2 s" in caplog.messages
    assert trainer.state.global_step == 0


def test_can_be_sent_to_the_process_of_the_asynchronous_trainer(server: LiveServer) -> None:
    for factory in (SqlToolEnv, tool_env_at(server.url)):
        assert isinstance(pickle.loads(pickle.dumps(factory))(), SqlToolEnv)
