"""Batch that is dialled beyond the window it begins in.

Why
    A batch does not ring everybody at once: recipient number i is dialled after `i / concurrency` calls have ended. A start
    inside the window does not help the recipients whose turn comes after its end.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    dispatch: {start: "2026-12-02T01:59:00Z", concurrency: 1, call_seconds: 120}
    calls: [{phone_number: "+12125550142"}, {phone_number: "+12125550143"}]
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    dispatch: {start: "2026-12-02T01:00:00Z", concurrency: 1, call_seconds: 120}
    calls: [{phone_number: "+12125550142"}, {phone_number: "+12125550143"}]
    ```
Fix
    none. Begin earlier, raise the concurrency, or split the batch: `complint calls plan` does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def check(start_blocked: Any, own_blocked: Any) -> Any:
    """Return a mask of calls that the start would have been lawful for, and whose own turn is not."""
    return own_blocked & ~start_blocked
