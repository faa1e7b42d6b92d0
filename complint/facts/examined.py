"""What the schemas say of a document, part by part: a file may hold several tools or requests, bare or wrapped."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.completeness import compute as completeness
from complint.facts.tool_files import tool_configs
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import Project
from complint.schema.check import Examination, examine
from complint.schema.snake import to_snake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@record
class ExaminedPart:
    """One part of a document under one schema.

    `data` is the part with the API's key names, `route` leads to it in the document; `place` turns a route inside `data`
    into one of the document. `schema` is a kind of `complint.schema`. `renamed` has the keys that are written in camelCase
    among snake_case ones, by their route in `data`: a file of the JavaScript SDK, camelCase throughout, has none.
    """

    schema: str
    route: Route
    data: JSON
    partial: bool
    verdict: Examination
    renamed: dict[Route, str]
    inner: Callable[[Route], Route]

    def place(self, route: Route) -> Route:
        """Return the route in the document's canonical data of a route in this part."""
        return (*self.route, *self.inner(route))


@record
class Examined:
    """All parts of a document that a schema knows."""

    parts: tuple[ExaminedPart, ...]


def compute(document: Document, project: Project) -> Examined:
    """Return the verdicts of the schemas on a document; no parts for kinds without a schema."""
    if document.kind == kinds.AGENT:
        partial = not completeness(document, project).complete
        return Examined(
            (_camel_agent(document, partial) if document.camel else _part("agent", (), document.data, partial),)
        )
    return Examined(tuple(_part(schema, route, data, False) for schema, route, data in _parts(document)))


def _parts(document: Document) -> Iterator[tuple[str, Route, JSON]]:
    data = document.data
    if document.kind == kinds.TOOL:
        configs = tool_configs(data)
        yield from (("tool", config.route, config.data) for config in configs)
        if not configs:
            yield "tool", (), data
    elif document.kind in (kinds.TEST, kinds.MCP_SERVER):
        yield document.kind, (), data
    elif document.kind == kinds.MCP_OVERRIDE:
        listed = data if isinstance(data, list) else get(data, "tool_config_overrides")
        base: Route = () if isinstance(data, list) else ("tool_config_overrides",)
        if isinstance(listed, list):
            yield from (("mcp-override", (*base, index), item) for index, item in enumerate(listed))
        else:
            yield "mcp-override", (), data
    elif document.kind == kinds.SPEECH:
        from complint.facts.speech_requests import compute as speech_requests

        seen = dict.fromkeys(request.route for request in speech_requests(document).items)
        yield from (("speech-request", route, get(data, *route) if route else data) for route in seen)
    elif document.kind == kinds.SCHEDULE and isinstance(data, dict) and "calls" not in data:
        if isinstance(data.get("recipients"), list) and "channel_config" not in data and not _is_answer(data):
            yield "batch-call", (), data
        elif "to_number" in data:
            yield "outbound-call", (), data


def _is_answer(data: dict[str, JSON]) -> bool:
    """Tell a batch as the API gives it back (BatchCallDetailedResponse), which is no body to send."""
    return "call_name" not in data and {"id", "name", "status", "created_at_unix"} <= data.keys()


def _part(schema: str, route: Route, data: JSON, partial: bool) -> ExaminedPart:
    verdict = examine(schema, data, partial)
    if any(isinstance(route[-1], str) and route[-1] != route[-1].lower() for route in verdict.unknown):
        snake = to_snake(data, schema)
        if snake.written:
            renamed = {} if schema != "agent" and _is_of_sdk(data) else _with_capitals(snake.written)
            again = examine(schema, snake.data, partial)
            return ExaminedPart(schema, route, snake.data, partial, again, renamed, snake.original_route)
    return ExaminedPart(schema, route, data, partial, verdict, {}, _same)


def _camel_agent(document: Document, partial: bool) -> ExaminedPart:
    renamed: dict[Route, str] = {}
    if isinstance(document.raw.get("conversation_config"), dict):
        renamed = _with_capitals(to_snake(document.raw, "agent").written)
    verdict = examine("agent", document.data, partial)
    return ExaminedPart("agent", (), document.data, partial, verdict, renamed, _same)


def _with_capitals(written: dict[Route, str]) -> dict[Route, str]:
    """Leave out what the vendor's own command line writes and reads back: color1 for color_1."""
    return {route: key for route, key in written.items() if key != key.lower()}


def _is_of_sdk(data: JSON) -> bool:
    """Tell whether an object has camelCase keys and no snake_case ones, as the JavaScript SDK writes it."""
    keys = [key for key in data if isinstance(key, str)] if isinstance(data, dict) else []
    return not any("_" in key for key in keys) and any(key != key.lower() for key in keys)


def _same(route: Route) -> Route:
    return route
