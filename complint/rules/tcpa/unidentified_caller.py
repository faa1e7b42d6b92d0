"""Outbound opening that does not name the organization at its beginning.

Why
    A call in an artificial voice has to name the entity that is responsible for it, at the beginning of the message: so does
    a first message, in every language, and a message left on voicemail. The name is that of `organization` in complint.yaml,
    or one of its aliases. Where no organization is declared, any company that is clearly introduced counts; otherwise the
    outcome is unknown.
Bad
    ```yaml complint.yaml
    organization: {name: Halden Insurance}
    agents: [{match: {path: agent.yaml}, direction: outbound}]
    ```
    ```yaml agent.yaml
    name: Renewal calls
    conversation_config:
      agent:
        first_message: Hi, this is Max. Your policy runs out soon.
        prompt: {prompt: Remind customers.}
    ```
Good
    ```yaml complint.yaml
    organization: {name: Halden Insurance}
    agents: [{match: {path: agent.yaml}, direction: outbound}]
    ```
    ```yaml agent.yaml
    name: Renewal calls
    conversation_config:
      agent:
        first_message: Hi, this is Max, an AI calling for Halden Insurance. Your policy runs out soon.
        prompt: {prompt: Remind customers.}
    ```
Fix
    shown. A wording in the agent's language is proposed; a person reviews and places it.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, unknown
from complint.facts.caller import Caller
from complint.facts.judgements import COMPANY
from complint.facts.missing import reason
from complint.facts.notices import Notices
from complint.facts.proposals import Proposals
from complint.facts.voicemail import Voicemail


def check(notices: Notices, voicemail: Voicemail, caller: Caller, proposals: Proposals) -> Iterator[Hit]:
    """Yield a hit at the first opening without the name, and at the first voicemail message without it."""
    for surfaces in (notices.surfaces, voicemail.items):
        missing = notices.unsaid(COMPANY, surfaces)
        if missing is None:
            continue
        surface = missing.surface
        if caller.organization is None and not surface.empty:
            message = f"{surface.named} names no organization that can be recognised; declare organization.name to have it checked"
            yield unknown(surface.route, message, why=reason(missing.told))
            continue
        name = caller.organization.name if caller.organization is not None else "the organization"
        fix = proposals.fix((COMPANY,), surface.language, surface.what)
        yield missing.hit(f"name {name}" if not missing.told.late else f"name {name} at its beginning", fix)
