"""Settings of MCP servers, of single tools of theirs (overrides) and of MCP tools, wherever a document writes them."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.shown import shown
from complint.facts.tool_objects import ToolObjects
from complint.model import kind as kinds
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER, TOOL, OVERRIDE, APPROVAL = "server", "tool", "override", "approval"


@record
class McpObject:
    """One object of settings: `sort` is "server", "tool", "override" or "approval" (an entry of tool_approval_hashes).

    `tool` is the name of the MCP tool that an override or an approval is for, None where it has none; `label` says in
    words what the object is.
    """

    sort: str
    route: Route
    data: dict[str, JSON]
    tool: str | None
    label: str


@record
class McpSettings:
    """The objects of a document, a server before its overrides and approvals."""

    items: tuple[McpObject, ...]


def compute(document: Document, tools: ToolObjects) -> McpSettings:
    """Return the MCP settings of an MCP server, an MCP override, a tool file or an agent with inline MCP tools."""
    if document.kind == kinds.MCP_SERVER:
        return McpSettings(tuple(_of_server(document.data)))
    if document.kind == kinds.MCP_OVERRIDE:
        return McpSettings(tuple(_of_override_file(document)))
    found = (tool for tool in tools.items if tool.data.get("type") == "mcp")
    return McpSettings(tuple(McpObject(TOOL, tool.route, tool.data, None, tool.label) for tool in found))


def _of_server(data: JSON) -> Iterator[McpObject]:
    config = get(data, "config")
    route: Route = ("config",) if isinstance(config, dict) else ()
    server = config if isinstance(config, dict) else data
    if not isinstance(server, dict):
        return
    yield McpObject(SERVER, route, server, None, _label("the MCP server", _text(server, "name")))
    yield from _listed(OVERRIDE, server.get("tool_config_overrides"), (*route, "tool_config_overrides"))
    yield from _listed(APPROVAL, server.get("tool_approval_hashes"), (*route, "tool_approval_hashes"))


def _of_override_file(document: Document) -> Iterator[McpObject]:
    data = document.data
    if isinstance(data, list):
        yield from _listed(OVERRIDE, data, ())
    elif isinstance(get(data, "tool_config_overrides"), list):
        yield from _listed(OVERRIDE, data["tool_config_overrides"], ("tool_config_overrides",))
    elif isinstance(data, dict):
        tool = _text(data, "tool_name") or _tool_of_path(document.path)
        yield McpObject(OVERRIDE, (), data, tool, _label("the override of tool", tool))


def _tool_of_path(path: str) -> str | None:
    """Return the tool that a file under `tool-configs/` is named after, as the API's own path does."""
    folders, _, name = path.rpartition("/")
    return name.rpartition(".")[0] or None if folders.endswith("tool-configs") else None


def _listed(sort: str, listed: JSON, route: Route) -> Iterator[McpObject]:
    words = "the override of tool" if sort == OVERRIDE else "the approval of tool"
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, dict):
            tool = _text(item, "tool_name")
            yield McpObject(sort, (*route, index), item, tool, _label(words, tool))


def _label(words: str, name: str | None) -> str:
    return f"{words} {shown(name)}" if name else words.removesuffix(" of tool")


def _text(data: dict[str, JSON], key: str) -> str | None:
    value = data.get(key)
    return value if isinstance(value, str) and value else None
