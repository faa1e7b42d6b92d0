"""Wordings to propose, in the agent's language, filled with what is known of the organization; never written by a machine.

They stand in the packs as `phrases/<language>.yaml` under `proposals: {label: text}`, so that a lawyer can change them. In a
text `{company}` and `{toll_free}` stand for the organization's name and its number.
"""

from __future__ import annotations

from complint.core.fix import Fix, shown
from complint.core.record import record
from complint.facts.caller import Caller
from complint.facts.phrases import Phrases

_FALLBACK = "en"
_UNKNOWN = {"{company}": "[organization]", "{toll_free}": "[toll-free number]"}


@record
class Proposals:
    """Wordings by label (the labels of openings, and `ai`, `recorded`, `shared` together as `notice`)."""

    caller: Caller
    phrases: Phrases

    def text(self, labels: tuple[str, ...], language: str) -> str:
        """Return the wordings of labels in a language, one sentence after another; in English where it has none."""
        from complint.language.phrases import canonical_language

        wordings = _wordings(self.phrases, canonical_language(language)) or _wordings(self.phrases, _FALLBACK)
        sentences = [str(wordings[label]) for label in labels if wordings.get(label)]
        return self._filled(" ".join(sentences))

    def fix(self, labels: tuple[str, ...], language: str, where: str) -> Fix:
        """Return the wordings as a fix that is shown: a proposal that a person reviews and places."""
        return shown(f"say it in {where} (a proposed wording, to be reviewed)", self.text(labels, language))

    def _filled(self, text: str) -> str:
        organization = self.caller.organization
        values = dict(_UNKNOWN)
        if organization is not None:
            values["{company}"] = organization.name
            if organization.toll_free:
                values["{toll_free}"] = organization.toll_free
        for name, value in values.items():
            text = text.replace(name, value)
        return text


def compute(caller: Caller, phrases: Phrases) -> Proposals:
    """Return the proposals of a run's packs."""
    return Proposals(caller, phrases)


def _wordings(phrases: Phrases, language: str | None) -> dict[str, object]:
    found = (phrases.get(language) or {}).get("proposals") if language else None
    return found if isinstance(found, dict) else {}
