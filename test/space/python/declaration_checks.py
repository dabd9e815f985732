"""Are the tools and tasks that the manifest declares those that a client finds?"""

import json
import urllib.error
import urllib.request

from our_check import OurCheck
from session import Session

PREVIEWS = 2


class ToolDeclarationAccuracy(OurCheck):
    """MCP's list, on a socket that was not reset, has the declared tools and no others."""

    check_id = "runtime.tool_declaration_accuracy"

    def problems(self, subject):
        request = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
        with Session(subject.running.base_url) as session:
            reply = session.ask("mcp", request)
        result = reply["data"]["result"]
        found = [tool["name"] for tool in result["tools"]]
        self.measured = {"tools": found}
        if len(set(found)) < len(found):
            yield f"a tool is listed twice: {found}"
        if set(found) != set(subject.manifest.capabilities.declared_tools):
            yield f"found {found}, declared {subject.manifest.capabilities.declared_tools}"
        if result.get("nextCursor") is not None:
            yield "the list goes on behind a cursor, which validators do not follow"


class TaskDeclarationAccuracy(OurCheck):
    """The Task API has the declared splits and counts, and a reset plays the task that it shows."""

    check_id = "runtime.task_declaration_accuracy"

    def applies_to(self, manifest) -> bool:
        return manifest.capabilities.task_api

    def problems(self, subject):
        declared = subject.manifest.capabilities.declared_task_count
        tasks = f"{subject.running.base_url}/{subject.manifest.name}"
        splits = [split["name"] for split in fetch(f"{tasks}/splits")]
        if splits != list(dict.fromkeys(splits)) or set(splits) != set(declared):
            yield f"found splits {splits}, declared {list(declared)}"
        for split in splits:
            count = fetch(f"{tasks}/num_tasks", {"split": split})["num_tasks"]
            self.measured[split] = count
            if count != declared.get(split):
                yield f"{split} has {count} tasks, declared {declared.get(split)}"
            if status_of(f"{tasks}/task", {"split": split, "index": count}) != 400:
                yield f"{split} has a task at {count}, behind its last"
            for index in range(min(PREVIEWS, count)):
                task = fetch(f"{tasks}/task", {"split": split, "index": index})["task"]
                yield from differs(subject.running.base_url, split, index, task)


def differs(base_url: str, split: str, index: int, task: dict):
    with Session(base_url) as session:
        reply = session.reset(split=split, index=index)
    played = reply["metadata"]["question_id"]
    if (task["id"], task["split"], task["index"]) != (played, split, index):
        yield f"{split} {index} shows {task['id']} and plays {played}"


def fetch(url: str, body: dict | None = None):
    request = urllib.request.Request(
        url,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Accept-Encoding": "identity", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        encoding = response.headers.get("Content-Encoding", "identity")
        if encoding != "identity":
            raise ValueError(f"{url} answered in {encoding}, which validators refuse")
        return json.loads(response.read())


def status_of(url: str, body: dict) -> int:
    try:
        fetch(url, body)
    except urllib.error.HTTPError as error:
        return error.code
    return 200
