"""Every tool object written in a document: an agent's inline tools at every prompt, and the tools of a tool file."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.prompts import Prompts
from complint.model import kind as kinds
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

WRAPPERS = ("tool_config", "toolConfig")


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
    """Return the tool objects of a document. Tool files are bare, wrapped in `tool_config`, listed, or under `tools`."""
    if document.kind == kinds.AGENT:
        found: Iterator[tuple[Route, JSON]] = _inline(prompts)
    elif document.kind == kinds.TOOL:
        found = _of_file(document.data)
    else:
        return ToolObjects(())
    return ToolObjects(tuple(ToolObject(route, data, _label(data)) for route, data in found if isinstance(data, dict)))


def _inline(prompts: Prompts) -> Iterator[tuple[Route, JSON]]:
    for place in prompts.places:
        tools = place.data.get("tools")
        for index, tool in enumerate(tools) if isinstance(tools, list) else ():
            yield (*place.route, "tools", index), tool


def _of_file(data: JSON, route: Route = ()) -> Iterator[tuple[Route, JSON]]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _unwrapped(item, (*route, index))
    elif isinstance(get(data, "tools"), list):
        for index, item in enumerate(data["tools"]):
            yield from _unwrapped(item, (*route, "tools", index))
    else:
        yield from _unwrapped(data, route)


def _unwrapped(data: JSON, route: Route) -> Iterator[tuple[Route, JSON]]:
    for key in WRAPPERS:
        inner = get(data, key)
        if isinstance(inner, dict):
            yield (*route, key), inner
            return
    yield route, data


def _label(tool: dict[str, JSON]) -> str:
    name, kind = tool.get("name"), tool.get("type")
    word = f"{kind} tool" if isinstance(kind, str) and kind.isidentifier() and len(kind) < 30 else "tool"
    return f"{word} {name[:60]!r}" if isinstance(name, str) and name else f"a {word}"
