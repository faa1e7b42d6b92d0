"""Edits in flow collections of YAML, on one line or over several: commas and blanks as the siblings have them.

The module imports PyYAML: import it late.
"""

from __future__ import annotations

from complint.text.edit import Edit, Refused, line_end, line_start
from complint.text.yaml_block import Lifted, key_quotes, padding, text_quotes
from complint.text.yaml_nodes import EMPTY, SCALAR, Entry, Node
from complint.text.yaml_style import Style
from complint.text.yaml_tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.route import JSON


class Flow:
    """Edits of one text in its flow collections."""

    def __init__(self, text: str, tree: Tree, style: Style) -> None:
        self.text = text
        self.tree = tree
        self.style = style

    def replacement(self, node: Node, entry: Entry, value: JSON | Lifted) -> Edit:
        """Return the edit that gives an entry another value."""
        old = entry.value
        text = self._value(node, value, old)
        if old.kind == EMPTY:
            if entry.head < 0:
                raise Refused("a key without a colon in braces")
            at = max(entry.head, old.end)
            return Edit(at, at, " " + text)
        if self._comments(old.start, old.end):
            raise Refused("a comment within the old value would be lost")
        return Edit(old.content, old.end, text)

    def insertion(self, node: Node, key: str | None, value: JSON | Lifted) -> list[Edit]:
        """Return the edits that add a last entry."""
        text = self._value(node, value, None)
        if key is not None:
            text = f"{self.style.string(key, key_quotes(node), flow=True)}: {text}"
        opening, closing = node.content + 1, node.end - 1
        if not node.entries:
            inner = self.text[opening:closing]
            if inner.strip(" "):
                if self._comments(opening, closing):
                    raise Refused("a comment stands within the empty brackets")
                inner = ""
            return [Edit(opening, closing, inner[:1] + text + inner[:1])]
        last = node.entries[-1]
        behind = last.comma + 1 if last.comma >= 0 else last.end
        if line_end(self.text, behind) > closing or not self._begins_line(last.begin):
            return [Edit(behind, behind, f" {text}," if last.comma >= 0 else f"{self._comma(node)}{text}")]
        column = last.begin - line_start(self.text, last.begin)
        line = self.style.newline + self.text[last.begin - column : last.begin] + text
        end = line_end(self.text, behind)
        if last.comma >= 0:
            return [Edit(end, end, line + ",")]
        if not self.text[behind:end].strip(" \t"):
            return [Edit(behind, behind, "," + line)]
        return [Edit(behind, behind, ","), Edit(end, end, line)]

    def removal(self, node: Node, entry: Entry) -> Edit:
        """Return the edit that removes an entry with one comma; comments stay."""
        at = node.entries.index(entry)
        if len(node.entries) == 1:
            start, end = node.content + 1, node.end - 1
            if self._comments(start, end):
                raise Refused("a comment within the brackets would be lost")
            return Edit(start, end, "")
        if at + 1 < len(node.entries):
            start, end = entry.begin, node.entries[at + 1].begin
        else:
            before = node.entries[at - 1]
            start, end = (before.end, entry.end) if entry.comma < 0 else (before.comma + 1, entry.comma + 1)
        kept = self._comments(start, end)
        if kept:  # what follows on the line of the last one goes to a line of its own
            end += len(self.text[end:]) - len(self.text[end:].lstrip(" \t"))
        blank = "" if self.text[start - 1] in " \t\r\n" else " "
        column = entry.begin - line_start(self.text, entry.begin)
        line = self.style.newline + " " * column
        return Edit(start, end, "".join((blank if number == 0 else "") + one + line for number, one in enumerate(kept)))

    def _value(self, node: Node, value: JSON | Lifted, old: Node | None) -> str:
        if isinstance(value, Lifted):
            if not value.is_inline:
                raise Refused("a value as written there does not fit into brackets")
            return value.text.strip(" \t")
        quotes = text_quotes(node)
        if old is not None and old.kind == SCALAR and old.style and isinstance(value, str):
            quotes = old.style
        return self.style.flow(value, quotes, key_quotes(node), padding(self.text, node))

    def _comma(self, node: Node) -> str:
        """Return a comma with the blanks that follow one here."""
        if len(node.entries) > 1:
            between = self.text[node.entries[-2].comma + 1 : node.entries[-1].begin]
            return "," + between if between.strip(" ") == "" else ", "
        return ", "

    def _begins_line(self, offset: int) -> bool:
        return not self.text[line_start(self.text, offset) : offset].strip(" \t")

    def _comments(self, start: int, end: int) -> list[str]:
        return [self.text[at:stop].rstrip() for at, stop in self.tree.comments if start <= at < end]
