"""Answer from a copy of the registry that is too old.

Why
    A copy of the national registry may be used for some days only; by the day of the call it must not be older. What counts is the
    copy that the answer comes from: `national_dnc_checked_at` of the row, or the day the list was downloaded. A copy without a
    date leaves the question open.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", national_dnc: "no",
         national_dnc_checked_at: "2026-10-30"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", national_dnc: "no",
         national_dnc_checked_at: "2026-10-31"}
    ```
Fix
    none. Download the registry again.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import NO_ANSWER, PEWC, Calls, Mark, undecided
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls whose needed answer comes from an old copy; `law` is `{days: n}`."""
    needed = ~((calls.consent == PEWC) & calls.unrevoked) & ~calls.ebr & (calls.national != NO_ANSWER)
    days = int(law["days"])
    yield Mark(
        needed & calls.copy_dated & (calls.copy_age > days), f"the copy of the registry is older than {days} days"
    )
    yield undecided(needed & ~calls.copy_dated, "the copy of the registry has no date")
