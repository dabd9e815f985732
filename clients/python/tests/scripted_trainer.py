"""TRL's GRPOTrainer on a tiny model with random weights whose words are scripted."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from datasets import Dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

import trl


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
