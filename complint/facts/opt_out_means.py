"""What an agent has to honour an opt-out with: ways to end the call, and tools whose names may tell that they record it."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, get
from complint.facts.built_in_tools import BuiltInTools
from complint.facts.prompts import Prompts
from complint.facts.tool_files import tool_configs
from complint.facts.tool_references import ToolReferences
from complint.model.document import Document
from complint.model.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

END_CALL = "end_call"
_COLLECTION = ("platform_settings", "data_collection")


@record
class OptOutMeans:
    """`ends_call` tells whether the agent can hang up: the built-in tool, or an end node of its workflow.

    `tools` are names and descriptions of its client, webhook and MCP tools, and of collected data items, in lower case with
    spaces between words. `unseen` names tools of which neither is known (ids without a file, MCP servers), None if all are.
    """

    ends_call: bool
    tools: tuple[str, ...]
    unseen: str | None


def compute(
    document: Document, project: Project, prompts: Prompts, built_in: BuiltInTools, references: ToolReferences
) -> OptOutMeans:
    """Return the means of an agent document."""
    inline = list(_inline(prompts))
    ends = (
        any(tool.key == END_CALL for tool in built_in.items)
        or any(_ends(entry) for entry in inline)
        or _end_node(document)
    )
    words = [_words(entry) for entry in inline if get(entry, "type") != "system"]
    echoed = len(words)  # a pulled file lists the tools behind its ids inline, one for one
    hidden = []
    for reference in references.items:
        config = _tool(project, document, reference.id)
        if config is None:
            hidden.append(f"tool {reference.id!r}")
        else:
            words.append(_words(config))
            ends = ends or _ends(config)
    unseen = hidden[0] if len(hidden) > echoed else None
    for place in prompts.places:
        if place.data.get("mcp_server_ids") or place.data.get("native_mcp_server_ids"):
            unseen = unseen or "MCP servers"
    return OptOutMeans(ends, (*words, *_collected(document)), unseen)


def _inline(prompts: Prompts) -> Iterator[JSON]:
    for place in prompts.places:
        tools = place.data.get("tools")
        yield from tools if isinstance(tools, list) else ()


def _ends(entry: JSON) -> bool:
    if get(entry, "params", "system_tool_type") == END_CALL:
        return True
    return bool(get(entry, "type") == "system" and get(entry, "name") == END_CALL)


def _end_node(document: Document) -> bool:
    nodes = get(document.data, "workflow", "nodes")
    return isinstance(nodes, dict) and any(get(node, "type") == "end" for node in nodes.values())


def _tool(project: Project, document: Document, identity: str) -> JSON:
    """Return the tool config that an id leads to through the registry, or None."""
    registry = project.registry_of(document)
    entry = registry.by_id("tools", identity) if registry else None
    if entry is None or entry.config is None or entry.outside:
        return None
    file = project.document(entry.config)
    configs = tool_configs(file.data) if file is not None else ()
    return configs[0].data if configs else None


def _words(tool: JSON) -> str:
    if isinstance(tool, str):
        return plain(tool)
    return plain(f"{get(tool, 'name') or ''} {get(tool, 'description') or ''}")


def _collected(document: Document) -> Iterator[str]:
    items = get(document.data, *_COLLECTION)
    for name, item in items.items() if isinstance(items, dict) else ():
        yield plain(f"{name} {get(item, 'description') or ''}")


def plain(text: str) -> str:
    """Return a name or a sentence as lower-case words between single spaces ("addToDNC_list" is " add to dnc list ")."""
    import re

    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    return " " + " ".join(re.findall(r"[^\W_]+", spaced.lower())) + " "
