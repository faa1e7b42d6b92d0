"""The difference of two texts as edits of few places: what a fix has spliced, found again line by line."""

from __future__ import annotations

from difflib import SequenceMatcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

Edit = tuple[int, int, str]  # start and end in the old text, in characters, and what stands there now


def edits(old: str, new: str) -> list[Edit]:
    """Return edits that make `new` of `old`: apart from each other, in order, none longer than its lines ask for."""
    start = _common(old, new)
    end = min(len(old), len(new)) - start
    tail = _common(old[::-1], new[::-1]) if end else 0
    tail = min(tail, end)
    head = old.rfind("\n", 0, start) + 1
    below = old.find("\n", len(old) - tail)
    stop = len(old) if below < 0 else below + 1
    rest = len(old) - stop
    before = old[head:stop].splitlines(keepends=True)
    after = new[head : len(new) - rest].splitlines(keepends=True)
    return [edit for edit in _hunks(before, after, head) if edit[0] != edit[1] or edit[2]]


def _hunks(before: list[str], after: list[str], offset: int) -> Iterator[Edit]:
    starts = [offset]
    for line in before:
        starts.append(starts[-1] + len(line))
    for tag, first, last, new_first, new_last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if last - first == new_last - new_first:  # as many lines as before: each has its own edit
            pairs = zip(range(first, last), range(new_first, new_last), strict=True)
            for index, new_index in pairs:
                yield _trimmed(before[index], after[new_index], starts[index])
        else:
            yield _trimmed("".join(before[first:last]), "".join(after[new_first:new_last]), starts[first])


def _trimmed(old: str, new: str, offset: int) -> Edit:
    """Return the edit without what both texts begin and end with; a CR LF is never cut in two."""
    start = _common(old, new)
    if start and old[start - 1] == "\r":
        start -= 1
    room = min(len(old), len(new)) - start
    tail = min(_common(old[::-1], new[::-1]), room)
    if tail and old[len(old) - tail] == "\n" and old[: len(old) - tail].endswith("\r"):
        tail -= 1
    return offset + start, offset + len(old) - tail, new[start : len(new) - tail]


def _common(left: str, right: str) -> int:
    """Return the length of what both texts begin with."""
    shorter = min(len(left), len(right))
    return next((index for index in range(shorter) if left[index] != right[index]), shorter)
