"""Consent of which the record does not hold.

Why
    Whoever calls must be able to show the consent: when it was given (`consent_at`), where (`consent_source`), by whom
    (`consent_signer`) and how (`consent_method`); and it must be for this seller (`organization` of the configuration, or an alias
    of it) and for this number.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pewc}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pewc,
         consent_at: "2026-03-02", consent_source: https://larkspur.example/offer,
         consent_signer: R. Vale, consent_method: checkbox}
    ```
Fix
    none. Complete the record from the form's or certificate's data.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import INFORMATIONAL, NO_CONSENT, PEWC, Calls, Mark
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls whose required consent is not fully recorded, or is somebody else's."""
    enough = (calls.consent == PEWC) | ((calls.consent != NO_CONSENT) & (calls.purpose == INFORMATIONAL))
    relied_on = enough & calls.unrevoked
    yield Mark(relied_on & ~calls.recorded, "the record lacks when, where, who or how")
    yield Mark(relied_on & ~calls.same_seller, "the consent is for another seller")
    yield Mark(relied_on & ~calls.same_number, "the consent is for another number")
