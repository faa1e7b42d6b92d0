"""Does this text tell the listener? The judgements of openings, prompts and consent texts."""

from __future__ import annotations

from complint.language.ai import judge_ai
from complint.language.clauses import LONGEST, Reading, count_words
from complint.language.folding import COMPANY, NAME
from complint.language.numbers import callable_number, evidence
from complint.language.opt_out import judge_opt_out
from complint.language.phrases import Compiled
from complint.language.reader import PromptReader, told_in
from complint.language.recorded import judge_recorded
from complint.language.shared import judge_shared
from complint.language.spoken import Spoken, hear
from complint.language.told import (
    LONGEST_OPENING,
    OPENING_LABELS,
    Consent,
    Evidence,
    Opening,
    Organization,
    Prompt,
    Told,
)
from complint.language.weighing import PITCH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from complint.language.phrases import PhraseSource

__all__ = [
    "OPENING_LABELS",
    "Consent",
    "Evidence",
    "Opening",
    "Organization",
    "Prompt",
    "Told",
    "judge_consent",
    "judge_opening",
    "judge_prompt",
]

BEGINNING = 30  # words: a name after more of them is not at the beginning
AFTER_NAME = 6  # words between the name and the way to opt out: about two seconds (47 CFR 64.1200(b)(3) practice)


def judge_opening(
    text: str,
    lang: str,
    organization: Organization | None,
    phrases: PhraseSource,
    *,
    variables: Mapping[str, str] | None = None,
) -> Opening:
    """Judge what an opening tells. Never raises on odd input; a language without phrases gives values of None."""
    heard = text if isinstance(text, str) else ""
    if len(heard) > LONGEST_OPENING:
        return _unknown(f"longer than {LONGEST_OPENING:,} letters", str(lang), covered=True, empty=False)
    language, compiled, foreign = told_in(heard, lang, phrases)
    if compiled is None:
        return _unknown(f"no phrases for the language '{lang}'", str(lang), covered=False, empty=not heard.strip())
    spoken = hear(heard, latin=compiled.latin, variables=variables or {}, known=compiled.known)
    words = spoken.text.strip(" .,;:!?-\n\"'()")
    if not words:
        return _silent(language)
    if not any(letter.isalnum() for letter in words):
        return _unknown("nothing but variables", language, covered=True, empty=False)
    return _judged(spoken, compiled, language, organization, foreign)


def _judged(
    spoken: Spoken, compiled: Compiled, language: str, organization: Organization | None, foreign: bool
) -> Opening:
    named: list[tuple[int, int]] = []
    if organization:
        from complint.language.organization import find_names

        named = find_names(spoken, organization, compiled.latin)
    spoken = _masked(spoken, named)
    reading = Reading(spoken, compiled)
    if reading.cut:  # half a sentence may say the opposite of the whole
        return _unknown(f"a sentence of more than {LONGEST:,} letters", language, covered=True, empty=False)
    company, name_end = _company(reading, named, organization)
    opt_out = judge_opt_out(reading)
    return Opening(
        ai=judge_ai(reading),
        recorded=judge_recorded(reading),
        shared=judge_shared(reading),
        company_named=company,
        toll_free=_toll_free(reading, language),
        opt_out=_after_name(reading, opt_out, name_end),
        empty=False,
        variables_only=False,
        language=language,
        covered=True,
        foreign=foreign,
    )


def _masked(spoken: Spoken, named: list[tuple[int, int]]) -> Spoken:
    """Blank the organization's name, so that its words are not read as statements."""
    text = spoken.text
    for start, end in named:
        text = text[:start] + NAME * (end - start) + text[end:]
    return Spoken(source=spoken.source, text=text, cased=spoken.cased, origin=spoken.origin) if named else spoken


