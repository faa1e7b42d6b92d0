"""The language server: what the client tells goes to the checker, what the checker finds goes to the client."""

from __future__ import annotations

import os
import sys
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from complint import __version__
from complint.core.errors import ComplintError
from complint.lsp import wishes
from complint.lsp.actions import KINDS, Client, Offer
from complint.lsp.buffers import Buffer, edited, name_of, path_of
from complint.lsp.checker import Checker
from complint.lsp.completion import Names, complete, describe
from complint.lsp.diagnostics import SOURCE, Texts, by_path, citation_of, diagnostics
from complint.lsp.hover import described
from complint.lsp.own_files import own_file
from complint.lsp.positions import UTF16, Positions
from complint.report.characters import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from complint.lsp.session import Analysis, Found

WATCHED = ("**/complint.{yaml,yml}", "**/pyproject.toml", "**/*.{json,yaml,yml}", "**/*.lock")


class Protocol(LanguageServerProtocol):
    """The protocol as it is written, where pygls differs.

    Its copies of texts count other line ends, and a request that it cannot read gets no answer for which a client waits.
    """

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return a message from JSON data; a request that is none is answered with an error."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if isinstance(data.get("id"), (str, int)) and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:  # noqa: D102 - as its base
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None


class Server(LanguageServer):
    """complint behind a language client; one for a client, on standard input and output."""

    def __init__(self) -> None:
        super().__init__("complint", __version__, protocol_cls=Protocol)
        self.checker: Checker | None = None
        self.encoding = UTF16
        self.client = Client(versioned=False, create=False, disabled=False, roots=())
        self.registers = False
        self.ended = False
        self._initial: dict[str, Any] = {}
        self._published: set[str] = set()
        self._told: set[str] = set()
        self._names: dict[tuple[str, ...], Names] = {}

    def begin(self, params: types.InitializeParams) -> None:
        """Take what the client is and wants; the first folder of its workspace becomes the working directory."""
        capabilities = params.capabilities
        self.encoding = str(
            getattr(self.protocol.workspace.position_encoding, "value", self.protocol.workspace.position_encoding)
        )
        folders = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        roots = tuple(name for uri in folders if (name := name_of(uri)) is not None and os.path.isdir(name))
        if roots:
            os.chdir(roots[0])
        self.client = _client(capabilities, roots or (os.getcwd(),))
        watched = capabilities.workspace.did_change_watched_files if capabilities.workspace else None
        self.registers = bool(watched and watched.dynamic_registration)
        self.checker = Checker(self.publish)
        self._initial = params.initialization_options or {}
        self.configure(self._initial, may_allow=True)

    def configure(self, data: object, *, may_allow: bool) -> None:
        """Take options; what is wrong with them is said, and the rest counts."""
        assert self.checker is not None
        read, wrong = wishes.read(data, may_allow=may_allow)
        self.checker.wishes = read
        for words in wrong:
            self.tell(f"complint: {words}")

    def reconfigure(self, settings: object) -> None:
        """Take the client's configuration on top of the initialization options, which alone may allow plug-ins."""
        own = settings.get(SOURCE, settings) if isinstance(settings, dict) else None
        if not isinstance(own, dict) or self.checker is None:
            return
        initial = self._initial if isinstance(self._initial, dict) else {}
        self.configure(
            {**initial, **{key: value for key, value in own.items() if key != "allowPlugins"}}, may_allow=True
        )
        if own.get("allowPlugins"):
            self.tell("complint: allowPlugins counts only among the initialization options")

    def tell(self, words: str) -> None:
        """Log an error, and show it to the user the first time."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, visible(words)))
        if words not in self._told:
            self._told.add(words)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, visible(words)))

    def publish(self, analysis: Analysis) -> None:
        """Send what was found; files of which there is nothing more to say are cleared."""
        texts = Texts(analysis, self.encoding)
        sent = set()
        for path in by_path(analysis):
            items = diagnostics(analysis, path, texts, citation_of)
            buffer = analysis.buffers.get(path)
            uri = texts.uri(path)
            if items or buffer is not None:
                sent.add(uri)
                version = buffer.version if buffer is not None else None
                self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items, version))
        for uri in sorted(self._published - sent):
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        self._published = sent
        for words in analysis.broken:
            self.tell(words)

    def names(self, folders: tuple[str, ...]) -> Names:
        """Return the names that packs know, read again after a file has changed on disk."""
        if folders not in self._names:
            self._names[folders] = Names(folders)
        return self._names[folders]

    def on_disk(self) -> None:
        """Forget what was read of files."""
        self._names.clear()
        if self.checker is not None:
            self.checker.changed()  # many files may change in a row


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
        path = path_of(item.uri, item.language_id)
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
    texts = Texts(analysis, server.encoding)
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
    texts = Texts(analysis, server.encoding)
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

    return Offer(analysis, Texts(analysis, server.encoding), server.client).actions(
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


def _client(capabilities: types.ClientCapabilities, roots: tuple[str, ...]) -> Client:
    edit = capabilities.workspace.workspace_edit if capabilities.workspace else None
    action = capabilities.text_document.code_action if capabilities.text_document else None
    versioned = bool(edit and edit.document_changes)
    creates = edit.resource_operations or () if edit else ()
    return Client(
        versioned=versioned,
        create=versioned and types.ResourceOperationKind.Create in creates,
        disabled=bool(action and action.disabled_support),
        roots=roots,
    )
