"""Speech requests of a file in every form they are kept in: flat, structured, WebSocket messages, lists of them."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.model import kind as kinds
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT_TO_SPEECH, DIALOGUE = "text-to-speech", "text-to-dialogue"
SPEECH_TO_SPEECH, STREAM_INPUT = "speech-to-speech", "stream-input"
MULTI_STREAM_INPUT, DIALOGUE_STREAM_INPUT = "multi-stream-input", "text-to-dialogue/stream-input"
_STRUCTURED = ("query", "body")
_SOCKET_ONLY = ("generation_config", "xi-api-key", "xi_api_key")


@record
class Parameter:
    """A query parameter as found: `value` is text where it stands in the URL itself, and then `in_url` is true."""

    route: Route
    value: JSON
    in_url: bool = False


@record
class SpeechRequest:
    """One request. `route` leads to the object that is it; `flat` tells that body and query share that one object.

    `endpoint` is "text-to-speech", "text-to-dialogue", "speech-to-speech" or "stream-input" (any WebSocket), None where the
    file does not tell; `socket` says which WebSocket, where that is known. `body`, `query` and `headers` are empty where
    the request has none; their routes then lead to where they would stand.
    """

    route: Route
    flat: bool
    body_route: Route
    body: dict[str, JSON]
    query_route: Route
    query: dict[str, JSON]
    headers_route: Route
    headers: dict[str, JSON]
    url_route: Route
    url: str | None
    endpoint: str | None
    socket: str | None

    def parameter(self, name: str) -> Parameter | None:
        """Return a query parameter such as enable_logging: under `query` (or flat), else in the URL; None where absent."""
        value = self.query.get(name)
        if value is not None:
            return Parameter((*self.query_route, name), value)
        if self.url is not None and "?" in self.url and name in self.url:
            from urllib.parse import parse_qsl

            for key, text in parse_qsl(self.url.partition("#")[0].partition("?")[2], keep_blank_values=True):
                if key == name:
                    return Parameter(self.url_route, text, in_url=True)
        return None


@record
class SpeechRequests:
    """The requests of a speech-request document, in order; none for other kinds."""

    items: tuple[SpeechRequest, ...]


def compute(document: Document) -> SpeechRequests:
    """Return the speech requests of a document."""
    if document.kind != kinds.SPEECH:
        return SpeechRequests(())
    return SpeechRequests(tuple(_requests(document.data, ())))


def _requests(data: JSON, route: Route) -> Iterator[SpeechRequest]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            if isinstance(item, dict):
                yield from _one(item, (*route, index))
    elif isinstance(data, dict):
        yield from _one(data, route)


def _one(data: dict[str, JSON], route: Route) -> Iterator[SpeechRequest]:
    url = data.get("url") if isinstance(data.get("url"), str) else None
    if not any(isinstance(data.get(key), (dict, list)) for key in _STRUCTURED):
        yield _make(data, route, url, route, data, flat=True)
        return
    body = data.get("body")
    if isinstance(body, list):  # the messages of one WebSocket connection
        for index, message in enumerate(body):
            if isinstance(message, dict):
                yield _make(data, route, url, (*route, "body", index), message, flat=False)
    else:
        yield _make(data, route, url, (*route, "body"), body if isinstance(body, dict) else {}, flat=False)


def _make(
    data: dict[str, JSON], route: Route, url: str | None, body_route: Route, body: dict[str, JSON], *, flat: bool
) -> SpeechRequest:
    query, headers = data.get("query"), data.get("headers")
    endpoint, socket = _endpoint(url, body, data)
    return SpeechRequest(
        route,
        flat,
        body_route,
        body,
        route if flat else (*route, "query"),
        data if flat else (query if isinstance(query, dict) else {}),
        (*route, "headers"),
        headers if isinstance(headers, dict) else {},
        (*route, "url"),
        url,
        endpoint,
        socket,
    )


def _endpoint(url: str | None, body: dict[str, JSON], data: dict[str, JSON]) -> tuple[str | None, str | None]:
    """Tell the endpoint by the URL; where there is none, by what only one endpoint takes."""
    path = url.partition("?")[0] if url else ""
    if "stream-input" in path:
        for socket in (DIALOGUE_STREAM_INPUT, MULTI_STREAM_INPUT, STREAM_INPUT):
            if socket in path:
                return STREAM_INPUT, socket
    for name in (TEXT_TO_SPEECH, DIALOGUE, SPEECH_TO_SPEECH):
        if f"/v1/{name}" in path:
            return name, None
    if isinstance(body.get("inputs"), list):
        return DIALOGUE, None
    if body.get("audio") is not None and body.get("text") is None:
        return SPEECH_TO_SPEECH, None
    if body.get("voice_id") is not None or get(data, "voice_id") is not None:
        return TEXT_TO_SPEECH, None
    return (STREAM_INPUT if any(body.get(key) is not None for key in _SOCKET_ONLY) else None), None
