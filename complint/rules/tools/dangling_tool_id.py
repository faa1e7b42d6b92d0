"""Tool id that no tool of the project has.

Why
    The project's tools.json ties ids to tool configs. An id that none of its entries has belongs to a tool that was
    deleted, that lives in another workspace, or that nobody can review here: the next push binds the agent to something
    the repository does not show, or fails.
Bad
    ```json agent_configs/front-desk.json
    {
      "name": "Front desk",
      "conversation_config": {"agent": {"prompt": {"prompt": "Book visits.", "tool_ids": ["tool_old"]}}}
    }
    ```
    ```json tool_configs/book_visit.json
    {"type": "client", "name": "book_visit", "description": "Books a visit."}
    ```
    ```json tools.json
    {"tools": [{"type": "client", "config": "tool_configs/book_visit.json", "id": "tool_visits"}]}
    ```
Good
    ```json agent_configs/front-desk.json
    {
      "name": "Front desk",
      "conversation_config": {"agent": {"prompt": {"prompt": "Book visits.", "tool_ids": ["tool_visits"]}}}
    }
    ```
    ```json tool_configs/book_visit.json
    {"type": "client", "name": "book_visit", "description": "Books a visit."}
    ```
    ```json tools.json
    {"tools": [{"type": "client", "config": "tool_configs/book_visit.json", "id": "tool_visits"}]}
    ```
Fix
    none. Pull the tool with the vendor's command line, or remove the id.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, Related, unknown
from complint.facts.built_in_tools import KEYS
from complint.facts.tool_references import ToolReferences
from complint.model.document import Document
from complint.model.project import Project


def check(references: ToolReferences, document: Document, project: Project) -> Iterator[Hit]:
    """Yield a hit per id that the registry above the document does not have; none where it has no ids at all."""
    if not references.items:
        return
    registry = project.registry_of(document)
    if registry is None or not registry.has_ids("tools"):
        return
    path = registry.files["tools"]
    for reference in references.items:
        if registry.by_id("tools", reference.id) is not None or reference.id in KEYS:
            continue
        related = (Related(("tools",), "the tools of the project", path),)
        if "${" in reference.id or "{{" in reference.id:
            message = f"{reference.id[:40]!r} is filled in elsewhere, so nothing tells whether tools.json has it"
            yield unknown(reference.route, message, related=related)
        else:
            yield Hit(reference.route, f"no tool in tools.json has the id {reference.id[:40]!r}", related=related)
