"""What must stand in a prompt before it can ask anything of the agent: mostly nothing does, and it need not be read."""

from __future__ import annotations

from complint.language.told import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_KINDS = ("prompt.ai", "ai.phrases")
# What must stand in a prompt before one of its labels can be true: any of these groups, each with a phrase of every list.
_GROUNDS: dict[str, tuple[tuple[tuple[str, ...], ...], ...]] = {
    "hides_ai": ((("prompt.human_claims", "prompt.hides"),), (_KINDS, ("prompt.forbid",), ("prompt.disclose",))),
    "markets": ((("prompt.markets",),),),
    "handles_phi": ((("prompt.phi",),), (("prompt.phi_providers",), ("prompt.phi_activities",))),
    "says_ai": ((_KINDS, ("prompt.disclose",)),),
}
NOTHING = {
    "hides_ai": "nothing asks to hide the AI",
    "markets": "no phrase promotes",
    "handles_phi": "no phrase handles health information",
    "says_ai": "nothing asks to tell that it is an AI",
}


def purpose_may_be(label: str, candidates: Mapping[str, object]) -> bool:
    """Tell whether the lists that have a candidate in a text leave a label open; labels without grounds always are."""
    groups = _GROUNDS.get(label)
    if groups is None:
        return True
    return any(all(any(name in candidates for name in names) for names in group) for group in groups)


def no_purpose(label: str) -> Told:
    """Return the judgement of a label that nothing in the text speaks for."""
    return Told(value=False, why=NOTHING[label])
