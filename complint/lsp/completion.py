"""What may be typed in complint's own files: keys and values of the published schemas, and names that are known."""

from __future__ import annotations

import os

from lsprotocol import types

from complint.core.errors import ComplintError
from complint.engine.catalog import rule_ids
from complint.lsp import schemas
from complint.lsp.cursor import cursor_at, key_at
from complint.policy.store import Store
from complint.report.markdown import code, prose
from complint.report.page import page_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from complint.core.route import Route
    from complint.lsp.cursor import Cursor
    from complint.lsp.positions import Positions

_QUOTES = ("'", '"')
_YAML_WORDS = {"true", "false", "null", "yes", "no", "on", "off"}
RULES, REQUIREMENTS, PACKS, PROFILES = "rule", "requirement", "pack", "profile"

_KEYED_BY_RULE = (("config", "rules"), ("config", "overrides", "rules"), ("profile", "rules"))
_NAMED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("config", "profile"): (PROFILES,),
    ("config", "policies"): (PACKS,),
    ("config", "extends"): (PROFILES,),
    ("waivers", "waivers", "rule"): (RULES, REQUIREMENTS),
    ("waivers", "waivers", "requirement"): (REQUIREMENTS,),
    ("requirement", "rule"): (RULES,),
    ("profile", "policies"): (PACKS,),
    ("profile", "extends"): (PROFILES,),
}


class Names:
    """The names that the packs at hand know: rules, requirements, packs, profiles, each with what it is called."""

    def __init__(self, folders: Iterable[str]) -> None:
        store = self._store(folders)
        requirements = [one for pack in store.packs.values() for one in pack["requirements"]]
        packs = {identity: pack["title"] for identity, pack in store.packs.items()}
        sources = dict.fromkeys(identity.rpartition("/")[0] + "/*" for identity in packs)
        families = dict.fromkeys(rule.partition("/")[0] + "/*" for rule in rule_ids())
        self.known: dict[str, dict[str, str]] = {
            RULES: {**{one: page_of(one).headline for one in rule_ids()}, **dict.fromkeys(families, "all of them")},
            REQUIREMENTS: {one["id"]: one["title"] for one in requirements},
            PACKS: {**packs, **dict.fromkeys(sources, "all of them")},
            PROFILES: {identity: profile["title"] for identity, profile in store.profiles.items()},
        }

    def _store(self, folders: Iterable[str]) -> Store:
        try:
            return Store.open(tuple(folder for folder in folders if os.path.isdir(folder)))
        except ComplintError:  # a pack that is being written: the shipped ones are known all the same
            return Store.open()


def names_at(kind: str, route: Route) -> tuple[str, ...]:
    """Return which names belong at a route of a file: `("rules", "x")` is a key of the object `rules`."""
    steps = (kind, *(step for step in route if isinstance(step, str)))
    return (RULES, REQUIREMENTS) if steps[:-1] in _KEYED_BY_RULE else _NAMED.get(steps, ())


def complete(kind: str, text: Positions, line: int, column: int, names: Names) -> list[types.CompletionItem]:
    """Return what may stand at a place of a file, line and column as the client counts them; none where nothing is known."""
    schema = schemas.schema_of(kind)
    if schema is None:
        return []
    start = text.offset(line, 0)
    cursor = cursor_at(text.lines, line, text.offset(line, column) - start)
    if cursor is None:
        return []
    behind = text.text[start + cursor.end :].partition("\n")[0]
    end = cursor.end + (behind[:1] == cursor.typed[:1] and cursor.typed[:1] in _QUOTES)
    where = types.Range(types.Position(*text.place(start + cursor.start)), types.Position(*text.place(start + end)))
    if cursor.key is None:
        colon = "" if behind.lstrip("\"' ").startswith(":") else ":"
        keys = [*_keys(schema, cursor, where, colon), *_named(kind, cursor, (*cursor.route, ""), where, names, colon)]
        return [*keys, *_values(kind, schema, cursor, cursor.route, where, names)] if cursor.item else keys
    return _values(kind, schema, cursor, (*cursor.route, cursor.key), where, names)


def describe(kind: str, text: Positions, line: int, column: int) -> tuple[str, types.Range] | None:
    """Return in Markdown what is known of the key at a place, and its range; None where nothing is."""
    schema = schemas.schema_of(kind)
    start = text.offset(line, 0)
    found = key_at(text.lines, line, text.offset(line, column) - start)
    if schema is None or found is None:
        return None
    route, first, last = found
    known = schemas.described(schema, route)
    where = types.Range(types.Position(*text.place(start + first)), types.Position(*text.place(start + last)))
    if known is not None:
        required = ", must be there" if known.required else ""
        return "\n\n".join(
            filter(None, (f"{code(known.name)}: {prose(known.kind)}{required}", prose(known.text)))
        ), where
    if RULES in names_at(kind, route) and route[-1] in rule_ids():
        return f"{code(str(route[-1]))}: {prose(page_of(str(route[-1])).headline)}", where
    return None


def _keys(schema: dict[str, Any], cursor: Cursor, where: types.Range, colon: str) -> list[types.CompletionItem]:
    made = []
    for known in schemas.keys(schema, cursor.route):
        if known.name not in cursor.taken:
            ending = colon + ("" if not colon or (known.nested and not cursor.flow) else " ")
            item = _item(known.name, known.name + ending, where, types.CompletionItemKind.Property, cursor)
            item.detail = known.kind
            item.documentation = (
                types.MarkupContent(types.MarkupKind.Markdown, prose(known.text)) if known.text else None
            )
            item.sort_text = f"{'0' if known.required else '1'}{known.name}"
            made.append(item)
    return made


def _values(
    kind: str, schema: dict[str, Any], cursor: Cursor, route: Route, where: types.Range, names: Names
) -> list[types.CompletionItem]:
    found = schemas.values(schema, route)
    boolean = found == ["true", "false"]
    made = [
        _item(value, value if boolean else _written(value, cursor), where, types.CompletionItemKind.EnumMember, cursor)
        for value in found
    ]
    return [*made, *_named(kind, cursor, route, where, names, "")]


def _named(
    kind: str, cursor: Cursor, route: Route, where: types.Range, names: Names, colon: str
) -> list[types.CompletionItem]:
    """Return the known names that belong at a route; `colon` follows those that become keys."""
    made = []
    for group in names_at(kind, route):
        for name, title in names.known[group].items():
            if name not in cursor.taken:
                text = _written(name, cursor) + (colon and colon + " ")
                item = _item(name, text, where, types.CompletionItemKind.Value, cursor)
                item.detail = title
                made.append(item)
    return made


def _item(
    label: str, text: str, where: types.Range, kind: types.CompletionItemKind, cursor: Cursor
) -> types.CompletionItem:
    return types.CompletionItem(
        label, kind=kind, filter_text=_quote(cursor) + label, text_edit=types.TextEdit(where, text)
    )


def _written(value: str, cursor: Cursor) -> str:
    """Return a text as YAML: quoted where it would be something else, or where a quotation mark has been typed."""
    quote = _quote(cursor)
    if quote:
        return quote + value + quote
    plain = value.lower() not in _YAML_WORDS and value[:1] not in "*&!%@-" and ": " not in value
    return value if plain else f'"{value}"'


def _quote(cursor: Cursor) -> str:
    return cursor.typed[:1] if cursor.typed[:1] in _QUOTES else ""
