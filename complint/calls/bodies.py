"""Call schedules as JSON and YAML bodies: ElevenLabs batch, campaign and single call, and complint's own `calls:` list."""

from __future__ import annotations

from complint.calls.objects import Headers, gather, text_of
from complint.calls.raw import Raw, Source
from complint.calls.schema import VARIABLES
from complint.core.route import get

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

BATCH_CALL, CAMPAIGN, SINGLE, OWN = "batch call", "campaign", "single call", "schedule"
_DATA = "conversation_initiation_client_data"


def what_is(data: Any) -> str | None:
    """Return which body some loaded data is, or None."""
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("recipients"), list):
        if isinstance(data.get("channel_config"), dict) or isinstance(data.get("policy"), dict):
            return CAMPAIGN
        return BATCH_CALL if "agent_id" in data or "call_name" in data else None
    if isinstance(data.get("calls"), list):
        return OWN
    return SINGLE if "agent_id" in data and "to_number" in data else None


class BodySource(Source):
    """A body of one of the four shapes; `what_is` must have told which."""

    def __init__(self, path: str, data: dict[str, Any], what: str, chosen: dict[str, str]) -> None:
        super().__init__(path, what)
        self.body = data
        self.chosen = chosen
        if what == OWN:
            self._own(data)
        else:
            self.start_text = text_of(data.get("scheduled_time_unix"))
            self.dispatched = True
            limit = data.get("target_concurrency_limit")
            self.concurrency = limit if isinstance(limit, int) and not isinstance(limit, bool) and limit > 0 else None

    def _own(self, data: dict[str, Any]) -> None:
        zone = data.get("timezone")
        self.timezone = zone if isinstance(zone, str) else None
        dispatch = data.get("dispatch")
        if dispatch is None:
            return
        self.dispatched = True
        self.start_text = text_of(get(dispatch, "start"))
        for name in ("concurrency", "call_seconds"):
            value = get(dispatch, name)
            if isinstance(value, int) and not isinstance(value, bool) and value > 0:
                setattr(self, name, value)
            elif value is not None:
                self.problems.append(f"dispatch.{name} is no positive whole number: {value!r}")

    def batches(self) -> Iterator[Raw]:
        """Yield the rows."""
        rows = {OWN: self._calls, SINGLE: self._single}.get(self.what, self._recipients)
        return gather(rows())

    def _calls(self) -> Iterator[tuple[dict[str, str | None], str | None]]:
        headers = Headers(self.chosen)
        defaults = self.body.get("defaults")
        below = headers.row(defaults, 0) if isinstance(defaults, dict) else {}
        for index, call in enumerate(self.body["calls"]):
            if not isinstance(call, dict):
                yield dict(below), "a call is an object"
                continue
            own = {key: value for key, value in headers.row(call, index + 1).items() if value not in (None, "")}
            yield {**below, **own}, None

    def _recipients(self) -> Iterator[tuple[dict[str, str | None], str | None]]:
        common = {"agent_id": self.body.get("agent_id"), "campaign": _name(self.body)}
        whole = _variables(self.body)
        for recipient in self.body["recipients"]:
            if not isinstance(recipient, dict):
                yield _texts({**common, **whole}), "a recipient is an object"
                continue
            own = {"call_id": recipient.get("id"), "phone_number": recipient.get("phone_number")}
            yield _texts({**whole, **_variables(recipient), **common, **own}), None

    def _single(self) -> Iterator[tuple[dict[str, str | None], str | None]]:
        own = {"agent_id": self.body.get("agent_id"), "phone_number": self.body.get("to_number")}
        yield _texts({**_variables(self.body), **own}), None


def _name(body: dict[str, Any]) -> Any:
    for key in ("call_name", "campaign_name", "name"):
        if isinstance(body.get(key), str):
            return body[key]
    return None


def _texts(row: dict[str, Any]) -> dict[str, str | None]:
    made = {column: text_of(value) for column, value in row.items()}
    return {**made, "call_type": "artificial_voice"}


def _variables(holder: dict[str, Any]) -> dict[str, Any]:
    """Return the dynamic variables that speak of the call, under their own names; the agent's own do not decide."""
    inner = get(holder, _DATA, "dynamic_variables")
    if not isinstance(inner, dict):
        return {}
    return {key: value for key, value in inner.items() if key in VARIABLES}
