"""MCP server used by an agent with PHI.

Why
    The vendor does not offer MCP to users of zero retention mode or of HIPAA terms: what goes to an MCP server leaves the
    services that the agreement covers. That holds for servers by id, for native ones, for tools of type mcp, and for
    servers that a call's override or a workflow node brings in.
Bad
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash, mcp_server_ids: [aB3dE5gH7jK9mN1pQ3sT]}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
Good
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash, mcp_server_ids: []}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
Fix
    none. A webhook tool at a host that a BAA covers can do the server's work.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.mcp_use import McpUse
from complint.facts.phi_agents import PhiAgents


def check(use: McpUse, agents: PhiAgents) -> Iterator[Hit]:
    """Yield a hit per place; agents whose integration forces zero retention are judged by its own rule instead."""
    agent = next((one for one in agents.items if one.forcing is None), None)
    if agent is None:
        return
    for place in use.places:
        message = f"{place.what} ({place.where}), but MCP is not available under zero retention or HIPAA terms"
        yield Hit(place.route, message, related=agent.related, why=agent.why)
