"""What in an agent says that it handles health information of people: its prompts, its tools' fields, what it collects."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.prompt_meaning import PromptMeaning
from complint.facts.tool_files import tool_configs
from complint.facts.tool_objects import ToolObjects
from complint.facts.tool_references import ToolReferences
from complint.model.document import Document
from complint.model.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SCHEMAS: tuple[Route, ...] = (
    ("parameters",),
    ("api_schema", "request_body_schema"),
    ("api_schema", "query_params_schema"),
    ("api_schema", "path_params_schema"),
)
_DEEPEST, _MOST_NAMES = 4, 400


@record
class Signal:
    """One sign: where it stands, what it is in words, and the words or the name that tell; `path` is a tool's own file."""

    route: Route
    what: str
    term: str
    path: str | None = None


@record
class Field:
    """A name that the agent's author gave to a tool, a tool's field or a collected item."""

    name: str
    route: Route
    what: str
    path: str | None


class PhiSignals:
    """The signs of one agent, looked for when asked."""

    __slots__ = ("_document", "_meaning", "_project", "_references", "_tools")

    def __init__(
        self,
        document: Document,
        project: Project,
        meaning: PromptMeaning,
        tools: ToolObjects,
        references: ToolReferences,
    ) -> None:
        self._document, self._project, self._meaning = document, project, meaning
        self._tools, self._references = tools, references

    def in_prompts(self) -> Iterator[Signal]:
        """Yield a sign per prompt that handles health information."""
        for prompt in self._meaning.items:
            told = self._meaning.told(prompt, "handles_phi")
            if told.value is True:
                words = told.phrase.text if told.phrase is not None else ""
                yield Signal(prompt.route, prompt.what, words)

    def in_names(self, strong: Iterable[str], weak: Iterable[str]) -> Signal | None:
        """Return a sign in the names of tools, fields and collected items: one strong term, or two different weak ones.

        A term matches at the beginning of a word of a name (`patient` in `patientName`), one of up to four letters only as
        a whole word.
        """
        fields = list(self._fields())
        words = [_words(field.name) for field in fields]
        everything = "\n".join(words)
        found = _terms_in(everything, tuple(strong))[:1]
        if not found:
            found = _terms_in(everything, tuple(weak))[:2]
            if len(found) < 2:
                return None
        return _signal(fields, words, found[0], " and ".join(found))

    def _fields(self) -> Iterator[Field]:
        for tool in self._tools.items:
            yield from _of_tool(tool.data, tool.route, None)
        registry = self._project.registry_of(self._document) if self._references.items else None
        for reference in self._references.items if registry is not None else ():
            entry = registry.by_id("tools", reference.id) if registry is not None else None
            file = self._project.document(entry.config) if entry and entry.config and not entry.outside else None
            for config in tool_configs(file.data) if file is not None else ():
                yield from _of_tool(config.data, config.route, file.path if file else None)
        yield from _collected(get(self._document.data, "platform_settings", "data_collection"))


def compute(
    document: Document, project: Project, meaning: PromptMeaning, tools: ToolObjects, references: ToolReferences
) -> PhiSignals:
    """Return the signs of an agent, none looked for yet."""
    return PhiSignals(document, project, meaning, tools, references)


def _signal(fields: list[Field], words: list[str], term: str, shown: str) -> Signal:
    field = next(field for field, name in zip(fields, words, strict=True) if _begins(term) in name)
    return Signal(field.route, field.what, shown, field.path)


def _of_tool(tool: dict[str, JSON], route: Route, path: str | None) -> Iterator[Field]:
    name = tool.get("name")
    what = f"the tool {name[:40]!r}" if isinstance(name, str) and name else "a tool"
    if isinstance(name, str):
        yield Field(name, (*route, "name"), what, path)
    for schema in _SCHEMAS:
        for field, below in _properties(get(tool, *schema), (*route, *schema), _DEEPEST):
            yield Field(field, below, f"a field of {what}", path)


def _properties(schema: JSON, route: Route, depth: int) -> Iterator[tuple[str, Route]]:
    """Yield the field names of a parameter schema: an object's `properties`, a plain map (paths), or the old list form."""
    if depth == 0:
        return
    if isinstance(schema, list):
        for index, item in enumerate(schema[:_MOST_NAMES]):
            name = get(item, "id")
            if isinstance(name, str):
                yield name, (*route, index)
        return
    properties = get(schema, "properties")
    if isinstance(properties, list):
        yield from _properties(properties, (*route, "properties"), depth)
        return
    base = route
    if isinstance(properties, dict):
        base = (*route, "properties")
    elif isinstance(schema, dict) and "type" not in schema:
        properties = schema
    for name, value in list(properties.items())[:_MOST_NAMES] if isinstance(properties, dict) else ():
        if isinstance(name, str) and isinstance(value, dict):
            yield name, (*base, name)
            yield from _properties(value if "properties" in value else get(value, "items"), (*base, name), depth - 1)


def _collected(items: JSON) -> Iterator[Field]:
    base: Route = ("platform_settings", "data_collection")
    pairs = items.items() if isinstance(items, dict) else enumerate(items) if isinstance(items, list) else ()
    for step, item in pairs:
        name = step if isinstance(step, str) else get(item, "id") or get(item, "name")
        if isinstance(name, str):
            yield Field(name, (*base, step), f"the collected item {name[:40]!r}", None)


@lru_cache(maxsize=1024)
def _words(name: str) -> str:
    """Return a name as lower-case words with a space on both sides: `patientName` is " patient name "."""
    return f" {' '.join(_word().findall(name[:100])).lower()} "


def _begins(term: str) -> str:
    return f" {term} " if len(term) <= 4 else f" {term}"


@lru_cache(maxsize=256)  # agents of one project have the same tools and collect the same
def _terms_in(names: str, terms: tuple[str, ...]) -> list[str]:
    return [term for term, begin in _beginnings(terms) if begin in names]


@lru_cache(maxsize=16)
def _beginnings(terms: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return terms with what is looked for; the lists of a law are the same for every agent."""
    return tuple((term, _begins(term)) for term in terms)


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
