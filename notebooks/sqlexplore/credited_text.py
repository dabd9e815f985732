"""An action's text with what each of its tokens has earned."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from sql_env.credit import Offsets

#: Red, green and blue of what has earned and of what has cost; the figures have the same colours.
EARNED, COST = "47, 111, 181", "200, 100, 28"


@dataclass(frozen=True, repr=False)
class CreditedText:
    """Coloured spans in a notebook, and lines of numbers and tokens where there are no colours.

    Attributes:
        text: of the action.
        offsets: where each token stands in it, in order.
        rewards: of each token, in reward units.
    """

    text: str
    offsets: Sequence[Offsets]
    rewards: Sequence[float]

    def __repr__(self) -> str:
        lines = [
            f"{reward:+.5f}  {self.text[start:end]!r}"
            for (start, end), reward in zip(self.offsets, self.rewards, strict=True)
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        most = max(map(abs, self.rewards), default=0) or 1
        parts, place = [], 0
        for (start, end), reward in zip(self.offsets, self.rewards, strict=True):
            parts.append(html.escape(self.text[place:start]))
            # Tokens that share a character have the same place, and it is written once.
            parts.append(_span(self.text[max(start, place) : end], reward, most))
            place = max(place, end)
        parts.append(html.escape(self.text[place:]))
        return f'<code style="white-space: pre-wrap">{"".join(parts)}</code>'


def _span(text: str, reward: float, most: float) -> str:
    color = EARNED if reward >= 0 else COST
    strength = 0.6 * abs(reward) / most
    style = f"background: rgba({color}, {strength:.2f}); padding: 2px 0"
    return f'<span style="{style}" title="{reward:+.5f}">{html.escape(text)}</span>'
