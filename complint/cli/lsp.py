"""`complint lsp`: the language server on standard input and output."""

from __future__ import annotations

import sys

import click

from complint.core.errors import ComplintError


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="Talk on standard input and output, as is done anyway.")
def lsp(stdio: bool) -> None:
    """Serve an editor: findings as you type, the law on hover, fixes, completion in complint.yaml and packs.

    Talks the language server protocol on standard input and output; an editor starts it. Needs the extra complint[lsp].
    """
    try:
        from complint.lsp.features import serve
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        raise ComplintError(f"the language server needs {library}: pip install 'complint[lsp]'") from None
    if sys.stdin.isatty():
        sys.stderr.write("complint lsp: an editor starts this; it reads the language server protocol.\n")
    raise click.exceptions.Exit(serve())
