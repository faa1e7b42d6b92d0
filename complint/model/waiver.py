"""Waivers as written: entries of a waivers file and comments in YAML, with whatever keeps one from counting."""

from __future__ import annotations

import re
from functools import cache

from complint.core.record import record
from complint.core.route import JSON, Route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.model.document import Document

KEYS = ("rule", "requirement", "path", "pointer", "owner", "reason", "created", "expires", "ticket")


@record
class Waiver:
    """A finding accepted for a time, as its author wrote it.

    `rules` are ids, families or globs of rules or requirements; all of `rules` or `requirement` that are given must match.
    `path` is a glob counted from `base`; a comment has `lines` (the one it stands on and the one it speaks of) instead.
    `expires` is what was written, a day or not; None where nothing was. `faults` are what keeps it from counting, each
    with the route it is about. `route` leads to the entry; `span` is that of a comment (line, column, end line, end column).
    """

    file: str
    index: int
    rules: tuple[str, ...]
    requirement: str | None
    path: str | None
    base: str
    pointer: str | None
    owner: str | None
    reason: str | None
    expires: str | None
    ticket: str | None
    faults: tuple[tuple[Route, str], ...]
    route: Route = ()
    lines: tuple[int, ...] = ()
    span: tuple[int, int, int, int] | None = None

    @property
    def inline(self) -> bool:
        """Tell whether it is a comment in the file that it is about."""
        return self.span is not None

    def has_expired(self, day: str) -> bool:
        """Tell whether it no longer counts on a day (ISO); the last day counts, and what is no day has passed."""
        return self.expires is not None and (not is_day(self.expires) or self.expires < day)

    def counts(self, day: str) -> bool:
        """Tell whether it may waive anything on a day."""
        return not self.faults and self.expires is not None and not self.has_expired(day)

    @property
    def title(self) -> str:
        """Return what it waives, in words for a message."""
        return ", ".join(self.rules) or self.requirement or "nothing"


