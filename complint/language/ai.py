"""Whether an opening tells that it is not a live human who talks."""

from __future__ import annotations

from complint.language.clauses import Reading, conditional, negated, questioned
from complint.language.folding import COMPANY, NAME
from complint.language.lexicon import Hit
from complint.language.told import Told
from complint.language.weighing import cancelled, first_told, told, weigh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = (NAME, COMPANY)
NEAR = 60  # letters between the two halves of a statement ("I am … a robot")


def judge_ai(reading: Reading) -> Told:
    """Tell whether a reasonable person understands that it is not a live human who talks."""
    return first_told(_ai(reading), "no phrase says that this is an AI")


def _ai(reading: Reading) -> Iterator[Told]:
    claim = next((hit for hit in reading.hits("ai.claims") if _stated(reading, hit)), None)
    for hit in reading.hits("ai.human"):
        yield from _not_human(reading, hit)
    for hit in reading.hits("ai.owned"):
        yield told(reading, hit, "asked about, and owned to")
    for hit in _ai_candidates(reading):
        judged = weigh(reading, hit, "ai")
        if judged.value and claim:
            judged = cancelled(reading, hit, claim, "the speaker is said to be human:")
        yield judged


def _stated(reading: Reading, hit: Hit) -> bool:
    return not (negated(reading, hit) or questioned(reading, hit) or conditional(reading, hit))


def _not_human(reading: Reading, hit: Hit) -> Iterator[Told]:
    if reading.overlapping("ai.not", hit) or reading.overlapping("ai.kinds", hit):
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
    yield from _described(reading)
    kinds = reading.hits("ai.kinds")
    if not kinds:
        return
    for kind in kinds:
        if _nominal(reading, kind):
            yield kind
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


def _described(reading: Reading) -> Iterator[Hit]:
    """Find a noun of any kind that is described as an AI and then speaks ("our AI elf here")."""
    text, cased = reading.text, reading.spoken.cased
    for hit in reading.hits("ai.modifiers"):
        end = text.find(" ", hit.end + 1)
        # A noun with a capital is rather part of a name ("Orbit AI Group here").
        if end < 0 or not text[hit.end + 1 : end].isalpha() or cased[hit.end + 1].isupper():
            continue
        frame = reading.begins("ai.after", end + 1)
        if frame is not None:
            yield Hit(hit.start, frame.end)


def _nominal(reading: Reading, kind: Hit) -> bool:
    """Tell whether a clause is nothing but the organization's name and the noun ("Acme's bot.")."""
    low, high = reading.clause(kind.start)
    before, after = reading.text[low : kind.start].strip(), reading.text[kind.end : high]
    name = before[:-2].rstrip() if before.endswith("'s") else before
    if after.strip(" .!,;:-") or not name:
        return False
    words = reading.spoken.cased[low : low + reading.text[low:].find(name) + len(name)].split()
    return (name[-1] in _NAMES and " " not in name) or (name != before and all(word[0].isupper() for word in words))


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
    return reading.begins("ai.followers", kind.end + 1) is None
