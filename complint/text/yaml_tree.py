"""The tokens of a YAML stream as a tree for edits: every indicator, anchor and comment with its place.

Values are not resolved here: an edited text is proved by loading it. The module imports PyYAML: import it late.
"""

from __future__ import annotations

from yaml import tokens as tk

from complint.text.edit import line_end
from complint.text.yaml_events import tokens
from complint.text.yaml_nodes import ALIAS, EMPTY, MAPPING, SCALAR, SEQUENCE, Entry, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.core.route import JSON

_ENDS = (tk.BlockEndToken, tk.FlowSequenceEndToken, tk.FlowMappingEndToken, tk.StreamEndToken, tk.DocumentEndToken)
_NO_VALUE = (*_ENDS, tk.KeyToken, tk.ValueToken, tk.FlowEntryToken, tk.BlockEntryToken, tk.DocumentStartToken)


class Tree:
    """A stream: the root of each document (None for an empty one), and every comment as (start, end), in order."""

    def __init__(self, text: str, *, pure: bool = False) -> None:
        self.text = text
        self.comments: list[tuple[int, int]] = []
        self.roots: list[Node] = []
        self.aliases: list[Node] = []
        self._anchors: dict[str, Node] = {}
        self._tokens = _with_comments(text, tokens(text, pure=pure), self.comments)
        self._next: JSON = None
        self._end = 0
        self._take()
        self._stream()

    def _take(self) -> JSON:
        """Return the token at hand and read the next one."""
        token = self._next
        if token is not None:
            self._end = max(self._end, token.end_mark.index)
        self._next = next(self._tokens, None)
        return token

    def _at(self, *kinds: type) -> bool:
        return isinstance(self._next, kinds)

    def _stream(self) -> None:
        self._take()
        while not self._at(tk.StreamEndToken) and self._next is not None:
            explicit = False
            while self._at(tk.DirectiveToken, tk.DocumentStartToken):
                explicit = isinstance(self._take(), tk.DocumentStartToken)
                if explicit:
                    break
            if explicit or not self._at(tk.DocumentEndToken):
                here = self._next
                self._anchors = {}
                self.roots.append(self._node())
                if self._next is here and not explicit:
                    break  # no YAML that loads has a token that begins nothing here
            while self._at(tk.DocumentEndToken):
                self._take()
        for _ in self._tokens:
            pass

    def _node(self, *, indentless: bool = False) -> Node:
        """Read a value; `indentless` allows a sequence whose dashes stand under the key's first column."""
        start = -1
        anchor, tagged = None, False
        while self._at(tk.AnchorToken, tk.TagToken):
            token = self._take()
            start = token.start_mark.index if start < 0 else start
            if isinstance(token, tk.AnchorToken):
                anchor = token.value
            else:
                tagged = True
        node = self._content(indentless, anchor)
        if start >= 0:
            node.start = start
            if node.kind == EMPTY:
                node.content = node.end = self._end
        node.anchor, node.tagged = anchor, tagged
        return node

    def _content(self, indentless: bool, anchor: str | None) -> Node:
        token = self._next
        start, end = (token.start_mark.index, token.end_mark.index) if token is not None else (self._end, self._end)
        if self._at(tk.BlockMappingStartToken, tk.FlowMappingStartToken):
            return self._mapping(self._open(MAPPING, start, anchor))
        if self._at(tk.BlockSequenceStartToken, tk.FlowSequenceStartToken):
            return self._sequence(self._open(SEQUENCE, start, anchor))
        if self._at(tk.BlockEntryToken) and indentless:
            node = self._named(Node(SEQUENCE, start, start), anchor)
            self._items(node)
            return node
        if self._at(tk.AliasToken):
            node = Node(ALIAS, start, end)
            node.text = self._take().value
            node.target = self._anchors.get(node.text)
            self.aliases.append(node)
            if node.target is not None:
                node.target.used = True
            return node
        if self._at(tk.ScalarToken):
            return self._scalar(self._take(), anchor)
        return self._named(Node(EMPTY, self._end, self._end), anchor)

    def _scalar(self, token: JSON, anchor: str | None) -> Node:
        start, end = token.start_mark.index, token.end_mark.index
        node = self._named(Node(SCALAR, start, end), anchor)
        node.style = "" if token.plain else token.style
        node.text = token.value
        if node.style in ("|", ">"):
            node.end = _block_scalar_end(self.text, start, end)
        return node

    def _named(self, node: Node, anchor: str | None) -> Node:
        if anchor is not None:
            self._anchors[anchor] = node
        return node

    def _open(self, kind: str, start: int, anchor: str | None) -> Node:
        node = self._named(Node(kind, start, start), anchor)
        node.flow = isinstance(self._take(), (tk.FlowMappingStartToken, tk.FlowSequenceStartToken))
        return node

    def _close(self, node: Node) -> Node:
        """End a collection: a flow one behind its bracket, a block one where its last entry has ended."""
        if node.flow:
            node.end = self._take().end_mark.index
            return node
        if self._at(tk.BlockEndToken):
            self._take()
        node.end = node.entries[-1].end if node.entries else node.start
        return node

    def _mapping(self, node: Node) -> Node:
        while not self._at(*_ENDS) and self._next is not None:
            node.entries.append(self._pair_of(node.flow))
            self._comma(node)
        return self._close(node)

    def _pair_of(self, flow: bool) -> Entry:
        """Read a key and its value, either of which may be absent."""
        begin = self._next.start_mark.index
        explicit = self._at(tk.KeyToken) and self.text.startswith("?", begin) and self._next.end_mark.index > begin
        if self._at(tk.KeyToken):
            self._take()
        key = None
        if not self._at(tk.ValueToken):
            key = self._node(indentless=not flow and explicit)
        head = -1
        if self._at(tk.ValueToken):
            head = self._take().end_mark.index
            value = self._node(indentless=not flow)
        else:
            value = Node(EMPTY, self._end, self._end)
        entry = Entry(begin, head, key, value)
        entry.explicit = explicit
        return entry

    def _sequence(self, node: Node) -> Node:
        if not node.flow:
            self._items(node)
            return self._close(node)
        while not self._at(*_ENDS) and self._next is not None:
            begin = self._next.start_mark.index
            if self._at(tk.KeyToken, tk.ValueToken):
                inner = self._pair_of(flow=True)
                inner.pair = True
                value = Node(MAPPING, begin, inner.end)
                value.flow = True
                value.entries.append(inner)
                entry = Entry(begin, -1, None, value)
                entry.pair = True
            else:
                entry = Entry(begin, -1, None, self._node())
            node.entries.append(entry)
            self._comma(node)
        return self._close(node)

    def _items(self, node: Node) -> None:
        while self._at(tk.BlockEntryToken):
            dash = self._take()
            head = dash.end_mark.index
            value = Node(EMPTY, head, head) if self._at(*_NO_VALUE) else self._node()
            node.entries.append(Entry(dash.start_mark.index, head, None, value))
        node.end = node.entries[-1].end

    def _comma(self, node: Node) -> None:
        if node.flow and self._at(tk.FlowEntryToken):
            node.entries[-1].comma = self._take().start_mark.index


