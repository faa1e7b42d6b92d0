"""Operations on YAML text: comments, anchors and every style stay; what would reach farther is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from complint.core.fix import Append, Move, Remove, Rename, Set
from complint.text import yaml_events
from complint.text.patch import Refused, patch
from complint.text.yaml_text import load_yaml

COMMENTED = Path(__file__).parents[1] / "benchmarks" / "commented_agent.yaml"
AGENT = ("conversation_config", "agent")
PRIVACY = ("platform_settings", "privacy")


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    if name == "pure":
        monkeypatch.setattr(yaml_events, "_native_parser", lambda: None)
    return name


def done(text: str, *ops: Any, document: int = 0) -> str:
    return patch(text, "yaml", ops, document=document)


def reason(text: str, *ops: Any) -> str:
    with pytest.raises(Refused) as refusal:
        patch(text, "yaml", ops)
    return refusal.value.reason


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that went and those that came; the rest must be the same, in order."""
    old, new = before.split("\n"), after.split("\n")
    kept = [line for line in old if line in new]
    assert [line for line in new if line in old] == kept
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_nine_edits_of_a_commented_file_change_no_other_line() -> None:
    text = COMMENTED.read_text("utf-8")
    assert len(text.splitlines()) == 24
    prompt = (*AGENT, "prompt")
    edited = done(
        text,
        Set((*prompt, "llm"), "gemini-2.5-flash"),
        Remove((*prompt, "tools")),
        Set((*prompt, "built_in_tools"), {"end_call": {"type": "system", "name": "end_call"}}),
        Append((*prompt, "tool_ids"), "tool_parking"),
        Set((*AGENT, "disable_first_message_interruptions"), True),
        Set((*PRIVACY, "record_voice"), False),
        Set((*PRIVACY, "retention_days"), 0),
        Set((*PRIVACY, "zero_retention_mode"), True),
        Set(("conversation_config", "tts", "stability"), 0.7),
    )
    assert changed_lines(text, edited) == (
        [
            "            llm: 'gpt-4o'            # not on the list as yet",
            "            tools:",
            "            - {type: system, name: end_call}",
            "            tool_ids: [ tool_hours, tool_prices ]  # in this order",
            "    tts: {<<: *voice, speed: 1.10}   # a little faster",
            "    privacy: {record_voice: true, retention_days: -1}",
        ],
        [
            "            llm: 'gemini-2.5-flash'            # not on the list as yet",
            "            tool_ids: [ tool_hours, tool_prices, tool_parking ]  # in this order",
            "            built_in_tools:",
            "                end_call:",
            "                    type: system",
            "                    name: end_call",
            "        disable_first_message_interruptions: true",
            "    tts: {<<: *voice, speed: 1.10, stability: 0.7}   # a little faster",
            "    privacy: {record_voice: false, retention_days: 0, zero_retention_mode: true}",
        ],
    )
    data = load_yaml(edited).documents[0]
    assert data["conversation_config"]["tts"]["stability"] == 0.7
    assert data["x-voice"]["stability"] == 0.5


