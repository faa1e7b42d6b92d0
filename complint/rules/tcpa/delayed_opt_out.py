"""Way to opt out that comes too late after the name.

Why
    The way to opt out has to follow within two seconds of naming the organization. Six spoken words last about as long;
    whatever is said between the two, an offer or a question, makes it late.
Bad
    ```yaml complint.yaml
    organization: {name: Sunmere Solar}
    agents: [{match: {path: agent.yaml}, direction: outbound, purpose: marketing}]
    ```
    ```yaml agent.yaml
    name: Solar offers
    conversation_config:
      agent:
        first_message: >-
          Hi, Sunmere Solar here. We have wonderful prices on panels for every home in your town this month, with fitting
          thrown in. To stop these calls, press 9.
        prompt: {prompt: Offer panels.}
    ```
Good
    ```yaml complint.yaml
    organization: {name: Sunmere Solar}
    agents: [{match: {path: agent.yaml}, direction: outbound, purpose: marketing}]
    ```
    ```yaml agent.yaml
    name: Solar offers
    conversation_config:
      agent:
        first_message: >-
          Hi, Sunmere Solar here. To stop these calls, press 9. We have wonderful prices on panels this month.
        prompt: {prompt: Offer panels.}
    ```
Fix
    none. Move the sentence up, right after the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.judgements import OPT_OUT
from complint.facts.missing import reason
from complint.facts.notices import Notices


def check(notices: Notices) -> Iterator[Hit]:
    """Yield a hit per opening whose way to opt out is judged late."""
    for surface in notices.surfaces:
        told = notices.told(surface, OPT_OUT)
        if told.value and told.late:
            message = (
                f"{surface.named} tells how to get no more calls, but not within two seconds of naming the organization"
            )
            yield Hit(surface.route, message, why=reason(told))
