"""The commands that print pages: explain, rules, policies, schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from complint.cli.commands import complint
from complint.core.errors import ComplintError
from complint.engine.catalog import rule_ids
from complint.policy.store import Store

PACK = """id: house/alder
title: Rules of Alder Books
sources: [{title: "Alder handbook", url: "https://alder.example/handbook"}]
"""
REQUIREMENT = """id: house/alder/quiet-settings
title: Settings are quiet
rule: hipaa/incompatible-setting
when: {kind: [agent, test], direction: [outbound], phi: true}
severity: warning
mandatory: true
values:
  - {from: 2025-01-01, value: {prompt_flags: [loud]}, confidence: medium, verified_on: 2026-10-01,
     citations: [{title: "Alder handbook, chapter 3"}]}
  - {from: 2026-07-01, until: 2026-12-31, severity: error, value: {prompt_flags: [loud, shrill]}, confidence: high,
     verified_on: 2026-10-02, note: "Since the noise of June.", citations: [{title: "Alder handbook, chapter 4",
     url: "https://alder.example/handbook#4"}]}
"""
PROFILE = """id: alder
title: What Alder runs
policies: [house/alder, complint/core]
rules: {"tools/*": {severity: "off", reason: "no tools here"}}
fail_on_unknown: true
"""

BLOCK = """\
  house/alder/quiet-settings
    Settings are quiet
    severity: warning, cannot be waived
    applies to: agent or test, direction outbound, with PHI or zero retention
    in force from 2026-07-01 through 2026-12-31; confidence high, verified on 2026-10-02
      severity: error
      value: prompt_flags: [loud, shrill]
      note: Since the noise of June.
      source: Alder handbook, chapter 4 <https://alder.example/handbook#4>
"""

SHOWN = """\
house/alder/quiet-settings
  Settings are quiet
  rule: hipaa/incompatible-setting
  severity: warning, cannot be waived
  applies to: agent or test, direction outbound, with PHI or zero retention
  > in force from 2025-01-01 through 2026-06-30; confidence medium, verified on 2026-10-01
      value: prompt_flags: [loud]
      source: Alder handbook, chapter 3
    in force from 2026-07-01 through 2026-12-31; confidence high, verified on 2026-10-02
      severity: error
      value: prompt_flags: [loud, shrill]
      note: Since the noise of June.
      source: Alder handbook, chapter 4 <https://alder.example/handbook#4>
