"""Whether an opening tells that the conversation is, will be or may be recorded."""

from __future__ import annotations

from complint.language.clauses import Reading, conditional, negated, questioned
from complint.language.lexicon import Hit
from complint.language.told import Told
from complint.language.weighing import asked_for, cancelled, first_told, told, weigh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def judge_recorded(reading: Reading) -> Told:
    """Tell whether the listener learns that this conversation is, will be or may be recorded."""
    return first_told(_recorded(reading), "no phrase says that the conversation is recorded")


def _recorded(reading: Reading) -> Iterator[Told]:
    for hit in reading.hits("recorded.presupposed"):
        yield told(reading, hit, "presupposes a recording")
    for hit in reading.hits("recorded.phrases"):
        yield weigh(reading, hit, "recorded")
    for hit in reading.hits("recorded.bare"):
        if not reading.within("recorded.things", *reading.clause(hit.start)) and not _yours(reading, hit):
            yield weigh(reading, hit, "recorded")
    for verbs, objects in (("recorded.verbs", "recorded.objects"), ("recorded.keeps", "recorded.sounds")):
        for verb in reading.hits(verbs):
            if (asked := questioned(reading, verb)) and asked[1]:
                yield told(reading, verb, "asked and answered")
            low, high = reading.clause(verb.start)
            for thing in reading.within(objects, low, max(high, verb.end)):
                if thing.end <= verb.start or thing.start >= verb.end:
                    yield _pair(reading, verb, thing, "recorded")


def _yours(reading: Reading, hit: Hit) -> bool:
    """Tell whether the sentence speaks of something of the listener's ("your vote is recorded")."""
    return bool(reading.within("recorded.yours", reading.clause(hit.start)[0], hit.start))


def _pair(reading: Reading, verb: Hit, thing: Hit, label: str) -> Told:
    whole = Hit(min(verb.start, thing.start), max(verb.end, thing.end))
    if other := reading.overlapping(f"{label}.not", verb) or reading.overlapping(f"{label}.not", thing):
        return cancelled(reading, whole, other, "means something else:")
    things = reading.within(f"{label}.things", *reading.clause(verb.start))
    if near := [one for one in things if _closer(one, thing, verb)]:
        return cancelled(reading, whole, near[0], "is about something else:")
    if asked := questioned(reading, verb):
        return asked_for(reading, whole, label, *asked)
    if when := conditional(reading, whole):
        return cancelled(reading, whole, when, "only a condition:")
    no = negated(reading, verb) or (negated(reading, thing, own=False) if thing.start < verb.start else None)
    return cancelled(reading, whole, no, "negated by") if no else told(reading, whole)


def _closer(one: Hit, thing: Hit, verb: Hit) -> bool:
    """Tell whether another thing stands nearer to the verb than the conversation does."""

    def gap(hit: Hit) -> int:
        return hit.start - verb.end if hit.start >= verb.end else verb.start - hit.end

    return gap(one) < gap(thing)
