"""The labels of an opening, one function each: candidates first, then what cancels them."""

from __future__ import annotations

from complint.language.clauses import Reading, conditional, negated, overlapping, questioned
from complint.language.numbers import evidence
from complint.language.lexicon import Hit
from complint.language.told import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PITCH = 35  # words: what is told after more of them comes after a pitch
NEAR = 60  # letters between the two halves of a statement ("I am … a robot")


def told(reading: Reading, hit: Hit, why: str = "told") -> Told:
    """Return a positive judgement."""
    late = reading.words_before(hit.start) > PITCH
    return Told(value=True, phrase=evidence(reading.spoken, hit.start, hit.end), why=why, late=late)


def cancelled(reading: Reading, hit: Hit, by: Hit, why: str) -> Told:
    """Return a negative judgement with the words that cancelled a phrase."""
    proof = evidence(reading.spoken, by.start, by.end)
    return Told(value=False, phrase=evidence(reading.spoken, hit.start, hit.end), cancelled_by=proof, why=f"{why} '{proof.text}'")


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
    if other := overlapping(reading.hits(f"{label}.not"), hit):
        return cancelled(reading, hit, other, "means something else:")
    if asked := questioned(reading, hit):
        return _asked(reading, hit, label, *asked)
    if when := conditional(reading, hit):
        return cancelled(reading, hit, when, "only a condition:")
    if no := negated(reading, hit):
        return cancelled(reading, hit, no, "negated by")
    return told(reading, hit)


def _asked(reading: Reading, hit: Hit, label: str, question: Hit, answer: bool | None) -> Told:
    if answer is True:
        return told(reading, hit, "asked and answered")
    low, high = reading.sentence(hit.start)
    if answer is None and label == "recorded" and reading.within("questions.permission", low, high):
        return told(reading, hit, "asks for permission")
    return cancelled(reading, hit, question, "only a question:")


def judge_ai(reading: Reading) -> Told:
    """A reasonable person understands that it is not a live human who talks."""
    return first_told(_ai(reading), "no phrase says that this is an AI")


def _ai(reading: Reading) -> Iterator[Told]:
    claim = next((hit for hit in reading.hits("ai.claims") if _stated(reading, hit)), None)
    for hit in reading.hits("ai.human"):
        yield from _not_human(reading, hit)
    for hit in _ai_candidates(reading):
        judged = weigh(reading, hit, "ai")
        if judged.value and claim:
            judged = cancelled(reading, hit, claim, "the speaker is said to be human:")
        yield judged


def _stated(reading: Reading, hit: Hit) -> bool:
    return not (negated(reading, hit) or questioned(reading, hit) or conditional(reading, hit))


def _not_human(reading: Reading, hit: Hit) -> Iterator[Told]:
    if overlapping(reading.hits("ai.not"), hit):
        return
    asked = questioned(reading, hit)
    if asked:
        if asked[1] is False:
            yield told(reading, hit, "asked whether human, and answered no")
        return
    if conditional(reading, hit):
        return
    if no := negated(reading, hit):
        yield told(reading, Hit(min(no.start, hit.start), max(no.end, hit.end)), "not a human")


def _ai_candidates(reading: Reading) -> Iterator[Hit]:
    yield from reading.hits("ai.phrases")
    kinds = reading.hits("ai.kinds")
    if not kinds:
        return
    for kind in kinds:
        low, high = reading.sentence(kind.start)
        if _compound(reading, kind):
            continue
        for frame in reading.within("ai.self", low, kind.start):
            if _joined(reading, frame.end, kind.start):
                yield Hit(frame.start, kind.end)
                break
        for frame in reading.within("ai.after", kind.end, high):
            if _joined(reading, kind.end, frame.start):
                yield Hit(kind.start, frame.end)
                break


def _joined(reading: Reading, low: int, high: int) -> bool:
    """Tell whether so little stands between two halves that they belong together."""
    between = reading.text[low:high]
    if len(between) > NEAR or any(mark in between for mark in ".!?;:\n"):
        return False
    if between.count(",") > 1 or len(between.split()) > 5:
        return False
    return not reading.within("ai.blocks", low, high)


def _compound(reading: Reading, kind: Hit) -> bool:
    """Tell whether the noun only describes another one ("AI lab"), where the language says which words may follow."""
    if not reading.phrases.has("ai.followers"):
        return False
    rest = reading.text[kind.end : kind.end + 40]
    if not rest.startswith((" ", "-")) or not rest[1:2].isalpha():
        return False
    return not any(hit.start == kind.end + 1 for hit in reading.hits("ai.followers"))


def judge_recorded(reading: Reading) -> Told:
    """This conversation is, will be or may be recorded."""
    return first_told(_recorded(reading), "no phrase says that the conversation is recorded")


def _recorded(reading: Reading) -> Iterator[Told]:
    for hit in reading.hits("recorded.presupposed"):
        yield told(reading, hit, "presupposes a recording")
    for hit in reading.hits("recorded.phrases"):
        yield weigh(reading, hit, "recorded")
    for verbs, objects in (("recorded.verbs", "recorded.objects"), ("recorded.keeps", "recorded.sounds")):
        for verb in reading.hits(verbs):
            if (asked := questioned(reading, verb)) and asked[1]:
                yield told(reading, verb, "asked and answered")
            low, high = reading.clause(verb.start)
            for thing in reading.within(objects, low, max(high, verb.end)):
                if thing.end <= verb.start or thing.start >= verb.end:
                    yield _pair(reading, verb, thing, "recorded")


