"""Waiver that has expired.

Why
    A waiver accepts a risk for a time. When the time is over the finding counts again, and somebody has to decide: fix the cause,
    or accept it anew with a new date and a reason that still holds. A date that cannot be read counts as passed, so that a slip
    of the pen does not accept a risk for ever.
Bad
    ```yaml waivers.yaml
    waivers:
      - rule: security/public-agent
        path: agent_configs/front-desk.json
        owner: Dana Reyes
        reason: The widget moves behind the customer login in spring.
        expires: 2026-03-31
    ```
    ```json agent_configs/front-desk.json
    {"name": "Front desk", "conversation_config": {"agent": {"prompt": {"prompt": "Help."}}}, "platform_settings": {"auth": {}}}
    ```
Good
    ```yaml waivers.yaml
    waivers:
      - rule: security/public-agent
        path: agent_configs/front-desk.json
        owner: Dana Reyes
        reason: The widget moves behind the customer login in spring.
        expires: 2027-03-31
    ```
    ```json agent_configs/front-desk.json
    {"name": "Front desk", "conversation_config": {"agent": {"prompt": {"prompt": "Help."}}}, "platform_settings": {"auth": {}}}
    ```
Fix
    none. Whether the risk is accepted for longer is for its owner to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.waivers import Waivers
from complint.model.waiver import is_day
from complint.policy.law import Law


def check(waivers: Waivers, law: Law) -> Iterator[Hit]:
    """Yield a hit per waiver whose last day has passed, or is no day."""
    for applied in waivers.entries:
        waiver = applied.waiver
        if waiver.expires is None or not waiver.has_expired(law.as_of):
            continue
        owner = f"; its owner is {waiver.owner}" if waiver.owner else ""
        if is_day(waiver.expires):
            message = f"the waiver of {waiver.title} expired on {waiver.expires}{owner}"
        else:
            wanted = "a day like 2026-11-22 is required"
            message = (
                f"the waiver of {waiver.title} counts as expired: {waiver.expires[:40]!r} is no day, {wanted}{owner}"
            )
        yield Hit((*waiver.route, "expires") if waiver.route else (), message, span=waiver.span)
