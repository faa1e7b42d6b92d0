"""Where a cursor is in YAML that is being typed: found by indentation, since what is half written does not load."""

from __future__ import annotations

import re

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.core.route import Route

_LINE = re.compile(
    r"""(?P<indent>[ ]*)(?P<dashes>(?:-[ ]+|-$)*)
    (?:(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:[^\s\#{}\[\],&*!|>%@`"'-]|-(?=\S)).*?)(?<![ ])[ ]*:(?=[ ]|$))?(?P<rest>.*)""",
    re.VERBOSE,
)
_REST = re.compile(r"[\w./*+-]*")


@record
class Cursor:
    """A place in half-written YAML.

    `route` leads to the object or list that the cursor is in; with `key` it is the value of that key, or the item of a
    list (`key` an index), that is being typed, else a key of the object; with `item` it may also be that a value is being
    typed in place of the object, behind the dash of a list. `typed` is what stands before the cursor of it,
    `start` and `end` are the columns, in characters, that a completion replaces. `taken` are the keys beside it. `flow` tells
    that it is within braces or brackets.
    """

    route: Route
    key: str | int | None
    typed: str
    start: int
    end: int
    taken: frozenset[str]
    flow: bool = False
    item: bool = False


@record
class _Entry:
    """A key at a column, or the dash of an item (`key` None)."""

    column: int
    key: str | None


def cursor_at(lines: list[str], line: int, column: int) -> Cursor | None:
    """Return where a cursor is, line from 0 and column in characters; None within a comment.

    An index in the route is 0 whichever item it is: all items of a list follow one schema.
    """
    whole = lines[line] if line < len(lines) else ""
    head = whole[:column]
    found = _LINE.fullmatch(head)
    if found is None or _in_comment(head):
        return None
    indent = len(found["indent"])
    dashes = found["dashes"]
    start = indent + len(dashes)
    end = column + len(_REST.match(whole[column:]).group())  # type: ignore[union-attr]  # it matches nothing at least
    above = [_Entry(indent + at, None) for at, character in enumerate(dashes) if character == "-"]
    if found["key"] is None:
        rest = head[start:]
        around = _route(lines, line, start, above)
        if rest[:1] in ("{", "["):
            return _within(around, rest, start, end)
        taken = frozenset(_siblings(lines, line, start))
        return Cursor(around, None, rest, start, end, taken, item=bool(above))
    value = found["rest"]
    value_start = len(head) - len(value.lstrip(" "))
    key = _plain(found["key"])
    around = _route(lines, line, start, above)
    if value.lstrip(" ")[:1] in ("{", "["):
        return _within((*around, key), value.lstrip(" "), value_start, end)
    return Cursor(around, key, value.lstrip(" "), value_start, end, frozenset())


def key_at(lines: list[str], line: int, column: int) -> tuple[Route, int, int] | None:
    """Return the route of the key under a cursor in block style, with its first and last column; None where there is none."""
    whole = lines[line] if line < len(lines) else ""
    found = _LINE.fullmatch(whole)
    if found is None or found["key"] is None or _in_comment(whole[:column]):
        return None
    start, end = found.span("key")
    if not start <= column <= end:
        return None
    above = [
        _Entry(found.start("dashes") + at, None) for at, character in enumerate(found["dashes"]) if character == "-"
    ]
    return (*_route(lines, line, start, above), _plain(found["key"])), start, end


def _in_comment(head: str) -> bool:
    """Tell whether the end of the beginning of a line is in a comment."""
    quote, before = "", ""
    for index, character in enumerate(head):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and before in ("", "-", ":", "[", "{", ","):
            quote = character
        elif character == "#" and (index == 0 or head[index - 1].isspace()):
            return True
        before = before if character.isspace() else character
    return False


def _entries(line: str) -> list[_Entry]:
    """Return the entries of a line from right to left; none of an empty line or a comment."""
    if not line.strip() or line.lstrip().startswith("#"):
        return []
    found = _LINE.fullmatch(line)
    if found is None or (found["key"] is not None and _in_comment(line[: found.end("key")])):
        return []
    start = found.start("dashes")
    made = [_Entry(start + at, None) for at, character in enumerate(found["dashes"]) if character == "-"]
    if found["key"] is not None:
        made.append(_Entry(found.start("key"), _plain(found["key"])))
    return made[::-1]


def _route(lines: list[str], line: int, column: int, own: list[_Entry]) -> Route:
    """Return the route to the object or list that a column of a line is in; `own` are the dashes on that line."""
    route: list[str | int] = []
    limit, item = (
        column,
        False,
    )  # what encloses stands to the left; the key of a list may stand at the column of its dashes
    for entry in [*own[::-1], *_above(lines, line)]:
        if entry.key is None:
            if entry.column < limit:
                route.append(0)
                limit, item = entry.column, True
        elif entry.column < limit or (item and entry.column == limit):
            route.append(entry.key)
            limit, item = entry.column, False
        if limit == 0 and not item:
            break
    return tuple(route[::-1])


def _above(lines: list[str], line: int) -> Iterator[_Entry]:
    for number in range(line - 1, -1, -1):
        if lines[number].startswith(("---", "...")):
            return
        yield from _entries(lines[number])


def _siblings(lines: list[str], line: int, column: int) -> Iterator[str]:
    """Yield the keys of the object that a column of a line is in, above and below."""
    for step, first in ((-1, line - 1), (1, line + 1)):
        number = first
        while 0 <= number < len(lines):
            entries = _entries(lines[number])
            if step > 0 and entries and entries[-1].column < column:
                break
            yield from (entry.key for entry in entries if entry.key is not None and entry.column == column)
            if entries and entries[-1].column < column:
                break
            number += step


def _plain(key: str) -> str:
    if key[:1] == key[-1:] and key[:1] in ("'", '"') and len(key) > 1:
        return key[1:-1]
    return key.strip()


def _within(route: Route, text: str, start: int, end: int) -> Cursor | None:
    """Return the cursor at the end of a text in flow style that begins with a bracket at a column; None behind its end."""
    here: list[str | int] = list(route)
    stack: list[tuple[str, int]] = []  # the bracket, and how long the route is outside of it
    taken: list[set[str]] = []
    token, token_at, key, quote = "", start, None, ""
    for index, character in enumerate(text, start):
        if quote:
            token += character
            quote = "" if character == quote else quote
        elif character in "{[":
            if stack:
                here.append(key if stack[-1][0] == "{" and key is not None else 0)
            stack.append((character, len(here)))
            taken.append(set())
            token, token_at, key = "", index + 1, None
        elif character in "}]":
            if not stack:
                return None
            stack.pop()
            taken.pop()
            if not stack:
                return None
            here = here[: stack[-1][1]]
            token, token_at, key = "", index + 1, None
        elif character == ",":
            token, token_at, key = "", index + 1, None
        elif character == ":" and stack[-1][0] == "{" and text[index - start + 1 : index - start + 2] in ("", " "):
            key = _plain(token.strip())
            taken[-1].add(key)
            token, token_at = "", index + 1
        else:
            if character in "\"'" and not token.strip():
                quote = character
            token += character
    if not stack:
        return None
    begin = token_at + len(token) - len(token.lstrip(" "))
    at = key if stack[-1][0] == "{" else 0
    return Cursor(tuple(here), at, token.lstrip(" "), begin, end, frozenset(taken[-1]), flow=True)
