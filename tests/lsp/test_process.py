"""The server as a process: exit codes, messages that are none, a missing library, nothing but the protocol on its output."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-P", "-m", "complint", "lsp"]
INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}, "processId": None}}
SHUTDOWN = {"jsonrpc": "2.0", "id": 2, "method": "shutdown"}
EXIT = {"jsonrpc": "2.0", "method": "exit"}


def framed(message: object) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def talk(cwd: Path, *messages: object) -> tuple[int, list[Any], bytes]:
    """Return the exit code of a server that is told messages, what it answers, and the rest of its output."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COMPLINT_CACHE_DIR": str(cwd / "cache")}
    sent = b"".join(map(framed, messages))
    done = subprocess.run(COMMAND, input=sent, cwd=cwd, env=env, capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in done.stdout
    answers = []
    rest = done.stdout
    while rest.startswith(b"Content-Length: "):
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(head.split(b"\r\n")[0].split()[1])
        answers.append(json.loads(rest[:length]))
        rest = rest[length:]
    return done.returncode, answers, rest


def test_ends_with_zero_after_shutdown_else_with_one(tmp_path: Path) -> None:
    code, answers, rest = talk(tmp_path, INITIALIZE, SHUTDOWN, EXIT)
    assert (code, rest) == (0, b"")
    assert [answer["id"] for answer in answers if "id" in answer] == [1, 2]
    assert answers[0]["result"]["serverInfo"]["name"] == "complint"
    assert talk(tmp_path, INITIALIZE, EXIT)[0] == 1
    assert talk(tmp_path, INITIALIZE)[0] == 1  # the client is gone
    assert talk(tmp_path)[0] == 1


def test_messages_that_are_none_are_answered_and_survived(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    position = {"textDocument": {"uri": uri}, "position": {"line": 3, "character": 9}}
    odd: list[object] = [
        b"{",
        b"[1, 2]",
        b'"text"',
        {"jsonrpc": "2.0", "id": 5, "method": "textDocument/nothing", "params": {}},
        {"jsonrpc": "2.0", "id": 6, "method": "textDocument/hover", "params": {"position": "here"}},
        {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 3}},
        {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": uri, "version": 2}}},
        {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 99}},
        {"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": position},
        {"jsonrpc": "2.0", "id": 8, "method": "textDocument/completion", "params": position},
    ]
    code, answers, _ = talk(tmp_path, INITIALIZE, *odd, SHUTDOWN, EXIT)
    assert code == 0
    by_id = {answer["id"]: answer for answer in answers if "id" in answer}
    assert "error" in by_id[5]
    assert "error" in by_id[6]
    assert by_id[2]["result"] is None


def test_requests_before_the_beginning_do_no_harm(tmp_path: Path) -> None:
    position = {"textDocument": {"uri": "file:///a.json"}, "position": {"line": 0, "character": 0}}
    early = {"jsonrpc": "2.0", "id": 9, "method": "textDocument/hover", "params": position}
    assert talk(tmp_path, early, INITIALIZE, SHUTDOWN, EXIT)[0] == 0


def test_a_text_with_half_a_character_is_a_finding(tmp_path: Path) -> None:
    item = {"uri": (tmp_path / "agent_configs/a.json").as_uri(), "languageId": "json", "version": 1}
    opened = {
        "jsonrpc": "2.0",
        "method": "textDocument/didOpen",
        "params": {"textDocument": {**item, "text": '{"name": "\ud83d", "conversation_config": {"agent": {}}}'}},
    }
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COMPLINT_CACHE_DIR": str(tmp_path / "cache")}
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=env) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(framed(INITIALIZE) + framed(opened))
        server.stdin.flush()
        said: list[Any] = []
        while not any(one.get("method") == "textDocument/publishDiagnostics" for one in said):
            length = 0
            while (line := server.stdout.readline().strip()) != b"":
                length = int(line.split()[1]) if line.startswith(b"Content-Length") else length
            said.append(json.loads(server.stdout.read(length)))
        assert [d["code"] for d in said[-1]["params"]["diagnostics"]] == ["document/unreadable"]
        server.stdin.write(framed(SHUTDOWN) + framed(EXIT))
        server.stdin.close()
        assert server.wait(30) == 0


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_signal_ends_it(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COMPLINT_CACHE_DIR": str(tmp_path / "cache")}
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=env) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(framed(INITIALIZE))
        server.stdin.flush()
        server.stdout.readline()
        time.sleep(0.1)
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == -signal.SIGTERM


def test_says_which_extra_is_missing(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['pygls'] = None; sys.modules['pygls.lsp.server'] = None\n"
        "sys.argv[1:] = ['lsp']\nfrom complint.cli.main import main\nmain()"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        input="",
    )
    assert done.returncode == 2
    assert "complint[lsp]" in done.stderr
    assert "Traceback" not in done.stderr
