"""Whether an opening says how to get no more calls: an act, and what it brings about."""

from __future__ import annotations

from complint.language.clauses import Reading, overlapping
from complint.language.lexicon import Hit
from complint.language.numbers import evidence
from complint.language.told import Told
from complint.language.weighing import cancelled, first_told, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def judge_opt_out(reading: Reading) -> Told:
    """Tell whether the text says how to get no more calls: an act and what it brings about."""
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
