"""Sentences and clauses of a heard text, and what in them turns a statement into something else."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from complint.language.index import search
from complint.language.lexicon import Hit, word_starts, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.language.index import Index
    from complint.language.phrases import Compiled
    from complint.language.spoken import Spoken

LONGEST = 5000  # letters: a sentence of a prompt is cut after so many
_FEW = 400  # letters, among which a handful of words is counted
_ABBREVIATIONS = frozenset("mr mrs ms dr st no inc co ltd corp jr sr vs ext hr fr sra tel nr z.b".split())


@functools.cache
def _stops() -> re.Pattern[str]:
    return re.compile(r"[.!?]+|[,;:](?!\d)|\n|\s-+\s|--+|[()]")


def _is_inner(after: str) -> bool:
    """Tell that a dot before a letter ends nothing ("acme.example", "3.5"); asked here, as such a class compiles slowly."""
    return after != "" and not (after.isspace() or after in "\"')]" or "\u2e80" <= after <= "\uffff")


def _at_most(ends: list[int], most: int) -> list[int]:
    """Return ends no farther apart than so many letters: what stands in a sentence is weighed against all else in it."""
    found = []
    before = 0
    for end in ends:
        found += [*range(before + most, end, most), end]
        before = end
    return found


class Reading:
    """One text under one language's phrases: where sentences and clauses end, found once."""

    __slots__ = (
        "_breaks",
        "_candidates",
        "_memo",
        "_reach",
        "_starts",
        "clause_ends",
        "cut",
        "phrases",
        "questions",
        "sentence_ends",
        "spoken",
        "text",
    )

    def __init__(self, spoken: Spoken, phrases: Compiled, *groups: str) -> None:
        self.spoken, self.phrases, self.text = spoken, phrases, spoken.text
        self.sentence_ends: list[int] = []
        self.clause_ends: list[int] = []
        self.questions: set[int] = set()
        self._memo: dict[str, list[Hit]] = {}
        self.cut = False  # whether a sentence was longer than it may be
        self._reach: dict[str, list[int]] = {}
        self._starts = None if phrases.dense else word_starts(spoken.text)
        self._candidates: dict[str, tuple[Index, list[int]]] = {}
        words = words_of(spoken.text)
        for group in groups or ("opening",):
            index = phrases.index(group)
            for name, numbers in index.lists(words, spoken.text).items():
                self._candidates[name] = index, numbers
        self._breaks: list[int] | None = None
        text = self.text
        for found in _stops().finditer(text):
            at, mark = found.end(), found[0]
            if mark[0] in ".!?" and _is_inner(text[at : at + 1]):
                continue
            self.clause_ends.append(at)
            asks = "?" in mark or (mark == ";" and phrases.language == "el")
            if (mark[0] in ".!?\n" or asks) and not (mark == "." and _abbreviated(text, found.start())):
                self.sentence_ends.append(at)
                if asks:
                    self.questions.add(at)
        for ends in (self.sentence_ends, self.clause_ends):
            if not ends or ends[-1] < len(text):
                ends.append(len(text))
            if len(text) > LONGEST:
                whole = len(ends)
                ends[:] = _at_most(ends, LONGEST)
                self.cut = self.cut or len(ends) > whole

    def hits(self, name: str) -> list[Hit]:
        """Return where the phrases of one list stand in the whole text."""
        found = self._memo.get(name)
        if found is None:
            tried = self._candidates.get(name)
            found = self._memo[name] = self._search(*tried) if tried else []
        return found

    def _search(self, index: Index, numbers: list[int]) -> list[Hit]:
        return search(index.tried(numbers, self.text), self.text, self.spoken.cased, self._starts)

    def within(self, name: str, low: int, high: int) -> list[Hit]:
        """Return the phrases of one list that lie in a stretch of the text."""
        hits = self.hits(name)
        found = []
        for index in range(bisect_left(hits, (low,)), len(hits)):
            hit = hits[index]
            if hit.start > high:
                break
            if hit.end <= high:
                found.append(hit)
        return found

    def begins(self, name: str, at: int) -> Hit | None:
        """Return the longest phrase of one list that begins at an index, or None."""
        hits = self.hits(name)
        index = bisect_left(hits, (at,))
        return hits[index] if index < len(hits) and hits[index].start == at else None

    def overlapping(self, name: str, hit: Hit) -> Hit | None:
        """Return the first phrase of one list that shares letters with a hit, or None."""
        hits = self.hits(name)
        reach = self._reach.get(name)
        if reach is None:
            reach = self._reach[name] = list(accumulate((one.end for one in hits), max))
        # the first whose end is beyond a place is the first at which the farthest end so far is
        index = bisect_right(reach, hit.start)
        return hits[index] if index < len(hits) and hits[index].start < hit.end else None

    def sentence(self, at: int) -> tuple[int, int]:
        """Return the span of the sentence around an index."""
        return _around(self.sentence_ends, at)

    def clause(self, at: int) -> tuple[int, int]:
        """Return the span of the clause around an index: between commas and words such as "but"."""
        low, high = _around(self.clause_ends, at)
        if self._breaks is None:
            self._breaks = [hit.start for hit in self.hits("negation.breaks")]
        index = bisect_right(self._breaks, at)
        if index and self._breaks[index - 1] > low:
            low = self._breaks[index - 1]
        if index < len(self._breaks) and self._breaks[index] < high:
            high = self._breaks[index]
        return low, high

    def previous_sentence(self, low: int) -> tuple[int, int] | None:
        """Return the span of the sentence that ends where another begins."""
        return self.sentence(low - 1) if low > 0 else None

    def next_sentence(self, high: int) -> tuple[int, int] | None:
        """Return the span of the sentence that begins where another ends."""
        return self.sentence(high) if high < len(self.text) else None

    def words_before(self, at: int) -> int:
        """Count the spoken words before an index; scripts without spaces count two letters as a word."""
        return count_words(self.text[:at])


