"""`complint new rule|requirement`: files to begin with, which load and whose cases run."""

from __future__ import annotations

import os
import re
from typing import Any

import click

from complint.cli.scaffolds import CASES, DECLARED, PACK, REQUIREMENT, RULE, RULE_CASES
from complint.cli.terminal import Group, as_of_option
from complint.config import load_settings
from complint.core.errors import ComplintError

# A rule is named for the wrong thing that it finds, not for the check, and has no number.
_POOR_NAME = re.compile(r"^(no|must|should|check|require|ensure|avoid|valid)-|-(check|rule|lint|test)$|[0-9]{2,}")
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@click.group("new", cls=Group)
def new() -> None:
    """Write the files that a new rule or requirement begins with."""


@new.command("rule")
@click.argument("identity", metavar="FAMILY/SLUG")
@click.option("--folder", default=".", show_default=True, metavar="DIR", help="Where the family's folder lies.")
def rule(identity: str, folder: str) -> None:
    """Write a rule with its page, and its cases: a plug-in, or, in a checkout of complint, one of its own.

    The slug names the wrong thing: tools/dangling-tool-id, not tools/check-tool-ids.
    """
    family, slug = _parts(identity, 2)
    if _POOR_NAME.search(slug):
        raise ComplintError(f"a rule is named for the wrong thing that it finds, such as missing-name; {slug!r} is not")
    own = folder == "." and os.path.isdir(os.path.join("complint", "rules")) and os.path.isdir("policies")
    code = os.path.join("complint", "rules") if own else folder
    cases = os.path.join("tests", "rules") if own else os.path.join(folder, family.replace("-", "_"), "tests")
    name = slug.replace("-", "_")
    values = {"identity": identity, "words": slug.replace("-", " ")}
    inner = family.replace("-", "_")
    target = os.path.normpath(os.path.join(code, inner, f"{name}.py"))
    beside = os.path.normpath(os.path.join(cases, *([inner] if own else []), f"{name}.md"))
    _write({target: _filled(RULE, values), beside: _filled(RULE_CASES, values)})
    click.echo(f"Next: say in {target} what it finds, and `complint new requirement` binds it (--rule {identity}).")
    if not own:
        click.echo(f"Name it in complint.yaml, `plugins: [{target}]`, and check with --allow-plugins.")


@new.command("requirement")
@click.argument("identity", metavar="SOURCE/PACK/NAME")
@click.option("--rule", "rule_id", metavar="RULE", help="The rule that it binds; without one it is declarative.")
@click.option(
    "--folder", metavar="DIR", help="The folder of packs.  [default: the first of policy_paths, or compliance/packs]"
)
@as_of_option
def requirement(identity: str, rule_id: str | None, folder: str | None, as_of: str) -> None:
    """Write a requirement and its cases, and the head of its pack where there is none."""
    *pack, slug = _parts(identity, 3)
    place = folder or next(iter(load_settings(".").policy_paths), os.path.join("compliance", "packs"))
    base = os.path.join(place, *pack)
    values = {
        "identity": identity,
        "pack": "/".join(pack),
        "rule": rule_id or "",
        "day": as_of,
        "title": slug.replace("-", " "),
    }
    files = {os.path.join(base, f"{slug}.yaml"): _filled(REQUIREMENT if rule_id else DECLARED, values)}
    if not rule_id:
        files[os.path.join(base, "tests", f"{slug}.yaml")] = _filled(CASES, values)
    if not os.path.lexists(os.path.join(base, "pack.yaml")):
        files[os.path.join(base, "pack.yaml")] = _filled(PACK, values)
    _write(files)
    configured = any(os.path.abspath(place) == os.path.abspath(one) for one in load_settings(".").policy_paths)
    if not configured:
        click.echo(f"Name the folder in complint.yaml: `policy_paths: [{place}]`, and the pack under `policies:`.")
    click.echo(
        f"Next: write what it requires, cite the source, then `complint policies test {'/'.join(pack)} --folder {place}`."
    )


def _parts(identity: str, number: int) -> list[str]:
    parts = identity.split("/")
    if (len(parts) != number if number == 2 else len(parts) < number) or not all(_SLUG.fullmatch(one) for one in parts):
        form = "family/slug" if number == 2 else "source/pack/name"
        raise ComplintError(f"{identity!r} is not of the form {form}, small letters and hyphens")
    return parts


def _filled(template: str, values: dict[str, Any]) -> str:
    for key, value in values.items():
        template = template.replace(f"<{key}>", str(value))
    return template


def _write(files: dict[str, str]) -> None:
    """Write new files; raises ComplintError, and writes none, where one is there already."""
    for path in files:
        if os.path.lexists(path):
            raise ComplintError("the file is there already", path)
    for path, text in files.items():
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        click.echo(f"{path} is written.")
