"""What the call rules look at: one batch of calls as columns. Rules get it with the value of their law, and give masks.

Every column is a numpy array of `count` values, or a plain value that holds for all of them.
"""

from __future__ import annotations

import numpy as np

from complint.core.finding import FAIL, UNKNOWN
from complint.core.record import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NO_CONSENT, PEC, PEWC = 0, 1, 2
MARKETING, INFORMATIONAL = 0, 1
ARTIFICIAL, LIVE = 0, 1
ANY_LINE, MOBILE, LANDLINE, VOIP = range(4)
NO, YES, NO_ANSWER = 0, 1, 2  # of a list
NOT_ASKED, RND_YES, RND_NO, RND_NO_DATA = range(4)
TEXT_MISSING, TEXT_GOOD, TEXT_DEFECTIVE, TEXT_UNDECIDED = range(4)
NEVER = -(10**7)  # a day without a date


@record
class Calls:
    """The calls of a batch.

    Place: `invalid` numbers, `zoned` where a time zone is known, `foreign` numbers of countries without law. Time: `timed`
    where an instant is known. Days count from 1970-01-01; `day_low` and `day_high` are the local dates of the call in its
    westernmost and easternmost candidate zone. `purpose`, `call_type`, `line_type` are the constants above.

    Consent: `consent` is what is given before the call; `recorded` tells that when, where, who and how are on record,
    `same_seller` and `same_number` that it is for this caller and number; `text` says of its wording, `prechecked` of its box.
    Revocation: `revoked` before the call; `revoked_days` are the business days since (-1: none). `revocation_days`
    is after how many of them it counts; `unrevoked` tells that none counts yet. `ebr` tells a business relationship in force.

    Lists: `internal` and `national` are NO, YES or NO_ANSWER; `copy_age` is the age of the national copy in days (None of
    it: `copy_dated` is False). `rnd` is the answer about reassignment.
    """

    count: int
    timed: Any
    invalid: Any
    zoned: Any
    foreign: Any
    day_low: Any
    day_high: Any
    purpose: Any
    call_type: Any
    line_type: Any
    consent: Any
    recorded: Any
    same_seller: Any
    same_number: Any
    text: Any
    prechecked: Any
    revoked: Any
    revoked_days: Any
    unrevoked: Any
    ebr: Any
    internal: Any
    national: Any
    copy_dated: Any
    copy_age: Any
    rnd: Any


_COLUMNS = tuple(name for name in Calls.__annotations__ if name != "count")


@record
class Mark:
    """What a rule says of some calls: `rows` is a mask (or True for all of them); severity None takes the law's."""

    rows: Any
    message: str
    severity: str | None = None
    outcome: str = FAIL


def filled(calls: Calls) -> Calls:
    """Return the same calls with an array in place of each plain value: numpy is many times as fast between arrays."""
    given = {name: getattr(calls, name) for name in _COLUMNS}
    return replace(
        calls,
        **{
            name: np.full(calls.count, value)
            for name, value in given.items()
            if value is not None and not np.ndim(value)
        },
    )


def undecided(rows: Any, message: str) -> Mark:
    """Return a mark for calls of which a rule cannot tell."""
    return Mark(rows, message, None, UNKNOWN)
