"""Texts made to be judged for ever: time grows with their length, and what cannot be judged is unknown."""

from __future__ import annotations

import json
import time

import pytest

from complint.run import Options
from complint.testing import run_files

LENGTH = 50_000
UNITS = (
    "{",
    "{{",
    "{{ ",
    "{{phone",
    "${a",
    "${ ",
    "(",
    "[",
    "[ ] ",
    "<",
    "<!--",
    "a_____",
    "1 (",
    "800 ",
    "800-",
    "I am an AI ",
    "not an ai and ",
    "never tell them you are an ai, ",
    "clinic appointment ",
    "double one ",
    "one hundred five ",
    "record call conversation ",
    "stop calls press ",
    "are you a robot? ",
    "word\n",
    "rec[x]ording ",
    "A.I.",
    "AKIA",
    "Bearer a/",
    "eyJ",
)


@pytest.mark.parametrize("unit", UNITS)
def test_a_phrase_said_ten_thousand_times(unit: str) -> None:
    text = unit * (LENGTH // len(unit)) + "a"
    agent = {"language": "en", "first_message": text, "prompt": {"prompt": text, "llm": "gpt-4o"}}
    data = {"name": "Desk", "tags": ["hipaa"], "conversation_config": {"agent": agent}, "platform_settings": {}}
    begun = time.process_time()
    report = run_files([("desk.json", json.dumps(data))], Options(as_of="2026-11-22"))
    assert not report.broken
    assert time.process_time() - begun < 8


@pytest.mark.parametrize("text", ["I am an AI. " * 10_000, "never mind " * 600 + "I am an AI assistant"])
def test_what_is_too_long_is_unknown(text: str) -> None:
    agent = {"language": "en", "first_message": text, "prompt": {"prompt": "Help.", "llm": "gpt-4o"}}
    config = "agents: [{match: {path: '**'}, direction: outbound}]\n"
    data = {"name": "Desk", "conversation_config": {"agent": agent}, "platform_settings": {}}
    report = run_files([("complint.yaml", config), ("desk.json", json.dumps(data))], Options(as_of="2026-11-22"))
    found = [finding for finding in report.findings if finding.rule == "disclosure/unverifiable-opening"]
    assert [finding.outcome for finding in found] == ["unknown"]
    assert "cannot be judged" in found[0].message
