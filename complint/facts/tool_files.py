"""The tool configs that a tool document holds: bare, in the API's `tool_config` wrapper, or several in a list."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.model.document import Document


@record
class ToolConfig:
    """One tool config: `route` leads to it in its document; `name` and `type` are None where they are no text."""

    route: Route
    data: dict[str, JSON]
    name: str | None
    type: str | None


@record
class ToolFiles:
    """The tool configs of one document, in order."""

    items: tuple[ToolConfig, ...]


def compute(document: Document) -> ToolFiles:
    """Return the tool configs of a document of kind tool; none for other kinds."""
    return ToolFiles(tool_configs(document.data) if document.kind == "tool" else ())


def tool_configs(data: JSON) -> tuple[ToolConfig, ...]:
    """Return the tool configs in the data of a tool file: `{tool_config}`, `{tools: [...]}`, a list, or the bare object."""
    if isinstance(data, list):
        return _listed(data, ())
    if not isinstance(data, dict):
        return ()
    for wrapper in ("tool_config", "toolConfig"):
        if isinstance(data.get(wrapper), dict):
            return (_config((wrapper,), data[wrapper]),)
    if isinstance(data.get("tools"), list) and "type" not in data:
        return _listed(data["tools"], ("tools",))
    return (_config((), data),)


def _listed(items: list[JSON], base: Route) -> tuple[ToolConfig, ...]:
    found = []
    for index, item in enumerate(items):
        wrapped = item.get("tool_config") if isinstance(item, dict) else None
        if isinstance(wrapped, dict):
            found.append(_config((*base, index, "tool_config"), wrapped))
        elif isinstance(item, dict):
            found.append(_config((*base, index), item))
    return tuple(found)


def _config(route: Route, data: dict[str, JSON]) -> ToolConfig:
    name, kind = get(data, "name"), get(data, "type")
    return ToolConfig(route, data, name if isinstance(name, str) else None, kind if isinstance(kind, str) else None)
