"""`complint audit diff`: what is new since an earlier audit, and why."""

from __future__ import annotations

import os
from typing import Any

import click

from complint.audit.diff import compare
from complint.audit.diff_text import as_json, as_markdown, as_text
from complint.audit.keys import public_keys
from complint.audit.side import read_side
from complint.audit.sound import Trust
from complint.cli.audit_verify import public_key_option

_FORMS = {"text": as_text, "json": as_json, "markdown": as_markdown}


@click.command("diff")
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@public_key_option
@click.option("--format", "-f", "form", type=click.Choice(list(_FORMS)), default="text", show_default=True)
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is new.")
def diff(before: str, after: str, **values: Any) -> None:
    """Compare two audits: new, fixed, still open, newly waived, and where the law changed under you.

    BEFORE and AFTER are folders of audits, or JSON reports made with --outcomes; without evidence beside a report, changes of
    the law are known by pack alone. Exit codes: 0 nothing new, 1 something counts that did not, is newly undecided, or a side
    is not what its evidence says; 2 usage.
    """
    # what nobody signed, or an unknown key, is compared all the same, and said to be so
    trust = Trust(public_keys(values["public_keys"], dict(os.environ)), allow_unsigned=True, allow_unknown_key=True)
    found = compare(read_side(before, trust), read_side(after, trust))
    click.echo(_FORMS[values["form"]](found), nl=False)
    raise click.exceptions.Exit(0 if values["exit_zero"] or not found.is_worse else 1)
