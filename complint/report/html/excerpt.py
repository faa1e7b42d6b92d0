"""The offending lines of a file: numbered, secrets masked, the span marked, long lines cut around it."""

from __future__ import annotations

from complint.report.html.markup import Markup, tag, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.core.finding import Place
    from complint.report.snippets import Snippets

_BEFORE, _SPAN, _AFTER = 60, 400, 140  # characters of a long line that are shown
_MOST = 7  # marked lines in full; of a longer span the first ones and the last
_CUT = "…"


def excerpt(snippets: Snippets | None, place: Place, *, around: int = 1) -> Markup | None:
    """Return the lines of a place with `around` lines on each side, or None where it has none."""
    if snippets is None or place.line is None or not 1 <= place.line <= snippets.count:
        return None
    last = min(place.end_line or place.line, snippets.count)
    rows = list(_rows(snippets, place, place.line, max(last, place.line), around))
    return tag("pre", tag("code", rows), tabindex="0", aria_label=f"Lines {place.line} to {last} of {place.path[:200]}")


def _rows(snippets: Snippets, place: Place, first: int, last: int, around: int) -> Iterator[Markup]:
    for number in range(max(1, first - around), first):
        if snippets.line(number).strip():
            yield _row(number, [_plain(snippets.line(number))])
    for number in range(first, last + 1):
        if last - first >= _MOST and first + _MOST - 2 < number < last:
            if number == last - 1:
                yield tag("span", tag("i", _CUT), f"{last - first - _MOST + 1:,} lines more\n", class_="gap")
            continue
        yield _row(number, _marked(snippets, place, number, first, last), marked=True)
    for number in range(last + 1, min(snippets.count, last + around) + 1):
        if snippets.line(number).strip():
            yield _row(number, [_plain(snippets.line(number))])


def _row(number: int, parts: list[Markup], *, marked: bool = False) -> Markup:
    return tag("span", tag("i", str(number)), parts, Markup("\n"), class_="on" if marked else None)


def _marked(snippets: Snippets, place: Place, number: int, first: int, last: int) -> list[Markup]:
    line = snippets.line(number)
    start = (place.column or 1) - 1 if number == first else 0
    stop = (place.end_column or len(line) + 1) - 1 if number == last else len(line)
    start, stop = min(start, len(line)), max(min(start, len(line)), min(stop, len(line)))
    before = line[:start] if start <= _BEFORE else _CUT + line[start - _BEFORE : start]
    inside = line[start:stop] if stop - start <= _SPAN else line[start : start + _SPAN] + _CUT
    after = line[stop:] if len(line) - stop <= _AFTER else line[stop : stop + _AFTER] + _CUT
    return [_shown(before), tag("mark", _shown(inside or " ")), _shown(after)]


def _plain(line: str) -> Markup:
    most = _BEFORE + _AFTER
    return _shown(line if len(line) <= most else line[:most] + _CUT)


def _shown(part: str) -> Markup:
    return text(part.replace("\t", "    "))
