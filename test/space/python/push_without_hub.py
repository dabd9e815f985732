"""The whole `openenv push`, but for the Hub: what would be uploaded is put into a folder instead.

    python push_without_hub.py UPLOADED ARGS…

Prints what the Hub was asked for, as JSON: `[{"call": "create_repo", "repo_id": "…"}, …]`.
"""

import json
import shutil
import sys
from pathlib import Path

from huggingface_hub.utils import filter_repo_objects
from openenv.cli.__main__ import app
from openenv.cli.commands import push
from typer.testing import CliRunner

calls: list[dict] = []


class FolderHub:
    """Stands in for the Hub's API, with the methods that `push` calls."""

    uploaded = Path()

    def create_repo(self, **request) -> None:
        calls.append({"call": "create_repo", **request})

    def upload_folder(self, *, folder_path: str, ignore_patterns: list[str], **request) -> None:
        calls.append({"call": "upload_folder", **request})
        staged = Path(folder_path)
        files = [
            path.relative_to(staged).as_posix() for path in staged.rglob("*") if path.is_file()
        ]
        # As the Hub's client sieves them once more.
        for file in filter_repo_objects(files, ignore_patterns=ignore_patterns):
            target = self.uploaded / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(staged / file, target)

    def add_space_variable(self, **request) -> None:
        calls.append({"call": "add_space_variable", **request})


def main(uploaded: str, *args: str) -> int:
    FolderHub.uploaded = Path(uploaded)
    push.HfApi = FolderHub
    push.whoami = lambda: {"name": "somebody"}
    result = CliRunner().invoke(app, ["push", *args])
    if result.exit_code != 0:
        print(result.output, file=sys.stderr)
        return result.exit_code
    json.dump(calls, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
