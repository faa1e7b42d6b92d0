"""Agent that handles health information, and nothing says so.

Why
    Every requirement on PHI begins with knowing which agents handle it. An agent whose prompt speaks of patients, or whose
    tools and collected data ask for a diagnosis, is not judged by any of them until somebody declares it: with
    `agents: [{match: {...}, handles_phi: true}]` in complint.yaml or a tag `hipaa` on the agent. Where it is not PHI (a
    veterinary clinic, a role-play, a demonstration with invented people) `handles_phi: false` says that, on record.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt: {prompt: Help callers with their appointments., llm: gemini-2.5-flash}
    platform_settings:
      data_collection:
        patient_id: {type: string, description: The number on the card.}
        symptoms: {type: string, description: What hurts.}
    ```
Good
    ```yaml complint.yaml
    agents: [{match: {name: Front desk}, handles_phi: false}]
    ```
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt: {prompt: Help callers with their appointments., llm: gemini-2.5-flash}
    platform_settings:
      data_collection:
        patient_id: {type: string, description: The number on the card.}
        symptoms: {type: string, description: What hurts.}
    ```
Fix
    none. Whether it is PHI is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, Related
from complint.facts.phi_signals import PhiSignals
from complint.facts.profile import Profile
from complint.policy.law import Law


def check(profile: Profile, signals: PhiSignals, law: Law) -> Iterator[Hit]:
    """Yield one hit for an agent with a clear sign of health information.

    `law.value` holds the terms for names of tools, fields and collected items: one of `strong`, or two of `weak`. Prompts are
    judged by their meaning.
    """
    if profile.handles_phi is not None:
        return
    sign = next(signals.in_prompts(), None)
    sign = sign or signals.in_names(law.value["strong"], law.value["weak"])
    if sign is None:
        return
    term = f" ({sign.term[:40]!r})" if sign.term else ""
    message = f"{sign.what} handles health information{term}, but handles_phi is not declared for this agent"
    if sign.path is None:
        yield Hit(sign.route, message)
    else:
        yield Hit(
            ("conversation_config", "agent", "prompt"), message, related=(Related(sign.route, sign.what, sign.path),)
        )
