"""Called person whose time zone nothing tells.

Why
    Hours are those of the called person. Toll-free and other numbers without a place tell no zone: such a call is unknown,
    and never allowed. What is known of the person helps: `recipient_timezone`, `recipient_zip`, `recipient_state`,
    `recipient_address_state`.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+18005550142", scheduled_at: "2026-12-01T15:00:00Z"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+18005550142", scheduled_at: "2026-12-01T15:00:00Z", recipient_state: OH}
    ```
Fix
    none. Add what is known of the recipient.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import Calls, Mark, undecided
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls without a zone."""
    yield undecided(~calls.zoned & ~calls.invalid & ~calls.foreign, "nothing tells the recipient's time zone")
