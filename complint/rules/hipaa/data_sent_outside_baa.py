"""Data of an agent with PHI sent to a host that no BAA covers.

Why
    A webhook tool, the webhook asked before a call, an integration and an MCP server hear what a caller says or get what
    the agent makes of it. Whoever runs the host then holds PHI, and the agreement with the voice vendor says nothing about
    that. Declare the hosts that your own agreements cover under `baa: {tool_hosts: [...]}` in complint.yaml, by name or as
    `*.acme.example`. The finding stands in the file where the URL is written, with the agent that makes it matter.
Bad
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings:
      privacy: {zero_retention_mode: true}
      workspace_overrides:
        conversation_initiation_client_data_webhook: {url: "https://hooks.example/start", request_headers: {}}
    ```
Good
    ```yaml complint.yaml
    baa: {tool_hosts: [ehr.acme.example]}
    ```
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings:
      privacy: {zero_retention_mode: true}
      workspace_overrides:
        conversation_initiation_client_data_webhook: {url: "https://ehr.acme.example/start", request_headers: {}}
    ```
Fix
    none. Sign an agreement with whoever runs the host and declare it, or send the data elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, unknown
from complint.facts.baa_hosts import covers, is_variable
from complint.facts.outward_urls import OutwardUrls
from complint.facts.phi_agents import PhiAgents
from complint.settings import Settings


def check(agents: PhiAgents, urls: OutwardUrls, settings: Settings) -> Iterator[Hit]:
    """Yield a hit per URL whose host is not declared; custom LLMs are the business of `hipaa/custom-llm-without-baa`."""
    if not agents.items:
        return
    declared = settings.baa.get("tool_hosts")
    related = tuple(place for agent in agents.items[:3] for place in agent.related)
    for item in urls.items:
        if "custom_llm" in item.route:
            continue
        if is_variable(item.host) or not item.host:
            message = f"the host that the {_plain(item.what)} sends to cannot be told: it must be one that a BAA covers"
            yield unknown(item.route, message, related=related)
        elif not covers(declared, item.host):
            message = (
                f"the {_plain(item.what)} sends data to {item.host[:60]}, which is not declared under baa.tool_hosts"
            )
            yield Hit(item.route, message, related=related, why=agents.items[0].why)


def _plain(what: str) -> str:
    return what.removeprefix("a ")
