"""The syntax of a source: by extension, else by content."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.text.errors import Unreadable
from complint.text.load import load, syntax_of
from complint.text.loaded import Limits
from complint.text.source import make_source


@pytest.mark.parametrize(
    ("path", "text", "syntax"),
    [
        ("a.json", "{}", "json"),
        ("a.JSON", "a: 1", "json"),
        ("a.yaml", "{}", "yaml"),
        ("a.YML", "a: 1", "yaml"),
        ("dr._a_(1).json", "[]", "json"),
        ("agent", " \n{}", "json"),
        ("agent.txt", "[1]", "json"),
        ("-", "a: 1", "yaml"),
        (".yaml", "", "yaml"),
    ],
)
def test_the_syntax_of_a_source(path: str, text: str, syntax: str) -> None:
    assert syntax_of(make_source(path, text.encode())) == syntax


def test_loading_goes_by_syntax_and_passes_the_limits_on() -> None:
    assert load(make_source("a.yaml", b"\xef\xbb\xbfon: no\n")).documents == ({"on": "no"},)
    assert load(make_source("a.json", b'\xef\xbb\xbf{"on": false}')).documents == ({"on": False},)
    for path, text in (("a.json", b"[[1]]"), ("a.yaml", b"- - 1")):
        with pytest.raises(Unreadable, match="max_depth"):
            load(make_source(path, text), Limits(max_depth=1))


def test_yaml_in_a_json_file_is_an_error() -> None:
    with pytest.raises(Unreadable, match="YAML"):
        load(make_source("agent.json", b"name: Robin\n"))


@given(st.binary(max_size=60), st.sampled_from(["a.json", "a.yaml", "a"]))
@settings(deadline=None)
def test_garbage_is_unreadable_or_data(data: bytes, path: str) -> None:
    with suppress(Unreadable):
        assert all(message for message, _, _ in load(make_source(path, data)).noise)
