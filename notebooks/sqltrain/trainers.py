"""TRL's trainers for the environment, built the same way for a model of any size."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset  # type: ignore[import-untyped]
from transformers import PrinterCallback, TrainerCallback
from transformers.trainer_utils import get_last_checkpoint
from transformers.utils import get_json_schema
from trl import GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from sql_env.trl import SqlToolEnv

from .episodes import Message, Row, tools
from .machine import precision
from .models import empty
from .settings import Settings, claim_folder

#: Without thinking: it helps a model of this size out of errors, and ends in loops as often.
CHAT_OPTIONS = {"enable_thinking": False}


def sft_trainer(
    model: Any,
    tokenizer: Any,
    conversations: Sequence[Sequence[Message]],
    settings: Settings,
    callbacks: Sequence[TrainerCallback] = (),
) -> SFTTrainer:
    """Learns what the agent says in demonstrations, over all turns, and nothing that it is told.

    Raises:
        ValueError: the folder of `settings` has another run.
    """
    claim_folder(settings)
    shown = json.dumps([get_json_schema(tool) for tool in tools()])
    # JSON text, both: of objects, `datasets` makes one type with a null for every other tool's key.
    rows = [
        {"messages": [_with_argument_text(message) for message in messages], "tools": shown}
        for messages in conversations
    ]
    config = SFTConfig(
        output_dir=str(settings.out / "sft"),
        max_steps=settings.sft_steps,
        per_device_train_batch_size=settings.sft_batch_at_once,
        gradient_accumulation_steps=settings.sft_batch // settings.sft_batch_at_once,
        learning_rate=settings.sft_learning_rate,
        lr_scheduler_type="cosine",
        warmup_steps=min(50, settings.sft_steps // 4),
        adam_beta2=0.98,
        assistant_only_loss=True,
        max_length=None,
        logging_steps=settings.sft_check_every,
        save_steps=settings.sft_check_every,
        **_common(settings),
    )
    return SFTTrainer(
        model=model,
        processing_class=tokenizer,
        args=config,
        train_dataset=Dataset.from_list(rows),
        callbacks=list(callbacks),
    )


def grpo_trainer(
    model: Any,
    tokenizer: Any,
    rows: Sequence[Row],
    make_env: Callable[[], SqlToolEnv],
    settings: Settings,
    callbacks: Sequence[TrainerCallback] = (),
) -> GRPOTrainer:
    """Plays each question several times and moves towards what earned more.

    The reward is the environment's own: the sum of an episode's steps, less 0.1 for each call after
    its end.

    Raises:
        ValueError: the folder of `settings` has another run.
    """
    claim_folder(settings)
    config = GRPOConfig(
        output_dir=str(settings.out / "grpo"),
        max_steps=settings.grpo_steps,
        per_device_train_batch_size=settings.grpo_batch_at_once,
        gradient_accumulation_steps=settings.grpo_batch // settings.grpo_batch_at_once,
        steps_per_generation=settings.grpo_generate_at_once // settings.grpo_batch_at_once,
        num_generations=settings.generations,
        learning_rate=settings.grpo_learning_rate,
        lr_scheduler_type="constant_with_warmup",
        warmup_steps=min(5, settings.grpo_steps // 4),
        reward_weights=[0.0],
        beta=settings.kl,
        temperature=1.0,
        # Not divided by a group's spread: where nobody solved the question, that would make
        # hundredths for looking around as loud as an answer.
        scale_rewards="none",
        max_completion_length=settings.completion_tokens,
        # What was cut off had no chance to answer.
        mask_truncated_completions=True,
        max_tool_calling_iterations=settings.tool_turns,
        chat_template_kwargs=CHAT_OPTIONS,
        logging_steps=1,
        save_steps=settings.grpo_save_every,
        **_common(settings),
    )
    return GRPOTrainer(
        model=model,
        processing_class=tokenizer,
        reward_funcs=[solved],
        args=config,
        train_dataset=Dataset.from_list(list(rows)),
        environment_factory=make_env,
        callbacks=list(callbacks),
    )


def solved(environments: Sequence[SqlToolEnv], **_: Any) -> list[float | None]:
    """Whether each rollout's answer was right: logged beside the reward, with weight 0."""
    return [
        float(env.observation is not None and env.observation.metadata.get("outcome") == "solved")
        for env in environments
    ]


def train(trainer: SFTTrainer | GRPOTrainer) -> Path:
    """Trains to the end, from the last checkpoint where there is one.

    However it ends, the sessions and the memory that the trainer holds are given back: a notebook
    keeps hold of a trainer that failed. At the end the checkpoints are deleted.

    Returns:
        The folder with the model, its tokenizer, and `log.json`: what was logged at each step.
    """
    out = Path(str(trainer.args.output_dir))
    trainer.remove_callback(PrinterCallback)
    try:
        trainer.train(
            resume_from_checkpoint=get_last_checkpoint(str(out)) if out.is_dir() else None
        )
        trainer.save_model(str(out / "model"))
    finally:
        _release(trainer)
    log = out / "model" / "log.json"
    log.write_text(json.dumps(trainer.state.log_history), encoding="utf-8")
    for checkpoint in out.glob("checkpoint-*"):
        shutil.rmtree(checkpoint)
    return out / "model"


def is_trained(folder: Path) -> bool:
    """Whether `train` came to its end there before."""
    return (folder / "log.json").is_file()


def _common(settings: Settings) -> dict[str, Any]:
    return {
        "seed": settings.seed,
        "save_total_limit": 2,
        "report_to": [],
        "disable_tqdm": True,
        "gradient_checkpointing": torch.cuda.is_available(),
        **precision(),
    }


def _release(trainer: SFTTrainer | GRPOTrainer) -> None:
    for env in getattr(trainer, "environments", None) or []:
        env._close()
    if trainer.optimizer is not None:
        trainer.optimizer.state.clear()
    if trainer.model is not None:
        trainer.model.zero_grad(set_to_none=True)
    reference = getattr(trainer, "ref_model", None)
    if reference is not None:
        empty(reference)


def _with_argument_text(message: Message) -> Message:
    calls = message.get("tool_calls")
    if not calls:
        return message
    functions = [{**call["function"]} for call in calls]
    for function in functions:
        if not isinstance(function["arguments"], str):
            function["arguments"] = json.dumps(function["arguments"], ensure_ascii=False)
    return {
        **message,
        "tool_calls": [{"type": "function", "function": function} for function in functions],
    }
