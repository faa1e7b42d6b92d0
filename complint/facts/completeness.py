"""Is a document the whole thing, or a part in which absence says nothing?"""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import get
from complint.model.document import Document
from complint.model.project import Project


@record
class Completeness:
    """`complete` is False for a PATCH body or a fragment: there an absent key means unchanged, not its default."""

    complete: bool


def compute(document: Document, project: Project) -> Completeness:
    """Return whether an agent is complete: a prompt object, and a name, platform settings or a registry entry."""
    data = document.data
    if not isinstance(get(data, "conversation_config", "agent", "prompt"), dict):
        return Completeness(False)
    if get(data, "name") is not None or get(data, "platform_settings") is not None:
        return Completeness(True)
    return Completeness(project.entry_of(document) is not None)
