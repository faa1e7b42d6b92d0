"""Quick fixes: what complint would write, as edits of the client's texts; and what it will not write, with the reason."""

from __future__ import annotations

import os

from lsprotocol import types

from complint.core.errors import ComplintError
from complint.core.fix import SAFE, SHOWN, UNSAFE
from complint.core.record import record
from complint.engine.repair import repair
from complint.lsp.diagnostics import diagnostic
from complint.lsp.edits import edits
from complint.lsp.waive import begun, waivable, waivers_path
from complint.report.about import many
from complint.report.characters import visible
from complint.text.edit import Refused
from complint.text.loaded import Limits
from complint.text.source import make_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from complint.core.finding import Finding
    from complint.lsp.diagnostics import Texts
    from complint.lsp.positions import Positions
    from complint.lsp.session import Analysis, Found

FIX_ALL = "source.fixAll.complint"
KINDS = (types.CodeActionKind.QuickFix.value, FIX_ALL)


@record
class Client:
    """What a client can do: edits with versions, edits that create files, actions that cannot be taken.

    `roots` are the folders of its workspace: a file that is not open is edited only below one of them, links followed.
    """

    versioned: bool
    create: bool
    disabled: bool
    roots: tuple[str, ...]


class Offer:
    """The code actions for one analysis; what the client can do decides how much is offered."""

    def __init__(self, analysis: Analysis, texts: Texts, client: Client) -> None:
        self._analysis = analysis
        self._texts = texts
        self._client = client

    def actions(
        self, path: str, found: Sequence[Found], wanted: Callable[[str], bool], *, all_too: bool
    ) -> list[types.CodeAction]:
        """Return the actions on findings of a file, the safe ones first; `all_too` adds the one that does all safe fixes."""
        made: list[types.CodeAction] = []
        if wanted(KINDS[0]):
            for one in sorted(found, key=_rank):
                _join(made, self._one(one))
            for one in found:
                _join(made, self._waiver(one) if waivable(one) else None)
        if all_too and wanted(FIX_ALL):
            made += self._all(path)
        return made

    def _one(self, found: Found) -> types.CodeAction | None:
        finding = found.finding
        fix = finding.fix
        if fix is None:
            return None
        title = visible(fix.title)
        if fix.safety == SHOWN:
            return self._refused(
                f"Proposed: {title}", finding, "its wording has legal effect: complint shows it, you write it"
            )
        project = found.run.report.project
        assert project is not None
        limits = Limits(**found.run.settings_of(finding.subject[0]).limits)
        done = repair([finding], project, limits)
        if done.refused or not done.files:
            return self._refused(title, finding, done.refused[0][1] if done.refused else "there is nothing to change")
        try:
            edit = self._edit(done.files)
        except Refused as refusal:
            return self._refused(title, finding, refusal.reason)
        return types.CodeAction(
            title if fix.safety == SAFE else f"{title} (unsafe: it may change what the agent does)",
            types.CodeActionKind.QuickFix,
            [self._diagnostic(finding)],
            fix.safety == SAFE,
            edit=edit,
        )

    def _waiver(self, found: Found) -> types.CodeAction | None:
        """Return the action that begins a waiver of a finding; until it is filled in it is itself a finding."""
        finding = found.finding
        settings = found.run.settings_of(finding.subject[0])
        path = waivers_path(settings)
        there = path in self._analysis.buffers or os.path.lexists(path)
        title = f"Begin a waiver of {finding.rule} in {path} (owner, reason and last day to be filled in)"
        try:
            text = begun(finding, settings, self._texts.of(path).text if there else None)
            edit = self._edit({path: text.encode("utf-8", "surrogatepass")})
        except Refused as refusal:
            return self._refused(visible(title), finding, refusal.reason)
        return types.CodeAction(visible(title), types.CodeActionKind.QuickFix, [self._diagnostic(finding)], edit=edit)

    def _all(self, path: str) -> list[types.CodeAction]:
        """Return the action that does the safe fixes of a file to the end, where it has any."""
        safe = [one for one in self._analysis.found.get(path, ()) if one.finding.fix and one.finding.fix.safety == SAFE]
        if not safe:
            return []
        try:
            done = safe[0].run.fixed(path)
            edit = self._edit({change.path: change.after for change in done.changes})
        except (
            ComplintError,
            Refused,
        ):  # the files have changed meanwhile, and the next check says so; or each fix says why
            return []
        if not done.changes:
            return []
        title = f"complint: fix all that is safe ({many(len(done.fixed), 'finding')})"
        return [types.CodeAction(title, FIX_ALL, edit=edit)]

    def _refused(self, title: str, finding: Finding, reason: str) -> types.CodeAction | None:
        """Return an action that cannot be taken and says why, where the client shows such."""
        if not self._client.disabled:
            return None
        disabled = types.CodeActionDisabled(visible(reason))
        return types.CodeAction(title, types.CodeActionKind.QuickFix, [self._diagnostic(finding)], disabled=disabled)

    def _diagnostic(self, finding: Finding) -> types.Diagnostic:
        return diagnostic(finding, self._texts, lambda _: None)

    def _edit(self, files: Mapping[str, bytes]) -> types.WorkspaceEdit:
        """Return new bytes of files as edits of the texts they were made from, by version. Raises Refused where that cannot be."""
        changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = []
        for path, data in files.items():
            if path not in self._analysis.buffers:
                self._inside(path)
            if path in self._analysis.buffers or os.path.lexists(path):
                changes.append(self._text_edits(path, data))
                continue
            if not self._client.create:
                raise Refused("this editor does not take edits that create files")
            uri = self._texts.uri(path)
            changes.append(
                types.CreateFile(uri, options=types.CreateFileOptions(overwrite=False, ignore_if_exists=False))
            )
            start = types.Range(types.Position(0, 0), types.Position(0, 0))
            changes.append(_document_edit(uri, None, [types.TextEdit(start, data.decode("utf-8"))]))
        if self._client.versioned:
            return types.WorkspaceEdit(document_changes=changes)
        plain = [change for change in changes if isinstance(change, types.TextDocumentEdit)]
        return types.WorkspaceEdit(
            {each.text_document.uri: [one for one in each.edits if isinstance(one, types.TextEdit)] for each in plain}
        )

    def _inside(self, path: str) -> None:
        real = os.path.realpath(path)
        if not any(real.startswith(os.path.join(os.path.realpath(root), "")) for root in self._client.roots):
            raise Refused(f"{path} lies outside of the workspace")

    def _text_edits(self, path: str, data: bytes) -> types.TextDocumentEdit:
        buffer = self._analysis.buffers.get(path)
        if buffer is not None:  # a byte order mark is a character of a buffer, if the editor has left it there
            text = self._texts.of(path)
            return _document_edit(buffer.uri, buffer.version, _edits(text, data.decode("utf-8", "surrogatepass")))
        return _document_edit(self._texts.uri(path), None, _edits(self._texts.of(path), make_source(path, data).text))


def _rank(found: Found) -> int:
    fix = found.finding.fix
    return (SAFE, UNSAFE, SHOWN).index(fix.safety) if fix is not None else 0


def _join(made: list[types.CodeAction], action: types.CodeAction | None) -> None:
    """Add an action; one that does the same as another, for a second requirement, becomes that."""
    if action is None:
        return
    for other in made:
        if (other.title, other.edit, other.disabled) == (action.title, action.edit, action.disabled):
            other.diagnostics = [*(other.diagnostics or ()), *(action.diagnostics or ())]
            return
    made.append(action)


def _edits(text: Positions, new: str) -> list[types.TextEdit]:
    return [
        types.TextEdit(types.Range(types.Position(*text.place(start)), types.Position(*text.place(end))), piece)
        for start, end, piece in edits(text.text, new)
    ]


def _document_edit(uri: str, version: int | None, made: list[types.TextEdit]) -> types.TextDocumentEdit:
    return types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, version), [*made])
