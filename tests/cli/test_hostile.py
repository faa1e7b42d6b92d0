"""Input that somebody made to stop, mislead or slip past the command: it ends in an exit code and plain words."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMPLINT = (sys.executable, "-m", "complint")
PATIENCE = 60  # seconds; a run that waits for a pipe would wait for ever

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs pipes and a shell of POSIX")


def _agent() -> dict[str, Any]:
    return {
        "name": "Intake",
        "conversation_config": {"agent": {"first_message": "Hello.", "prompt": {"prompt": "Help.", "llm": "gpt-4o"}}},
        "platform_settings": {"privacy": {"zero_retention_mode": True}},
    }


def _check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        (*COMPLINT, "check", *arguments), cwd=folder, capture_output=True, encoding="utf-8", timeout=PATIENCE
    )
    assert "Traceback" not in done.stderr
    return done


def _shell(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    line = command.replace("complint", shlex.join(COMPLINT))
    done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, encoding="utf-8", timeout=PATIENCE)
    assert "Traceback" not in done.stderr
    return done


@POSIX
@pytest.mark.parametrize("named", [".", "agent_configs/desk.json"])
def test_a_pipe_does_not_hold_the_run_up(tmp_path: Path, named: str) -> None:
    (tmp_path / "agent_configs").mkdir()
    os.mkfifo(tmp_path / "agent_configs" / "desk.json")
    done = _check(tmp_path, "--no-config", "-q", named)
    assert done.returncode == 1
    assert "document/unreadable" in done.stdout
    assert "pipe" in done.stdout


@pytest.mark.parametrize(
    ("name", "disguise"),
    [
        ("desk.json", {"openapi": "3.1.0"}),
        ("desk.json", {"nodes": [], "connections": {}}),
        ("desk.json", {"mcpServers": None}),
        ("desk.json", {"chat_history": None}),
        ("desk.json", {"chat_history": [], "recipients": []}),
        ("desk.json", {"recipients": [], "call_name": "x", "agent_id": "y"}),
        ("complint-baseline.json", {}),
        ("waivers.yaml", {}),
    ],
)
def test_an_agent_cannot_pass_for_something_else(tmp_path: Path, name: str, disguise: dict[str, Any]) -> None:
    (tmp_path / name).write_text(json.dumps({**_agent(), **disguise}), encoding="utf-8")
    done = _check(tmp_path, "--no-config", "--format", "json", name)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["documents"][0]["kind"] == "agent"
    assert "hipaa/llm-outside-allowlist" in {finding["rule"] for finding in report["findings"]}


@POSIX
def test_control_characters_of_names_keys_and_values_do_not_reach_the_terminal(tmp_path: Path) -> None:
    agent = _agent()
    agent["conversation_config"]["agent"]["prompt"]["llm"] = "gpt\x1b[2J\u202e"
    (tmp_path / "\x1b[31mdesk.json").write_text(json.dumps(agent), encoding="utf-8")
    for form in ("text", "markdown", "csv", "github", "junit", "json", "sarif"):
        done = _check(tmp_path, "--no-config", "--format", form, ".")
        assert done.returncode == 1
        assert "\x1b" not in done.stdout, form


@POSIX
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a full device")
def test_a_full_disk_is_a_message_and_not_the_exit_code_of_findings(tmp_path: Path) -> None:
    (tmp_path / "desk.json").write_text(json.dumps(_agent()), encoding="utf-8")
    done = _shell(tmp_path, "complint check --no-config desk.json > /dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith("complint: ")


@POSIX
def test_closed_streams_leave_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "desk.json").write_text(json.dumps(_agent()), encoding="utf-8")
    assert _shell(tmp_path, "complint check --no-config desk.json >&- 2>&-").returncode == 1
    assert _shell(tmp_path, "complint check --no-config --stdin-filename desk.json <&-").returncode == 1


@POSIX
def test_a_working_directory_that_vanished_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    done = _shell(tmp_path, "cd gone && rmdir ../gone && complint check .")
    assert done.returncode == 2
    assert done.stderr.startswith("complint: ")


def test_a_registry_of_absurd_entries_is_read_to_its_end(tmp_path: Path) -> None:
    entries: list[Any] = [{"config": "agents.json"}, {"config": "/etc/passwd"}, {"config": "../../etc/passwd"}]
    entries += [{"config": 5}, 5, None, "x", {"config": ""}, {"config": "."}, {"config": "\0"}, {"config": "a" * 5000}]
    entries += [{"config": "desk.json", "id": [1]}, {"config": "desk.json", "id": {"a": 1}}]
    (tmp_path / "agents.json").write_text(json.dumps({"agents": entries}), encoding="utf-8")
    (tmp_path / "desk.json").write_text(json.dumps(_agent()), encoding="utf-8")
    done = _check(tmp_path, "--no-config", "--format", "json", ".")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [document["path"] for document in report["documents"]] == ["agents.json", "desk.json"]
    assert sum(finding["message"].endswith("a path within it is required") for finding in report["findings"]) == 2
