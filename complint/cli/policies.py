"""`complint policies`: the packs at hand, and every dated value of the law in them, with citations."""

from __future__ import annotations

import json
from typing import Any

import click

from complint.cli.pages import dated, hanging, prose
from complint.cli.terminal import Group, as_of_option, color_option, day_option, nearest, paint_for, show, width
from complint.config import load_settings
from complint.core.errors import ComplintError
from complint.policy.law import matches
from complint.policy.store import Store
from complint.report.about import many
from complint.report.characters import cells, visible
from complint.report.requirements import applies_to, in_force

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.paint import Paint

_format = click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group("policies", cls=Group)
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
    return Store.open(load_settings(".").policy_paths).with_installed()


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


def _chosen(store: Store, names: tuple[str, ...]) -> list[str]:
    """Return the ids of the packs that names mean: ids or globs. Raises ComplintError for one that means none."""
    if not names:
        return list(store.packs)
    for name in names:
        if not any(matches(pack, name) for pack in store.packs):
            raise ComplintError(f"no policy pack matches {name!r}{nearest(name, list(store.packs))}")
    return [pack for pack in store.packs if any(matches(pack, name) for name in names)]


_plugin = click.option(
    "--plugin", "plugins", multiple=True, metavar="FILE", help="A plug-in file that the packs need; repeatable."
)
_folder = click.option(
    "--folder", "folders", multiple=True, metavar="DIR", help="A folder with packs of one's own; repeatable."
)


def _store_with(folders: tuple[str, ...]) -> Store:
    configured = load_settings(".").policy_paths
    return Store.open(tuple(dict.fromkeys((*configured, *(folder.rstrip("/") for folder in folders))))).with_installed()


@policies.command("verify")
@click.argument("names", nargs=-1, metavar="[PACK]...")
@_folder
@click.option(
    "--stale-after", type=int, default=365, show_default=True, metavar="DAYS", help="How old a verification may be."
)
@_plugin
@as_of_option
def verify(
    names: tuple[str, ...], folders: tuple[str, ...], stale_after: int, plugins: tuple[str, ...], as_of: str
) -> None:
    """Verify packs: form, dates, citations, rule bindings, staleness. Exit 1 where one is unfit for use."""
    from complint.cli.policy_checks import problems

    try:
        store = _store_with(folders)
        chosen = _chosen(store, names)
    except ComplintError as error:
        if error.path is None:  # a wrong command line, not a wrong pack
            raise
        click.echo(f"error: {error}")
        raise click.exceptions.Exit(1) from None
    found = list(problems(store, chosen, as_of, stale_after, plugins))
    for one in found:
        click.echo(f"{'error' if one.grave else 'note'}: {visible(one.identity)}: {visible(one.message)}")
    for profile in store.profiles:
        store.profile(profile)
    total = sum(len(store.packs[pack]["requirements"]) for pack in chosen)
    click.echo(
        f"{many(len(chosen), 'pack')}, {many(total, 'requirement')}: {many(sum(p.grave for p in found), 'error')}."
    )
    raise click.exceptions.Exit(1 if any(one.grave for one in found) else 0)


@policies.command("test")
@click.argument("names", nargs=-1, metavar="[PACK]...")
@_folder
@click.option("--strict", is_flag=True, help="A requirement without a failing and a passing case fails, too.")
@_plugin
def test_packs(names: tuple[str, ...], folders: tuple[str, ...], strict: bool, plugins: tuple[str, ...]) -> None:
    """Run the cases beside packs (`<pack>/tests/<requirement>.md` or `.yaml`). Exit 1 where one fails."""
    from complint.cli.policy_checks import tried, uncovered

    store = _store_with(folders)
    chosen = _chosen(store, names)
    results = list(tried(store, chosen, store.folders[1:], plugins))
    failed = [one for one in results if one.wrong]
    for one in failed:
        click.echo(f"FAILED {visible(one.case.requirement)}: {visible(one.case.case.title)} ({visible(one.case.file)})")
        for words in one.wrong:
            click.echo(f"  {visible(words)}")
    lacking = uncovered(store, chosen, results)
    for requirement, kinds in lacking.items():
        lacks = " and no ".join(f"{kind}ing" for kind in kinds)
        click.echo(f"{'error' if strict else 'note'}: {visible(requirement)} has no {lacks} case")
    click.echo(f"{many(len(results), 'case')}, {len(failed)} failed; {many(len(lacking), 'requirement')} not covered.")
    raise click.exceptions.Exit(1 if failed or (strict and lacking) else 0)


@policies.command("log")
@click.argument("names", nargs=-1, metavar="[PACK]...")
@day_option("--from", "since", "Changes after this day.  [default: today]", today=True)
@day_option("--to", "until", "Changes through this day.  [default: a year later]", today=False)
@_format
def log(names: tuple[str, ...], since: str, until: str | None, form: str) -> None:
    """Print what changes in the law between two days: what begins, changes, or no longer holds."""
    from complint.cli.policy_checks import changes

    store = _store_with(())
    last = until or f"{int(since[:4]) + 1:04d}{since[4:]}".replace("-02-29", "-02-28")
    if last < since:
        raise ComplintError(f"--to {last} is before --from {since}")
    found = changes(store, _chosen(store, names), since, last)
    if form == "json":
        rows = [
            {
                "day": one.day,
                "requirement": one.requirement,
                "change": one.what,
                "title": one.title,
                "severity": one.severity,
                "value": one.value,
                "citations": list(one.citations),
            }
            for one in found
        ]
        show(json.dumps({"from": since, "to": last, "changes": rows}, indent=2) + "\n")
        return
    room = width()
    lines: list[str] = []
    for one in found:
        lines.append(f"{one.day}  {visible(one.requirement)} {one.what} ({one.severity})")
        lines += hanging(one.title, room, "            ")
        lines += [line for title in one.citations for line in hanging(f"source: {title}", room, "            ")]
    lines.append(f"{many(len(found), 'change')} after {since} through {last}.")
    show("\n".join(lines) + "\n")
