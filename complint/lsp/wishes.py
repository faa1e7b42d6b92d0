"""What the editor's user wants: options from the client's initialization or configuration, checked like a command line."""

from __future__ import annotations

import datetime

from complint.core.errors import ComplintError
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

DELAY = 0.1
SCOPES = ("open", "project")


@record
class Wishes:
    """The options of the server. `as_of` is a day (ISO), "" for today; `delay` the seconds of rest before a check.

    `scope` is "open" (files that are open, and what they refer to) or "project" (all files below the first folder).
    """

    as_of: str = ""
    profile: str | None = None
    policies: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    scope: str = "open"
    allow_plugins: bool = False
    delay: float = DELAY


def read(data: object, *, may_allow: bool) -> tuple[Wishes, list[str]]:
    """Return the options of `{asOf, profile, policies, select, ignore, scope, allowPlugins, delay}`, and what is wrong with them.

    Without `may_allow` the permission to run plug-ins is not taken: a workspace brings settings of its own, and code of
    strangers must not run because their settings say so. `delay` is in milliseconds.
    """
    if data is None:
        return Wishes(), []
    if not isinstance(data, dict):
        return Wishes(), ["the options are no object"]
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for key, value in data.items():
        try:
            if key not in _READERS:
                raise ComplintError(f"unknown option {str(key)!r}; known: {', '.join(_READERS)}")
            if key == "allowPlugins" and value and not may_allow:
                raise ComplintError("allowPlugins counts only among the initialization options")
            if value is not None:
                name, reader = _READERS[key]
                values[name] = reader(key, value)
        except ComplintError as error:
            wrong.append(error.message)
    return Wishes(**values), wrong


def _day(key: str, value: object) -> str:
    try:
        return datetime.date.fromisoformat(_text(key, value)).isoformat()
    except ValueError:
        raise ComplintError(f"{key} is not a day like 2026-11-22: {value!r}") from None


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ComplintError(f"{key} is not a text: {value!r}")
    return value


def _texts(key: str, value: object) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) and one for one in listed):
        raise ComplintError(f"{key} is not a list of texts: {value!r}")
    return tuple(listed)


def _scope(key: str, value: object) -> str:
    if value not in SCOPES:
        raise ComplintError(f"{key} is one of {', '.join(SCOPES)}, not {value!r}")
    return str(value)


def _yes(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ComplintError(f"{key} is true or false, not {value!r}")
    return value


def _delay(key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 10_000:
        raise ComplintError(f"{key} is a number of milliseconds up to 10000, not {value!r}")
    return value / 1000


_READERS: Mapping[str, tuple[str, Any]] = {
    "asOf": ("as_of", _day),
    "profile": ("profile", _text),
    "policies": ("policies", _texts),
    "select": ("select", _texts),
    "ignore": ("ignore", _texts),
    "scope": ("scope", _scope),
    "allowPlugins": ("allow_plugins", _yes),
    "delay": ("delay", _delay),
}
