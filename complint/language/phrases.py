"""Phrases as data: one mapping per language, merged, compiled once, searched by literals before anything else."""

from __future__ import annotations

from complint.language.folding import fold
from complint.language.index import Index, gate
from complint.language.lexicon import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Protocol

    class PhraseSource(Protocol):
        """Whatever gives the phrases of a language as plain data, or None where the language is not covered."""

        def get(self, lang: str) -> Mapping[str, Any] | None:
            """Return the phrases of a language."""
            ...
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
_DENSE = frozenset(("ja", "ko", "zh", "ar"))  # written without spaces, or with other words grown on
_GROUPS = ("prompt", "consent")
# The lists without which a prompt asks for nothing (`complint.language.prompts`): all its own, and this one.
GROUNDS, SHARED_GROUND = "grounds", "ai.phrases"
GATES = "_gates"  # where whoever loads the phrases puts their gates by group
_JOINTS = dict.fromkeys(map(ord, "()|*$…"), " ")
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
    merged = {key: value for key, value in first.items() if key != GATES}
    for other in others:
        for key, value in other.items():
            if key == GATES:
                continue
            old = merged.get(key)
            if isinstance(old, dict) and isinstance(value, dict):
                merged[key] = merge_phrases(old, value)
            elif isinstance(old, list) and isinstance(value, list):
                merged[key] = [*old, *(one for one in value if one not in old)]
            elif value is not None:
                merged[key] = value
    return merged


class Compiled:
    """The phrases of one language; what serves openings, prompts and consent texts is compiled when first asked for."""

    __slots__ = ("_indexes", "_words", "data", "dense", "inverts", "language", "latin")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.language = canonical_language(data.get("language")) or str(data.get("language"))
        self.latin = is_latin(self.language)
        self.dense = self.language in _DENSE
        questions = data.get("questions")
        self.inverts = bool(questions.get("inverts")) if isinstance(questions, dict) else False
        self._indexes: dict[str, Index] = {}
        self._words: frozenset[str] | None = None

    def index(self, group: str) -> Index:
        """Return the lists of a group: "prompt", "consent", "grounds" (of several), or "opening" for all the rest."""
        found = self._indexes.get(group)
        if found is None:
            gates = self.data.get(GATES)
            plain = gates_of(self.data, group) if gates is None else gates[group]
            found = self._indexes[group] = Index(plain, self.latin)
        return found

    def has(self, section: str) -> bool:
        """Tell whether a section ("prompt") or a list ("ai.followers") is there and not empty."""
        here: Any = self.data
        for key in section.split("."):
            here = here.get(key) if isinstance(here, dict) else None
        return bool(here)

    def known(self, word: str) -> bool:
        """Tell whether a word is one of the words that the disclosure phrases are made of."""
        if self._words is None:
            names = ("ai.kinds", "ai.phrases", "recorded.verbs", "recorded.phrases", "shared.verbs", "shared.receivers")
            texts = [text for name in names for text in _at(self.data, name) if isinstance(text, str)]
            words = {word for text in texts for word in words_of(fold(text.translate(_JOINTS), self.latin).lower())}
            self._words = frozenset(word for word in words if len(word) > 1)
        return word in self._words


def without_lists(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the phrases of a language without the lists that only their gates need: whether they are there is kept."""
    return {key: bool(value) if key in _GROUPS else value for key, value in data.items()}


def gates_of(data: Mapping[str, Any], group: str) -> dict[str, Any]:
    """Return the gates of a group of lists as plain data, so that a cache can keep the work (see `Compiled.index`)."""
    language = canonical_language(data.get("language")) or str(data.get("language"))
    if group == GROUNDS:
        keys: tuple[str, ...] = ("prompt",)
    else:
        keys = (group,) if group in _GROUPS else tuple(key for key in data if key not in _GROUPS and key != GATES)
    lists = {name: texts for key in keys for name, texts in _lists(key, data.get(key))}
    if group == GROUNDS:
        lists[SHARED_GROUND] = _at(data, SHARED_GROUND)
    return gate(lists, is_latin(language), language in _DENSE)


def _lists(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lists(f"{name}.{key}", inner)
    elif isinstance(value, list | tuple):
        yield name, value


def _at(data: Any, name: str) -> Any:
    for key in name.split("."):
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, list | tuple) else ()


def compile_phrases(data: Mapping[str, Any]) -> Compiled:
    """Return the phrases of one language ready for use; the same mapping is compiled once."""
    kept = _CACHE.get(id(data))
    if kept is None or kept[0] is not data:
        if len(_CACHE) > 64:
            _CACHE.clear()
        kept = _CACHE[id(data)] = (data, Compiled(data))
    return kept[1]
