"""Places in YAML text: the events of a document as a bare tree of bounds, read no further than the routes need.

The module imports PyYAML: import it late.
"""

from __future__ import annotations

from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from complint.text.loaded import Duplicate
from complint.text.span import ASKED, Repeat, to_repeats
from complint.text.yaml_events import events
from complint.text.yaml_scalar import is_merge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from complint.core.route import JSON, Route
    from complint.text.span import Bounds

    Child: TypeAlias = tuple["Node", int, int]  # a value and the bounds of its key, -1 where there is none

_BLANK = " \t\r\n"


class Node:
    """A value in the text: its bounds, the step at which it stands, and its children by key or index."""

    __slots__ = ("children", "end", "is_flow", "is_mapping", "last", "merged", "start", "step", "text")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.step: str | int = ""
        self.text = ""  # of a scalar, for aliases that stand as keys
        self.children: dict[str | int, Child] = {}
        self.merged: list[Child] = []  # the values of merge keys
        self.last: Node | None = None  # the child read last
        self.is_mapping = False
        self.is_flow = False


def bounds_in_yaml(text: str, wanted: JSON, asked: int, document: int) -> dict[Route, Bounds]:
    """Return the bounds of every route of a trie (see `span.ASKED`) that one document of the stream has, and of the root.

    `asked` is the number of wanted routes if no key is written twice, so that reading may stop when all are found, else
    -1: of a key written twice the last one counts. A step into an alias leads to the
    alias, further steps into its anchor; merged keys lead into the merged mapping. Raises one of PARSER_ERRORS.
    """
    root = _Reader(text, wanted, asked).read(document)
    if root is None:
        return {}
    found: dict[Route, Bounds] = {(): (root.start, root.end, -1, -1)}
    todo: list[tuple[Route, Node, JSON]] = [((), root, wanted)]
    while todo:
        route, node, steps = todo.pop()
        for step, below in steps.items():
            if step in node.children:
                found[*route, step] = _bounds(node.children[step])
                todo.append(((*route, step), node.children[step][0], below))
    return found


def repeats(text: str, document: int) -> tuple[Repeat, ...]:
    """Return every later occurrence of a key within one mapping of a document, in the order of the text."""
    reader = _Reader(text, {}, -1)
    reader.read(document)
    return to_repeats(
        text,
        (
            (Duplicate(route, str(again.step), document), _bounds(first), _bounds((again, *key)))
            for route, first, again, key in reader.repeated
        ),
    )


def _bounds(child: Child) -> Bounds:
    node, key_start, key_end = child
    return node.start, node.end, key_start, key_end


class _Reader:
    """One pass over the events of a document; `here` is the collection being filled, `steps` its part of the trie."""

    def __init__(self, text: str, wanted: JSON, asked: int) -> None:
        self.text = text
        self.left = asked
        self.top = self.here = Node(0, 0)  # holds the root as its only item
        self.steps: JSON = {0: wanted}
        self.key: tuple[str, int, int, bool] | None = None
        self.stack: list[tuple[Node, JSON, bool]] = []
        self.anchors: dict[str, Node] = {}
        self.repeated: list[tuple[Route, Child, Node, tuple[int, int]]] = []

    def read(self, document: int) -> Node | None:
        for event in _document_events(self.text, document):
            kind = type(event)
            start, end = event.start_mark.index, event.end_mark.index
            if kind is ScalarEvent:
                self.scalar(event, start, end)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self.open(event, start, kind is MappingStartEvent)
            elif kind is AliasEvent:
                self.alias(event, start, end)
            else:
                self.close(end)
            if self.left == 0:
                break
        return self.top.last

    def scalar(self, event: JSON, start: int, end: int) -> None:
        node = Node(start, end)
        if event.anchor is not None:
            node.text = event.value
            self.anchors[event.anchor] = node
        if self.here.is_mapping and self.key is None:
            self.key = (event.value, start, end, is_merge(event))
            return
        if event.style in ("|", ">") or start == end:
            # A block scalar reaches to the next token in the parser's eyes, an absent value may stand there.
            node.end = len(self.text[:end].rstrip(_BLANK))
            node.start = min(start, node.end)
        self.complete(self.attach(node))

    def alias(self, event: JSON, start: int, end: int) -> None:
        node = Node(start, end)
        target = self.anchors.get(event.anchor)
        if target is not None:
            node.children, node.is_mapping, node.text = target.children, target.is_mapping, target.text
        if self.here.is_mapping and self.key is None:
            self.key = (node.text, start, end, False)
        else:
            self.complete(self.attach(node))

    def open(self, event: JSON, start: int, is_mapping: bool) -> None:
        if self.here.is_mapping and self.key is None:
            raise ValueError("a list or mapping as a key")
        node = Node(start, start)
        node.is_mapping = is_mapping
        node.is_flow = bool(event.flow_style)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        below = self.attach(node)
        self.stack.append((self.here, self.steps, below))
        self.here, self.steps = node, below

    def close(self, end: int) -> None:
        node = self.here
        # A block collection ends, in the parser's eyes, where the next token begins; comments lie between.
        node.end = end if node.is_flow or node.last is None else node.last.end
        for child in node.merged:
            sources = [child[0]] if child[0].is_mapping else [item[0] for item in child[0].children.values()]
            for source in sources:
                for step, found in source.children.items():
                    node.children.setdefault(step, found)
        if node.merged:
            node.children.setdefault("<<", node.merged[0])
        self.here, self.steps, below = self.stack.pop()
        self.complete(below)

    def attach(self, node: Node) -> JSON:
        """Put a value where it belongs and return the part of the trie below it."""
        here = self.here
        here.last = node
        if not here.is_mapping:
            node.step = len(here.children)
            here.children[node.step] = (node, -1, -1)
        elif self.key is not None:
            node.step, key_start, key_end, is_merged = self.key
            self.key = None
            if is_merged:
                here.merged.append((node, key_start, key_end))
                return None
            if node.step in here.children:
                self.repeated.append((self.route(), here.children[node.step], node, (key_start, key_end)))
            here.children[node.step] = (node, key_start, key_end)
        return self.steps.get(node.step) if self.steps else None

    def complete(self, below: JSON) -> None:
        """Count a wanted route as found once its value has ended."""
        if below and ASKED in below:
            self.left -= 1

    def route(self) -> Route:
        """Return the route of the collection being filled; the first two on the stack are the top and the root."""
        around = [node for node, _, _ in self.stack[2:]]
        return tuple(node.step for node in (*around, self.here)) if len(self.stack) > 1 else ()


def _document_events(text: str, document: int) -> Iterator[JSON]:
    """Yield the events of the values of one document."""
    index = -1
    for event in events(text):
        kind = type(event)
        if kind is DocumentStartEvent:
            index += 1
        elif index == document:
            if kind is DocumentEndEvent:
                return
            yield event
