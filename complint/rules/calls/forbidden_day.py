"""Call on a day on which nobody may be called.

Why
    Some states have no calling hours at all on Sundays, on holidays, or while an emergency is declared (`calls.emergencies`
    of the configuration). The date is that of the called person's clock. Days of which the sources are in doubt are shown and do
    not block.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12055550142", scheduled_at: "2026-12-06T18:00:00Z"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12055550142", scheduled_at: "2026-12-07T18:00:00Z"}
    ```
Fix
    none. `complint calls plan` moves the call to the next lawful day.
"""

from __future__ import annotations

from complint.columns.slots import LocalTime
from complint.columns.windows import on_days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def check(local: LocalTime, weekdays: tuple[int, ...], days: Any) -> Any:
    """Return a mask of instants on forbidden local days: weekdays (0 is Monday) and dates (from 1970-01-01, sorted)."""
    return on_days(local, weekdays, days)
