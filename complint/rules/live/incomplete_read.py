"""Live workspace that could not be read in full.

Why
    What was not read was not judged. A list that broke off, or an agent that the API would not give out, may be the one that
    breaks a law; a run that says nothing of it would look like a pass.
Bad
    ```json live/workspace.json
    {
      "schema": "complint-live/1",
      "host": "api.vendor.example",
      "read_at": "2026-11-22T09:30:00Z",
      "lists": {"agents": {"items": 1, "complete": false}},
      "problems": [{"list": "agents", "id": "agent_desk", "why": "the API fails (500)"}]
    }
    ```
    ```json live/agents/agent_tours.json
    {"agent_id": "agent_tours", "name": "Tours", "conversation_config": {"agent": {"prompt": {"prompt": "Book tours."}}}}
    ```
Good
    ```json live/workspace.json
    {
      "schema": "complint-live/1",
      "host": "api.vendor.example",
      "read_at": "2026-11-22T09:30:00Z",
      "lists": {"agents": {"items": 1, "complete": true}},
      "problems": []
    }
    ```
    ```json live/agents/agent_tours.json
    {"agent_id": "agent_tours", "name": "Tours", "conversation_config": {"agent": {"prompt": {"prompt": "Book tours."}}}}
    ```
Fix
    none. Run the check again: what was read is kept for half an hour, and the read goes on where it stopped. Where the
    key may not read a list, give it the right to, or waive the finding for a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import INFO, Hit
from complint.core.route import get
from complint.model.document import Document

_WORDS = {
    "agents": "agent",
    "tools": "tool",
    "mcp_servers": "MCP server",
    "batch_calls": "batch call",
    "campaigns": "campaign",
}


def check(document: Document) -> Iterator[Hit]:
    """Yield a hit per thing that could not be read, and an info per list that an earlier, interrupted read began."""
    problems = get(document.data, "problems")
    for index, problem in enumerate(problems if isinstance(problems, list) else ()):
        name, identity, why = (str(get(problem, key) or "") for key in ("list", "id", "why"))
        what = f"the {_WORDS.get(name, name)} {identity}" if identity else f"all {name.replace('_', ' ')}"
        yield Hit(("problems", index, "why"), f"not read: {what}: {why}; what was not read was not checked")
    lists = get(document.data, "lists")
    for name, held in lists.items() if isinstance(lists, dict) else ():
        since = get(held, "read_from")
        if since is not None:
            message = f"an interrupted run began to read the {name.replace('_', ' ')} at {since}; later changes may be missing"
            yield Hit(("lists", name, "read_from"), message, severity=INFO)
