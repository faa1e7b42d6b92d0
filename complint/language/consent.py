"""The elements of prior express written consent in a text: voice, number, no condition, marketing, and the act of consent."""

from __future__ import annotations

import functools
import re

from complint.language.clauses import Reading, negated
from complint.language.numbers import evidence
from complint.language.told import Consent, Evidence, Told
from complint.language.weighing import cancelled, first_told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTHING = {
    "automated": "no automated or AI voice",
    "number": "no particular number",
    "no_condition": "nothing says that consent is no condition of a purchase",
    "marketing": "nothing promotional",
}


def judge_elements(reading: Reading, language: str) -> Consent:
    """Judge a consent text that was read under the phrases of its language."""
    if not reading.phrases.has("consent"):
        unknown = Told(value=None, why=f"no phrases for consent texts in '{language}'")
        return Consent(unknown, unknown, unknown, unknown, unknown, language, True)
    return Consent(
        authorizes_automated_or_ai_voice=_element(reading, "automated"),
        to_specific_number=_number(reading),
        not_condition_of_purchase=_element(reading, "no_condition"),
        marketing=_element(reading, "marketing"),
        affirmative_opt_in=_opt_in(reading),
        language=language,
        covered=True,
    )


def _element(reading: Reading, name: str) -> Told:
    return first_told(_found(reading, f"consent.{name}", name != "no_condition"), _NOTHING[name])


def _found(reading: Reading, name: str, deniable: bool) -> Iterator[Told]:
    for hit in reading.hits(name):
        if other := reading.overlapping(f"{name}_not", hit):
            yield cancelled(reading, hit, other, "means something else:")
        elif name.endswith("marketing") and reading.within("consent.refusals", *reading.sentence(hit.start)):
            yield Told(value=True, phrase=evidence(reading.spoken, hit.start, hit.end), why="told, to be refused")
        elif deniable and (no := negated(reading, hit, own=False)):
            yield cancelled(reading, hit, no, "negated by")
        else:
            yield Told(value=True, phrase=evidence(reading.spoken, hit.start, hit.end), why="told")


@functools.cache
def _numbers() -> re.Pattern[str]:
    """Return the pattern of a telephone number, or of a variable whose name says that it holds one."""
    return re.compile(
        r"\{\{(?=[^{}]*+\}\})[^{}]*?(?:phone|number|mobile|cell|tel\b)[^{}]*+\}\}"
        r"|(?<![\d$])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}(?!\d)"
        r"|(?<!\d)\+\d{8,15}(?!\d)",
        re.IGNORECASE,
    )


@functools.cache
def _ours() -> re.Pattern[str]:
    """Return the pattern of words in front of a number of the caller's own: whom to call in order to revoke or ask."""
    return re.compile(
        r"(?:call|phone|contact|reach|text|dial|ring) us (?:at|on)|questions|revoke|opt out|hotline|write to|reference|order no",
        re.I,
    )


def _number(reading: Reading) -> Told:
    source = reading.spoken.source
    for found in _numbers().finditer(source):
        if not _ours().search(source[max(0, found.start() - 40) : found.start()]):
            return Told(value=True, phrase=Evidence(found.start(), found.end(), found[0]), why="told")
    return _element(reading, "number")


@functools.cache
def _boxes() -> re.Pattern[str]:
    return re.compile(r"(?P<ticked>[☑☒✅✔✓]|\[\s*[xX✓✔]\s*\]|\([xX]\))|(?P<empty>[☐□▢⬜◻]|\[\s?_?\s?\]|\(\s\))")


def _opt_in(reading: Reading) -> Told:
    """Given by an act (True), taken for granted (False), or the text does not tell (None)."""
    box = _boxes().search(reading.spoken.source)
    if box and box.lastgroup == "ticked":
        return Told(value=False, phrase=Evidence(box.start(), box.end(), box[0]), why="the box is ticked beforehand")
    for hit in reading.hits("consent.passive"):
        if not negated(reading, hit, own=False):
            return Told(
                value=False, phrase=evidence(reading.spoken, hit.start, hit.end), why="taken for granted, not given"
            )
    for hit in reading.hits("consent.acts"):
        return Told(value=True, phrase=evidence(reading.spoken, hit.start, hit.end), why="given by an act")
    if box:
        return Told(value=True, phrase=Evidence(box.start(), box.end(), box[0]), why="given by ticking a box")
    return Told(value=None, why="the text does not tell how consent is given")
