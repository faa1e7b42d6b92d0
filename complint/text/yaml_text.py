"""YAML 1.2 text to plain data: a builder of our own over the parser's events, at half the cost of PyYAML's own.

Aliases share one object instead of copying it. Values are counted as if every alias were written out, so an alias bomb
is refused before anything walks it. The module imports PyYAML: import it late.
"""

from __future__ import annotations

from itertools import islice

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from complint.text.errors import Unreadable
from complint.text.lines import unreadable
from complint.text.loaded import DEFAULT_LIMITS, Duplicate, Limits, Loaded, Unresolved
from complint.text.yaml_events import PARSER_ERRORS, events, explain
from complint.text.yaml_scalar import CORE, NOT_TEXT, is_merge, plain, tagged, too_long

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

    from complint.core.route import JSON

    # The value of an anchor, its text if it is a scalar, the values inside it and the levels of collections it spans.
    Anchored = tuple[JSON, str | None, int, int]


def load_yaml(text: str, limits: Limits = DEFAULT_LIMITS, *, pure: bool = False) -> Loaded:
    """Load a YAML stream, one value per document. Raises Unreadable, with the place, for broken YAML and beyond limits.

    `pure` uses the slow parser that works without libyaml. Anchors, aliases and merge keys are resolved (explicit keys
    win over merged ones, earlier merges over later ones); keys are texts as written; a scalar under a foreign tag is
    `Unresolved`, a collection under one is the plain collection.
    """
    try:
        # A value has at most five events of its own: its key, start and end, and the two of a document around it.
        stream = islice(events(text, pure=pure), 5 * limits.max_nodes + 5)
        return _Builder(text, limits, stream).stream()
    except RecursionError:
        raise Unreadable("nested too deeply to be read") from None
    except PARSER_ERRORS as error:
        raise explain(text, error) from None


