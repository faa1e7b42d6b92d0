"""All lists of a language searched together: the words of a text tell which phrases are worth trying on it."""

from __future__ import annotations

from complint.language.folding import fold
from complint.language.lexicon import SPLIT, Hit, Phrase, Piece, bounded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from complint.language.lexicon import Starts


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
            gates.append((False, tuple({max(SPLIT.split(one.strip()), key=len) or one.strip(): 0 for one in letters})))
    return gates


def _whole_word(piece: Piece, index: int, letters: str) -> str:
    """Return the longest word of one alternative that no neighbour can lengthen, or ""."""
    words = SPLIT.split(letters)
    if words[0] and not bounded(piece, index, -1):
        words = words[1:]
    if words and words[-1] and not bounded(piece, index, 1):
        words = words[:-1]
    return max(words, key=len) if words else ""


def anchor(text: str, latin: bool) -> str:
    """Return the longest letters that stand together wherever a phrase does: a phrase without them is not even made."""
    pieces = [piece.strip().removesuffix(" $").strip("*") for piece in text.split("…")]
    stretches = [stretch.strip() for piece in pieces for stretch in piece.replace(")", "(").split("(")[::2]]
    return fold(max(stretches, key=len), latin).lower()


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

    __slots__ = ("_anchors", "_made", "_vocabulary", "latin", "phrases", "scans", "words")

    def __init__(self, gates: Mapping[str, Any], latin: bool) -> None:
        self.phrases: list[tuple[str, str, list[list[str]]]] = gates["phrases"]
        self.words: dict[str, list[int]] = gates["words"]
        self.scans: dict[str, list[int]] = gates["scans"]
        self.latin = latin
        self._anchors: dict[int, str] = {}
        self._made: dict[int, Phrase] = {}
        self._vocabulary: frozenset[str] | None = None

    @property
    def vocabulary(self) -> frozenset[str]:
        """Return all words that decide whether a phrase is worth trying."""
        if self._vocabulary is None:
            needed = (word for _, _, needs in self.phrases for need in needs for word in need)
            self._vocabulary = frozenset((*self.words, *needed))
        return self._vocabulary

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

    def tried(self, numbers: Iterable[int], text: str) -> list[Phrase]:
        """Return phrases by their numbers, each made when it is first tried, without those whose anchor a text lacks."""
        anchors, made = self._anchors, self._made
        phrases = []
        for number in dict.fromkeys(numbers):
            letters = anchors.get(number)
            if letters is None:
                letters = anchors[number] = anchor(self.phrases[number][1], self.latin)
            if letters not in text:
                continue
            phrase = made.get(number)
            if phrase is None:
                phrase = made[number] = Phrase(self.phrases[number][1], self.latin)
            phrases.append(phrase)
        return phrases


def search(phrases: Iterable[Phrase], text: str, cased: str, starts: Starts | None) -> list[Hit]:
    """Return every place where one of some phrases stands, by start, the longest first.

    `starts` tells where the words of the text begin, in languages that part them.
    """
    found: list[Hit] = []
    for phrase in phrases:
        phrase.find(text, cased, starts, found)
    if len(found) > 1:
        found = sorted(set(found), key=_order)
    return found


def _order(hit: Hit) -> tuple[int, int]:
    return hit[0], -hit[1]
