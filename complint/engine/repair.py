"""One round of fixes over the files of a run: each fix whole or not at all, no two of them at one place; in memory only.

A fix that meets another waits: the next round finds it again, or finds it needless.
"""

from __future__ import annotations

import json
import os
import posixpath

from complint.core.fix import SAFE, Append, CreateFile, Move, Remove, Rename, Set, Uncomment
from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.engine.claims import Claims
from complint.engine.spelling import spelled
from complint.model.document import Document
from complint.text.edit import Refused
from complint.text.errors import Unreadable
from complint.text.loaded import Limits
from complint.text.patch import Patch
from complint.text.patch_data import changed, same
from complint.text.source import Source, to_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from complint.core.finding import Finding
    from complint.core.fix import Fix
    from complint.engine.spelling import Op
    from complint.model.project import Project


@record
class Round:
    """What a round came to: new bytes by path, the findings fixed with the paths of their fixes, those refused with the reason.

    The paths of one fix are written together or not at all.
    """

    files: dict[str, bytes]
    fixed: tuple[tuple[Finding, frozenset[str]], ...]
    refused: tuple[tuple[Finding, str], ...]


def repair(findings: Iterable[Finding], project: Project, limits: Limits, *, only: str | None = None) -> Round:
    """Do the fixes of findings, the safe ones first, in their order; `only` refuses edits of any other file."""
    wanted = sorted(findings, key=lambda finding: finding.fix is not None and finding.fix.safety != SAFE)
    found = _Workshop(project, limits, only, careful=False).run(wanted)
    if found is None:  # together they fail the proof: prove one by one, to keep those that hold
        found = _Workshop(project, limits, only, careful=True).run(wanted)
    assert found is not None
    return found


