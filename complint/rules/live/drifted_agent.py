"""Deployed agent that differs from its reviewed file.

Why
    Review, approval and this very check look at the file. Whoever changes the deployed agent in the dashboard, or pushes from
    another branch, passes all of them by: callers then meet an agent that nobody approved. Values that the API fills in
    for absent keys are no difference, nor is what only its answers hold.
Bad
    ```json agents.json
    {"agents": [{"config": "agent_configs/front-desk.json", "id": "agent_desk"}]}
    ```
    ```json agent_configs/front-desk.json
    {
      "name": "Front desk",
      "conversation_config": {"agent": {"prompt": {"prompt": "Book visits.", "llm": "gemini-2.5-flash"}}}
    }
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
      "conversation_config": {"agent": {"prompt": {"prompt": "Book visits and sell plans.", "llm": "gemini-2.5-flash"}}}
    }
    ```
Good
    ```json agents.json
    {"agents": [{"config": "agent_configs/front-desk.json", "id": "agent_desk"}]}
    ```
    ```json agent_configs/front-desk.json
    {
      "name": "Front desk",
      "conversation_config": {"agent": {"prompt": {"prompt": "Book visits.", "llm": "gemini-2.5-flash"}}}
    }
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
      "conversation_config": {
        "agent": {"language": "en", "prompt": {"prompt": "Book visits.", "llm": "gemini-2.5-flash", "temperature": 0.0}}
      }
    }
    ```
Fix
    none. Push the file, or pull the agent and review what changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, Related, unknown
from complint.core.route import JSON, pointer
from complint.facts.deployed import Deployed, DeployedAgent, Pair
from complint.schema.defaults import ADDED, REMOVED, Difference

_LISTED = 8
_SHOWN = {"llm", "language", "model_id"}  # texts that are never a secret


def check(deployed: Deployed) -> Iterator[Hit]:
    """Yield a hit per file whose deployed agent differs from it, at the first place that does."""
    for agent in deployed.agents:
        for pair in agent.pairs:
            if pair.differs:
                yield _differs(agent, pair)
            elif pair.undecided:
                yield _undecided(agent, pair)


def _differs(agent: DeployedAgent, pair: Pair) -> Hit:
    count = len(pair.differs)
    message = f"{_named(agent)} differs from this reviewed file at {_places(count)}: {_list(pair.differs)}"
    why = f"nobody can tell of {_list(pair.undecided)}" if pair.undecided else None
    return Hit(
        pair.differs[0].route, message, path=pair.file.path, related=_related(agent, pair.differs), on_key=True, why=why
    )


def _undecided(agent: DeployedAgent, pair: Pair) -> Hit:
    count = len(pair.undecided)
    message = (
        f"whether {_named(agent)} is what this file says cannot be told at {_places(count)}: {_list(pair.undecided)}"
        " (keys that no schema knows, or values that a template fills in)"
    )
    first = pair.undecided[0]
    return unknown(first.route, message, path=pair.file.path, related=_related(agent, pair.undecided), on_key=True)


def _named(agent: DeployedAgent) -> str:
    return f"the deployed agent {agent.name[:60]!r} ({agent.id})"


def _places(count: int) -> str:
    return "one place" if count == 1 else f"{count} places"


def _list(found: tuple[Difference, ...]) -> str:
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return ", ".join(_said(one) for one in found[:_LISTED]) + more


def _said(one: Difference) -> str:
    """Return a place and what differs there; values only where they are neither long nor secret."""
    where = pointer(one.route)
    if one.how == ADDED:
        return f"{where} (only deployed{_value(one, one.second)})"
    if one.how == REMOVED:
        return f"{where} (not deployed)"
    reviewed, deployed = _value(one, one.first), _value(one, one.second)
    return f"{where} (reviewed{reviewed}, deployed{deployed})" if reviewed and deployed else where


def _value(one: Difference, value: JSON) -> str:
    if isinstance(value, (bool, int, float)):
        return f": {str(value).lower()}"
    if isinstance(value, str) and one.route[-1] in _SHOWN:
        return f": {value[:40]}"
    return ""


def _related(agent: DeployedAgent, found: tuple[Difference, ...]) -> tuple[Related, ...]:
    return tuple(Related(one.route, "as deployed", agent.document.path) for one in found[:_LISTED])
