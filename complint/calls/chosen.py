"""The law of calls as a configuration and a command line choose it: packs, profile, overrides, emergencies."""

from __future__ import annotations

import datetime

from complint.calls.law import CallLaw, Emergency
from complint.calls.zones import read_state
from complint.core.errors import ComplintError
from complint.policy.law import Bound, matches
from complint.policy.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from complint.core.route import JSON
    from complint.settings import Settings


def chosen_law(
    settings: Settings,
    profile: str | None = None,
    policies: tuple[str, ...] = (),
    severities: Iterable[tuple[str, str]] = (),
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> CallLaw:
    """Return the law of calls; the command line's choices come before the configuration's, and those before the profile's.

    Raises ComplintError for an unknown profile, a pattern that matches no pack, an emergency that cannot be read.
    """
    store = Store.open(settings.policy_paths)
    found = store.profile(profile or settings.profile)
    overrides: list[dict[str, dict[str, Any]]] = [
        found["rules"],
        settings.rules,
        {rule: {"severity": level} for rule, level in severities},
    ]

    def keep(bound: Bound) -> bool:
        if any(matches(bound.rule, one) or matches(bound.id, one) for one in ignore):
            return False
        return not select or any(matches(bound.rule, one) or matches(bound.id, one) for one in select)

    patterns = policies or settings.policies or tuple(found["policies"])
    return CallLaw(store.packs.values(), patterns, overrides, emergencies(settings), keep)


def hours_severity(law: CallLaw, settings: Settings) -> dict[str, str]:
    """Return the severity of hours and days by call: the configuration's `calls.hours_severity` over the profile's."""
    merged = law.hours_severity()
    declared = settings.calls.get("hours_severity")
    if isinstance(declared, dict):
        for kind, level in declared.items():
            if kind not in merged or level not in ("error", "warning", "info"):
                raise ComplintError(f"calls.hours_severity: {kind}: {level!r} is none of the known ones", settings.path)
            merged[kind] = level
    return merged


def emergencies(settings: Settings) -> tuple[Emergency, ...]:
    """Return the declared emergencies (`calls.emergencies`). Raises ComplintError for one that cannot be read."""
    declared = settings.calls.get("emergencies") or ()
    if not isinstance(declared, (list, tuple)):
        raise ComplintError("calls.emergencies is a list of {state, from, until}", settings.path)
    return tuple(_emergency(entry, settings.path) for entry in declared)


def _emergency(entry: JSON, path: str | None) -> Emergency:
    state = read_state(str(entry.get("state"))) if isinstance(entry, dict) else None
    try:
        if not isinstance(entry, dict) or state is None:
            raise ValueError(entry)
        first, last = (datetime.date.fromisoformat(str(entry[key])[:10]) for key in ("from", "until"))
        if last < first:
            raise ValueError(entry)
    except (KeyError, ValueError):
        text = f"calls.emergencies: {entry!r}: write {{state: LA, from: 2026-08-28, until: 2026-09-04}}, both days included"
        raise ComplintError(text, path) from None
    return Emergency(f"US-{state}", first, last)
