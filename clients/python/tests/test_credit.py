"""Reward per token, on episodes of a real server and with tokenizers of every common kind."""

from __future__ import annotations

import itertools
import json
import math
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from live_server import COMMAND, GOLD_SQL, NODE, QUESTION, LiveServer
from tokenizers import Tokenizer
from trained_tokenizers import TOKENIZERS, byte_level_bpe

from sql_env import SqlAction, SqlEnv, step_token_rewards, token_rewards
from sql_env.credit import offsets_of, reward_of, spread_credit

ACTIONS = [
    ("DESCRIBE", " salings "),
    ("DESCRIBE", "sailings"),
    ("SAMPLE", "sailings"),
    ("SAMPLE", "sailings"),
    ("QUERY", "SELECT 'é🏝👩\u200d🔬', s.colour FROM sailings AS s -- 🏝"),
    ("QUERY", "SELEC 1"),
    ("QUERY", "DELETE FROM sailings"),
    ("QUERY", 'SELECT count(*)\nFROM sailings\nWHERE status = "canceled"'),
    ("QUERY", GOLD_SQL),
    ("QUERY", GOLD_SQL),
    ("QUERY", "SELECT count(*) FROM sailings"),
    ("QUERY", "SELECT 'half of one \ud800', nothing"),
    ("LOOK", "around"),
    ("ANSWER", "91"),
]


@pytest.fixture(params=TOKENIZERS.values(), ids=TOKENIZERS.keys())
def tokenizer(request: pytest.FixtureRequest) -> Tokenizer:
    made: Tokenizer = request.param()
    return made


@pytest.fixture(scope="module")
def steps(server: LiveServer) -> list[tuple[str, Any]]:
    """The argument of each action with the result that it had."""
    with SqlEnv(base_url=server.url).sync() as env:
        env.reset(**QUESTION, credit=True)
        return [
            (argument, env.step(SqlAction(action_type=word, argument=argument)))
            for word, argument in ACTIONS
        ]


