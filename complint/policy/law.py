"""The law in force: the requirements of the chosen packs, each resolved to its value at a date."""

from __future__ import annotations

from complint.core.errors import ComplintError
from complint.core.finding import INFO, Citation
from complint.core.paths import globs
from complint.core.record import record
from complint.core.route import JSON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

ALWAYS_ON = "complint/core"
DEFAULT_PROFILE = "default"


@record
class Law:
    """What a requirement says at a date: what a rule asks for as `law`.

    `value` is the requirement's parameter (any JSON shape, the rule's page says which); `parameters` are changes by a
    profile or a configuration. `editions` are all dated values, oldest first, as plain data.
    """

    requirement: str
    title: str
    value: JSON
    since: str
    until: str | None
    status: str
    confidence: str
    verified_on: str
    note: str | None
    citations: tuple[Citation, ...]
    as_of: str
    parameters: dict[str, JSON] = {}
    editions: tuple[dict[str, JSON], ...] = ()


@record
class Bound:
    """A requirement ready to run: its rule, when it applies, what it weighs, and the law; `law` is None when not in force.

    `weight` is the severity; `pinned` tells that a profile, a configuration or the command line set it, so that neither
    the case nor the confidence changes it. `why` says why it is off or not in force.
    """

    id: str
    rule: str
    title: str
    pack: str
    when: dict[str, JSON]
    weight: str
    pinned: bool
    mandatory: bool
    law: Law | None
    why: str | None = None


def value_at(values: list[dict[str, Any]], day: str, before_first: str) -> dict[str, Any] | None:
    """Return the dated value that holds on a day (ISO), or None; ISO dates compare as text."""
    held = None
    for value in values:
        if value["from"] <= day:
            held = value
    if held is None:
        return values[0] if before_first == "first-holds" else None
    if held["until"] is not None and held["until"] < day:
        return None
    return held


def bind(
    packs: Iterable[dict[str, Any]],
    patterns: Iterable[str],
    overrides: list[dict[str, dict[str, Any]]],
    as_of: str,
    kind: str | None = None,
) -> list[Bound]:
    """Return the requirements of the packs that match the patterns, resolved at `as_of`; with `kind` only those for it.

    `overrides` are maps of rule or requirement pattern to `{severity, edition, parameters}`, the strongest last.
    Raises ComplintError for a pack that is not there, and for a glob whose source (the part before the first "/") is unknown;
    a glob of a known source may be empty.
    """
    wanted = list(patterns)
    known = list(packs)
    for pattern in wanted:
        if not any(matches(pack["id"], pattern) for pack in known) and not _may_be_empty(pattern, known):
            names = ", ".join(pack["id"] for pack in known)
            raise ComplintError(f"no policy pack matches {pattern!r}; known: {names}")
    bound = []
    for pack in known:
        if pack["always_on"] or any(matches(pack["id"], pattern) for pattern in wanted):
            for requirement in pack["requirements"]:
                kinds = requirement["when"]["kind"]
                if kind is None or kind in kinds or "any" in kinds:
                    bound.append(_bind_one(pack, requirement, overrides, as_of))
    return bound


def _may_be_empty(pattern: str, packs: list[dict[str, Any]]) -> bool:
    source, _, rest = pattern.partition("/")
    return "*" in rest and any(pack["id"].startswith(source + "/") for pack in packs)


def matches(identity: str, pattern: str) -> bool:
    """Tell whether an id matches a pattern: the id itself, a family (`tools`, `tools/*`) or a glob."""
    return identity == pattern or identity.startswith(pattern + "/") or globs(identity, pattern)


def override_for(rule: str, requirement: str, overrides: list[dict[str, dict[str, Any]]]) -> dict[str, Any]:
    """Return the merged override of a rule or requirement; later maps and later entries win, key by key."""
    merged: dict[str, Any] = {}
    for layer in overrides:
        for pattern, change in layer.items():
            if matches(rule, pattern) or matches(requirement, pattern):
                merged.update({key: value for key, value in change.items() if value is not None})
    return merged


def _bind_one(pack: dict[str, Any], requirement: dict[str, Any], overrides: Any, as_of: str) -> Bound:
    change = override_for(requirement["rule"], requirement["id"], overrides)
    day = change.get("edition") or as_of
    held = value_at(requirement["values"], day, requirement["before_first"])
    severity = change.get("severity")
    common = (requirement["id"], requirement["rule"], requirement["title"], pack["id"], requirement["when"])
    if severity == "off":
        return Bound(
            *common,
            INFO,
            True,
            requirement["mandatory"],
            None,
            "switched off: " + (change.get("reason") or "no reason given"),
        )
    if held is None:
        return Bound(*common, INFO, False, requirement["mandatory"], None, f"not in force on {day}")
    if held["status"] in ("proposed", "stayed", "repealed", "adopted"):
        return Bound(*common, INFO, False, requirement["mandatory"], None, f"{held['status']}, not in force on {day}")
    weight = held["severity"] or requirement["severity"]
    if held["confidence"] == "low" or held["status"] == "unconfirmed":
        weight = INFO
    law = Law(
        requirement["id"],
        requirement["title"],
        held["value"],
        held["from"],
        held["until"],
        held["status"],
        held["confidence"],
        held["verified_on"],
        held["note"],
        tuple(Citation(item["title"], item["url"]) for item in held["citations"]),
        as_of,
        change.get("parameters") or {},
        tuple(requirement["values"]),
    )
    return Bound(*common, severity or weight, severity is not None, requirement["mandatory"], law)


def is_doubtful(law: Law) -> bool:
    """Tell whether a law's value is of low confidence or unconfirmed: it may inform, never raise an error by itself."""
    return law.confidence == "low" or law.status == "unconfirmed"
