"""Voicemail message without a toll-free number.

Why
    Nobody can press a key on a recording. A message left on voicemail therefore has to give a toll-free number that leads
    to the same automated way of opting out. An agent without a message hangs up and leaves none.
Bad
    ```yaml complint.yaml
    agents: [{match: {path: agent.yaml}, direction: outbound}]
    ```
    ```yaml agent.yaml
    name: Reminder calls
    conversation_config:
      agent:
        first_message: Hello from Ashgrove Dental.
        prompt:
          prompt: Remind patients of visits.
          built_in_tools:
            voicemail_detection:
              name: voicemail_detection
              params: {system_tool_type: voicemail_detection, voicemail_message: Ashgrove Dental here. Call us back!}
    ```
Good
    ```yaml complint.yaml
    agents: [{match: {path: agent.yaml}, direction: outbound}]
    ```
    ```yaml agent.yaml
    name: Reminder calls
    conversation_config:
      agent:
        first_message: Hello from Ashgrove Dental.
        prompt:
          prompt: Remind patients of visits.
          built_in_tools:
            voicemail_detection:
              name: voicemail_detection
              params:
                system_tool_type: voicemail_detection
                voicemail_message: Ashgrove Dental here. To get no more calls, dial 800-555-0163.
    ```
Fix
    shown. A wording in the agent's language is proposed, with the number of `organization.toll_free`; a person places it.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, unknown
from complint.facts.judgements import TOLL_FREE
from complint.facts.missing import reason
from complint.facts.notices import Notices
from complint.facts.proposals import Proposals
from complint.facts.voicemail import Voicemail


def check(notices: Notices, voicemail: Voicemail, proposals: Proposals) -> Iterator[Hit]:
    """Yield a hit per voicemail message without a number; unknown where its words are not in the file."""
    for surface in voicemail.items:
        told = notices.judgements.told(surface, TOLL_FREE)
        if told.value is None:
            yield unknown(
                surface.route, f"whether {surface.named} gives a toll-free number cannot be checked: {told.why}"
            )
        elif not told.value:
            fix = proposals.fix((TOLL_FREE,), surface.language, surface.what)
            yield Hit(surface.route, f"{surface.named} gives no toll-free number", fix=fix, why=reason(told))