def count_words(text: str) -> int:
    """Count spoken words; scripts without spaces count two letters as a word."""
    dense = sum(1 for letter in text if "\u2e80" <= letter < "\uac00") if not text.isascii() else 0
    return len(text.split()) + dense // 2


def _has_few_words(text: str, low: int, high: int, most: int) -> bool:
    """Tell whether a stretch is no more than a few words; a long one is not counted to its end for that."""
    return high - low <= _FEW and count_words(text[low:high]) <= most


def _abbreviated(text: str, at: int) -> bool:
    word = text[max(0, at - 5) : at].rsplit(" ", 1)[-1]
    return word in _ABBREVIATIONS and text[at + 1 : at + 2] == " "


def _around(ends: list[int], at: int) -> tuple[int, int]:
    index = bisect_right(ends, at)
    if index >= len(ends):
        index = len(ends) - 1
    return (ends[index - 1] if index else 0), ends[index]


def negated(reading: Reading, hit: Hit, *, own: bool = True) -> Hit | None:
    """Return the negation that reaches a phrase, or None. A negation with an exception does not count.

    `own` also counts a negation inside the phrase ("zeichnen … nicht auf").
    """
    low, high = reading.clause(hit.start)
    high = max(high, hit.end)
    found = _negations(reading, low, high, hit, own)
    if not found and (inherited := _list_head(reading, low, high)) is not None:
        found = [one for one in _negations(reading, inherited, low, None, own) if one.start < low]
    if not found:
        return None
    excepted = [one for one in reading.within("negation.except", found[0].end, high) if one.end <= hit.end]
    return None if excepted else found[0]


def _negations(reading: Reading, low: int, high: int, hit: Hit | None, own: bool) -> list[Hit]:
    none = reading.within("negation.none", low, high)
    before = [
        one
        for one in reading.within("negation.before", low, high)
        if hit is None or one.end <= hit.start or (own and one.end <= hit.end and one.start >= hit.start)
    ]
    after = [
        one
        for one in reading.within("negation.after", low, high)
        if hit is None or one.start >= hit.start or (own and one.end >= hit.end)
    ]
    found: list[Hit] = []
    for one in sorted(before + after, key=lambda each: each.start):
        covered = any(other.start <= one.start < other.end for other in none)
        if not covered and not (found and one.start < found[-1].end):
            found.append(one)
    return found


def _list_head(reading: Reading, low: int, high: int) -> int | None:
    """Return the start of the sentence where a clause only carries on a list ("never taped, saved or shared")."""
    start = reading.sentence(low)[0]
    if start == low:
        return None
    words = reading.within("negation.lists", low, high)
    return start if words and _has_few_words(reading.text, low, words[0].start, 2) else None


def questioned(reading: Reading, hit: Hit) -> tuple[Hit, bool | None] | None:
    """Return the question a phrase stands in and how it is answered there (True, False, None); None for a statement."""
    low, high = reading.sentence(hit.start)
    if high not in reading.questions:
        marks = [one for one in reading.within("questions.marks", low, high) if one.start >= hit.start]
        if not marks:
            return None
    start = _question_start(reading, low, high, hit)
    if start is None:
        return None
    rest = reading.text[high : high + 60]
    skip = high + len(rest) - len(rest.lstrip(" \"'-"))
    for name, answer in (("questions.no", False), ("questions.yes", True)):
        if reading.begins(name, skip):
            return Hit(start, high), answer
    return Hit(start, high), None


def _question_start(reading: Reading, low: int, high: int, hit: Hit) -> int | None:
    """Return where the asking part of a sentence begins, or None where the phrase stands before it."""
    if _has_few_words(reading.text, low, high, 3):
        return low
    index = bisect_left(reading.clause_ends, high)
    start = max(low, reading.clause_ends[index - 1] if index else 0)
    if hit.start < start and not reading.within(
        "questions.starts", low, low + _first_word(reading.text, low, hit.start)
    ):
        return None
    if hit.start < start:
        start = low
    for particle in reading.within("questions.after", hit.end, high):
        if " " not in reading.text[hit.end : particle.start].strip():
            return start
    anywhere = [one for one in reading.within("questions.words", start, high) if one.start > start]
    if anywhere and anywhere[0].start > hit.start:
        return None
    opening = reading.within("questions.starts", start, high)
    if opening or anywhere or not reading.phrases.inverts:
        begins = [one for one in opening if not reading.text[start : one.start].strip(" \"'-")]
        if begins or anywhere or not reading.phrases.inverts:
            return start
    return None


def _first_word(text: str, low: int, high: int) -> int:
    return min(high - low, 14)


def conditional(reading: Reading, hit: Hit) -> Hit | None:
    """Return the "if" in front of a phrase in its clause, or None."""
    low, _ = reading.clause(hit.start)
    found = [one for one in reading.within("conditions", low, hit.end) if one.start <= hit.start]
    return found[0] if found else None


def overlapping(hits: list[Hit], hit: Hit) -> Hit | None:
    """Return the first of some hits that shares letters with a hit, or None."""
    for one in hits:
        if one.start < hit.end and hit.start < one.end:
            return one
    return None
