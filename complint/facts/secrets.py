"""Secrets written out in a document: where they stand and what they are, never what they say."""

from __future__ import annotations

from functools import cache, lru_cache

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.credential_words import is_credential_name, is_literal_credential, is_placeholder, is_random
from complint.facts.outward_urls import INITIATION_WEBHOOK
from complint.facts.prompts import Prompts
from complint.facts.secret_shapes import find_secrets
from complint.facts.secret_shapes import mask as mask
from complint.model import kind as kinds
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADERS = {"request_headers", "requestHeaders", "headers", "custom_headers", "request_meta", "custom_sip_headers"}
_ALWAYS = {
    "api_key",
    "apiKey",
    "shareable_token",
    "secret_token",
    "encrypted_value",
    "xi-api-key",
    "xi_api_key",
    "authorization",
}
_OF_CONFIG: tuple[Route, ...] = (("agent", "dynamic_variables"), ("agent", "tools"), ("tools",))
_TRANSFERS: Route = ("built_in_tools", "transfer_to_number", "params", "transfers")


@record
class SecretPlace:
    """A secret: `route` leads to the value that holds it (to its object where the key is the secret), `what` says its sort."""

    route: Route
    what: str


@record
class Secrets:
    """The secrets of a document, in order, one per value."""

    items: tuple[SecretPlace, ...]


def compute(document: Document, prompts: Prompts) -> Secrets:
    """Return the secrets of a document.

    Of an agent, only the places meant for credentials are read, and the rest only where its text holds a long random word
    after something that announces a key; every other kind is small and read whole.
    """
    if document.kind == kinds.AGENT and not may_hold_keys(document):
        parts = _places_of_agent(document.data, prompts)
        return Secrets(tuple(place for route, value in parts for place in _walk(value, route, shapes=False)))
    found = tuple(_walk(document.data, (), shapes=True))
    return Secrets(found or tuple(_opening_url(document)))


def _opening_url(document: Document) -> Iterator[SecretPlace]:
    """Yield the URL of an MCP server whose path has a long random part: whoever knows such a URL may use the server."""
    if document.kind != kinds.MCP_SERVER:
        return
    route: Route = ("config", "url") if isinstance(get(document.data, "config"), dict) else ("url",)
    url = get(document.data, *route)
    if isinstance(url, str) and "://" in url:
        path = url.partition("://")[2].partition("?")[0].partition("#")[0]
        for part in path.split("/")[1:]:
            if len(part) >= 24 and "-" not in part[:-2] and is_random(part) and not is_placeholder(part):
                yield SecretPlace(route, "a URL that opens the server to anyone")
                return


def _places_of_agent(data: JSON, prompts: Prompts) -> Iterator[tuple[Route, JSON]]:
    """Yield the places of an agent's body where a credential may be written."""
    for place in prompts.places:
        for key in ("custom_llm", "tools"):
            if place.data.get(key):
                yield (*place.route, key), place.data[key]
        if get(place.data, *_TRANSFERS):
            yield (*place.route, *_TRANSFERS), get(place.data, *_TRANSFERS)
    for config in prompts.configs:
        for route in _OF_CONFIG:
            value = get(config.data, *route)
            if value:
                yield (*config.route, *route), value
    settings: tuple[Route, ...] = (INITIATION_WEBHOOK, ("platform_settings", "auth"))
    for route in settings:
        value = get(data, *route)
        if value:
            yield route, value


def _walk(root: JSON, start: Route, *, shapes: bool) -> Iterator[SecretPlace]:
    """Yield the secrets below a value in the order of the file; `shapes` tells whether prose is searched for key formats."""
    stack: list[tuple[JSON, Route, str]] = [(root, start, "")]
    while stack:
        value, route, name = stack.pop()
        if isinstance(value, str):
            what = _what(value, name, route, shapes)
            if what is not None:
                yield SecretPlace(route, what)
        elif isinstance(value, dict):
            below: list[tuple[JSON, Route, str]] = []
            own = _named(value)
            for key, child in value.items():
                if shapes and isinstance(key, str) and len(key) >= 20 and (found := find_secrets(key)):
                    yield SecretPlace(
                        route, f"{found[0].what} as a key of this object"
                    )  # no route leads through a secret
                elif isinstance(child, (str, dict, list)):
                    below.append((child, (*route, key), _name_of(key, name, own)))
            stack += reversed(below)
        elif isinstance(value, list):
            stack += [(child, (*route, index), name) for index, child in reversed(list(enumerate(value)))]


