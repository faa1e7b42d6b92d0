"""Deployed agent that has no file in the repository.

Why
    An agent that was made in the dashboard, or whose file was deleted, answers and calls like any other, and no review ever
    sees it. Its deployed state is checked here; what it is meant to be, nobody wrote down.
Bad
    ```json agents.json
    {"agents": [{"config": "agent_configs/front-desk.json", "id": "agent_desk"}]}
    ```
    ```json agent_configs/front-desk.json
    {"name": "Front desk", "conversation_config": {"agent": {"prompt": {"prompt": "Book visits."}}}}
    ```
    ```json live/workspace.json
    {
      "schema": "complint-live/1",
      "host": "api.vendor.example",
      "read_at": "2026-11-22T09:30:00Z",
      "lists": {"agents": {"items": 2, "complete": true}},
      "problems": []
    }
    ```
    ```json live/agents/agent_desk.json
    {
      "agent_id": "agent_desk",
      "name": "Front desk",
      "conversation_config": {"agent": {"prompt": {"prompt": "Book visits."}}}
    }
    ```
    ```json live/agents/agent_trial.json
    {
      "agent_id": "agent_trial",
      "name": "Trial",
      "conversation_config": {"agent": {"prompt": {"prompt": "Call old customers."}}}
    }
    ```
Good
    ```json agents.json
    {"agents": [{"config": "agent_configs/front-desk.json", "id": "agent_desk"}]}
    ```
    ```json agent_configs/front-desk.json
    {"name": "Front desk", "conversation_config": {"agent": {"prompt": {"prompt": "Book visits."}}}}
    ```
    ```json live/workspace.json
    {
      "schema": "complint-live/1",
      "host": "api.vendor.example",
      "read_at": "2026-11-22T09:30:00Z",
      "lists": {"agents": {"items": 1, "complete": true}},
      "problems": []
    }
    ```
    ```json live/agents/agent_desk.json
    {
      "agent_id": "agent_desk",
      "name": "Front desk",
      "conversation_config": {"agent": {"prompt": {"prompt": "Book visits."}}}
    }
    ```
Fix
    none. Pull the agent with the vendor's command line and review it, or delete it from the workspace.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import INFO, NOT_APPLICABLE, Aside, Hit
from complint.facts.deployed import Deployed
from complint.model.project import Project


def check(deployed: Deployed, project: Project) -> Iterator[Hit | Aside]:
    """Yield a hit per deployed agent that no registry of the run lists; an archived one is an info."""
    if not project.whole or not any(registry.has_ids("agents") for registry in project.registries()):
        yield Aside(NOT_APPLICABLE, "no agents.json with ids was checked, so nothing tells which agents were reviewed")
        return
    for agent in deployed.agents:
        if not agent.pairs:
            state = "archived" if agent.archived else "deployed"
            message = f"the {state} agent {agent.name[:60]!r} ({agent.id}) has no file in the repository, so nobody reviewed it"
            severity = INFO if agent.archived else None
            yield Hit(("name",), message, severity=severity, path=agent.document.path)
