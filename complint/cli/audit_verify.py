"""`complint audit verify`: remarks in words or JSON, and whether all is good as the exit code."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from complint.audit.keys import public_keys
from complint.audit.remark import BAD, GOOD, MOVED, NOTE, Remark, Verified
from complint.audit.sound import Trust, evidence_path
from complint.audit.verify import verify as run_verify
from complint.cli.audit import rooted
from complint.cli.terminal import color_option, paint_for
from complint.report.characters import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.paint import Paint

_SHOWN = 20  # names that a remark lists
_MARKS = {GOOD: ("ok", "fix"), NOTE: ("note", "faint"), MOVED: ("changed", "warning"), BAD: ("BAD", "error")}


def trust_of(values: dict[str, Any]) -> Trust:
    """Return whom the command line trusts. Raises ComplintError for a public key that is none."""
    keys = public_keys(values["public_keys"], dict(os.environ))
    return Trust(keys, values.get("allow_unsigned", False), values.get("allow_unknown_key", False))


public_key_option = click.option(
    "--public-key",
    "public_keys",
    multiple=True,
    metavar="FILE",
    help="Public key (PEM) of who signs; repeatable. Else COMPLINT_AUDIT_PUBLIC_KEY.",
)


@click.command("verify")
@click.argument("evidence", metavar="EVIDENCE")
@public_key_option
@click.option("--root", default=".", metavar="DIR", help="Where the inputs lie.  [default: .]")
@click.option("--chain", is_flag=True, help="Follow the chain to its first run, each verified.")
@click.option("--evidence-only", is_flag=True, help="Only the evidence itself: not what has changed since.")
@click.option("--allow-unsigned", is_flag=True, help="Put up with evidence that nobody has signed.")
@click.option("--allow-unknown-key", is_flag=True, help="Put up with a signature that cannot be checked.")
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@color_option
def verify(evidence: str, **values: Any) -> None:
    """Verify an audit: its signature and reports, and whether inputs, packs and complint still are what they were.

    EVIDENCE is the folder of an audit or its evidence.json. Exit codes: 0 good, 1 not good (forged or damaged, or something
    has changed since: the words tell which), 2 usage.
    """
    trust = trust_of(values)
    path = os.path.abspath(evidence_path(evidence))
    with rooted(values["root"], {}):
        found = run_verify(path, trust, chain=values["chain"], evidence_only=values["evidence_only"])
    text = as_json(found) if values["form"] == "json" else as_text(found, paint_for(values["color"]))
    click.echo(text, nl=False, color=True)
    raise click.exceptions.Exit(0 if found.is_good else 1)


def as_json(found: Verified) -> str:
    """Return a verification as JSON, for machines."""
    data = {
        "schema": "complint-audit-verify/1",
        "good": found.is_good,
        "sound": found.is_sound,
        "evidence": [_plain(one) for one in found.evidence],
        "since": [_plain(one) for one in found.since],
    }
    return json.dumps(data, indent=2) + "\n"


def _plain(remark: Remark) -> dict[str, Any]:
    return {"kind": remark.kind, "words": remark.words, "names": list(remark.names)}


def as_text(found: Verified, paint: Paint) -> str:
    """Return a verification in words."""
    lines = [paint("strong", "The evidence"), *(line for one in found.evidence for line in _lines(one, paint))]
    if found.since:
        lines += ["", paint("strong", "Since then"), *(line for one in found.since for line in _lines(one, paint))]
    return "\n".join([*lines, "", paint("strong", _sum(found)), ""])


def _lines(remark: Remark, paint: Paint) -> list[str]:
    mark, role = _MARKS[remark.kind]
    head = f"  {paint(role, f'{mark:8}')}{visible(remark.words)}"
    if len(remark.names) <= 3:
        return [f"{head}: {', '.join(map(visible, remark.names))}" if remark.names else head]
    more = (
        [f"            and {len(remark.names) - _SHOWN} more (--format json lists all)"]
        if len(remark.names) > _SHOWN
        else []
    )
    return [f"{head}:", *(f"            {visible(name)}" for name in remark.names[:_SHOWN]), *more]


def _sum(found: Verified) -> str:
    if not found.is_sound:
        return "NOT GOOD: the evidence cannot be relied upon."
    if not found.is_good:
        return "NOT GOOD: the evidence is as it was made, but what it speaks of has changed since."
    if any("not signed" in one.words or "unknown key" in one.words for one in found.evidence):
        return "Good, as far as evidence can be whose signature nobody checks."
    return "Good."
