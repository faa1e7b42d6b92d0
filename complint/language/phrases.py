"""Phrases as data: one mapping per language, merged, compiled once, searched by literals before anything else."""

from __future__ import annotations

import re

from complint.core.record import record
from complint.language.spoken import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, Protocol, TypeAlias

    class PhraseSource(Protocol):
        """Whatever gives the phrases of a language as plain data, or None where the language is not covered."""

        def get(self, lang: str) -> Mapping[str, Any] | None: ...

    Piece: TypeAlias = tuple[str, bool, bool, str]
else:
    PhraseSource = object

LANGUAGES = tuple("en es fr de pt it nl pl hi ja ko zh ar tr sv ru uk cs ro el hu fi da no id vi ms fil ta".split())
# Languages in Latin letters: Cyrillic and Greek look-alikes in them are read as Latin.
_OTHER_SCRIPTS = frozenset(("hi", "ja", "ko", "zh", "ar", "ru", "uk", "el", "ta"))
_ALIASES = {
    "nb": "no", "nn": "no", "nob": "no", "nno": "no", "nor": "no", "tl": "fil", "tgl": "fil", "in": "id", "cmn": "zh",
    "yue": "zh", "gr": "el", "cz": "cs", "ua": "uk", "jp": "ja", "kr": "ko", "dk": "da", "se": "sv", "cn": "zh",
    "eng": "en", "spa": "es", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "por": "pt", "ita": "it",
    "nld": "nl", "dut": "nl", "pol": "pl", "hin": "hi", "jpn": "ja", "kor": "ko", "zho": "zh", "chi": "zh",
    "ara": "ar", "tur": "tr", "swe": "sv", "rus": "ru", "ukr": "uk", "ces": "cs", "cze": "cs", "ron": "ro",
    "rum": "ro", "mo": "ro", "ell": "el", "gre": "el", "hun": "hu", "fin": "fi", "dan": "da", "ind": "id",
    "vie": "vi", "msa": "ms", "may": "ms", "zsm": "ms", "tam": "ta",
}  # fmt: skip
_GAP = 60  # letters that "…" in a phrase may stand for
_CACHE: dict[int, tuple[Any, Compiled]] = {}


def canonical_language(code: object) -> str | None:
    """Return which of the 29 languages a code names ("pt_BR" and "pt-br" are "pt", "nb" is "no"); None for any other."""
    if not isinstance(code, str):
        return None
    first = code.strip().lower().replace("_", "-").split("-")[0]
    first = _ALIASES.get(first, first)
    return first if first in LANGUAGES else None


def is_latin(lang: str) -> bool:
    """Tell whether a language is written in Latin letters."""
    return lang not in _OTHER_SCRIPTS


def merge_phrases(first: Mapping[str, Any], *others: Mapping[str, Any]) -> dict[str, Any]:
    """Return several mappings of one language as one: lists are joined, mappings merged, single values replaced."""
    merged = dict(first)
    for other in others:
        for key, value in other.items():
            old = merged.get(key)
            if isinstance(old, dict) and isinstance(value, dict):
                merged[key] = merge_phrases(old, value)
            elif isinstance(old, list) and isinstance(value, list):
                merged[key] = [*old, *(one for one in value if one not in old)]
            elif value is not None:
                merged[key] = value
    return merged


@record
class Hit:
    """A phrase found: its span in the text as heard."""

    start: int
    end: int


class Lexicon:
    """One list of phrases. A phrase is tried only where its longest word stands in the text."""

    __slots__ = ("gates", "words")

    def __init__(self, phrases: Iterable[object], latin: bool) -> None:
        gates: dict[str, list[tuple[Piece, ...]]] = {}
        for phrase in phrases:
            if isinstance(phrase, str):
                for wording in expand(phrase):
                    pieces = tuple(_piece(one, latin) for one in re.split(r"\s*…\s*", wording) if one.strip("* $"))
                    if pieces:
                        gates.setdefault(max((piece[0] for piece in pieces), key=len), []).append(pieces)
        self.gates = tuple((gate, tuple(dict.fromkeys(found))) for gate, found in gates.items())
        self.words = frozenset(word for gate in gates for word in gate.split())

    def __bool__(self) -> bool:
        return bool(self.gates)

    def find(self, text: str, cased: str, low: int = 0, high: int | None = None) -> list[Hit]:
        """Return every place where a phrase stands within a stretch of the text, by start, the longest first."""
        end = len(text) if high is None else high
        hits = [
            hit
            for gate, phrases in self.gates
            if text.find(gate, low, end) >= 0
            for pieces in phrases
            for hit in _places(pieces, text, cased, low, end)
        ]
        if len(hits) > 1:
            hits.sort(key=_order)
        return hits


