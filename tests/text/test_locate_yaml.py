"""Places in YAML: scalars, collections, anchors, merges and documents, in every style and newline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.core.route import Route
from complint.text import yaml_events
from complint.text.errors import Unreadable
from complint.text.loaded import Duplicate
from complint.text.locate import Span, locate, locate_duplicates
from complint.text.yaml_text import load_yaml

TEXTS = st.text(st.characters(codec="utf-8"), max_size=16) | st.text("ab #:-\n'\"", max_size=16)
KEYS = st.text("ab c-1é😀", min_size=1, max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
STYLES = st.fixed_dictionaries(
    {
        "default_style": st.sampled_from([None, "'", '"', "|", ">"]),
        "default_flow_style": st.sampled_from([None, True, False]),
        "indent": st.sampled_from([2, 4]),
        "width": st.sampled_from([20, 1000]),
        "allow_unicode": st.booleans(),
        "explicit_start": st.booleans(),
    }
)
NEWLINES = st.sampled_from(["\n", "\r\n"])


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    if name == "pure":
        monkeypatch.setattr(yaml_events, "_native_parser", lambda: None)
    return name


def routes(value: Any, route: Route = ()) -> Iterator[tuple[Route, Any]]:
    yield route, value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from routes(child, (*route, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from routes(child, (*route, index))


def check_places(text: str, span: Span) -> None:
    for offset, line, column in ((span.start, span.line, span.column), (span.end, span.end_line, span.end_column)):
        before = text[:offset].replace("\r\n", "\n").split("\n")
        assert (len(before), len(before[-1]) + 1) == (line, column)


def reread(text: str, span: Span) -> Any:
    """Return the value of a span alone, at the indentation it has in the text."""
    documents = load_yaml(" " * (span.column - 1) + text[span.start : span.end] + "\n").documents
    return documents[0] if documents else None


def is_kept(text: str, span: Span) -> bool:
    """Tell whether a span holds block scalars that depend on the lines after it or on the indentation around it."""
    words = text[span.start : span.end].split()
    return any(word[0] in "|>" and (word[1:].strip("-") != "") for word in words)


@given(VALUES, STYLES, NEWLINES, st.booleans())
@settings(max_examples=200, deadline=None)
def test_every_span_rereads_to_its_value(made: Any, style: dict[str, Any], newline: str, unique: bool) -> None:
    text = yaml.safe_dump(made, **style).replace("\n", newline)
    (data,) = load_yaml(text).documents
    wanted = dict(routes(data))
    for route, span in locate(text, "yaml", wanted, unique=unique).items():
        assert span.exact
        check_places(text, span)
        assert text[span.start : span.end].strip(" \t\r\n") == text[span.start : span.end]
        if not is_kept(text, span):
            assert reread(text, span) == wanted[route]
        if route and isinstance(route[-1], str):
            assert span.key is not None
            check_places(text, span.key)
            assert load_yaml(text[span.key.start : span.key.end] + ": 1\n").documents[0] == {route[-1]: 1}
        else:
            assert span.key is None


@given(VALUES, STYLES, st.data())
@settings(max_examples=100, deadline=None)
def test_one_route_alone_has_the_same_span_as_among_all(made: Any, style: dict[str, Any], data: st.DataObject) -> None:
    text = yaml.safe_dump(made, **style)
    wanted = dict(routes(load_yaml(text).documents[0]))
    chosen = data.draw(st.lists(st.sampled_from(list(wanted)), max_size=3))
    everything = locate(text, "yaml", wanted)
    for unique in (False, True):
        assert locate(text, "yaml", chosen, unique=unique) == {route: everything[route] for route in chosen}


HAND_WRITTEN = """\
# front desk 😀
name: Zoë 😀   # who
prompt: |
  Be kind.

  Ask once.

# after the prompt
voice: &voice
  speed: 1.5   # quick
  notes:

  # a comment
tags:
- "a😀b"
- {x: 'y', z: [1,
    2]}   # flow
# the end

"""


def where(span: Span) -> tuple[int, int, int, int]:
    return span.line, span.column, span.end_line, span.end_column


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_spans_end_with_the_last_real_character(newline: str, parser: str) -> None:
    text = HAND_WRITTEN.replace("\n", newline)
    expected: dict[Route, tuple[int, int, int, int]] = {
        (): (2, 1, 17, 8),
        ("name",): (2, 7, 2, 12),
        ("prompt",): (3, 9, 6, 12),
        ("voice",): (9, 8, 11, 9),
        ("voice", "speed"): (10, 10, 10, 13),
        ("voice", "notes"): (11, 9, 11, 9),
        ("tags",): (15, 1, 17, 8),
        ("tags", 0): (15, 3, 15, 8),
        ("tags", 1): (16, 3, 17, 8),
        ("tags", 1, "z"): (16, 15, 17, 7),
        ("tags", 1, "z", 1): (17, 5, 17, 6),
    }
    spans = locate(text, "yaml", expected)
    assert {route: where(span) for route, span in spans.items()} == expected
    for span in spans.values():
        check_places(text, span)
    key = spans["tags", 1, "z"].key
    assert key is not None
    assert where(key) == (16, 12, 16, 13)


def test_absent_values_stand_right_after_their_key(parser: str) -> None:
    text = "a:\n\n# c\nb: [x: , y]\n? c\n\n? d\ne:\n-\n- 1\n"
    wanted: list[Route] = [("a",), ("b", 0, "x"), ("c",), ("d",), ("e", 0)]
    spans = locate(text, "yaml", wanted)
    assert [where(spans[route]) for route in wanted] == [
        (1, 3, 1, 3),
        (4, 7, 4, 7),
        (5, 4, 5, 4),
        (7, 4, 7, 4),
        (9, 2, 9, 2),
    ]


ANCHORED = """\
base: &base
  voice: robin
  deep: {x: 1}
