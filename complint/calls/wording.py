"""What a consent says: the elements of its text, judged once per distinct text, and whether it names this seller."""

from __future__ import annotations

from complint.calls.cells import name_key
from complint.columns.calls import TEXT_DEFECTIVE, TEXT_GOOD, TEXT_UNDECIDED
from complint.facts.phrases import Phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.settings import Settings


class Wording:
    """Reads the texts and sellers of consents; what is missing in a text is kept in `missing` for messages."""

    def __init__(self, settings: Settings) -> None:
        self.phrases = Phrases(settings.policy_paths)
        names = [settings.organization.get("name"), *(settings.organization.get("aliases") or ())]
        self.names = {name_key(name) for name in names if isinstance(name, str) and name.strip()}
        self.missing: dict[str, int] = {}
        self._texts: dict[str, int] = {}

    def text(self, text: str) -> int:
        """Return TEXT_GOOD, TEXT_DEFECTIVE or TEXT_UNDECIDED."""
        if text not in self._texts:
            if len(self._texts) > 50_000:
                self._texts.clear()
            self._texts[text] = self._judge(text)
        return self._texts[text]

    def _judge(self, text: str) -> int:
        from complint.language.judge import judge_consent

        found = judge_consent(text[:20_000], "en", self.phrases)
        elements = {
            "an automated or artificial voice": found.authorizes_automated_or_ai_voice.value,
            "the number": found.to_specific_number.value,
            "that it is no condition of a purchase": found.not_condition_of_purchase.value,
        }
        lacking = [name for name, told in elements.items() if told is False]
        for name in lacking:
            self.missing[name] = self.missing.get(name, 0) + 1
        if lacking:
            return TEXT_DEFECTIVE
        return TEXT_UNDECIDED if None in elements.values() else TEXT_GOOD

    def seller(self, text: str) -> int:
        """Return 1 where a seller is this organization, by name or alias, 0 where it is another; 1 where none is configured."""
        return int(not self.names or name_key(text) in self.names)
