"""Waiver without owner, reason or expiry.

Why
    A risk is accepted by somebody, for a reason, until a day; an auditor asks for all three. What lacks one of them, names no
    rule or path, or has a key that does not exist does not waive anything, so that a misspelt key can never widen what is accepted.
    A comment names its reason and its last day; its owner is the author of the line.
Bad
    ```yaml waivers.yaml
    waivers:
      - rule: security/public-agent
        path: agent_configs/front-desk.json
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
    none. The owner has to say it.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.waivers import Waivers


def check(waivers: Waivers) -> Iterator[Hit]:
    """Yield a hit per waiver that lacks what makes it count, at the key that is wrong or at the entry."""
    for applied in waivers.entries:
        waiver = applied.waiver
        if waiver.faults:
            words = "; ".join(fault for _, fault in waiver.faults)
            route = waiver.faults[0][0]
            yield Hit(route, f"the waiver of {waiver.title} does not count: {words}", span=waiver.span)
