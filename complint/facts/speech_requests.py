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
# What begins a request in a list; an item with none of them is a further message of the WebSocket connection before it.
_BEGINS = ("url", "voice_id", "inputs", "audio", "query", "body", "voice_settings", *_SOCKET_ONLY)


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
    the request has none; their routes then lead to where they would stand. A WebSocket connection is one request: `body` is
    its first message, `messages` are all of them with their routes.
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
    messages: tuple[tuple[Route, dict[str, JSON]], ...] = ()

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
    return SpeechRequests(tuple(_requests(document.data)))


def _requests(data: JSON) -> Iterator[SpeechRequest]:
    if isinstance(data, dict):
        yield _one(data, ())
    if not isinstance(data, list):
        return
    objects: list[tuple[Route, dict[str, JSON]]] = [
        ((index,), one) for index, one in enumerate(data) if isinstance(one, dict)
    ]
    starts = [at for at, (_, one) in enumerate(objects) if at == 0 or any(one.get(key) is not None for key in _BEGINS)]
    for start, end in zip(starts, [*starts[1:], len(objects)], strict=False):
        route, first = objects[start]
        yield _one(first, route, tuple(objects[start:end]) if end > start + 1 else ())


def _one(
    data: dict[str, JSON], route: Route, messages: tuple[tuple[Route, dict[str, JSON]], ...] = ()
) -> SpeechRequest:
    url = data.get("url") if isinstance(data.get("url"), str) else None
    flat = not any(isinstance(data.get(key), (dict, list)) for key in _STRUCTURED)
    body_route: Route = route if flat else (*route, "body")
    body = data if flat else data.get("body")
    if isinstance(body, list):  # the messages of one connection
        messages = tuple(((*body_route, index), one) for index, one in enumerate(body) if isinstance(one, dict))
        if messages:
            body_route, body = messages[0]
    body = body if isinstance(body, dict) else {}
    query = data if flat else data.get("query")
    headers = data.get("headers")
    endpoint, socket = _endpoint(url, body, data)
    return SpeechRequest(
        route,
        flat,
        body_route,
        body,
        route if flat else (*route, "query"),
        query if isinstance(query, dict) else {},
        (*route, "headers"),
        headers if isinstance(headers, dict) else {},
        (*route, "url"),
        url,
        endpoint,
        socket,
        messages or ((body_route, body),),
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