item: *base
merged:
  <<: *base
  voice: zoe
both:
  <<: [{k: 1}, *base]
&key named: 2
*key : 3
"""


def test_routes_lead_through_aliases_and_merges(parser: str) -> None:
    def start(*route: str | int, unique: bool = False) -> tuple[int, int]:
        span = locate(ANCHORED, "yaml", [route], unique=unique)[route]
        assert span.exact
        return span.line, span.column

    for unique in (False, True):
        assert start("item", unique=unique) == (4, 7)
        assert start("item", "voice", unique=unique) == (2, 10)
        assert start("item", "deep", "x", unique=unique) == (3, 13)
        assert start("merged", "voice", unique=unique) == (7, 10)
        assert start("merged", "deep", unique=unique) == (3, 9)
        assert start("both", "k", unique=unique) == (9, 12)
        assert start("both", "deep", "x", unique=unique) == (3, 13)
        assert start("merged", "<<", unique=unique) == (6, 7)
    assert start("named") == (11, 8)


def test_the_span_of_an_anchored_value_begins_with_its_anchor_or_tag() -> None:
    text = "a: &x !include b.md # c\nd: !t\n  e: 1\n"
    spans = locate(text, "yaml", [("a",), ("d",)])
    assert text[spans["a",].start : spans["a",].end] == "&x !include b.md"
    assert text[spans["d",].start : spans["d",].end] == "!t\n  e: 1"


def test_documents_of_a_stream() -> None:
    text = "a: 1\n---\na: 22\n--- # nothing\n...\n"
    assert [locate(text, "yaml", [("a",)], document=n)["a",].line for n in (0, 1)] == [1, 3]
    for beyond in (3, 9):
        missing = locate(text, "yaml", [("a",), ()], document=beyond)
        assert {(span.exact, span.start, span.end) for span in missing.values()} == {(False, 0, 0)}
    empty = locate(text, "yaml", [(), ("a",)], document=2)
    assert empty[()].exact
    assert not empty["a",].exact


def test_a_missing_route_lands_at_its_deepest_ancestor() -> None:
    text = "a:\n  b: [1]\nc: x\n"
    wanted: list[Route] = [("a", "z"), ("a", "b", 4, "y"), ("c", "d"), (0,)]
    for unique in (False, True):
        spans = locate(text, "yaml", wanted, unique=unique)
        assert [text[spans[route].start : spans[route].end] for route in wanted] == ["b: [1]", "[1]", "x", text[:-1]]
        assert not any(span.exact for span in spans.values())


def test_duplicates_are_placed_and_the_later_one_counts() -> None:
    text = "a:\n- {k: 1, k: 22}\nb: 0\na: &x\n  m: 1\n'b': {c: 1}\n"
    found = locate_duplicates(text, "yaml")
    assert tuple(repeat.duplicate for repeat in found) == load_yaml(text).duplicates
    assert [repeat.duplicate for repeat in found] == [Duplicate(("a", 0), "k"), Duplicate((), "a"), Duplicate((), "b")]
    assert [text[repeat.again.start : repeat.again.end] for repeat in found] == ["22", "&x\n  m: 1", "{c: 1}"]
    assert [text[repeat.first.start : repeat.first.end] for repeat in found] == ["1", "- {k: 1, k: 22}", "0"]
    key = found[2].again.key
    assert key is not None
    assert text[key.start : key.end] == "'b'"
    spans = locate(text, "yaml", [("a", "m"), ("a", 0), ("b", "c")])
    assert [span.exact for span in spans.values()] == [True, False, True]


def test_where_no_key_is_written_twice_nothing_is_read_beyond_the_wanted_routes() -> None:
    text = "a:\n  b: 1\n  c: 2\n" + "d: [e]\n" * 50 + "f: ]\n"
    assert locate(text, "yaml", [("a", "b")], unique=True)["a", "b"].line == 2
    assert locate(text, "yaml", [("a",), ("a", "b")], unique=True)["a",].end_line == 3
    with pytest.raises(Unreadable):
        locate(text, "yaml", [("a", "b")])


PIECES = "&a |*a|&b |*b|[|]|{|}|: |,|- |? |>|'|!x |!!str |#c| |\n|\n  |\n    |a|b|1|<<: |k: |a: |\t|\r\n|---\n|😀|\u2028".split(
    "|"
)
PIECES += ["|", "|-", '"']


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=600, deadline=None)
def test_places_agree_with_the_data_on_any_text(text: str) -> None:
    with suppress(Unreadable):
        locate(text, "yaml", [(), ("a", 0)])
        locate_duplicates(text, "yaml")
    with suppress(Unreadable):
        loaded = load_yaml(text)
        for document, data in enumerate(loaded.documents):
            spans = locate(text, "yaml", dict(routes(data)), document=document)
            assert all(span.exact for span in spans.values())
            for span in spans.values():
                check_places(text, span)
            found = tuple(repeat.duplicate for repeat in locate_duplicates(text, "yaml", document=document))
            assert found == tuple(each for each in loaded.duplicates if each.document == document)


@pytest.mark.parametrize("text", ["a: [1", "a: b: c", "\x00", "? [a]\n: b\n", "a: '"])
def test_a_broken_text_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        locate(text, "yaml", [("b",)])
    with pytest.raises(Unreadable):
        locate_duplicates(text, "yaml")
