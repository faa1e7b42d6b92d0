"""Operations on JSON text: each layout goes on as it was, and what cannot be done is refused."""

from __future__ import annotations

from typing import Any

import pytest

from complint.core.fix import Append, CreateFile, Move, Remove, Rename, Set
from complint.text.errors import Unreadable
from complint.text.loaded import Limits
from complint.text.patch import Patch, Refused, patch

PRETTY = """{
  "name": "Larkspur",
  "agent": {
    "language": "en",
    "tools": []
  },
  "tags": ["a", "b"]
}
"""


def done(text: str, *ops: Any) -> str:
    return patch(text, "json", ops)


def reason(text: str, *ops: Any) -> str:
    with pytest.raises(Refused) as refusal:
        patch(text, "json", ops)
    return refusal.value.reason


def test_a_value_is_replaced_in_its_place() -> None:
    edited = done(PRETTY, Set(("agent", "language"), "de"), Set(("tags", 1), None))
    assert edited == PRETTY.replace('"en"', '"de"').replace('"b"', "null")


def test_a_key_is_added_last_with_the_indent_of_its_siblings() -> None:
    assert done(PRETTY, Set(("agent", "prompt"), {"llm": "x", "tool_ids": []})) == PRETTY.replace(
        '"tools": []\n', '"tools": [],\n    "prompt": {\n      "llm": "x",\n      "tool_ids": []\n    }\n'
    )


def test_an_empty_list_of_a_laid_out_file_opens_over_lines() -> None:
    assert done(PRETTY, Append(("agent", "tools"), {"a": 1})) == PRETTY.replace(
        "[]", '[\n      {\n        "a": 1\n      }\n    ]'
    )


def test_a_list_on_one_line_stays_on_it() -> None:
    assert done(PRETTY, Append(("tags",), "c")) == PRETTY.replace('"b"]', '"b", "c"]')


def test_items_follow_items_of_their_kind() -> None:
    text = '{\n  "tools": [\n    { "config": "a.json" },\n    { "config": "b.json" }\n  ]\n}\n'
    added = '    { "config": "b.json" },\n    { "config": "c.json" }\n'
    assert done(text, Append(("tools",), {"config": "c.json"})) == text.replace('    { "config": "b.json" }\n', added)


def test_removal_takes_one_comma_along() -> None:
    assert done(PRETTY, Remove(("name",))) == PRETTY.replace('"name": "Larkspur",\n  ', "")
    assert done(PRETTY, Remove(("tags",))) == PRETTY.replace(',\n  "tags": ["a", "b"]', "")
    assert done(PRETTY, Remove(("tags", 0))) == PRETTY.replace('"a", ', "")
    assert done('{\n  "only": 1\n}', Remove(("only",))) == "{}"


def test_removals_of_one_list_go_by_the_list_as_it_is_then() -> None:
    assert done("[0, 1, 2, 3]", Remove((1,)), Remove((1,))) == "[0, 3]"


def test_a_key_is_renamed_in_its_place() -> None:
    assert done(PRETTY, Rename(("agent",), "assistant")) == PRETTY.replace('"agent"', '"assistant"')


def test_a_value_moves_with_its_text() -> None:
    text = '{\n  "a": {\n    "n": 1.50,\n    "s": "\\u00e9\\/"\n  },\n  "b": {\n    "c": {}\n  }\n}'
    moved = done(text, Move(("a",), ("b", "c", "a")))
    assert moved == (
        '{\n  "b": {\n    "c": {\n      "a": {\n        "n": 1.50,\n        "s": "\\u00e9\\/"\n      }\n    }\n  }\n}'
    )


