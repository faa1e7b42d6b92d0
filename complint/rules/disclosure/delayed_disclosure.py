"""Notice that comes only after a pitch.

Why
    Notice is due before the interaction. Someone who listens to an offer for half a minute and only then hears that an AI is
    speaking, or that the call is recorded, has been talking to it unawares.
Bad
    ```yaml agent.yaml
    name: Offer line
    conversation_config:
      agent:
        first_message: >-
          Hi, great news from Pellwick Windows! This month every home on your street gets new double glazing at half the
          price, fitted within two weeks, with ten years of guarantee and nothing to pay until next summer, and the first
          twenty homes also get a free front door. By the way, I'm an AI assistant.
        prompt: {prompt: Explain the offer.}
    ```
Good
    ```yaml agent.yaml
    name: Offer line
    conversation_config:
      agent:
        first_message: >-
          Hi, I'm an AI assistant of Pellwick Windows with great news! This month every home on your street gets new double
          glazing at half the price, fitted within two weeks, with ten years of guarantee and nothing to pay until summer.
        prompt: {prompt: Explain the offer.}
    ```
Fix
    none. Put the notice into the first sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.duties import asked_by
from complint.facts.judgements import AI, RECORDED, SHARED
from complint.facts.missing import reason
from complint.facts.notices import Notices
from complint.policy.law import Law

_TELLS = {AI: "that an AI is speaking", RECORDED: "that the conversation is recorded", SHARED: "that it may be shared"}


def check(notices: Notices, law: Law) -> Iterator[Hit]:
    """Yield a hit per opening that gives a notice late, with the words that give it.

    `law.value["notices"]` names the notices that the law asks for (ai, recording, sharing); all where there is no value.
    """
    asked = asked_by(law)
    for surface in notices.surfaces:
        late = [
            (label, told)
            for label in _TELLS
            if label in asked and (told := notices.told(surface, label)).value and told.late
        ]
        if late:
            told_late = " and ".join(_TELLS[label] for label, _ in late)
            why = "; ".join(reason(told) for _, told in late)
            yield Hit(
                surface.route, f"{surface.named} tells {told_late} only after a pitch, not at its beginning", why=why
            )
