"""Opening that does not tell that an AI is speaking.

Why
    The vendor's terms ask for clear notice, immediately before any interaction, that people talk to an AI and not to a human,
    and several laws ask for the same. The role in the prompt ("You are an AI receptionist") is not heard by anybody: what
    counts is the first message, or a workflow's first words. A web user may be told by the widget's terms instead; callers
    never see terms. Notice given outside the configuration is declared under `agents[].disclosed_elsewhere`.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        first_message: Hi, this is Nora from Larkspur Dental. How can I help?
        prompt: {prompt: You are Nora the receptionist.}
    ```
Good
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        first_message: Hi, I'm Nora, the AI assistant of Larkspur Dental. How can I help?
        prompt: {prompt: You are Nora the receptionist.}
    ```
Fix
    shown. A wording in the agent's language is proposed; it has legal effect, so a person reviews and places it.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Aside, Hit
from complint.facts.judgements import AI
from complint.facts.notices import Notices
from complint.facts.proposals import Proposals


def check(notices: Notices, proposals: Proposals) -> Iterator[Hit | Aside]:
    """Yield a hit at the first opening that does not tell that an AI speaks; a warning where only widget terms tell it."""
    missing = notices.missing(AI)
    if missing is not None:
        fix = proposals.fix((AI,), missing.surface.language, missing.surface.what)
        yield missing.hit("tell that an AI is speaking, not a human", fix)
    elif aside := notices.undecided(AI):
        yield aside
