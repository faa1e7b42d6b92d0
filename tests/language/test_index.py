"""What spares the search most phrases (gates, anchors, grounds) never spares one that would have been found."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from complint.language.grounds import _GROUNDS
from complint.language.index import Index, anchor, gate, search
from complint.language.lexicon import Phrase, raw_words, word_starts, words_of
from complint.language.phrases import GROUNDS, SHARED_GROUND, compile_phrases
from complint.language.spoken import hear

WORDS = ["call", "calls", "is", "AI", "an", "recorded", "é", "we", "no", "more", "don't", "bot", "x-ray", "ß", "Call"]
word = st.sampled_from(WORDS)
spaced = word.flatmap(lambda one: st.sampled_from([one, f"{one} ", f" {one}", ""]))
alternatives = st.lists(spaced, min_size=1, max_size=3).map(lambda them: f"({'|'.join(them)})")
piece = st.lists(st.one_of(word, alternatives), max_size=2).flatmap(
    lambda rest: st.tuples(word, st.sampled_from(["", " "])).map(lambda head: head[1].join([head[0], *rest]))
)
phrase = st.tuples(
    st.sampled_from(["", "*"]),
    st.lists(piece, min_size=1, max_size=2).map(" … ".join),
    st.sampled_from(["", "*", " $"]),
).map("".join)
signs = st.sampled_from([".", ",", "?", "(", ")", "caller", "*call*", "_bot_", "calls.", "`AI`"])
text = st.lists(st.one_of(word, signs), min_size=1, max_size=14).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(phrase, min_size=1, max_size=5), text, st.booleans(), st.booleans())
def test_index_finds_what_every_phrase_alone_finds(phrases: list[str], said: str, latin: bool, dense: bool) -> None:
    heard = hear(said, latin=latin)
    assume(heard.text)
    starts = None if dense else word_starts(heard.text)
    alone = search([Phrase(one, latin) for one in phrases], heard.text, heard.cased, starts)
    index = Index(gate({"list": phrases}, latin, dense), latin)
    numbers = index.lists(words_of(heard.text), heard.text).get("list", [])
    assert search(index.tried(numbers, heard.text), heard.text, heard.cased, starts) == alone


@settings(max_examples=300, deadline=None)
@given(phrase, text, st.booleans())
def test_an_anchor_stands_wherever_its_phrase_does(one: str, said: str, latin: bool) -> None:
    heard = hear(said, latin=latin)
    assume(heard.text)
    for starts in (None, word_starts(heard.text)):
        if search([Phrase(one, latin)], heard.text, heard.cased, starts):
            assert anchor(one, latin) in heard.text


def test_an_anchor_is_the_longest_fixed_part() -> None:
    assert anchor("no (|more )calls … to this Number $", True) == "to this number"
    assert anchor("*n't", True) == "n't"


@given(text, st.frozensets(word.map(str.lower)))
def test_raw_words_looks_through_signs(said: str, wanted: frozenset[str]) -> None:
    found = raw_words(said.lower(), wanted)
    assert found <= wanted
    assert wanted & words_of(said.lower()) <= found
    assert wanted & words_of("".join(" " if sign in "*_`" else sign for sign in said.lower())) <= found


def test_grounds_hold_every_list_that_a_label_of_prompts_needs() -> None:
    names = {name for groups in _GROUNDS.values() for group in groups for lists in group for name in lists}
    assert all(name == SHARED_GROUND or name.startswith("prompt.") for name in names)
    data = {"language": "en", "ai": {"phrases": ["a bot"], "kinds": ["robot"]}, "prompt": {"phi": ["our patients"]}}
    found = compile_phrases(data).index(GROUNDS)
    assert {name for name, _, _ in found.phrases} == {"ai.phrases", "prompt.phi"}
    assert found.vocabulary >= {"bot", "patients"}
    assert "robot" not in found.vocabulary
