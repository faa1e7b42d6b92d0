"""Phrases as data: the notation, merging, language codes, and every shipped file."""

from __future__ import annotations

from typing import Any

import pytest

from complint.facts.phrases import Phrases
from complint.language.judge import judge_opening
from complint.language.phrases import GATES, LANGUAGES, canonical_language, merge_phrases

SHIPPED = Phrases()


class One:
    """A source with a single language's phrases."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def get(self, lang: str) -> dict[str, Any] | None:
        return self.data if lang == self.data["language"] else None


def told(phrase: str, text: str) -> bool | None:
    return judge_opening(text, "en", None, One({"language": "en", "ai": {"phrases": [phrase]}})).ai.value


@pytest.mark.parametrize(
    ("phrase", "text", "value"),
    [
        ("tin can", "I am a tin can.", True),
        ("tin can", "I am a tin canary.", False),
        ("tin can*", "I am a tin canary.", True),
        ("(tin|old |)can", "an old can speaks", True),
        ("tin … man", "a tin and rusty man", True),
        ("tin … man", "a tin. And a man", False),
        ("tin $", "I am tin, really", True),
        ("tin $", "I am tin plated", False),
        ("TIN", "a TIN speaks", True),
        ("TIN", "a tin speaks", False),
    ],
)
def test_the_notation(phrase: str, text: str, value: bool) -> None:
    assert told(phrase, text) is value


def test_a_house_can_add_phrases() -> None:
    shipped = SHIPPED.get("en")
    assert shipped is not None
    house = merge_phrases(shipped, {"language": "en", "ai": {"phrases": ["the oracle of Dunmore"]}})
    text = "Hello, the oracle of Dunmore is with you."
    assert judge_opening(text, "en", None, SHIPPED).ai.value is False
    assert judge_opening(text, "en", None, One(house)).ai.value is True
    assert judge_opening("I'm a robot.", "en", None, One(house)).ai.value is True


def test_merging_joins_lists_and_keeps_each_phrase_once() -> None:
    merged = merge_phrases({"a": {"b": ["x"]}, "c": "old"}, {"a": {"b": ["x", "y"]}, "c": "new"})
    assert merged == {"a": {"b": ["x", "y"]}, "c": "new"}


@pytest.mark.parametrize(
    ("code", "language"),
    [("pt_br", "pt"), ("pt-BR", "pt"), ("zh-Hans", "zh"), ("nb", "no"), ("nn", "no"), ("tl", "fil"), ("EN", "en"),
     ("zu", None), ("", None), (None, None), (5, None)],
)  # fmt: skip
def test_language_codes(code: object, language: str | None) -> None:
    assert canonical_language(code) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_lists(language: str) -> None:
    data = SHIPPED.get(language)
    assert data is not None
    assert data["language"] == language
    for section, name in (("ai", "phrases"), ("ai", "human"), ("recorded", "phrases"), ("shared", "receivers"),
                          ("opt_out", "ends"), ("opt_out", "acts"), ("questions", "yes")):  # fmt: skip
        assert data[section][name], (section, name)
    assert data["negation"]["before"] or data["negation"]["after"]
    for phrase in _texts(data):
        assert isinstance(phrase, str), phrase
        assert phrase.count("(") == phrase.count(")"), phrase


def _texts(value: object) -> list[object]:
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key != GATES for text in _texts(inner)]
    return list(value) if isinstance(value, list) else []
