"""Prompts, read only as far as they give reason to."""

from __future__ import annotations

from complint.language.folding import fold
from complint.language.grounds import no_purpose, purpose_may_be
from complint.language.lexicon import raw_words
from complint.language.phrases import GROUNDS, Compiled, canonical_language, compile_phrases
from complint.language.told import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from complint.language.clauses import Reading
    from complint.language.phrases import PhraseSource

TELLING = 600  # letters of a prompt that tell its language


class PromptReader:
    """One prompt, judged label by label: a long prompt without any ground for a label is not even read for it."""

    __slots__ = ("_candidates", "_compiled", "_reading", "_variables", "covered", "language", "text")

    def __init__(self, text: str, lang: str, phrases: PhraseSource, variables: Mapping[str, str] | None = None) -> None:
        self.text = text if isinstance(text, str) else ""
        self.language, self._compiled, _ = told_in(self.text[:TELLING], lang, phrases)
        self.covered = self._compiled is not None
        self._variables = variables or {}
        self._candidates: Mapping[str, object] | None = None
        self._reading: Reading | None = None

    def told(self, label: str) -> Told:
        """Return one label of `Prompt`; a value of None where the language has no phrases."""
        compiled = self._compiled
        if compiled is None:
            return Told(value=None, why=f"no phrases for the language '{self.language}'")
        if self._reading is None and compiled.has("prompt") and not purpose_may_be(label, self._grounds(compiled)):
            return no_purpose(label)
        from complint.language.prompts import judge_purpose  # with all that reads a text word by word

        if self._reading is None:
            from complint.language.clauses import Reading
            from complint.language.spoken import hear

            spoken = hear(self.text, latin=compiled.latin, variables=self._variables, known=compiled.known)
            self._reading = Reading(spoken, compiled, "opening", "prompt")
        return judge_purpose(self._reading, self.language, label)

    def _grounds(self, compiled: Compiled) -> Mapping[str, object]:
        """Return the lists with a phrase that may stand in the raw text: more than those that do, never fewer."""
        if self._candidates is None:
            raw = fold(self.text, compiled.latin).lower()
            index = compiled.index(GROUNDS)
            self._candidates = index.lists(raw_words(raw, index.vocabulary), raw)
        return self._candidates


def told_in(text: str, lang: str, phrases: PhraseSource) -> tuple[str, Compiled | None, bool]:
    """Return the language a text is judged in, its phrases (None: not covered), and whether it is another than it should be."""
    language = canonical_language(lang)
    data = phrases.get(language) if language else None
    if language is None or not data:
        return str(lang), None, False
    from complint.language.identify import other_language

    other = other_language(text, language)
    if other and (theirs := phrases.get(other)):
        return other, compile_phrases(theirs), True
    return language, compile_phrases(data), False
