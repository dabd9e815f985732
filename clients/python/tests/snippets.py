"""The Python blocks of a document, run as its reader would run them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from live_server import ROOT

README = ROOT / "clients" / "python" / "README.md"
TRAINING = ROOT / "docs" / "training.md"
TRAJECTORIES = ROOT / "docs" / "trajectories.md"

#: The address of the server in documents.
SERVER = "http://localhost:8000"


def blocks_of(document: Path) -> list[str]:
    text = document.read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def block_with(text: str, document: Path) -> str:
    """The only block that holds the text."""
    [found] = [block for block in blocks_of(document) if text in block]
    return found


def run(block: str, replaced: dict[str, str], **given: Any) -> dict[str, Any]:
    """Runs a block with other texts in it, such as the server's URL.

    Args:
        given: names that the block expects.

    Returns:
        All names that it leaves.
    """
    for old, new in replaced.items():
        assert old in block, f"{old} does not stand in the block"
        block = block.replace(old, new)
    names = {"__name__": "__main__", **given}
    exec(compile(block, "block of a document", "exec", dont_inherit=True), names)
    return names
