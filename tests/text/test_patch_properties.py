"""Random operations on random texts: the data changes as asked, what is around stays byte for byte, comments and all."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from complint.core.fix import Append, Move, Remove, Rename, Set
from complint.core.route import Route
from complint.text.edit import line_start, next_line
from complint.text.errors import Unreadable
from complint.text.json_text import load_json
from complint.text.locate import locate
from complint.text.patch import Refused, patch
from complint.text.yaml_text import load_yaml

SETTINGS = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXTS = st.sampled_from(
    [
        "alpha",
        "beta",
        "no",
        "on",
        "~",
        "12:30",
        "0777",
        "x y",
        "it's",
        "a: b",
        "a #b",
        "é",
        "😀",
        "",
        " lead",
        "- x",
        "one\ntwo\n",
        "one\n  two",
        "https://a.example/x?y=1,2",
        "\u2028",
        "+18005550142",
        "true",
        "a:",
        "\tq",
    ]
)
KEYS = st.sampled_from(["name", "type", "no", "x y", "url", "tools", "é", "<<", "1", "a: b", "", "deep", "k#", "true"])
LEAVES = st.none() | st.booleans() | st.integers(-9, 10**12) | st.sampled_from([0.5, 1e16, -2.0]) | TEXTS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
ROOTS = st.dictionaries(KEYS, VALUES, max_size=5) | st.lists(VALUES, max_size=4)
RANDOMS = st.integers(0, 2**48).map(Random)


class Writer:
    """Writes data with the choices of one random source; every comment is `# c<number>`, no two alike."""

    def __init__(self, random: Random, *, anchors: bool) -> None:
        self.random = random
        self.unit = random.choice((2, 2, 4))
        self.dash = random.choice((0, self.unit))
        self.busy = random.choice((0.0, 0.1, 0.4))
        self.newline = random.choice(("\n", "\n", "\r\n"))
        self.anchors = anchors
        self.names: list[tuple[str, bool]] = []
        self.comments = self.anchored = 0

    def document(self, value: Any) -> str:
        lines = self.own(0)
        if isinstance(value, (dict, list)) and value and not self.chance(0.15):
            lines += self.entries(value, 0)
        else:
            lines += [self.flow(value, 2) + self.trail()]
        lines += self.own(0)
        return self.newline.join(lines) + (self.newline if not self.chance(0.2) else "")

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments}"

    def trail(self) -> str:
        return f"{self.random.choice((' ', '  '))}{self.comment()}" if self.chance(self.busy) else ""

    def own(self, indent: int) -> list[str]:
        if not self.chance(self.busy):
            return []
        return ["", " " * indent + self.comment()] if self.chance(0.3) else [" " * indent + self.comment()]

    def entries(self, value: Any, column: int) -> list[str]:
        lines: list[str] = []
        if isinstance(value, dict):
            for key, item in value.items():
                lines += self.own(column) if lines else []
                lines += self.entry(self.key(key) + ":", item, column, self.unit, self.dash)
            if self.anchors and self.chance(0.3) and (name := self.pick(mapping=True)):
                lines.append(f"{' ' * column}<<: *{name}{self.trail()}")
            return lines
        for item in value:
            lines += self.own(column) if lines else []
            lines += self.item(item, column)
        return lines

    def pick(self, *, mapping: bool) -> str | None:
        names = [name for name, is_mapping in self.names if is_mapping or not mapping]
        return self.random.choice(names) if names else None

    def item(self, item: Any, column: int) -> list[str]:
        if isinstance(item, (dict, list)) and item and self.chance(0.6):
            first, *rest = self.entries(item, column + 2)
            return [" " * column + "- " + first.lstrip(), *rest]
        return self.entry("-", item, column, 2, 2)

    def entry(self, head: str, item: Any, column: int, unit: int, dash: int) -> list[str]:
        head = " " * column + head
        if self.anchors and self.chance(0.1) and (name := self.pick(mapping=False)):
            return [f"{head} *{name}{self.trail()}"]
        name = f"a{self.anchored}" if self.anchors and self.chance(0.15) else ""
        if name:
            self.anchored += 1
            head += f" &{name}"
        if isinstance(item, (dict, list)) and item and not self.chance(0.25):
            inner = column + (dash if isinstance(item, list) else unit)
            lines = [head + self.trail(), *self.own(inner), *self.entries(item, inner)]
        elif isinstance(item, str) and self.literal(item) and self.chance(0.5):
            style = self.random.choice("|>")
            chomp = "" if item.endswith("\n") else "-"
            body = [" " * (column + unit) + line if line else "" for line in item.removesuffix("\n").split("\n")]
            lines = [f"{head} {style}{chomp}{self.trail()}", *body]
        elif item is None and self.chance(0.5):
            lines = [head + self.trail()]
        else:
            lines = [f"{head} {self.flow(item, column + 2)}{self.trail()}"]
        if name:
            self.names.append((name, isinstance(item, dict)))
        return lines

    def literal(self, text: str) -> bool:
        lines = text.removesuffix("\n").split("\n")
        return (
            all(line.isascii() and line.isprintable() for line in lines)
            and bool(lines[0].strip(" "))
            and bool(lines[-1].strip(" "))
            and lines[0][0] != " "
        )

    def key(self, key: str) -> str:
        return key if key.isalpha() and key.isascii() and len(key) > 1 and not self.chance(0.2) else json.dumps(key)

    def flow(self, value: Any, indent: int) -> str:
        if isinstance(value, (dict, list)) and value:
            opening, closing = "{}" if isinstance(value, dict) else "[]"
            parts = (
                [f"{self.key(key)}: {self.flow(item, indent + 2)}" for key, item in value.items()]
                if isinstance(value, dict)
                else [self.flow(item, indent + 2) for item in value]
            )
            if self.chance(0.3):
                lines = [opening]
                for number, part in enumerate(parts):
                    comma = "," if number + 1 < len(parts) or self.chance(0.3) else ""
                    lines.append(" " * indent + part + comma + self.trail())
                return self.newline.join([*lines, " " * max(indent - 2, 1) + closing])
            pad = " " if self.chance(0.3) else ""
            return opening + pad + self.random.choice((", ", ",  ")).join(parts) + pad + closing
        return self.scalar(value)

    def scalar(self, value: Any) -> str:
        if isinstance(value, str):
            simple = value.isalpha() and value.isascii() and value not in ("no", "on", "null", "true", "false")
            if simple and self.chance(0.5):
                return value
            if value.isprintable() and self.chance(0.5):
                return "'" + value.replace("'", "''") + "'"
            return json.dumps(value, ensure_ascii=value.isascii())
        return json.dumps(value)


def routes(value: Any, route: Route = ()) -> list[Route]:
    found = [route]
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in steps:
        found += routes(child, (*route, step))
    return found


def at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data


def an_operation(random: Random, data: Any, value: Any, key: str) -> Any:
    """Return an operation that fits the data."""
    there = routes(data)
    objects = [route for route in there if isinstance(at(data, route), dict)]
    lists = [route for route in there if isinstance(at(data, route), list)]
    keyed = [route for route in there if route and isinstance(route[-1], str)]
    made: list[Any] = []
    if there[1:]:
        made += [Set(random.choice(there[1:]), value), Remove(random.choice(there[1:]))]
    if objects:
        made.append(Set((*random.choice(objects), key), value))
    if lists:
        made.append(Append(random.choice(lists), value))
    if keyed:
        route = random.choice(keyed)
        if key not in at(data, route[:-1]):
            made.append(Rename(route, key))
        inside = [other for other in objects if other[: len(route)] != route and key not in at(data, other)]
        if inside:
            made.append(Move(route, (*random.choice(inside), key)))
    return random.choice(made) if made else None


def model(data: Any, op: Any) -> Any:
    """Return what an operation makes of data, by plain assignments."""
    data = json.loads(json.dumps(data))  # aliases share objects, a copy must not
    if isinstance(op, Append):
        at(data, op.route).append(op.value)
        return data
    parent = at(data, op.route[:-1])
    if isinstance(op, Set):
        parent[op.route[-1]] = op.value
    elif isinstance(op, Remove):
        del parent[op.route[-1]]
    elif isinstance(op, Rename):
        items = [(op.name if key == op.route[-1] else key, value) for key, value in parent.items()]
        parent.clear()
        parent.update(items)
    elif isinstance(op, Move):
        at(data, op.target[:-1])[op.target[-1]] = parent.pop(op.route[-1])
    return data


def exactly(data: Any) -> str:
    """Return data in a form in which true, 1 and 1.0 differ, and the order of keys does not count."""
    return json.dumps(data, sort_keys=True)


def around(text: str, syntax: str, op: Any) -> tuple[str, str]:
    """Return what must stay of a text: all before and after the object or list that an operation is about."""
    holder = op.route if isinstance(op, Append) else op.route[:-1]
    span = locate(text, syntax, [holder])[holder]
    if syntax == "json":
        return text[: span.start], text[span.end :]
    span = locate(text, syntax, [holder[:-1]])[holder[:-1]]  # what gets empty moves up to its dash or key
    return text[: line_start(text, span.start)], text[next_line(text, span.end) :]


def write_json(random: Random, data: Any) -> str:
    """Return data as JSON in one of the layouts that tools and people write."""
    indent = random.choice([None, None, 2, 4, "\t", 0])
    item, colon = random.choice([(",", ":"), (", ", ": "), (",", ": "), (" , ", " : ")])
    text = json.dumps(data, indent=indent, separators=(item, colon), ensure_ascii=random.random() < 0.5)
    if random.random() < 0.3:
        text = text.replace("\n", "\r\n")
    return random.choice(["", "log line\n", "\n"]) + text + random.choice(["", "\n", "\\n", "\r\n"])


@SETTINGS
@given(ROOTS, RANDOMS, st.lists(st.tuples(VALUES, KEYS), min_size=1, max_size=4))
def test_json_changes_as_the_data_does_and_nowhere_else(root: Any, random: Random, new: list[Any]) -> None:
    text = write_json(random, root)
    data = load_json(text).documents[0]
    ops = []
    for value, key in new:
        op = an_operation(random, data, value, key)
        if op is None:
            continue
        ops.append(op)
        data = model(data, op)
    edited = patch(text, "json", ops)
    assert exactly(load_json(edited).documents[0]) == exactly(data)
    assert list(routes(load_json(edited).documents[0])) == list(routes(data))
    if len(ops) == 1 and not isinstance(ops[0], Move):
        before, after = around(text, "json", ops[0])
        assert edited.startswith(before)
        assert edited.endswith(after)
        if isinstance(ops[0], Set):
            assert patch(edited, "json", ops) == edited


def patched_or_reason(text: str, ops: list[Any]) -> str | Refused:
    try:
        return patch(text, "yaml", ops)
    except Refused as refusal:
        return refusal


EXPECTED = re.compile(
    "anchor|alias|merge|without braces|comment|line break at its end|whole document|into brackets|would not load|no YAML"
)


@SETTINGS
@given(ROOTS, RANDOMS, st.booleans(), st.lists(st.tuples(VALUES, KEYS), min_size=1, max_size=4))
def test_yaml_changes_as_the_data_does_and_nowhere_else(
    root: Any, random: Random, anchors: bool, new: list[Any]
) -> None:
    text = Writer(random, anchors=anchors).document(root)
    try:
        data = load_yaml(text).documents[0]
    except Unreadable:
        assume(False)
    ops = []
    for value, key in new:
        op = an_operation(random, data, value, key)
        if op is None:
            continue
        ops.append(op)
        data = model(data, op)
    edited = patched_or_reason(text, ops)
    if isinstance(edited, Refused):
        assert EXPECTED.search(edited.reason)
        return
    assert exactly(load_yaml(edited).documents[0]) == exactly(data)
    comments = re.findall(r"# c\d+", edited)
    moved = any(isinstance(op, Move) for op in ops)
    assert sorted(comments) == sorted(re.findall(r"# c\d+", text))
    assert moved or comments == re.findall(r"# c\d+", text)
    if len(ops) == 1 and not moved:
        before, after = around(text, "yaml", ops[0])
        assert edited.startswith(before)
        assert edited.endswith(after)
        if isinstance(ops[0], Set):
            assert patch(edited, "yaml", ops) == edited
