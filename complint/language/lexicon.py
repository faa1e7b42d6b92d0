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

from complint.core.record import record
from complint.language.spoken import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, TypeAlias

    Alternatives: TypeAlias = tuple[tuple[str, str], ...]

GAP = 60  # letters that "…" may stand for
_PARENTHESES = re.compile(r"[()]")
_SPLIT = re.compile(r"[\s.,;:!?\"'()\-/]+")


@record
class Hit:
    """A phrase found: its span in the text as heard."""

    start: int
    end: int


class Piece:
    """A stretch of a phrase without a gap: alternatives in a row, each as (letters, letters in capitals or "")."""

    __slots__ = ("closing", "left", "parts", "right")

    def __init__(self, text: str, latin: bool) -> None:
        self.closing = text.endswith(" $")
        if self.closing:
            text = text[:-2]
        self.left, self.right = text[0] != "*", text[-1] != "*"
        folded = fold(text.strip("*"), latin)
        self.parts: tuple[Alternatives, ...] = tuple([_capitals(part) for part in _parts(folded)])


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


_TO_SPACE = dict.fromkeys(map(ord, ".,;:!?\"'()-/"), " ")
_SIGNS = "*_`#~<>{}[]|&=+^$%@\\"
_BARE = {**_TO_SPACE, **dict.fromkeys(map(ord, _SIGNS), " ")}


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, in the sense in which a word of a phrase is looked up."""
    return frozenset(text.translate(_TO_SPACE).split())


def raw_words(text: str) -> frozenset[str]:
    """Return the words of a text that still holds its markup: those of `words_of`, and those that signs stick to."""
    found = words_of(text)
    if any(sign in text for sign in _SIGNS):
        found |= frozenset(text.translate(_BARE).split())
    return found


class Phrase:
    """One phrase, taken apart into pieces between which "…" stands."""

    __slots__ = ("pieces",)

    def __init__(self, text: str, latin: bool) -> None:
        self.pieces = tuple([Piece(one.strip(), latin) for one in text.split("…") if one.strip(" *$")])

    def find(self, text: str, cased: str, found: list[Hit]) -> None:
        """Add every place where the phrase stands."""
        first, rest = self.pieces[0], self.pieces[1:]
        for start, end in _places(first, text, cased, 0, len(text)):
            stop = end
            for piece in rest:
                near = [place for place in _places(piece, text, cased, stop, stop + GAP) if not _ends(text, end, place[0])]
                stop = min(near)[1] if near else -1
                if stop < 0:
                    break
            if stop >= 0:
                found.append(Hit(start, stop))


def _gate(phrase: Phrase, dense: bool) -> tuple[tuple[str, ...], tuple[str, ...], list[tuple[str, ...]]]:
    """Return the words one of which must stand in a text for a phrase to be tried, or else such letters; further needs."""
    gates = [gate for piece in phrase.pieces for gate in _gates(piece, dense)]
    whole = [letters for is_whole, letters in gates if is_whole]
    if whole:
        words = min(whole, key=_rarity)
        return words, (), [one for one in whole if one is not words]
    return (), min((letters for _, letters in gates), key=_rarity) if gates else (), []


def _rarity(letters: tuple[str, ...]) -> tuple[int, int]:
    """Order gates: the fewest alternatives first, then the longest."""
    return len(letters), -len(letters[0])


def _gates(piece: Piece, dense: bool) -> list[tuple[bool, tuple[str, ...]]]:
    """Return the ways to gate a piece: (are they whole words?, one of these must stand in the text)."""
    gates = []
    for index, part in enumerate(piece.parts):
        letters = [one for one, _ in part]
        if "" in letters or not all(map(str.strip, letters)):
            continue
        whole = [] if dense else [_whole_word(piece, index, one) for one in letters]
        if whole and all(whole):
            gates.append((True, tuple(dict.fromkeys(whole))))
        else:
            gates.append((False, tuple({max(_SPLIT.split(one.strip()), key=len) or one.strip(): 0 for one in letters})))
    return gates


def _whole_word(piece: Piece, index: int, letters: str) -> str:
    """Return the longest word of one alternative that no neighbour can lengthen, or ""."""
    words = _SPLIT.split(letters)
    if words[0] and not _bounded(piece, index, -1):
        words = words[1:]
    if words and words[-1] and not _bounded(piece, index, 1):
        words = words[:-1]
    return max(words, key=len) if words else ""


def _bounded(piece: Piece, index: int, step: int) -> bool:
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


def _places(piece: Piece, text: str, cased: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield where a piece begins (between two indices) and ends."""
    parts = piece.parts
    for letters, capitals in parts[0]:
        begin = letters[1:] if letters[:1] == " " else letters
        at = text.find(begin, low, high + len(begin))
        while at >= 0:
            if not piece.left or _edge(text, at):
                if len(parts) == 1 and not capitals:
                    end = at + len(begin)
                    if (not piece.right or _edge(text, end)) and not (piece.closing and not _closes(text, end)):
                        yield at, end
                elif not capitals or _same_capitals(capitals.lstrip(" "), cased, at):
                    end = _follow(piece, 1, text, cased, at + len(begin))
                    if end >= 0:
                        yield at, end
            at = text.find(begin, at + 1, high + len(begin))


