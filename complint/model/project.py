"""A project: the documents of a run, and the registries that tie agents, tools and schedules together."""

from __future__ import annotations

import posixpath

from complint.core.route import JSON, get
from complint.model import kind as kinds
from complint.model.registry import FILES, LOCKS, Entry, entries_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from complint.model.document import Document

LIVE_FOLDERS = ("live", "live-workspace")  # of documents of a live workspace: the first that is not on disk
_LEVELS = 4


class Registry:
    """The registry files of one base folder, read together; `files` has the path of each, by section."""

    def __init__(self, base: str, entries: tuple[Entry, ...], files: dict[str, str]) -> None:
        self.base = base
        self.entries = entries
        self.files = files
        self._ids: dict[tuple[str, str], Entry] = {}
        self._configs: dict[str, Entry] = {}
        for entry in entries:  # the first of two that claim the same wins
            if entry.id:
                self._ids.setdefault((entry.section, entry.id), entry)
            if entry.config:
                self._configs.setdefault(entry.config, entry)

    def section(self, name: str) -> list[Entry]:
        """Return the entries of "agents", "tools" or "tests"."""
        return [entry for entry in self.entries if entry.section == name]

    def has_ids(self, section: str) -> bool:
        """Tell whether any entry of a section carries an id."""
        return any(key[0] == section for key in self._ids)

    def by_id(self, section: str, identity: str) -> Entry | None:
        """Return the entry with an id, or None."""
        return self._ids.get((section, identity))

    def by_config(self, path: str) -> Entry | None:
        """Return the entry that lists a file, or None; `path` is relative to the working directory."""
        return self._configs.get(path)


