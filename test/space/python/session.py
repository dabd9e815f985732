"""One socket session, as a validator has it: a frame out, a frame in, nothing coerced."""

import json

from websockets.sync.client import connect

REPLY_TIMEOUT_S = 30
FRAME_BYTES_MAX = 8 * 1024 * 1024


class Session:
    """Use it with `with`. Replies come as parsed JSON; `texts` has them as they came."""

    def __init__(self, base_url: str):
        self.texts: list[str] = []
        self._socket = connect(
            base_url.replace("http", "ws", 1) + "/ws",
            proxy=None,
            compression=None,
            max_size=FRAME_BYTES_MAX,
        )

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_) -> None:
        self._socket.close()

    def ask(self, kind: str, data: dict | None = None) -> dict:
        frame = {"type": kind} if data is None else {"type": kind, "data": data}
        return json.loads(self.send_text(json.dumps(frame)))

    def send_text(self, frame: str) -> str:
        self._socket.send(frame)
        text = self._socket.recv(timeout=REPLY_TIMEOUT_S)
        self.texts.append(text)
        return text

    def reset(self, **data) -> dict:
        """The envelope of an observation.

        Raises ValueError when the server refuses.
        """
        return _observation(self.ask("reset", data))

    def step(self, action: dict) -> dict:
        return _observation(self.ask("step", action))

    def state(self) -> dict:
        return self.ask("state")["data"]

    def play(self, plan) -> None:
        """A validator's plan to its end: reset, state, then each action and the state after it."""
        self.ask("reset", reset_of(plan))
        self.ask("state")
        for action in plan.actions:
            reply = self.ask("step", action)
            self.ask("state")
            if reply["data"]["done"]:
                break


def reset_of(plan) -> dict:
    return {**plan.reset.options, "seed": plan.reset.seed, "episode_id": plan.reset.episode_id}


def _observation(frame: dict) -> dict:
    if frame["type"] != "observation":
        raise ValueError(f"Expected an observation, got {json.dumps(frame)[:300]}")
    return frame["data"]
