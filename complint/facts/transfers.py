"""Openings of other agents that a caller hears after a transfer, found through the project's registry."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.built_in_tools import BuiltInTools
from complint.facts.prompts import Prompts
from complint.facts.surface import Surface, language_of, placeholders, surface
from complint.model.document import Document
from complint.model.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_TOOL = "transfer_to_agent"
_AGENT: Route = ("conversation_config", "agent")


@record
class Transfers:
    """`spoken` are the first messages of target agents, where the transfer makes them spoken (by default it does not)."""

    spoken: tuple[Surface, ...]


def compute(document: Document, project: Project, prompts: Prompts, tools: BuiltInTools) -> Transfers:
    """Return the transfers of an agent document that let the target speak its first message."""
    found: list[Surface] = []
    for route, transfer in _transfers(document, prompts, tools):
        identity = get(transfer, "agent_id")
        if get(transfer, "enable_transferred_agent_first_message") is True and isinstance(identity, str) and identity:
            target = project.agent_with_id(identity, document)
            if target is not None and target is not document:
                found += _opening(target, identity, (*route, "agent_id"))
    return Transfers(tuple(found))


def _transfers(document: Document, prompts: Prompts, tools: BuiltInTools) -> Iterator[tuple[Route, JSON]]:
    for tool in tools.items:
        if tool.key == _TOOL:
            yield from _listed((*tool.route, "params", "transfers"), get(tool.data, "params", "transfers"))
    for place in prompts.places:
        inline = place.data.get("tools")
        for index, entry in enumerate(inline) if isinstance(inline, list) else ():
            echoed = get(place.data, "built_in_tools", _TOOL) is not None
            if get(entry, "params", "system_tool_type") == _TOOL and not echoed:
                route = (*place.route, "tools", index, "params", "transfers")
                yield from _listed(route, get(entry, "params", "transfers"))
    nodes = get(document.data, "workflow", "nodes")
    for name, node in nodes.items() if isinstance(nodes, dict) else ():
        if get(node, "type") == "standalone_agent":
            yield ("workflow", "nodes", name), node


def _listed(route: Route, transfers: JSON) -> Iterator[tuple[Route, JSON]]:
    for index, transfer in enumerate(transfers) if isinstance(transfers, list) else ():
        yield (*route, index), transfer


def _opening(target: Document, identity: str, route: Route) -> Iterator[Surface]:
    """Yield the target's first message; an empty one adds nothing to what the caller has heard already."""
    agent = get(target.data, *_AGENT)
    name = get(target.data, "name")
    what = f"the opening of the agent it transfers to ({name if isinstance(name, str) else identity})"
    spoken = surface(what, language_of(agent), route, get(agent, "first_message"), placeholders(agent))
    if not spoken.empty:
        source = (target.path, (*_AGENT, "first_message"))
        yield Surface(what, spoken.language, route, spoken.text, spoken.unread, spoken.variables, source)