def _order(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def expand(phrase: str) -> list[str]:
    """Return the wordings of a phrase with alternatives: "(a|b) c" is "a c" and "b c"; an empty alternative is allowed."""
    start = phrase.find("(")
    if start < 0:
        return [" ".join(phrase.split())]
    depth, splits = 0, [start]
    for index in range(start, len(phrase)):
        letter = phrase[index]
        depth += (letter == "(") - (letter == ")")
        if (depth == 1 and letter == "|") or depth == 0:
            splits.append(index)
        if depth == 0:
            break
    else:
        return [" ".join(phrase.replace("(", "").split())]
    choices = [phrase[a + 1 : b] for a, b in zip(splits, splits[1:], strict=False)]
    rest = phrase[splits[-1] + 1 :]
    return list(dict.fromkeys(one for choice in choices for one in expand(phrase[:start] + choice + rest)))


def _piece(text: str, latin: bool) -> Piece:
    """Return a piece as (letters, whole at its left?, whole at its right?, letters in capitals or ""); "$" ends a clause."""
    text = text.strip()
    left, right = not text.startswith("*"), not text.endswith("*")
    folded = fold(text.strip("*").strip(), latin)
    capitals = folded if any(word.isupper() and len(word) > 1 for word in folded.replace("-", " ").split()) else ""
    return folded.lower(), left, right, capitals


def _places(pieces: tuple[Piece, ...], text: str, cased: str, low: int, high: int) -> Iterator[Hit]:
    first = pieces[0]
    at = low
    while True:
        at, end = _next(first, text, cased, at, high)
        if at < 0:
            return
        stop: int = end
        for piece in pieces[1:]:
            start, stop = _next(piece, text, cased, stop, min(high, stop + _GAP + len(piece[0])))
            if start < 0 or _ends_sentence(text, end, start):
                stop = -1
                break
        if stop >= 0:
            yield Hit(at, stop)
        at += 1


def _ends_sentence(text: str, low: int, high: int) -> bool:
    return any(mark in text[low:high] for mark in (". ", "? ", "! ", "\n"))


def _next(piece: Piece, text: str, cased: str, low: int, high: int) -> tuple[int, int]:
    letters, left, right, capitals = piece
    closing = letters.endswith(" $")
    if closing:
        letters = letters[:-2]
    while True:
        at = text.find(letters, low, high)
        if at < 0:
            return -1, -1
        end = at + len(letters)
        if (
            (not left or _edge(text, at))
            and (not right or _edge(text, end))
            and (not capitals or _same_capitals(capitals, cased, at))
            and (not closing or _closes(text, end))
        ):
            return at, end
        low = at + 1


def _same_capitals(capitals: str, cased: str, at: int) -> bool:
    return all(cased[at + i] == letter for i, letter in enumerate(capitals) if letter.isupper() and at + i < len(cased))


def _closes(text: str, end: int) -> bool:
    rest = text[end : end + 2].lstrip(" \"')")
    return not rest or rest[0] in ".,;:!?\n-("


def _edge(text: str, at: int) -> bool:
    """Tell whether a word may begin or end at an index; scripts without spaces have such an edge everywhere."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    return not (_inside(before) and _inside(after)) or before >= "\u2e80" or after >= "\u2e80"


def _inside(letter: str) -> bool:
    if letter < "\x80":
        return letter.isalnum()
    return letter.isalnum() or ("\u0900" <= letter <= "\u0dff")


class Compiled:
    """The phrases of one language, each list compiled when it is first asked for."""

    __slots__ = ("_lists", "_words", "data", "language", "latin")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.language = canonical_language(data.get("language")) or str(data.get("language"))
        self.latin = is_latin(self.language)
        self._lists: dict[str, Lexicon] = {}
        self._words: frozenset[str] | None = None

    def __getitem__(self, name: str) -> Lexicon:
        """Return a list by its dotted name ("ai.kinds"); a missing one is empty."""
        found = self._lists.get(name)
        if found is None:
            here: Any = self.data
            for key in name.split("."):
                here = here.get(key) if isinstance(here, dict) else None
            found = self._lists[name] = Lexicon(here if isinstance(here, list | tuple) else (), self.latin)
        return found

    def has(self, section: str) -> bool:
        """Tell whether a section of the data is there and not empty."""
        return bool(self.data.get(section))

    def known(self, word: str) -> bool:
        """Tell whether a word is one of the words that the disclosure phrases are made of."""
        if self._words is None:
            names = ("ai.kinds", "ai.phrases", "recorded.verbs", "recorded.phrases", "shared.verbs", "shared.receivers")
            self._words = frozenset(word for name in names for word in self[name].words if len(word) > 1)
        return word in self._words or any(word.startswith(one) for one in self._words if len(one) > 4)


def compile_phrases(data: Mapping[str, Any]) -> Compiled:
    """Return the phrases of one language ready for use; the same mapping is compiled once."""
    kept = _CACHE.get(id(data))
    if kept is None or kept[0] is not data:
        if len(_CACHE) > 64:
            _CACHE.clear()
        kept = _CACHE[id(data)] = (data, Compiled(data))
    return kept[1]
