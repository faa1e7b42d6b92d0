"""Lists of phrases compiled for search: a word of a phrase decides whether the phrase is tried at all.

A phrase is words with single spaces, and in it
- ``(a|b|)`` alternatives, one of which may be empty and which hold their own spaces: ``"no (|more )calls"``;
- ``…`` up to sixty letters of the same sentence;
- ``*`` at an end: the word goes on (``transcri*``, ``*n't``);
- `` $`` at the end: a clause ends here.
A word in capitals ("AI") is found only in capitals. Nothing else has a meaning of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import namedtuple

from complint.language.folding import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple, TypeAlias

    Alternatives: TypeAlias = tuple[tuple[str, str], ...]
    Starts: TypeAlias = dict[str, list[int]]

GAP = 60  # letters that "…" may stand for
_WORDS = re.compile(r"[^\s.,;:!?\"'()\-/]+")
_PARENTHESES = re.compile(r"[()]")
SPLIT = re.compile(r"[\s.,;:!?\"'()\-/]+")


_TO_SPACE = dict.fromkeys(map(ord, ".,;:!?\"'()-/"), " ")
_SIGNS = "*_`#~<>{}[]|&=+^$%@\\"
_BARE = {**_TO_SPACE, **dict.fromkeys(map(ord, _SIGNS), " ")}


if TYPE_CHECKING:

    class Hit(NamedTuple):
        """A phrase found: its span in the text as heard."""

        start: int
        end: int

else:
    Hit = namedtuple("Hit", "start end")  # `typing` costs start-up time, and a record costs time at every hit


class Piece:
    """A stretch of a phrase without a gap: alternatives in a row, each as (letters, letters in capitals or "")."""

    __slots__ = ("closing", "heads", "left", "parts", "right", "tables")

    def __init__(self, text: str, latin: bool) -> None:
        self.closing = text.endswith(" $")
        if self.closing:
            text = text[:-2]
        self.left, self.right = text[0] != "*", text[-1] != "*"
        folded = fold(text.strip("*"), latin)
        self.parts: tuple[Alternatives, ...] = tuple([_capitals(part) for part in _anchored(_parts(folded))])
        self.heads = _heads(self)
        self.tables: dict[tuple[int, bool], dict[str, Alternatives]] = {}


def _anchored(parts: list[list[str]]) -> list[list[str]]:
    """Return the same row with a first part that is never empty, so that a phrase is looked for by its first word."""
    while len(parts) > 1 and "" in parts[0]:
        parts = [list(dict.fromkeys(one + two for one in parts[0] for two in parts[1])), *parts[2:]]
    return parts


def _heads(piece: Piece) -> dict[str, list[tuple[str, str]]] | None:
    """Return the alternatives of the first part by their first word; None where a word of the text may be longer."""
    if not piece.left:
        return None
    heads: dict[str, list[tuple[str, str]]] = {}
    ends = bounded(piece, 0, 1)
    for letters, capitals in piece.parts[0]:
        letters, capitals = letters.lstrip(" "), capitals.lstrip(" ")
        words = letters.translate(_TO_SPACE).split(" ")
        if not words[0] or (len(words) == 1 and not ends):
            return None
        heads.setdefault(words[0], []).append((letters, capitals))
    return heads


def bounded(piece: Piece, index: int, step: int) -> bool:
    """Tell whether a word at the edge of a part ends there, whatever alternative stands next to it."""
    there = index + step
    while 0 <= there < len(piece.parts):
        optional = False
        for one, _ in piece.parts[there]:
            if not one:
                optional = True
            elif one[-1 if step < 0 else 0].isalnum() or one[-1 if step < 0 else 0] > "\x7f":
                return False
        if not optional:
            return True
        there += step
    return piece.left if step < 0 else piece.right


def _capitals(part: list[str]) -> Alternatives:
    """Return alternatives in small letters, each with its own letters where a word of it is in capitals."""
    if all(map(str.islower, part)):
        return tuple([(one, "") for one in part])
    return tuple([(one.lower(), one if _shouts(one) else "") for one in part])


def _shouts(text: str) -> bool:
    return not text.islower() and any(word.isupper() and len(word) > 1 and word.isalpha() for word in text.split())


def _parts(text: str) -> list[list[str]]:
    """Return a phrase as a row of alternatives: "a (b|c)" is [["a "], ["b", "c"]]."""
    if "(" not in text:
        return [[text]]
    parts: list[list[str]] = []
    for index, stretch in enumerate(_PARENTHESES.split(text)):
        if stretch or index % 2:
            parts.append(stretch.split("|") if index % 2 else [stretch])
    return parts


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, in the sense in which a word of a phrase is looked up."""
    return frozenset(text.translate(_TO_SPACE).split())


def word_starts(text: str) -> dict[str, list[int]]:
    """Return where each word of a text begins."""
    starts: dict[str, list[int]] = {}
    for found in _WORDS.finditer(text):
        starts.setdefault(found[0], []).append(found.start())
    return starts


def raw_words(text: str, wanted: frozenset[str]) -> frozenset[str]:
    """Return which of some words stand in a text that still holds its markup: as in `words_of`, or with signs stuck to them."""
    # a text says its words again and again: as a set, each is looked up once among the many that are wanted
    found = wanted & set(text.translate(_TO_SPACE).split())
    if any(map(text.__contains__, _SIGNS)):
        found |= wanted & set(text.translate(_BARE).split())
    return found


