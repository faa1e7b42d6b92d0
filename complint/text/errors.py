"""The one exception of the text layer: a document that cannot be read, with its place."""

from __future__ import annotations


class Unreadable(Exception):
    """A source that is refused: undecodable, broken syntax, or beyond a limit.

    `message` is a phrase without a full stop; `line` and `column` count from 1, columns in characters, and are None
    where the trouble has no place (a missing file, a limit on the size of the whole).
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, line, column)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return self.message if self.line is None else f"line {self.line}, column {self.column}: {self.message}"
