"""Operations on YAML text as edits. What would reach farther than its own place is refused: anchors in use, merges, tags.

The module imports PyYAML: import it late.
"""

from __future__ import annotations

from complint.core.fix import Append, Remove, Rename, Set
from complint.core.record import record
from complint.core.route import JSON, Route
from complint.text.edit import Edit, Refused, line_start, newline_of
from complint.text.patch_data import shown
from complint.text.yaml_block import NOTHING, Block, Lifted
from complint.text.yaml_events import PARSER_ERRORS
from complint.text.yaml_flow import Flow
from complint.text.yaml_nodes import ALIAS, MAPPING, SCALAR, SEQUENCE, Entry, Node
from complint.text.yaml_style import DOUBLE, SINGLE, Style
from complint.text.yaml_tree import Tree


@record
class Place:
    """A value in the tree, and the collections around it, outermost first, each with the entry that leads on."""

    node: Node
    around: tuple[tuple[Node, Entry], ...]


class YamlPatch:
    """The tree of one YAML text. The text is known to load."""

    def __init__(self, text: str) -> None:
        try:
            self.tree = Tree(text)
        except (*PARSER_ERRORS, RecursionError):
            raise Refused("the text in between would be no YAML") from None
        self.text = text
        self.style = _style_of(text, self.tree)
        self._block = Block(text, self.tree, self.style)
        self._flow = Flow(text, self.tree, self.style)

    def edits(self, op: object, document: int = 0) -> list[Edit]:
        """Return the edits of an operation that fits the data (see `patch_data.changed`); Move has none of its own.

        Raises Refused where the text does not allow it.
        """
        if isinstance(op, Set):
            return self.set(op.route, op.value, document)
        if isinstance(op, Remove):
            return self._remove(op.route, document)
        if isinstance(op, Append):
            return self._append(op.route, op.value, document)
        if isinstance(op, Rename):
            return [self._rename(op.route, op.name, document)]
        raise Refused(f"{type(op).__name__} is no edit of YAML text")

    def set(self, route: Route, value: JSON | Lifted, document: int = 0) -> list[Edit]:
        """Return the edits that give a key or item another value, or add the key."""
        if not route:
            raise Refused("a whole document is not replaced")
        parent = self._place(route[:-1], document)
        entry = _entry(parent.node, route[-1])
        if entry is None:
            return self._insert(parent, str(route[-1]), value)
        self._alone(parent.node, entry, route)
        if entry.value.tagged:
            raise Refused(f"{shown(route)} has a tag")
        self._unused(entry.value, route)
        return self._replace(parent.node, entry, value)

    def lift(self, route: Route, document: int = 0) -> tuple[Lifted, list[Edit]]:
        """Return the value under a key as text, for `set`, and the edits that take it out."""
        parent = self._place(route[:-1], document)
        entry = self._only(parent.node, route)
        if parent.node.flow:
            return Lifted(" " + self.text[entry.value.start : entry.value.end], 0), self._taken_out(parent, entry)
        lifted, gone = self._block.lifted(entry)
        return lifted, self._taken_out(parent, entry, gone)

    def _remove(self, route: Route, document: int) -> list[Edit]:
        parent = self._place(route[:-1], document)
        entry = self._only(parent.node, route)
        self._unused(entry.value, route)
        return self._taken_out(parent, entry)

    def _taken_out(self, parent: Place, entry: Entry, gone: tuple[int, int] = NOTHING) -> list[Edit]:
        """Return the edits that remove an entry; its comments stay, but for those in the span that is `gone`."""
        node = parent.node
        self._anchors_stay(entry.begin, entry.end)
        if node.flow:
            return [self._flow.removal(node, entry)]
        if len(node.entries) > 1:
            return [self._block.removal(node, entry, gone)]
        empty: JSON = {} if node.kind == MAPPING else []
        if not parent.around:
            return [self._block.emptied(node, empty, gone)]
        outer, holder = parent.around[-1]
        return [self._block.replacement(outer, holder, empty, gone)]

    def _append(self, route: Route, value: JSON, document: int) -> list[Edit]:
        place = self._place(route, document)
        if place.node.kind != SEQUENCE:
            raise Refused(f"{shown(route)} is written as no list")
        return self._insert(place, None, value)

    def _insert(self, parent: Place, key: str | None, value: JSON | Lifted) -> list[Edit]:
        """Return the edits that add a last entry to a collection."""
        node = parent.node
        if node.kind not in (MAPPING, SEQUENCE):
            raise Refused("the value it would be added to is written as neither object nor list")
        if not node.flow:
            return [self._block.insertion(node, key, value)]
        in_block = bool(parent.around) and not parent.around[-1][0].flow
        if in_block and not node.entries and isinstance(value, (dict, list)) and value:
            outer, holder = parent.around[-1]
            whole: JSON = [value] if key is None else {key: value}
            return [self._block.replacement(outer, holder, whole)]
        return self._flow.insertion(node, key, value)

    def _replace(self, node: Node, entry: Entry, value: JSON | Lifted) -> list[Edit]:
        self._anchors_stay(entry.value.start, entry.value.end)
        if node.flow:
            return [self._flow.replacement(node, entry, value)]
        return [self._block.replacement(node, entry, value)]

    def _rename(self, route: Route, name: str, document: int) -> Edit:
        parent = self._place(route[:-1], document)
        entry = self._only(parent.node, route)
        key = entry.key
        if key is None or key.kind != SCALAR or key.start != key.content or key.style in ("|", ">"):
            raise Refused(f"the key of {shown(route)} has an anchor or a tag, or is an alias")
        return Edit(key.start, key.end, self.style.string(name, key.style, flow=parent.node.flow))

    def _place(self, route: Route, document: int) -> Place:
        """Return the value at a route. Raises Refused where an edit there would reach farther than that place."""
        roots = self.tree.roots
        if not 0 <= document < len(roots):
            raise Refused("there is no such document in the text")
        node = roots[document]
        around: list[tuple[Node, Entry]] = []
        self._inside(node, ())
        for depth, step in enumerate(route):
            here = route[: depth + 1]
            entry = _entry(node, step)
            if entry is None:
                merged = any(one.merges for one in node.entries)
                why = "comes from a merge key" if merged else "is not in the text"
                raise Refused(f"{shown(here)} {why}")
            self._alone(node, entry, here)
            around.append((node, entry))
            node = entry.value
            self._inside(node, here)
        return Place(node, tuple(around))

    def _inside(self, node: Node, here: Route) -> None:
        """Refuse an edit inside a value that is not only where it is written."""
        if node.kind == ALIAS:
            raise Refused(f"{shown(here)} is the alias *{node.text}, an edit would change other places too")
        if node.tagged:
            raise Refused(f"{shown(here) or 'the document'} has a tag")
        self._unused(node, here)

    def _unused(self, node: Node, here: Route) -> None:
        if node.used:
            raise Refused(f"{shown(here) or 'the document'} is the anchor &{node.anchor}, which is used elsewhere")

    def _alone(self, node: Node, entry: Entry, here: Route) -> None:
        """Refuse entries in forms whose edit is not certain: a pair without braces, an explicit key."""
        if entry.pair:
            raise Refused(f"{shown(here)} is a key without braces in a list")
        if entry.explicit or (node.kind == MAPPING and entry.key is None):
            raise Refused(f"the key of {shown(here)} is written with a question mark, or not at all")

    def _only(self, node: Node, route: Route) -> Entry:
        """Return the one entry at the last step of a route. Raises Refused where it is none or several."""
        step = route[-1] if route else ""
        entry = _entry(node, step)
        if entry is None:
            raise Refused(f"{shown(route)} comes from a merge key")
        if node.kind == MAPPING and sum(one.name == step and not one.merges for one in node.entries) > 1:
            raise Refused(f"{shown(route)} is written several times")
        if any(one.merges and step in _merged_keys(one.value) for one in node.entries):
            raise Refused(f"{shown(route)} stands in a merge key too, and would come back from there")
        self._alone(node, entry, route)
        return entry

    def _anchors_stay(self, start: int, end: int) -> None:
        """Refuse to take out an anchor that is used outside."""
        for alias in self.tree.aliases:
            target = alias.target
            if target is not None and start <= target.start < end and not start <= alias.start < end:
                raise Refused(f"the anchor &{alias.text} within is used elsewhere")


