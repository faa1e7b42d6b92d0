"""Lines of a source for code frames, with every secret in them masked."""

from __future__ import annotations

from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.text.source import Source


class Snippets:
    """The lines of one file, numbered from 1, without their line ends."""

    def __init__(self, text: str) -> None:
        self.text = text
