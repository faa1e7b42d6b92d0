"""Written consent whose text lacks a disclosure.

Why
    A written consent counts only if its text says that calls may use an automated or artificial voice, names the number, and
    says that consent is no condition of a purchase; and a box that was checked beforehand is no act of consent. The text stands in
    `consent_text`. Without it nothing can be told: unknown.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pewc,
         consent_text: "Yes, Larkspur may call me."}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pewc,
         consent_text: "I agree that Larkspur may call me at 212-555-0142
         with offers, using an artificial voice. Consent is not a condition of purchase."}
    ```
Fix
    none. Change the form, and ask again.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import PEWC, TEXT_DEFECTIVE, TEXT_MISSING, TEXT_UNDECIDED, Calls, Mark, undecided
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls whose written consent has a defective text or box; those whose text is not known are undecided."""
    relied_on = (calls.consent == PEWC) & calls.unrevoked
    defective = calls.text == TEXT_DEFECTIVE
    yield Mark(
        relied_on & defective,
        "the consent text lacks the artificial voice, the number, or that consent is no condition of a purchase",
    )
    yield Mark(relied_on & calls.prechecked, "the box was checked beforehand")
    doubt = relied_on & ~calls.prechecked
    yield undecided(doubt & (calls.text == TEXT_MISSING), "no consent text to judge")
    yield undecided(doubt & (calls.text == TEXT_UNDECIDED), "the consent text cannot be judged")
