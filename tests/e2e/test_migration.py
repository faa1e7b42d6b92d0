"""prompt.tools migrated with the vendor's own client in the loop: before, its push is refused; after, every tool arrives.

Needs the `elevenlabs` command (npm package @elevenlabs/cli) on the PATH; `.ci/run` installs it where npm is there.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CLIENT = shutil.which("elevenlabs")
pytestmark = pytest.mark.skipif(
    CLIENT is None, reason="the vendor's client (npm package @elevenlabs/cli) is not installed"
)

_spec = importlib.util.spec_from_file_location("vendor", Path(__file__).with_name("vendor.py"))
assert _spec is not None
assert _spec.loader is not None
_vendor = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_vendor)

AGENT = "agent_0000000000000000000000000042"
OPENING = "Hello, this is the AI assistant of Alder Books. This call is recorded and shared with our service providers."
END_CALL = {"type": "system", "name": "end_call", "description": "", "params": {"system_tool_type": "end_call"}}
SHELF = {"type": "client", "name": "open_shelf", "description": "Opens a shelf.", "expects_response": False}
FIND = {
    "type": "webhook",
    "name": "find_book",
    "description": "Finds a book by its title.",
    "api_schema": {
        "url": "https://shop.example/books",
        "method": "GET",
        "query_params_schema": {
            "properties": {"title": {"type": "string", "description": "The title."}},
            "required": ["title"],
        },
    },
}
OLD = {  # the array-shaped schema of old dashboards
    "type": "webhook",
    "name": "reserve_book",
    "description": "Reserves a book.",
    "api_schema": {
        "url": "https://shop.example/reserve",
        "method": "GET",
        "query_params_schema": [
            {"id": "title", "type": "string", "value_type": "llm_prompt", "description": "The title.", "required": True}
        ],
    },
}


def project(folder: Path, prompt: dict[str, Any], node: dict[str, Any] | None = None, indent: int | None = 4) -> None:
    agent: dict[str, Any] = {
        "name": "Desk",
        "conversation_config": {
            "agent": {
                "first_message": OPENING,
                "language": "en",
                "disable_first_message_interruptions": True,
                "prompt": {"prompt": "Help callers.", "llm": "gemini-2.5-flash", **prompt},
            }
        },
        "platform_settings": {"auth": {"enable_auth": True}},
    }
    if node is not None:
        inner = {"agent": {"prompt": {"prompt": "Find the book.", **node}}}
        agent["workflow"] = {
            "edges": {},
            "nodes": {
                "start": {"type": "start", "position": {"x": 0, "y": 0}, "edge_order": []},
                "find": {
                    "type": "override_agent",
                    "label": "Find",
                    "conversation_config": inner,
                    "additional_prompt": "",
                },
            },
        }
    (folder / "agent_configs").mkdir()
    (folder / "tool_configs").mkdir()
    (folder / "agent_configs/Desk.json").write_text(json.dumps(agent, indent=indent), "utf-8")
    (folder / "agents.json").write_text(
        json.dumps({"agents": [{"config": "agent_configs/Desk.json", "id": AGENT}]}), "utf-8"
    )
    (folder / "tools.json").write_text('{\n    "tools": []\n}', "utf-8")


def client(folder: Path, url: str, *arguments: str) -> str:
    assert CLIENT is not None
    env = {**os.environ, "ELEVENLABS_API_KEY": "test", "HOME": str(folder / "home")}
    command = [CLIENT, *arguments, "--base-url", url]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr


def complint(folder: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "complint", "check", *arguments, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


CASES: dict[str, tuple[dict[str, Any], dict[str, Any] | None, set[str]]] = {
    "client, webhook and system tools": ({"tools": [SHELF, END_CALL, FIND]}, None, {"open_shelf", "find_book"}),
    "beside an empty tool_ids, which makes a push drop them": (
        {"tools": [SHELF, FIND], "tool_ids": []},
        None,
        {"open_shelf", "find_book"},
    ),
    "in a workflow node as well": ({"tools": [SHELF]}, {"tools": [FIND, END_CALL]}, {"open_shelf", "find_book"}),
    "with array-shaped schemas": ({"tools": [OLD]}, None, {"reserve_book"}),
    "system tools alone": ({"tools": [END_CALL]}, None, set()),
}


@pytest.mark.parametrize("case", CASES, ids=CASES.keys())
@pytest.mark.parametrize("indent", [4, None], ids=["indented", "minified"])
def test_every_tool_arrives(tmp_path: Path, case: str, indent: int | None) -> None:
    prompt, node, names = CASES[case]
    project(tmp_path, prompt, node, indent)
    with _vendor.Vendor() as vendor:
        client(tmp_path, vendor.url, "agents", "push")
        arrived = _tools_of(vendor.agents.get(AGENT), vendor)
        assert vendor.refused or not names <= arrived, "the push of the unmigrated project must fail or lose tools"
        vendor.refused.clear()
        vendor.agents.clear()

        complint(tmp_path, "--fix", "--unsafe-fixes")
        client(tmp_path, vendor.url, "tools", "push")
        code, said = complint(tmp_path, "--fix", "--unsafe-fixes")
        assert code == 0, said
        client(tmp_path, vendor.url, "agents", "push")
        assert vendor.refused == []
        body = vendor.agents[AGENT]
        assert _tools_of(body, vendor) == names
        written = [END_CALL in (prompt.get("tools", [])), END_CALL in ((node or {}).get("tools", []))]
        for wanted, found in zip(written, _vendor._prompts(body), strict=False):
            built_in = (found.get("built_in_tools") or {}).get("end_call")
            assert (built_in is not None) is wanted
    code, said = complint(tmp_path, "--fail-on", "info", "--fail-on-unknown")
    assert code == 0, said


def _tools_of(body: dict[str, Any] | None, vendor: Any) -> set[str]:
    found: set[str] = set()
    for prompt in _vendor._prompts(body) if body else []:
        found |= {vendor.tools[identity]["name"] for identity in prompt.get("tool_ids") or []}
    return found