def comments(text: str) -> list[str]:
    """Return every comment of a YAML stream, in order, from its `#` to the end of its line without blanks."""
    if "#" not in text:
        return []
    found: list[tuple[int, int]] = []
    for _ in _with_comments(text, tokens(text), found):
        pass
    return [text[start:end].rstrip() for start, end in found]


def _with_comments(text: str, stream: Iterator[JSON], found: list[tuple[int, int]]) -> Iterator[JSON]:
    """Yield tokens, and note the comments: what stands between two tokens is blank or one of them."""
    at = 0
    hash_at = text.find("#")  # the next one anywhere, so that most gaps are not even looked at
    for token in stream:
        start = token.start_mark.index
        if 0 <= hash_at < start:
            _note(text, at, start, found)
        yield token
        end = token.end_mark.index
        if 0 <= hash_at < end and isinstance(token, tk.ScalarToken) and token.style in ("|", ">"):
            _note(text, start, min(line_end(text, start), end), found)
        if end > at:
            at = end
        if 0 <= hash_at < at:
            hash_at = text.find("#", at)
    if hash_at >= 0:
        _note(text, at, len(text), found)


def _note(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    while (start := text.find("#", start, end)) >= 0:
        stop = min(line_end(text, start), end)
        found.append((start, stop))
        start = stop


def _block_scalar_end(text: str, start: int, end: int) -> int:
    """Return where a block scalar has ended for what may follow it: blank lines that are no part of its value come after."""
    header = text[start : line_end(text, start)].partition("#")[0]
    body = text[:end]
    last = body.rstrip(" \t\r\n")
    trailing = body[len(last) :]
    if "+" in header or " " in trailing.lstrip(" \t") or "\t" in trailing.lstrip(" \t"):
        for line_break in ("\r\n", "\n", "\r"):
            if body.endswith(line_break):
                return end - len(line_break)
        return end
    return len(last)
