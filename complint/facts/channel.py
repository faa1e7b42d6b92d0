"""How people reach an agent: by phone or on the web, where anything tells."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import get
from complint.facts.profile import Profile
from complint.model import kind as kinds
from complint.model.document import Document

PHONE, WEB = "phone", "web"


@record
class Channel:
    """`name` is "phone", "web" or None where nothing tells.

    `known` is true where the configuration or a schedule says so: a text-only agent is on the web, but what its page
    tells before the first word is not known.
    """

    name: str | None
    known: bool = False


def compute(document: Document, profile: Profile) -> Channel:
    """Return the channel: schedules and declared inbound or outbound agents are on the phone, text-only ones on the web."""
    if document.kind == kinds.SCHEDULE or profile.direction in ("inbound", "outbound"):
        return Channel(PHONE, True)
    if profile.direction == "web":
        return Channel(WEB, True)
    text_only = get(document.data, "conversation_config", "conversation", "text_only") is True
    return Channel(WEB if text_only else None)
