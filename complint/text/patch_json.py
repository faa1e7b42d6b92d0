"""Operations on JSON text as edits: what is inserted follows its siblings, what is removed takes one comma along."""

from __future__ import annotations

from bisect import bisect_left
from json import JSONDecoder
from json.decoder import WHITESPACE, scanstring  # type: ignore[attr-defined]

from complint.core.fix import Append, Remove, Rename, Set
from complint.core.record import record
from complint.core.route import JSON, Route
from complint.text.edit import Edit, Refused
from complint.text.json_style import Style, Verbatim, begins_line, indent_at, style_of
from complint.text.json_text import value_start, whole
from complint.text.patch_data import shown

_LINE_BREAKS = ("\n", "\r")


@record
class Entry:
    """A child of a container: where it begins (its key, if it has one), its key ends, its value begins and ends."""

    step: str | int
    begin: int
    key_end: int
    start: int
    end: int


class JsonPatch:
    """The places of one JSON text, found as far as they are asked for. The text is known to load."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._decode = JSONDecoder(parse_int=str, parse_float=str).raw_decode
        self._root = value_start(text)
        self._entries: dict[int, list[Entry]] = {}
        self._by_key: dict[int, dict[str | int, list[Entry]]] = {}
        self._found: Style | None = None

    def edits(self, op: object, document: int = 0) -> list[Edit]:
        """Return the edits of an operation that fits the data (see `patch_data.changed`); Move has none of its own.

        Raises Refused where the text does not allow it.
        """
        if isinstance(op, Set):
            return self.set(op.route, op.value)
        if isinstance(op, Remove):
            return [self._removal(op.route)]
        if isinstance(op, Append):
            entry = self._entry(op.route)
            return [self._insertion(entry, None, op.value)]
        if isinstance(op, Rename):
            entry = self._entry(op.route, only=True)
            return [Edit(entry.begin, entry.key_end, self._style().inline(op.name))]
        raise Refused(f"{type(op).__name__} is no edit of JSON text")

    def set(self, route: Route, value: JSON | Verbatim, document: int = 0) -> list[Edit]:
        """Return the edits that give a key or item another value, or add the key. `document` is 0: JSON has one."""
        if not route:
            raise Refused("a whole document is not replaced")
        parent = self._entry(route[:-1])
        found = self._at(parent.start, route[-1])
        if not found:
            return [self._insertion(parent, str(route[-1]), value)]
        entry = found[-1]
        return [Edit(entry.start, entry.end, self._replacement(entry, value))]

    def lift(self, route: Route, document: int = 0) -> tuple[Verbatim, list[Edit]]:
        """Return the value under a key as text, for `set`, and the edits that take it out."""
        entry = self._entry(route, only=True)
        return Verbatim(self.text[entry.start : entry.end], indent_at(self.text, entry.begin)), [self._removal(route)]

    def _entry(self, route: Route, *, only: bool = False) -> Entry:
        """Return the entry at a route; `only` refuses a key that is written twice."""
        start = self._root
        entry = Entry("", start, start, start, -1)
        for depth, step in enumerate(route):
            found = self._at(start, step)
            if not found:
                raise Refused(f"there is no {shown(route[: depth + 1])} in the text")
            if only and len(found) > 1 and depth == len(route) - 1:
                raise Refused(f"{shown(route)} is written {len(found)} times")
            entry = found[-1]
            start = entry.start
        return entry

    def _at(self, start: int, step: str | int) -> list[Entry]:
        """Return the entries at a step of a container: several where a key is written more than once."""
        children = self._children(start)
        if isinstance(step, int):
            return children[step : step + 1] if self.text[start] == "[" else []
        if start not in self._by_key:
            by_key = self._by_key[start] = {}
            for child in children:
                by_key.setdefault(child.step, []).append(child)
        return self._by_key[start].get(step, [])

    def _children(self, start: int) -> list[Entry]:
        if start not in self._entries:
            self._entries[start] = self._read(start) if self.text[start] in "[{" else []
        return self._entries[start]

    def _read(self, start: int) -> list[Entry]:
        text, blank = self.text, WHITESPACE.match
        is_object = text[start] == "{"
        found: list[Entry] = []
        offset = blank(text, start + 1).end()
        while text[offset] not in "]}":
            step: str | int = len(found)
            begin = key_end = offset
            if is_object:
                key, key_end = scanstring(text, offset + 1)
                step = whole(key)
                offset = blank(text, blank(text, key_end).end() + 1).end()
            _, end = self._decode(text, offset)
            found.append(Entry(step, begin, key_end, offset, end))
            offset = blank(text, end).end()
            if text[offset] == ",":
                offset = blank(text, offset + 1).end()
        return found

    def _closing(self, start: int) -> int:
        """Return the offset of the bracket that closes the container at an offset."""
        children = self._children(start)
        at: int = WHITESPACE.match(self.text, children[-1].end if children else start + 1).end()
        return at

    def _style(self) -> Style:
        if self._found is None:
            entries = self._children(self._root)
            # a list at the root has its colons one level down
            keyed = [entries[0], *self._children(entries[0].start)[:1]] if entries else []
            colon = next((self.text[e.key_end : e.start] for e in keyed if e.key_end > e.begin), "")
            self._found = style_of(self.text, self._root, entries[0].begin if entries else self._root, colon)
        return self._found

    def _replacement(self, entry: Entry, value: JSON | Verbatim) -> str:
        old = self.text[entry.start : entry.end]
        laid_out = begins_line(self.text, entry.begin)
        if old[0] in "[{" and self._children(entry.start):
            laid_out = any(mark in old for mark in _LINE_BREAKS)
        style = self._style()
        return style.block(value, indent_at(self.text, entry.begin)) if laid_out else style.inline(value)

    def _insertion(self, parent: Entry, key: str | None, value: JSON | Verbatim) -> Edit:
        """Return the edit that adds a last entry to a container."""
        children, style = self._children(parent.start), self._style()
        head = "" if key is None else style.inline(key)
        if not children:
            return self._first(parent, head, value)
        last = children[-1]
        separator = self._separator(parent, children)
        if key is not None:
            colon = self.text[last.key_end : last.start]
            head += style.colon if any(mark in colon for mark in _LINE_BREAKS) else colon
        padding = self._padding(children, value)
        if padding is not None:
            body = style.inline(value, padding)
        elif any(mark in separator for mark in _LINE_BREAKS):
            line = separator[max(separator.rfind(mark) for mark in _LINE_BREAKS) + 1 :]
            body = style.block(value, line[: len(line) - len(line.lstrip())])
        else:
            body = style.inline(value)
        return Edit(last.end, last.end, separator + head + body)

    def _padding(self, children: list[Entry], value: JSON | Verbatim) -> str | None:
        """Return the blanks within the brackets of the last sibling of the same kind, if that is written on one line."""
        opening = "{" if isinstance(value, dict) else "[" if isinstance(value, list) else ""
        for child in reversed(children) if opening else ():
            inside = self._children(child.start) if self.text[child.start] == opening else []
            if inside:
                text = self.text[child.start : child.end]
                on_a_line = not any(mark in text for mark in _LINE_BREAKS)
                return self.text[child.start + 1 : inside[0].begin] if on_a_line else None
        return None

    def _separator(self, parent: Entry, children: list[Entry]) -> str:
        """Return what stands between the last two entries, or would: comma, line break, indent; blank lines left out."""
        last = children[-1]
        if len(children) > 1:
            between = self.text[children[-2].end : last.begin]
        else:
            inner = self.text[parent.start + 1 : last.begin]
            between = "," + inner if any(mark in inner for mark in _LINE_BREAKS) else self._style().comma
        before, comma, after = between.partition(",")
        lines = after.splitlines()
        return before + comma + (self._style().newline + lines[-1] if len(lines) > 2 else after)

    def _first(self, parent: Entry, head: str, value: JSON | Verbatim) -> Edit:
        """Return the edit that adds the only entry to an empty container."""
        style = self._style()
        head += style.colon if head else ""
        if begins_line(self.text, parent.begin):
            outer = indent_at(self.text, parent.begin)
            inner = outer + style.unit
            body = f"{style.newline}{inner}{head}{style.block(value, inner)}{style.newline}{outer}"
        else:
            body = head + style.inline(value)
        return Edit(parent.start + 1, self._closing(parent.start), body)

    def _removal(self, route: Route) -> Edit:
        entry = self._entry(route, only=True)
        start = self._entry(route[:-1]).start
        children = self._children(start)
        at = bisect_left(children, entry.begin, key=lambda child: child.begin)
        if len(children) == 1:
            return Edit(start + 1, self._closing(start), "")
        if at + 1 < len(children):
            return Edit(entry.begin, children[at + 1].begin, "")
        return Edit(children[at - 1].end, entry.end, "")
