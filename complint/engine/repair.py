"""One round of fixes over the files of a run: each fix whole or not at all, no two of them at one place; in memory only.

A fix that meets another waits: the next round finds it again, or finds it needless.
"""

from __future__ import annotations

import json
import os
import posixpath

from complint.core.fix import SAFE, CreateFile
from complint.core.record import record
from complint.core.route import JSON
from complint.engine.claims import Claims
from complint.engine.spelling import spelled
from complint.model.document import Document
from complint.text.edit import Refused
from complint.text.errors import Unreadable
from complint.text.loaded import Limits
from complint.text.patch import Patch
from complint.text.patch_data import changed, same
from complint.text.source import make_source, to_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from complint.core.finding import Finding
    from complint.core.fix import Fix
    from complint.engine.spelling import Op
    from complint.model.project import Project
    from complint.text.patch import State


@record
class Round:
    """What a round came to: new bytes by path, the findings fixed, those refused with the reason.

    `links` holds the paths of each fix that spans several files: they are written together or not at all.
    """

    files: dict[str, bytes]
    fixed: tuple[Finding, ...]
    refused: tuple[tuple[Finding, str], ...]
    links: tuple[frozenset[str], ...]


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

    def do(self, op: Op, patch: Patch) -> Op:
        """Edit the text, and the data beside it; return the edit as spelled in the file."""
        written = spelled(self.document, op)
        patch.apply(self.claims.moved(written), self.document.index)
        if self.shaped:
            self.data = changed(self.data, self.canonical.moved(op))
        return written

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
        self._links: list[frozenset[str]] = []

    def run(self, findings: Iterable[Finding]) -> Round | None:
        """Return the round, or None where the files fail the proof."""
        fixed: list[Finding] = []
        refused: list[tuple[Finding, str]] = []
        done: set[tuple[tuple[str, int], str]] = set()
        for finding in findings:
            fix = finding.fix
            if fix is None:
                continue
            key = (finding.subject, repr(fix.ops))
            if key in done:  # two requirements ask for the same
                fixed.append(finding)
                continue
            try:
                if self._do(fix, finding.subject):
                    fixed.append(finding)
                    done.add(key)
            except Refused as refusal:
                refused.append((finding, refusal.reason))
        try:
            files = {**{path: self._bytes(path) for path in self._patches}, **self._created}
        except Refused:
            if self._careful:
                raise
            return None
        changed_files = {path: data for path, data in files.items() if data != self._before(path)}
        return Round(changed_files, tuple(fixed), tuple(refused), tuple(self._links))

    def _do(self, fix: Fix, subject: tuple[str, int]) -> bool:
        """Do a fix in all its files; False where it has to wait. Raises Refused and leaves all as it was."""
        edits = [(self._bench(op, subject), op) for op in fix.ops if not isinstance(op, CreateFile)]
        new = {self._new_path(op, subject): op for op in fix.ops if isinstance(op, CreateFile)}
        if not edits and not new:
            raise Refused("the fix names no edit")
        if any(path in self._created for path in new):
            return False
        if not all(bench.claims.allow(spelled(bench.document, op)) for bench, op in edits):
            return False
        self._allowed([*new, *(bench.document.path for bench, _ in edits)])
        for path in new:
            if self._project.document(path) is not None or os.path.lexists(path):
                raise Refused(f"{path} is there already")
        self._edit(edits)
        for path, op in new.items():
            self._created[path] = (json.dumps(op.value, indent=2, ensure_ascii=False) + "\n").encode()
        paths = frozenset((*new, *(bench.document.path for bench, _ in edits)))
        if len(paths) > 1:
            self._links.append(paths)
        return True

    def _edit(self, edits: list[tuple[_Bench, Op]]) -> None:
        benches = {id(bench): bench for bench, _ in edits}.values()
        patches = {bench.document.path: self._patch(bench.document) for bench in benches}
        kept: dict[str, State] = {path: patch.state for path, patch in patches.items()}
        data = [(bench, bench.data) for bench in benches]
        written = []
        try:
            for bench, op in edits:
                written.append((bench, op, bench.do(op, patches[bench.document.path])))
            if self._careful:
                for path in patches:
                    self._bytes(path)
        except Refused:
            for path, state in kept.items():
                patches[path].state = state
            for bench, before in data:
                bench.data = before
            raise
        for bench, op, as_written in written:
            bench.claims.take(as_written)
            bench.canonical.take(op)

    def _bytes(self, path: str) -> bytes:
        """Return a file as edited, proved."""
        patch = self._patches[path]
        text = patch.finish()
        for (bench_path, index), bench in self._benches.items():
            if bench_path == path and not bench.proves(patch.documents[index]):
                raise Refused("the edited file would be read as something else than the fix says")
        source = self._source(path)
        try:
            return to_bytes(source, text)
        except UnicodeEncodeError:
            raise Refused(f"the new text cannot be written as {source.encoding}") from None
