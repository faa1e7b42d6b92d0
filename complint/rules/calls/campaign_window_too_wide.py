"""Campaign whose calling periods leave a recipient's window.

Why
    A campaign calls at any instant of its `calling_periods`, read in its own zone, not in the recipient's. Where one of those
    instants, in the seven days from the start, is outside the hours or on a forbidden day of a recipient, the campaign will sooner
    or later ring then. Without periods (`variant: simple`) it may call at any time.
Bad
    ```yaml campaign.yaml
    call_name: Spring offer
    agent_id: agent_spring
    channel_config: {channel: phone, agent_phone_number_id: phnum_1}
    scheduled_time_unix: 1796137200
    policy: {timezone: America/New_York, calling_periods: [{weekdays: [1, 2], intervals: [{start: "09:00", end: "22:00"}]}]}
    recipients: [{phone_number: "+12125550142"}]
    ```
Good
    ```yaml campaign.yaml
    call_name: Spring offer
    agent_id: agent_spring
    channel_config: {channel: phone, agent_phone_number_id: phnum_1}
    scheduled_time_unix: 1796137200
    policy: {timezone: America/New_York, calling_periods: [{weekdays: [1, 2], intervals: [{start: "09:00", end: "20:00"}]}]}
    recipients: [{phone_number: "+12125550142"}]
    ```
Fix
    none. Narrow the periods: `complint calls plan` does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def check(blocked: Any, in_period: Any) -> bool:
    """Tell whether any instant of the periods is blocked; both are masks over the same slots."""
    return bool((blocked & in_period).any())