class _Bench:
    """One document at work: its claims, and its canonical data where that is not what is written."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.claims = Claims()
        self.canonical = Claims()
        self.shaped = document.data is not document.raw
        self.data = document.data

    @property
    def state(self) -> tuple[int, JSON]:
        """Return what `state = …` goes back to."""
        return self.claims.count, self.data

    @state.setter
    def state(self, state: tuple[int, JSON]) -> None:
        count, self.data = state
        self.claims.back_to(count)
        self.canonical.back_to(count if self.shaped else 0)

    def do(self, op: Op, patch: Patch) -> None:
        """Edit the text, and the data beside it."""
        if isinstance(op, Uncomment):
            patch.apply(op, self.document.index)
            return
        written = spelled(self.document, op)
        patch.apply(self.claims.moved(written), self.document.index)
        if self.shaped:
            here = self.canonical.moved(op)
            if not (isinstance(here, Rename) and here.route[-1:] == (here.name,)):
                parent = (here.target if isinstance(here, Move) else here.route)[:-1]
                self.data = changed(_with_objects(self.data, parent), here)
            self.canonical.take(op)
        self.claims.take(written)

    def proves(self, raw: JSON) -> bool:
        """Tell whether what is written now is read as the canonical data that the edits ask for."""
        if not self.shaped:
            return True
        again = Document(self.document.path, self.document.source, self.document.syntax, self.document.index)
        again.fill(raw)
        if again.kind != self.document.kind and self.document.kind is not None:
            again.become(self.document.kind)
        return same(again.data, self.data, ordered=False)


class _Workshop:
    """The files of one round; `careful` proves each of them after each fix."""

    def __init__(self, project: Project, limits: Limits, only: str | None, *, careful: bool) -> None:
        self._project = project
        self._limits = limits
        self._only = only
        self._careful = careful
        self._documents = {(document.path, document.index): document for document in project.documents}
        self._benches: dict[tuple[str, int], _Bench] = {}
        self._patches: dict[str, Patch] = {}
        self._created: dict[str, bytes] = {}

    def run(self, findings: Iterable[Finding]) -> Round | None:
        """Return the round, or None where the files fail the proof."""
        fixed: list[tuple[Finding, frozenset[str]]] = []
        refused: list[tuple[Finding, str]] = []
        done: dict[tuple[tuple[str, int], str], frozenset[str]] = {}
        for finding in findings:
            fix = finding.fix
            if fix is None:
                continue
            key = (finding.subject, repr(fix.ops))
            try:
                if key not in done:  # two requirements may ask for the same
                    done[key] = self._do(fix, finding.subject)
            except Refused as refusal:
                refused.append((finding, refusal.reason))
                continue
            if done[key]:
                fixed.append((finding, done[key]))
            else:
                del done[key]
        try:
            files = {**{path: self._bytes(path) for path in self._patches}, **self._created}
        except Refused as refusal:
            if not self._careful:
                return None
            return Round({}, (), (*refused, *((finding, refusal.reason) for finding, _ in fixed)))
        changed_files = {path: data for path, data in files.items() if data != self._before(path)}
        return Round(changed_files, tuple(fixed), tuple(refused))

    def _do(self, fix: Fix, subject: tuple[str, int]) -> frozenset[str]:
        """Do a fix in all its files and return their paths; none where it has to wait. Raises Refused, all as it was then."""
        edits: list[tuple[_Bench, Op]] = [
            (self._bench(op, subject), op)  # type: ignore[misc]  # a bench is given for edits only
            for op in fix.ops
            if not isinstance(op, CreateFile)
        ]
        new = {self._new_path(op, subject): _json(op.value) for op in fix.ops if isinstance(op, CreateFile)}
        if not edits and not new:
            raise Refused("the fix names no edit")
        if len(edits) + len(new) < len(fix.ops):
            raise Refused("the fix creates one file twice")
        if any(path in self._created for path in new):
            return frozenset()
        if not all(isinstance(op, Uncomment) or bench.claims.allow(spelled(bench.document, op)) for bench, op in edits):
            return frozenset()
        self._allowed([*new, *(bench.document.path for bench, _ in edits)])
        for path in new:
            if self._project.document(path) is not None or os.path.lexists(path):
                raise Refused(f"{path} is there already")
        if edits:
            self._edit(edits)
        self._created.update(new)
        return frozenset((*new, *(bench.document.path for bench, _ in edits)))

    def _edit(self, edits: list[tuple[_Bench, Op]]) -> None:
        benches = {id(bench): bench for bench, _ in edits}.values()
        patches = {bench.document.path: self._patch(bench.document) for bench in benches}
        states = {path: patch.state for path, patch in patches.items()}
        before = [bench.state for bench in benches]
        try:
            for bench, op in edits:
                bench.do(op, patches[bench.document.path])
            if not any(isinstance(op, Uncomment) for _, op in edits) and all(
                now is then
                for path in patches
                for now, then in zip(patches[path].documents, states[path].documents, strict=True)
            ):
                raise Refused("it changes nothing")
            for path in patches if self._careful else ():
                self._bytes(path)
        except Refused:
            for path, state in states.items():
                patches[path].state = state
            for bench, kept in zip(benches, before, strict=True):
                bench.state = kept
            raise

    def _bench(self, op: object, subject: tuple[str, int]) -> _Bench:
        """Return the document that an edit speaks of. Raises Refused where there is none, or it is not of the run."""
        if not isinstance(op, (Set, Remove, Append, Rename, Move, Uncomment)):
            raise Refused(f"{type(op).__name__} is no edit")
        key = subject if op.path is None or op.path == subject[0] else (op.path, 0)
        if key not in self._benches:
            document = self._documents.get(key) or self._project.document(key[0])
            if document is None or document.source is None or document.error is not None:
                raise Refused(f"{key[0]} cannot be read")
            self._benches[key] = _Bench(document)
        return self._benches[key]

    def _patch(self, document: Document) -> Patch:
        assert document.source is not None
        if document.path not in self._patches:
            try:
                self._patches[document.path] = Patch(document.source.text, document.syntax, self._limits)
            except Unreadable as error:
                raise Refused(f"{document.path} cannot be read: {error}") from None
        return self._patches[document.path]

    def _new_path(self, op: CreateFile, subject: tuple[str, int]) -> str:
        """Return where a new file goes: below the folder of the registry of the document under check, or beside that."""
        document = self._documents.get(subject)
        registry = self._project.registry_of(document) if document is not None else None
        base = registry.base if registry is not None else posixpath.dirname(subject[0])
        inside = posixpath.normpath(op.path)
        if posixpath.isabs(op.path) or inside.startswith("..") or inside == "." or "\\" in op.path:
            raise Refused(f"{op.path!r} leads out of the project's folder")
        return posixpath.join(base, inside)

    def _allowed(self, paths: Iterable[str]) -> None:
        for path in paths:
            if self._only is not None and path != self._only:
                raise Refused(f"{path} would be edited too, which does not come from standard input")

    def _bytes(self, path: str) -> bytes:
        """Return a file as edited, proved."""
        patch = self._patches[path]
        text = patch.finish()
        for (bench_path, index), bench in self._benches.items():
            if bench_path == path and bench.claims.count and not bench.proves(patch.documents[index]):
                raise Refused("the edited file would be read as something else than the fix says")
        source = self._source(path)
        try:
            return to_bytes(source, text)
        except UnicodeEncodeError:
            raise Refused(f"the new text cannot be written as {source.encoding}") from None

    def _source(self, path: str) -> Source:
        found = next(bench.document.source for key, bench in self._benches.items() if key[0] == path)
        assert found is not None
        return found

    def _before(self, path: str) -> bytes | None:
        return self._source(path).data if path in self._patches else None


def _with_objects(data: JSON, route: Route) -> JSON:
    """Return data with an object at each step of a route that is missing: some shapes of a file write fewer levels."""
    for length in range(1, len(route) + 1):
        if get(data, *route[:length]) is None:
            data = changed(data, Set(route[:length], {}))
    return data


def _json(value: JSON) -> bytes:
    """Return the bytes of a new file."""
    try:
        return (json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
    except (ValueError, TypeError) as error:
        raise Refused(f"the new file cannot be written as JSON: {error}") from None
