"""The legacy `tools` lists of an agent, and what each entry is: an echo of what is referenced, or a tool of its own.

Reading an agent back from the API or the vendor's command line fills `tools` with copies of what `tool_ids` and
`built_in_tools` already name; such an echo is harmless, a tool that stands nowhere else is lost with the next push. Only the
project's registry can prove which of the two a client or webhook tool is.
"""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route
from complint.facts.prompts import PromptPlace, Prompts
from complint.model.document import Document
from complint.model.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.facts.registered_tools import RegisteredTools

BUILT_IN, REFERENCED = "built-in", "referenced"  # an echo: it stands in built_in_tools, or one of tool_ids is its id
SYSTEM = "system"  # a system tool that built_in_tools can take
FOUND = "found"  # registered with the same content, and an id
UNPUSHED = "unpushed"  # registered with the same content, without an id as yet
NEW = "new"  # registered nowhere
DIFFERS, AMBIGUOUS, STUCK = "differs", "ambiguous", "stuck"  # a person has to look

PROVEN, LIKELY = "proven", "likely"


@record
class InlineEntry:
    """One entry of `tools`: its content (None for a bare name), name, type, and what became of it.

    `id` is the registered id of one that is found, `file` the path of the tool file with its name, `differs` tells that an
    echo is not equal to what it repeats.
    """

    index: int
    data: dict[str, JSON] | None
    name: str | None
    type: str | None
    fate: str
    id: str | None = None
    file: str | None = None
    differs: bool = False


@record
class InlineList:
    """One non-empty `tools` list. `ids` are the non-empty `tool_ids` beside it, `has_ids_key` whether that key is written.

    `echo` is "proven" where every entry repeats what is referenced, "likely" where as many client and webhook entries
    stand there as ids and nothing tells them apart, None otherwise.
    """

    place: PromptPlace
    entries: tuple[InlineEntry, ...]
    ids: tuple[str, ...]
    has_ids_key: bool
    echo: str | None
    registered: RegisteredTools

    @property
    def route(self) -> Route:
        """Return the route of the list."""
        return (*self.place.route, "tools")


@record
class InlineTools:
    """All non-empty `tools` lists of an agent."""

    lists: tuple[InlineList, ...]


def compute(document: Document, project: Project, prompts: Prompts) -> InlineTools:
    """Return the non-empty `tools` lists of an agent; registry and tool files are read only where there is one."""
    places = [place for place in prompts.places if isinstance(place.data.get("tools"), list) and place.data["tools"]]
    if not places:
        return InlineTools(())
    from complint.facts.inline_entries import judge
    from complint.facts.registered_tools import compute as registered_tools

    registered = registered_tools(document, project)
    return InlineTools(tuple(judge(place, prompts.main, registered) for place in places))
