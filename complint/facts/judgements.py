"""What openings tell, judged in their language when first asked for, each text once."""

from __future__ import annotations

from functools import lru_cache

from complint.facts.caller import Caller
from complint.facts.judged_before import judged
from complint.facts.phrases import Phrases
from complint.facts.surface import Surface

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.language.told import Opening, Organization, Told

AI, RECORDED, SHARED = "ai", "recorded", "shared"
COMPANY, TOLL_FREE, OPT_OUT = "company_named", "toll_free", "opt_out"


class Judgements:
    """The judgements of one document's texts (labels: `complint.language.told.OPENING_LABELS`)."""

    __slots__ = ("_heard", "_latest", "_phrases", "caller")

    def __init__(self, caller: Caller, phrases: Phrases) -> None:
        self.caller = caller
        self._phrases = phrases
        self._latest: tuple[Surface, Opening] | None = None
        self._heard: dict[tuple[str, str], list[tuple[Surface, Opening]]] = {}

    def opening(self, surface: Surface) -> Opening:
        """Return what a surface tells; equal texts in one language with equal variables are judged once."""
        latest = self._latest
        if latest is not None and latest[0] is surface:  # rule after rule asks of the same default opening
            return latest[1]
        self._latest = latest = (surface, self._equal(surface))
        return latest[1]

    def _equal(self, surface: Surface) -> Opening:
        known = self._heard.setdefault((surface.text, surface.language), [])
        for other, found in known:
            if other.variables is surface.variables or other.variables == surface.variables:
                return found
        variables = tuple(surface.variables.items()) if "{" in surface.text else ()
        found = _judged(surface.text, surface.language, self.caller.organization, self._phrases, variables)
        known.append((surface, found))
        return found

    def told(self, surface: Surface, label: str) -> Told:
        """Return one label of a surface."""
        found: Told = getattr(self.opening(surface), label)
        return found


# Agents of one project share openings (one wording that counsel approved, tests of one agent): each is judged once a run.
@lru_cache(maxsize=256)
def _judged(
    text: str,
    language: str,
    organization: Organization | None,
    phrases: Phrases,
    variables: tuple[tuple[str, str], ...],
) -> Opening:
    def judge() -> Opening:
        from complint.language.judge import judge_opening

        return judge_opening(text, language, organization, phrases, variables=dict(variables))

    caller = (organization.name, organization.aliases, organization.toll_free) if organization else None
    found: Opening = judged("opening", phrases, (text, language, caller, variables), judge)
    return found


def compute(caller: Caller, phrases: Phrases) -> Judgements:
    """Return the judgements of a document, none made yet."""
    return Judgements(caller, phrases)
