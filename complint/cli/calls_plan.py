"""`complint calls plan`: a schedule in, a folder out that holds what may be dialled, and when, and what may not."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import click

from complint.cli.calls import options, settings_of
from complint.cli.progress import rows_progress
from complint.cli.terminal import color_option, paint_for, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.calls.plan import Plan
    from complint.report.paint import Paint


@click.command("plan")
@click.argument("schedule", metavar="SCHEDULE")
@click.option(
    "--output",
    "-o",
    "directory",
    required=True,
    metavar="DIR",
    help="The folder to write: new, empty, or an earlier plan.",
)
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options
@click.option(
    "--horizon-days", type=click.IntRange(1, 366), default=14, show_default=True, help="How far a call may be moved."
)
@click.option("--allow-unknown", is_flag=True, help="Exit 0 where nothing but unknown calls is quarantined.")
@click.option("--allow-empty", is_flag=True, help="A schedule without calls is fine (exit 0, not 3).")
@color_option
def plan(schedule: str, directory: str, form: str, horizon_days: int, color: str, **values: Any) -> None:
    """Keep what is allowed, move what time cures to its next lawful instant, quarantine the rest; nothing is lost.

    DIR gets plan.json, quarantine.csv and the schedule: in the form of the input for a table or a complint schedule,
    batch-001.json and so on for a batch call, campaign-001.json and so on for a campaign. All that is written there is
    allowed when checked with the same options. Exit codes: 0 nothing quarantined, 1 something was, 2 usage, 3 no calls,
    4 a rule or pack failed.
    """
    from complint.calls.check import Choice
    from complint.calls.plan import make_plan
    from complint.schedules.check import prepare

    settings = settings_of(schedule, values["config_file"], values["no_config"])
    report, check = prepare(schedule, settings, values, int(time.time()), values["profile"])
    made = make_plan(
        check, settings, Choice(values["profile"]), directory, horizon_days, rows_progress("calls checked")
    )
    show(json.dumps(made.data, indent=2) + "\n" if form == "json" else as_text(made, directory, paint_for(color)))
    sys.stdout.flush()
    raise click.exceptions.Exit(4 if report.broken else _exit_code(made, values))


def _exit_code(made: Plan, values: dict[str, Any]) -> int:
    if made.data["input"] == 0 and not values["allow_empty"]:
        return 3
    counted = [one for one in made.notes if not (one.unknown and values["allow_unknown"])]
    return int(bool(counted))


def as_text(made: Plan, directory: str, paint: Paint) -> str:
    """Return a plan for a person: how many calls went where, and why some may not be made."""
    data = made.data
    head = (
        f"{data['input']:,} calls: {data['kept']:,} kept, {data['moved']:,} moved, {data['quarantined']:,} quarantined"
    )
    lines = [
        paint("strong", head),
        f"written to {directory}: {_listed([*data['files'], 'quarantine.csv', 'plan.json'])}",
    ]
    by_rule: dict[str, int] = {}
    for note in made.notes:
        for rule in note.rules:
            by_rule[rule] = by_rule.get(rule, 0) + 1
    if by_rule:
        lines += ["", "quarantined for:"]
        ranked = sorted(by_rule.items(), key=lambda pair: (-pair[1], pair[0]))
        lines += [f"  {many:>9,}  {paint('rule', rule)}" for rule, many in ranked]
    lines += ["", "complint reports; it gives no legal advice.", ""]
    return "\n".join(lines)


def _listed(names: list[str]) -> str:
    return ", ".join(names if len(names) <= 8 else [*names[:3], f"… {len(names) - 6} more …", *names[-3:]])
