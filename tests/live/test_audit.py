"""`complint audit run --live`: what is deployed is filed with the rest; the key is in no file; a gap is no pass."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from vendor_workspace import KEY, Workspace, agent, busy, tool

from complint.cli.main import _run


@pytest.fixture(autouse=True)
def repository(workspace: Workspace, patience: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, against the workspace, without waiting."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ELEVENLABS_API_KEY", KEY)
    monkeypatch.setenv("ELEVENLABS_BASE_URL", workspace.url)
    monkeypatch.delenv("COMPLINT_AUDIT_KEY", raising=False)
    monkeypatch.setattr("complint.live.client.Patience", lambda: patience)
    return tmp_path


def audit(*arguments: str) -> int:
    return _run(["audit", "run", "--live", "--as-of", "2026-11-22", "--output", "filed", *arguments])


def test_what_is_deployed_is_filed_and_the_key_is_not(workspace: Workspace, repository: Path) -> None:
    leaking = agent("agent_a", tool_ids=["tool_x"])
    leaking["conversation_config"]["agent"]["prompt"]["prompt"] += f" The key is {KEY}."
    workspace.hold(leaking, tool("tool_x", "book_visit"))
    assert audit() == 1
    made = json.loads((repository / "filed/report.json").read_text("utf-8"))
    assert "live/agents/agent_a.json" in [one["path"] for one in made["documents"]]
    assert made["live"][0]["path"] == "live/workspace.json"
    assert any(one["rule"].startswith("security/") for one in made["findings"])
    assert sorted(os.listdir("filed")) == ["evidence.json", "findings.csv", "report.html", "report.json"]
    for name in os.listdir("filed"):
        assert KEY.encode() not in (repository / "filed" / name).read_bytes(), name
    assert _run(["audit", "verify", "filed", "--allow-unsigned"]) == 0


@pytest.mark.parametrize("chosen", [(), ("--ignore", "live/*")])
def test_an_incomplete_read_is_never_a_pass(workspace: Workspace, repository: Path, chosen: tuple[str, ...]) -> None:
    workspace.hold(agent("agent_a"))
    assert audit("--output", "whole", *chosen) == 0
    workspace.faults = [("/v1/convai/tools", 999, busy(403))]
    assert audit(*chosen) == 1


def test_state_without_a_read_is_a_mistake() -> None:
    from complint.core.errors import ComplintError

    with pytest.raises(ComplintError, match="needs --live"):
        _run(["audit", "run", "--live-state", "state"])
