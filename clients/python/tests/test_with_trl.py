"""TRL's own look at the environment class, and one training step of its GRPOTrainer with it.

The model is a tiny one with random weights, and its words are scripted: what is tested is how TRL
and the class get on. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import pickle
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from live_server import ANSWER, QUESTION, QUESTION_TEXT, LiveServer

from sql_env.trl import SqlToolEnv, tool_env_at

trl = pytest.importorskip("trl")

from datasets import Dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM
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


def byte_tokenizer() -> PreTrainedTokenizerFast:
    """One token for each byte, and Qwen3's chat template as TRL ships it."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({text: place for place, text in enumerate(alphabet)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    tokenizer.add_tokens(["<tool_call>", "</tool_call>", "<think>", "</think>"])
    template = (files("trl") / "chat_templates" / "qwen3.jinja").read_text()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        chat_template=template,
    )


def tiny_model(tokenizer: PreTrainedTokenizerFast) -> Qwen3ForCausalLM:
    config = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=8,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return Qwen3ForCausalLM(config)


class ScriptedTrainer(trl.GRPOTrainer):  # type: ignore[misc]
    """Says in each turn, for each rollout that goes on, what the script has."""

    script: list[list[str]]
    prompts: list[list[str]]

    def _generate_single_turn(self, prompt_ids: list[list[int]], *_: Any, **__: Any) -> Any:
        texts = self.script.pop(0)
        assert len(texts) == len(prompt_ids)
        self.prompts.append([self.processing_class.decode(ids) for ids in prompt_ids])
        return [self.processing_class.encode(f"{text}<|im_end|>") for text in texts], None


def call(name: str, arguments: str) -> str:
    return f'<tool_call>\n{{"name": "{name}", "arguments": {arguments}}}\n</tool_call>'


def trainer_with(factory: Any, rows: list[dict[str, Any]] | None, out: Path) -> ScriptedTrainer:
    tokenizer = byte_tokenizer()
    config = trl.GRPOConfig(
        output_dir=str(out),
        per_device_train_batch_size=2,
        num_generations=2,
        max_steps=1,
        max_completion_length=8192,
        logging_steps=1,
        save_strategy="no",
        report_to=[],
        use_cpu=True,
        bf16=False,
    )
    trainer = ScriptedTrainer(
        model=tiny_model(tokenizer),
        processing_class=tokenizer,
        args=config,
        train_dataset=None if rows is None else Dataset.from_list(rows),
        environment_factory=factory,
    )
    trainer.prompts = []
    return trainer


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


def test_can_be_sent_to_the_process_of_the_asynchronous_trainer(server: LiveServer) -> None:
    for factory in (SqlToolEnv, tool_env_at(server.url)):
        assert isinstance(pickle.loads(pickle.dumps(factory))(), SqlToolEnv)
