"""Errors a user can act on. Each maps to an exit code; none is ever shown as a traceback."""

from __future__ import annotations


class ComplintError(Exception):
    """A wrong command line, configuration or pack: exit code 2, with a place where there is one."""

    exit_code = 2

    def __init__(
        self, message: str, path: str | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{place}: {self.message}" if place else self.message


class BrokenPart(ComplintError):
    """A rule, pack or plug-in of complint itself failed: exit code 4."""

    exit_code = 4
