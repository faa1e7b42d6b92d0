"""Places in JSON: every span re-loads to its value; lines and columns are those of editors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.core.route import Route
from complint.text.errors import Unreadable
from complint.text.json_text import load_json
from complint.text.loaded import Duplicate
from complint.text.locate import Span, locate, locate_duplicates

TEXTS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(["a", "b"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
LAYOUTS = st.fixed_dictionaries(
    {
        "indent": st.sampled_from([None, 0, 2, "\t"]),
        "ensure_ascii": st.booleans(),
        "separators": st.sampled_from([None, (",", ":"), (" , ", " :\t")]),
    }
)
DIRT = st.sampled_from([("", ""), ("Pulling\n", ""), ("\n [", "]\\n")])


def routes(value: Any, route: Route = ()) -> Iterator[tuple[Route, Any]]:
    yield route, value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from routes(child, (*route, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from routes(child, (*route, index))


def editor_place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(before), len(before[-1]) + 1


def check_places(text: str, span: Span) -> None:
    assert editor_place(text, span.start) == (span.line, span.column)
    assert editor_place(text, span.end) == (span.end_line, span.end_column)


@given(VALUES, LAYOUTS, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "Pulling\n"]), st.booleans())
@settings(deadline=None)
def test_every_span_reloads_to_its_value(
    value: Any, layout: dict[str, Any], newline: str, before: str, unique: bool
) -> None:
    body = json.dumps(value, **layout)
    text = before * (body[0] in "{[") + body.replace("\n", newline)
    wanted = dict(routes(value))
    spans = locate(text, "json", wanted, unique=unique)
    assert list(spans) == list(wanted)
    for route, span in spans.items():
        assert span.exact
        assert json.loads(text[span.start : span.end]) == wanted[route]
        check_places(text, span)
        if route and isinstance(route[-1], str):
            assert span.key is not None
            assert json.loads(text[span.key.start : span.key.end]) == route[-1]
            check_places(text, span.key)
        else:
            assert span.key is None


@given(VALUES, st.data())
@settings(deadline=None)
def test_one_route_alone_has_the_same_span_as_among_all(value: Any, data: st.DataObject) -> None:
    text = json.dumps(value)
    wanted = dict(routes(value))
    chosen = data.draw(st.lists(st.sampled_from(list(wanted)), max_size=3))
    everything = locate(text, "json", wanted)
    for unique in (False, True):
        assert locate(text, "json", chosen, unique=unique) == {route: everything[route] for route in chosen}


def test_lines_and_columns_count_characters_from_one() -> None:
    text = '{\r\n  "name": "Zoë 😀",\r\n  "tags": [\r\n    "a\u2028b", 7\r\n  ]\r\n}'
    spans = locate(text, "json", [("name",), ("tags",), ("tags", 1), ()])
    name = spans["name",]
    assert (name.line, name.column, name.end_line, name.end_column) == (2, 11, 2, 18)
    assert name.key is not None
    assert (name.key.line, name.key.column, name.key.end_column) == (2, 3, 9)
    tags = spans["tags",]
    assert (tags.line, tags.column, tags.end_line, tags.end_column) == (3, 11, 5, 4)
    seven = spans["tags", 1]
    assert (seven.line, seven.column, seven.end_column, seven.key) == (4, 12, 13, None)
    assert (spans[()].line, spans[()].end_line, spans[()].end_column) == (1, 6, 2)


def test_a_missing_route_lands_at_its_deepest_ancestor() -> None:
    text = '{"a": {"b": [1, 2]}, "c": "x"}'
    wanted: list[Route] = [("a", "z", "y"), ("a", "b", 2), ("a", "b", "0"), ("c", "x"), ("q",), (0,), ("a", "b", -1)]
    spans = locate(text, "json", wanted)
    assert [text[spans[route].start : spans[route].end] for route in wanted] == [
        '{"b": [1, 2]}',
        "[1, 2]",
        "[1, 2]",
        '"x"',
        text,
        text,
        "[1, 2]",
    ]
    assert not any(span.exact for span in spans.values())


def test_of_a_key_written_twice_the_later_one_counts() -> None:
    text = '{"a": {"x": 1, "y": 2}, "b": 3, "a": {"x": 4}}'
    spans = locate(text, "json", [("a",), ("a", "x"), ("a", "y"), ("b",)])
    assert text[spans["a", "x"].start] == "4"
    assert text[spans["a",].start : spans["a",].end] == '{"x": 4}'
    assert text[spans["b",].start] == "3"
    assert not spans["a", "y"].exact
    assert spans["a", "y"].start == spans["a",].start


def test_duplicates_are_placed() -> None:
    text = '{"a": [{"k": 1,\n"k": 22}],\n "a": 0, "a": 1}'
    found = locate_duplicates(text, "json")
    assert tuple(repeat.duplicate for repeat in found) == load_json(text).duplicates
    assert [repeat.duplicate for repeat in found] == [Duplicate(("a", 0), "k"), Duplicate((), "a"), Duplicate((), "a")]
    assert [text[repeat.again.start : repeat.again.end] for repeat in found] == ["22", "0", "1"]
    assert [text[repeat.first.start : repeat.first.end] for repeat in found] == ["1", '[{"k": 1,\n"k": 22}]', "0"]
    key = found[0].again.key
    assert key is not None
    assert (key.line, key.column, key.end_column) == (2, 1, 4)


PAIRS = st.recursive(
    st.integers(0, 9).map(str),
    lambda inner: (
        st.lists(st.tuples(st.sampled_from("abc"), inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f'"{key}": {value}' for key, value in pairs) + "}"
        )
        | st.lists(inner, max_size=3).map(lambda items: "[" + ",\n".join(items) + "]")
    ),
    max_leaves=20,
)


@given(PAIRS)
@settings(deadline=None)
def test_with_duplicates_places_agree_with_the_data(text: str) -> None:
    loaded = load_json(text)
    assert tuple(repeat.duplicate for repeat in locate_duplicates(text, "json")) == loaded.duplicates
    wanted = dict(routes(loaded.documents[0]))
    for route, span in locate(text, "json", wanted).items():
        assert span.exact
        assert json.loads(text[span.start : span.end]) == wanted[route]


def test_dirt_and_escapes_do_not_move_places() -> None:
    text = 'Pulling\n{"\\u0061": [1], "half \\ud800": 2}\\n\n'
    spans = locate(text, "json", [("a", 0), ("half \ufffd",)])
    assert all(span.exact for span in spans.values())
    assert (spans["a", 0].line, spans["a", 0].column) == (2, 13)


@pytest.mark.parametrize("text", ["", "{", "[1", '{"a" ', '{"a": }', "[" * 5000, "nope", '{"a": 1'])
def test_a_broken_text_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        locate(text, "json", [("b",)])
    with pytest.raises(Unreadable):
        locate_duplicates(text, "json")


def test_where_no_key_is_written_twice_nothing_is_read_beyond_the_wanted_routes() -> None:
    text = '{"a": {"b": 1, "c": 2}, "d": ['
    assert locate(text, "json", [("a", "b")], unique=True)["a", "b"].column == 13
    assert locate(text, "json", [("a",), ("a", "b")], unique=True)["a",].end_column == 23
    with pytest.raises(Unreadable):
        locate(text, "json", [("a", "b")])


def test_no_routes_no_spans() -> None:
    assert locate('{"a": 1}', "json", []) == locate('{"a": 1}', "json", [], unique=True) == {}
