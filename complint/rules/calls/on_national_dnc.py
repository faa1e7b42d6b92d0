"""Marketing call to a number on the national registry.

Why
    Numbers on the national Do-Not-Call registry are not called to sell, but for written consent, or a business relationship: a
    purchase or an inquiry not too long ago. The answer stands in the row (`national_dnc`) or comes from a copy of the
    registry (`calls.national_dnc`), the newest that is not later than the call. Without any, a call that needs the answer is
    unknown.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", national_dnc: "yes",
         national_dnc_checked_at: "2026-11-20"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", national_dnc: "no",
         national_dnc_checked_at: "2026-11-20"}
    ```
Fix
    none. Leave the number out.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import NO_ANSWER, PEWC, YES, Calls, Mark, undecided
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls to listed numbers that nothing exempts; without an answer they are undecided."""
    needed = ~((calls.consent == PEWC) & calls.unrevoked) & ~calls.ebr
    yield Mark(needed & (calls.national == YES), "on the national Do-Not-Call registry")
    yield undecided(needed & (calls.national == NO_ANSWER), "no copy of the national registry was asked")
