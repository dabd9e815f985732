"""A stub of what a trainer asks for a model's words: an endpoint that speaks OpenAI's chat
completions, at once or as a stream, and says what a function of the test returns."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import Self

#: From a request's body to the message without its role: `content`, or `tool_calls`.
Policy = Callable[[dict[str, Any]], dict[str, Any]]


class StubLlm:
    """Answers until it is left; `requests` has the bodies that came."""

    def __init__(self, policy: Policy) -> None:
        self.requests: list[dict[str, Any]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(handler) -> None:
                length = int(handler.headers["content-length"])
                request = json.loads(handler.rfile.read(length))
                self.requests.append(request)
                kind, body = completion(request, policy(request))
                handler.send_response(200)
                handler.send_header("content-type", kind)
                handler.end_headers()
                handler.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def completion(request: dict[str, Any], words: dict[str, Any]) -> tuple[str, str]:
    """The content type and body of a reply."""
    message = {"role": "assistant", **words}
    reply = {"id": "stub", "created": 0, "model": request["model"]}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    if not request.get("stream"):
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        reply |= {"object": "chat.completion", "choices": [choice], "usage": usage}
        return "application/json", json.dumps(reply)
    choice = {"index": 0, "finish_reason": "stop", "delta": message}
    reply |= {"object": "chat.completion.chunk", "choices": [choice]}
    events = [reply, {**reply, "choices": [], "usage": usage}]
    lines = [*(json.dumps(event) for event in events), "[DONE]"]
    return "text/event-stream", "".join(f"data: {line}\n\n" for line in lines)


def call(name: str, **arguments: str) -> dict[str, Any]:
    """A message that calls one tool."""
    function = {"name": name, "arguments": json.dumps(arguments)}
    tool_call = {"index": 0, "id": f"call_{name}", "type": "function", "function": function}
    return {"content": None, "tool_calls": [tool_call]}
