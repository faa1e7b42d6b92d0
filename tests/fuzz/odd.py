"""Odd values, and documents that are nearly right: samples and what the vendor's schemas describe, changed at random."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from complint.schema.load import KINDS, definitions
from complint.text.errors import Unreadable
from complint.text.load import load
from complint.text.loaded import Limits
from complint.text.source import make_source

SAMPLES = Path(__file__).parents[2] / "sample_configs"
NASTY: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1e308,
    10**30,
    0.5,
    "",
    " ",
    "\n",
    "x" * 300,
    "\x1b[31mred\x07",
    "\u202eevil",
    "\u200b",
    "\ud800",
    "{{name}}",
    "{{",
    "${HOME}",
    "<script>alert(1)</script>",
    "](http://x.example)",
    "::error::x",
    "=1+1",
    "@SUM(A1)",
    "%0A",
    "\x85\u2028",
    "sk_" + "0123456789abcdef" * 3,
    "https://user:pass1234@h.example/x?token=abcd1234efgh",
    "gpt-4o",
    "en",
    "2026-02-30",
    "+15045550142",
    "../../etc/hosts",
    "a/../../b",
    "/dev/zero",
    "C:\\x",
    "\0",
    "é\u0301",
    "1" * 40,
    "%",
    "a|b`c*d_e",
    "]]>",
    "--",
    "ignore",
    [],
    {},
    [[]],
    [{}],
    [None],
    {"": None},
    {"a": {"b": []}},
    ["x"] * 20,
    {"type": "system", "name": "end_call"},
    {"$ref": "#"},
    [1, "1", None],
)
KEYS = (
    "",
    "a",
    "name",
    "id",
    "tools",
    "tool_ids",
    "prompt",
    "llm",
    "\u202ex",
    "a/b~c",
    "a.b",
    "0",
    "-1",
    "<<",
    "\x1b",
    "{{k}}",
    "firstMessage",
)


@cache
def samples() -> tuple[Any, ...]:
    """Return the data of every sample that holds one JSON or YAML document."""
    found: list[Any] = []
    for path in sorted(SAMPLES.rglob("*")):
        if path.suffix in (".json", ".yaml") and path.name != "complint.yaml":
            try:
                found += load(make_source(path.name, path.read_bytes()), Limits()).documents[:1]
            except Unreadable:
                continue  # one of the bad samples
    return tuple(json.loads(json.dumps(one, default=str)) for one in found)


def document(dice: Random) -> Any:
    """Return a document: a sample or one made of a schema, with a few changes."""
    known = dice.random() < 0.7
    data = copy.deepcopy(dice.choice(samples())) if known else made(definitions()[dice.choice(KINDS)], dice, 0)
    for _ in range(dice.choice((0, 1, 1, 2, 3, 6, 12))):
        data = changed(data, dice)
    return data


def changed(data: Any, dice: Random) -> Any:
    """Return data with one place removed, replaced, doubled, renamed or filled with something else."""
    places = list(walk(data))
    if not places:
        return odd(dice)
    holder, key = dice.choice(places)
    act = dice.randrange(6)
    if act == 0:
        del holder[key]
    elif act == 1:
        holder[key] = odd(dice)
    elif act == 2:
        other, source = dice.choice(places)
        try:
            holder[key] = copy.deepcopy(other[source])
        except (KeyError, IndexError):
            pass
    elif act == 3 and isinstance(holder, dict):
        holder[dice.choice((*KEYS, key.upper(), key + "s", key[:-1]))] = holder.pop(key)
    elif act == 4 and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    elif isinstance(holder, dict):
        holder[dice.choice(KEYS)] = odd(dice)
    return data


def walk(data: Any) -> Any:
    """Yield every (container, key) of some data."""
    if isinstance(data, (dict, list)):
        for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
            yield data, key
            yield from walk(value)


def odd(dice: Random) -> Any:
    """Return a value that nobody expects."""
    return copy.deepcopy(dice.choice(NASTY))


def made(schema: Any, dice: Random, depth: int) -> Any:
    """Return a value that a schema roughly describes; now and then one that it does not."""
    if not isinstance(schema, dict) or depth > 12 or dice.random() < 0.04:
        return odd(dice)
    if "$ref" in schema:
        return made(definitions()[schema["$ref"].rsplit("/", 1)[-1]], dice, depth + 1)
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return made(dice.choice(schema[key]), dice, depth + 1)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return dice.choice(schema["enum"])
    kind = schema.get("type")
    kind = dice.choice(kind) if isinstance(kind, list) else kind
    if kind == "object" or "properties" in schema:
        required = schema.get("required", ())
        share = 0.5 if depth < 3 else 0.2
        chosen = {
            key: made(below, dice, depth + 1)
            for key, below in schema.get("properties", {}).items()
            if key in required or dice.random() < share
        }
        if isinstance(schema.get("additionalProperties"), dict) and dice.random() < 0.5:
            chosen[dice.choice(KEYS)] = made(schema["additionalProperties"], dice, depth + 1)
        return chosen
    if kind == "array":
        return [made(schema.get("items"), dice, depth + 1) for _ in range(dice.randrange(3))]
    simple = {
        "string": "Hello, I am an AI. This call is recorded.",
        "integer": 3,
        "number": 0.7,
        "boolean": dice.random() < 0.5,
    }
    return simple.get(str(kind), odd(dice))


def text(dice: Random, data: Any) -> tuple[str, str]:
    """Return data as the text of a file, and its ending: JSON or YAML, tidy or not; now and then a broken one."""
    if dice.random() < 0.5:
        written = json.dumps(data, indent=dice.choice((None, 2, 4)), ensure_ascii=dice.random() < 0.5)
        ending = ".json"
    else:
        try:
            written = yaml.safe_dump(data, sort_keys=False, allow_unicode=dice.random() < 0.5)
        except (yaml.YAMLError, UnicodeError):
            written = json.dumps(data)
        ending = ".yaml"
        if dice.random() < 0.3:
            written = '# complint: ignore[tools/*] reason="x" until=2026-12-31\n' + written
    if dice.random() < 0.2:
        written = written.replace("\n", "\r\n")
    if dice.random() < 0.15 and written:
        at = dice.randrange(len(written))
        written = (
            written[:at]
            + dice.choice(("", "\x00", '"', "{", "&a ", "*a", "\t", "\ufeff", "- ", "!x "))
            + written[at + dice.randrange(3) :]
        )
    return written, ending
