"""Episodes that are played, recorded and exported by the commands that users have."""

from __future__ import annotations

import subprocess
from pathlib import Path

from live_server import ANSWER, COMMAND, GOLD_SQL, NODE, QUESTION, LiveServer

#: Text that breaks careless writers: a formula, quotes, tags of chat templates, beyond ASCII.
HOSTILE_SQL = '=1+1, "a", \'b\', </tool_call> <|im_end|> é 👩‍🔬 \\ {"sql": null}'

EPISODES = {
    "solved": ["describe sailings", "sample operators", GOLD_SQL, f"answer {ANSWER}"],
    "wrong": ["describe sailings", "SELECT count(*) FROM sailings", "answer 1283"],
    "mended": [
        "SELECT count(*) FROM sailing",
        "describe sailings",
        GOLD_SQL,
        f"answer {ANSWER}",
    ],
    "hostile": [HOSTILE_SQL, f"answer {ANSWER}"],
}


def record_episodes(server: LiveServer, file: Path, names: list[str]) -> None:
    for name in names:
        words = ["play", "--url", server.url, "--question", QUESTION["question_id"]]
        subprocess.run(
            [NODE, COMMAND, *words, "--record", file],
            input="".join(f"{line}\n" for line in EPISODES[name]).encode(),
            check=True,
            capture_output=True,
            timeout=60,
        )


def export(trajectories: Path, export_format: str, out: Path, *options: str) -> Path:
    subprocess.run(
        [NODE, COMMAND, "export", "--format", export_format, "--out", out, *options, trajectories],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return out
