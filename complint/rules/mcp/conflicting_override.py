"""MCP tool configured twice, or a setting in its old and its new spelling.

Why
    Two overrides of one tool leave open which one counts. So do the two spellings of one setting: the old flag and the
    setting that replaced it are both accepted, and a reader sees only the one they look for.
Bad
    ```json mcp/notes.json
    {"config": {"name": "Notes", "url": "https://mcp.notes.example/sse", "tool_config_overrides": [
      {"tool_name": "search", "force_pre_tool_speech": true, "pre_tool_speech": "off"}]}}
    ```
Good
    ```json mcp/notes.json
    {"config": {"name": "Notes", "url": "https://mcp.notes.example/sse", "tool_config_overrides": [
      {"tool_name": "search", "pre_tool_speech": "off"}]}}
    ```
Fix
    none. Which of the two was meant is the author's to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, Related
from complint.core.route import JSON, get
from complint.facts.mcp_settings import OVERRIDE, McpObject, McpSettings
from complint.facts.shown import shown
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import Project
from complint.policy.law import Law

_FOLDER = "tool-configs"


def check(document: Document, project: Project, settings: McpSettings, law: Law) -> Iterator[Hit]:
    """Yield a hit per second override of a tool and per setting in both spellings.

    `law.value` lists the spellings as `{old, new, defaults: [old value, new value]}`; a server that shows both at their
    defaults is a copy of what the API returned and conflicts with nothing.
    """
    first: dict[str, McpObject] = {}
    for item in settings.items:
        for pair in law.value:
            yield from _both_spellings(item, pair)
        if item.sort == OVERRIDE and item.tool is not None:
            earlier = first.setdefault(item.tool, item)
            if earlier is not item:
                related = (Related((*earlier.route, "tool_name"), "the first override"),)
                yield Hit(
                    (*item.route, "tool_name"),
                    f"{item.label} is the second one; one per tool is required",
                    related=related,
                )
    if document.kind == kinds.MCP_OVERRIDE and len(first) == 1:
        yield from _in_other_files(document, project, next(iter(first.values())))


def _both_spellings(item: McpObject, pair: dict[str, JSON]) -> Iterator[Hit]:
    old, new = item.data.get(pair["old"]), item.data.get(pair["new"])
    if old is None or new is None or (item.sort != OVERRIDE and [old, new] == pair["defaults"]):
        return
    yield Hit(
        (*item.route, pair["old"]),
        f"{item.label} has {pair['old']} {shown(old)} and {pair['new']} {shown(new)}; the new spelling alone is required",
        on_key=True,
        related=(Related((*item.route, pair["new"]), "the new spelling"),),
    )


def _in_other_files(document: Document, project: Project, item: McpObject) -> Iterator[Hit]:
    """Find an earlier file of the same `tool-configs` folder, which is one server's, that overrides the same tool."""
    folder = document.path.rpartition("/")[0]
    if not folder.endswith(_FOLDER):
        return
    for other in project.documents:
        if other is document:
            return
        beside = other.kind == kinds.MCP_OVERRIDE and other.path.rpartition("/")[0] == folder
        if beside and get(other.data, "tool_name") == item.tool:
            related = (Related(("tool_name",), "the first override", other.path),)
            yield Hit(("tool_name",), f"{item.label} is the second one; one per tool is required", related=related)
            return
