"""Paths of declarative requirements: what they select, what they refuse, and that one walk answers all of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.policy.jsonpath import parse, select

DATA = {"a": {"b c": [1, {"d": 2}, None], "d": 3}, "e": [[4], {"d": 5}], "n": None}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$", [()]),
        ("$.a.d", [("a", "d")]),
        ("$['a'][\"d\"]", [("a", "d")]),
        ("$.a['b c'][0]", [("a", "b c", 0)]),
        ("$.a['b c'][-2].d", [("a", "b c", 1, "d")]),
        ("$.e[*]", [("e", 0), ("e", 1)]),
        ("$.*.d", [("a", "d")]),
        ("$..d", [("a", "b c", 1, "d"), ("a", "d"), ("e", 1, "d")]),
        ("$.e..[0]", [("e", 0), ("e", 0, 0)]),
        ("$.n", []),
        ("$.a['b c'][2]", []),
        ("$.missing.d", []),
        ("$.e.d", []),
        ("$.a[0]", []),
    ],
)
def test_selects(path: str, expected: list[tuple[str | int, ...]]) -> None:
    assert [route for route, _ in select(DATA, [path])[path]] == expected


@pytest.mark.parametrize(
    "path", ["", "a", "$a", "$.", "$..", "$.a[", "$.a[?(@.b)]", "$.a[0:2]", "$...a", "$.a b", "$['a'", "$[a]"]
)
def test_refuses(path: str) -> None:
    with pytest.raises(ValueError, match=r"path|understood"):
        parse(path)


KEYS = st.sampled_from(["a", "b", "c"])
VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)
STEPS = st.sampled_from([".a", ".b", "['c']", "[0]", "[-1]", "[*]", ".*", "..a", "..*", "..[1]"])
PATHS = st.lists(STEPS, max_size=3).map(lambda steps: "$" + "".join(steps))


@given(VALUES, st.lists(PATHS, max_size=4))
def test_one_walk_says_what_a_walk_for_each_path_says(data: Any, paths: list[str]) -> None:
    together = select(data, paths)
    for path in paths:
        assert together[path] == select(data, [path])[path] == _slowly(data, path)


def _slowly(data: Any, path: str) -> list[tuple[tuple[str | int, ...], Any]]:
    """Select step by step, as the standard defines it; then sort as the document has it."""
    found: dict[tuple[str | int, ...], Any] = {(): data}
    for deep, step in parse(path):
        below: dict[tuple[str | int, ...], Any] = {}
        for route, value in found.items():
            for base, held in _all(route, value) if deep else [(route, value)]:
                for key, item in _children(held):
                    last = isinstance(step, int) and isinstance(held, list) and step + len(held) == key
                    if step is None or (step == key and type(step) is type(key)) or last:
                        below[(*base, key)] = item
        found = below
    order = [route for route, _ in _all((), data)]
    return sorted(((r, v) for r, v in found.items() if v is not None), key=lambda pair: order.index(pair[0]))


def _all(route: tuple[str | int, ...], value: Any) -> list[tuple[tuple[str | int, ...], Any]]:
    made = [(route, value)]
    for key, item in _children(value):
        made += _all((*route, key), item)
    return made


def _children(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []
