"""The requirements that bind calls, with all their dated values: which of them holds is asked per call, by its local date."""

from __future__ import annotations

import datetime

from complint.core.finding import ERROR, INFO, RANK
from complint.core.record import record, replace
from complint.core.route import JSON
from complint.policy.law import matches, override_for
from complint.policy.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from complint.settings import Settings

FAMILY = "calls/"
ALWAYS = 10**7  # a day (counted from 1970-01-01) that never comes
_DEAD = ("proposed", "adopted", "stayed", "repealed")


@record
class Edition:
    """One dated value: it holds from `since` through `until` (days from 1970-01-01).

    `weight` is its severity; `doubtful` tells that it may inform and never block (low confidence, unless somebody set a
    severity); `citations` as in the pack.
    """

    since: int
    until: int
    value: JSON
    weight: str
    doubtful: bool
    citations: tuple[dict[str, JSON], ...] = ()


@record
class Duty:
    """One requirement on calls. `purposes` and `call_types` are None where it binds all; `pinned`: a severity was set."""

    id: str
    rule: str
    title: str
    jurisdiction: str
    purposes: tuple[str, ...] | None
    call_types: tuple[str, ...] | None
    pinned: bool
    editions: tuple[Edition, ...]
    parameters: dict[str, JSON] = {}


def chosen_duties(
    settings: Settings,
    profile: str | None = None,
    policies: tuple[str, ...] = (),
    severities: Iterable[tuple[str, str]] = (),
) -> list[Duty]:
    """Return the duties that a configuration and a command line choose (as `complint.calls.chosen.chosen_law`)."""
    store = Store.open(settings.policy_paths)
    found = store.profile(profile or settings.profile)
    overrides = [found["rules"], settings.rules, {rule: {"severity": level} for rule, level in severities}]
    return duties(store.packs.values(), policies or settings.policies or found["policies"], overrides)


def duties(packs: Iterable[dict[str, Any]], patterns: Iterable[str], overrides: list[Any]) -> list[Duty]:
    """Return the duties of the family `calls` in the packs that match, after overrides (see `complint.policy.law.bind`)."""
    wanted = list(patterns)
    found = []
    for pack in packs:
        if pack["always_on"] or any(matches(pack["id"], pattern) for pattern in wanted):
            for requirement in pack["requirements"]:
                if requirement["rule"].startswith(FAMILY):
                    made = _duty(pack, requirement, override_for(requirement["rule"], requirement["id"], overrides))
                    if made is not None:
                        found.append(made)
    return found


def day_number(iso: str) -> int:
    """Return an ISO date as days from 1970-01-01."""
    return datetime.date.fromisoformat(iso).toordinal() - 719_163


def _duty(pack: dict[str, Any], requirement: dict[str, Any], change: dict[str, Any]) -> Duty | None:
    severity = change.get("severity")
    if severity == "off":
        return None
    when = requirement["when"]
    values = requirement["values"]
    editions: list[Edition] = []
    for value, following in zip(values, [*values[1:], None], strict=True):
        if value["status"] in _DEAD:
            continue
        until = ALWAYS if value["until"] is None else day_number(value["until"])
        if following is not None:
            until = min(until, day_number(following["from"]) - 1)
        doubtful = value["confidence"] == "low" or value["status"] == "unconfirmed"
        weight = severity or (INFO if doubtful else value["severity"] or requirement["severity"])
        since = day_number(value["from"])
        if not editions and requirement["before_first"] == "first-holds":
            since = -ALWAYS
        editions.append(
            Edition(since, until, value["value"], weight, doubtful and severity is None, tuple(value["citations"]))
        )
    edition = change.get("edition")
    if edition is not None:
        day = day_number(edition)
        held = [one for one in editions if one.since <= day <= one.until]
        editions = [replace(one, since=-ALWAYS, until=ALWAYS) for one in held]
    return Duty(
        requirement["id"],
        requirement["rule"],
        requirement["title"],
        pack["jurisdiction"] or "",
        _names(when.get("purpose")),
        _names(when.get("call_type")),
        severity is not None,
        tuple(editions),
        change.get("parameters") or {},
    )


def _names(value: Any) -> tuple[str, ...] | None:
    return tuple(value) if value else None


def parameters(found: Iterable[Duty]) -> dict[str, int]:
    """Return the numbers that several rules need of one another's law: when a revocation counts, how long a relationship."""
    numbers = {"business_days": 10, "purchase_months": 18, "inquiry_months": 3}
    for duty in found:
        for edition in duty.editions:
            value = edition.value if isinstance(edition.value, dict) else {}
            numbers.update({key: int(value[key]) for key in numbers if isinstance(value.get(key), int)})
    return numbers


def lesser(one: str, other: str) -> str:
    """Return the weaker of two severities."""
    return one if RANK[one] <= RANK[other] else other


def blocks(edition: Edition) -> bool:
    """Tell whether a failure under an edition blocks a call."""
    return edition.weight == ERROR