@pytest.mark.parametrize(
    ("text", "op", "expected"),
    [
        ('{"a":1,"b":[1,2]}', Append(("b",), {"c": [3]}), '{"a":1,"b":[1,2,{"c":[3]}]}'),
        ('{"a": 1}', Set(("b",), 2), '{"a": 1, "b": 2}'),
        ('{ "a" : 1 }', Set(("b",), 2), '{ "a" : 1, "b" : 2 }'),
        ("{}", Set(("a",), 1), '{\n  "a": 1\n}'),
        ('{\r\n\t"a": 1\r\n}\r\n', Set(("b",), {"c": 2}), '{\r\n\t"a": 1,\r\n\t"b": {\r\n\t\t"c": 2\r\n\t}\r\n}\r\n'),
        ('{"a": 1\n, "b": 2\n}', Set(("c",), 3), '{"a": 1\n, "b": 2\n, "c": 3\n}'),
        ('{"a": 1\n, "b": 2\n}', Remove(("a",)), '{"b": 2\n}'),
        ('{\n  "a": 1,\n\n  "b": 2\n}', Set(("c",), 3), '{\n  "a": 1,\n\n  "b": 2,\n  "c": 3\n}'),
        ('{"a": "\\u00e9"}', Set(("b",), "ü"), '{"a": "\\u00e9", "b": "\\u00fc"}'),
        ('{"a": "é"}', Set(("b",), "ü"), '{"a": "é", "b": "ü"}'),
        (r'{"a": "x\/y"}', Set(("a",), "https://z"), r'{"a": "https:\/\/z"}'),
        ('reading config\n{"a": 1}\\n', Set(("a",), 2), 'reading config\n{"a": 2}\\n'),
        ('{"a": 1, "a": 2}', Set(("a",), 3), '{"a": 1, "a": 3}'),
        ("[[], [1]]", Append((0,), 2), "[[2], [1]]"),
    ],
)
def test_layouts_go_on_as_they_were(text: str, op: Any, expected: str) -> None:
    assert done(text, op) == expected


def test_what_is_there_already_is_not_written_again() -> None:
    text = '{"a": 1e2, "b": "\\u0061"}'
    assert done(text, Set(("a",), 100.0), Set(("b",), "a")) == text


@pytest.mark.parametrize(
    ("text", "op", "words"),
    [
        ('{"a": 1, "a": 2}', Remove(("a",)), "written 2 times"),
        ('{"a": 1, "a": 2}', Rename(("a",), "b"), "written 2 times"),
        ('{"a": 1}', Remove(("b",)), "there is no /b"),
        ('{"a": 1}', Set(("b", "c"), 1), "there is no /b"),
        ('{"a": 1}', Set(("a", "c"), 1), "there is no /a/c"),
        ('{"a": 1}', Append(("a",), 1), "no list"),
        ('{"a": 1, "b": 2}', Rename(("a",), "b"), "there already"),
        ('{"a": {}}', Move(("a",), ("a", "b")), "into itself"),
        ('{"a": 1, "b": 2}', Move(("a",), ("b",)), "there already"),
        ('{"a": [1]}', Set(("a", 1), 2), "there is no /a/1"),
        ('{"a": [1]}', Rename(("a", 0), "b"), "no key"),
        ("[1]", Move((0,), (1,)), "no key"),
        ("{}", Set((), {"a": 1}), "whole document"),
        ("{}", Remove(()), "cannot be removed"),
        ("{}", Set(("a",), float("nan")), "cannot be written as JSON"),
        ("{}", CreateFile("a.json", {}), "no edit of a document"),
        ("{}", "remove everything", "no edit of a document"),
    ],
)
def test_what_cannot_be_done_is_refused(text: str, op: Any, words: str) -> None:
    assert words in reason(text, op)


def test_half_of_the_operations_is_none() -> None:
    session = Patch(PRETTY, "json")
    before = session.state
    session.apply(Set(("name",), "Alder"))
    with pytest.raises(Refused):
        session.apply(Remove(("missing",)))
    session.state = before
    assert session.finish() == PRETTY


def test_an_edit_beyond_a_limit_is_refused() -> None:
    with pytest.raises(Refused, match="max_depth"):
        patch('{"a": {}}', "json", [Set(("a", "b"), {"c": {}})], limits=Limits(max_depth=2))


def test_broken_text_is_not_edited() -> None:
    with pytest.raises(Unreadable):
        patch('{"a": ', "json", [])


def test_thousands_of_edits_take_one_pass() -> None:
    items = ",\n".join(f'  {{"url": "http://host{n}.example"}}' for n in range(3000))
    session = Patch(f"[\n{items}\n]", "json")
    for n in range(3000):
        session.apply(Set((n, "url"), f"https://host{n}.example"))
    assert session.text.count("http://") == 3000  # gathered, not done as yet
    assert session.finish() == f"[\n{items}\n]".replace("http:", "https:")
