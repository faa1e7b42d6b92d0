"""Batch call or campaign with an agent under zero-retention terms.

Why
    Zero retention mode cannot be enabled for batch calls: the vendor asks to start each call by itself. A batch or campaign
    with an agent that handles PHI therefore keeps what it must not keep, or does not run. The finding stands in the
    schedule, which causes the use; the agent is found by its id through the project's registry.
Bad
    ```yaml agent_configs/clinic.yaml
    name: Clinic reminders
    agent_id: agent_clinic
    conversation_config:
      agent:
        prompt: {prompt: Remind callers., llm: gemini-2.5-flash}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
    ```yaml batches/monday.yaml
    call_name: Monday reminders
    agent_id: agent_clinic
    recipients: [{phone_number: "+12025550142"}]
    ```
Good
    ```yaml agent_configs/clinic.yaml
    name: Clinic reminders
    agent_id: agent_clinic
    conversation_config:
      agent:
        prompt: {prompt: Remind callers., llm: gemini-2.5-flash}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
    ```yaml calls/one.yaml
    agent_id: agent_clinic
    agent_phone_number_id: phnum_clinic
    to_number: "+12025550142"
    ```
Fix
    none. Start the calls one by one.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.batches import Batch
from complint.facts.phi_agents import PhiAgents


def check(batch: Batch, agents: PhiAgents) -> Iterator[Hit]:
    """Yield a hit where a batch or campaign names an agent; one whose integration forces the mode has its own rule."""
    if batch.what is None:
        return
    for agent in agents.items:
        if agent.forcing is None:
            message = (
                f"{batch.what} with the agent {agent.name!r}, but zero retention cannot be enabled for batch calls"
            )
            yield Hit(agent.route, message, related=agent.related, why=agent.why)
