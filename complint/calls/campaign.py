"""The calling periods of a campaign as minutes: at which of them, in the seven days from its start, it may ring."""

from __future__ import annotations

import re

import numpy as np

from complint.columns.clocks import DAY, transitions
from complint.columns.slots import local_time, zone_offsets
from complint.core.record import record
from complint.core.route import get

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DAYS = 7
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?")


@record
class Period:
    """Minutes (UNIX seconds, each the beginning of one) from `first` through `last`; `inside` masks those that may ring.

    `problem` tells what of the periods could not be read: then every minute is inside.
    """

    minutes: Any
    inside: Any
    first: int
    last: int
    problem: str | None = None


def calling_period(body: dict[str, Any], start: int) -> Period:
    """Return the minutes of the seven days from `start` on which a campaign body may call.

    Without periods, with the variant "simple", or where they cannot be read, that is all of them.
    """
    first = start // 60 * 60
    minutes = np.arange(first, start + DAYS * DAY, 60, dtype=np.int64)
    whole = np.ones(len(minutes), bool)
    periods = get(body, "policy", "calling_periods")
    variant = get(body, "variant")
    simple = variant == "simple" or get(variant, "type") == "simple" or get(body, "policy", "variant") == "simple"
    if simple or not isinstance(periods, list) or not periods:
        return Period(minutes, whole, first, int(minutes[-1]))
    zone = get(body, "timezone") or get(body, "policy", "timezone")
    try:
        transitions(zone if isinstance(zone, str) else "")
    except KeyError:
        return Period(
            minutes, whole, first, int(minutes[-1]), f"the calling periods have no zone that is known: {zone!r}"
        )
    local = local_time(minutes, zone_offsets((zone,), minutes)[0])
    inside = np.zeros(len(minutes), bool)
    for period in periods:
        days, spans = _weekdays(get(period, "weekdays")), _intervals(get(period, "intervals"))
        if days is None or spans is None:
            return Period(minutes, whole, first, int(minutes[-1]), "a calling period cannot be read")
        for begin, end in spans:
            inside |= np.isin(local.weekday, days) & (local.second >= begin) & (local.second < end)
    return Period(minutes, inside, first, int(minutes[-1]))


def retries(body: dict[str, Any]) -> tuple[int, int | None]:
    """Return (calls to one number, seconds between them or None) of a campaign's retry policy."""
    total, delay = get(body, "policy", "retry", "max_total_calls"), get(body, "policy", "retry", "retry_delay_seconds")
    many = total if isinstance(total, int) and not isinstance(total, bool) and 0 < total <= 10_000 else 1
    apart = delay if isinstance(delay, (int, float)) and not isinstance(delay, bool) and delay > 0 else None
    return many, None if apart is None else max(1, int(apart))


def _weekdays(value: Any) -> list[int] | None:
    """Return the weekdays of a period (0 is Monday); a period that names none holds on all."""
    if value is None:
        return list(range(7))
    if not isinstance(value, list) or any(not isinstance(day, int) or isinstance(day, bool) for day in value):
        return None
    return value


def _intervals(value: Any) -> list[tuple[int, int]] | None:
    if value is None:
        return [(0, DAY)]
    if not isinstance(value, list):
        return None
    found = []
    for one in value:
        ends = [_CLOCK.fullmatch(str(get(one, key))) for key in ("start", "end")]
        if ends[0] is None or ends[1] is None:
            return None
        begin, end = (int(match[1]) * 3600 + int(match[2]) * 60 for match in ends if match)
        # one that ends before it begins goes on past midnight
        found += [(begin, end)] if begin < end else [(begin, DAY), (0, end)]
    return found