def _pair(reading: Reading, verb: Hit, thing: Hit, label: str) -> Told:
    whole = Hit(min(verb.start, thing.start), max(verb.end, thing.end))
    if other := overlapping(reading.hits(f"{label}.not"), verb) or overlapping(reading.hits(f"{label}.not"), thing):
        return cancelled(reading, whole, other, "means something else:")
    things = reading.within(f"{label}.things", *reading.clause(verb.start))
    if near := [one for one in things if _closer(one, thing, verb)]:
        return cancelled(reading, whole, near[0], "is about something else:")
    if asked := questioned(reading, verb):
        return _asked(reading, whole, label, *asked)
    if when := conditional(reading, whole):
        return cancelled(reading, whole, when, "only a condition:")
    no = negated(reading, verb) or (negated(reading, thing, own=False) if thing.start < verb.start else None)
    return cancelled(reading, whole, no, "negated by") if no else told(reading, whole)


def _closer(one: Hit, thing: Hit, verb: Hit) -> bool:
    """Tell whether another thing stands nearer to the verb than the conversation does."""

    def gap(hit: Hit) -> int:
        return hit.start - verb.end if hit.start >= verb.end else verb.start - hit.end

    return gap(one) < gap(thing)


def judge_shared(reading: Reading) -> Told:
    """This conversation may reach third parties."""
    return first_told(_shared(reading), "no phrase says that the conversation is shared")


def _shared(reading: Reading) -> Iterator[Told]:
    for hit in reading.hits("shared.phrases"):
        yield weigh(reading, hit, "shared")
    receivers = reading.hits("shared.receivers")
    if not receivers:
        return
    for receiver in receivers:
        low, high = reading.sentence(receiver.start)
        for verb in reading.within("shared.verbs", low, high):
            if not overlapping([receiver], verb):
                yield _handed(reading, verb, receiver)
        question = reading.previous_sentence(low)
        if question and question[1] in reading.questions and reading.within("shared.asks", *question):
            no = negated(reading, receiver)
            yield cancelled(reading, receiver, no, "negated by") if no else told(reading, receiver, "asked and answered")


def _handed(reading: Reading, verb: Hit, receiver: Hit) -> Told:
    whole = Hit(min(verb.start, receiver.start), max(verb.end, receiver.end))
    for part in (verb, receiver):
        if other := overlapping(reading.hits("shared.not"), part):
            return cancelled(reading, whole, other, "means something else:")
    things = reading.within("shared.things", *reading.clause(verb.start))
    if things:
        return cancelled(reading, whole, things[0], "is about something else:")
    if asked := questioned(reading, whole):
        return _asked(reading, whole, "shared", *asked)
    if when := conditional(reading, verb):
        return cancelled(reading, whole, when, "only a condition:")
    if reading.clause(verb.start) == reading.clause(receiver.start):
        first, last = sorted((verb, receiver), key=lambda hit: hit.start)
        no = negated(reading, last) or negated(reading, first)
    else:
        no = negated(reading, verb) or negated(reading, receiver)
    if no and _excepted(reading, no, receiver):
        no = None
    return cancelled(reading, whole, no, "negated by") if no else told(reading, whole)


def _excepted(reading: Reading, no: Hit, receiver: Hit) -> bool:
    """Tell whether an exception stands between a negation and the receiver ("shared with nobody but our vendors")."""
    low, high = (no.end, receiver.start) if no.start < receiver.start else (receiver.end, no.start)
    return bool(reading.within("negation.except", low, high))


def judge_opt_out(reading: Reading) -> Told:
    """Says how to get no more calls: an act and what it brings about."""
    return first_told(_opt_out(reading), "no phrase says how to get no more calls")


def _opt_out(reading: Reading) -> Iterator[Told]:
    for hit in reading.hits("opt_out.phrases"):
        yield _act(reading, hit, hit)
    for end in reading.hits("opt_out.ends"):
        if other := overlapping(reading.hits("opt_out.not"), end):
            yield cancelled(reading, end, other, "means something else:")
            continue
        low, high = _neighbourhood(reading, end)
        acts = [act for act in reading.within("opt_out.acts", low, high) if not overlapping([end], act)]
        for act in acts:
            yield _act(reading, act, end)
        if not acts:
            yield Told(value=False, phrase=evidence(reading.spoken, end.start, end.end), why="no way to do it is given")


def _act(reading: Reading, act: Hit, end: Hit) -> Told:
    whole = Hit(min(act.start, end.start), max(act.end, end.end))
    if other := overlapping(reading.hits("opt_out.not"), act):
        return cancelled(reading, whole, other, "means something else:")
    low, _ = reading.clause(act.start)
    for no in reading.within("opt_out.dont", low, act.start):
        if act.start - no.end <= 12:
            return cancelled(reading, whole, no, "negated by")
    return told(reading, whole)


def _neighbourhood(reading: Reading, end: Hit) -> tuple[int, int]:
    """Return where the act may stand: the sentence, and the next or the one before where a question joins them."""
    low, high = reading.sentence(end.start)
    if high in reading.questions and (after := reading.next_sentence(high)):
        return low, after[1]
    before = reading.previous_sentence(low)
    return (before[0] if before and before[1] in reading.questions else low), high
