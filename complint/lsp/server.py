"""The language server: what the client is and wants, and what it is sent."""

from __future__ import annotations

import os
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from complint import __version__
from complint.lsp import wishes
from complint.lsp.actions import Client
from complint.lsp.buffers import name_of
from complint.lsp.checker import Checker
from complint.lsp.completion import Names
from complint.lsp.diagnostics import SOURCE, Texts, by_path, citation_of, diagnostics
from complint.lsp.positions import UTF16
from complint.report.characters import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.lsp.session import Analysis


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
        self.root = ""
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
            self.root = roots[0]
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
        texts = Texts(analysis, self.encoding, self.root)
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
