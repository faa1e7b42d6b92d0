"""Marketing opening that gives no way to opt out.

Why
    A telemarketing call in an artificial voice has to offer, at its start, an automated way to be called no more, with
    brief instructions: a key to press, a word to say. "You may opt out" without a way to do it is none.
Bad
    ```yaml complint.yaml
    agents: [{match: {path: agent.yaml}, direction: outbound, purpose: marketing}]
    ```
    ```yaml agent.yaml
    name: Solar offers
    conversation_config:
      agent:
        first_message: Hi, I'm an AI calling for Sunmere Solar. Would you like to pay less for power?
        prompt: {prompt: Offer panels.}
    ```
Good
    ```yaml complint.yaml
    agents: [{match: {path: agent.yaml}, direction: outbound, purpose: marketing}]
    ```
    ```yaml agent.yaml
    name: Solar offers
    conversation_config:
      agent:
        first_message: Hi, I'm an AI calling for Sunmere Solar. To stop these calls, press 9. Would you like to pay less?
        prompt: {prompt: Offer panels.}
    ```
Fix
    shown. A wording in the agent's language is proposed; a person reviews and places it.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.judgements import OPT_OUT
from complint.facts.notices import Notices
from complint.facts.proposals import Proposals


def check(notices: Notices, proposals: Proposals) -> Iterator[Hit]:
    """Yield a hit at the first opening, of the agent or of a schedule, that tells no way to get no more calls."""
    missing = notices.unsaid(OPT_OUT, notices.surfaces)
    if missing is not None:
        fix = proposals.fix((OPT_OUT,), missing.surface.language, missing.surface.what)
        yield missing.hit("tell how to get no more calls", fix)
