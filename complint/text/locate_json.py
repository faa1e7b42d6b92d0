"""Places in JSON text without a tree: the walk follows the wanted routes and skips all else at the C scanner's speed."""

from __future__ import annotations

from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]

from complint.text.errors import Unreadable
from complint.text.json_text import skip_whitespace, value_start, whole
from complint.text.lines import line_starts
from complint.text.loaded import Duplicate
from complint.text.span import Repeat, to_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from complint.core.route import JSON, Route
    from complint.text.span import Bounds

    Skip = Callable[[int], int]  # from the offset at which a value begins to the one at which it has ended


def bounds_in_json(text: str, wanted: JSON, unique: bool) -> dict[Route, Bounds]:
    """Return the bounds of every route of a trie (nested dicts of steps) that the text has, the root included.

    Of a key written twice the last one counts; `unique` says that there is none, so that the walk may stop early.
    Raises Unreadable where the text is not JSON that `load_json` accepts.
    """
    try:
        return _bounds(text, wanted, unique)
    except (ValueError, IndexError, RecursionError):
        raise Unreadable("not JSON") from None


def repeats(text: str) -> tuple[Repeat, ...]:
    """Return every later occurrence of a key within one object, in the order of the text; raise like `bounds_in_json`."""
    try:
        return tuple(repeat for _, repeat in sorted(_repeats(text), key=lambda pair: pair[0]))
    except (ValueError, IndexError, RecursionError):
        raise Unreadable("not JSON") from None


def _bounds(text: str, wanted: JSON, unique: bool) -> dict[Route, Bounds]:
    skip = _skipper(text)
    start = value_start(text)
    found: dict[Route, Bounds] = {(): (start, skip(start), -1, -1)}
    todo: list[tuple[Route, JSON]] = [((), wanted)]
    while todo:
        route, steps = todo.pop()
        here = found[route][0]
        left = len(steps)
        if not left or text[here] not in "[{":
            continue
        for step, bounds in _children(text, here, skip):
            if step in steps:
                found[*route, step] = bounds
                left -= 1
                if unique and not left:
                    break
        todo.extend(((*route, step), below) for step, below in steps.items() if below and (*route, step) in found)
    return found


def _repeats(text: str) -> Iterator[tuple[int, Repeat]]:
    skip = _skipper(text)
    starts = line_starts(text)
    todo: list[tuple[Route, int]] = [((), value_start(text))]
    while todo:
        route, here = todo.pop()
        seen: dict[str | int, Bounds] = {}
        for step, bounds in _children(text, here, skip):
            if step in seen:
                first, again = to_span(starts, seen[step]), to_span(starts, bounds)
                yield bounds[2], Repeat(Duplicate(route, str(step)), first, again)
            seen[step] = bounds
            if text[bounds[0]] in "[{":
                todo.append(((*route, step), bounds[0]))


def _skipper(text: str) -> Skip:
    decode = JSONDecoder(parse_int=str, parse_float=str).raw_decode
    return lambda offset: decode(text, offset)[1]


def _children(text: str, here: int, skip: Skip) -> Iterator[tuple[str | int, Bounds]]:
    """Yield the keys or indices of the container at an offset with the bounds of their values; none for a scalar."""
    halves = "\\u" in text
    is_object = text[here] == "{"
    closing = "}" if is_object else "]"
    offset = skip_whitespace(text, here + 1)
    index = 0
    key_start = key_end = -1
    while text[offset] != closing:
        step: str | int = index
        if is_object:
            key_start = offset
            key, key_end = scanstring(text, offset + 1)
            step = whole(key) if halves else key
            offset = skip_whitespace(text, skip_whitespace(text, key_end) + 1)
        end = skip(offset)
        yield step, (offset, end, key_start, key_end)
        index += 1
        offset = skip_whitespace(text, end)
        if text[offset] == ",":
            offset = skip_whitespace(text, offset + 1)