@pytest.mark.parametrize(
    ("text", "op", "expected"),
    [
        # scalars keep their quotes; what YAML 1.1 or 1.2 takes for something else gets some
        ("a: x # c\n", Set(("a",), "y z"), "a: y z # c\n"),
        ("a: 'x'\n", Set(("a",), "it's"), "a: 'it''s'\n"),
        ('a: "x"\n', Set(("a",), "y"), 'a: "y"\n'),
        ("a: x\n", Set(("a",), "no"), 'a: "no"\n'),
        ("a: x\n", Set(("a",), "12:30"), 'a: "12:30"\n'),
        ("a: x\nb: 'y'\n", Set(("a",), "0777"), "a: '0777'\nb: 'y'\n"),
        ("a: x\n", Set(("a",), "https://b.example/c?d=1"), "a: https://b.example/c?d=1\n"),
        ("a: x\n", Set(("a",), "one # two"), 'a: "one # two"\n'),
        ("a: x\n", Set(("a",), "\u2028"), 'a: "\\u2028"\n'),
        ("a: x\n", Set(("a",), None), "a: null\n"),
        ("a: x\n", Set(("a",), float("inf")), "a: .inf\n"),
        ("a:   # c\nb: 1\n", Set(("a",), True), "a: true   # c\nb: 1\n"),
        ("-\n- 1\n", Set((0,), 5), "- 5\n- 1\n"),
        ("a: *b\n".replace("*b", "&b 1") + "c: *b\n", Set(("c",), 2), "a: &b 1\nc: 2\n"),
        ("a: &unused x\n", Set(("a",), "w"), "a: &unused w\n"),
        # collections in the style of their siblings
        (
            "a:\n    b: 1\n",
            Set(("a", "c"), {"d": [1, {"e": 2}]}),
            "a:\n    b: 1\n    c:\n        d:\n            - 1\n            - e: 2\n",
        ),
        ("a:\n- 1\n", Set(("b",), ["x"]), "a:\n- 1\nb:\n- x\n"),
        ("a: [1]\n", Set(("b",), ["x", "w"]), "a: [1]\nb: [x, w]\n"),
        ('a: {"b": 1}\n', Set(("a", "c"), "x"), 'a: {"b": 1, "c": x}\n'),
        ('a: { "b": "y" }\n', Set(("a", "c"), {"d": "x"}), 'a: { "b": "y", "c": { "d": "x" } }\n'),
        ("a: {}\n", Set(("a", "b"), 1), "a: {b: 1}\n"),
        ("a: [] # c\n", Append(("a",), {"b": 1}), "a: # c\n  - b: 1\n"),
        ("a:\n  - b: 1\n    c: 2\n", Append(("a",), {"b": 3}), "a:\n  - b: 1\n    c: 2\n  - b: 3\n"),
        ("-   a\n", Append((), {"b": 1, "c": 2}), "-   a\n-   b: 1\n    c: 2\n"),
        ("a: [1, 2,]\n", Append(("a",), 3), "a: [1, 2, 3,]\n"),
        ("a: [\n  1, # one\n  2 # two\n]\n", Append(("a",), 3), "a: [\n  1, # one\n  2, # two\n  3\n]\n"),
        ("a: [\n  1,\n  2,\n]\n", Append(("a",), 3), "a: [\n  1,\n  2,\n  3,\n]\n"),
        # block texts
        ("a: | # c\n  one\nb: 1\n", Set(("a",), "two\nthree\n"), "a: | # c\n  two\n  three\nb: 1\n"),
        ("a: |\n  one\n  two\n\nb: 1\n", Set(("a",), "x"), "a: x\n\nb: 1\n"),
        ("a: 1\nb: |\n  one\n\n# c\n", Set(("c",), 2), "a: 1\nb: |\n  one\nc: 2\n\n# c\n"),
        ("b: |+\n  one\n\n", Set(("c",), 2), "b: |+\n  one\n\nc: 2\n"),
        ("a: 1\nb: |\n  one", Set(("c",), 2), "a: 1\nc: 2\nb: |\n  one"),
        ("a: 1\nb: |-\n  one", Set(("c",), 2), "a: 1\nb: |-\n  one\nc: 2"),
        # what belongs to an entry further in stays with it
        ("a:\n  b: 1\n  # more of a\nc: 2\n", Set(("a", "d"), 3), "a:\n  b: 1\n  d: 3\n  # more of a\nc: 2\n"),
        ("a:\n  b: 1\n  # more of a\n", Set(("c",), 2), "a:\n  b: 1\n  # more of a\nc: 2\n"),
        # removal
        ("a: 1\nb: 2 # two\nc: 3\n", Remove(("b",)), "a: 1\n# two\nc: 3\n"),
        ("a:\n  - x: 1 # one\n    y: 2\n", Remove(("a", 0, "x")), "a:\n  - # one\n    y: 2\n"),
        ("a:\n  - x: 1\n    y: 2\n", Remove(("a", 0, "x")), "a:\n  - y: 2\n"),
        ("a: # c\n  b: 1\nd: 2\n", Remove(("a", "b")), "a: {} # c\nd: 2\n"),
        ("a:\n- 1\nd: 2\n", Remove(("a", 0)), "a: []\nd: 2\n"),
        ("a: 1\nb: 2", Remove(("b",)), "a: 1"),
        ("a: 1\r\nb: 2", Remove(("b",)), "a: 1"),
        ("a: |\n  x\nb: 2", Remove(("b",)), "a: |\n  x\n"),
        ("# c\na: 1\n", Remove(("a",)), "# c\n{}\n"),
        ("a: [1, 2, 3]\n", Remove(("a", 1)), "a: [1, 3]\n"),
        ("a: [1, 2, 3]\n", Remove(("a", 2)), "a: [1, 2]\n"),
        ("a: [1, 2,]\n", Remove(("a", 1)), "a: [1,]\n"),
        ("a: {b: 1}\n", Remove(("a", "b")), "a: {}\n"),
        ("a: [\n  1, # one\n  2 # two\n]\n", Remove(("a", 0)), "a: [\n  # one\n  2 # two\n]\n"),
        # keys
        ("'a': 1 # c\n", Rename(("a",), "b"), "'b': 1 # c\n"),
        ("a: 1\n", Rename(("a",), "on"), '"on": 1\n'),
        # moves take text and comments along
        (
            "a:\n  b: | # c\n    x\n      y\nd: {}\ne:\n    f: 1\n",
            Move(("a", "b"), ("e", "b")),
            "a: {}\nd: {}\ne:\n    f: 1\n    b: | # c\n      x\n        y\n",
        ),
        ("a: 0x1f # c\nb:\n- c: 1\n", Move(("a",), ("b", 0, "a")), "b:\n- c: 1\n  a: 0x1f # c\n"),
        ("a: {b: 'x', c: 2}\n", Move(("a", "b"), ("d",)), "a: {c: 2}\nd: 'x'\n"),
        # newlines, tabs, directives
        ("a: 1\r\nb: 2\r\n", Set(("c",), {"d": 1}), "a: 1\r\nb: 2\r\nc:\r\n  d: 1\r\n"),
        ("%YAML 1.2\n--- # c\na: 1\n...\n", Set(("b",), 2), "%YAML 1.2\n--- # c\na: 1\nb: 2\n...\n"),
    ],
)
def test_an_edit_is_this_and_nothing_else(text: str, op: Any, expected: str) -> None:
    assert done(text, op) == expected


