"""What the commands that print pages share: width, colour, a pager when a page is longer than the screen, today."""

from __future__ import annotations

import datetime
import os
import shutil
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from complint.core.errors import ComplintError
from complint.report.paint import painter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.paint import Paint

_READABLE = 100  # longer lines of prose are hard to follow, however wide the terminal is

Command = TypeVar("Command", bound=Callable[..., Any])


class Group(click.Group):
    """A group whose help gives the first sentence of each command in full, in as many lines as it takes."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(1000)) for name, command in found if command])


def color_option(command: Command) -> Command:
    """Add --color to a command."""
    kind = click.Choice(["auto", "always", "never"])
    return click.option("--color", type=kind, default="auto", show_default=True, help="Colour the output.")(command)


def as_of_option(command: Command) -> Command:
    """Add --as-of to a command; its value is an ISO day."""
    return day_option("--as-of", "as_of", "The law in force on this day.  [default: today]", today=True)(command)


def day_option(flag: str, name: str, text: str, *, today: bool) -> Callable[[Command], Command]:
    """Return a decorator that adds an option whose value is an ISO day; without one it is `today`, or None."""

    def parsed(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
        return _day(flag, value) if value is not None or today else None

    return click.option(flag, name, metavar="DATE", callback=parsed, help=text)


def _day(flag: str, value: str | None) -> str:
    if value is None:
        return datetime.date.today().isoformat()  # noqa: DTZ011 - the day where the user is
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise ComplintError(f"{flag} takes a day like 2026-11-22, not {value!r}") from None


def width() -> int:
    """Return the width to wrap to, in columns."""
    return max(40, min(_READABLE, shutil.get_terminal_size((_READABLE, 24)).columns))


def paint_for(wish: str) -> Paint:
    """Return the painter for a --color wish: colours where a terminal shows them and nobody objects."""
    if wish != "auto":
        return painter(wish == "always")
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return painter(False)
    return painter(bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty())


def show(text: str) -> None:
    """Print a text; on a terminal that it does not fit, through the pager, as git does (PAGER, LESS)."""
    encoding = sys.stdout.encoding or "utf-8"
    printable = text.encode(encoding, "backslashreplace").decode(encoding)
    if sys.stdout.isatty() and printable.count("\n") >= shutil.get_terminal_size().lines:
        os.environ.setdefault("LESS", "FRX")
        click.echo_via_pager(printable, color=True)
    else:
        click.echo(printable, nl=False, color=True)


def nearest(name: str, known: list[str]) -> str:
    """Return a phrase that offers the known names nearest to a wrong one; empty where none is near."""
    from difflib import get_close_matches

    slugs: dict[str, list[str]] = {}
    for one in known:
        slugs.setdefault(one.rpartition("/")[2], []).append(one)
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    near += [one for slug in get_close_matches(name.rpartition("/")[2], slugs, n=3, cutoff=0.7) for one in slugs[slug]]
    found = list(dict.fromkeys(near))[:4]
    return f"; did you mean {' or '.join(found)}?" if found else ""
