"""load_tasks against the live server."""

from __future__ import annotations

import http.server
import threading

import pytest
from live_server import LiveServer, free_port

from sql_env.tasks import SYSTEM_PROMPT, load_tasks
from sql_env.trl import SqlToolEnv


def test_gives_every_question_of_a_split_once(server: LiveServer) -> None:
    rows = load_tasks(server.url, "train")
    assert len(rows) > 100
    assert [row["index"] for row in rows] == list(range(len(rows)))
    assert len({row["question_id"] for row in rows}) == len(rows)
    assert {row["split"] for row in rows} == {"train"}
    assert rows[0]["prompt"][0] == {"role": "system", "content": SYSTEM_PROMPT}


def test_shares_no_database_between_splits(server: LiveServer) -> None:
    databases = [
        {row["db_id"] for row in load_tasks(server.url, split)}
        for split in ("train", "validation", "test")
    ]
    assert all(databases)
    assert sum(len(names) for names in databases) == len(set().union(*databases))


def test_gives_rows_that_the_environment_plays(server: LiveServer) -> None:
    row = load_tasks(server.url, "validation")[7]
    with SqlToolEnv(server.url) as env:
        text = env.reset(**row)
        assert env.observation is not None
        assert env.observation.metadata["question_id"] == row["question_id"]
        assert env.observation.metadata["db_id"] == row["db_id"]
    # It is appended to the user's message.
    assert text.startswith("\n\nQuestion: ")


def test_filters_by_difficulty_and_database(server: LiveServer) -> None:
    easy = load_tasks(server.url, "train", difficulty="easy", db_id="island_ferries")
    assert {(row["difficulty"], row["db_id"]) for row in easy} == {("easy", "island_ferries")}
    assert len(easy) < len(load_tasks(server.url, "train", db_id="island_ferries"))


def test_takes_other_prompts_and_none(server: LiveServer) -> None:
    [row, *_] = load_tasks(server.url, "test", system_prompt="", user_prompt="Go.")
    assert row["prompt"] == [{"role": "user", "content": "Go."}]


def test_names_what_is_not_there(server: LiveServer) -> None:
    with pytest.raises(ValueError, match="unknown split 'dev'"):
        load_tasks(server.url, "dev")
    with pytest.raises(ValueError, match=r"db_id='nowhere'; its db_id are .*island_ferries"):
        load_tasks(server.url, "train", db_id="nowhere")
    with pytest.raises(ValueError, match=r"db_id=None; its difficulty are easy, .*medium$"):
        load_tasks(server.url, "train", difficulty="eazy")
    port = free_port()
    with pytest.raises(ConnectionError, match=f"127.0.0.1:{port}"):
        load_tasks(f"http://127.0.0.1:{port}")
    with pytest.raises(ConnectionError):
        load_tasks("http://no address")


@pytest.mark.parametrize("url", ["localhost:18471", "ws://localhost:18471"])
def test_says_to_write_http(url: str) -> None:
    with pytest.raises(ConnectionError, match=f"http://localhost:18471, got {url}: write http://"):
        load_tasks(url)


def test_knows_another_server_from_its_own() -> None:
    class Other(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"[1, 2]")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.handle_request, daemon=True).start()
        with pytest.raises(ConnectionError, match="is no SQLEnv server"):
            load_tasks(f"http://127.0.0.1:{other.server_port}")
