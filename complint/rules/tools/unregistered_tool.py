"""Tool config that the project's tools.json does not list.

Why
    The vendor's command line pushes the tools that tools.json lists, and no others. A tool config that is not listed is
    never created or updated, although it looks as if it were part of the project.
Bad
    ```json tool_configs/book_visit.json
    {"type": "client", "name": "book_visit", "description": "Books a visit."}
    ```
    ```json tools.json
    {"tools": []}
    ```
Good
    ```json tool_configs/book_visit.json
    {"type": "client", "name": "book_visit", "description": "Books a visit."}
    ```
    ```json tools.json
    {"tools": [{"type": "client", "config": "tool_configs/book_visit.json"}]}
    ```
Fix
    none. List the file in tools.json, or move it out of the project's tool configs.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from complint.core.finding import Hit, Related
from complint.model.document import Document
from complint.model.kind import TOOL_FOLDERS
from complint.model.project import Project, Registry


def check(document: Document, project: Project) -> Iterator[Hit]:
    """Yield a hit for a tool file among the tool configs of a project whose tools.json does not list it."""
    registry = project.registry_of(document)
    if registry is None or "tools" not in registry.files or registry.by_config(document.path) is not None:
        return
    if document.index == 0 and _is_among_configs(document.path, registry):
        path = registry.files["tools"]
        yield Hit(
            (),
            "tools.json does not list this tool, so it is never pushed",
            related=(Related(("tools",), "the tools that are pushed", path),),
        )


def _is_among_configs(path: str, registry: Registry) -> bool:
    """Tell whether a file lies in a folder of tool configs, by name or since others there are listed."""
    folder = posixpath.dirname(path)
    if any(part in TOOL_FOLDERS for part in folder.split("/")):
        return True
    return any(entry.config and posixpath.dirname(entry.config) == folder for entry in registry.section("tools"))
