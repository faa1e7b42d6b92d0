"""Registry entry whose file is missing or outside the project.

Why
    A registry ties ids to files. Where the file is not there, the vendor's command line cannot push the entry, and nothing
    here can judge what the agent or tool does. It also refuses paths that leave the project folder, and absolute
    paths work on one machine only.
Bad
    ```json agents.json
    {"agents": [{"config": "agent_configs/front-desk.json", "id": "agent_desk"}]}
    ```
Good
    ```json agents.json
    {"agents": [{"config": "agent_configs/front-desk.json", "id": "agent_desk"}]}
    ```
    ```json agent_configs/front-desk.json
    {"name": "Front desk", "conversation_config": {"agent": {"prompt": {"prompt": "Book visits."}}}}
    ```
Fix
    none. Pull the file again, correct the path, or remove the entry.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from complint.core.finding import Hit
from complint.model.document import Document
from complint.model.project import Project


def check(document: Document, project: Project) -> Iterator[Hit]:
    """Yield a hit per entry of a registry that names a file which is outside or not there."""
    registry = project.registry_at(posixpath.dirname(document.path))
    for entry in registry.entries if registry is not None else ():
        if entry.registry != document.path or entry.written is None or entry.config is None:
            continue
        written = repr(entry.written[-60:])
        if entry.outside:
            yield Hit(entry.config_route, f"{written} lies outside the project folder, a path within it is required")
        elif project.document(entry.config) is None:
            yield Hit(entry.config_route, f"there is no file {written}")
