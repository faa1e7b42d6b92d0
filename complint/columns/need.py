"""The libraries that columns need are an extra of the package; where they are missing, the message says how to get them."""

from __future__ import annotations

from complint.core.errors import ComplintError

MODULES = ("numpy", "pyarrow", "phonenumbers", "pytz")


def missing() -> str | None:
    """Return the first library of the extra that is not installed, or None."""
    return next((name for name in MODULES if not _installed(name)), None)


def _installed(name: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):  # a module that is there and cannot be imported
        return False


def need(what: str = "call schedules need") -> None:
    """Raise ComplintError (exit code 2) where the extra `calls` is not installed; `what` begins its message."""
    absent = missing()
    if absent is not None:
        raise ComplintError(f"{what} {absent}: pip install 'complint[calls]'")
