"""`complint audit`: the group, `audit run`, which files a check with its evidence, and `audit keygen`."""

from __future__ import annotations

import contextlib
import importlib
import os
import time
from typing import Any

import click

from complint.audit.folder import check_free, free_folder, newest_beside, previous_at, write_folder
from complint.audit.keys import generate, signer
from complint.audit.run import Audit, Live
from complint.audit.run import audit as run_audit
from complint.cli.check import read_options, read_settings
from complint.cli.commands import click_option
from complint.cli.options import CHECK
from complint.cli.terminal import Group
from complint.core.errors import ComplintError
from complint.report.about import counts, many
from complint.report.characters import visible
from complint.sources import tidy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from complint.audit.envelope import Envelope, Signature
    from complint.audit.folder import Previous
    from complint.options import Options
    from complint.settings import Settings

_AS_CHECK = (
    "policies", "profile", "select", "ignore", "severities", "fail_on", "exit_zero", "fail_on_unknown", "as_of", "config",
    "no_config", "baseline", "no_waivers", "allow_plugins", "allow_empty", "live", "live_state",
)  # fmt: skip
_FILES = ("config", "baseline", "live_state")
_CACHE = "COMPLINT_CACHE_DIR"
_SHARED = [click_option(option) for option in CHECK if option.dest in _AS_CHECK]

RUN_HELP = """Check a repository with its call schedules, and file the result with its evidence in one folder.

The folder holds report.html, report.json (with the outcome of every requirement on every document), findings.csv and
evidence.json: digests of all that was looked at and of the law that was applied, signed where there is a key, and chained to
the run before. Evidence is never overwritten. Exit codes as `complint check`; where nothing was checked, nothing is filed.
"""


class AuditGroup(Group):
    """The commands on audits; those that only read are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return ["run", "verify", "diff", "keygen"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name."""
        if cmd_name in ("verify", "diff"):
            found: click.Command = getattr(importlib.import_module(f"complint.cli.audit_{cmd_name}"), cmd_name)
            return found
        return super().get_command(ctx, cmd_name)


@click.group("audit", cls=AuditGroup)
@click.pass_context
def audit(context: click.Context) -> None:
    """File what was checked, when, under which law; verify it later; tell what is new since."""
    context.with_resource(_uncached())


@contextlib.contextmanager
def _uncached() -> Iterator[None]:
    """Work without the cache of packs, which knows files by their times: evidence speaks of what is in them."""
    before = os.environ.get(_CACHE)
    os.environ[_CACHE] = ""
    try:
        yield
    finally:
        if before is None:
            del os.environ[_CACHE]
        else:
            os.environ[_CACHE] = before


def run(**values: Any) -> None:
    """Run an audit from the options of the command line."""
    first, previous_file = values["output"], values["previous"]
    absolute = {name: os.path.abspath(values[name]) if values[name] else None for name in ("output", "previous", "key")}
    sign = signer(absolute["key"], dict(os.environ))
    if values["new_chain"] and previous_file:
        raise ComplintError("--previous and --new-chain exclude each other")
    defaults = {option.dest: () if option.many else option.default for option in CHECK}
    values = {**defaults, "formats": ("html",), **values}  # of the reports, the one that asks most of a run
    with rooted(values["root"], values):
        settings, own = read_settings(values)
        options = read_options(values)
        output = absolute["output"] or os.path.join(os.path.abspath("."), free_folder(options.as_of))
        check_free(output)
        previous = None if values["new_chain"] else _previous(absolute["previous"], output, sign)
        live = _live(values, options, settings)
        made = run_audit(options, settings, own, _now(), previous, sign, live)
    if made.report.checked == 0 and not options.allow_empty:
        click.echo("complint: nothing was checked, so nothing is filed", err=True)
        raise click.exceptions.Exit(made.code)
    write_folder(output, made.files)
    _tell(made, first or os.path.relpath(output), previous, signed=sign is not None)
    raise click.exceptions.Exit(made.code)


