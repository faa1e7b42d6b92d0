"""Where a document brings MCP servers into a conversation: by id, by an inline tool, by a tool file, by a call's override."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route
from complint.facts.call_overrides import CallOverrides
from complint.facts.prompts import Prompts
from complint.facts.tool_references import ToolReferences
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LISTS = ("mcp_server_ids", "native_mcp_server_ids")


@record
class McpPlace:
    """One use: the route to the list of ids or to the tool, what it is in words, and whose it is."""

    route: Route
    what: str
    where: str


@record
class McpUse:
    """The uses of MCP in a document; several recipients of one schedule count once."""

    places: tuple[McpPlace, ...]


def compute(
    document: Document, project: Project, prompts: Prompts, references: ToolReferences, overrides: CallOverrides
) -> McpUse:
    """Return the uses of MCP in an agent or a schedule; none for other kinds."""
    if document.kind == kinds.AGENT:
        inline = (place for prompt in prompts.places for place in _of_prompt(prompt.data, prompt.route, prompt.where))
        return McpUse((*inline, *_by_registry(document, project, references)))
    if document.kind == kinds.SCHEDULE:
        return McpUse(tuple(_of_overrides(overrides)))
    return McpUse(())


def _of_prompt(prompt: dict[str, JSON], route: Route, where: str) -> Iterator[McpPlace]:
    for key in _LISTS:
        listed = prompt.get(key)
        if isinstance(listed, list) and any(listed):
            count = sum(1 for item in listed if item)
            yield McpPlace((*route, key), f"{count} MCP server{'s' if count > 1 else ''}", where)
    tools = prompt.get("tools")
    for index, tool in enumerate(tools if isinstance(tools, list) else ()):
        if isinstance(tool, dict) and tool.get("type") == "mcp":
            yield McpPlace((*route, "tools", index), "an MCP tool", where)


def _by_registry(document: Document, project: Project, references: ToolReferences) -> Iterator[McpPlace]:
    """Find referenced tools whose registry entry says that they are MCP tools; their files need not be read."""
    registry = project.registry_of(document) if references.items else None
    for reference in references.items if registry is not None else ():
        entry = registry.by_id("tools", reference.id) if registry is not None else None
        if entry is not None and entry.type == "mcp":
            yield McpPlace(reference.route, "an MCP tool", "by its id")


def _of_overrides(overrides: CallOverrides) -> Iterator[McpPlace]:
    for override in overrides.items:
        agent = override.data.get("agent")
        prompt = agent.get("prompt") if isinstance(agent, dict) else None
        if isinstance(prompt, dict):
            found = next(_of_prompt(prompt, (*override.route, "agent", "prompt"), override.where), None)
            if found is not None:
                yield found
                return