def test_tabs_stay_where_they_are(parser: str) -> None:
    if parser == "pure":
        pytest.skip("the parser without libyaml takes no tabs")
    assert done("a:\t1\t# c\n", Set(("a",), 2)) == "a:\t2\t# c\n"
    assert done('{\n\t"a": 1\n}\n', Set(("b",), True)) == '{\n\t"a": 1,\n\t"b": true\n}\n'


def test_only_the_document_asked_for_changes() -> None:
    text = "a: 1\n---\na: 1 # two\n---\n# empty\n"
    assert done(text, Set(("a",), 2), document=1) == "a: 1\n---\na: 2 # two\n---\n# empty\n"
    with pytest.raises(Refused, match="no such document"):
        done(text, Set(("a",), 2), document=3)


def test_a_merged_key_is_overridden_in_its_own_place() -> None:
    text = "base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  z: 3\n"
    assert done(text, Set(("use", "x"), 9)) == text + "  x: 9\n"


@pytest.mark.parametrize(
    ("text", "op", "words"),
    [
        ("a: &x {b: 1}\nc: *x\n", Set(("c", "b"), 2), "the alias *x"),
        ("a: &x {b: 1}\nc: *x\n", Set(("a", "b"), 2), "&x, which is used elsewhere"),
        ("a: &x {b: 1}\nc: *x\n", Set(("a",), 2), "&x, which is used elsewhere"),
        ("a: &x 1\nc: *x\n", Remove(("a",)), "&x, which is used elsewhere"),
        ("a: {b: &x 1}\nc: *x\n", Remove(("a",)), "&x within is used elsewhere"),
        ("a: [&x 1]\nc: *x\n", Append(("c",), 1), "no list"),
        ("a: &x [1]\nc: *x\n", Append(("c",), 1), "the alias *x"),
        ("a: &x {b: 1}\nc: {<<: *x}\n", Remove(("c", "b")), "comes from a merge key"),
        ("a: &x {b: 1}\nc: {<<: *x}\n", Rename(("c", "b"), "d"), "comes from a merge key"),
        ("a: &x {b: {e: 1}}\nc: {<<: *x}\n", Set(("c", "b", "e"), 2), "comes from a merge key"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n  b: 2\n", Remove(("c", "b")), "merge key too"),
        ("a: [x, k: v]\n", Set(("a", 1, "k"), 2), "without braces"),
        ("a: [x, k: v]\n", Remove(("a", 1)), "without braces"),
        ("? a\n: 1\n", Set(("a",), 2), "question mark"),
        ("a: !!str 1\n", Set(("a",), "2"), "a tag"),
        ("a: !include b.md\n", Set(("a",), "2"), "a tag"),
        ("a: !!map {b: 1}\n", Set(("a", "b"), 2), "a tag"),
        ("&k a: 1\n", Rename(("a",), "b"), "anchor or a tag"),
        ("a: 1\na: 2\n", Remove(("a",)), "several times"),
        ("a: [ # c\n]\n", Append(("a",), 1), "within the empty brackets"),
        ("a: {b: [1, # c\n 2]}\n", Set(("a", "b"), 1), "comment within the old value"),
        ("a: {b: 1}\nc:\n  d: |\n    x\n", Move(("c", "d"), ("a", "d")), "into brackets"),
        ("- |\n  x", Append((), 1), "line break at its end"),
        ("a: {b}\n", Set(("a", "b"), 1), "without a colon"),
        ("a: 1\n", Set((), 2), "whole document"),
    ],
)
def test_what_reaches_farther_is_refused(text: str, op: Any, words: str) -> None:
    assert words in reason(text, op)


def test_a_comment_is_never_lost() -> None:
    text = "a: # 1\n  # 2\n  b: 1 # 3\n  c: # 4\n    - x # 5\n# 6\nd: 1\n"
    for op in (
        Remove(("a", "c")),
        Remove(("a",)),
        Set(("a",), 1),
        Set(("a", "c"), [1, 2]),
        Set(("a",), {"x": {"y": 1}}),
    ):
        assert [line.partition("#")[2].strip() for line in done(text, op).splitlines() if "#" in line] == list("123456")
