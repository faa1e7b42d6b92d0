"""The scanner is the one that `json` uses: the same values and errors, with and without its version in C."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.text import json_text
from complint.text.errors import Unreadable

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def outcome(text: str) -> object:
    try:
        return json_text.load_json(text)
    except Unreadable as error:
        return error.message, error.line, error.column


@given(VALUES, st.integers(0, 3))
def test_reads_as_json_does(value: object, indent: int) -> None:
    text = json.dumps(value, indent=indent or None)
    assert json_text.load_json(text).documents[0] == json.loads(text)
    assert json_text.load_own(text) == json.loads(text)


@given(st.text('{}[]",:1e-.\\untrueaf \n', max_size=24))
def test_python_scanner_says_the_same(text: str) -> None:
    fast = outcome(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "make_scanner", None)
        assert outcome(text) == fast
