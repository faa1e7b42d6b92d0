"""What a phrase found in a text amounts to: told, or cancelled by another meaning, a condition, a question, a negation."""

from __future__ import annotations

from complint.language.clauses import Reading, conditional, negated, questioned
from complint.language.lexicon import Hit
from complint.language.numbers import evidence
from complint.language.told import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PITCH = 35  # words: what is told after more of them comes after a pitch


def told(reading: Reading, hit: Hit, why: str = "told") -> Told:
    """Return a positive judgement."""
    late = reading.words_before(hit.start) > PITCH
    return Told(value=True, phrase=evidence(reading.spoken, hit.start, hit.end), why=why, late=late)


def cancelled(reading: Reading, hit: Hit, by: Hit, why: str) -> Told:
    """Return a negative judgement with the words that cancelled a phrase."""
    proof = evidence(reading.spoken, by.start, by.end)
    return Told(
        value=False,
        phrase=evidence(reading.spoken, hit.start, hit.end),
        cancelled_by=proof,
        why=f"{why} '{proof.text}'",
    )


def first_told(judgements: Iterator[Told], nothing: str) -> Told:
    """Return the first positive judgement, else the first negative one, else that there is no phrase."""
    kept: Told | None = None
    for one in judgements:
        if one.value:
            return one
        kept = kept or one
    return kept or Told(value=False, why=nothing)


def weigh(reading: Reading, hit: Hit, label: str) -> Told:
    """Judge one candidate: other meaning, condition, question, negation cancel it, in this order."""
    if other := reading.overlapping(f"{label}.not", hit):
        return cancelled(reading, hit, other, "means something else:")
    if asked := questioned(reading, hit):
        return asked_for(reading, hit, label, *asked)
    if when := conditional(reading, hit):
        return cancelled(reading, hit, when, "only a condition:")
    if no := negated(reading, hit):
        return cancelled(reading, hit, no, "negated by")
    return told(reading, hit)


def asked_for(reading: Reading, hit: Hit, label: str, question: Hit, answer: bool | None) -> Told:
    """Judge a phrase that stands in a question: told where it is answered with yes, or asks for permission to record."""
    if answer is True:
        return told(reading, hit, "asked and answered")
    low, high = reading.sentence(hit.start)
    if answer is None and label == "recorded" and reading.within("questions.permission", low, high):
        return told(reading, hit, "asks for permission")
    return cancelled(reading, hit, question, "only a question:")
