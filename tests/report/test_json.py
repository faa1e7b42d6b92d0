"""The JSON contract, its published schema, and JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import complint.report
from complint.core.finding import Citation, Finding, Place, RelatedPlace
from complint.core.fix import Fix
from complint.model.document import Document
from complint.report import jsonl
from complint.report.json import render
from complint.report.view import View
from complint.run import Report

SCHEMA = json.loads((Path(complint.report.__file__).parent / "schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_keys_stand_in_the_order_of_the_contract(make: Any) -> None:
    data = json.loads(render(make.sample(), View()))
    assert list(data) == ["schema", "tool", "as_of", "policies", "documents", "summary", "findings"]
    assert list(data["tool"]) == ["name", "version"]
    assert list(data["policies"][0]) == ["id", "digest"]
    assert list(data["documents"][0]) == ["path", "kind", "sha256"]
    assert list(data["summary"]) == [
        "documents", "errors", "warnings", "infos", "unknown", "waived", "baselined", "skipped",
    ]  # fmt: skip
    assert list(data["findings"][0]) == [
        "rule", "requirement", "severity", "outcome", "status", "message", "path", "pointer", "line", "column", "end_line",
        "end_column", "citations", "fix", "related", "fingerprint",
    ]  # fmt: skip
    assert list(data["findings"][2]["related"][0]) == ["path", "pointer", "line", "message"]
    assert list(data["findings"][0]["fix"]) == ["safety", "title", "text"]


def test_a_report_in_full(make: Any) -> None:
    data = json.loads(render(make.sample(), View()))
    VALIDATOR.validate(data)
    assert data["schema"] == "complint-report/1"
    assert data["as_of"] == "2026-11-22"
    assert data["summary"] == {
        "documents": 2, "errors": 1, "warnings": 1, "infos": 0, "unknown": 1, "waived": 0, "baselined": 0, "skipped": 1,
    }  # fmt: skip
    assert data["findings"][2] == {
        "rule": "house/forgetful-model",
        "requirement": "house/example/model",
        "severity": "warning",
        "outcome": "fail",
        "status": "active",
        "message": "the model 'nova-9' keeps what it hears",
        "path": "agent_configs/alder.json",
        "pointer": "/conversation_config/agent/prompt/llm",
        "line": 7,
        "column": 16,
        "end_line": 7,
        "end_column": 24,
        "citations": [{"title": "Alder handbook, chapter 3", "url": "https://alder.example/handbook#3"}],
        "fix": {"safety": "safe", "title": "take the model out", "text": None},
        "related": [
            {
                "path": "agent_configs/alder.json",
                "pointer": "/platform_settings/privacy/zero_retention_mode",
                "line": 13,
                "message": "zero_retention_mode is on",
            },
            {"path": "agents.json", "pointer": "/agents/0/id", "line": 1, "message": "registered here"},
        ],
        "fingerprint": "3" * 32,
    }


def test_documents_skipped_broken_and_unread(make: Any) -> None:
    from hashlib import sha256

    documents = [
        make.document("a.json", '{"a": 1}\n'),
        make.document("b.json", "{", None, skipped="cannot be read: no value", error=("no value", 1, 2)),
        make.document("agent_configs/c.json", "{", None, error=("no value", 1, 2)),
        make.document("d.csv", None, None, skipped="a table"),
        make.document("agent_configs/e.json", None, None, error=("no permission to read it", None, None)),
    ]
    data = json.loads(render(make.report(documents), View()))
    VALIDATOR.validate(data)
    brace = sha256(b"{").hexdigest()
    assert data["documents"] == [
        {"path": "a.json", "kind": "agent", "sha256": sha256(b'{"a": 1}\n').hexdigest()},
        {"path": "b.json", "sha256": brace, "skipped": "cannot be read: no value"},
        {"path": "agent_configs/c.json", "kind": None, "sha256": brace},
        {"path": "d.csv", "sha256": None, "skipped": "a table"},
        {"path": "agent_configs/e.json", "kind": None, "sha256": None},
    ]
    assert data["summary"]["documents"] == 3
    assert data["summary"]["skipped"] == 2


def test_statuses_and_unknown_count_under_one_name_each(make: Any) -> None:
    at = make.place("a.json", "", 1, 1, 1)
    found = [
        make.finding(at),
        make.finding(at, severity="info"),
        make.finding(at, outcome="unknown", severity="error"),
        make.finding(at, outcome="unknown", severity="warning", status="waived"),
        make.finding(at, status="baselined"),
    ]
    summary = json.loads(render(make.report([make.document("a.json", "{}")], found), View()))["summary"]
    assert summary == {
        "documents": 1, "errors": 1, "warnings": 0, "infos": 1, "unknown": 1, "waived": 1, "baselined": 1, "skipped": 0,
    }  # fmt: skip


def test_outcomes_only_where_asked(make: Any) -> None:
    data = json.loads(render(make.sample(), View(outcomes=True)))
    VALIDATOR.validate(data)
    assert data["outcomes"][2:] == [
        {"requirement": "house/example/calm", "path": "agent_configs/alder.json", "outcome": "pass", "why": None},
        {
            "requirement": "house/example/phi",
            "path": "agent_configs/alder.json",
            "outcome": "not-applicable",
            "why": "nothing says PHI",
        },
    ]


def test_findings_without_a_place(make: Any) -> None:
    data = json.loads(
        render(make.report([make.document("a.json", "{}")], [make.finding(Place("a.json", None))]), View())
    )
    VALIDATOR.validate(data)
    assert {data["findings"][0][key] for key in ("pointer", "line", "column", "end_line", "end_column")} == {None}


def test_json_lines_hold_the_findings_of_the_report(make: Any) -> None:
    lines = jsonl.render(make.sample(), View()).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(render(make.sample(), View()))["findings"]
    assert jsonl.render(make.report([make.document("a.json", "{}")]), View()) == ""


@pytest.mark.parametrize("wrong", [{"kind": "robot"}, {"sha256": "abc"}, {"skipped": "x", "kind": "agent"}])
def test_the_schema_refuses_what_the_contract_does_not_allow(make: Any, wrong: dict[str, Any]) -> None:
    data = json.loads(render(make.sample(), View()))
    data["documents"][0].update(wrong)
    assert not VALIDATOR.is_valid(data)


_TEXT = st.text(max_size=30)
_NUMBER = st.none() | st.integers(1, 10**6)
_PLACES = st.builds(Place, _TEXT, st.none() | _TEXT, _NUMBER, _NUMBER, _NUMBER, _NUMBER)
_FINDINGS = st.builds(
    Finding,
    st.sampled_from(["house/a", "house/b"]),
    _TEXT,
    st.sampled_from(["error", "warning", "info"]),
    st.sampled_from(["fail", "unknown"]),
    _TEXT,
    _PLACES,
    st.lists(st.builds(Citation, _TEXT, st.none() | _TEXT), max_size=2).map(tuple),
    st.none() | st.builds(Fix, st.sampled_from(["safe", "unsafe", "shown"]), _TEXT, st.just(()), st.none() | _TEXT),
    st.lists(st.builds(RelatedPlace, _PLACES, _TEXT), max_size=2).map(tuple),
    st.none() | _TEXT,
    st.sampled_from(["active", "waived", "baselined"]),
    st.text("0123456789abcdef", min_size=8, max_size=8),
)


@settings(max_examples=150, deadline=None)
@given(found=st.lists(_FINDINGS, max_size=4), name=st.text(max_size=20))
def test_any_report_is_valid_ascii_and_the_same_every_time(found: list[Finding], name: str) -> None:
    document = Document(name, None)
    document.skipped = name
    report = Report("2026-11-22", (), (document,), tuple(found), (), (), 0)
    text = render(report, View())
    assert text == render(report, View())
    assert text.isascii()
    assert "\x1b" not in text
    VALIDATOR.validate(json.loads(text))
