"""Open files as the editor has them: text, version and the path under which a check knows them."""

from __future__ import annotations

import os
from urllib.parse import quote, unquote, urlsplit

from complint.core.record import record, replace
from complint.lsp.positions import Positions
from complint.sources import SUFFIXES, tidy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LANGUAGES = {"json": ".json", "jsonc": ".json", "yaml": ".yaml"}

# (start line, start column, end line, end column) as the client counts them, or None for the whole text; and the new text
Change = tuple["tuple[int, int, int, int] | None", str]


@record
class Buffer:
    """An open file. `path` is relative to the working directory, `explicit` tells that it was understood before."""

    uri: str
    path: str
    version: int | None
    text: str

    @property
    def data(self) -> bytes:
        """Return the text as the file will have it; half a character stays so, and is a finding."""
        return self.text.encode("utf-8", "surrogatepass")


def edited(buffer: Buffer, version: int | None, changes: Iterable[Change], encoding: str) -> Buffer:
    """Return a buffer after changes, each of which speaks of the text as the one before it has left it."""
    text = buffer.text
    for where, new in changes:
        if where is None:
            text = new
        else:
            positions = Positions(text, encoding)
            start, end = sorted((positions.offset(*where[:2]), positions.offset(*where[2:])))
            text = text[:start] + new + text[end:]
    return replace(buffer, version=version, text=text)


def path_of(uri: str, language: str = "", root: str = "") -> str | None:
    """Return the path under which a check knows the file of a URI; None for what complint does not read.

    `root` is the working directory as the client names it, which may lead there by a link.
    A file that was never saved has no path: its name in the editor stands in, with the extension of its language.
    """
    name = name_of(uri)
    if name is None:
        scheme, _, rest = uri.partition(":")
        if scheme != "untitled":
            return None
        name = scheme + ":" + os.path.basename(unquote(rest.rstrip("/")))
        known = name.lower().endswith(SUFFIXES)
        return name if known else name + _LANGUAGES[language] if language in _LANGUAGES else None
    if not name.lower().endswith(SUFFIXES) and language not in _LANGUAGES:
        return None
    if root and name.startswith(os.path.join(root, "")):
        return tidy(name[len(os.path.join(root, "")) :])
    try:
        return tidy(name)
    except ValueError:  # another drive than that of the working directory
        return name.replace(os.sep, "/")


def name_of(uri: str, windows: bool = os.name == "nt") -> str | None:
    """Return the absolute path of a `file:` URI, or None; with `windows` as it names drives and shares there."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme.lower() != "file":
        return None
    path = unquote(uri.split(":", 1)[1].partition("?")[0].partition("#")[0], errors="surrogateescape")
    path = "/" + path.lstrip("/") if not parts.netloc else path  # file:/x, file:///x
    if not windows:
        return path if not parts.netloc else "/" + path[2:].partition("/")[2]
    if path[2:3] == ":" and path[:1] == "/":
        path = path[1:]
    return path.replace("/", "\\")


def uri_of(path: str, windows: bool = os.name == "nt") -> str:
    """Return the `file:` URI of a path, as most editors write it."""
    whole = os.path.abspath(path) if not windows or os.name == "nt" else path
    if windows:
        whole = whole.replace("\\", "/")
        if whole.startswith("//"):
            return "file:" + quote(whole, safe="/-._~")
        whole = "/" + whole
    return "file://" + quote(os.fsencode(whole) if not windows else whole, safe="/-._~")
