"""Is a schedule a batch or a campaign, whose calls the vendor dials together, or a call started by itself?"""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import get
from complint.model import kind as kinds
from complint.model.document import Document


@record
class Batch:
    """`what` is "a batch call" or "a campaign"; None for single calls, complint's own schedules and other documents."""

    what: str | None


def compute(document: Document) -> Batch:
    """Return what a schedule is: `recipients` make a batch, `channel_config` or `policy` beside them a campaign."""
    data = document.data
    if document.kind != kinds.SCHEDULE or not isinstance(get(data, "recipients"), list):
        return Batch(None)
    if isinstance(get(data, "channel_config"), dict) or isinstance(get(data, "policy"), dict):
        return Batch("a campaign")
    return Batch("a batch call")
