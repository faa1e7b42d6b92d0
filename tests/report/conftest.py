"""Reports made by hand, so that formats are tested without rules, packs or files."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from complint.core.finding import Citation, Finding, Outcome, Place, RelatedPlace
from complint.core.fix import SAFE, Fix, shown
from complint.model.document import Document
from complint.policy.law import Bound, Law
from complint.run import Report
from complint.text.source import make_source

DAY = "2026-11-22"
HANDBOOK = (Citation("Alder handbook, chapter 3", "https://alder.example/handbook#3"),)

AGENT = """{
  "name": "Alder Books",
  "conversation_config": {
    "agent": {
      "first_message": "Hello, this is Mona from Alder Books.",
      "prompt": {
        "llm": "nova-9"
      }
    }
  },
  "platform_settings": {
    "privacy": {
      "zero_retention_mode": true
    }
  }
}
"""
REGISTRY = '{"agents": [{"config": "agent_configs/alder.json", "id": "agent_7"}]}\n'


def document(path: str, text: str | None, kind: str | None = "agent", **more: Any) -> Document:
    """Return a document as the pipeline would make it; `more` sets attributes."""
    source = None if text is None else make_source(path, text.encode("utf-8", "surrogatepass"))
    made = Document(path, source, "yaml" if path.endswith((".yaml", ".yml")) else "json")
    if text is not None and "error" not in more:
        from complint.text.load import load
        from complint.text.loaded import Limits

        made.raw = made.data = load(source, Limits()).documents[0]  # type: ignore[arg-type]
    made.kind = kind
    for name, value in more.items():
        setattr(made, name, value)
    return made


def place(path: str, pointer: str | None, line: int, column: int, length: int) -> Place:
    """Return a place on one line."""
    return Place(path, pointer, line, column, line, column + length)


def finding(at: Place, message: str = "wrong", **more: Any) -> Finding:
    """Return a finding at a place."""
    values: dict[str, Any] = {
        "rule": "house/wrong-thing",
        "requirement": "house/example/right-thing",
        "severity": "error",
        "outcome": "fail",
        "citations": HANDBOOK,
        "fingerprint": "ab12" * 8,
        **more,
    }
    return Finding(message=message, place=at, **values)


def bound(identity: str, rule: str, title: str, weight: str = "error") -> Bound:
    """Return a requirement in force."""
    law = Law(
        identity, title, None, "2025-01-01", None, "in-force", "high", "2026-10-01", "Read it whole.", HANDBOOK, DAY
    )
    return Bound(identity, rule, title, identity.rpartition("/")[0], {"kind": ["agent"]}, weight, False, False, law)


def report(documents: list[Document], findings: list[Finding] | None = None, **more: Any) -> Report:
    """Return a report of some documents and findings."""
    values: dict[str, Any] = {
        "as_of": DAY,
        "policies": ({"id": "house/example", "digest": "sha256:" + "0" * 64},),
        "outcomes": (),
        "bounds": (bound("house/example/right-thing", "house/wrong-thing", "Things are right"),),
        "checked": sum(1 for one in documents if one.skipped is None),
        **more,
    }
    return Report(documents=tuple(documents), findings=tuple(findings or ()), **values)


def sample() -> Report:
    """Return a report with one of everything: error, warning with a fix and two related places, proposal, unknown, skipped."""
    agent, registry = document("agent_configs/alder.json", AGENT), document("agents.json", REGISTRY, "registry")
    other = document("package.json", "{}", None, skipped="no agent, tool or registry")
    retention = RelatedPlace(
        place("agent_configs/alder.json", "/platform_settings/privacy/zero_retention_mode", 13, 30, 4),
        "zero_retention_mode is on",
    )
    registered = RelatedPlace(place("agents.json", "/agents/0/id", 1, 59, 9), "registered here")
    message = place("agent_configs/alder.json", "/conversation_config/agent/first_message", 5, 24, 39)
    model = place("agent_configs/alder.json", "/conversation_config/agent/prompt/llm", 7, 16, 8)
    found = [
        finding(
            message,
            "the opening does not say who speaks",
            fix=shown("say it first", "Hello, I am the assistant of Alder Books."),
            why='no phrase of "assistant" was found',
            fingerprint="1" * 32,
        ),
        finding(
            message,
            "the opening may be replaced",
            outcome="unknown",
            severity="warning",
            citations=(),
            fingerprint="2" * 32,
        ),
        finding(
            model,
            "the model 'nova-9' keeps what it hears",
            severity="warning",
            rule="house/forgetful-model",
            requirement="house/example/model",
            fix=Fix(SAFE, "take the model out"),
            related=(retention, registered),
            fingerprint="3" * 32,
        ),
    ]
    outcomes = (
        Outcome("house/example/right-thing", "house/wrong-thing", "agent_configs/alder.json", "fail"),
        Outcome("house/example/model", "house/forgetful-model", "agent_configs/alder.json", "fail"),
        Outcome("house/example/calm", "house/loud-voice", "agent_configs/alder.json", "pass"),
        Outcome(
            "house/example/phi", "house/open-door", "agent_configs/alder.json", "not-applicable", "nothing says PHI"
        ),
    )
    bounds = (
        bound("house/example/right-thing", "house/wrong-thing", "Things are right"),
        bound("house/example/model", "house/forgetful-model", "Models forget", "warning"),
        bound("house/example/calm", "house/loud-voice", "Voices are calm", "info"),
        bound("house/example/phi", "house/open-door", "Doors are closed"),
    )
    return report([agent, registry, other], found, outcomes=outcomes, bounds=bounds)


@pytest.fixture
def make() -> Any:
    """Return the builders of this module."""
    builders = {"document": document, "place": place, "finding": finding, "report": report, "bound": bound}
    return SimpleNamespace(**builders, sample=sample)
