"""`complint baseline create|update`: put what is found today on record, so that only what is new counts."""

from __future__ import annotations

import os
from typing import Any

import click

from complint.baseline import DEFAULT_NAME, counted, may_hold, ratcheted, read_baseline, rendered
from complint.cli.terminal import Command, Group, as_of_option
from complint.config import Nearest, load_settings
from complint.core.errors import ComplintError
from complint.report.about import many
from complint.run import Options, Report, check
from complint.settings import Settings
from complint.sources import tidy
from complint.writing import Change, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from complint.core.finding import Finding


@click.group("baseline", cls=Group)
def baseline() -> None:
    """Put known findings on record, so that only new ones count."""


def _options(command: Command) -> Command:
    for option in (
        click.argument("paths", nargs=-1, metavar="[PATH]..."),
        click.option(
            "--output", "-o", metavar="FILE", help=f"The baseline.  [default: {DEFAULT_NAME}, or the configured]"
        ),
        click.option("--profile", metavar="NAME", help="Profile: a named choice of packs."),
        click.option("--policy", "policies", multiple=True, metavar="PACK", help="Policy pack or pattern; repeatable."),
        click.option("--config", metavar="FILE", help="Configuration file, in place of the one found upward."),
        click.option("--no-config", is_flag=True, help="Use no configuration file."),
        click.option("--allow-plugins", is_flag=True, help="Run the plug-in files that the configuration names."),
        as_of_option,
    ):
        command = option(command)
    return command


@baseline.command("create")
@_options
def create(**values: Any) -> None:
    """Write a baseline that holds every finding of today, but those of mandatory requirements."""
    _, settings, found, path = _found(values)
    entries = counted(found)
    _write(path, rendered(entries), settings)
    click.echo(f"{path}: {many(len(found), 'finding')} on record.")


@baseline.command("update")
@_options
def update(**values: Any) -> None:
    """Remove from a baseline what is fixed; what is new stays out and keeps counting."""
    report, settings, found, path = _found(values)
    known = read_baseline(path)
    now = counted(found)
    seen = {document.path for document in report.documents if document.skipped is None}
    whole = report.project is not None and report.project.whole
    kept = ratcheted(known, now, lambda name: name in seen or (whole and not os.path.exists(name)))
    before, after = (sum(entry["count"] for entry in entries.values()) for entries in (known, kept))
    _write(path, rendered(kept), settings)
    new = len(found) - sum(kept[one]["count"] for one in kept if one in now)
    click.echo(f"{path}: {many(after, 'finding')} on record, {before - after} gone, {new} not on record.")


def _found(values: dict[str, Any]) -> tuple[Report, Settings, list[Finding], str]:
    """Return the report, its settings, the findings that a baseline may hold, and the path of the baseline."""
    settings, settings_of = _settings(values)
    options = Options(
        values["paths"] or (".",),
        values["as_of"],
        values["policies"],
        values["profile"],
        baseline="",
        allow_plugins=values["allow_plugins"],
    )
    report = check(options, settings, settings_of)
    if report.broken:
        raise click.exceptions.Exit(_tell(report))
    if report.checked == 0:
        click.echo("complint: nothing was checked", err=True)
        raise click.exceptions.Exit(3)
    mandatory = {bound.id for bound in report.bounds if bound.mandatory}
    found = [
        one for one in report.findings if one.status == "active" and may_hold(one, lambda f: f.requirement in mandatory)
    ]
    return report, settings, found, tidy(values["output"] or settings.baseline or DEFAULT_NAME)


def _tell(report: Report) -> int:
    for problem in report.broken:
        click.echo(f"complint: {problem}", err=True)
    return 4


def _settings(values: dict[str, Any]) -> tuple[Settings, Callable[[str], Settings] | None]:
    if values["no_config"]:
        return Settings(), None
    first = next(iter(values["paths"]), ".")
    if values["config"]:
        return load_settings(first, values["config"]), None
    nearest = Nearest()
    return nearest.of(first), nearest.of


def _write(path: str, text: str, settings: Settings) -> None:
    before = None
    if os.path.isfile(path):
        with open(path, "rb") as stream:
            before = stream.read()
    data = text.encode()
    if data == before:
        return
    folder = os.path.dirname(path) or "."
    failed = write((Change(path, before, data),), (), (folder, settings.base or "."))
    for name, reason in failed.items():
        raise ComplintError(f"the baseline cannot be written: {reason}", name)
