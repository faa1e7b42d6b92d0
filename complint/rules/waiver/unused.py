"""Waiver that waives nothing.

Why
    A waiver that no finding needs is a door left open: the next finding at its place would pass unseen. Either the cause was
    fixed and the waiver can go, or it never met what it was written for, because of a wrong rule, path or pointer. Findings of a
    mandatory requirement cannot be waived at all. Only a run over the whole project can tell that a waiver is not needed.
Bad
    ```yaml waivers.yaml
    waivers:
      - rule: security/public-agent
        path: agent_configs/closed-shop.json
        owner: Dana Reyes
        reason: The shop closes in spring.
        expires: 2027-03-31
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
    safe. The entry or the comment is removed; a waiver of a mandatory requirement is left for its owner to see.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import SAFE, Fix, Remove, Uncomment
from complint.facts.waivers import MANDATORY, UNUSED, Waivers


def check(waivers: Waivers) -> Iterator[Hit]:
    """Yield a hit per waiver that met no finding which it may waive."""
    for applied in waivers.entries:
        waiver = applied.waiver
        if applied.use == MANDATORY:
            message = f"the waiver of {waiver.title} has no effect: the requirement is mandatory and cannot be waived"
            yield Hit(waiver.route, message, span=waiver.span)
        elif applied.use == UNUSED:
            op = Uncomment(*waiver.span[:2]) if waiver.span is not None else Remove(waiver.route)
            fix = Fix(SAFE, "remove the waiver", (op,))
            yield Hit(waiver.route, f"the waiver of {waiver.title} meets no finding", fix=fix, span=waiver.span)
