"""What a check of calls is asked to look at: law, and rules chosen on the command line."""

from __future__ import annotations

from complint.core.record import record
from complint.policy.law import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


@record
class Choice:
    """Which law a check applies: profile, packs and severities of the command line, rules selected and ignored."""

    profile: str | None = None
    policies: tuple[str, ...] = ()
    severities: tuple[tuple[str, str], ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


ANY = Choice()


def wanted(duty: Any, choice: Choice) -> bool:
    """Tell whether a duty is among the chosen rules."""

    def named(patterns: Iterable[str]) -> bool:
        return any(matches(duty.rule, one) or matches(duty.id, one) for one in patterns)

    return not named(choice.ignore) and (not choice.select or named(choice.select))
