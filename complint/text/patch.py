"""Operations on the text of a file: each becomes edits of its own place, and the whole is proved before it is given out.

The proof is that the edited text loads to exactly the edited data, with the same comments and no new key twice. What
cannot be proved, or not be said without touching anything else, is refused with the reason.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from complint.core.fix import Append, Move, Remove, Rename, Set, Uncomment
from complint.core.record import record
from complint.core.route import JSON, Route, holds
from complint.text.edit import Edit, Refused, line_start, meet, next_line, splice
from complint.text.errors import Unreadable
from complint.text.loaded import DEFAULT_LIMITS, Limits, Loaded
from complint.text.patch_data import changed, same, value_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from complint.text.patch_json import JsonPatch
    from complint.text.patch_yaml import YamlPatch

__all__ = ["Patch", "Refused", "State", "patch"]


def patch(text: str, syntax: str, ops: Iterable[object], *, document: int = 0, limits: Limits = DEFAULT_LIMITS) -> str:
    """Return a text with operations (`complint.core.fix`) done one after the other; routes are those of the text's data.

    `syntax` is "json" or "yaml", `document` counts in a YAML stream from 0. Raises Refused with the reason where an
    operation does not fit the data or cannot be done in the text, Unreadable where the text does not load.
    """
    session = Patch(text, syntax, limits)
    for op in ops:
        session.apply(op, document)
    return session.finish()


@record
class State:
    """Where a session stands; values are never changed, so keeping one costs nothing."""

    text: str
    documents: tuple[JSON, ...]
    edits: tuple[Edit, ...]
    zones: frozenset[Route]
    moved: bool
    uncommented: frozenset[int] = frozenset()
    removed: tuple[tuple[Route, tuple[int, ...]], ...] = ()


class Patch:
    """One file under edit. Edits are gathered as long as they keep apart, then done together.

    `state` may be kept and set again to undo what came after it; `documents` is the data as edited so far.
    """

    def __init__(self, text: str, syntax: str, limits: Limits = DEFAULT_LIMITS) -> None:
        """Load the text; raises Unreadable."""
        self._syntax = syntax
        self._limits = limits
        self._before = self.text = text
        self._places: JsonPatch | YamlPatch | None = None
        self._loaded = _load(text, syntax, limits)
        self._reset(State(text, self._loaded.documents, (), frozenset(), False))

    def _reset(self, state: State) -> None:
        if state.text is not self.text:
            self._places = None
        self.text, self.documents = state.text, list(state.documents)
        self._edits = list(state.edits)
        self._zones = set(state.zones)
        self._around = {zone[:length] for zone in self._zones for length in range(len(zone))}
        self._removed = {zone: list(gone) for zone, gone in state.removed}
        self._moved = state.moved
        self._uncommented = state.uncommented

    @property
    def state(self) -> State:
        """Return what a later `state = …` goes back to."""
        return State(
            self.text,
            tuple(self.documents),
            tuple(self._edits),
            frozenset(self._zones),
            self._moved,
            self._uncommented,
            tuple((zone, tuple(gone)) for zone, gone in self._removed.items()),
        )

    @state.setter
    def state(self, state: State) -> None:
        self._reset(state)

    def apply(self, op: object, document: int = 0) -> None:
        """Do one operation; raises Refused and stays as it was where it cannot be done."""
        if not 0 <= document < len(self.documents):
            raise Refused("there is no such document in the file")
        if isinstance(op, Uncomment):
            self._uncommented |= {self._comment_at(op)}
            return
        before = self.documents[document]
        data = changed(before, op)
        if isinstance(op, Set) and holds(before, op.route) and same(value_at(before, op.route), op.value, ordered=True):
            return
        if isinstance(op, Move):
            self._move(op, document)
        else:
            zone = (document, *_zone(op, before))
            if self._is_taken(zone, op, before):
                self._flush()
            self._gather(op, document)
            if _is_of_item(op):
                self._note_removed(zone, self._as_written(op, document).route[-1])
            self._zones.add(zone)
            self._around.update(zone[:length] for length in range(len(zone)))
        self.documents[document] = data

    def finish(self) -> str:
        """Return the edited text, proved. Raises Refused where the proof fails."""
        self._flush()
        self._drop_comments()
        if self.text == self._before and tuple(self.documents) == self._loaded.documents:
            return self.text
        try:
            after = _load(self.text, self._syntax, self._limits)
        except Unreadable as error:
            raise Refused(f"the edited text would not load: {error.message}") from None
        if len(after.documents) != len(self.documents) or not all(
            same(one, other, ordered=self._syntax == "json")
            for one, other in zip(after.documents, self.documents, strict=True)
        ):
            raise Refused("the edited text would not load to the edited data")
        if len(after.duplicates) > len(self._loaded.duplicates):
            raise Refused("a key would be written twice")
        if [note[0] for note in after.noise] != [note[0] for note in self._loaded.noise]:
            raise Refused("what stands around the value would change")
        if self._syntax == "yaml" and not self._comments_kept():
            raise Refused("a comment would be lost or change its place")
        return self.text

    def _comments_kept(self) -> bool:
        from complint.text.yaml_tree import comments

        before = [one for number, one in enumerate(comments(self._before)) if number not in self._uncommented]
        after = comments(self.text)
        return sorted(before) == sorted(after) if self._moved else before == after

    def _comment_at(self, op: Uncomment) -> int:
        """Return the number of the comment at a place of the text as it was; edits keep all comments in their order."""
        if self._syntax != "yaml":
            raise Refused("JSON has no comments")
        from complint.text.lines import places
        from complint.text.yaml_tree import Tree

        starts = [start for start, _ in Tree(self._before).comments]
        found = places(self._before, starts)
        for number, start in enumerate(starts):
            if found[start] == (op.line, op.column):
                return number
        raise Refused("there is no comment at this place")

    def _drop_comments(self) -> None:
        if not self._uncommented:
            return
        if self._moved:
            raise Refused("a value was moved in the same file; the comment can go in another round")
        from complint.text.yaml_tree import Tree

        spans = Tree(self.text).comments
        edits: list[Edit] = []
        for number in sorted(self._uncommented):
            edit = self._dropped(*spans[number])
            if edits and edits[-1].end >= edit.start:  # comments on lines one after the other
                edit = Edit(edits.pop().start, edit.end, "")
            edits.append(edit)
        self.text = splice(self.text, edits)
        self._places = None

    def _dropped(self, start: int, end: int) -> Edit:
        """Return the edit that removes a comment: with its line where nothing else stands on it, else with the blanks before."""
        begin = line_start(self.text, start)
        if not self.text[begin:start].strip():
            return Edit(begin, next_line(self.text, end), "")
        return Edit(begin + len(self.text[begin:start].rstrip()), end, "")

    def _move(self, op: Move, document: int) -> None:
        """Take the value out with its text, then put the text in at its new place."""
        kept = self.state
        self._flush()
        try:
            value, edits = self._here().lift(op.route, document)
            self._edits = edits
            self._flush()
            self._edits = self._here().set(op.target, value, document)
            self._flush()
        except Refused:
            self._reset(kept)
            raise
        self._moved = True

    def _gather(self, op: object, document: int) -> None:
        """Take the edits of an operation; where they meet those gathered before, do these first."""
        edits = self._here().edits(self._as_written(op, document), document)
        if any(self._meets(edit) for edit in edits):
            self._flush()
            edits = self._here().edits(op, document)
        ordered = sorted(edits, key=lambda one: (one.start, one.end))
        if any(meet(one, other) for one, other in pairwise(ordered)):
            raise Refused("two edits meet at one place")
        for edit in ordered:
            self._edits.insert(self._rank(edit), edit)

    def _is_taken(self, zone: Route, op: object, data: JSON) -> bool:
        """Tell whether edits gathered so far change what an operation is about; items of one list may go, but for the last."""
        if zone in self._zones and not (
            zone in self._removed and _is_of_item(op) and len(value_at(data, zone[1:])) > 1
        ):
            return True
        return zone in self._around or any(zone[:length] in self._zones for length in range(len(zone)))

    def _as_written(self, op: Any, document: int) -> Any:
        """Return the removal of an item with its place in the text as it is, where others of its list are to go too."""
        gone = self._removed.get((document, *op.route[:-1])) if _is_of_item(op) else None
        if not gone:
            return op
        # `gone` ascends; as many of it stand before the item as have no more than its place left over
        before = bisect_right(range(len(gone)), op.route[-1], key=lambda index: gone[index] - index)
        return Remove((*op.route[:-1], op.route[-1] + before), op.path)

    def _note_removed(self, zone: Route, index: int) -> None:
        gone = self._removed.setdefault(zone, [])
        gone.insert(bisect_left(gone, index), index)

    def _meets(self, edit: Edit) -> bool:
        at = self._rank(edit)
        return any(meet(edit, other) for other in self._edits[max(at - 1, 0) : at + 1])

    def _rank(self, edit: Edit) -> int:
        return bisect_left(self._edits, (edit.start, edit.end), key=lambda one: (one.start, one.end))

    def _flush(self) -> None:
        if self._edits:
            self.text = splice(self.text, self._edits)
            self._edits = []
            self._places = None
        self._zones.clear()
        self._around.clear()
        self._removed.clear()

    def _here(self) -> JsonPatch | YamlPatch:
        if self._places is None:
            if self._syntax == "json":
                from complint.text.patch_json import JsonPatch

                self._places = JsonPatch(self.text)
            else:
                from complint.text.patch_yaml import YamlPatch

                self._places = YamlPatch(self.text)
        return self._places


def _is_of_item(op: object) -> bool:
    """Tell whether an operation removes an item of a list."""
    return isinstance(op, Remove) and isinstance(op.route[-1], int)


def _zone(op: object, data: JSON) -> Route:
    """Return the route of all that an operation may touch: a value, or the container whose entries change."""
    route: Route = op.route  # type: ignore[attr-defined]
    if isinstance(op, Append) or (isinstance(op, Set) and holds(data, route)):
        return route
    assert isinstance(op, (Set, Remove, Rename))
    return route[:-1]


def _load(text: str, syntax: str, limits: Limits) -> Loaded:
    if syntax == "json":
        from complint.text.json_text import load_json

        return load_json(text, limits)
    from complint.text.yaml_text import load_yaml

    return load_yaml(text, limits)
