"""Marketing by artificial voice without written consent.

Why
    To sell by an artificial voice takes prior express written consent (`pewc`). Prior express consent (`pec`), such as a number
    left with an order, is enough for calls about that order only.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pec}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pec,
         purpose: informational}
    ```
Fix
    none. Obtain written consent, or leave the number out.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import PEC, Calls, Mark
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls whose consent is there and is not written."""
    yield Mark((calls.consent == PEC) & calls.unrevoked, "prior express consent, where written consent is required")
