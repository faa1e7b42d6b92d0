"""Declarative requirements and profiles: what their files may say, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from complint.core.errors import ComplintError
from complint.policy.assertion import check_schema, why_not
from complint.policy.load import load_folder
from complint.policy.store import Store

HEAD = "id: acme/voice\ntitle: Acme\nsources: [{title: House policy}]\n"
VALUES = "values: [{from: 2026-01-01, confidence: high, verified_on: 2026-01-01, citations: [{title: House policy}]}]\n"
COMMON = "id: acme/voice/x\ntitle: x\nwhen: {kind: [agent]}\nseverity: error\n"


def _load(folder: Path, requirement: str, profile: str = "") -> dict[str, object]:
    pack = folder / "acme" / "voice"
    pack.mkdir(parents=True, exist_ok=True)
    (pack / "pack.yaml").write_text(HEAD, "utf-8")
    (pack / "x.yaml").write_text(requirement, "utf-8")
    if profile:
        (folder / "profiles").mkdir(exist_ok=True)
        (folder / "profiles" / "own.yaml").write_text(profile, "utf-8")
    return load_folder(str(folder))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("given: $.a\nassert: {}\n", "requires given, assert and message"),
        ("given: $.a\nmessage: m\n", "requires assert"),
        ("given: a.b\nassert: {}\nmessage: m\n", "begins with"),
        ("given: $.a\nassert: {type: nothing}\nmessage: m\n", "no JSON Schema"),
        ("given: $.a\nassert: {$ref: 'https://schemas.example/a.json'}\nmessage: m\n", "nothing outside itself"),
        ("given: $.a\nassert: {}\nmessage: m\nrule: tools/inline-tools\n", "not both"),
        ("given: $.a\nassert: {}\nmessage: m\nfix: {set: 1, remove: true}\n", "one of set, remove, rename"),
        ("given: $.a\nassert: {}\nmessage: m\nmesage: n\n", "mesage"),
    ],
)
def test_what_is_refused(tmp_path: Path, body: str, words: str) -> None:
    with pytest.raises(ComplintError, match=r"x\.yaml") as caught:
        _load(tmp_path, COMMON + body + VALUES)
    assert words in caught.value.message


def test_a_days_value_is_the_schema_of_that_day(tmp_path: Path) -> None:
    values = VALUES.replace("from: 2026-01-01,", "from: 2026-01-01, value: {maximum: 3},", 1)
    loaded = _load(tmp_path, COMMON + "given: $.a\nmessage: m\n" + values)
    requirement = loaded["packs"]["acme/voice"]["requirements"][0]  # type: ignore[index]
    assert requirement["values"][0]["value"] == {"given": "$.a", "assert": {"maximum": 3}, "message": "m", "fix": None}
    assert requirement["rule"] == "policy/unmet-assertion"


def test_profiles_stand_on_others_and_say_why(tmp_path: Path) -> None:
    requirement = COMMON + "given: $.a\nassert: {}\nmessage: m\n" + VALUES
    profile = (
        "id: own\ntitle: Own\nextends: [eu]\npolicies: [acme/*]\nrules: {tools/*: {severity: info, reason: Later.}}\n"
    )
    _load(tmp_path, requirement, profile)
    found = Store.open((str(tmp_path),)).profile("own")
    assert found["policies"] == ["complint/core", "elevenlabs/*", "eu/*", "acme/*"]
    with pytest.raises(ComplintError, match="reason"):
        _load(tmp_path, requirement, profile.replace(", reason: Later.", ""))
    _load(tmp_path, requirement, profile.replace("[eu]", "[own]"))
    with pytest.raises(ComplintError, match="extends itself"):
        Store.open((str(tmp_path),)).profile("own")


def test_null_keys_are_absent_and_nothing_is_fetched() -> None:
    assert why_not({"required": ["a"]}, {"a": None}) == "'a' is a required property"
    assert why_not({"properties": {"a": {"type": "string"}}}, {"a": None}) is None
    check_schema({"$defs": {"a": {"type": "string"}}, "$ref": "#/$defs/a"})
    assert why_not({"$defs": {"a": {"type": "string"}}, "$ref": "#/$defs/a"}, 1) is not None


@pytest.mark.parametrize(
    ("fix", "flags", "after"),
    [
        ("{set: 0.5, safety: safe}", [], '{"temperature": 0.5, "llm": "gpt-4o"}'),
        ("{set: 0.5}", [], '{"temperature": 0.9, "llm": "gpt-4o"}'),
        ("{set: 0.5}", ["--unsafe-fixes"], '{"temperature": 0.5, "llm": "gpt-4o"}'),
        ("{remove: true, safety: safe}", [], '{"llm": "gpt-4o"}'),
        ("{rename: max_tokens, safety: safe}", [], '{"max_tokens": 0.9, "llm": "gpt-4o"}'),
    ],
)
def test_fixes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fix: str, flags: list[str], after: str) -> None:
    from complint.cli.main import _run

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLINT_CACHE_DIR", "")
    given = "given: $..temperature\nassert: {maximum: 0.5}\nmessage: too warm\n"
    _load(tmp_path / "packs", COMMON + given + f"fix: {fix}\n" + VALUES)
    (tmp_path / "complint.yaml").write_text("policy_paths: [packs]\npolicies: [acme/voice]\n", "utf-8")
    agent = '{"conversation_config": {"agent": {"prompt": PROMPT}}}\n'
    target = tmp_path / "agent.json"
    target.write_text(agent.replace("PROMPT", '{"temperature": 0.9, "llm": "gpt-4o"}'), "utf-8")
    _run(["check", "--fix", "-q", "--select", "acme", "--as-of", "2026-11-22", *flags])
    assert target.read_text("utf-8") == agent.replace("PROMPT", after)
