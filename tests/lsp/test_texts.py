"""Texts: places in all three units, changes as clients send them, edits that make one text of another, names of files."""

from __future__ import annotations

import os
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.lsp.buffers import Buffer, edited, name_of, path_of, uri_of
from complint.lsp.edits import edits
from complint.lsp.positions import Positions, units

ENCODINGS = ("utf-8", "utf-16", "utf-32")
TEXTS = st.text(st.sampled_from("ab \n\r😀é\u2028\x0b{}:"), max_size=40)


def twin(text: str) -> list[str]:
    """Return the lines of a text with their ends, the slow way."""
    lines, line = [], ""
    for index, character in enumerate(text):
        line += character
        if character == "\n" or (character == "\r" and text[index + 1 : index + 2] != "\n"):
            lines.append(line)
            line = ""
    return [*lines, line]


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_every_offset_has_a_place_and_every_place_its_offset(text: str, encoding: str) -> None:
    positions = Positions(text, encoding)
    codec, unit = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
    seen = 0
    for number, line in enumerate(twin(text)):
        body = line.rstrip("\r\n")
        for index in range(len(body) + 1):
            column = len(body[:index].encode(codec)) // unit
            assert positions.place(seen + index) == (number, column)
            assert positions.offset(number, column) == seen + index
            assert positions.of_character(number + 1, index + 1) == (number, column)
        seen += len(line)


@given(TEXTS, st.integers(-3, 60), st.integers(-3, 60), st.sampled_from(ENCODINGS))
def test_any_place_is_within_the_text(text: str, line: int, column: int, encoding: str) -> None:
    positions = Positions(text, encoding)
    assert 0 <= positions.offset(line, column) <= len(text)
    end = positions.end_of_word(positions.place(positions.offset(line, column)))
    assert positions.offset(*end) <= len(text)


def test_within_a_character_is_before_it() -> None:
    assert Positions("a😀b", "utf-16").offset(0, 2) == 1
    assert Positions("a😀b", "utf-8").offset(0, 4) == 1
    assert units("\ud83d", "utf-16") == 1
    assert units("\ud83d", "utf-8") == 3


@given(
    TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), TEXTS), max_size=4), st.sampled_from(ENCODINGS)
)
def test_changes_are_done_one_after_the_other(text: str, wanted: list[tuple[int, int, str]], encoding: str) -> None:
    buffer = Buffer("file:///a.json", "a.json", 1, text)
    changes = []
    expected = text
    for first, last, new in wanted:
        positions = Positions(expected, encoding)
        start, end = (positions.place(min(each, len(expected))) for each in sorted((first, last)))
        changes.append(((*start, *end), new))
        expected = expected[: positions.offset(*start)] + new + expected[positions.offset(*end) :]
    made = edited(buffer, 2, changes, encoding)
    assert (made.text, made.version, buffer.text) == (expected, 2, text)


@given(TEXTS, TEXTS)
def test_edits_make_the_one_of_the_other(old: str, new: str) -> None:
    found = edits(old, new)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    made = old
    for start, end, text in reversed(found):
        made = made[:start] + text + made[end:]
    assert made == new
    assert bool(found) == (old != new)


def test_edits_touch_little() -> None:
    old = "".join(f'  "key{number}": {number},\r\n' for number in range(1000))
    new = old.replace('"key7": 7,', '"key7": 70,').replace('  "key900": 900,\r\n', "")
    found = edits(old, new)
    assert [(end - start, text) for start, end, text in found] == [(0, "0"), (len('  "key900": 900,\r\n'), "")]


@pytest.mark.parametrize(
    ("uri", "posix", "windows"),
    [
        ("file:///a/b%20c/%C3%BC%23%25.json", "/a/b c/ü#%.json", "\\a\\b c\\ü#%.json"),
        ("file:///c%3A/Acme/a.json", "/c:/Acme/a.json", "c:\\Acme\\a.json"),
        ("file:///C:/Acme/a.json", "/C:/Acme/a.json", "C:\\Acme\\a.json"),
        ("file://share/folder/a.json", "/folder/a.json", "\\\\share\\folder\\a.json"),
        ("FILE:///a.json", "/a.json", "\\a.json"),
        ("untitled:Untitled-1", None, None),
        ("git:/a.json?x", None, None),
        ("file://[/a.json", None, None),
    ],
)
def test_names_of_uris(uri: str, posix: str | None, windows: str | None) -> None:
    assert name_of(uri, windows=False) == posix
    assert name_of(uri, windows=True) == windows


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1).filter(
        lambda t: t not in ".."
    )
)
def test_a_path_is_found_again(name: str) -> None:
    path = os.path.join(os.getcwd(), name)
    assert name_of(uri_of(path), windows=False) == path


def test_paths_are_those_of_a_check() -> None:
    assert path_of(uri_of(os.path.join(os.getcwd(), "agent_configs", "a.json"))) == "agent_configs/a.json"
    assert path_of(uri_of(os.path.join(os.path.dirname(os.getcwd()), "a.yaml"))) == "../a.yaml"
    assert path_of("untitled:Untitled-1", "yaml") == "untitled:Untitled-1.yaml"
    assert path_of("untitled:Untitled-1", "python") is None
    assert path_of(uri_of("notes.txt"), "plaintext") is None
    assert path_of("git:/a.json", "json") is None
