"""What fixes would change, as one unified diff of all files together, secrets masked."""

from __future__ import annotations

from difflib import SequenceMatcher

from complint.facts.secret_shapes import mask
from complint.report.characters import visible
from complint.report.snippets import secret_spans
from complint.sources import open_documents
from complint.text.edit import next_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from complint.text.loaded import Limits
    from complint.writing import Change

_AROUND = 3  # unchanged lines before and after a change
_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified(changes: Iterable[Change], limits: Limits, *, terminal: bool = False) -> str:
    """Return the diff of some changes, to be read or applied (`git apply`, `patch -p1`).

    On a terminal, control characters of the files are printed by name.
    """
    lines = [line for change in changes for line in _of_file(change, limits)]
    if not terminal:
        return "".join(lines)
    return "".join(
        visible(line[:-1]).replace("\\t", "\t").removesuffix("\\r") + "\n" for line in "".join(lines).splitlines(True)
    )


def _of_file(change: Change, limits: Limits) -> Iterator[str]:
    old, old_shown = _lines(change.path, change.before, limits)
    new, new_shown = _lines(change.path, change.after, limits)
    end = "\t\n" if " " in change.path else "\n"  # or the name would end at its first blank
    name = visible(change.path)
    yield "--- /dev/null\n" if change.before is None else f"--- a/{name}{end}"
    yield f"+++ b/{name}{end}"
    for group in _hunks(old, new):
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        for kind, old_start, old_end, new_start, new_end in group:
            if kind == "equal":
                yield from (_ended(" " + line) for line in old_shown[old_start:old_end])
                continue
            yield from (_ended("-" + line) for line in old_shown[old_start:old_end])
            yield from (_ended("+" + line) for line in new_shown[new_start:new_end])


def _hunks(old: list[str], new: list[str]) -> Iterator[list[tuple[str, int, int, int, int]]]:
    """Yield groups of opcodes as difflib does; the equal lines at both ends are found first, since it is slow on long texts."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    before, after = max(start - _AROUND, 0), max(end - _AROUND, 0)
    matcher = SequenceMatcher(None, old[before : len(old) - after], new[before : len(new) - after], autojunk=False)
    for group in matcher.get_grouped_opcodes(_AROUND):
        yield [(kind, a + before, b + before, c + before, d + before) for kind, a, b, c, d in group]


def _lines(path: str, data: bytes | None, limits: Limits) -> tuple[list[str], list[str]]:
    """Return the lines of a file with their line ends, and the same lines with secrets masked."""
    if data is None:
        return [], []
    documents = open_documents(path, limits, data, explicit=True)
    source = documents[0].source
    assert source is not None
    mark = "\ufeff" if source.bom else ""
    masked = mask(source.text, [span for document in documents for span in secret_spans(document)])
    lines, shown = [], []
    start = 0
    while start < len(source.text):
        end = next_line(source.text, start)
        line = source.text[start:end]
        body = len(line.rstrip("\r\n"))
        lines.append(mark + line)
        shown.append(mark + masked[start : start + body] + line[body:])
        start, mark = end, ""
    return lines, shown


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + 1 if length else start}" + ("" if length == 1 else f",{length}")


def _ended(line: str) -> str:
    return line if line.endswith(("\n", "\r")) else line + _NO_NEWLINE
