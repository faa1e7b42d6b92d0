"""Sales call that a state prohibits altogether.

Why
    Some states prohibit sales calls whatever the hour: by an artificial voice, always, without being asked, or without a business
    relationship; or to mobile numbers. Unsolicited is a call with neither consent nor business relationship in force. Where only
    some kinds of lines are meant and the row does not tell (`line_type`), it is a notice.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12065550142", scheduled_at: "2026-12-01T19:00:00Z", consent_type: pewc}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "+12065550142", scheduled_at: "2026-12-01T19:00:00Z", call_type: live}
    ```
Fix
    none. Leave the number out, or let a person call where that is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import ANY_LINE, NO_CONSENT, Calls, Mark
from complint.core.finding import INFO
from complint.core.route import JSON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LINES = {"mobile": 1, "landline": 2, "voip": 3}


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls that are prohibited; `law` is `{when: always | unsolicited | without-ebr, line_types: [mobile] | null}`."""
    rows = _rows(calls, law["when"])
    lines = law.get("line_types")
    if not lines:
        yield Mark(rows, "the state prohibits the call")
        return
    known = sum(((calls.line_type == _LINES[line]) for line in lines), False)
    yield Mark(rows & known, f"the state prohibits the call to {' and '.join(lines)} numbers")
    kinds = " and ".join(lines)
    yield Mark(
        rows & (calls.line_type == ANY_LINE), f"prohibited if the number is {kinds}: the line type is not known", INFO
    )


def _rows(calls: Calls, when: str) -> Any:
    if when == "always":
        return True
    if when == "without-ebr":
        return ~calls.ebr
    if when == "unsolicited":
        return ~calls.ebr & ~((calls.consent != NO_CONSENT) & calls.unrevoked)
    raise ValueError(f"when: {when!r}")