class Phrase:
    """One phrase, taken apart into pieces between which "…" stands."""

    __slots__ = ("pieces",)

    def __init__(self, text: str, latin: bool) -> None:
        self.pieces = tuple([Piece(one.strip(), latin) for one in text.split("…") if one.strip(" *$")])

    def find(self, text: str, cased: str, starts: Starts | None, found: list[Hit]) -> None:
        """Add every place where the phrase stands."""
        first, rest = self.pieces[0], self.pieces[1:]
        for start, end in _places(first, text, cased, starts, 0, len(text)):
            stop = end
            for piece in rest:
                near = [
                    place
                    for place in _places(piece, text, cased, starts, stop, stop + GAP)
                    if not _ends(text, end, place[0])
                ]
                stop = min(near)[1] if near else -1
                if stop < 0:
                    break
            if stop >= 0:
                found.append(Hit(start, stop))


def _places(piece: Piece, text: str, cased: str, starts: Starts | None, low: int, high: int) -> list[tuple[int, int]]:
    """Return where a piece begins (between two indices) and ends."""
    found: list[tuple[int, int]] = []
    heads = piece.heads
    if starts is not None and heads is not None:
        for word in heads.keys() & starts.keys():
            places = starts[word]
            first = bisect_left(places, low) if low else 0
            for index in range(first, len(places)):
                at = places[index]
                if at > high:
                    break
                for letters, capitals in heads[word]:
                    if text.startswith(letters, at):
                        _try(piece, letters, capitals, text, cased, at, found)
        return found
    for letters, capitals in piece.parts[0]:
        begin, capitals = letters.lstrip(" "), capitals.lstrip(" ")
        at = text.find(begin, low, high + len(begin))
        while at >= 0:
            if not piece.left or _edge(text, at) or _prefixed(text, at):
                _try(piece, begin, capitals, text, cased, at, found)
            at = text.find(begin, at + 1, high + len(begin))
    return found


def _try(piece: Piece, begin: str, capitals: str, text: str, cased: str, at: int, found: list[tuple[int, int]]) -> None:
    """Add the place of a piece whose first part stands at an index, if the rest of it follows."""
    if capitals and not _same_capitals(capitals, cased, at):
        return
    end = _follow(piece, 1, text, cased, at + len(begin))
    if end >= 0:
        found.append((at, end))


def _follow(piece: Piece, index: int, text: str, cased: str, at: int) -> int:
    """Return where the rest of a piece ends when it goes on at an index, or -1."""
    if index == len(piece.parts):
        if text[at - 1] == " ":
            at -= 1
        good = (not piece.right or _edge(text, at)) and (not piece.closing or _closes(text, at))
        return at if good else -1
    spaced = text[at - 1] == " "
    table = piece.tables.get((index, spaced))
    if table is None:
        table = piece.tables[index, spaced] = _table(piece.parts[index], spaced)
    for letters, capitals in table.get(text[at : at + 1]) or table[""]:
        if text.startswith(letters, at) and (not capitals or _same_capitals(capitals, cased, at)):
            end = _follow(piece, index + 1, text, cased, at + len(letters))
            if end >= 0:
                return end
    return -1


def _table(part: Alternatives, spaced: bool) -> dict[str, Alternatives]:
    """Return the alternatives of a part by their first letter, the empty one with each; "" leads to that alone.

    Behind a space (`spaced`) an alternative that begins with one begins with its second letter.
    """
    strip = 1 if spaced else 0
    ways = [(one[strip:], big[strip:]) if one[:1] == " " else (one, big) for one, big in part]
    first = dict.fromkeys(letters[:1] for letters, _ in ways)
    table = {letter: tuple(way for way in ways if way[0][:1] in (letter, "")) for letter in first}
    table[""] = tuple(way for way in ways if not way[0])
    return table


def _same_capitals(capitals: str, cased: str, at: int) -> bool:
    return all(cased[at + i] == letter for i, letter in enumerate(capitals) if letter.isupper() and at + i < len(cased))


def _ends(text: str, low: int, high: int) -> bool:
    between = text[low:high]
    if any(mark in between for mark in (". ", "? ", "! ", "\n")):
        return True
    return high > low and text[high - 1] in ".!?" and not text[high].isdigit()


def _closes(text: str, end: int) -> bool:
    rest = text[end : end + 3].lstrip(" \"')")
    return not rest or rest[0] in ".,;:!?\n-("


def _edge(text: str, at: int) -> bool:
    """Tell whether a word may begin or end at an index; scripts without spaces have such an edge everywhere."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    return not (_inside(before) and _inside(after)) or "\u2e80" <= before < "\ue000" or "\u2e80" <= after < "\ue000"


# Words that Arabic writes as one with the next: and, so, by, for, like, will, the, and their usual sequences.
_PREFIXES = frozenset("و ف ب ل ك س وس فس ال وال فال بال لل ول فل وب وك سن كال ولل وبال".split())


def _prefixed(text: str, at: int) -> bool:
    """Tell whether only such a word stands between an index and the beginning of the Arabic word around it."""
    if not "\u0600" <= text[at] <= "\u06ff":
        return False
    start = at
    while start > 0 and at - start < 5 and text[start - 1].isalpha():
        start -= 1
    return text[start:at] in _PREFIXES


def _inside(letter: str) -> bool:
    return letter.isalnum() or "\u0900" <= letter <= "\u0dff"
