"""A model plays many episodes at once, greedily: each turn is one batch of `generate`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import torch
from trl.chat_template_utils import parse_response

from sql_env.trl import SqlToolEnv

from .episodes import Conversation, Row, tools
from .intervals import Share
from .settings import SESSIONS


def play_greedily(
    model: Any,
    tokenizer: Any,
    rows: Sequence[Row],
    make_env: Callable[[], SqlToolEnv],
    *,
    turns: int,
    tokens_per_turn: int,
    batch: int = 64,
) -> list[Conversation]:
    """Plays every row once, the most likely token each time.

    Args:
        tokenizer: with a response template, as `prepare_tokenizer` gives it.
        turns: how often the model may speak in an episode.
        tokens_per_turn: what it says beyond is cut off.
        batch: how many episodes go at once; fewer need less memory.

    Returns:
        The conversations, in the order of the rows.
    """
    conversations: list[Conversation] = []
    for start in range(0, len(rows), batch):
        with ExitStack() as sockets, ThreadPoolExecutor(SESSIONS) as pool:

            def begin(row: Row, sockets: ExitStack = sockets) -> Conversation:
                return Conversation(sockets.enter_context(make_env()), row)

            playing = list(pool.map(begin, rows[start : start + batch]))
            conversations += playing
            for _ in range(turns):
                going = [conversation for conversation in playing if not conversation.is_over]
                if not going:
                    break
                said = _speak(model, tokenizer, going, tokens_per_turn)
                list(pool.map(Conversation.say, going, said))
    return conversations


def solved_of(conversations: Sequence[Conversation]) -> Share:
    """How many were answered rightly."""
    return Share(sum(one.outcome == "solved" for one in conversations), len(conversations))


def _speak(
    model: Any, tokenizer: Any, conversations: Sequence[Conversation], tokens_max: int
) -> list[dict[str, Any]]:
    shown: list[Any] = list(tools())
    prompts = [
        tokenizer.apply_chat_template(
            conversation.messages,
            tools=shown,
            add_generation_prompt=True,
            enable_thinking=False,
            return_dict=True,
        )["input_ids"]
        for conversation in conversations
    ]
    inputs = tokenizer.pad({"input_ids": prompts}, return_tensors="pt", padding_side="left")
    inputs = inputs.to(model.device)
    was_training = model.training
    model.eval()
    with torch.inference_mode():
        written = model.generate(**inputs, max_new_tokens=tokens_max, do_sample=False)
    model.train(was_training)
    width = inputs["input_ids"].shape[1]
    return [
        parse_response(tokenizer, _until_end(ids[width:].tolist(), tokenizer), prompt, shown)
        for ids, prompt in zip(written, prompts, strict=True)
    ]


def _until_end(ids: list[int], tokenizer: Any) -> list[int]:
    end = tokenizer.eos_token_id
    return ids[: ids.index(end) + 1] if end in ids else ids