def is_day(text: str) -> bool:
    """Tell whether a text is a day as ISO 8601 writes it: 2026-11-22."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        return False
    import datetime

    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def entries(file: str, base: str, data: JSON) -> Iterator[Waiver]:
    """Yield the waivers of a waivers file, `{waivers: [{rule, path, owner, reason, expires, …}]}`.

    Raises ValueError where the file as a whole has another form.
    """
    if data is None:
        return
    listed = data.get("waivers") if isinstance(data, dict) else None
    if not isinstance(data, dict) or (listed is not None and not isinstance(listed, list)):
        raise ValueError("a waivers file holds an object with a list `waivers`")
    odd = [key for key in data if key != "waivers"]
    if odd:
        raise ValueError(f"unknown key {str(odd[0])!r}; known: waivers")
    for index, entry in enumerate(listed or ()):
        yield _entry(file, base, ("waivers", index), entry)


def _entry(file: str, base: str, route: Route, entry: JSON) -> Waiver:
    if not isinstance(entry, dict):
        fault = (route, "a waiver is an object with rule, path, owner, reason and expires")
        return Waiver(file, 0, (), None, None, base, None, None, None, None, None, (fault,), route)
    values = {key: _text(entry.get(key)) for key in KEYS}
    values["pointer"] = entry["pointer"] if isinstance(entry.get("pointer"), str) else None
    named = entry.get("rule")
    rules = [_text(one) for one in named] if isinstance(named, list) else [values["rule"]]
    faults = [((*route, str(key)), f"unknown key {str(key)!r}{_nearest(str(key))}") for key in entry if key not in KEYS]
    if not any(rules) and not values["requirement"]:
        faults.append((route, "it names no rule or requirement"))
    faults += [(route, f"it has no {key}") for key in ("path", "owner", "reason", "expires") if not values[key]]
    faults += [
        ((*route, key), f"{key} is not a text")
        for key in KEYS
        if entry.get(key) is not None and not isinstance(entry[key], (str, int) if key == "ticket" else str)
        if not (key == "rule" and isinstance(named, list) and all(rules))
    ]
    if values["created"] and not is_day(values["created"]):
        faults.append(((*route, "created"), f"created is not a day like 2026-11-22: {values['created'][:40]!r}"))
    return Waiver(
        file,
        0,
        tuple(rule for rule in rules if rule),
        values["requirement"],
        values["path"],
        base,
        values["pointer"],
        values["owner"],
        values["reason"],
        values["expires"],
        values["ticket"],
        tuple(faults),
        route,
    )


def _text(value: JSON) -> str | None:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value).strip() or None
    return None


def _nearest(key: str) -> str:
    import difflib

    close = difflib.get_close_matches(key, KEYS, 1, 0.5)
    return f", did you mean {close[0]!r}?" if close else f"; known: {', '.join(KEYS)}"


@cache
def _comment_pattern() -> re.Pattern[str]:
    return re.compile(r"#\s*complint:\s*ignore\b\s*(?:\[(?P<rules>[^\]]*)\])?(?P<rest>.*)", re.S)


@cache
def _option_pattern() -> re.Pattern[str]:
    return re.compile(r"\s*+([A-Za-z_]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"']++))|\s*+(\S++)")


def comments(document: Document) -> Iterator[Waiver]:
    """Yield the waivers that comments of a YAML file write: `# complint: ignore[rule] reason="…" until=2026-12-31`.

    One that stands alone on its line speaks of the next line that is no comment, any other of its own line.
    """
    source = document.source
    if document.syntax != "yaml" or source is None or document.error is not None:
        return
    from complint.text.lines import places
    from complint.text.yaml_tree import Tree

    text = source.text
    matches = [_comment_pattern().match(text, start, end) for start, end in Tree(text).comments]
    wanted = [found for found in matches if found is not None]
    at = places(text, [found.start() for found in wanted])
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    below = _next_plain(lines)
    for found in wanted:
        line, column = at[found.start()]
        span = (line, column, line, column + len(found[0].rstrip()))
        alone = not lines[line - 1][: column - 1].strip()
        yield _comment(document, found, span, (line, below[line]) if alone and below[line] else (line,))


def _next_plain(lines: list[str]) -> list[int]:
    """Return for each line (counted from 0) the number, from 1, of the first from there on that is no comment, 0 for none."""
    found = [0] * (len(lines) + 1)
    for number in range(len(lines) - 1, -1, -1):
        bare = lines[number].strip()
        found[number] = number + 1 if bare and not bare.startswith("#") else found[number + 1]
    return found


def _comment(
    document: Document, found: re.Match[str], span: tuple[int, int, int, int], lines: tuple[int, ...]
) -> Waiver:
    rules = tuple(part.strip() for part in (found["rules"] or "").split(",") if part.strip())
    options, faults = _options(found["rest"])
    if not rules:
        faults.append("it names no rule: ignore[family/slug]")
    for key in ("reason", "until"):
        if not options.get(key):
            faults.append(f"it has no {key}")
    return Waiver(
        document.path,
        document.index,
        rules,
        None,
        None,
        "",
        None,
        options.get("owner"),
        options.get("reason"),
        options.get("until"),
        options.get("ticket"),
        tuple(((), fault) for fault in faults),
        (),
        lines,
        span,
    )


def _options(rest: str) -> tuple[dict[str, str], list[str]]:
    options: dict[str, str] = {}
    faults: list[str] = []
    for match in _option_pattern().finditer(rest.strip()):
        name, quoted, single, bare, odd = match.groups()
        if odd is not None:
            faults.append(f"{odd[:40]!r} is not understood; a reason with blanks requires quotes")
            break
        if name not in ("reason", "until", "owner", "ticket"):
            faults.append(f"unknown key {name[:40]!r}; known: reason, until, owner, ticket")
            continue
        options[name] = next(value for value in (quoted, single, bare) if value is not None).strip()
    return options, faults
