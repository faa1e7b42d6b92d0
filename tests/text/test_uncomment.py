"""Comments taken out of YAML: one goes, everything else stays byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.core.fix import Remove, Set, Uncomment
from complint.text.edit import Refused
from complint.text.lines import place
from complint.text.patch import patch
from complint.text.yaml_text import load_yaml
from complint.text.yaml_tree import Tree

LINES = st.sampled_from(
    [
        "# one",
        "a{n}: 1",
        "a{n}: 2  # two",
        "a{n}: '# no'",
        "a{n}: |\n  # no\n  text\n# three",
        "",
        "a{n}: [1, # four\n  2]",
    ]
)


@given(st.lists(LINES, min_size=1, max_size=7), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.data())
def test_the_comments_that_are_named_go_and_no_others(
    lines: list[str], newline: str, ends: bool, data: st.DataObject
) -> None:
    text = "\n".join(line.replace("{n}", str(n)) for n, line in enumerate(lines)).replace("\n", newline)
    text += newline if ends else ""
    spans = Tree(text).comments
    gone = data.draw(st.sets(st.integers(0, max(len(spans) - 1, 0)))) if spans else set()
    ops = [Uncomment(*place(text, spans[number][0])) for number in sorted(gone)]
    if not load_yaml(text).documents:
        return
    after = patch(text, "yaml", ops)
    assert load_yaml(after).documents == load_yaml(text).documents
    kept = [text[start:end].rstrip() for number, (start, end) in enumerate(spans) if number not in gone]
    assert [after[start:end].rstrip() for start, end in Tree(after).comments] == kept
    if not gone:
        assert after == text


def test_beside_other_edits() -> None:
    text = "# keep\na: 1 # go\nb: 2\n# go\nc: 3\n"
    ops = [Uncomment(2, 6), Set(("a",), 10), Remove(("b",)), Uncomment(4, 1)]
    assert patch(text, "yaml", ops) == "# keep\na: 10\nc: 3\n"


@pytest.mark.parametrize(("text", "syntax"), [("a: '# no'\n", "yaml"), ('{"a": 1}', "json"), ("a: 1\n", "yaml")])
def test_what_is_no_comment_is_refused(text: str, syntax: str) -> None:
    with pytest.raises(Refused):
        patch(text, syntax, [Uncomment(1, 5)])
