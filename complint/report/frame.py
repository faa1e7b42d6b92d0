"""Code frames: the lines of a file that a finding is about, with a mark under each span.

11 |   "prompt": {
12 |     "llm": "nova-9",
   |            ^^^^^^^^
13 |     "temperature": 0.2
"""

from __future__ import annotations

from complint.core.record import record
from complint.report.characters import cells, first_cells, last_cells, visible, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.paint import Paint
    from complint.report.snippets import Snippets

_CUT = "..."
_TAB = "    "
_NARROW = 24


@record
class Mark:
    """A span to underline, in lines and columns as in a Place, with words that stand beside the line."""

    line: int
    column: int
    end_line: int
    end_column: int
    role: str
    label: str = ""
    primary: bool = True


def frame(snippets: Snippets, marks: list[Mark], gutter: int, width: int, paint: Paint) -> list[str]:
    """Return the lines of a frame: marked lines, one line around the primary ones, dots for what is left out.

    `gutter` is the number of cells for line numbers, `width` that of the whole frame.
    """
    room = max(_NARROW, width - gutter - 3)
    bare = paint("frame", " " * gutter + " |")
    out = [bare]
    previous = None
    for number in _numbers(snippets, marks):
        if previous is not None and number > previous + 1:
            out.append(paint("frame", " " * max(0, gutter - 3) + _CUT))
        previous = number
        here = [mark for mark in marks if mark.line == number]
        out += _line(snippets, number, here, gutter, room, paint, bare)
    return [*out, bare]


def gutter_of(marks: list[Mark]) -> int:
    """Return the cells that the line numbers of some marks take, at least as many as dots do."""
    return max(len(_CUT), *(len(str(mark.line + 1)) for mark in marks))


def _numbers(snippets: Snippets, marks: list[Mark]) -> list[int]:
    """Return the numbers of the lines to show, ascending; blank lines are no help around a marked one."""
    marked = {mark.line for mark in marks}
    around = {mark.line + step for mark in marks if mark.primary for step in (-1, 1)}
    numbers = marked | {n for n in around if 1 <= n <= snippets.count and snippets.line(n).strip()}
    # dots for a single line would hide it without saving anything
    numbers |= {n + 1 for n in numbers if n + 1 not in numbers and n + 2 in numbers}
    return sorted(numbers)


def _line(
    snippets: Snippets, number: int, marks: list[Mark], gutter: int, room: int, paint: Paint, bare: str
) -> list[str]:
    head = paint("frame", f"{number:>{gutter}} |")
    if not marks:
        return [f"{head} {_beginning(snippets.line(number), room)}"]
    out: list[str] = []
    last = None
    for mark in marks:
        start = min(mark.column - 1, snippets.length(number))
        stop = mark.end_column - 1 if mark.end_line == mark.line else snippets.length(number)
        code, offset, length = _cut(snippets.line(number), start, max(start, stop), room)
        if code != last:  # a line that fits is shown once; a long one has a window for each mark
            out.append(f"{head} {code}")
        last = code
        out += _underline(mark, offset, max(1, length), room, paint, bare)
    return out


def _underline(mark: Mark, offset: int, length: int, room: int, paint: Paint, bare: str) -> list[str]:
    line = paint(mark.role, ("^" if mark.primary else "-") * length)
    label, role = visible(mark.label), "faint" if mark.primary else mark.role
    if mark.end_line > mark.line:
        label = f"{label} (to line {mark.end_line})" if label else f"to line {mark.end_line}"
    first = f"{bare} {' ' * offset}{line}"
    if not label:
        return [first]
    beside = room - offset - length - 1
    head, *more = wrap(label, max(1, beside))
    if (not more or beside >= _NARROW) and all(cells(part) <= beside for part in (head, *more)):
        indent = offset + length + 1
        return [f"{first} {paint(role, head)}", *(f"{bare} {' ' * indent}{paint(role, rest)}" for rest in more)]
    indent = min(offset, max(0, room - cells(label)))
    return [first, *(f"{bare} {' ' * indent}{paint(role, rest)}" for rest in wrap(label, room - indent))]


def _beginning(text: str, room: int) -> str:
    safe = _safe(text[: room + 1])
    if len(text) <= room and cells(safe) <= room:
        return safe
    return first_cells(safe, room - len(_CUT)) + _CUT


def _cut(text: str, start: int, stop: int, room: int) -> tuple[str, int, int]:
    """Return a line cut to `room` cells around a span of it, and the offset and length of the span there, in cells.

    What stands before the span keeps up to half of the room, or a quarter where the rest needs more; only as much of the text
    is looked at as could be shown, since a minified file is one line.
    """
    before = _safe(text[max(0, start - room) : start])
    inside = _safe(text[start : min(stop, start + room + 1)])
    after = _safe(text[stop : stop + room + 1])
    ahead, within, behind = cells(before), cells(inside), cells(after)
    more_before, more_after = start > room, len(text) - stop > room + 1
    if not more_before and not more_after and ahead + within + behind <= room and stop - start <= room + 1:
        return before + inside + after, ahead, within
    lead = max(room // 4, room - within - behind - 2 * len(_CUT))
    if more_before or ahead > max(room // 2, lead):
        before = _CUT + last_cells(before, lead)
        ahead = cells(before)
    left = room - ahead
    if within > left or stop - start > room + 1:
        inside = first_cells(inside, left - len(_CUT))
        return before + inside + _CUT, ahead, cells(inside)
    if more_after or within + behind > left:
        after = first_cells(after, left - within - len(_CUT)) + _CUT[: left - within]
    return before + inside + after, ahead, within


def _safe(text: str) -> str:
    return visible(text.replace("\t", _TAB))
