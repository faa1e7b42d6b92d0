"""Colours of the text report: few, by meaning, and none where they are not wanted."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Paint: TypeAlias = Callable[[str, str], str]

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "unknown": "1;35",
    "path": "1",
    "place": "2",
    "rule": "36",
    "frame": "2",
    "aside": "1;34",
    "fix": "32",
    "faint": "2",
    "strong": "1",
}


def painter(color: bool) -> Paint:
    """Return `paint(role, text)`, which wraps a text in the ANSI codes of a role, or leaves it as it is."""
    return _painted if color else _plain


def _painted(role: str, text: str) -> str:
    return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if text else text


def _plain(role: str, text: str) -> str:
    return text
