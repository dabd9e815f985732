"""A Qwen3 of a few hundred thousand weights and a tokenizer for it, both made on the spot."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

#: Qwen3's own marks.
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
MARKS = [
    "<tool_call>",
    "</tool_call>",
    "<tool_response>",
    "</tool_response>",
    "<think>",
    "</think>",
]

#: Words with the blank before them, single digits, line breaks, and what is between.
PIECES = r" ?\p{L}+|\p{N}|\n+| ?[^\s\p{L}\p{N}]+|\s"


def train_tokenizer(
    texts: Iterable[str], fixed: Iterable[str], vocabulary: int
) -> PreTrainedTokenizerFast:
    """A byte-level BPE with Qwen3's marks.

    Args:
        texts: conversations of the train split, as the template writes them.
        fixed: texts that all of them have, each of which becomes one token, so that a context of
            1,500 characters fits into 100 tokens.
        vocabulary: how many tokens BPE may have; few, so that names fall into syllables.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.add_tokens([AddedToken(text, normalized=False) for text in (*MARKS, *fixed)])
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=SPECIAL,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        padding_side="left",
    )


def tiny_model(tokenizer: PreTrainedTokenizerFast, layers: int, width: int) -> Qwen3ForCausalLM:
    """Random weights in Qwen3's architecture."""
    return Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=len(tokenizer),
            hidden_size=width,
            intermediate_size=width * 2,
            num_hidden_layers=layers,
            num_attention_heads=4,
            num_key_value_heads=4,
            head_dim=width // 4,
            tie_word_embeddings=True,
            max_position_embeddings=1024,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )
