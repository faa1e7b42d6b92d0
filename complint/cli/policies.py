"""`complint policies`: the packs at hand, and every dated value of the law in them, with citations."""

from __future__ import annotations

import json
from typing import Any

import click

from complint.cli.pages import dated, hanging, prose
from complint.cli.terminal import as_of_option, color_option, nearest, paint_for, show, width
from complint.config import load_settings
from complint.core.errors import ComplintError
from complint.policy.store import Store
from complint.report.about import many
from complint.report.characters import cells, visible
from complint.report.requirements import applies_to, in_force

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.paint import Paint

_format = click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group("policies")
def policies() -> None:
    """Show the policy packs: the law as data, dated and cited."""


@policies.command("list")
@_format
@as_of_option
@color_option
def list_packs(form: str, as_of: str, color: str) -> None:
    """List the policy packs: title, number of requirements and how many are in force, digest."""
    packs = list(_store().packs.values())
    if form == "json":
        show(json.dumps([summary(pack, as_of) for pack in packs], indent=2) + "\n")
    else:
        show(overview(packs, as_of, paint_for(color)))


@policies.command("show")
@click.argument("identity", metavar="ID")
@_format
@as_of_option
@color_option
def show_one(identity: str, form: str, as_of: str, color: str) -> None:
    """Show a pack, a requirement or a profile: every dated value with its citations.

    ID is that of a pack (elevenlabs/hipaa), of a requirement (elevenlabs/hipaa/llm-allowlist) or of a profile (default).
    """
    kind, found = find(_store(), identity)
    paint, room = paint_for(color), width()
    if form == "json":
        show(json.dumps({"as_of": as_of, kind: _marked(kind, found, as_of)}, indent=2) + "\n")
    elif kind == "pack":
        show(pack_page(found, as_of, paint, room))
    elif kind == "requirement":
        show("\n".join(requirement_page(found, as_of, paint, room)) + "\n")
    else:
        show(profile_page(found, paint, room))


def _store() -> Store:
    return Store.open(load_settings(".").policy_paths)


def find(store: Store, identity: str) -> tuple[str, dict[str, Any]]:
    """Return "pack", "requirement" or "profile", and the plain data. Raises ComplintError that names near ones."""
    requirements = {one["id"]: one for pack in store.packs.values() for one in pack["requirements"]}
    for kind, known in (("pack", store.packs), ("requirement", requirements), ("profile", store.profiles)):
        if identity in known:
            return kind, known[identity]
    names = [*store.packs, *requirements, *store.profiles]
    hint = nearest(identity, names) or "; `complint policies list` names the packs"
    raise ComplintError(f"there is no pack, requirement or profile {identity!r}{hint}")


def summary(pack: dict[str, Any], as_of: str) -> dict[str, Any]:
    """Return a pack's line of the list, as JSON data."""
    return {
        "id": pack["id"],
        "title": pack["title"],
        "jurisdiction": pack["jurisdiction"],
        "always_on": pack["always_on"],
        "requirements": len(pack["requirements"]),
        "in_force": sum(in_force(one, as_of) is not None for one in pack["requirements"]),
        "digest": pack["digest"],
        "sources": pack["sources"],
    }


def overview(packs: list[dict[str, Any]], as_of: str, paint: Paint) -> str:
    """Return the list of packs for a terminal."""
    rows = [summary(pack, as_of) for pack in packs]
    wide = max((cells(visible(row["id"])) for row in rows), default=0)
    lines = []
    for row in rows:
        lines.append(
            f"{paint('path', visible(row['id']))}{' ' * (wide - cells(visible(row['id'])))}  {visible(row['title'])}"
        )
        total, held = row["requirements"], row["in_force"]
        count = many(total, "requirement") + ("" if held == total else f", {held} in force")
        always = ", always on" if row["always_on"] else ""
        lines.append(f"{' ' * wide}  {paint('faint', f'{count}{always}, ' + row['digest'][:19])}")
    lines += ["", f"Law as of {as_of}. `complint policies show ID` prints a pack."]
    return "\n".join(lines) + "\n"


def pack_page(pack: dict[str, Any], as_of: str, paint: Paint, room: int) -> str:
    """Return a pack for a terminal, with all its requirements."""
    lines = [paint("path", visible(pack["id"])), *prose(pack["title"], room, "")]
    for source in pack["sources"]:
        lines += hanging(f"source: {source['title']}" + (f" <{source['url']}>" if source["url"] else ""), room, "")
    lines += [f"digest: {pack['digest']}", f"law as of {as_of}"]
    for requirement in pack["requirements"]:
        lines += ["", *requirement_page(requirement, as_of, paint, room)]
    return "\n".join(lines) + "\n"


def requirement_page(requirement: dict[str, Any], as_of: str, paint: Paint, room: int) -> list[str]:
    """Return the lines of a requirement: what it binds, then every value, the one in force marked."""
    severity = requirement["severity"]
    lines = [paint("path", visible(requirement["id"])), *hanging(requirement["title"], room, "  ")]
    lines.append(f"  rule: {paint('rule', requirement['rule'])}")
    lines.append(
        f"  severity: {paint(severity, severity)}" + (", cannot be waived" if requirement["mandatory"] else "")
    )
    lines += hanging(f"applies to: {applies_to(requirement['when'])}", room, "  ")
    if requirement["before_first"] == "first-holds":
        lines.append("  before its first day the first value holds")
    held = in_force(requirement, as_of)
    for value in requirement["values"]:
        first, *rest = dated(requirement, value, paint, room, "    ")
        mark = paint("fix", "  > ") if value is held else "    "
        lines += [mark + first[4:], *rest]
    if held is None:
        lines.append(f"  nothing is in force on {as_of}")
    return lines


def profile_page(profile: dict[str, Any], paint: Paint, room: int) -> str:
    """Return a profile for a terminal: its packs and what it changes."""
    lines = [paint("path", profile["id"]), *prose(profile["title"], room, "")]
    lines += ["policies:", *(f"  {pattern}" for pattern in profile["policies"])]
    if profile["rules"]:
        lines.append("rules:")
        for rule, change in profile["rules"].items():
            words = ", ".join(f"{key} {value}" for key, value in change.items() if value is not None)
            lines += hanging(f"{rule}: {words}", room, "  ")
    if profile["fail_on_unknown"]:
        lines.append("unknown outcomes fail")
    return "\n".join(lines) + "\n"


def _marked(kind: str, found: dict[str, Any], as_of: str) -> dict[str, Any]:
    """Return plain data with `in_force` at each requirement: the first day of the value that holds, or null."""
    if kind == "profile":
        return found
    if kind == "pack":
        return {**found, "requirements": [_marked("requirement", one, as_of) for one in found["requirements"]]}
    held = in_force(found, as_of)
    return {**found, "in_force": held["from"] if held else None}