def _live(values: dict[str, Any], options: Options, settings: Settings) -> Live | None:
    """Return what is deployed, where --live asks for it."""
    if not values["live"]:
        if values["live_state"] is not None:
            raise ComplintError("--live-state needs --live")
        return None
    from complint.cli.live import gated, hide_key, read_live

    workspace = read_live(settings, values["live_state"], quiet=False)
    return Live(workspace.files, lambda code, report: gated(code, report, options, workspace), hide_key)


def _previous(named: str | None, output: str, sign: Callable[[bytes], Signature] | None) -> Previous | None:
    if named is not None:
        return previous_at(named)
    return newest_beside(output, lambda envelope: _is_own(envelope, sign))


def _is_own(envelope: Envelope, sign: Callable[[bytes], Signature] | None) -> bool:
    """Tell whether nothing speaks against a run before: where the own key is said to have signed it, it must have."""
    from complint.audit.envelope import pae

    if sign is None or not envelope.signatures:
        return True
    again = sign(pae(envelope.payload))  # Ed25519 gives one signature for one text
    return all(one.value == again.value for one in envelope.signatures if one.keyid == again.keyid)


@contextlib.contextmanager
def rooted(root: str, values: dict[str, Any]) -> Iterator[None]:
    """Work in the root folder, so that all paths are counted from there; those in `values` are made to fit."""
    if not os.path.isdir(root):
        raise ComplintError("there is no such folder", root)
    paths = tuple(os.path.abspath(path) for path in values.get("paths") or ())
    files = {name: os.path.abspath(values[name]) for name in _FILES if values.get(name)}
    with contextlib.chdir(root):
        if "paths" in values:
            values["paths"] = tuple(tidy(path) for path in paths) or (".",)
        values.update({name: tidy(path) for name, path in files.items()})
        yield


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _tell(made: Audit, output: str, previous: Previous | None, *, signed: bool) -> None:
    numbers = counts(made.report)
    found = ", ".join(many(numbers[f"{one}s"], one) for one in ("error", "warning", "info"))
    aside = ", ".join(f"{numbers[one]} {one}" for one in ("unknown", "waived", "baselined", "skipped"))
    click.echo(f"{visible(output)}: {many(made.report.checked, 'document')}, law as of {made.report.as_of}")
    click.echo(f"  {found}; {aside}")
    follows = f"follows {visible(previous.name)}" if previous else "the first of its chain"
    click.echo(f"  {'signed' if signed else 'NOT SIGNED'}, {follows}")
    for problem in made.report.broken:
        click.echo(f"complint: {visible(problem)}", err=True)
    if not signed:
        words = "complint: the evidence is NOT SIGNED and proves nothing; --key FILE or COMPLINT_AUDIT_KEY signs it"
        click.echo(words, err=True)


_OWN = [
    click.Option(["--output", "-o"], metavar="DIR", help="New folder.  [default: complint-audit/<as-of> in the root]"),
    click.Option(["--root"], default=".", metavar="DIR", help="Folder that all paths are counted from.  [default: .]"),
    click.Option(["--key"], metavar="FILE", help="Private key (PKCS#8, PEM); else COMPLINT_AUDIT_KEY."),
    click.Option(["--previous"], metavar="PATH", help="The run before.  [default: the last beside the new folder]"),
    click.Option(["--new-chain"], is_flag=True, help="Follow no earlier run."),
]
audit.add_command(
    click.Command(
        "run",
        callback=run,
        help=RUN_HELP,
        params=[*_OWN, *_SHARED, click.Argument(["paths"], nargs=-1, metavar="[PATH]...")],
    )
)


@audit.command("keygen")
@click.option("--output", "-o", required=True, metavar="FILE", help="Private key; the public one is FILE.pub.")
def keygen(output: str) -> None:
    """Make an Ed25519 key pair: FILE (PKCS#8, mode 0600, without a passphrase) and FILE.pub. Nothing is overwritten."""
    identity = generate(output)
    click.echo(f"{visible(output)}: the private key. Keep it secret, and out of the repository.")
    click.echo(f"{visible(output)}.pub: the public key. Give it to whoever verifies, by another way than the evidence.")
    click.echo(f"key id: {identity}")
