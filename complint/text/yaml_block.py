"""Edits in block collections of YAML: lines put in, taken out or exchanged, comments kept.

The module imports PyYAML: import it late.
"""

from __future__ import annotations

import re

from complint.core.record import record, replace
from complint.text.edit import Edit, Refused, line_end, line_start, next_line
from complint.text.yaml_nodes import EMPTY, MAPPING, SCALAR, SEQUENCE, Entry, Node
from complint.text.yaml_style import Style
from complint.text.yaml_tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from complint.core.route import JSON

    Span: TypeAlias = tuple[int, int]

NOTHING = (0, 0)
_BLOCK_SCALARS = ("|", ">")


@record
class Lifted:
    """A value as written, from behind its colon to the end of its last line; its key stood at `column`."""

    text: str
    column: int

    @property
    def is_inline(self) -> bool:
        """Tell whether it may stand within brackets: one line, no comment, no plain text with marks that count there."""
        if "\n" in self.text or "\r" in self.text or " #" in self.text:
            return False
        inner = self.text.strip(" \t")
        return inner[:1] in ("'", '"', "[", "{") or not any(mark in inner for mark in ",[]{}?:")


class Block:
    """Edits of one text in its block collections."""

    def __init__(self, text: str, tree: Tree, style: Style) -> None:
        self.text = text
        self.tree = tree
        self.style = style

    def insertion(self, node: Node, key: str | None, value: JSON | Lifted) -> Edit:
        """Return the edit that adds a last entry on lines of its own, right behind the entry before."""
        column = self._column(node.entries[0])
        last = node.entries[-1]
        end = self._behind(last, column)
        first, *rest = self._value(node, value, column, None, literal=self._takes_block(end, column))
        head = "-" if key is None else self.style.string(key, key_quotes(node)) + ":"
        lines = [head + first, *rest]
        between = self.style.newline + " " * column
        if end == len(self.text) and self._is_open(last):
            if key is None:
                raise Refused("the text before would get a line break at its end")
            return Edit(last.begin, last.begin, self._joined(lines, column) + between)
        return Edit(end, end, self.style.newline + " " * column + self._joined(lines, column))

    def replacement(self, node: Node, entry: Entry, value: JSON | Lifted, gone: Span = NOTHING) -> Edit:
        """Return the edit that gives an entry another value; comments stay, but for those in the span that is `gone`."""
        old = entry.value
        literal = self._takes_block(line_end(self.text, entry.end), self._column(entry))
        first, *rest = self._value(node, value, self._column(entry), old, literal=literal)
        # a block collection whose first line stands behind a dash
        is_compact = isinstance(value, (dict, list)) and first.strip() != "" and first.lstrip()[0] not in "{["
        if not rest and self._is_on_a_line(old) and not (is_compact and old.anchor is not None):
            if old.kind == EMPTY:
                at = max(entry.head, old.end)
                return Edit(at, at, first)
            return Edit(old.content, old.end, first[1:])
        return self._exchange(entry, first, rest, gone, is_compact=is_compact)

    def removal(self, node: Node, entry: Entry, gone: Span = NOTHING) -> Edit:
        """Return the edit that removes one of several entries; its comments stay, on lines of their own, but for `gone`."""
        newline, indent = self.style.newline, " " * self._column(entry)
        start = line_start(self.text, entry.begin)
        if self.text[start : entry.begin].strip(" "):
            follower = node.entries[1]
            kept = self._comments(entry.begin, follower.begin, gone)
            return Edit(entry.begin, follower.begin, "".join(comment + newline + indent for comment in kept))
        end, stop = line_end(self.text, entry.end), next_line(self.text, entry.end)
        kept = self._comments(start, end, gone)
        if end < len(self.text):
            return Edit(start, stop, "".join(indent + comment + newline for comment in kept))
        if kept:
            return Edit(start, end, newline.join(indent + comment for comment in kept))
        before = node.entries[node.entries.index(entry) - 1]
        if not self._is_open(before):  # else the line break is part of the text above
            start -= 2 if self.text.startswith("\r\n", start - 2) else 1
        return Edit(start, end, "")

    def emptied(self, node: Node, empty: JSON, gone: Span = NOTHING) -> Edit:
        """Return the edit that makes a document of one entry an empty one; comments stay, but for `gone`."""
        end = line_end(self.text, node.end)
        kept = self._comments(node.content, end, gone)
        return Edit(node.content, end, self.style.newline.join([self.style.scalar(empty), *kept]))

    def lifted(self, entry: Entry) -> tuple[Lifted, Span]:
        """Return the value of an entry as it is written, with its comments, and where that stands."""
        end = line_end(self.text, entry.end)
        return Lifted(self.text[entry.head : end], self._column(entry)), (entry.head, end)

    def _exchange(self, entry: Entry, first: str, rest: list[str], gone: Span, *, is_compact: bool) -> Edit:
        """Return the edit of all from the colon or dash to the end of the value's last line."""
        old, newline, column = entry.value, self.style.newline, self._column(entry)
        end = line_end(self.text, entry.end)
        head_end = line_end(self.text, entry.head)
        anchor = f" &{old.anchor}" if old.anchor is not None else ""
        beside, below = "", []
        for start, stop in self._spans(entry.head, end, gone):
            if start < head_end:
                before = self.text[:start]
                beside = before[len(before.rstrip(" \t")) :] + self.text[start:stop]
            else:
                below.append(self.text[start:stop].rstrip())
        if (beside or anchor) and is_compact:
            # what stands behind the dash keeps it from holding the first line of the value
            rest = [" " * (len(first) - len(first.lstrip()) + 1) + first.strip(), *rest]
            first = ""
        lines = [line if not line else " " * column + line for line in rest]
        lines += [" " * column + comment for comment in below]
        return Edit(entry.head, end, newline.join([anchor + first + beside, *lines]))

    def _value(self, node: Node, value: JSON | Lifted, column: int, old: Node | None, *, literal: bool) -> list[str]:
        """Return what follows the dash or colon of an entry: the rest of its line, and lines indented from its column.

        Without `literal` no block of text is written.
        """
        if isinstance(value, Lifted):
            return self._shifted(value, column)
        quotes = text_quotes(node)
        if old is not None and old.kind == SCALAR and isinstance(value, str):
            quotes = old.style if old.style in ("'", '"') else "" if old.style in _BLOCK_SCALARS else quotes
        model = self._model(node, value, old) if isinstance(value, (dict, list)) and value else None
        if model is not None and model.flow:
            inside = self.style.flow(value, text_quotes(model), key_quotes(model), padding(self.text, model))
            return [" " + inside]
        style = self.style if literal else replace(self.style, literal=False)
        return (
            style.under_key(value, quotes) if node.kind == MAPPING else style.under_dash(value, quotes, self._gap(node))
        )

    def _model(self, node: Node, value: JSON, old: Node | None) -> Node | None:
        """Return the collection whose style a new one takes: the one in its place, or the last of its kind beside it."""
        if old is not None and old.entries:
            return old
        kind = MAPPING if isinstance(value, dict) else SEQUENCE
        return next((e.value for e in reversed(node.entries) if e.value.kind == kind and e.value.entries), None)

    def _gap(self, node: Node) -> int:
        """Return the spaces between a dash and its value, as the items at hand have them."""
        for entry in node.entries:
            gap = entry.value.start - entry.head
            if entry.value.kind != EMPTY and gap > 0 and not self.text[entry.head : entry.value.start].strip(" "):
                return gap
        return 1

    def _shifted(self, value: Lifted, column: int) -> list[str]:
        first, *rest = re.split(r"\r\n|\n|\r", value.text)
        lines = []
        for line in rest:
            if len(line) - len(line.lstrip(" ")) < value.column and line.strip(" "):
                raise Refused("lines of the value stand left of its key")
            lines.append(line[value.column :])
        return [first, *lines]

    def _joined(self, lines: list[str], column: int) -> str:
        return self.style.newline.join([lines[0], *(" " * column + line if line else line for line in lines[1:])])

    def _behind(self, entry: Entry, column: int) -> int:
        """Return the end of the lines that belong to an entry: its own, and comments further right than its column."""
        end = line_end(self.text, entry.end)
        for start, stop in self.tree.comments:
            if start >= end:
                if start - line_start(self.text, start) <= column or self.text[end:start].strip():
                    break
                end = stop
        return end

    def _takes_block(self, end: int, column: int) -> bool:
        """Tell whether a block of text may end at a line's end: none can at the end of a file without a last line break,
        nor before comments so far right that they would become part of it.
        """
        following = self.text[end:].lstrip()
        if not following.startswith("#"):
            return end < len(self.text)
        at = len(self.text) - len(following)
        return at - line_start(self.text, at) <= column

    def _column(self, entry: Entry) -> int:
        return entry.begin - line_start(self.text, entry.begin)

    def _spans(self, start: int, end: int, gone: Span = NOTHING) -> list[Span]:
        return [span for span in self.tree.comments if start <= span[0] < end and not gone[0] <= span[0] < gone[1]]

    def _comments(self, start: int, end: int, gone: Span = NOTHING) -> list[str]:
        return [self.text[at:stop].rstrip() for at, stop in self._spans(start, end, gone)]

    def _is_on_a_line(self, node: Node) -> bool:
        """Tell whether a value stands between other things of its line, and holds no comment that would be lost."""
        if node.kind == SCALAR and node.style in _BLOCK_SCALARS:
            return False
        if node.entries and not node.flow:
            return False
        return not self._comments(node.start, node.end)

    def _is_open(self, entry: Entry) -> bool:
        """Tell whether an entry ends in a block text that would take up a line break behind it."""
        node = entry.value
        while node.entries:
            node = node.entries[-1].value
        if node.style not in _BLOCK_SCALARS:
            return False
        return "-" not in self.text[node.content : line_end(self.text, node.content)].partition("#")[0]


def text_quotes(node: Node) -> str:
    """Return the quotes that the last text in a collection has; "" where it has none."""
    for entry in reversed(node.entries):
        if entry.value.kind == SCALAR and entry.value.style in ("'", '"'):
            return entry.value.style
        is_word = entry.value.text[:1].isalpha() and entry.value.text.lower() not in ("true", "false", "null")
        if entry.value.kind == SCALAR and entry.value.style == "" and is_word:
            return ""
    return ""


def key_quotes(node: Node) -> str:
    """Return the quotes that the last key of an object has; "" where it has none."""
    for entry in reversed(node.entries):
        if entry.key is not None and entry.key.kind == SCALAR and not entry.merges:
            return entry.key.style if entry.key.style in ("'", '"') else ""
    return ""


def padding(text: str, node: Node) -> str:
    """Return the blanks within the braces of an object in flow style, or of the last object in such a list."""
    if node.kind == SEQUENCE:
        node = next((e.value for e in reversed(node.entries) if e.value.kind == MAPPING and e.value.flow), node)
    if node.kind != MAPPING or not node.entries or node.entries[0].pair:
        return ""
    inner = text[node.content + 1 : node.entries[0].begin]
    return "" if inner.strip(" ") else inner
