"""What calls change of an agent's configuration when they start: the overrides of batches, campaigns and single calls."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.model import kind as kinds
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

INITIATION = "conversation_initiation_client_data"


@record
class CallOverride:
    """One `conversation_config_override` object, where it stands, and whose it is in words."""

    route: Route
    data: dict[str, JSON]
    where: str


@record
class CallOverrides:
    """The overrides of a schedule, in the order of the file: that of the whole body, then those of its recipients."""

    items: tuple[CallOverride, ...]


def compute(document: Document) -> CallOverrides:
    """Return the overrides of a schedule; none for other kinds."""
    if document.kind != kinds.SCHEDULE:
        return CallOverrides(())
    return CallOverrides(tuple(_overrides(document.data)))


def _overrides(data: JSON) -> Iterator[CallOverride]:
    found = get(data, INITIATION, "conversation_config_override")
    if isinstance(found, dict):
        yield CallOverride((INITIATION, "conversation_config_override"), found, "the call's override")
    for section, one in (("recipients", "recipient"), ("calls", "call")):
        listed = get(data, section)
        for index, item in enumerate(listed if isinstance(listed, list) else ()):
            found = get(item, INITIATION, "conversation_config_override")
            if isinstance(found, dict):
                route = (section, index, INITIATION, "conversation_config_override")
                yield CallOverride(route, found, f"the override of {one} {index + 1}")
