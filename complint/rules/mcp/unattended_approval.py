"""MCP tool that runs without anybody's approval.

Why
    A tool of an MCP server is whatever that server says it is today: its description and parameters may change after it was
    reviewed. Approval is what stands between a changed tool and the caller's data. A server that approves every tool leaves
    nothing in between; a single tool may be approved for good only together with the hash of what was approved.
Bad
    ```json mcp/notes.json
    {"config": {"name": "Notes", "url": "https://mcp.notes.example/sse", "approval_policy": "auto_approve_all"}}
    ```
Good
    ```json mcp/notes.json
    {"config": {"name": "Notes", "url": "https://mcp.notes.example/sse", "approval_policy": "require_approval_all"}}
    ```
Fix
    unsafe. The policy is set to the one that asks; agents that relied on silent approval will ask from then on.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import ERROR, WARNING, Hit
from complint.core.fix import UNSAFE, Fix, Set
from complint.core.route import JSON
from complint.facts.mcp_settings import APPROVAL, OVERRIDE, SERVER, TOOL, McpObject, McpSettings
from complint.facts.phi_agents import PhiAgents
from complint.policy.law import Law


def check(settings: McpSettings, agents: PhiAgents, law: Law) -> Iterator[Hit]:
    """Yield a hit per policy that asks nobody; an error where an agent with PHI uses the server.

    `law.value["server"]` is for servers and MCP tools, `law.value["tool"]` for single tools of a server; each has
    `unattended` (the policies that ask nobody) and `asking` (the one that asks).
    """
    for item in settings.items:
        values = law.value["server" if item.sort in (SERVER, TOOL) else "tool"]
        policy = item.data.get("approval_policy")
        if not isinstance(policy, str) or policy not in values["unattended"] or _is_pinned(item):
            continue
        asking = values["asking"]
        wanted = f"the hash of what was approved, or {asking}," if item.sort == APPROVAL else asking
        route = (*item.route, "approval_policy")
        yield Hit(
            route,
            f"{item.label} has the policy {policy!r}, which asks nobody; {wanted} is required",
            severity=ERROR if agents.items else WARNING,
            fix=Fix(UNSAFE, f"set approval_policy to {asking}", (Set(route, asking),)),
            related=tuple(place for agent in agents.items for place in agent.related),
        )


def _is_pinned(item: McpObject) -> bool:
    """Tell whether one tool's approval names what was approved: its hash, or the schema that the hash is made from."""
    if item.sort not in (APPROVAL, OVERRIDE):
        return False
    return _is_given(item.data.get("tool_hash")) or _is_given(item.data.get("input_schema"))


def _is_given(value: JSON) -> bool:
    return bool(value.strip()) if isinstance(value, str) else isinstance(value, dict)