class Project:
    """The documents under check, and what is beside them.

    `read` loads a file that is not under check (a registry beside a single named file, a tool that an id leads to): it
    takes a path relative to the working directory and returns a Document, or None where there is no such file. Nothing is
    read before a rule asks. `whole` tells that the run covers a folder, so that what is absent is truly absent.
    """

    def __init__(self, documents: Iterable[Document], read: Callable[[str], Document | None], *, whole: bool) -> None:
        self.documents = list(documents)
        self.whole = whole
        self._read = read
        self._by_path: dict[str, Document | None] = {}
        for document in self.documents:
            self._by_path.setdefault(document.path, document)
        self._registries: dict[str, Registry | None] = {}
        self._nearest: dict[str, Registry | None] = {}
        self._schedules: dict[str, list[Document]] | None = None
        self._live: tuple[str, ...] | None = None
        self._reviewed: dict[str, list[str]] | None = None

    def document(self, path: str) -> Document | None:
        """Return the document at a path, read now if it is not part of the run; None where there is none."""
        if path not in self._by_path:
            self._by_path[path] = self._read(path)
        return self._by_path[path]

    def asked(self) -> dict[str, Document | None]:
        """Return every file that was asked for so far, by path: what stands there, or None where nothing does."""
        return dict(self._by_path)

    def registry_of(self, document: Document) -> Registry | None:
        """Return the registry nearest above a document, or None."""
        folder = posixpath.dirname(document.path)
        if folder not in self._nearest:
            self._nearest[folder] = self.registry_above(folder)
        return self._nearest[folder]

    def registry_above(self, folder: str) -> Registry | None:
        """Return the registry of a folder, or of the nearest one above that has one; None where there is none."""
        for _ in range(_LEVELS):
            registry = self.registry_at(folder)
            if registry is not None:
                return registry
            folder = _parent(folder)
        return None

    def registry_at(self, base: str) -> Registry | None:
        """Return the registry of a folder, or None where it has no registry file."""
        if base not in self._registries:
            self._registries[base] = self._load_registry(base)
        return self._registries[base]

    def _load_registry(self, base: str) -> Registry | None:
        found = []
        for section, name in FILES.items():
            document = self.document(posixpath.join(base, name))
            if document is not None and document.kind == kinds.REGISTRY:
                found.append((section, document))
        if not found:
            return None
        locks = [lock.raw for name in LOCKS if (lock := self.document(posixpath.join(base, name))) is not None]
        entries: list[Entry] = []
        for section, document in found:
            entries += entries_of(section, document.path, document.raw, locks)
        return Registry(base, tuple(entries), {section: document.path for section, document in found})

    def entry_of(self, document: Document) -> Entry | None:
        """Return the registry entry that lists a document, or None."""
        registry = self.registry_of(document)
        return registry.by_config(document.path) if registry is not None else None

    def id_of(self, document: Document) -> str | None:
        """Return the vendor id of an agent or tool: from its own file, else from the registry."""
        own_key = "tool_id" if document.kind == kinds.TOOL else "agent_id"
        own = get(document.data, own_key)
        if own is None and document.kind == kinds.TOOL and get(document.data, "tool_config") is not None:
            own = get(document.data, "id")  # the API's answer wraps the tool: {id, tool_config}
        if isinstance(own, str) and own:
            return own
        entry = self.entry_of(document)
        return entry.id if entry else None

    def agent_with_id(self, identity: str, near: Document) -> Document | None:
        """Return the agent document with an id: by the registry above `near`, else among the documents of the run."""
        registry = self.registry_of(near)
        entry = registry.by_id("agents", identity) if registry else None
        if entry is not None and entry.config is not None:
            return self.document(entry.config)
        for document in self.documents:
            if document.kind == kinds.AGENT and self.id_of(document) == identity:
                return document
        return None

    def schedules_of(self, document: Document) -> list[Document]:
        """Return the schedules of the run that name an agent by its id."""
        if self._schedules is None:
            self._schedules = {}
            for schedule in self.documents:
                if schedule.kind == kinds.SCHEDULE:
                    for identity in agent_ids(schedule.data):
                        self._schedules.setdefault(identity, []).append(schedule)
        if not self._schedules:
            return []
        own = self.id_of(document)
        return self._schedules.get(own, []) if own else []

    @property
    def has_workspace(self) -> bool:
        """Tell whether the run has documents of a live workspace."""
        return bool(self._workspaces())

    def is_live(self, path: str) -> bool:
        """Tell whether a document was read from a live workspace: it lies below the document about the read."""
        return any(path.startswith(folder) for folder in self._workspaces())

    def _workspaces(self) -> tuple[str, ...]:
        if self._live is None:
            found = (one.path for one in self.documents if one.kind == kinds.WORKSPACE)
            self._live = tuple(posixpath.dirname(path) + "/" for path in found)
        return self._live

    def registries(self) -> list[Registry]:
        """Return the registries of the repository that lie under check, in order."""
        bases = [
            posixpath.dirname(document.path)
            for document in self.documents
            if document.kind == kinds.REGISTRY and not self.is_live(document.path)
        ]
        return [registry for base in dict.fromkeys(bases) if (registry := self.registry_at(base)) is not None]

    def reviewed(self, path: str) -> list[str]:
        """Return the files of the repository whose deployed state a live agent or tool is; empty for other documents."""
        if self._reviewed is None:
            self._reviewed = self._pairs() if self.has_workspace else {}
        return self._reviewed.get(path, [])

    def _pairs(self) -> dict[str, list[str]]:
        files: dict[tuple[str, str], list[str]] = {}
        for registry in self.registries():
            for entry in registry.entries:
                # a branch has the id of its agent, of which the main branch is read
                if entry.id and entry.config and not entry.outside and "branches" not in entry.route:
                    files.setdefault((entry.section, entry.id), []).append(entry.config)
        sections = {kinds.AGENT: "agents", kinds.TOOL: "tools"}
        found = {}
        for document in self.documents:
            if document.kind in sections and self.is_live(document.path):
                found[document.path] = files.get((sections[document.kind], self.id_of(document) or ""), [])
        return found


def agent_ids(schedule: JSON) -> list[str]:
    """Return the agent ids that a schedule names, in order, each once."""
    found = [get(schedule, "agent_id"), get(schedule, "agent")]
    calls = get(schedule, "calls")
    if isinstance(calls, list):
        found += [get(call, "agent_id") for call in calls]
    return list(dict.fromkeys(value for value in found if isinstance(value, str) and value))


def _parent(folder: str) -> str:
    if folder == "":
        return ".."
    if folder == ".." or folder.endswith("/.."):
        return folder + "/.."
    return posixpath.dirname(folder)
