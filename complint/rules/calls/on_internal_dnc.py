"""Call to somebody who asked this company not to call.

Why
    A request not to be called binds the company whatever the purpose, the consent or the relationship. The answer stands in the
    row (`internal_dnc`) or comes from the company's list (`calls.internal_dnc`). Without either nobody can tell: unknown.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", internal_dnc: "yes"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T15:00:00Z", internal_dnc: "no"}
    ```
Fix
    none. Leave the number out.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import NO_ANSWER, YES, Calls, Mark, undecided
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls to listed numbers; without a list they are undecided."""
    yield Mark(calls.internal == YES, "on the company's own Do-Not-Call list")
    yield undecided((calls.internal == NO_ANSWER) & ~calls.foreign, "no internal Do-Not-Call list was asked")
