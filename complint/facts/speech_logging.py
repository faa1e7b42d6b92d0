"""The query parameter that keeps a speech request out of the vendor's logs, and how to write it."""

from __future__ import annotations

from complint.core.fix import Set
from complint.core.route import get
from complint.facts.speech_requests import Parameter, SpeechRequest
from complint.model.document import Document

LOGGING = "enable_logging"


def is_off(parameter: Parameter | None) -> bool:
    """Tell whether enable_logging is false: the boolean, or its text, which is how a query carries it."""
    if parameter is None:
        return False
    value = parameter.value
    return value is False or (isinstance(value, str) and value.strip().lower() in ("false", "0"))


def switch_off(document: Document, request: SpeechRequest) -> Set | None:
    """Return the edit that sets enable_logging to false where the request keeps its query: as an object, flat, or its URL.

    None where there is no place for it that is surely right.
    """
    parameter = request.parameter(LOGGING)
    if parameter is not None and not parameter.in_url:
        return Set(parameter.route, False)
    if request.flat and request.url is None:
        return Set((*request.route, LOGGING), False)
    if request.url is not None and (request.flat or parameter is not None or "?" in request.url):
        return Set(request.url_route, _in_url(request.url))
    query = get(document.data, *request.query_route)
    if query is None:
        return Set(request.query_route, {LOGGING: False})
    return Set((*request.query_route, LOGGING), False) if isinstance(query, dict) else None


def _in_url(url: str) -> str:
    """Return a URL whose query has enable_logging=false once; everything else keeps its place and its spelling."""
    address, mark, fragment = url.partition("#")
    base, _, query = address.partition("?")
    kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0] != LOGGING]
    return f"{base}?{'&'.join([*kept, f'{LOGGING}=false'])}{mark}{fragment}"
