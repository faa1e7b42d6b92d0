"""Places in JSON text without a tree: the walk follows the wanted routes, the C scanner skips the rest."""

from __future__ import annotations

from json import JSONDecoder
from json.decoder import WHITESPACE, scanstring  # type: ignore[attr-defined]

from complint.text.errors import Unreadable
from complint.text.json_text import value_start, whole
from complint.text.loaded import Duplicate
from complint.text.span import ASKED, Repeat, to_repeats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.core.route import JSON, Route
    from complint.text.span import Bounds


def bounds_in_json(text: str, wanted: JSON, asked: int) -> dict[Route, Bounds]:
    """Return the bounds of every route of a trie (see `span.ASKED`) that the text has, and of the root.

    `asked` is the number of wanted routes if no key is written twice, so that the walk may stop when all are found,
    else -1: of a key written twice the last one counts. Raises Unreadable where `load_json` would refuse the text.
    """
    try:
        walk = _Walk(text, asked)
        start = value_start(text)
        walk.found[()] = (start, start, -1, -1)
        end = walk.into(start, wanted, ())
        walk.found[()] = (start, end, -1, -1)
    except (ValueError, IndexError, RecursionError):
        raise Unreadable("not JSON") from None
    return walk.found


def repeats(text: str) -> tuple[Repeat, ...]:
    """Return every later occurrence of a key within one object, in the order of the text; raise as above."""
    try:
        return to_repeats(text, _repeats(text))
    except (ValueError, IndexError, RecursionError):
        raise Unreadable("not JSON") from None


def _repeats(text: str) -> Iterator[tuple[Duplicate, Bounds, Bounds]]:
    walk = _Walk(text, -1)
    root = value_start(text)
    walk.skip(root)  # raises where the text is not whole
    todo: list[tuple[Route, int]] = [((), root)]
    while todo:
        route, here = todo.pop()
        seen: dict[str | int, Bounds] = {}
        for step, start, key_start, key_end in walk.children(here):
            walk.end = walk.skip(start)
            bounds = (start, walk.end, key_start, key_end)
            if step in seen:
                yield Duplicate(route, str(step)), seen[step], bounds
            seen[step] = bounds
            if text[start] in "[{":
                todo.append(((*route, step), start))


class _Walk:
    """A walk over a JSON text that is known to be whole; `end` is where the value stepped over last has ended."""

    def __init__(self, text: str, left: int) -> None:
        self.text = text
        self.left = left
        self.end = 0
        self.found: dict[Route, Bounds] = {}
        self.decode = JSONDecoder(parse_int=str, parse_float=str).raw_decode
        self.halves = "\\u" in text

    def skip(self, offset: int) -> int:
        """Return where the value that begins at an offset has ended."""
        _, end = self.decode(self.text, offset)
        return end

    def into(self, start: int, steps: JSON, route: Route) -> int:
        """Find the wanted routes below a value and return where it ends, or anything once nothing is left to find."""
        wanted = len(steps) - (ASKED in steps)
        if wanted and self.text[start] in "[{":
            for step, offset, key_start, key_end in self.children(start):
                if step not in steps:
                    self.end = self.skip(offset)
                    continue
                below = (*route, step)
                if below in self.found:  # written twice: what was found below the first one is lost
                    self.found = {key: value for key, value in self.found.items() if key[: len(below)] != below}
                end = self.into(offset, steps[step], below)
                self.found[below] = (offset, end, key_start, key_end)
                if not self.left:
                    return end
                self.end = end
            end = self.end
        else:
            end = self.skip(start)
        self.left -= ASKED in steps
        return end

    def children(self, start: int) -> Iterator[tuple[str | int, int, int, int]]:
        """Yield key or index, start of the value and bounds of the key of each child of the container at an offset.

        Whoever takes them sets `end` to the end of each value before asking for the next; after the last one `end` is
        that of the container. A scalar has no children.
        """
        text, blank = self.text, WHITESPACE.match
        if text[start] not in "[{":
            return
        is_object = text[start] == "{"
        closing = "}" if is_object else "]"
        offset = blank(text, start + 1).end()
        index = 0
        key_start = key_end = -1
        while text[offset] != closing:
            step: str | int = index
            if is_object:
                key_start = offset
                key, key_end = scanstring(text, offset + 1)
                step = whole(key) if self.halves else key
                offset = blank(text, blank(text, key_end).end() + 1).end()
            yield step, offset, key_start, key_end
            index += 1
            offset = blank(text, self.end).end()
            if text[offset] == ",":
                offset = blank(text, offset + 1).end()
        self.end = offset + 1