@pytest.fixture(scope="module")
def trajectory(server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A line as the terminal records it."""
    file = tmp_path_factory.mktemp("episodes") / "episodes.jsonl"
    play = [NODE, COMMAND, "play", "--credit", "--record", file, "--url", server.url]
    lines = ["describe salings", "describe salings", f"query {GOLD_SQL};", "answer 91", ""]
    subprocess.run(
        [*play, "--question", QUESTION["question_id"]],
        input="\n".join(lines),
        text=True,
        check=True,
        capture_output=True,
        timeout=60,
    )
    line: dict[str, Any] = json.loads(file.read_text())
    return line


def earned(text: str, offsets: list[tuple[int, int]], rewards: list[float]) -> dict[str, float]:
    """By the words that tokens stand for; blanks around them are no part of a word."""
    return {
        text[start:end].strip(): reward
        for (start, end), reward in zip(offsets, rewards, strict=True)
    }


def test_keeps_every_reward_to_the_bit(steps: list[tuple[str, Any]], tokenizer: Tokenizer) -> None:
    assert len({result.reward for _, result in steps}) > 5
    for argument, result in steps:
        credit = result.metadata["credit"]
        rewards = step_token_rewards(argument, credit, tokenizer)
        assert len(rewards) == len(offsets_of(tokenizer, argument))
        assert reward_of(credit) == result.reward
        assert math.fsum(rewards) == result.reward


def test_blames_the_tokens_of_a_misspelt_name(
    steps: list[tuple[str, Any]], tokenizer: Tokenizer
) -> None:
    argument, result = steps[4]
    assert "no such column: s.colour" in result.observation.error
    offsets = offsets_of(tokenizer, argument)
    rewards = step_token_rewards(argument, result.metadata["credit"], tokenizer)
    first = argument.index("s.colour")
    for (start, end), reward in zip(offsets, rewards, strict=True):
        touches = start < first + len("s.colour") and end > first
        assert (reward < 0) == touches


def test_gives_progress_to_the_clauses_that_made_it(steps: list[tuple[str, Any]]) -> None:
    bpe = byte_level_bpe()
    argument, result = steps[8]
    assert result.metadata["reward_terms"]["progress"] > 0
    rewards = step_token_rewards(argument, result.metadata["credit"], bpe)
    words = earned(argument, offsets_of(bpe, argument), rewards)
    assert words["count"] > words["SELECT"]


def test_reads_a_trajectory(trajectory: dict[str, Any], tokenizer: Tokenizer) -> None:
    rewards = token_rewards(trajectory, tokenizer)
    assert len(rewards) == 4
    for step, of_step in zip(trajectory["steps"], rewards, strict=True):
        assert len(of_step) == len(offsets_of(tokenizer, step["action"]["argument"]))
        assert math.fsum(of_step) == step["reply"]["reward"]


def test_finds_the_argument_in_what_the_model_wrote(
    steps: list[tuple[str, Any]], tokenizer: Tokenizer
) -> None:
    for argument, result in steps:
        credit = result.metadata["credit"]
        call = {"name": "query", "arguments": {"sql": argument}}
        for written in (argument, json.dumps(call), json.dumps(call, ensure_ascii=False)):
            text = f"I think so 🏝.\n{written}\n"
            rewards = step_token_rewards(argument, credit, tokenizer, text)
            assert len(rewards) == len(offsets_of(tokenizer, text))
            assert math.fsum(rewards) == result.reward
            before = text.rindex(written)
            for (start, end), reward in zip(offsets_of(tokenizer, text), rewards, strict=True):
                if start < end <= before:
                    assert reward == 0


def test_takes_the_last_place_of_an_argument_that_was_thought_about() -> None:
    credit = [{"start": 0, "end": 2, "term": "answer", "value": 1.0}]
    text = "91? Yes: 91"
    bpe = byte_level_bpe()
    rewards = step_token_rewards("91", credit, bpe, text)
    assert [
        start for (start, _), reward in zip(offsets_of(bpe, text), rewards, strict=True) if reward
    ] == [9, 10]


@pytest.mark.parametrize(
    ("span", "offsets", "expected"),
    [
        ((0, 4), [(0, 1), (1, 4)], [0.25, 0.75]),
        ((0, 4), [(0, 2), (2, 6)], [0.5, 0.5]),
        ((0, 2), [(0, 1), (1, 2), (1, 2)], [0.5, 0.25, 0.25]),
        ((0, 3), [(0, 1), (2, 3)], [0.5, 0.5]),
        ((3, 4), [(0, 2), (6, 8)], [1.0, 0.0]),
        ((4, 5), [(0, 2), (6, 8)], [0.0, 1.0]),
        ((5, 5), [(0, 2), (6, 8)], [0.0, 1.0]),
        ((0, 0), [(0, 0), (1, 2), (0, 0)], [0.0, 1.0, 0.0]),
        ((0, 2), [(0, 0)], [1.0]),
    ],
)
def test_shares_by_code_points(
    span: tuple[int, int], offsets: list[tuple[int, int]], expected: list[float]
) -> None:
    credit = [{"start": span[0], "end": span[1], "term": "answer", "value": 1.0}]
    assert spread_credit(credit, offsets) == expected


def test_keeps_sums_of_whatever_a_server_may_say() -> None:
    chance = random.Random(7)
    for _ in range(500):
        length = chance.randint(1, 60)
        cuts = sorted(chance.sample(range(length + 1), min(length + 1, chance.randint(2, 20))))
        offsets = list(itertools.pairwise(cuts))
        terms = {
            "execution": chance.choice([0.0, 0.02]),
            "novelty": chance.choice([0.0, 0.15 / chance.randint(1, 100)]),
            "repetition": chance.choice([0.0, -0.03]),
            "step_cost": -0.02,
            "progress": 0.0375 * chance.randint(-4, 4),
        }
        credit = []
        for term, value in terms.items():
            start = chance.randint(0, length) if term in ("progress", "step_cost") else 0
            end = length if start == 0 else chance.randint(start, length)
            credit.append({"start": start, "end": end, "term": term, "value": value})
        assert math.fsum(spread_credit(credit, offsets)) == reward_of(credit)


def test_says_which_step_has_no_credit(trajectory: dict[str, Any]) -> None:
    plain = json.loads(json.dumps(trajectory))
    del plain["steps"][1]["reply"]["metadata"]["credit"]
    with pytest.raises(ValueError, match="Step 2: it was not played with the reset option credit"):
        token_rewards(plain, byte_level_bpe())
    changed = json.loads(json.dumps(trajectory))
    changed["steps"][0]["reply"]["reward"] = 1
    with pytest.raises(ValueError, match="Step 1: its credit does not add up to its reward, 1"):
        token_rewards(changed, byte_level_bpe())


def test_says_which_text_does_not_fit(trajectory: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Expected a text for each of 4 steps, got 1"):
        token_rewards(trajectory, byte_level_bpe(), ["salings"])
    texts = [f"Now {step['action']['argument']}" for step in trajectory["steps"]]
    assert len(token_rewards(trajectory, byte_level_bpe(), texts)) == 4
    texts[2] = "something else"
    with pytest.raises(ValueError, match="Step 3: its argument does not stand in its text:"):
        token_rewards(trajectory, byte_level_bpe(), texts)


def test_loses_no_reward_for_want_of_tokens() -> None:
    credit = [{"start": 0, "end": 0, "term": "step_cost", "value": -0.02}]
    with pytest.raises(ValueError, match=r"no token to carry the reward -0\.02: give the model's"):
        step_token_rewards("", credit, byte_level_bpe())
    assert math.fsum(step_token_rewards("", credit, byte_level_bpe(), "query()")) == -0.02
    nothing = [{"start": 0, "end": 0, "term": "answer", "value": 0.0}]
    assert step_token_rewards("", nothing, byte_level_bpe()) == []


def test_says_when_a_tokenizer_has_no_offsets() -> None:
    class SlowTokenizer:
        is_fast = False

    with pytest.raises(TypeError, match="SlowTokenizer is a slow tokenizer, without offsets"):
        offsets_of(SlowTokenizer(), "x")
    with pytest.raises(TypeError, match="or one of tokenizers, got str"):
        offsets_of("gpt2", "x")


def test_is_the_same_with_a_tokenizer_of_transformers(
    steps: list[tuple[str, Any]], tokenizer: Tokenizer
) -> None:
    transformers = pytest.importorskip("transformers")
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer)
    for argument, result in steps:
        credit = result.metadata["credit"]
        rewards = step_token_rewards(argument, credit, fast)
        assert rewards == step_token_rewards(argument, credit, tokenizer)


def test_needs_no_package_to_be_imported(tmp_path: Path) -> None:
    code = (
        "from sql_env import token_rewards; import sys; "
        "print([name for name in ('tokenizers', 'transformers', 'openenv') if name in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=tmp_path,
    )
    assert ended.stdout.strip() == "[]"
