"""Call to somebody who has taken their consent back.

Why
    People may revoke consent by any reasonable means, and it must be honoured within a number of business days (weekends and
    federal holidays, as observed, do not count; nor does the day itself). From then on a call is an error; before, a warning, and
    the consent still counts. Better stop at once.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pewc,
         revoked_at: "2026-11-02"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pewc,
         revoked_at: "2026-12-02"}
    ```
Fix
    none. Leave the number out.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import Calls, Mark
from complint.core.finding import WARNING
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls after a revocation: warnings until it has to be honoured."""
    yield Mark(~calls.unrevoked, "the consent was revoked, and the time to honour that is over")
    yield Mark(calls.revoked & calls.unrevoked, "the consent was revoked a few days ago", WARNING)
