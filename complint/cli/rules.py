"""`complint rules`: the catalogue."""

from __future__ import annotations

import json

import click

from complint.cli.terminal import color_option, paint_for, show, width
from complint.config import load_settings
from complint.policy.store import Store
from complint.report.catalogue import Entry, entries, table
from complint.report.characters import visible, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.paint import Paint


@click.command("rules")
@click.option(
    "--format", "-f", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
)
@color_option
def rules(form: str, color: str) -> None:
    """List the rules: id, what it finds, default severity, safety of its fix, requirements that bind it."""
    found = entries(Store.open(load_settings(".").policy_paths))
    if form == "json":
        show(as_json(found))
    elif form == "markdown":
        show(table(found))
    else:
        show(as_text(found, paint_for(color), width()))


def as_json(found: list[Entry]) -> str:
    """Return the catalogue as a JSON list; `severity` is the gravest that a requirement gives the rule."""
    rows = [
        {
            "id": entry.id,
            "headline": entry.headline,
            "severity": entry.severities[0] if entry.severities else None,
            "fix": entry.fix,
            "requirements": list(entry.requirements),
        }
        for entry in found
    ]
    return json.dumps(rows, indent=2) + "\n"


def as_text(found: list[Entry], paint: Paint, room: int) -> str:
    """Return the catalogue for a terminal, by family; the requirements of a rule stand below its headline."""
    lines: list[str] = []
    family = None
    for entry in found:
        here = entry.id.partition("/")[0]
        if here != family:
            family = here
            lines += [""] if lines else []
        weight = entry.severities[0] if entry.severities else "unbound"
        mark = paint(weight, weight) if entry.severities else weight
        fix = "" if entry.fix == "none" else paint("fix", f"  fix: {entry.fix}")
        lines.append(f"{paint('rule', entry.id)}  {mark}{fix}")
        lines += [f"  {piece}" for piece in wrap(visible(entry.headline), room - 2)]
        if entry.requirements:
            lines += [paint("faint", f"  {piece}") for piece in wrap(", ".join(entry.requirements), room - 2)]
    lines += ["", f"{len(found)} rules. `complint explain RULE` prints a page."]
    return "\n".join(lines) + "\n"
