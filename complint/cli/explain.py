"""`complint explain RULE`: the rule's page, and the requirements that bind it with the law in force; offline."""

from __future__ import annotations

from typing import Any

import click

from complint.cli.pages import dated, hanging, prose
from complint.cli.terminal import as_of_option, color_option, nearest, paint_for, show, width
from complint.config import load_settings
from complint.core.errors import ComplintError
from complint.engine.catalog import load_rule, rule_ids
from complint.engine.plugins import installed
from complint.policy.store import Store
from complint.report.characters import visible
from complint.report.page import Page, read_page
from complint.report.requirements import applies_to, in_force

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.paint import Paint


@click.command("explain")
@click.argument("rule")
@as_of_option
@color_option
def explain(rule: str, as_of: str, color: str) -> None:
    """Explain a rule: what it finds, why, examples, its fix, and the requirements behind it.

    RULE is an id such as hipaa/llm-outside-allowlist; `complint rules` lists them.
    """
    store = Store.open(load_settings(".").policy_paths)
    page = _page(rule, store)
    show(explained(page, requirements_of(store, page.rule), as_of, paint_for(color), width()))


def _page(rule: str, store: Store) -> Page:
    known = rule_ids()
    if rule not in known and rule not in installed():
        bound = {one["id"]: one["rule"] for pack in store.packs.values() for one in pack["requirements"]}
        if rule in bound:
            raise ComplintError(f"{rule} is a requirement; `complint explain {bound[rule]}` tells of its rule")
        raise ComplintError(f"there is no rule {rule!r}{nearest(rule, known) or '; `complint rules` lists them'}")
    return read_page(rule, load_rule(rule).__doc__ or "")


def requirements_of(store: Store, rule: str) -> list[dict[str, Any]]:
    """Return the requirements that bind a rule, as pack data."""
    return [one for pack in store.packs.values() for one in pack["requirements"] if one["rule"] == rule]


def explained(page: Page, requirements: list[dict[str, Any]], as_of: str, paint: Paint, room: int) -> str:
    """Return a rule's page for a terminal."""
    lines = [paint("rule", page.rule), *prose(page.headline, room, "")]
    bodies = {
        "Why": prose(page.sections.get("Why", ""), room),
        "Bad": _example(page.sections.get("Bad", ""), paint),
        "Good": _example(page.sections.get("Good", ""), paint),
        "Fix": prose(page.fix, room),
    }
    for name, body in bodies.items():
        if page.sections.get(name):
            lines += ["", paint("strong", name), *body]
    lines += ["", paint("strong", f"Required by, law as of {as_of}")]
    for number, requirement in enumerate(requirements):
        lines += [""] if number else []
        lines += _requirement(requirement, as_of, paint, room)
    if not requirements:
        lines.append("  no requirement of the packs at hand")
    return "\n".join(lines) + "\n"


def _example(text: str, paint: Paint) -> list[str]:
    """Return the fenced files of an example, each under its name; prose between them stays."""
    lines = []
    inside = False
    for line in text.split("\n"):
        if line.lstrip().startswith("```"):
            inside = not inside
            name = line.strip("` ").partition(" ")[2]
            if inside and name:
                lines.append("  " + paint("faint", visible(name)))
        else:
            lines.append(f"{'    ' if inside else '  '}{visible(line)}".rstrip())
    return lines


def _requirement(requirement: dict[str, Any], as_of: str, paint: Paint, room: int) -> list[str]:
    severity = requirement["severity"]
    lines = [f"  {paint('path', requirement['id'])}", *hanging(requirement["title"], room, "    ")]
    waivable = ", cannot be waived" if requirement["mandatory"] else ""
    lines.append(f"    severity: {paint(severity, severity)}{waivable}")
    lines += hanging(f"applies to: {applies_to(requirement['when'])}", room, "    ")
    held = in_force(requirement, as_of)
    if held is None:
        later = next((one["from"] for one in requirement["values"] if one["from"] > as_of), None)
        return [*lines, f"    not in force on {as_of}" + (f"; from {later}" if later else "")]
    return lines + dated(requirement, held, paint, room, "    ", whole=False)
