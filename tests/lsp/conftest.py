"""A language client for the tests of the server: it starts `complint lsp` and talks to it as an editor does."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
DAY = "2026-11-22"
PATIENCE = 20.0
COMMAND = (sys.executable, "-P", "-m", "complint", "lsp")


def environment(cache: Path) -> dict[str, str]:
    """Return the environment of a server that imports this checkout and keeps its cache apart."""
    path = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    return {**os.environ, "PYTHONPATH": path, "COMPLINT_CACHE_DIR": str(cache)}


class Editor:
    """A client of one server, for tests that are no coroutines."""

    def __init__(self, folder: Path, cache: Path, options: object = None, **changes: Any) -> None:
        self.folder = folder
        self._loop = asyncio.new_event_loop()
        self._open: set[str] = set()
        self.client: LanguageClient = make_test_lsp_client()
        self.created: list[types.Registration] = []

        self.said: list[types.PublishDiagnosticsParams] = []
        self._news = asyncio.Event()

        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.said.append(params)
            self._news.set()

        # in place of the client's own, which forgets what was said before, and of which version
        self.client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = publish

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
        def register(params: types.RegistrationParams) -> None:
            self.created += params.registrations

        capabilities = client_capabilities("visual-studio-code")
        if "encodings" in changes:
            assert capabilities.general is not None
            capabilities.general.position_encodings = changes["encodings"]
        if changes.get("plain"):
            assert capabilities.workspace is not None
            capabilities.workspace.workspace_edit = None
        start = types.InitializeParams(
            capabilities, root_uri=folder.as_uri(), initialization_options=options or {"asOf": DAY}
        )
        self.run(self.client.start_io(*COMMAND, env=environment(cache)))
        self.started: types.InitializeResult = self.run(self.client.initialize_session(start))

    def run(self, made: Awaitable[T]) -> T:
        """Return what a coroutine returns."""
        return self._loop.run_until_complete(asyncio.wait_for(made, PATIENCE))

    def uri(self, name: str) -> str:
        """Return the URI of a file of the workspace."""
        return name if name.startswith(("untitled:", "file:")) else (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "json") -> list[types.Diagnostic]:
        """Open a file with a text, which need not be what is on disk; return what is said of it."""
        item = types.TextDocumentItem(self.uri(name), language, 1, text)
        self._open.add(item.uri)
        return self.after(name, 1, lambda: self.client.text_document_did_open(types.DidOpenTextDocumentParams(item)))

    def change(self, name: str, version: int, *changes: Any) -> list[types.Diagnostic]:
        """Change an open file; a text replaces all of it. Return what is said of it then."""
        whole = [types.TextDocumentContentChangeWholeDocument(one) if isinstance(one, str) else one for one in changes]
        params = types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version, self.uri(name)), whole
        )
        return self.after(name, version, lambda: self.client.text_document_did_change(params))

    def close(self, name: str) -> None:
        """Close a file."""
        identifier = types.TextDocumentIdentifier(self.uri(name))
        self._open.discard(self.uri(name))
        self.after(
            name, None, lambda: self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))
        )

    def after(self, name: str, version: int | None, act: Callable[[], None]) -> list[types.Diagnostic]:
        """Do something and return the diagnostics of a file that are published for a version then."""
        uri = self.uri(name)

        async def wait() -> list[types.Diagnostic]:
            self._news.clear()
            seen = len(self.said)
            act()
            while True:
                for one in self.said[seen:]:
                    if one.uri == uri and one.version == version:
                        await asyncio.sleep(0.01)  # what is said of other files comes with it
                        return list(one.diagnostics)
                self._news.clear()
                await self._news.wait()

        return self.run(wait())

    def of(self, name: str) -> list[types.Diagnostic]:
        """Return what was last said of a file."""
        uri = self.uri(name)
        return next((list(one.diagnostics) for one in reversed(self.said) if one.uri == uri), [])

    def hover(self, name: str, line: int, column: int) -> types.Hover | None:
        """Return what is shown at a place."""
        identifier = types.TextDocumentIdentifier(self.uri(name))
        return self.run(
            self.client.text_document_hover_async(types.HoverParams(identifier, types.Position(line, column)))
        )

    def actions(
        self, name: str, only: list[str] | None = None, where: types.Range | None = None
    ) -> list[types.CodeAction]:
        """Return the code actions of a range, or of the whole file."""
        where = where or types.Range(types.Position(0, 0), types.Position(100_000, 0))
        kinds: list[Any] | None = (
            [types.CodeActionKind(one) if one in _KINDS else one for one in only] if only else None
        )
        context = types.CodeActionContext([], kinds)
        params = types.CodeActionParams(types.TextDocumentIdentifier(self.uri(name)), where, context)
        found = self.run(self.client.text_document_code_action_async(params))
        return [one for one in found or () if isinstance(one, types.CodeAction)]

    def complete(self, name: str, line: int, column: int) -> list[types.CompletionItem]:
        """Return what may stand at a place."""
        identifier = types.TextDocumentIdentifier(self.uri(name))
        params = types.CompletionParams(identifier, types.Position(line, column))
        found = self.run(self.client.text_document_completion_async(params))
        return list(found.items if isinstance(found, types.CompletionList) else found or ())

    def clear(self) -> None:
        """Close all files and empty the folder."""
        for uri in list(self._open):
            self.close(uri)
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def rest(self, seconds: float = 0.1) -> None:
        """Let messages come in."""
        self.run(asyncio.sleep(seconds))

    def end(self) -> None:
        """End the session as editors do."""
        self.run(self.client.shutdown_session())
        self._loop.close()


_KINDS = {kind.value for kind in types.CodeActionKind}


def applied(text: str, edit: types.WorkspaceEdit, uri: str, version: int | None) -> str:
    """Return a text after the edits of a workspace edit for its URI, columns in UTF-16 units."""
    assert edit.document_changes is not None
    for change in edit.document_changes:
        if isinstance(change, types.TextDocumentEdit) and change.text_document.uri == uri:
            assert change.text_document.version == version
            for one in reversed(change.edits):
                assert isinstance(one, types.TextEdit)
                start, end = _offset(text, one.range.start), _offset(text, one.range.end)
                text = text[:start] + one.new_text + text[end:]
    return text


def _offset(text: str, where: types.Position) -> int:
    lines = text.replace("\r\n", "\0\n").replace("\r", "\n").split("\n")  # a twin of the server's own way
    start = sum(len(line) + 1 for line in lines[: where.line])
    wide = lines[where.line].encode("utf-16-le")[: where.character * 2]
    return start + len(wide.decode("utf-16-le"))


Start = Callable[..., Editor]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache folder for all servers: each would take its time to compile the packs anew."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Editor]:
    """Return an editor for all tests that want nothing special of it; its server takes its time to start."""
    editor = Editor(tmp_path_factory.mktemp("desk"), cache)
    yield editor
    editor.end()


@pytest.fixture
def start(tmp_path: Path, cache: Path, desk: Editor) -> Iterator[Start]:
    """Return what starts an editor in a folder, or without one gives the common one; all is cleared after the test."""
    editors: list[Editor] = []

    def begin(folder: Path | None = None, options: object = None, **changes: Any) -> Editor:
        if folder is None and options is None and not changes:
            return desk
        project = folder or tmp_path / "project"
        project.mkdir(exist_ok=True)
        editors.append(Editor(project, cache, options, **changes))
        return editors[-1]

    yield begin
    for editor in editors:
        editor.end()
    desk.clear()


@pytest.fixture
def edit() -> Callable[[str, types.WorkspaceEdit, str, int | None], str]:
    """Return what applies a workspace edit to a text."""
    return applied
