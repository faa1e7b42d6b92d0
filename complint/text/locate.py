"""Routes made concrete: the places of values in JSON or YAML text, all wanted ones in a single pass."""

from __future__ import annotations

from complint.text.lines import line_starts
from complint.text.span import Repeat, Span, to_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from complint.core.route import JSON, Route
    from complint.text.span import Bounds

__all__ = ["Repeat", "Span", "locate", "locate_duplicates"]


def locate(
    text: str, syntax: str, routes: Iterable[Route], *, document: int = 0, unique: bool = False
) -> dict[Route, Span]:
    """Return the span of each route in a text; `syntax` is "json" or "yaml", `document` counts in a YAML stream from 0.

    A route that is not there gets the span of its deepest ancestor, marked `exact=False`; in a stream without that
    document all are at offset 0. Of a key written twice the later one counts, as in the data; pass `unique=True` where
    loading found no such key, and the pass stops early. Raises Unreadable where the text cannot be loaded.
    """
    wanted = set(routes)
    found = _json(text, wanted, unique) if syntax == "json" else _yaml(text, wanted, unique, document)
    starts = line_starts(text)
    return {route: _nearest(starts, found, route) for route in wanted}


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


def _json(text: str, wanted: set[Route], unique: bool) -> dict[Route, Bounds]:
    from complint.text.locate_json import bounds_in_json

    return bounds_in_json(text, _trie(wanted), unique)


def _yaml(text: str, wanted: set[Route], unique: bool, document: int) -> dict[Route, Bounds]:
    from complint.text.locate_yaml import ASKED, bounds_in_yaml
    from complint.text.yaml_events import PARSER_ERRORS, explain

    trie = _trie((*route, ASKED) for route in wanted)
    try:
        return bounds_in_yaml(text, trie, len(wanted) if unique else -1, document)
    except PARSER_ERRORS as error:
        raise explain(text, error) from None


def _trie(routes: Iterable[JSON]) -> JSON:
    """Return routes as nested dicts of their steps."""
    trie: JSON = {}
    for route in routes:
        here = trie
        for step in route:
            here = here.setdefault(step, {})
    return trie


def _nearest(starts: list[int], found: dict[Route, Bounds], route: Route) -> Span:
    for length in range(len(route), -1, -1):
        bounds = found.get(route[:length])
        if bounds is not None:
            return to_span(starts, bounds, length == len(route))
    return to_span(starts, (0, 0, -1, -1), False)
