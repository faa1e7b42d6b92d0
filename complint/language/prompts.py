"""What a prompt asks of the agent: to hide that it is an AI, to promote, to handle health information."""

from __future__ import annotations

from complint.language.clauses import Reading, negated, overlapping
from complint.language.grounds import NOTHING
from complint.language.lexicon import Hit
from complint.language.numbers import callable_number, evidence
from complint.language.opt_out import judge_opt_out
from complint.language.told import Told
from complint.language.weighing import cancelled, first_told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def judge_purpose(reading: Reading, language: str, label: str) -> Told:
    """Judge one label of `Prompt` in a text that was read under the phrases of its language."""
    if label == "toll_free":
        number, _ = callable_number(reading, language)
        if number:
            return Told(value=True, phrase=evidence(reading.spoken, *number), why="told")
        return Told(value=False, why="no toll-free number")
    if label == "says_opt_out":
        return judge_opt_out(reading)
    if not reading.phrases.has("prompt"):
        return Told(value=None, why=f"no phrases for prompts in '{language}'")
    return first_told(_JUDGES[label](reading), NOTHING[label])


def _found(reading: Reading, hit: Hit, why: str) -> Told:
    return Told(value=True, phrase=evidence(reading.spoken, hit.start, hit.end), why=why)


def _hides(reading: Reading) -> Iterator[Told]:
    kinds = _sorted([*reading.hits("prompt.ai"), *reading.hits("ai.phrases")])
    for claim in reading.hits("prompt.human_claims"):
        yield _claim(reading, claim)
    for kind in kinds:
        low, _ = _unit(reading, kind)
        for forbid in reading.within("prompt.forbid", low, kind.start):
            if _forbidden(reading, forbid, kind) and not _honest(reading, low, forbid, kind):
                whole = Hit(forbid.start, kind.end)
                other = reading.overlapping("prompt.hides_not", kind) or reading.overlapping("prompt.hides_not", forbid)
                if other:
                    yield cancelled(reading, whole, other, "means something else:")
                else:
                    yield _found(reading, whole, "tells the agent to hide that it is an AI")
    for phrase in reading.hits("prompt.hides"):
        if other := reading.overlapping("prompt.hides_not", phrase):
            yield cancelled(reading, phrase, other, "means something else:")
        elif no := negated(reading, phrase, own=False):
            yield cancelled(reading, phrase, no, "negated by")
        else:
            yield _found(reading, phrase, "tells the agent to hide that it is an AI")


def _forbidden(reading: Reading, forbid: Hit, kind: Hit) -> bool:
    """Tell whether a prohibition forbids to tell what a noun names."""
    return (
        kind.start - forbid.end < 70
        and bool(reading.within("prompt.disclose", forbid.start, kind.start))
        and not _turned(reading, forbid.end, kind.start)
    )


def _honest(reading: Reading, low: int, forbid: Hit, kind: Hit) -> bool:
    """Tell whether what is forbidden is to conceal ("do not claim to be human or deny being an AI")."""
    verbs = reading.within("prompt.disclose", forbid.start, kind.start)
    forbids = reading.within("prompt.forbid", low, kind.start)
    conceals = overlapping(forbids, verbs[-1])
    if conceals is None:
        return False
    return any(one.end <= conceals.start and not _turned(reading, one.end, conceals.start) for one in forbids)


def _turned(reading: Reading, low: int, high: int) -> bool:
    """Tell whether the sense turns between a prohibition and the noun ("never lie: say you are an AI")."""
    return bool(reading.within("prompt.turns", low, high)) or any(mark in reading.text[low:high] for mark in ".;:\n")


def _claim(reading: Reading, claim: Hit) -> Told:
    misread = reading.overlapping("prompt.hides_not", claim)
    if other := misread or reading.overlapping("prompt.claims_not", claim):
        return cancelled(reading, claim, other, "means something else:")
    if no := negated(reading, claim, own=False):
        return cancelled(reading, claim, no, "negated by")
    return _found(reading, claim, "tells the agent to pass for a human")


def _plain(reading: Reading, name: str) -> Iterator[Told]:
    for hit in reading.hits(name):
        if other := reading.overlapping(f"{name}_not", hit):
            yield cancelled(reading, hit, other, "means something else:")
        elif no := negated(reading, hit, own=False):
            yield cancelled(reading, hit, no, "negated by")
        else:
            yield _found(reading, hit, "told")


def _phi(reading: Reading) -> Iterator[Told]:
    """Health information by itself, or a provider of health care together with what people tell it."""
    others = reading.hits("prompt.phi_other")
    for one in _plain(reading, "prompt.phi"):
        yield cancelled(reading, others[0], others[0], "about something else:") if one.value and others else one
    activities = [one for one in reading.hits("prompt.phi_activities") if not negated(reading, one, own=False)]
    for provider in reading.hits("prompt.phi_providers") if activities else ():
        activity = next((one for one in activities if not overlapping([provider], one)), None)
        if activity is None or negated(reading, provider, own=False):
            continue
        if others:
            yield cancelled(reading, provider, others[0], "about something else:")
        elif not reading.overlapping("prompt.phi_not", provider):
            why = f"a provider of health care, and '{reading.text[activity.start : activity.end]}'"
            yield _found(reading, provider, why)


def _says(reading: Reading) -> Iterator[Told]:
    """Find where a prompt asks to say that it is an AI: a verb of telling and the noun, with no prohibition."""
    for kind in _sorted([*reading.hits("prompt.ai"), *reading.hits("ai.phrases")]):
        low, _ = _unit(reading, kind)
        for verb in reading.within("prompt.disclose", low, kind.start):
            whole = Hit(verb.start, kind.end)
            if kind.start - verb.end < 50 and not reading.within("prompt.forbid", low, kind.start):
                yield _found(reading, whole, "tells the agent to say that it is an AI")


def _unit(reading: Reading, hit: Hit) -> tuple[int, int]:
    return reading.sentence(hit.start)


def _sorted(hits: list[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: hit.start)


_JUDGES: dict[str, Callable[[Reading], Iterator[Told]]] = {
    "hides_ai": _hides,
    "markets": lambda reading: _plain(reading, "prompt.markets"),
    "handles_phi": _phi,
    "says_ai": _says,
}
