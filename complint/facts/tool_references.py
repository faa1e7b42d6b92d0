"""Every place where an agent names a tool by its id."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.prompts import PromptPlace, Prompts
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@record
class ToolReference:
    """One id: `route` leads to it; `place` is the prompt whose `tool_ids` holds it, None for ids of workflow nodes."""

    route: Route
    id: str
    place: PromptPlace | None


@record
class ToolReferences:
    """All tool ids of an agent: `tool_ids` of its prompts, and what workflow nodes add or call."""

    items: tuple[ToolReference, ...]


def compute(document: Document, prompts: Prompts) -> ToolReferences:
    """Return the tool ids of an agent document; none for other kinds."""
    found: list[ToolReference] = []
    for place in prompts.places:
        ids = place.data.get("tool_ids")
        if isinstance(ids, list):
            base = (*place.route, "tool_ids")
            found += [ToolReference((*base, i), item, place) for i, item in enumerate(ids) if isinstance(item, str)]
    nodes = get(document.data, "workflow", "nodes")
    if isinstance(nodes, dict):
        for name, node in nodes.items():
            found += _of_node(("workflow", "nodes", name), node)
    return ToolReferences(tuple(found))


def _of_node(base: Route, node: JSON) -> Iterator[ToolReference]:
    added = get(node, "additional_tool_ids")
    for index, item in enumerate(added) if isinstance(added, list) else ():
        if isinstance(item, str):
            yield ToolReference((*base, "additional_tool_ids", index), item, None)
    called = get(node, "tools") if get(node, "type") == "tool" else None
    for index, item in enumerate(called) if isinstance(called, list) else ():
        identity = get(item, "tool_id")
        if isinstance(identity, str):
            yield ToolReference((*base, "tools", index, "tool_id"), identity, None)
