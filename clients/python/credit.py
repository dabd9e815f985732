"""From the credit of a step to one number for each token of its action. The repository's
docs/token-credit.md says where credit comes from and what it means."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

#: An entry of `metadata["credit"]`: `start` and `end`, in code points of the action's argument, `term`
#: and `value`.
Credit = Mapping[str, Any]

#: Where a token stands in its text, in code points.
Offsets = tuple[int, int]


def token_rewards(
    trajectory: Mapping[str, Any], tokenizer: Any, texts: Sequence[str] | None = None
) -> list[list[float]]:
    """What each token of a trajectory has earned.

    Args:
        trajectory: a line of a file of trajectories, parsed, that was played with the reset option
            `credit`; the repository's docs/trajectories.md has its format.
        tokenizer: a fast one of `transformers`, or a `tokenizers.Tokenizer`.
        texts: what the model wrote for each step, where that is more than the action's argument. The
            argument is looked for in it from the end, as it is and as a JSON string has it.

    Returns:
        For each step one number per token of its text, as the tokenizer cuts it without special
        tokens. `math.fsum` of them is the step's reward, to the bit.

    Raises:
        ValueError: the trajectory has no credit, or `texts` does not fit it; the message names the
            step.
        TypeError: the tokenizer does not say where its tokens stand.
    """
    steps = trajectory["steps"]
    if texts is not None and len(texts) != len(steps):
        raise ValueError(f"Expected a text for each of {len(steps)} steps, got {len(texts)}")
    rewards = []
    for index, step in enumerate(steps):
        reply, argument = step["reply"], step["action"]["argument"]
        credit = reply["metadata"].get("credit")
        try:
            if credit is None:
                raise ValueError("it was not played with the reset option credit")
            if reward_of(credit) != reply["reward"]:
                raise ValueError(f"its credit does not add up to its reward, {reply['reward']}")
            text = None if texts is None else texts[index]
            rewards.append(step_token_rewards(argument, credit, tokenizer, text))
        except ValueError as error:
            raise ValueError(f"Step {index + 1}: {error}") from error
    return rewards


def step_token_rewards(
    argument: str, credit: Sequence[Credit], tokenizer: Any, text: str | None = None
) -> list[float]:
    """What each token of one step has earned.

    Args:
        argument: of the action.
        credit: `metadata["credit"]` of its reply.
        tokenizer, text: as `token_rewards` takes them.

    Returns:
        One number per token of the text; `math.fsum` of them is the step's reward, to the bit.

    Raises:
        ValueError, TypeError: as `token_rewards` does.
    """
    if text is None:
        return spread_credit(credit, offsets_of(tokenizer, argument))
    places = _places_in(text, argument)
    moved = [
        {**entry, "start": places[entry["start"]], "end": places[entry["end"]]} for entry in credit
    ]
    return spread_credit(moved, offsets_of(tokenizer, text))


def spread_credit(credit: Sequence[Credit], offsets: Sequence[Offsets]) -> list[float]:
    """Shares credit among tokens, whatever they were made by.

    A token gets the share of a span that its code points are; a code point that several tokens have,
    as those of a character that is cut into bytes, is shared by them alike. A span that no token
    has falls to the nearest one. Tokens without code points, such as special ones, get nothing.

    Args:
        credit: of one text.
        offsets: where each token stands in the same text.

    Returns:
        One number per token; `math.fsum` of them is `reward_of(credit)`, to the bit.

    Raises:
        ValueError: there is a reward, and no token to carry it.
    """
    reward = reward_of(credit)
    if not offsets:
        if reward == 0:
            return []
        raise ValueError(f"there is no token to carry the reward {reward}: give the model's text")
    holders: dict[int, list[int]] = {}
    for token, (start, end) in enumerate(offsets):
        for place in range(start, end):
            holders.setdefault(place, []).append(token)
    shares = [Fraction(0)] * len(offsets)
    for entry in credit:
        weights = _weights(entry["start"], entry["end"], holders)
        if not weights:
            weights = {_nearest(entry["start"], entry["end"], offsets): Fraction(1)}
        per_weight = Fraction(entry["value"]) / sum(weights.values())
        for token, weight in weights.items():
            shares[token] += per_weight * weight
    return _rounded(shares, reward)


def reward_of(credit: Iterable[Credit]) -> float:
    """The step's reward: values are added term by term, then the terms, as the server does."""
    terms: dict[str, float] = {}
    for entry in credit:
        terms[entry["term"]] = terms.get(entry["term"], 0.0) + entry["value"]
    total = 0.0
    for value in terms.values():
        total += value
    return total


def offsets_of(tokenizer: Any, text: str) -> list[Offsets]:
    """Where the tokens of a text stand in it, without special tokens.

    Raises:
        TypeError: the tokenizer does not say.
    """
    # No tokenizer takes halves of characters, which JSON lets through.
    whole = text.encode("utf-8", "replace").decode()
    is_fast = getattr(tokenizer, "is_fast", None)
    if is_fast:
        cut = tokenizer(whole, add_special_tokens=False, return_offsets_mapping=True)
        return [(start, end) for start, end in cut["offset_mapping"]]
    name = type(tokenizer).__name__
    if is_fast is False:
        raise TypeError(f"{name} is a slow tokenizer, without offsets: load its fast version")
    if not hasattr(tokenizer, "encode_batch"):
        raise TypeError(
            f"Expected a fast tokenizer of transformers, or one of tokenizers, got {name}"
        )
    return list(tokenizer.encode(whole, add_special_tokens=False).offsets)


def _places_in(text: str, argument: str) -> list[int]:
    """Where each code point of the argument begins in the text, and where the last one ends."""
    for pieces in (
        list(argument),
        [json.dumps(character, ensure_ascii=False)[1:-1] for character in argument],
        [json.dumps(character)[1:-1] for character in argument],
    ):
        start = text.rfind("".join(pieces))
        if start >= 0:
            return list(accumulate(map(len, pieces), initial=start))
    raise ValueError(f"its argument does not stand in its text: {argument[:80]!r}")


def _weights(start: int, end: int, holders: Mapping[int, Sequence[int]]) -> dict[int, Fraction]:
    """How many code points of a span each token has."""
    weights: dict[int, Fraction] = {}
    for place in range(start, end):
        tokens = holders.get(place, ())
        for token in tokens:
            weights[token] = weights.get(token, Fraction(0)) + Fraction(1, len(tokens))
    return weights


def _nearest(start: int, end: int, offsets: Sequence[Offsets]) -> int:
    """The first of the nearest tokens; one without code points only where there is no other."""

    def key(token: int) -> tuple[bool, int]:
        first, last = offsets[token]
        return first == last, max(first - end, start - last, 0)

    return min(range(len(offsets)), key=key)


def _rounded(shares: Sequence[Fraction], reward: float) -> list[float]:
    """The shares as doubles. The smallest takes what the others lose: it has the finest digits."""
    rewards = [float(share) for share in shares]
    carriers = [token for token, share in enumerate(shares) if share != 0] or range(len(shares))
    smallest = min(carriers, key=lambda token: abs(shares[token]))
    others = sum(Fraction(value) for token, value in enumerate(rewards) if token != smallest)
    rewards[smallest] = float(Fraction(reward) - others)
    return rewards
