"""The reading of an allowlist: ids, checkpoints, residency, what only an unconfirmed source allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.facts.llm_allowlist import Allowlist, allowlist_of, judge
from complint.facts.llm_references import LlmReference
from complint.policy.law import Law, bind
from complint.policy.store import Store
from complint.settings import Settings

VALUE = {
    "checkpoint": r"(@\d{8}|-\d{3})",
    "defaults": {"llm": "alpha-1", "guardrail": "delta-1"},
    "models": [
        {"name": "Alpha", "ids": ["alpha-1"]},
        {"name": "Alpha mini", "ids": ["alpha-1-mini"]},
        {"name": "Beta", "ids": ["beta-2"], "residency": ["us", "global"]},
    ],
    "unconfirmed": [{"name": "Gamma", "ids": ["gamma-3"], "source": "a newsletter of May"}],
}


def verdict(model: str | None, residency: str | None = None, **more: object) -> object:
    reference = LlmReference(("llm",), model, "the agent", more.pop("default", None))  # type: ignore[arg-type]
    return judge(reference, Allowlist(VALUE, "2026-01-01", (), residency=residency, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("model", ["alpha-1", "alpha-1@20250101", "alpha-1-001", "alpha-1-mini", "alpha-1-mini-002"])
def test_ids_and_checkpoints_are_allowed(model: str) -> None:
    assert verdict(model).allowed is True  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "model", ["alpha-1-0012", "alpha-1-pro", "alpha-1-001-x", "xalpha-1", "ALPHA-1", "alpha-1" + "-001" * 99]
)
def test_others_are_not(model: str) -> None:
    found = verdict(model)
    assert found.allowed is False  # type: ignore[attr-defined]
    assert len(found.message) < 200  # type: ignore[attr-defined]


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_none_is_shown_at_length(model: str) -> None:
    if model:
        assert len(verdict(model).message) < 400  # type: ignore[attr-defined]


@pytest.mark.parametrize(("residency", "allowed"), [("us", True), ("global", True), ("in", False), (None, None)])
def test_residency(residency: str | None, allowed: bool | None) -> None:
    assert verdict("beta-2", residency).allowed is allowed  # type: ignore[attr-defined]


def test_an_unconfirmed_source_is_named() -> None:
    found = verdict("gamma-3")
    assert found.allowed is False  # type: ignore[attr-defined]
    assert "a newsletter of May" in found.message  # type: ignore[attr-defined]


def test_defaults() -> None:
    assert verdict(None, default="llm").allowed is True  # type: ignore[attr-defined]
    assert "delta-1" in verdict(None, default="guardrail").message  # type: ignore[attr-defined]
    assert verdict(None, default="nobody-knows").allowed is True  # type: ignore[attr-defined]


def test_what_the_configuration_adds() -> None:
    assert verdict("own-1", also=("own-1",)).allowed is True  # type: ignore[attr-defined]


def test_a_secret_in_the_wrong_place_is_not_printed() -> None:
    secret = "sk_" + "0123456789abcdef" * 3
    assert secret not in verdict(secret).message  # type: ignore[attr-defined]


def law_on(day: str, requirement: str) -> Law:
    bounds = bind(Store.open().packs.values(), ["elevenlabs/hipaa"], [], day)
    law = next(bound.law for bound in bounds if bound.id == requirement)
    assert law is not None
    return law


@pytest.mark.parametrize("day", ["2024-01-01", "2025-07-04", "2025-10-01", "2026-08-07", "2026-11-22"])
def test_all_requirements_read_one_list(day: str) -> None:
    own = allowlist_of(law_on(day, "elevenlabs/hipaa/llm-allowlist"), Settings())
    for other in ("elevenlabs/hipaa/integrations", "elevenlabs/hipaa/llm-allowlist-of-calls-and-tests"):
        pointed = allowlist_of(law_on(day, other), Settings())
        assert (pointed.value, pointed.since) == (own.value, own.since)


def test_editions_only_grow() -> None:
    editions = law_on("2026-11-22", "elevenlabs/hipaa/llm-allowlist").editions
    assert [edition["from"] for edition in editions] == ["2025-07-04", "2025-09-01", "2026-08-07"]
    ids = [{own for entry in edition["value"]["models"] for own in entry["ids"]} for edition in editions]
    assert ids[1] - ids[0] == {"gemini-2.5-flash-lite"}
    assert ids[2] - ids[1] == {"claude-sonnet-4-5", "claude-sonnet-4", "claude-haiku-4-5", "qwen35-397b-a17b"}
    assert ids[0] <= ids[1] <= ids[2]
