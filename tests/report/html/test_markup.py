"""Escaping by construction: whatever a stranger wrote is shown as text, in elements and attributes alike."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.report.characters import visible
from complint.report.html.markup import Markup, address, clipped, content, join, tag, text

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)",
    "<!-- --><svg/onload=alert(1)>",
    "&lt;b&gt; &amp; &#x3c;",
    "\u202ereversed\u2066",
    "\x1b[31mred\x00",
    "]]>${x}$style",
]
WORDS = st.text(max_size=60) | st.sampled_from(HOSTILE)


class Seen(HTMLParser):
    """What a parser makes of markup: its elements with their attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((name, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.shown += data


@given(WORDS, WORDS)
def test_words_are_text_whatever_they_are(inside: str, attribute: str) -> None:
    seen = Seen(tag("p", inside, title=attribute, data_kind=attribute))
    assert seen.tags == [("p", {"title": visible(attribute), "data-kind": visible(attribute)})]
    assert seen.shown == visible(inside)


@given(st.lists(WORDS, max_size=4))
def test_children_of_all_shapes_are_escaped(words: list[str]) -> None:
    seen = Seen(tag("ul", [tag("li", one, None, [one]) for one in words]))
    assert [name for name, _ in seen.tags] == ["ul"] + ["li"] * len(words)
    assert seen.shown == "".join(visible(one) * 2 for one in words)


@given(WORDS)
def test_markup_mixed_with_text_by_hand_is_text_again(words: str) -> None:
    mixed = tag("b", "x") + words  # the sum of markup and text is text: it is escaped once more, never less
    assert not isinstance(mixed, Markup)
    assert [name for name, _ in Seen(tag("p", mixed)).tags] == ["p"]


@given(st.sampled_from(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", "x"]))
def test_only_web_addresses_are_links(url: str) -> None:
    assert address("a source", url) == "a source"


def test_links_lead_out_without_telling_from_where() -> None:
    (seen,) = Seen(address("a <source>", "https://alder.example/?a=1&b='\"")).tags
    assert seen[1]["href"] == "https://alder.example/?a=1&b='\""
    assert seen[1]["rel"] == "noopener noreferrer"


def test_numbers_nothing_and_flags() -> None:
    assert content([1234, None, "a<b"]) == "1,234a&lt;b"
    assert tag("input", disabled=True, hidden=False, value=None) == "<input disabled>"
    assert join([text("a"), text("b")], " & ") == "a &amp; b"


@pytest.mark.parametrize(("length", "shown"), [(5, 5), (200, 200), (10_000, 221)])
def test_endless_names_are_cut_and_it_is_said(length: int, shown: int) -> None:
    made = clipped("n" * length)
    assert len(made) == shown
    assert ("10,000 characters" in made) == (length == 10_000)
