"""Call time that names no instant.

Why
    A time without a zone is no instant, so no window can be kept. The zone stands in the time itself (`Z`, an offset), in the
    column `timezone`, or in `--timezone`; it is the zone of the schedule, never of the called person. A local time that a clock
    change skips does not exist; an empty one says nothing. UNIX seconds are instants.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01 10:00"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12125550142", scheduled_at: "2026-12-01 10:00", timezone: America/New_York}
    ```
Fix
    none. Write an offset, or a `timezone`.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import Calls, Mark
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls without an instant."""
    yield Mark(~calls.timed, "no instant: the time has no zone, does not exist, or is missing")
