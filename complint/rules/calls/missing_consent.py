"""Artificial voice without consent.

Why
    A call with an artificial voice, and an AI agent's voice is one, needs the called person's prior consent. What is dated after
    the call is not prior; what is revoked is a matter of `calls/revoked-consent`. Consent is read from the row, else from the
    consents file (`calls.consents`), joined by consent id or number.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: none}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pewc}
    ```
Fix
    none. Do not call, or record the consent.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import NO_CONSENT, Calls, Mark
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls without consent; a revoked one is reported as such."""
    yield Mark((calls.consent == NO_CONSENT) & calls.unrevoked, "no consent on record before the call")
