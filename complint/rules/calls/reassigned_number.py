"""Number that may belong to somebody else by now.

Why
    A consent is worth nothing once the number belongs to another person. The database of reassigned numbers answers `yes` (it
    was disconnected since the consent), `no`, or `no_data`. `yes` is an error for a call that relies on consent; `no_data` protects
    nobody, and is a warning.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pewc, rnd_result: "yes"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", consent_type: pewc, rnd_result: "no"}
    ```
Fix
    none. Leave the number out, or ask for consent anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import NO_CONSENT, RND_NO_DATA, RND_YES, Calls, Mark
from complint.core.finding import WARNING
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls that rely on a consent of a number that was, or may have been, reassigned."""
    relies = (calls.consent != NO_CONSENT) & calls.unrevoked
    yield Mark(relies & (calls.rnd == RND_YES), "the number was reassigned since the consent")
    yield Mark(
        relies & (calls.rnd == RND_NO_DATA), "the reassigned numbers database has no data on the number", WARNING
    )