class _Builder:
    """Recursive descent over the events of a stream; scalars, the bulk of them, are handled where they stand."""

    def __init__(self, text: str, limits: Limits, stream: Iterator[JSON]) -> None:
        self.text = text
        self.limits = limits
        self.events = stream
        self.path: list[str | int] = []  # of the collection being read, for the routes of duplicates
        self.anchors: dict[str, Anchored | None] = {}  # None while an anchored collection is still being read
        self.duplicates: list[Duplicate] = []
        self.document = -1
        self.nodes = 0  # values met so far, aliases written out
        self.depth = 0  # collections around the next value
        self.deepest = 0  # the most levels met since the start of the innermost anchored collection

    def stream(self) -> Loaded:
        documents = []
        last = None
        for event in self.events:
            last = type(event)
            if last is DocumentStartEvent:
                self.document += 1
                self.anchors.clear()
                documents.append(self.value(next(self.events, None)))
        if last is not StreamEndEvent:
            self.too_many_nodes(None)
        return Loaded(tuple(documents), tuple(self.duplicates))

    def value(self, event: JSON) -> JSON:
        """Return the value that begins with an event."""
        kind = type(event)
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            read = self.mapping if kind is MappingStartEvent else self.sequence
            return read(event) if event.anchor is None else self.anchored(event, read)
        if kind is ScalarEvent:
            return self.scalar(event)
        if kind is AliasEvent:
            value, _, inside, levels = self.resolve(event)
            self.reach(self.depth + levels, event)
            self.count(inside, event)
            return value
        return self.too_many_nodes(event)

    def mapping(self, event: JSON) -> dict[str, JSON]:
        made: dict[str, JSON] = {}
        merged: list[dict[str, JSON]] = []
        self.enter(event)
        for event in self.events:
            if type(event) is ScalarEvent and event.anchor is None:
                key = event.value
            elif type(event) is MappingEndEvent:
                break
            else:
                key = self.key(event)
            if key in made:
                self.repeated(key, event)
            start = next(self.events, None)
            if type(start) is ScalarEvent and start.tag is None and start.anchor is None:
                value = start.value
                if value[:1] in NOT_TEXT and start.implicit[0]:
                    value = self.scalar(start)
            else:
                self.path.append(key)
                value = self.value(start)
                self.path.pop()
            if key == "<<" and is_merge(event):
                merged += self.mappings(value, start)
            else:
                made[key] = value
        self.leave(len(made), event)
        for mapping in merged:
            for key, value in mapping.items():
                made.setdefault(key, value)
        return made

    def sequence(self, event: JSON) -> list[JSON]:
        made: list[JSON] = []
        self.enter(event)
        for event in self.events:
            if type(event) is ScalarEvent:
                made.append(self.scalar(event))
            elif type(event) is SequenceEndEvent:
                break
            else:
                self.path.append(len(made))
                made.append(self.value(event))
                self.path.pop()
        self.leave(len(made), event)
        return made

    def scalar(self, event: JSON) -> JSON:
        text, tag = event.value, event.tag
        try:
            untagged = plain(text) if tag is None and event.implicit[0] else text
            value = untagged if tag is None else tagged(text, tag)
        except ValueError:
            self.fail(f"not a value of the type {_short(tag)}" if tag else too_long(), event)
        if value is NotImplemented:
            value = Unresolved(text, _short(tag))
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, text, 0, 0)
        return value

    def anchored(self, event: JSON, read: JSON) -> JSON:
        before, above = self.nodes, self.deepest
        self.deepest = self.depth
        self.anchors[event.anchor] = None
        value = read(event)
        self.anchors[event.anchor] = (value, None, self.nodes - before, self.deepest - self.depth)
        self.deepest = max(self.deepest, above)
        return value

    def resolve(self, event: JSON) -> Anchored:
        name = event.anchor
        known = self.anchors.get(name)
        if known is None:
            trouble = "stands inside its own anchor" if name in self.anchors else "has no anchor before it"
            self.fail(f"the alias *{name} {trouble}", event)
        return known

    def key(self, event: JSON) -> str:
        """Return the text of a key that is more than a plain scalar."""
        if type(event) is ScalarEvent:
            self.scalar(event)
            return str(event.value)
        text = self.resolve(event)[1] if type(event) is AliasEvent else None
        if text is not None:
            return text
        if self.text.startswith("{{", max(event.start_mark.index - 1, 0)):
            self.fail("a mapping was found as a key; a text that begins with '{{' requires quotes in YAML", event)
        return self.fail("a list or mapping was found as a key, a text is required", event)

    def mappings(self, value: JSON, event: JSON) -> list[dict[str, JSON]]:
        """Return the mappings under a merge key, the one that wins first."""
        found = value if type(value) is list else [value]
        if not all(type(mapping) is dict for mapping in found):
            self.fail("the merge key << requires a mapping or a list of mappings", event)
        return found

    def repeated(self, key: str, event: JSON) -> None:
        if key != "<<" or not is_merge(event):
            self.duplicates.append(Duplicate(tuple(self.path), key, self.document))

    def enter(self, event: JSON) -> None:
        self.depth += 1
        self.reach(self.depth, event)

    def leave(self, values: int, event: JSON) -> None:
        self.depth -= 1
        self.count(values, event)

    def reach(self, depth: int, event: JSON) -> None:
        if depth > self.deepest:
            self.deepest = depth
            if depth > self.limits.max_depth:
                self.fail(f"nested deeper than the limit of {self.limits.max_depth} levels (max_depth)", event)

    def count(self, values: int, event: JSON) -> None:
        self.nodes += values
        if self.nodes >= self.limits.max_nodes:  # the root is no child of anything, so it is not counted
            self.too_many_nodes(event)

    def too_many_nodes(self, event: JSON) -> NoReturn:
        message = f"more than the limit of {self.limits.max_nodes:,} values (max_nodes), aliases written out"
        if event is None:
            raise Unreadable(message)
        self.fail(message, event)

    def fail(self, message: str, event: JSON) -> NoReturn:
        raise unreadable(message, self.text, event.start_mark.index)


def _short(tag: str) -> str:
    """Return a tag as authors write it: "!!int" for "tag:yaml.org,2002:int"."""
    return "!!" + tag[len(CORE) :] if tag.startswith(CORE) else tag
