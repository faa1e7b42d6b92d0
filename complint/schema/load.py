"""Read the derived schemas, one definition at a time: a run pays only for those that its documents touch."""

from __future__ import annotations

import json
import os
from functools import cache

from complint.core import seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    Schema: TypeAlias = Any
else:
    Schema = object

KINDS = (
    "agent",
    "tool",
    "inline-tool",
    "mcp-server",
    "mcp-override",
    "speech-request",
    "batch-call",
    "outbound-call",
    "test",
)

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")


class Definitions(dict[str, Schema]):
    """The `$defs` of the schema file by name, each parsed when it is first asked for, with its extra keys."""

    def __init__(self, lines: dict[str, str], extra: dict[str, list[str]]) -> None:
        super().__init__()
        self.lines = lines
        self.extra = extra

    def __missing__(self, name: str) -> Schema:
        schema = json.loads(self.lines[name])
        for key in self.extra.get(name, ()):
            schema["properties"].setdefault(key, True)
        self[name] = schema
        return schema


@cache
def definitions() -> Definitions:
    """Return the definitions of `data/schemas.json`: the kinds and the objects that they share."""
    # The file is JSON with one definition a line (`"Name":{…},`), which is what makes it lazy to read.
    lines = {}
    for line in read("schemas.json").split("\n")[1:-2]:
        name, _, body = line.partition(":")
        lines[name[1:-1]] = body.removesuffix(",")
    return Definitions(lines, extra_keys())


@cache
def extra_keys() -> dict[str, list[str]]:
    """Return the keys that no specification has but real files do, by definition name."""
    found: dict[str, list[str]] = {}
    for group in json.loads(read("extra_keys.json"))["groups"]:
        for name, keys in group["keys"].items():
            found.setdefault(name, []).extend(keys)
    return found


def read(name: str) -> str:
    """Return the text of a data file."""
    path = os.path.join(DATA, name)
    seen.note_stamp(path)
    with open(path, encoding="utf-8") as file:
        return file.read()
