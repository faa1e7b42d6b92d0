"""Call outside the hours in which it may begin.

Why
    Laws say from when until when people may be called, on the clock of the called person: from 8 to 21 in general, in many
    states less, for automated voices less still. A call must begin inside every window that binds it, in every time zone that
    the person may be in: the start belongs to the window, its end does not. A day without any window is a matter of
    `calls/forbidden-day`. A call that begins inside and is expected to last past the end is a warning.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T12:59:59Z"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01T13:00:00Z"}
    ```
Fix
    none. `complint calls plan` moves the call to the next lawful instant.
"""

from __future__ import annotations

from complint.columns.slots import LocalTime
from complint.columns.windows import closed, outside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def check(
    local: LocalTime, begin: Any, end: Any, standard: LocalTime | None = None, first: Any = None, last: Any = None
) -> Any:
    """Return a mask of instants outside the window of their local day (seconds of the day, end excluded).

    Where a law keeps standard time all the year, the window must be open on that clock (`standard`) as well.
    """
    found = outside(local, begin, end)
    if standard is not None:
        found |= (begin >= 0) & closed(standard, first, last)
    return found
