"""What the server does for each message: texts go to the checker, and what it has found answers what is asked."""

from __future__ import annotations

import sys

from lsprotocol import types

from complint.core.errors import ComplintError
from complint.lsp.actions import KINDS, Offer
from complint.lsp.buffers import Buffer, edited, path_of
from complint.lsp.completion import complete, describe
from complint.lsp.diagnostics import Texts
from complint.lsp.hover import described
from complint.lsp.own_files import own_file
from complint.lsp.positions import Positions
from complint.lsp.server import Server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from complint.lsp.session import Analysis, Found

WATCHED = ("**/complint.{yaml,yml}", "**/pyproject.toml", "**/*.{json,yaml,yml}", "**/*.lock")


def serve() -> int:
    """Serve a client on standard input and output until it ends; return the exit code: 0 after `shutdown`, else 1."""
    server = make_server()
    output, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing but the protocol may write there
    server.start_io(sys.stdin.buffer, output)
    if server.checker is not None:
        server.checker.close()
    return 0 if server.ended else 1


def make_server() -> Server:
    """Return a server with all that it can do."""
    server = Server()
    _follow_texts(server)
    _follow_client(server)
    _answer(server)
    return server


def _follow_texts(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        path = path_of(item.uri, item.language_id, server.root)
        if path is not None and server.checker is not None:
            server.checker.buffers[path] = Buffer(item.uri, path, item.version, item.text)
            server.checker.changed(at_once=True)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        buffer = _buffer(server, params.text_document.uri)
        if buffer is not None and server.checker is not None:
            changes = [(_range(change), change.text) for change in params.content_changes]
            new = edited(buffer, params.text_document.version, changes, server.encoding)
            server.checker.buffers[buffer.path] = new
            server.checker.changed()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.on_disk()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        buffer = _buffer(server, params.text_document.uri)
        if buffer is not None and server.checker is not None:
            del server.checker.buffers[buffer.path]
            server.checker.changed(at_once=True)


def _follow_client(server: Server) -> None:
    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        if server.registers:
            watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            wanted = types.Registration("complint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            server.client_register_capability(types.RegistrationParams([wanted]))

    @server.feature(types.SHUTDOWN)
    def ended(params: None) -> None:
        server.ended = True

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        server.on_disk()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def settings_changed(params: types.DidChangeConfigurationParams) -> None:
        server.reconfigure(params.settings)
        server.on_disk()


def _answer(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        return await _hover(server, params)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions([*KINDS]))
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await _actions(server, params)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[":", " ", "/", '"', "-"])
    )
    async def completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        buffer = _buffer(server, params.text_document.uri)
        if buffer is None or server.checker is None:
            return []
        return await server.checker.work(_complete, server, buffer, params.position)


async def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    buffer = _buffer(server, params.text_document.uri)
    if buffer is None or server.checker is None:
        return None
    analysis = await server.checker.latest()
    if analysis is None:
        return await server.checker.work(_describe, server, buffer, params.position)
    texts = Texts(analysis, server.encoding, server.root)
    at = params.position
    found = [one for one in analysis.found.get(buffer.path, ()) if _meets(texts.range(one.finding.place), at, at)]
    if found:
        text = await server.checker.work(described, found)
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), texts.range(found[0].finding.place))
    return await server.checker.work(_describe, server, buffer, at)


async def _actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    buffer = _buffer(server, params.text_document.uri)
    analysis = await server.checker.latest() if buffer is not None and server.checker is not None else None
    if buffer is None or analysis is None or server.checker is None:
        return []
    texts = Texts(analysis, server.encoding, server.root)
    where = params.range
    found = [
        one
        for one in analysis.found.get(buffer.path, ())
        if _meets(texts.range(one.finding.place), where.start, where.end)
    ]
    only = params.context.only
    automatic = params.context.trigger_kind == types.CodeActionTriggerKind.Automatic
    return await server.checker.work(
        _offer, server, analysis, buffer.path, found, only, not (automatic and only is None)
    )


def _offer(
    server: Server, analysis: Analysis, path: str, found: Sequence[Found], only: Sequence[str] | None, all_too: bool
) -> list[types.CodeAction]:
    def wanted(kind: str) -> bool:
        return only is None or any(kind == str(one) or kind.startswith(f"{one}.") for one in map(_value, only))

    return Offer(analysis, Texts(analysis, server.encoding, server.root), server.client).actions(
        path, found, wanted, all_too=all_too
    )


def _complete(server: Server, buffer: Buffer, at: types.Position) -> list[types.CompletionItem]:
    known = _own(buffer)
    if known is None:
        return []
    kind, folders = known
    return complete(kind, Positions(buffer.text, server.encoding), at.line, at.character, server.names(folders))


def _describe(server: Server, buffer: Buffer, at: types.Position) -> types.Hover | None:
    known = _own(buffer)
    found = describe(known[0], Positions(buffer.text, server.encoding), at.line, at.character) if known else None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, found[0]), found[1]) if found else None


def _own(buffer: Buffer) -> tuple[str, tuple[str, ...]] | None:
    """Return what a file of complint's own is, and the folders of packs around it."""
    from complint.config import Nearest

    nearest = Nearest()
    own = own_file(buffer.path, nearest)
    if own is None or own.path.endswith(".json"):
        return None
    try:
        folders = nearest.of(buffer.path).policy_paths
    except ComplintError:
        folders = ()
    return own.kind, folders


def _buffer(server: Server, uri: str) -> Buffer | None:
    """Return the open file of a URI as this client writes it."""
    if server.checker is None:
        return None
    return next((buffer for buffer in server.checker.buffers.values() if buffer.uri == uri), None)


def _range(change: types.TextDocumentContentChangeEvent) -> tuple[int, int, int, int] | None:
    if isinstance(change, types.TextDocumentContentChangePartial):
        where = change.range
        return where.start.line, where.start.character, where.end.line, where.end.character
    return None


def _meets(one: types.Range, start: types.Position, end: types.Position) -> bool:
    first, last = (one.start.line, one.start.character), (one.end.line, one.end.character)
    return first <= (end.line, end.character) and (start.line, start.character) <= last


def _value(kind: object) -> str:
    return str(getattr(kind, "value", kind))
