"""Printable text and its width."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.report.characters import cells, clusters, first_cells, last_cells, visible, wrap


@given(st.text())
def test_visible_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    shown = visible(text)
    for character in shown:
        kind = unicodedata.category(character)
        assert kind not in ("Cc", "Cs", "Zl", "Zp")
        assert kind != "Cf" or character in "\u200c\u200d"
    shown.encode("utf-8")


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("a\tb\nc\rd", "a\\tb\\nc\\rd"),
        ("\u202eabc", "<U+202E>abc"),
        ("\udc80", "\\udc80"),
        ("\U000e0041", "<U+E0041>"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x\u200dy", "x<U+200D>y"),
        ("👩\u200d⚕️", "👩\u200d⚕️"),
        ("\uffff", "<U+FFFF>"),
    ],
)
def test_names_of_invisible_characters(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("日本", 4),
        ("e\u0301", 1),
        ("👍🏽", 2),
        ("👩\u200d⚕\ufe0f", 2),
        ("❤\ufe0f", 2),
        ("한", 2),
        ("ﬁ", 1),
        ("Ａ", 2),
    ],
)
def test_width_in_cells(text: str, width: int) -> None:
    assert cells(text) == width


_SHOWN = st.text(max_size=40).map(visible)


@given(_SHOWN)
def test_clusters_are_the_text(text: str) -> None:
    parts = list(clusters(text))
    assert "".join(drawn for drawn, _ in parts) == text
    assert sum(width for _, width in parts) == cells(text)


@given(_SHOWN, st.integers(-3, 50))
def test_beginnings_and_ends_fit(text: str, room: int) -> None:
    head, tail = first_cells(text, room), last_cells(text, room)
    assert text.startswith(head)
    assert text.endswith(tail)
    assert cells(head) <= max(0, room)
    assert cells(tail) <= max(0, room)
    if cells(text) <= room:
        assert head == tail == text


@given(_SHOWN, st.integers(2, 40))
def test_wrapping_keeps_the_text_and_the_width_of_all_but_long_words(text: str, room: int) -> None:
    lines = wrap(text, room)
    assert "".join("".join(lines).split(" ")) == "".join(text.split(" "))
    longest = max((cells(word) for word in text.split(" ") if word.isascii()), default=0)
    assert all(cells(line) <= max(room, longest) for line in lines)
