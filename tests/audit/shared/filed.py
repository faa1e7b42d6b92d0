"""What the tests of audits share: the texts of an invented project, and how its evidence is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from complint.audit.envelope import opened

DAY = "2026-11-22"
CONFIG = """policy_paths: [packs]
policies: ["elevenlabs/*", "us/federal/*", "quarry/*"]
exclude: ["drafts/**"]
calls: {internal_dnc: lists/dnc.csv}
"""
PACK = "id: quarry/voice\ntitle: Quarry Lane\nsources: [{title: House policy}]\n"
CALM = """id: quarry/voice/calm
title: Calm
when: {kind: [agent]}
severity: warning
given: $.conversation_config.agent.prompt.temperature
assert: {maximum: 0.5}
message: above 0.5
values:
  - {from: 2026-01-01, confidence: high, verified_on: 2026-10-01, citations: [{title: House policy}]}
"""
WAIVERS = """waivers:
  - {requirement: quarry/voice/calm, path: "agent_configs/*", owner: Ines Calder, reason: kiosk, expires: 2026-12-31}
"""
CALLS = "phone_number,scheduled_at,consent_type\n+12125550142,2026-12-01T17:00:00Z,pewc\n+12125550143,2026-12-01T04:00:00Z,pewc\n"


def agent(name: str, **prompt: Any) -> dict[str, Any]:
    """Return an agent; more keys go into its prompt."""
    return {
        "name": name,
        "conversation_config": {
            "agent": {
                "first_message": "Hello from Quarry Lane.",
                "language": "en",
                "prompt": {"prompt": "Answer questions.", "llm": "gemini-2.5-flash", **prompt},
            }
        },
    }


def write(path: str, content: Any) -> None:
    """Write a text, or data as JSON, making the folders."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(content if isinstance(content, str) else json.dumps(content, indent=2), "utf-8")


def statement(folder: Path) -> dict[str, Any]:
    """Return the statement of an audit."""
    found: dict[str, Any] = opened((folder / "evidence.json").read_bytes()).statement
    return found
