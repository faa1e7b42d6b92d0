"""The click side of the command line: the group, `check` made from the option table, and the other commands, each imported late."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from complint import __version__
from complint.cli.options import CHECK, Option
from complint.cli.terminal import Group

COMMANDS = {
    "check": "complint.cli.commands:check_command",
    "explain": "complint.cli.explain:explain",
    "rules": "complint.cli.rules:rules",
    "policies": "complint.cli.policies:policies",
    "calls": "complint.cli.calls:calls",
    "dnc": "complint.cli.dnc:dnc",
    "audit": "complint.cli.audit:audit",
    "baseline": "complint.cli.baseline:baseline",
    "schema": "complint.cli.schema:schema",
    "init": "complint.cli.init:init",
    "new": "complint.cli.new:new",
    "lsp": "complint.cli.lsp:lsp",
}

CHECK_HELP = """Check agent configurations, and say which requirement each breaks, where, under which citation.

Without a path the working directory is checked. Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage or
configuration, 3 nothing was checked, 4 a rule or pack failed.
"""


class LateGroup(Group):
    """A group whose commands are imported when they are asked for, listed in the order of `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="complint")
def complint() -> None:
    """Compliance policy engine and linter for AI voice agents.

    complint reads agent configurations (ElevenLabs agents-as-code first), says which legal or contractual requirement
    each breaks, where and under which citation. It reports; it gives no legal advice.
    """


def click_option(option: Option) -> click.Option:
    """Return an option of the table as click has it."""
    if option.flag:
        return click.Option([*option.flags, option.dest], is_flag=True, help=option.help)
    kind: Any = click.Choice(option.choices) if option.choices else str
    shown = option.default is not None
    return click.Option(
        [*option.flags, option.dest],
        type=kind,
        multiple=option.many,
        default=None if option.many else option.default,
        show_default=shown,
        help=option.help,
        metavar=None if option.choices else f"[={option.metavar}]" if option.alone is not None else option.metavar,
    )


class CheckCommand(click.Command):
    """A command whose options with an optional argument take it only after "=": the next word is a path."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write out the value of such options that stand alone, then parse as usual."""
        alone = {flag: option.alone for option in CHECK if option.alone is not None for flag in option.flags}
        end = args.index("--") if "--" in args else len(args)
        written = [f"{word}={alone[word]}" if word in alone else word for word in args[:end]]
        return super().parse_args(ctx, [*written, *args[end:]])


def _check(**values: Any) -> None:
    from complint.cli.check import check

    raise click.exceptions.Exit(check(values))


check_command = CheckCommand(
    "check",
    callback=_check,
    help=CHECK_HELP,
    params=[*(click_option(option) for option in CHECK), click.Argument(["paths"], nargs=-1, metavar="[PATH]...")],
)


def run_click(arguments: list[str]) -> int:
    """Run the click group and return the exit code."""
    try:
        code = complint.main(arguments, prog_name="complint", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        return 2
    except click.Abort:
        return 130
    return code if isinstance(code, int) else 0
