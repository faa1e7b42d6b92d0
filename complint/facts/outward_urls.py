"""Where a document sends data to: the URLs of tools, the initiation webhook, custom LLMs and MCP servers."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.prompts import Prompts
from complint.facts.shown import shown
from complint.facts.tool_objects import ToolObjects
from complint.model import kind as kinds
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

INITIATION_WEBHOOK: Route = (
    "platform_settings",
    "workspace_overrides",
    "conversation_initiation_client_data_webhook",
)
_TOOL_URLS: tuple[Route, ...] = (
    ("api_schema", "url"),
    ("apiSchema", "url"),
    ("base_api_schema", "url"),
    ("url",),
    ("webhook_url",),
    ("webhook", "url"),
)


@record
class OutwardUrl:
    """A URL that calls or data go to. `what` is whose it is, in words; `host` and `scheme` are lower case.

    Both are "" for a URL without a scheme; `host` holds a variable as written (`{{base}}`), has no port and no user name.
    """

    route: Route
    url: str
    what: str
    host: str
    scheme: str


@record
class OutwardUrls:
    """The outward URLs of an agent, a tool or an MCP server; phone and SIP targets are none."""

    items: tuple[OutwardUrl, ...]


def compute(document: Document, prompts: Prompts, tools: ToolObjects) -> OutwardUrls:
    """Return the outward URLs of a document; URLs kept as a secret (`{"secret_id"}`) cannot be read and are left out."""
    if document.kind == kinds.AGENT:
        found = _of_agent(document.data, prompts, tools)
    elif document.kind == kinds.TOOL:
        found = _of_tools(tools)
    elif document.kind == kinds.MCP_SERVER:
        found = _of_mcp_server(document.data)
    else:
        return OutwardUrls(())
    return OutwardUrls(
        tuple(
            OutwardUrl(route, url, what, *_host_and_scheme(url))
            for route, url, what in found
            if isinstance(url, str) and url
        )
    )


def _of_agent(data: JSON, prompts: Prompts, tools: ToolObjects) -> Iterator[tuple[Route, JSON, str]]:
    main = prompts.main.data.get("llm") if prompts.main else None
    for place in prompts.places:
        url = get(place.data, "custom_llm", "url")
        # a leftover of a model that is not in use sends nothing anywhere (decision 7)
        if url is not None and (place.data.get("llm") or main) in (None, "custom-llm"):
            yield (*place.route, "custom_llm", "url"), url, "custom LLM"
    yield from _of_tools(tools)
    url = get(data, *INITIATION_WEBHOOK, "url")
    if url is not None:
        yield (*INITIATION_WEBHOOK, "url"), url, "initiation webhook"


def _of_tools(tools: ToolObjects) -> Iterator[tuple[Route, JSON, str]]:
    for tool in tools.items:
        for route in _TOOL_URLS:
            url = get(tool.data, *route)
            if url is not None:
                yield (*tool.route, *route), url, tool.label


def _of_mcp_server(data: JSON) -> Iterator[tuple[Route, JSON, str]]:
    wrapped = isinstance(get(data, "config"), dict)
    route: Route = ("config", "url") if wrapped else ("url",)
    name = get(data, "config", "name") if wrapped else get(data, "name")
    yield route, get(data, *route), f"MCP server {shown(name)}" if isinstance(name, str) and name else "MCP server"


def split_url(url: str) -> tuple[str, str, str]:
    """Return scheme, user information and host of a URL, in lower case but for the user information; "" for what it lacks.

    Never raises: `urllib.parse` refuses odd brackets and ports, which a hostile file may hold.
    """
    scheme, found, rest = url.strip().partition("://")
    if not found or not scheme or not scheme.replace("+", "").isalnum():
        return "", "", ""
    authority = rest
    for end in "/?#\\":
        authority = authority.partition(end)[0]
    user, _, place = authority.rpartition("@")
    host = place[: place.find("]") + 1] if place.startswith("[") else place.partition(":")[0]
    return scheme.lower(), user, host.rstrip(".").lower()


def _host_and_scheme(url: str) -> tuple[str, str]:
    scheme, _, host = split_url(url)
    return host, scheme