def _entry(node: Node, step: str | int) -> Entry | None:
    """Return the entry at a step: of a key written twice the last one counts; what is merged is no entry."""
    if node.kind == SEQUENCE and isinstance(step, int):
        return node.entries[step] if 0 <= step < len(node.entries) else None
    found = None
    if node.kind == MAPPING:
        for entry in node.entries:
            if entry.name == step and not entry.merges:
                found = entry
    return found


def _merged_keys(node: Node) -> set[str | None]:
    """Return the keys that a merge key brings in: those of a mapping or of a list of mappings, each merging others."""
    found: set[str | None] = set()
    todo, seen = [node], set()
    while todo:
        here = todo.pop()
        here = here.target if here.kind == ALIAS and here.target is not None else here
        if id(here) not in seen:
            seen.add(id(here))
            found.update(entry.name for entry in here.entries if here.kind == MAPPING and not entry.merges)
            todo += [entry.value for entry in here.entries if here.kind == SEQUENCE or entry.merges]
    return found


def _style_of(text: str, tree: Tree) -> Style:
    """Return the style of a file: the first indents that it shows, the quotes that it has most of."""
    unit, dash = 0, -1
    quotes = {SINGLE: 0, DOUBLE: 0}
    todo = [(root, -1) for root in reversed(tree.roots)]
    while todo:
        node, column = todo.pop()
        if node.style in quotes:
            quotes[node.style] += 1
        own = column
        if node.entries and not node.flow:
            own = node.entries[0].begin - line_start(text, node.entries[0].begin)
            if column >= 0 and node.kind == MAPPING and not unit:
                unit = own - column
            if column >= 0 and node.kind == SEQUENCE and dash < 0:
                dash = own - column
        for entry in reversed(node.entries):
            if entry.key is not None and entry.key.style in quotes:
                quotes[entry.key.style] += 1
            todo.append((entry.value, own if node.kind == MAPPING and not node.flow else -1))
    unit = unit if unit > 0 else dash if dash > 0 else 2
    quote = SINGLE if quotes[SINGLE] > quotes[DOUBLE] else DOUBLE
    return Style(unit, dash if dash >= 0 else unit, quote, newline_of(text), text.isascii() and "\\u" in text)
