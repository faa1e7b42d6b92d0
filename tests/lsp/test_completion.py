"""Completion and hover in complint's own files, while they are half written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from complint.described import KEYS
from complint.lsp.completion import Names, complete, describe
from complint.lsp.cursor import cursor_at, key_at
from complint.lsp.positions import Positions
from complint.published import config_schema, pack_schema

if TYPE_CHECKING:
    from tests.lsp.conftest import Start

NAMES = Names(())


def split(text: str) -> tuple[list[str], int, int]:
    """Return the lines of a text without its mark ^, and where the mark was."""
    line = text[: text.index("^")].count("\n")
    column = len(text[: text.index("^")].rpartition("\n")[2])
    return text.replace("^", "").split("\n"), line, column


def offered(kind: str, text: str) -> list[str]:
    lines, line, column = split(text)
    return [item.label for item in complete(kind, Positions("\n".join(lines), "utf-16"), line, column, NAMES)]


def taken(kind: str, text: str, label: str) -> str:
    """Return a text, its mark removed, after an offer is taken."""
    lines, line, column = split(text)
    whole = Positions("\n".join(lines), "utf-16")
    item = next(one for one in complete(kind, whole, line, column, NAMES) if one.label == label)
    assert isinstance(item.text_edit, types.TextEdit)
    where = item.text_edit.range
    start = whole.offset(where.start.line, where.start.character)
    end = whole.offset(where.end.line, where.end.character)
    assert start <= whole.offset(line, column) <= end
    return whole.text[:start] + item.text_edit.new_text + whole.text[end:]


@pytest.mark.parametrize(
    ("text", "route", "key", "typed"),
    [
        ("^", (), None, ""),
        ("pro^", (), None, "pro"),
        ("profile: ^", (), "profile", ""),
        ("profile: us-^", (), "profile", "us-"),
        ("workspace:\n  ^", ("workspace",), None, ""),
        ("workspace:\n  baa: true\n  res^\nagents: []", ("workspace",), None, "res"),
        ("workspace:\n  baa: true\n^", (), None, ""),
        ("agents:\n  - ^", ("agents", 0), None, ""),
        ("agents:\n  - match:\n      path: a\n    hand^", ("agents", 0), None, "hand"),
        ("agents:\n  - match: {name: x}\n    direction: in^", ("agents", 0), "direction", "in"),
        ("agents:\n- match:\n    pa^", ("agents", 0, "match"), None, "pa"),
        ("agents:\n- match: {}\n  ^", ("agents", 0), None, ""),
        ("agents:\n- match: {pa^", ("agents", 0, "match"), None, "pa"),
        ("agents: [{match: {path: x}, ^", ("agents", 0), None, ""),
        ("agents: [{match: {path: x}, direction: o^", ("agents", 0), "direction", "o"),
        ("policies: [us/states/*, el^", ("policies",), 0, "el"),
        ("policies:\n  - us/states/*\n  - el^", ("policies", 0), None, "el"),
        ("policies:\n- el^", ("policies", 0), None, "el"),
        ("rules:\n  tools/inline-tools: {severity: w^", ("rules", "tools/inline-tools"), "severity", "w"),
        ('rules:\n  "tools/inline-tools":\n    sev^', ("rules", "tools/inline-tools"), None, "sev"),
        ("a:\n  b:\n    c: 1\n\n    # d:\n    ^", ("a", "b"), None, ""),
        ("workspace: {}\n---\n^", (), None, ""),
        ("a:\n  - - b: ^", ("a", 0, 0), "b", ""),
    ],
)
def test_the_cursor_is_found(text: str, route: tuple[str | int, ...], key: str | int | None, typed: str) -> None:
    found = cursor_at(*split(text))
    assert found is not None
    assert (found.route, found.key, found.typed) == (route, key, typed)


@pytest.mark.parametrize("text", ["# pro^", "profile: x # us^", "agents: [] ^", "a: {b: c} # {^"])
def test_no_cursor_in_a_comment_or_behind_a_bracket(text: str) -> None:
    assert cursor_at(*split(text)) is None


@settings(deadline=None)  # the first call reads the schemas
@given(st.text(st.sampled_from("ab:- \n#{}[],'\"|😀"), max_size=60), st.integers(0, 8), st.integers(0, 70))
def test_nothing_that_is_typed_breaks_it(text: str, line: int, column: int) -> None:
    lines = text.split("\n")
    line = min(line, len(lines) - 1)
    column = min(column, len(lines[line]))
    found = cursor_at(lines, line, column)
    assert found is None or 0 <= found.start <= column <= found.end <= len(lines[line])
    key_at(lines, line, column)
    for kind in ("config", "waivers", "pack", "requirement", "profile", "other"):
        complete(kind, Positions(text, "utf-16"), line, column, NAMES)
        describe(kind, Positions(text, "utf-16"), line, column)


def test_keys_are_offered_that_are_not_there_yet() -> None:
    found = offered("config", "profile: default\n^\nagents: []\n")
    assert {"organization", "waivers", "rules"} <= set(found)
    assert not {"profile", "agents"} & set(found)
    assert offered("config", "workspace:\n  baa: true\n  ^") == ["zero_retention", "residency"]
    assert offered("config", "agents:\n  - ^")[0] == "match"  # what must be there comes first


def test_values_are_those_of_the_schema_and_the_catalogue() -> None:
    assert offered("config", "workspace:\n  zero_retention: ^") == ["enforced", "per-agent", "none"]
    assert offered("config", "workspace: {baa: ^") == ["true", "false"]
    assert "us-outbound" in offered("config", "profile: ^")
    assert {"elevenlabs/hipaa", "us/states/*"} <= set(offered("config", "policies:\n  - ^"))
    assert {"tools/inline-tools", "tools/*"} <= set(offered("config", "rules:\n  ^"))
    assert "tools/inline-tools" not in offered("config", "rules:\n  tools/inline-tools: {}\n  ^")
    assert "tools/inline-tools" in offered("config", 'overrides:\n  - paths: ["legacy/**"]\n    rules:\n      ^')
    assert {"severity", "reason"} <= set(offered("config", "rules: {tools/inline-tools: {^"))
    assert offered("config", "rules: {tools/inline-tools: {severity: ^") == ["error", "warning", "info", "off"]
    assert offered("config", "# ^") == []


def test_waivers_and_packs_too() -> None:
    assert {"rule", "path", "owner", "reason", "expires"} <= set(offered("waivers", "waivers:\n  - ^"))
    assert "security/public-agent" in offered("waivers", "waivers:\n  - rule: ^")
    assert "complint/core/public-agent" in offered("waivers", "waivers:\n  - requirement: ^")
    assert {"id", "title", "sources"} <= set(offered("pack", "^"))
    assert {"rule", "when", "values", "given"} <= set(offered("requirement", "^"))
    assert "tools/inline-tools" in offered("requirement", "rule: ^")
    assert "speech-request" in offered("requirement", "when:\n  kind: [^")
    assert offered("requirement", "values:\n  - {confidence: ^") == ["high", "medium", "low"]
    assert "us/federal/*" in offered("profile", "policies: [^")


def test_an_offer_replaces_what_is_typed() -> None:
    assert taken("config", "prof^", "profile") == "profile: "
    assert taken("config", "pr^fil: x", "profile") == "profile: x"
    assert taken("config", "work^", "workspace") == "workspace:"
    assert taken("config", "rules: {tools/inline-tools: {sev^", "severity") == "rules: {tools/inline-tools: {severity: "
    assert taken("config", "rules: {tools/inline-tools: {severity: ^", "off").endswith('severity: "off"')
    assert taken("config", 'profile: "us-^"', "us-outbound") == 'profile: "us-outbound"'
    assert taken("config", "rules:\n  ^", "tools/*") == "rules:\n  tools/*: "
    assert taken("config", "organization: {name: 😀}\nprof^", "profile").endswith("\nprofile: ")


def test_keys_are_described() -> None:
    lines, line, column = split("agents:\n- match: {path: x}\n  dir^ection: inbound\n")
    found = describe("config", Positions("\n".join(lines), "utf-16"), line, column)
    assert found is not None
    assert "inbound" in found[0]
    assert "is on a web page" in found[0]
    assert found[1] == types.Range(types.Position(2, 2), types.Position(2, 11))
    lines, line, column = split("rules:\n  tools/^inline-tools: {}\n")
    rule = describe("config", Positions("\n".join(lines), "utf-16"), line, column)
    assert rule is not None
    assert "deprecated" in rule[0]
    assert describe("config", Positions("profile: x", "utf-16"), 0, 9) is None


def test_every_key_is_described_and_nothing_else_is() -> None:
    for model, words in KEYS.items():
        whole = (
            config_schema() if model == "ConfigModel" else {**config_schema()["$defs"], **pack_schema()["$defs"]}[model]
        )
        undescribed = [name for name, value in whole["properties"].items() if not value.get("description")]
        assert (model, undescribed) == (model, [])
        assert (model, set(words) - set(whole["properties"])) == (model, set())


def test_the_server_completes_and_describes(start: Start) -> None:
    editor = start()
    pack = "compliance/acme/voice"
    (editor.folder / pack).mkdir(parents=True)
    (editor.folder / pack / "pack.yaml").write_text(
        "id: acme/voice\ntitle: House rules\nsources: [{title: House policy}]\n", "utf-8"
    )
    (editor.folder / "complint.yaml").write_text("policy_paths: [compliance]\n", "utf-8")
    editor.open("complint.yaml", "policy_paths: [compliance]\npolicies: [acme/]\nprofile\n", "yaml")
    assert "acme/voice" in [item.label for item in editor.complete("complint.yaml", 1, 16)]
    assert "profile" in [item.label for item in editor.complete("complint.yaml", 2, 7)]
    shown = editor.hover("complint.yaml", 1, 3)
    assert shown is not None
    editor.open(f"{pack}/calm.yaml", "id: acme/voice/calm\nrule: \n", "yaml")
    assert "tools/inline-tools" in [item.label for item in editor.complete(f"{pack}/calm.yaml", 1, 6)]
    editor.open("agent_configs/a.yaml", "name: \n", "yaml")
    assert editor.complete("agent_configs/a.yaml", 0, 6) == []
