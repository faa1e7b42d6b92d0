"""Patterns and schemas of strangers: they answer as Python does, or are given up on in time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.policy import patterns
from complint.policy.assertion import TooManyReferencesError, check_schema, why_not
from complint.policy.patterns import OverBudgetError, searches

LONG = "a" * 50_000


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+$", "a" * 40 + "!"),
        ("(a|aa)+$", "a" * 60 + "!"),
        ("(a{1,16}){1,16}b", "a" * 300),
        ("a*a*a*a*b", LONG),
        ("^(?:.*,){20}x", "a," * 2000),
        (r"(\w+\s?)*$", "word " * 20 + "!"),
    ],
)
def test_a_pattern_without_end_is_given_up(pattern: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "BUDGET", 0.3)
    begun = time.monotonic()
    with pytest.raises(OverBudgetError, match="took too long"):
        searches(pattern, text)
    assert time.monotonic() - begun < 10


def test_what_is_given_up_ever_again_costs_nothing_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "BUDGET", 0.2)
    monkeypatch.setattr(patterns, "TOTAL", 0.3)
    for _ in range(3):
        with pytest.raises(OverBudgetError):
            searches("(b+)+$", "b" * 40 + "!")
    begun = time.monotonic()
    with pytest.raises(OverBudgetError):
        searches("(b+)+$", "b" * 40 + "!")
    assert time.monotonic() - begun < 0.1


@given(
    st.sampled_from(["a", "^a+$", "(a|b)*c", "(?i)AB?", r"(.)\1", "a{2,3}", "[^a]+b", "(ab?)+$", "", "(?=.*b)a", "é+"]),
    st.text(alphabet="abcAé \n", max_size=30),
)
def test_what_is_found_is_what_python_finds(pattern: str, text: str) -> None:
    assert searches(pattern, text) == (re.search(pattern, text) is not None)


def test_schemas_that_lead_to_themselves_come_to_an_end() -> None:
    twice = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(40)}
    with pytest.raises(TooManyReferencesError):
        why_not({"$defs": {**twice, "a40": {}}, "$ref": "#/$defs/a0"}, 1)
    assert why_not({"uniqueItems": True}, [*range(20_000)]) is None
    assert why_not({"uniqueItems": True}, [1, 1.0]) is not None
    assert why_not({"uniqueItems": True}, [1, True]) is None
    assert (
        why_not({"patternProperties": {"^x": {"type": "string"}}}, {"xa": 1, "b": 1}) == "xa: 1 is not of type 'string'"
    )


def test_a_pattern_that_is_none_is_refused_when_the_pack_is_read() -> None:
    schemas: tuple[dict[str, Any], ...] = ({"pattern": "("}, {"properties": {"a": {"patternProperties": {"[": {}}}}})
    for schema in schemas:
        with pytest.raises(ValueError, match=r"no JSON Schema|pattern that is none"):
            check_schema(schema)


def test_a_run_names_the_requirement_and_ends_with_4(tmp_path: Path) -> None:
    pack = tmp_path / "packs" / "acme" / "x"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text("id: acme/x\ntitle: x\nsources: [{title: House}]\n", "utf-8")
    (pack / "slow.yaml").write_text(
        "id: acme/x/slow\ntitle: x\nwhen: {kind: [agent]}\nseverity: error\n"
        "given: $.conversation_config.agent.prompt.prompt\nassert: {pattern: '(a+)+$'}\nmessage: m\n"
        "values: [{from: 2020-01-01, confidence: high, verified_on: 2026-01-01, citations: [{title: House}]}]\n",
        "utf-8",
    )
    (tmp_path / "complint.yaml").write_text("policy_paths: [packs]\npolicies: [acme/*]\n", "utf-8")
    agent = {"name": "x", "conversation_config": {"agent": {"prompt": {"prompt": LONG + "!"}}}, "platform_settings": {}}
    (tmp_path / "desk.json").write_text(json.dumps(agent), "utf-8")
    begun = time.monotonic()
    done = subprocess.run(
        (sys.executable, "-P", "-m", "complint", "check", "desk.json"),
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 4
    assert "requirement acme/x/slow: the pattern '(a+)+$' took too long" in done.stdout
    assert time.monotonic() - begun < 30