def _follow(piece: Piece, index: int, text: str, cased: str, at: int) -> int:
    """Return where the rest of a piece ends when it goes on at an index, or -1."""
    if index == len(piece.parts):
        if text[at - 1] == " ":
            at -= 1
        good = (not piece.right or _edge(text, at)) and (not piece.closing or _closes(text, at))
        return at if good else -1
    spaced = text[at - 1] == " "
    for letters, capitals in piece.parts[index]:
        if spaced and letters[:1] == " ":
            letters, capitals = letters[1:], capitals[1:]
        if text.startswith(letters, at) and (not capitals or _same_capitals(capitals, cased, at)):
            end = _follow(piece, index + 1, text, cased, at + len(letters))
            if end >= 0:
                return end
    return -1


def _same_capitals(capitals: str, cased: str, at: int) -> bool:
    return all(cased[at + i] == letter for i, letter in enumerate(capitals) if letter.isupper() and at + i < len(cased))


def _ends(text: str, low: int, high: int) -> bool:
    between = text[low:high]
    return any(mark in between for mark in (". ", "? ", "! ", "\n")) or (high > low and text[high - 1] in ".!?" and not text[high].isdigit())


def _closes(text: str, end: int) -> bool:
    rest = text[end : end + 3].lstrip(" \"')")
    return not rest or rest[0] in ".,;:!?\n-("


def _edge(text: str, at: int) -> bool:
    """Tell whether a word may begin or end at an index; scripts without spaces have such an edge everywhere."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    return not (_inside(before) and _inside(after)) or "\u2e80" <= before < "\ue000" or "\u2e80" <= after < "\ue000"


def _inside(letter: str) -> bool:
    return letter.isalnum() or "\u0900" <= letter <= "\u0dff"


def gate(lists: Mapping[str, Iterable[object]], latin: bool, dense: bool) -> dict[str, Any]:
    """Return the gates of some lists of phrases, as plain data that a cache can keep.

    `phrases` holds [list, text, further needs]; `words` and `scans` lead from a word, or from letters, to the phrases
    that are worth trying where it stands.
    """
    phrases: list[tuple[str, str, list[tuple[str, ...]]]] = []
    words: dict[str, list[int]] = {}
    scans: dict[str, list[int]] = {}
    for name, texts in lists.items():
        for text in texts:
            if isinstance(text, str) and text.strip(" *$…()|"):
                own, letters, needs = _gate(Phrase(text, latin), dense)
                for table, keys in ((words, own), (scans, letters)):
                    for key in keys:
                        table.setdefault(key, []).append(len(phrases))
                phrases.append((name, text, needs))
    return {"phrases": phrases, "words": words, "scans": scans}


class Index:
    """Some lists of phrases searched together: one look at each word of the text finds what is to be tried."""

    __slots__ = ("_made", "latin", "phrases", "scans", "words")

    def __init__(self, gates: Mapping[str, Any], latin: bool) -> None:
        self.phrases: list[tuple[str, str, list[list[str]]]] = gates["phrases"]
        self.words: dict[str, list[int]] = gates["words"]
        self.scans: dict[str, list[int]] = gates["scans"]
        self.latin = latin
        self._made: dict[int, Phrase] = {}

    def lists(self, words: frozenset[str], text: str) -> dict[str, list[int]]:
        """Return, by list, the numbers of the phrases that are worth trying on a text with these words."""
        found: dict[str, list[int]] = {}
        for word in words & self.words.keys():
            for number in self.words[word]:
                name, _, needs = self.phrases[number]
                for need in needs:
                    if words.isdisjoint(need):
                        break
                else:
                    found.setdefault(name, []).append(number)
        for letters, numbers in self.scans.items():
            if letters in text:
                for number in numbers:
                    found.setdefault(self.phrases[number][0], []).append(number)
        return found

    def candidates(self, text: str) -> dict[str, set[Phrase]]:
        """Return, by list, the phrases that are worth trying on a text."""
        made = self._made
        found: dict[str, set[Phrase]] = {}
        for name, numbers in self.lists(words_of(text), text).items():
            for number in numbers:
                if number not in made:
                    made[number] = Phrase(self.phrases[number][1], self.latin)
            found[name] = {made[number] for number in numbers}
        return found


def search(phrases: Iterable[Phrase], text: str, cased: str) -> list[Hit]:
    """Return every place where one of some phrases stands, by start, the longest first."""
    found: list[Hit] = []
    for phrase in phrases:
        phrase.find(text, cased, found)
    if len(found) > 1:
        found = sorted(set(found), key=_order)
    return found


def _order(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end
