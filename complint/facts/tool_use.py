"""Which tools an agent refers to by id: in its prompts and in its workflow."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.prompts import Prompts
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.model.registry import Entry


@record
class ToolReference:
    """One tool id of an agent, and where it stands."""

    route: Route
    id: str


@record
class ToolUse:
    """The tool ids of an agent, in the order of the file; an id may occur several times."""

    references: tuple[ToolReference, ...]

    def entry_of(self, reference: ToolReference, project: Project, document: Document) -> Entry | None:
        """Return the registry entry behind a reference, or None."""
        registry = project.registry_of(document)
        return registry.by_id("tools", reference.id) if registry else None

    def file_of(self, reference: ToolReference, project: Project, document: Document) -> Document | None:
        """Return the tool's document, read now if it is not part of the run; None where nothing leads to it."""
        entry = self.entry_of(reference, project, document)
        if entry is None or entry.config is None or entry.outside:
            return None
        return project.document(entry.config)


def compute(document: Document, prompts: Prompts) -> ToolUse:
    """Return the tool references of an agent; none for other kinds."""
    if document.kind != kinds.AGENT:
        return ToolUse(())
    return ToolUse(tuple(_references(document.data, prompts)))


def _references(data: JSON, prompts: Prompts) -> Iterator[ToolReference]:
    for place in prompts.places:
        yield from _ids((*place.route, "tool_ids"), place.data.get("tool_ids"))
    nodes = get(data, "workflow", "nodes")
    for name, node in nodes.items() if isinstance(nodes, dict) else ():
        if isinstance(node, dict):
            route: Route = ("workflow", "nodes", name)
            yield from _ids((*route, "additional_tool_ids"), node.get("additional_tool_ids"))
            tools = node.get("tools")
            for index, tool in enumerate(tools if isinstance(tools, list) else ()):
                identity = get(tool, "tool_id")
                if isinstance(identity, str) and identity:
                    yield ToolReference((*route, "tools", index, "tool_id"), identity)


def _ids(route: Route, listed: JSON) -> Iterator[ToolReference]:
    for index, identity in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(identity, str) and identity:
            yield ToolReference((*route, index), identity)
