"""Whether an opening tells that the conversation may reach third parties."""

from __future__ import annotations

from complint.language.clauses import Reading, conditional, negated, overlapping, questioned
from complint.language.lexicon import Hit
from complint.language.told import Told
from complint.language.weighing import asked_for, cancelled, first_told, told, weigh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def judge_shared(reading: Reading) -> Told:
    """Tell whether the listener learns that this conversation may reach third parties."""
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
            yield (
                cancelled(reading, receiver, no, "negated by") if no else told(reading, receiver, "asked and answered")
            )


def _handed(reading: Reading, verb: Hit, receiver: Hit) -> Told:
    whole = Hit(min(verb.start, receiver.start), max(verb.end, receiver.end))
    for part in (verb, receiver):
        if other := reading.overlapping("shared.not", part):
            return cancelled(reading, whole, other, "means something else:")
    things = reading.within("shared.things", *reading.clause(verb.start))
    if things and not reading.within("shared.talk", *reading.clause(verb.start)):
        return cancelled(reading, whole, things[0], "is about something else:")
    if asked := questioned(reading, whole):
        return asked_for(reading, whole, "shared", *asked)
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
