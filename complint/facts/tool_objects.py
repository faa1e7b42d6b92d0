"""Every tool object written in a document: an agent's inline tools at every prompt, and the tools of a tool file."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route
from complint.facts.prompts import Prompts
from complint.facts.shown import shown
from complint.facts.tool_files import tool_configs
from complint.model import kind as kinds
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@record
class ToolObject:
    """One tool as written: `route` leads to it, `label` names it in words ("webhook tool 'lookup'")."""

    route: Route
    data: dict[str, JSON]
    label: str


@record
class ToolObjects:
    """The tools of an agent or a tool file, in order; none for other kinds."""

    items: tuple[ToolObject, ...]


def compute(document: Document, prompts: Prompts) -> ToolObjects:
    """Return the tool objects of a document: `prompt.tools` of an agent, the tool configs of a tool file."""
    if document.kind == kinds.AGENT:
        found: Iterator[tuple[Route, JSON]] = _inline(prompts)
    elif document.kind == kinds.TOOL:
        found = ((config.route, config.data) for config in tool_configs(document.data))
    else:
        return ToolObjects(())
    return ToolObjects(tuple(ToolObject(route, data, _label(data)) for route, data in found if isinstance(data, dict)))


def _inline(prompts: Prompts) -> Iterator[tuple[Route, JSON]]:
    for place in prompts.places:
        tools = place.data.get("tools")
        for index, tool in enumerate(tools) if isinstance(tools, list) else ():
            yield (*place.route, "tools", index), tool


def _label(tool: dict[str, JSON]) -> str:
    name, kind = tool.get("name"), tool.get("type")
    word = f"{kind} tool" if isinstance(kind, str) and kind.isidentifier() and len(kind) < 30 else "tool"
    return f"{word} {shown(name)}" if isinstance(name, str) and name else f"a {word}"