def _named(value: dict[str, JSON]) -> str:
    """Return the name in the list form of a map: {"name": "Authorization", "value": …}."""
    for key in ("name", "key"):
        if isinstance(value.get(key), str) and "value" in value:
            return str(value[key])
    return ""


def _name_of(key: JSON, parent: str, own: str) -> str:
    """Return the name that tells what a child is: its key, or its parent's for a constant and an item of a list form."""
    if key == "constant_value":
        return parent
    return own if own and key == "value" else str(key)


def _what(text: str, name: str, route: Route, shapes: bool) -> str | None:
    if len(text) < 4:
        return None
    if is_credential_name(name) or name.startswith("secret__"):
        strict = name in _ALWAYS or name.startswith("secret__") or any(step in _HEADERS for step in route)
        if is_literal_credential(text) and (strict or is_random(text)):
            found = find_secrets(text)
            return found[0].what if found else _in_words(name)
    if (shapes and len(text) >= 16) or "://" in text:
        found = find_secrets(text)
        if found:
            return found[0].what
    return None


def _in_words(name: str) -> str:
    low = name.lower()
    if low == "encrypted_value":
        return "an encrypted secret"
    if low == "shareable_token":
        return "the token that opens the agent to anyone"
    for word in ("password", "passwd", "pwd"):
        if word in low:
            return "a password"
    if low.replace("-", "_") == "xi_api_key":
        return "an ElevenLabs API key"
    return "a token" if "token" in low else "a credential"


_ENDS = "/ \"'<>\\\n?#"
_WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
_RUN = b"a" * 20
# Ids of the vendor, which agents are full of: they open nothing.
_IDS = (b"tool_", b"agent_", b"agtvrsn_", b"agtbrch_", b"branch_", b"phnum_", b"conv_", b"icxn_", b"agtprc_")
_ANNOUNCE = tuple(
    b"sk_ sk- akia asia gh shp pat- glpat xox aiza eyj bearer basic api-key api_key apikey token secret passw pwd sg. hf_ whsec"
    b" cal_ sbp sb_ hooks webhook zapier authorization credential key= key: -----begin".split()
)


def may_hold_keys(document: Document) -> bool:
    """Tell whether a document's text has a long random word after something that announces a key, or a login in a URL.

    A few fast passes over the bytes (about a quarter of the time of parsing them), so that clean files are never walked.
    """
    source = document.source
    if source is None:
        return True
    data = source.data if source.encoding == "utf-8" else source.text.encode()
    if b"@" in data and _has_login(source.text):
        return True
    mapped = data.translate(_table())
    at = mapped.find(_RUN)
    before = set()
    while at >= 0:
        end = mapped.find(b" ", at)
        around = data[at - 40 if at > 40 else 0 : at + 8].translate(_plain_digits())
        if around not in before and not data[at:end].isalpha():
            before.add(around)
        at = mapped.find(_RUN, end) if end > 0 else -1
    return any(map(_announces, before))


@lru_cache(maxsize=1024)  # the ids of a project stand behind the same keys, file for file
def _announces(around: bytes) -> bool:
    """Tell whether the bytes before a long word, with its first eight, announce a key."""
    if around[:-8].endswith(_IDS):
        return False
    low = around.lower()
    return any(map(low.__contains__, _ANNOUNCE))


def _has_login(text: str) -> bool:
    """Tell whether a URL in a text has an "@" before its path."""
    at = text.find("://")
    while at >= 0:
        head = text[at + 3 : at + 400].partition("@")
        if head[1] and not any(end in head[0] for end in _ENDS):
            return True
        at = text.find("://", at + 3)
    return False


@cache
def _plain_digits() -> bytes:
    return bytes.maketrans(b"123456789", b"000000000")


@cache
def _table() -> bytes:
    return bytes(ord("a") if chr(code) in _WORD else ord(" ") for code in range(256))
