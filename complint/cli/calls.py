"""`complint calls`: the group, and `calls check`, which tells for every row of a call schedule whether it may be dialled."""

from __future__ import annotations

import importlib
import os
import sys
import time
from typing import Any, NoReturn

import click

from complint.cli.progress import rows_progress
from complint.cli.terminal import Group
from complint.columns.need import need
from complint.config import load_settings
from complint.core.errors import ComplintError
from complint.report import FORMATS
from complint.settings import Settings

COMMANDS = {
    "check": "complint.cli.calls:check",
    "plan": "complint.cli.calls_plan:plan",
    "when": "complint.cli.calls_when:when",
}


class CallsGroup(Group):
    """The commands on calls, each imported when it is asked for; they need the extra `calls`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands that this version has."""
        here = os.path.dirname(os.path.abspath(__file__))
        return [name for name, at in COMMANDS.items() if os.path.exists(os.path.join(here, _file(at)))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        need()
        module, _, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found


def _file(place: str) -> str:
    return place.partition(":")[0].rpartition(".")[2] + ".py"


@click.group("calls", cls=CallsGroup)
def calls() -> None:
    """Tell which calls of a schedule may be made, and when: hours, days, consent, Do-Not-Call lists, caps."""


def options(command: Any) -> Any:
    """Add the options that say how a schedule is to be read, and under which law it is checked."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_FILE = click.Path(dir_okay=False)
_OPTIONS = (
    click.option(
        "--config", "config_file", metavar="FILE", help="Configuration file, in place of the one found upward."
    ),
    click.option("--no-config", is_flag=True, help="Use no configuration file."),
    click.option("--profile", metavar="NAME", help="Profile: a named choice of packs."),
    click.option("--timezone", metavar="ZONE", help="IANA zone of times that have no offset."),
    click.option("--start", metavar="INSTANT", help="When dialling starts, where the rows or the body do not tell."),
    click.option("--concurrency", type=click.IntRange(1), metavar="N", help="Calls at a time.  [default: 10]"),
    click.option("--call-seconds", type=click.IntRange(1), metavar="S", help="Length of a call.  [default: 120]"),
    click.option("--purpose", type=click.Choice(["marketing", "informational"]), help="[default: marketing]"),
    click.option("--call-type", type=click.Choice(["artificial_voice", "live"]), help="[default: artificial_voice]"),
    click.option(
        "--default-region", metavar="REGION", default="US", show_default=True, help="Country of a national number."
    ),
    click.option("--consents", type=_FILE, metavar="FILE", help="Consent records."),
    click.option("--internal-dnc", type=_FILE, metavar="FILE", help="The company's own Do-Not-Call list."),
    click.option(
        "--national-dnc",
        type=_FILE,
        metavar="FILE",
        help="A copy of the national registry: a list, or an index (complint dnc build).",
    ),
    click.option("--national-dnc-date", metavar="DATE", help="When that copy was downloaded."),
    click.option("--reassigned", type=_FILE, metavar="FILE", help="Answers of the reassigned numbers database."),
    click.option("--history", type=_FILE, metavar="FILE", help="Calls that were dialled before, for the caps."),
    click.option(
        "--column", "columns", multiple=True, metavar="NAME=HEADER", help="Which column of the file is which."
    ),
)


def settings_of(path: str, config_file: str | None, no_config: bool) -> Settings:
    """Return the settings for a schedule. Raises ComplintError where the two options exclude each other."""
    if no_config and config_file:
        raise ComplintError("--config and --no-config exclude each other")
    return Settings() if no_config else load_settings(path, config_file)


@click.command("check")
@click.argument("schedule", metavar="SCHEDULE")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="The verdict table: .csv, .jsonl or .parquet, or a folder (DIR/) of Parquet files.",
)
@click.option("--resume", is_flag=True, help="Continue an interrupted check that wrote this --output.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes.  [default: one a core, where it pays]")
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="What reads and judges: this machine, or Apache Spark (SCHEDULE may then be a folder, --output is one).",
)
@click.option("--format", "-f", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@options
@click.option("--allow-unknown", is_flag=True, help="Exit 0 where calls are unknown and none is blocked.")
@click.option("--allow-empty", is_flag=True, help="A schedule without calls is fine (exit 0, not 3).")
@click.option("--quiet", "-q", is_flag=True, help="One line of numbers.")
@click.option("--verbose", "-v", is_flag=True, help="Every requirement, not the most frequent ones alone.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
def check(schedule: str, **values: Any) -> None:
    """Tell for every call of a schedule whether it may be made: allowed, blocked or unknown, and why.

    SCHEDULE is CSV, JSON lines, Parquet, or a JSON or YAML body: an ElevenLabs batch call, campaign or single call, or
    complint's own `calls:`. Exit codes: 0 every call allowed, 1 a call is blocked or unknown, 2 usage, 3 no calls, 4 a rule
    or pack failed.
    """
    from complint.schedules.check import check_schedule

    output = values["output"]
    if values["resume"] and output is None:
        raise ComplintError("--resume continues a verdict table: name it with --output")
    settings = settings_of(schedule, values["config_file"], values["no_config"])
    if values["engine"] == "spark":
        report, result = _on_spark(schedule, settings, values)
        _show(values, report, result)
    _pool()
    try:
        report, result = check_schedule(
            schedule,
            settings,
            values,
            int(time.time()),
            values["profile"],
            output,
            rows_progress("calls checked"),
            values["jobs"],
            resume=values["resume"],
            whole=values["form"] == "html",
        )
    except KeyboardInterrupt:
        if output is not None:
            sys.stderr.write(f"\ncomplint: what is done so far is kept; continue with --resume --output {output}\n")
        raise
    _show(values, report, result)


def _on_spark(schedule: str, settings: Settings, values: dict[str, Any]) -> Any:
    from complint.schedules.on_spark import check_on_spark

    for name in ("resume", "jobs"):
        if values[name]:
            raise ComplintError(
                f"--{name} is of the engine local: Spark repeats what fails, and shares the work, itself"
            )
    now = int(time.time())
    return check_on_spark(
        schedule, settings, values, now, values["profile"], values["output"], rows_progress("calls checked")
    )


def _show(values: dict[str, Any], report: Any, result: Any) -> NoReturn:
    """Print the report and leave with the exit code."""
    text = _render(values, report, result)
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
    sys.stdout.buffer.flush()
    raise click.exceptions.Exit(_exit_code(report, result, values))


def _pool() -> None:
    """Let Arrow take memory from mimalloc: blocks that come and go by the thousand cost a tenth less of the whole run."""
    import pyarrow as pa

    if "ARROW_DEFAULT_MEMORY_POOL" not in os.environ and "mimalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.mimalloc_memory_pool())


def _exit_code(report: Any, result: Any, values: dict[str, Any]) -> int:
    if report.broken:
        return 4
    if result.rows == 0 and not values["allow_empty"]:
        return 3
    _, blocked, unknown = result.verdicts
    return int(bool(blocked or (unknown and not values["allow_unknown"])))


def _render(values: dict[str, Any], report: Any, result: Any) -> str:
    from complint.cli.terminal import width
    from complint.report import load
    from complint.report.view import View

    wish = values["color"]
    colored = wish == "always" or (wish == "auto" and sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    view = View(colored, values["verbose"], values["quiet"], width=width())
    if values["form"] == "text":
        from complint.report.calls_text import render

        return render(report, result, view)
    text: str = load(values["form"]).render(report, view)
    return text
