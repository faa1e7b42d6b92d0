"""Agent with PHI that lets clients choose the model or the MCP servers.

Why
    Overrides let whoever starts a conversation (a web page, an app, a row of a batch) replace parts of the agent. With
    these ones a client can take an agent with PHI to a model outside the allowlist of zero retention, hand extra content to
    a custom LLM, or bring in MCP servers, and nothing in the agent's file would show it.
Bad
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings:
      privacy: {zero_retention_mode: true}
      overrides: {conversation_config_override: {agent: {prompt: {llm: true}}}}
    ```
Good
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings:
      privacy: {zero_retention_mode: true}
      overrides: {conversation_config_override: {agent: {prompt: {llm: false}}, conversation: {text_only: true}}}
    ```
Fix
    unsafe. The override is turned off: a client that sends it gets an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import UNSAFE, Fix, Set
from complint.core.route import Route, get
from complint.facts.phi_agents import PhiAgents
from complint.model.document import Document
from complint.policy.law import Law

OVERRIDES: Route = ("platform_settings", "overrides")


def check(document: Document, agents: PhiAgents, law: Law) -> Iterator[Hit]:
    """Yield a hit per override that is on; `law.value["overrides"]` maps a dotted path below `overrides` to what it opens."""
    overrides = get(document.data, *OVERRIDES)
    if not isinstance(overrides, dict) or not agents.items:
        return
    for path, what in law.value["overrides"].items():
        steps = path.split(".")
        if get(overrides, *steps) is True:
            route = (*OVERRIDES, *steps)
            fix = Fix(UNSAFE, f"set {steps[-1]} to false", (Set(route, False),))
            message = f"clients may change {what} of an agent under zero-retention terms"
            yield Hit(route, message, fix=fix, related=agents.items[0].related, why=agents.items[0].why)
