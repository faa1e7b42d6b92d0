"""When a requirement applies to a document; where it does not, the reason."""

from __future__ import annotations

from complint.facts.profile import Profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    Condition: TypeAlias = tuple[Callable[[Profile, Any], str | None], Any]


def conditions(when: dict[str, Any]) -> tuple[Condition, ...]:
    """Return the conditions of a requirement's `when` (pack format) that are about the document's profile.

    `call_type` is none of them: the rules on calls ask it of each call.
    """
    return tuple((_CHECKS[key], value) for key, value in when.items() if value is not None and key in _CHECKS)


def why_not(profile: Profile, wanted: tuple[Condition, ...]) -> str | None:
    """Return None where all conditions hold, else why the requirement does not apply."""
    for holds, value in wanted:
        reason = holds(profile, value)
        if reason is not None:
            return reason
    return None


def _direction(profile: Profile, wanted: list[str]) -> str | None:
    if profile.direction is None:
        return "the agent's direction is not declared, and no schedule names it"
    return None if profile.direction in wanted else f"the agent is {profile.direction}"


def _purpose(profile: Profile, wanted: list[str]) -> str | None:
    if profile.purpose is None:
        return "the agent's purpose is not declared"
    return None if profile.purpose in wanted else f"the agent's purpose is {profile.purpose}"


def _jurisdiction(profile: Profile, wanted: list[str]) -> str | None:
    states = profile.declared.get("states")
    if not isinstance(states, list):
        return "the configuration does not declare the states in which the agent calls or answers"
    if any(isinstance(state, str) and f"US-{state.strip().upper()}" in wanted for state in states):
        return None
    return f"the agent does not call or answer in {', '.join(wanted)}"


def _phi(profile: Profile, wanted: bool) -> str | None:
    if profile.phi is wanted:
        return None
    return "nothing says that it handles PHI or keeps zero retention" if wanted else f"PHI: {profile.phi_why}"


def _handles_phi(profile: Profile, wanted: bool) -> str | None:
    if bool(profile.handles_phi) is wanted:
        return None
    if not wanted:
        return f"it handles PHI: {profile.handles_phi_why}"
    if profile.handles_phi is False:
        return f"it handles no PHI: {profile.handles_phi_why}"
    return "nothing says that it handles PHI"


def _zero_retention(profile: Profile, wanted: bool) -> str | None:
    if profile.zero_retention is wanted:
        return None
    return "zero retention is off" if wanted else profile.zero_retention_why


_CHECKS: dict[str, Callable[[Profile, Any], str | None]] = {
    "direction": _direction,
    "purpose": _purpose,
    "jurisdiction": _jurisdiction,
    "phi": _phi,
    "handles_phi": _handles_phi,
    "zero_retention": _zero_retention,
}
