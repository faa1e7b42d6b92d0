"""Names of organizations: legal forms, aliases, inflections, look-alike letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.language.organization import names
from complint.language.told import Organization


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Harbor Lane Inc.", "Hi from Harbor Lane!"),
        ("Harbor Lane, LLC", "HARBOR LANE speaking"),
        ("Grünwald Optik GmbH", "hier ist Grunwald Optik"),
        ("Pekárna Javor", "volám z Pekárny Javor"),
        ("Ιατρείο Ελιά", "η βοηθός του Ιατρείου Ελιάς"),
        ("Koivula Energia Oy", "soitan Koivula Energialta"),
        ("かえで商店株式会社", "かえで商店の森です"),
        ("पीपल बेकरी", "मैं पीपल बेकरी से"),
        ("Harbor Lane", "Наrbor Lаne here"),
        ("Fable's Books", "Welcome to Fables Books"),
        ("Tern & Gull", "It's Tern and Gull."),
    ],
)
def test_named(name: str, text: str) -> None:
    found = names(text, Organization(name))
    assert found is not None
    assert text[found.start : found.end] == found.text


def test_an_alias_counts() -> None:
    assert names("Good day, HL here.", Organization("Harbor Lane Group", aliases=("HL",))) is not None


@pytest.mark.parametrize("text", ["Acme's bot here.", "Welcome to ACME!", "The Acmes say hello.", "z Acmou"])
def test_an_alias_is_inflected(text: str) -> None:
    assert names(text, Organization("Acme Dental", aliases=("Acme",))) is not None


@pytest.mark.parametrize("text", ["This is the Acmeville Council AI assistant.", "Acmetrics here", "acmeology"])
def test_an_alias_inside_a_longer_word_does_not_count(text: str) -> None:
    assert names(text, Organization("Acme Dental", aliases=("Acme",))) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Harbor Lane", "The harbour is lovely"),
        ("Beacon", "a beacon of Light"),
        ("Bank Corvo", "your bank is closed"),
        ("", "x"),
    ],
)
def test_not_named(name: str, text: str) -> None:
    assert names(text, Organization(name)) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_raises(name: str, text: str) -> None:
    found = names(text, Organization(name))
    assert found is None or text[found.start : found.end] == found.text
