"""Registered agent that is not deployed.

Why
    The registry says that a file is the state of a deployed agent. Where the workspace has no such agent, it was deleted, or it
    lives in another workspace: the file that was reviewed decides nothing, and schedules that name the agent fail.
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
      "lists": {"agents": {"items": 0, "complete": true}},
      "problems": []
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
    none. Push the agent, or remove the entry; look whether the key opens the workspace that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import UNKNOWN, Aside, Hit
from complint.core.route import Route, get
from complint.facts.deployed import Deployed
from complint.model.document import Document
from complint.model.project import Project
from complint.model.registry import Entry


def check(deployed: Deployed, document: Document, project: Project) -> Iterator[Hit | Aside]:
    """Yield a hit per registry entry whose id no agent of the workspace has; none where the agents were not all read."""
    if not deployed.complete:
        yield Aside(UNKNOWN, "the agents of the workspace were not all read")
        return
    ids = {agent.id for agent in deployed.agents}
    host = get(document.data, "host")
    for registry in project.registries():
        for entry in registry.section("agents"):
            if entry.id and entry.id not in ids and "branches" not in entry.route:
                message = f"no agent of the workspace at {host} has the id {entry.id[:60]!r}"
                yield Hit(_of_id(entry, project), message, path=entry.registry)


def _of_id(entry: Entry, project: Project) -> Route:
    """Return the route of the id as the entry writes it; that of the entry where a lock file has it."""
    file = project.document(entry.registry)
    written = get(file.raw, *entry.route) if file is not None else None
    held = written.items() if isinstance(written, dict) else ()
    return (*entry.route, *[key for key, value in held if value == entry.id][:1])
