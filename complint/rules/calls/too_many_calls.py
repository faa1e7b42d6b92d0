"""More calls to a number than a state allows.

Why
    Some states cap the calls to one person: three in 24 hours, one in eight. Every dial counts, whether answered or not: the rows
    of the schedule, their `attempts`, and what was dialled before (`calls.history`). Dials that are older by exactly the cap's
    hours do not count any more.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+13055550142", scheduled_at: "2026-12-01T15:00:00Z"}
      - {phone_number: "+13055550142", scheduled_at: "2026-12-01T16:00:00Z"}
      - {phone_number: "+13055550142", scheduled_at: "2026-12-01T17:00:00Z"}
      - {phone_number: "+13055550142", scheduled_at: "2026-12-01T18:00:00Z"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+13055550142", scheduled_at: "2026-12-01T15:00:00Z"}
      - {phone_number: "+13055550142", scheduled_at: "2026-12-01T16:00:00Z"}
      - {phone_number: "+13055550142", scheduled_at: "2026-12-01T17:00:00Z"}
    ```
Fix
    none. `complint calls plan` moves the call out of the cap's hours.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def check(before: Any, attempts: Any, max_calls: int) -> Any:
    """Return a mask of rows one of whose dials has `max_calls` dials or more in the hours before it.

    `before` counts the dials of others in those hours, earlier ones of the same instant included; the last attempt of a row
    has the row's other attempts before it as well.
    """
    return before + attempts - 1 >= max_calls
