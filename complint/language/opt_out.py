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

BARE = 3  # words: a longer sentence has a purpose of its own ("Press one to book.")


def judge_opt_out(reading: Reading) -> Told:
    """Tell whether the text says how to get no more calls: an act and what it brings about."""
    return first_told(_opt_out(reading), "no phrase says how to get no more calls")


def _opt_out(reading: Reading) -> Iterator[Told]:
    for hit in reading.hits("opt_out.phrases"):
        yield _act(reading, hit, hit)
    for end in reading.hits("opt_out.ends"):
        if other := reading.overlapping("opt_out.not", end):
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
    if other := reading.overlapping("opt_out.not", act):
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
    joined = before is not None and (before[1] in reading.questions or _bare_act(reading, *before))
    return (before[0] if before and joined else low), high


def _bare_act(reading: Reading, low: int, high: int) -> bool:
    """Tell whether a sentence is an act and hardly more ("Press seven."): what it brings about comes in the next."""
    if len(reading.text[low:high].split()) > BARE:
        return False
    acts = reading.within("opt_out.acts", low, high)
    return any(not reading.text[low : act.start].strip(" \"'") for act in acts)
