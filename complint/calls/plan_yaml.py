"""Data as YAML that reads back as the same data, whatever the version: blocks of lists and maps, scalars as JSON has them."""

from __future__ import annotations

import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.core.route import JSON

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# what a reader takes for something else than text, in one version of YAML or another
_WORDS = frozenset("y n yes no on off true false null nan inf".split())


def yaml_text(data: JSON) -> str:
    """Return JSON-like data as a YAML document."""
    return "\n".join(_lines(data)) + "\n"


def _lines(data: JSON) -> Iterator[str]:
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _under(_key(key) + ":", value, "  ")
    elif isinstance(data, list) and data:
        for item in data:
            yield from _item(item)
    else:
        yield _scalar(data)


def _under(head: str, value: JSON, indent: str) -> Iterator[str]:
    if isinstance(value, (dict, list)) and value:
        yield head
        yield from (indent + line for line in _lines(value))
    else:
        yield f"{head} {_scalar(value)}"


def _item(item: JSON) -> Iterator[str]:
    if isinstance(item, (dict, list)) and item:
        for number, line in enumerate(_lines(item)):
            yield ("- " if number == 0 else "  ") + line
    else:
        yield f"- {_scalar(item)}"


def _key(key: object) -> str:
    text = key if isinstance(key, str) else json.dumps(key, default=str)
    return text if _BARE.fullmatch(text) and text.lower() not in _WORDS else _scalar(str(text))


def _scalar(value: JSON) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if text.isprintable() else "".join(one if one.isprintable() else _escaped(one) for one in text)


def _escaped(letter: str) -> str:
    code = ord(letter)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
