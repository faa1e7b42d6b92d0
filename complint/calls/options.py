"""What a check of calls is asked for: the command line over the configuration's `calls:`, files and defaults settled."""

from __future__ import annotations

import os

from complint.calls.cells import CALL_TYPES, LOCAL, PURPOSES, ZONED, read_moment
from complint.core.errors import ComplintError
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from complint.settings import Settings

CONCURRENCY, CALL_SECONDS = 10, 120


@record
class CallOptions:
    """The options of a check. `start` is (seconds, form) or None; `now` is the run's own instant (UNIX seconds).

    `national_dnc` are (path, day or None) pairs, days from 1970-01-01; `national_dnc_day` dates what has no date.
    `concurrency` and `call_seconds` are None where nothing says.
    """

    now: int
    timezone: str | None = None
    start: tuple[int, int] | None = None
    concurrency: int | None = None
    call_seconds: int | None = None
    purpose: str | None = None
    call_type: str | None = None
    region: str = "US"
    consents: str | None = None
    internal_dnc: str | None = None
    national_dnc: tuple[tuple[str, int | None], ...] = ()
    national_dnc_day: int | None = None
    reassigned: str | None = None
    history: str | None = None
    columns: dict[str, str] = {}


def settle(values: Mapping[str, Any], settings: Settings, now: int) -> CallOptions:
    """Return the options of a run: `values` of the command line (absent or None: not given) over `settings.calls`.

    Raises ComplintError for values that mean nothing.
    """
    calls = settings.calls
    timezone = values.get("timezone")
    if timezone is not None:
        _zone(timezone)
    day = values.get("national_dnc_date")
    national = tuple(_copies(calls.get("national_dnc"), settings.base))
    fallback = _day(day, "--national-dnc-date") if day is not None else None
    if values.get("national_dnc"):
        national = ((values["national_dnc"], fallback),)
    columns = {**(calls.get("columns") or {}), **dict(_pair(text) for text in values.get("columns") or ())}
    return CallOptions(
        now,
        timezone,
        _start(values.get("start"), timezone),
        _positive(values.get("concurrency") or calls.get("concurrency"), "concurrency"),
        _positive(values.get("call_seconds") or calls.get("call_seconds"), "call_seconds"),
        _one_of(values.get("purpose"), PURPOSES, "--purpose"),
        _one_of(values.get("call_type"), CALL_TYPES, "--call-type"),
        _region(values.get("default_region") or "US"),
        values.get("consents") or _path(calls.get("consents"), settings.base),
        values.get("internal_dnc") or _path(calls.get("internal_dnc"), settings.base),
        national,
        fallback,
        values.get("reassigned") or _path(calls.get("reassigned"), settings.base),
        values.get("history") or _path(calls.get("history"), settings.base),
        columns,
    )


def _path(value: str | None, base: str) -> str | None:
    return os.path.join(base, value) if value else None


def _copies(value: Any, base: str) -> list[tuple[str, int | None]]:
    if not value:
        return []
    found = []
    for one in value if isinstance(value, list) else [value]:
        path, day = (one, None) if isinstance(one, str) else (one.get("path"), one.get("downloaded_at"))
        if not path:
            raise ComplintError("calls.national_dnc: a copy needs a path")
        found.append(
            (os.path.join(base, str(path)), None if day is None else _day(str(day), "calls.national_dnc.downloaded_at"))
        )
    return sorted(found, key=lambda pair: -(10**9) if pair[1] is None else pair[1])


def _day(text: str, what: str) -> int:
    found = read_moment(text)
    if found is None:
        raise ComplintError(f"{what} takes a day like 2026-11-22, not {text!r}")
    return found[0] // 86_400


def _start(text: str | None, timezone: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = read_moment(text)
    if found is None or found[1] not in (ZONED, LOCAL):
        raise ComplintError(f"--start takes an instant like 2026-12-01T15:00:00Z, not {text!r}")
    if found[1] == LOCAL and timezone is None:
        raise ComplintError(f"--start {text} names no zone: write an offset, or give --timezone")
    return found


def _zone(name: str) -> None:
    from complint.columns.clocks import transitions

    try:
        transitions(name)
    except KeyError:
        raise ComplintError(f"--timezone takes an IANA zone like America/Chicago, not {name!r}") from None


def _positive(value: Any, what: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ComplintError(f"{what} takes a positive whole number, not {value!r}")
    return value


def _one_of(value: str | None, known: tuple[str, ...], what: str) -> str | None:
    if value is not None and value not in known:
        raise ComplintError(f"{what} takes {' or '.join(known)}, not {value!r}")
    return value


def _region(value: str) -> str:
    if len(value) != 2 or not value.isascii() or not value.isalpha():
        raise ComplintError(f"--default-region takes a country like US, not {value!r}")
    return value.upper()


def _pair(text: str) -> tuple[str, str]:
    name, separator, header = text.partition("=")
    if not separator or not name or not header:
        raise ComplintError(f"--column takes NAME=HEADER, not {text!r}")
    return name.strip(), header
