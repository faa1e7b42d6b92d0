"""The elements of prior express written consent in a text: voice, number, no condition, marketing, and the act of consent."""

from __future__ import annotations

from complint.language.clauses import Reading, negated, overlapping
from complint.language.numbers import evidence
from complint.language.openings import cancelled, first_told
from complint.language.told import Consent, Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def judge_elements(reading: Reading, language: str) -> Consent:
    """Judge a consent text that was read under the phrases of its language."""
    if not reading.phrases.has("consent"):
        unknown = Told(value=None, why=f"no phrases for consent texts in '{language}'")
        return Consent(unknown, unknown, unknown, unknown, unknown, language, True)
    return Consent(
        authorizes_automated_or_ai_voice=first_told(_plain(reading, "consent.automated"), "no automated or AI voice"),
        to_specific_number=first_told(_plain(reading, "consent.number"), "no particular number"),
        not_condition_of_purchase=first_told(_plain(reading, "consent.no_condition"), "nothing says that consent is no condition"),
        marketing=first_told(_plain(reading, "consent.marketing"), "nothing promotional"),
        affirmative_opt_in=_opt_in(reading),
        language=language,
        covered=True,
    )


def _plain(reading: Reading, name: str) -> Iterator[Told]:
    for hit in reading.hits(name):
        proof = evidence(reading.spoken, hit.start, hit.end)
        if other := overlapping(reading.hits(f"{name}_not"), hit):
            yield cancelled(reading, hit, other, "means something else:")
        elif name.endswith("no_condition"):
            yield Told(value=True, phrase=proof, why="told")
        elif no := negated(reading, hit, own=False):
            yield cancelled(reading, hit, no, "negated by")
        else:
            yield Told(value=True, phrase=proof, why="told")


def _opt_in(reading: Reading) -> Told:
    for hit in reading.hits("consent.passive"):
        return Told(value=False, phrase=evidence(reading.spoken, hit.start, hit.end), why="taken for granted, not given")
    for hit in reading.hits("consent.acts"):
        return Told(value=True, phrase=evidence(reading.spoken, hit.start, hit.end), why="given by an act")
    return Told(value=None, why="the text does not tell how consent is given")
