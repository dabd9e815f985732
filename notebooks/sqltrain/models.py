"""The model and its tokenizer: of the hub, or a tiny one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import get_json_schema
from transformers.utils.chat_template_utils import render_jinja_template
from trl.chat_template_utils import add_response_schema

from .episodes import Message, tools
from .settings import Settings
from .tiny_model import tiny_model, train_tokenizer

TEMPLATES = files("trl") / "chat_templates"

#: Qwen3's, with the marks by which SFT tells the agent's tokens, and the same beginning each turn.
TEMPLATE = (TEMPLATES / "qwen3_training.jinja").read_text(encoding="utf-8")


def load_model(source: str | Path) -> tuple[Any, Any]:
    """A Qwen3 of the hub or of a folder, and its tokenizer.

    Raises:
        RuntimeError: it is not there, or the hub cannot be reached; the message says what to do.
    """
    if isinstance(source, Path) and not source.is_dir():
        raise RuntimeError(f"No model in {source} yet: run the cells above first")
    try:
        # In bfloat16 weights would not change by a millionth; computing in it is the trainers' affair.
        model: Any = AutoModelForCausalLM.from_pretrained(source, dtype=torch.float32)
        tokenizer = AutoTokenizer.from_pretrained(source)
    except OSError as error:
        raise RuntimeError(
            f"{source} could not be loaded. A model of the hub needs a network the first time; in the "
            "settings, model may also name a folder with one"
        ) from error
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    return model, _prepared(tokenizer)


@contextmanager
def loaded(source: str | Path) -> Iterator[tuple[Any, Any]]:
    """A model and its tokenizer, whose memory is given back whoever still holds them."""
    model, tokenizer = load_model(source)
    try:
        yield model, tokenizer
    finally:
        empty(model)


def empty(model: Any) -> None:
    """Gives the memory of the weights back. The model is of no use any more."""
    model.to_empty(device="meta")
    torch.cuda.empty_cache()


def make_tiny_model(
    conversations: Sequence[Sequence[Message]],
    words: Sequence[str],
    settings: Settings,
) -> tuple[Any, Any]:
    """A Qwen3 with random weights, and a tokenizer trained on the demonstrations.

    Args:
        words: further made-up words, so that the tokenizer learns syllables and not names.
    """
    schemas: list[Any] = [get_json_schema(tool) for tool in tools()]
    rendered: Any = render_jinja_template(
        conversations=[list(messages) for messages in conversations],
        tools=schemas,
        chat_template=TEMPLATE,
    )
    texts: list[str] = rendered[0]
    # The same in each conversation: the system prompt, the tools, and how a call begins and ends.
    fixed = [texts[0].split("<|im_start|>system\n")[1].split("<|im_end|>")[0], '"}}\n']
    for schema in schemas:
        name = schema["function"]["name"]
        [argument] = schema["function"]["parameters"]["properties"]
        fixed.append(f'\n{{"name": "{name}", "arguments": {{"{argument}": "')
    corpus = [text.replace(fixed[0], "") for text in texts] + [" " + " ".join(words)] * 5
    tokenizer = train_tokenizer(corpus, fixed, settings.vocabulary)
    return tiny_model(tokenizer, settings.layers, settings.width), _prepared(tokenizer)


def _prepared(tokenizer: Any) -> Any:
    # By the published template TRL knows how calls are read; conversations are the same in both.
    tokenizer.chat_template = (TEMPLATES / "qwen3.jinja").read_text(encoding="utf-8")
    add_response_schema(tokenizer)
    tokenizer.chat_template = TEMPLATE
    return tokenizer