"""

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs complint in a project with a pack of its own."""
    files = {
        "complint.yaml": "policy_paths: [packs]\n",
        "packs/house/alder/pack.yaml": PACK,
        "packs/house/alder/quiet-settings.yaml": REQUIREMENT,
        "packs/profiles/alder.yaml": PROFILE,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLINT_CACHE_DIR", "")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(complint, arguments)

    return invoke


def _refused(result: Result) -> str:
    """Return the message of a usage or configuration error; `main` prints it and exits with code 2."""
    assert isinstance(result.exception, ComplintError), result.output
    assert result.exception.exit_code == 2
    return str(result.exception)


def test_explain_prints_the_page_and_the_law(run: Run) -> None:
    text = run("explain", "hipaa/incompatible-setting", "--as-of", "2026-11-22").output
    assert text.startswith(
        "hipaa/incompatible-setting\nSetting that does not work under zero retention.\n\nWhy\n  Some"
    )
    heads = [line for line in text.splitlines() if line and not line.startswith(" ")][2:]
    assert heads == ["Why", "Bad", "Good", "Fix", "Required by, law as of 2026-11-22"]
    assert "Bad\n  agent.yaml\n    name: Clinic line\n" in text
    assert "Fix\n  Safe: it changes no behaviour. The setting is turned off;" in text
    assert "  elevenlabs/hipaa/incompatible-setting\n" in text
    assert BLOCK in text
    assert max(map(len, text.splitlines())) <= 100


def test_explain_says_when_a_requirement_is_not_in_force(run: Run) -> None:
    early = run("explain", "hipaa/incompatible-setting", "--as-of", "2024-01-01").output
    assert "    not in force on 2024-01-01; from 2025-01-01\n" in early
    late = run("explain", "hipaa/incompatible-setting", "--as-of", "2027-01-01").output
    assert "    not in force on 2027-01-01\n" in late


def test_explain_knows_near_names(run: Run) -> None:
    assert "did you mean hipaa/incompatible-setting" in _refused(run("explain", "hipaa/incompatible-seting"))
    assert "did you mean hipaa/incompatible-setting" in _refused(run("explain", "incompatible-setting"))
    assert "`complint rules` lists them" in _refused(run("explain", "zzz/qqq"))
    hint = _refused(run("explain", "house/alder/quiet-settings"))
    assert "is a requirement; `complint explain hipaa/incompatible-setting`" in hint


def test_every_shipped_rule_can_be_explained(run: Run) -> None:
    for rule in rule_ids():
        result = run("explain", rule, "--color", "never")
        assert result.exit_code == 0, rule
        assert result.output.startswith(f"{rule}\n")
        assert "no requirement of the packs at hand" not in result.output


def test_colour_is_for_terminals_or_on_request(run: Run) -> None:
    assert "\x1b" not in run("explain", "hipaa/incompatible-setting").output
    assert "\x1b[1mWhy\x1b[0m" in run("explain", "hipaa/incompatible-setting", "--color", "always").output


def test_a_wrong_day_is_refused(run: Run) -> None:
    assert "--as-of takes a day" in _refused(run("explain", "hipaa/incompatible-setting", "--as-of", "tomorrow"))


def test_rules_as_text_name_all(run: Run) -> None:
    text = run("rules").output
    for rule in rule_ids():
        assert any(line.startswith(f"{rule}  ") for line in text.splitlines()), rule
    assert "hipaa/incompatible-setting  error  fix: safe\n  Setting that does not work under zero retention.\n" in text
    assert text.endswith(f"{len(rule_ids())} rules. `complint explain RULE` prints a page.\n")


def test_rules_as_json(run: Run) -> None:
    rows = {row["id"]: row for row in json.loads(run("rules", "--format", "json").output)}
    assert sorted(rows) == rule_ids()
    assert rows["hipaa/incompatible-setting"] == {
        "id": "hipaa/incompatible-setting",
        "headline": "Setting that does not work under zero retention.",
        "severity": "error",
        "fix": "safe",
        "requirements": ["elevenlabs/hipaa/incompatible-setting", "house/alder/quiet-settings"],
    }


def test_rules_as_markdown(run: Run) -> None:
    lines = run("rules", "--format", "markdown").output.splitlines()
    assert lines[:2] == ["| rule | finds | severity | fix |", "|---|---|---|---|"]
    row = "| `hipaa/incompatible-setting` | Setting that does not work under zero retention. | error, warning | safe |"
    assert row in lines


def test_policies_list(run: Run) -> None:
    text = run("policies", "list", "--as-of", "2027-01-01").output
    lines = text.splitlines()
    number = next(number for number, line in enumerate(lines) if line.startswith("house/alder "))
    assert lines[number].endswith("  Rules of Alder Books")
    assert "1 requirement, 0 in force, sha256:" in lines[number + 1]
    assert "always on, sha256:" in text
    assert "Law as of 2027-01-01." in text


def test_policies_list_as_json(run: Run) -> None:
    rows = {row["id"]: row for row in json.loads(run("policies", "list", "--format", "json").output)}
    assert set(rows) == {*Store.open().packs, "house/alder"}
    assert rows["house/alder"]["requirements"] == 1
    assert rows["house/alder"]["digest"].startswith("sha256:")
    assert rows["complint/core"]["always_on"] is True


def test_policies_show_a_requirement(run: Run) -> None:
    assert run("policies", "show", "house/alder/quiet-settings", "--as-of", "2026-01-01").output == SHOWN
    late = run("policies", "show", "house/alder/quiet-settings", "--as-of", "2027-01-01").output
    assert "  > " not in late
    assert late.endswith("  nothing is in force on 2027-01-01\n")


def test_policies_show_a_pack(run: Run) -> None:
    text = run("policies", "show", "house/alder", "--as-of", "2026-01-01").output
    assert text.startswith(
        "house/alder\nRules of Alder Books\nsource: Alder handbook <https://alder.example/handbook>\ndigest: sha256:"
    )
    assert text.endswith("law as of 2026-01-01\n\n" + SHOWN)


def test_policies_show_a_profile(run: Run) -> None:
    assert run("policies", "show", "alder").output == (
        "alder\nWhat Alder runs\npolicies:\n  house/alder\n  complint/core\nrules:\n"
        "  tools/*: severity off, reason no tools here\nunknown outcomes fail\n"
    )


def test_policies_show_as_json_marks_what_is_in_force(run: Run) -> None:
    data = json.loads(run("policies", "show", "house/alder", "--format", "json", "--as-of", "2026-08-01").output)
    assert data["as_of"] == "2026-08-01"
    (requirement,) = data["pack"]["requirements"]
    assert requirement["in_force"] == "2026-07-01"
    assert requirement["values"][1]["value"] == {"prompt_flags": ["loud", "shrill"]}


def test_policies_show_knows_near_names(run: Run) -> None:
    assert "did you mean house/alder" in _refused(run("policies", "show", "house/older"))


def test_every_shipped_pack_and_requirement_can_be_shown(run: Run) -> None:
    store = Store.open()
    for pack in store.packs.values():
        result = run("policies", "show", pack["id"])
        assert result.exit_code == 0
        for requirement in pack["requirements"]:
            assert f"\n{requirement['id']}\n" in result.output
            for value in requirement["values"]:
                assert value["from"] in result.output
                for citation in value["citations"]:
                    assert citation["url"] is None or f"<{citation['url']}>" in result.output


def test_schemas_are_schemas_and_accept_what_is_accepted(run: Run) -> None:
    for name in ("report", "config", "pack"):
        schema = json.loads(run("schema", name).output)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    pack = jsonschema.Draft202012Validator(json.loads(run("schema", "pack").output))
    config = jsonschema.Draft202012Validator(json.loads(run("schema", "config").output))
    assert pack.is_valid({"id": "a/b", "title": "t", "sources": [{"title": "s"}]})
    assert not pack.is_valid({"id": "a/b", "title": "t", "sources": [{"title": "s"}], "sorces": []})
    assert config.is_valid({"profile": "default", "rules": {"tools/*": {"severity": "info", "reason": "x"}}})
    assert not config.is_valid({"profil": "default"})


def test_an_unknown_schema_is_a_usage_error(run: Run) -> None:
    result = run("schema", "everything")
    assert result.exit_code == 2
    assert "'everything' is not one of" in result.output


@pytest.mark.parametrize(
    "command", [("explain",), ("rules",), ("policies",), ("policies", "list"), ("policies", "show"), ("schema",)]
)
def test_every_command_has_help(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()[2].strip()) > 20
