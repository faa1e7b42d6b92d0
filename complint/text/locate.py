"""Routes made concrete: the places of values in JSON or YAML text, all wanted ones in a single pass."""

from __future__ import annotations

from complint.text.span import ASKED, Repeat, Span, to_spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from complint.core.route import JSON, Route

__all__ = ["Repeat", "Span", "locate", "locate_duplicates"]


def locate(
    text: str, syntax: str, routes: Iterable[Route], *, document: int = 0, unique: bool = False
) -> dict[Route, Span]:
    """Return the span of each route in a text; `syntax` is "json" or "yaml", `document` counts in a YAML stream from 0.

    A route that is not there gets the span of its deepest ancestor, marked `exact=False`; in a stream without that
    document all are at offset 0. Of a key written twice the later one counts, as in the data; pass `unique=True` where
    loading found no such key, and the pass stops early. Raises Unreadable where the text cannot be loaded.
    """
    wanted = list(dict.fromkeys(routes))
    trie = _trie(wanted)
    asked = len(wanted) if unique else -1
    if syntax == "json":
        from complint.text.locate_json import bounds_in_json

        found = bounds_in_json(text, trie, asked)
    else:
        from complint.text.locate_yaml import bounds_in_yaml
        from complint.text.yaml_events import PARSER_ERRORS, explain

        try:
            found = bounds_in_yaml(text, trie, asked, document)
        except PARSER_ERRORS as error:
            raise explain(text, error) from None
    nearest = [_nearest(found, route) for route in wanted]
    spans = to_spans(text, (found.get(route, (0, 0, -1, -1)) for route in nearest))
    return {
        route: span if route == there and found else _inexact(span)
        for route, there, span in zip(wanted, nearest, spans, strict=True)
    }


def locate_duplicates(text: str, syntax: str, *, document: int = 0) -> tuple[Repeat, ...]:
    """Return each later occurrence of a key within one object, with the span it replaces, in the order of the text.

    They match the duplicates of that document in `Loaded`, one by one. Raises Unreadable like `locate`.
    """
    if syntax == "json":
        from complint.text.locate_json import repeats

        return repeats(text)
    from complint.text.locate_yaml import repeats as yaml_repeats
    from complint.text.yaml_events import PARSER_ERRORS, explain

    try:
        return yaml_repeats(text, document)
    except PARSER_ERRORS as error:
        raise explain(text, error) from None


def _trie(routes: Iterable[Route]) -> JSON:
    trie: JSON = {}
    for route in routes:
        here = trie
        for step in route:
            here = here.setdefault(step, {})
        here[ASKED] = True
    return trie


def _nearest(found: JSON, route: Route) -> Route:
    """Return the deepest ancestor of a route, or the route itself, that was found."""
    while route and route not in found:
        route = route[:-1]
    return route


def _inexact(span: Span) -> Span:
    from complint.core.record import replace

    return replace(span, exact=False)