def _company(
    reading: Reading, named: list[tuple[int, int]], organization: Organization | None
) -> tuple[Told, int | None]:
    found = list(named)
    if COMPANY in reading.text:
        found += [(at, at + 1) for at, letter in enumerate(reading.text) if letter == COMPANY]
    if not found and organization is None:
        found = _introduced(reading)
    if not found:
        return Told(value=False, why="the organization is not named"), None
    for start, end in sorted(found):
        low, _ = reading.clause(start)
        not_ours = [hit for hit in reading.within("company.not", low, start) if start - hit.end <= 12]
        if not_ours:
            continue
        proof = evidence(reading.spoken, start, end)
        if reading.words_before(start) > BEGINNING:
            return Told(value=False, phrase=proof, why="named, but not at the beginning", late=True), end
        return Told(value=True, phrase=proof, why="named"), end
    start, end = found[0]
    return Told(value=False, phrase=evidence(reading.spoken, start, end), why="named, but not as the caller"), None


def _introduced(reading: Reading) -> list[tuple[int, int]]:
    """Return the names that an introduction is followed by ("calling from Acme"), where no organization is configured."""
    cased = reading.spoken.cased
    if reading.phrases.latin is False and not reading.phrases.data.get("company", {}).get("capitals"):
        return []
    found = []
    for hit in reading.hits("company.introductions"):
        at = hit.end + 1
        if at < len(cased) and cased[at].isupper() and not cased.isupper():
            end = at
            while end < len(cased) and cased[end] not in '.,;:!?\n"':
                end += 1
            found.append((at, end))
    return found


def _toll_free(reading: Reading, language: str) -> Told:
    number, other = callable_number(reading, language)
    if number:
        return Told(
            value=True,
            phrase=evidence(reading.spoken, *number),
            why="told",
            late=reading.words_before(number[0]) > PITCH,
        )
    if other:
        proof = evidence(reading.spoken, *other)
        return Told(value=False, cancelled_by=proof, why=f"not for calling: '{proof.text}'")
    return Told(value=False, why="no toll-free number")


def _after_name(reading: Reading, opt_out: Told, name_end: int | None) -> Told:
    if not opt_out.value or opt_out.phrase is None or name_end is None:
        return opt_out
    name = reading.spoken.span(0, name_end)[1]
    between = opt_out.phrase.start - name
    heard = reading.spoken.source[name : opt_out.phrase.start] if between > 0 else ""
    late = count_words(heard) > AFTER_NAME
    return Told(value=True, phrase=opt_out.phrase, why=opt_out.why, late=late)


def _silent(language: str) -> Opening:
    nothing = Told(value=False, why="nothing is said")
    return Opening(nothing, nothing, nothing, nothing, nothing, nothing, True, False, language, True, False)


def _unknown(why: str, language: str, *, covered: bool, empty: bool) -> Opening:
    unknown = Told(value=None, why=why)
    variables_only = covered and not empty
    return Opening(
        unknown, unknown, unknown, unknown, unknown, unknown, empty, variables_only, language, covered, False
    )


def judge_prompt(text: str, lang: str, phrases: PhraseSource, *, variables: Mapping[str, str] | None = None) -> Prompt:
    """Judge what a prompt asks of the agent. Never raises on odd input."""
    reader = PromptReader(text, lang, phrases, variables)
    told = reader.told
    return Prompt(
        hides_ai=told("hides_ai"),
        markets=told("markets"),
        handles_phi=told("handles_phi"),
        says_ai=told("says_ai"),
        says_opt_out=told("says_opt_out"),
        toll_free=told("toll_free"),
        language=reader.language,
        covered=reader.covered,
    )


def judge_consent(text: str, lang: str, phrases: PhraseSource) -> Consent:
    """Judge which elements of prior express written consent a text holds. Never raises on odd input."""
    from complint.language.consent import judge_elements

    heard = text if isinstance(text, str) else ""
    language, compiled, _ = told_in(heard, lang, phrases)
    if compiled is None:
        unknown = Told(value=None, why=f"no phrases for the language '{lang}'")
        return Consent(unknown, unknown, unknown, unknown, unknown, str(lang), False)
    return judge_elements(Reading(hear(heard, latin=compiled.latin), compiled, "opening", "consent"), language)
