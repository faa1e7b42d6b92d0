"""Words and addresses as SARIF wants them."""

from __future__ import annotations

import re

from complint.report.characters import visible

_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")


def plain(text: str) -> str:
    """Return a message as a sentence of plain text that no viewer takes for a placeholder or a link.

    The standard doubles every brace; viewers show `{{name}}` as it stands, so only what would be replaced is doubled.
    """
    shown = "\n".join(visible(line) for line in text.split("\n"))
    safe = _LINK.sub(r"\\[", _PLACEHOLDER.sub(r"{{\1}}", shown))
    return safe if safe.endswith((".", "!", "?")) else safe + "."


def uri(path: str) -> str:
    """Return a path as a relative URI reference, percent-encoded byte by byte as the file system names it."""
    from urllib.parse import quote

    address = quote(path.encode("utf-8", "surrogateescape"), safe="/-._~!$&'()*+,;=@")
    # a colon is encoded above, so that no first segment reads as a scheme
    return f".{address}" if address.startswith("//") else address
