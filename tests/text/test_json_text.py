"""JSON to data: equal to the standard library's, duplicates and dirt reported, everything else refused at its place."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.text.errors import Unreadable
from complint.text.json_text import load_json
from complint.text.loaded import Duplicate, Limits

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=25,
)
LAYOUTS = st.fixed_dictionaries(
    {
        "indent": st.sampled_from([None, 0, 2, 4, "\t"]),
        "ensure_ascii": st.booleans(),
        "separators": st.sampled_from([None, (",", ":"), (" , ", " :\t")]),
    }
)


def refusal(text: str, limits: Limits | None = None) -> tuple[str, int | None, int | None]:
    with pytest.raises(Unreadable) as caught:
        load_json(text, limits or Limits())
    return caught.value.message, caught.value.line, caught.value.column


@given(VALUES, LAYOUTS)
@settings(deadline=None)
def test_data_is_what_was_dumped(value: Any, layout: dict[str, Any]) -> None:
    loaded = load_json(json.dumps(value, **layout))
    assert loaded.documents == (value,)
    assert (loaded.duplicates, loaded.noise) == ((), ())


@given(st.text(st.sampled_from('{}[]:,"ab01-.e+ \n\t\\untrfls/#*é😀\u2028\ud800'), max_size=25) | st.text(max_size=25))
@settings(max_examples=300, deadline=None)
def test_whatever_comes_in_only_unreadable_comes_out(text: str) -> None:
    with suppress(Unreadable):
        loaded = load_json(text)
        if not loaded.noise and not loaded.duplicates:
            assert [json.loads(text)] == list(loaded.documents)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "the file is empty"),
        (" \n ", 2, 2, "the file is empty"),
        ('{"a": 1', 1, 8, "the text ends before the JSON value does"),
        ('{"a":\r\n  tru}', 2, 3, "a JSON value was required, 't' was found"),
        ('{"a": [1 2]}', 1, 10, "a comma or a closing bracket was required, '2' was found"),
        ('{"a"\n 1}', 2, 2, "':' was required, '1' was found"),
        ('{"a": 1,\n b: 2}', 2, 2, "a key in double quotes was required, 'b' was found"),
        ('{"a": 1,\n}', 1, 8, "a trailing comma is not allowed in JSON"),
        ("[1,\n2 ,\n\n]", 2, 3, "a trailing comma is not allowed in JSON"),
        ("[1,,2]", 1, 4, "a JSON value was required, ',' was found"),
        ('{"a": 1 // one\n}', 1, 9, "comments are not allowed in JSON"),
        ('/* c */ {"a": 1}', 1, 1, "comments are not allowed in JSON"),
        ('{"a": 1}\n# done', 2, 1, "comments are not allowed in JSON"),
        ("{'a': 1}", 1, 2, "a string in single quotes was found, JSON requires double quotes"),
        ('{"é😀": None}', 1, 8, "None was found, JSON has null"),
        ('{"a": "b\n"}', 1, 9, "a line break inside a string was found, \\n is required"),
        ('{"a": "b\tc"}', 1, 9, "a tab inside a string was found, \\t is required"),
        ('{"a": "b\x01c"}', 1, 9, "the control character U+0001 inside a string was found, an escape is required"),
        ('{"a": "b', 1, 7, "a string is not closed"),
        ('["a\\qb"]', 1, 4, "not an escape that JSON knows"),
        ('["ab\\u12G4"]', 1, 5, "not an escape that JSON knows"),
        ('["\u2028", x]', 1, 7, "a JSON value was required, 'x' was found"),
        ('{"a": "NaN", "b": [NaN]}', 1, 20, "NaN is not a JSON value"),
        ('{"a": -Infinity}', 1, 7, "-Infinity is not a JSON value"),
        ('{"a": 1} x', 1, 10, "extra text after the JSON value"),
        ('{"a": 1}\n{"a": 2}', 2, 1, "a second value follows the JSON value; a file holds one"),
        ('{"a": 1}\\n x', 1, 9, "extra text after the JSON value"),
    ],
)
def test_broken_json_is_named_at_its_place(text: str, line: int, column: int, words: str) -> None:
    assert refusal(text) == (words, line, column)


@pytest.mark.parametrize("text", ["name: Robin\nage: 3\n", "- a\n- b\n", "---\n{}", "a.b:\n  c: 1"])
def test_yaml_in_a_json_file_is_an_error_that_says_so(text: str) -> None:
    assert "the content looks like YAML" in refusal(text)[0]


def test_duplicates_are_found_with_their_routes_in_the_order_of_the_text() -> None:
    loaded = load_json('{"a": {"x": 1, "x": 2}, "b": [0, {"y": 1, "y": 2, "\\u0079": 3}], "a": 5}')
    assert loaded.documents == ({"a": 5, "b": [0, {"y": 3}]},)
    assert loaded.duplicates == (
        Duplicate(("a",), "x"),
        Duplicate(("b", 1), "y"),
        Duplicate(("b", 1), "y"),
        Duplicate((), "a"),
    )


@pytest.mark.parametrize(
    "before",
    [
        "Pulling agent agent_0142...\n",
        "\n\nDone: 3 of 3\n",
        "[INFO] Pulling\n",
        "[2026-11-22 09:00:00] a\nb\n",
        "not yet\n",
    ],
)
def test_log_lines_before_the_value_are_noise(before: str) -> None:
    loaded = load_json(before + '{"name": "Robin"}')
    assert loaded.documents == ({"name": "Robin"},)
    lead = len(before) - len(before.lstrip("\n"))
    assert loaded.noise == (("text before the JSON value is not part of it", 1 + lead, 1),)


@pytest.mark.parametrize(
    "text", ['Pulling {"a": 1}', 'Pulling\n  {"a": 1}', '# Pulling\n{"a": 1}', "null\n{}", '"a"\n{}']
)
def test_other_text_before_the_value_is_an_error(text: str) -> None:
    refusal(text)


@pytest.mark.parametrize("after", ["\\n", " \\n", "\\n\n", "\n\\n \\n\n"])
def test_a_literal_backslash_n_after_the_value_is_noise(after: str) -> None:
    loaded = load_json("Pulling\n[1]" + after)
    assert loaded.documents == ([1],)
    message, line, column = loaded.noise[1]
    assert message == "a literal \\n (two characters) after the JSON value is not part of it"
    assert (line, column) == ((3, 1) if after.startswith("\n") else (2, 4 + after.index("\\")))


def test_halves_of_characters_are_replaced_and_reported() -> None:
    loaded = load_json('{"a\\udE00": ["\\ud83d", "\\ud83d\\ude00", "\\\\ud83d"]}')
    assert loaded.documents == ({"a\ufffd": ["\ufffd", "😀", "\\ud83d"]},)
    assert loaded.noise == (("\\udE00 is half of a character; it is read as U+FFFD", 1, 4),)


@pytest.mark.parametrize("openers", ["[", '{"a":'])
def test_nesting_has_a_limit_with_a_place(openers: str) -> None:
    closers = "]" if openers == "[" else "}"
    at_limit = openers * 200 + ("" if openers == "[" else "1") + closers * 200
    assert load_json(at_limit).duplicates == ()
    text = openers * 201 + ("" if openers == "[" else "1") + closers * 201
    assert refusal(text) == ("nested deeper than the limit of 200 levels (max_depth)", 1, 200 * len(openers) + 1)
    assert refusal(openers * 50_000)[0] == "nested deeper than the limit of 200 levels (max_depth)"
    assert refusal(openers * 50_000, Limits(max_depth=60_000))[0] == "nested too deeply to be read"


def test_brackets_in_strings_are_not_nesting() -> None:
    text = json.dumps({"prompt": "{{name}} [" * 500})
    assert load_json(text).documents == (json.loads(text),)


def test_values_have_a_limit() -> None:
    def flat(count: int) -> str:
        return json.dumps({"a,[{": [",[{"] * (count - 3), "b": []})

    assert load_json(flat(1000), Limits(max_nodes=1000)).duplicates == ()
    words = "more than the limit of 1,000 values (max_nodes)"
    assert refusal(flat(1001), Limits(max_nodes=1000)) == (words, None, None)


@given(VALUES, st.integers(0, 2))
@settings(deadline=None)
def test_the_limit_counts_every_value_and_no_key(value: Any, spare: int) -> None:
    def count(inner: Any) -> int:
        children = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ()
        return 1 + sum(count(child) for child in children)

    text = json.dumps(value)
    assert load_json(text, Limits(max_nodes=count(value) + spare)).documents == (value,)
    with pytest.raises(Unreadable):
        load_json(text + " " * 50, Limits(max_nodes=count(value) - 1))


def test_integers_have_a_limit_with_a_place() -> None:
    text = '{"a": "' + "9" * 5000 + '",\n "b": -' + "9" * 5000 + "}"
    assert refusal(text) == ("an integer beyond the limit of 4,300 digits", 2, 7)
    assert load_json("9" * 5000 + ".0").documents[0] == float("inf")


def test_a_hostile_text_is_refused_fast() -> None:
    refusal('"' + '\\"' * 300_000)
    refusal('["' + '\\",' * 300_000)
