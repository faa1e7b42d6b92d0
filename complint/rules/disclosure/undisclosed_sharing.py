"""Opening that does not tell that the conversation may be shared.

Why
    Whatever a caller says reaches the voice platform and the provider of the language model behind it, under any setting.
    The vendor's terms ask to say so before the interaction: that conversations may be shared with the platform and its
    third-party LLM providers. "Service providers" or "partners" are enough; colleagues in the same company are not.
Bad
    ```yaml agent.yaml
    name: Garden line
    conversation_config:
      agent:
        first_message: I'm the AI assistant of Fennhill Gardens. This call is recorded, and we never share it with anyone.
        prompt: {prompt: Give advice on roses.}
    ```
Good
    ```yaml agent.yaml
    name: Garden line
    conversation_config:
      agent:
        first_message: >-
          I'm the AI assistant of Fennhill Gardens. This call is recorded and may be shared with our service providers.
        prompt: {prompt: Give advice on roses.}
    ```
Fix
    shown. A wording in the agent's language is proposed; it has legal effect, so a person reviews and places it.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Aside, Hit
from complint.facts.judgements import SHARED
from complint.facts.notices import Notices
from complint.facts.proposals import Proposals


def check(notices: Notices, proposals: Proposals) -> Iterator[Hit | Aside]:
    """Yield a hit at the first opening that does not tell of sharing; a warning where only widget terms tell it."""
    missing = notices.missing(SHARED)
    if missing is not None:
        fix = proposals.fix((SHARED,), missing.surface.language, missing.surface.what)
        yield missing.hit("tell that the conversation may be shared with service providers", fix)
    elif aside := notices.undecided(SHARED):
        yield aside
