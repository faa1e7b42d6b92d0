"""A comparison of two audits as text, Markdown or JSON; all that strangers wrote is made harmless."""

from __future__ import annotations

import json

from complint.audit.diff import BASELINED, FIXED, GONE, KINDS, NEW, OPEN, RETURNED, WAIVED, Change, Diff
from complint.core.record import record
from complint.report.about import NO_ADVICE
from complint.report.characters import visible
from complint.report.markdown import code, prose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from complint.audit.side import Side

_SHOWN = 50  # lines of a section; the JSON form has all
_TITLES = {
    NEW: "New",
    RETURNED: "Counting again",
    WAIVED: "Newly waived",
    BASELINED: "Newly in the baseline",
    GONE: "No longer found, for another reason than a fix",
    FIXED: "Fixed",
    OPEN: "Still open",
}


@record
class _Form:
    """How a form writes: headings, items, names and words."""

    head: Callable[[str], str]
    item: Callable[[str], str]
    name: Callable[[str], str]
    words: Callable[[str], str]


_TEXT = _Form(lambda text: f"\n{text}", lambda text: f"  {text}", visible, visible)
_MARKDOWN = _Form(lambda text: f"\n### {text}\n", lambda text: f"- {text}", code, prose)


def as_text(diff: Diff) -> str:
    """Return the comparison in words for a terminal."""
    return "\n".join([_sum(diff), *_body(diff, _TEXT)]) + "\n"


def as_markdown(diff: Diff) -> str:
    """Return the comparison for a job summary or a comment."""
    return (
        "\n".join(["## complint audit", "", f"**{_sum(diff)}**", *_body(diff, _MARKDOWN), "", f"_{NO_ADVICE}._"]) + "\n"
    )


def _sum(diff: Diff) -> str:
    numbers = [(len(diff.of(kind)), _TITLES[kind].lower()) for kind in (NEW, RETURNED, WAIVED, FIXED, OPEN)]
    return f"{', '.join(f'{count} {words}' for count, words in numbers)}; {len(diff.undecided)} newly undecided."


def _body(diff: Diff, form: _Form) -> Iterator[str]:
    yield from _section("Compared", [_side("before", diff.a, form), _side("after", diff.b, form)], form)
    yield from _section("The law changed under you", _law(diff, form), form)
    chosen = [f"{form.name(one.requirement)}: {form.words(one.words)}" for one in diff.law.settings.values()]
    yield from _section("Settings changed what counts", chosen, form)
    yield from _section("Also different", [form.words(one) for one in diff.law.machine], form)
    for kind in KINDS:
        yield from _section(_TITLES[kind], [_finding(change, form) for change in diff.of(kind)], form)
    for title, these in (("Newly undecided", diff.undecided), ("Decided now", diff.decided)):
        lines = [f"{form.name(one.requirement)} on {form.name(one.path)}: {one.before} → {one.after}" for one in these]
        yield from _section(title, lines, form)
    for title, paths in (("added", diff.added), ("removed", diff.removed), ("changed", diff.edited)):
        yield from _section(f"Documents {title}", [form.name(path) for path in paths], form)


def _section(title: str, lines: list[str], form: _Form) -> Iterator[str]:
    if lines:
        yield form.head(f"{title} ({len(lines)})" if title != "Compared" else title)
        yield from (form.item(line) for line in lines[:_SHOWN])
        if len(lines) > _SHOWN:
            yield form.item(f"and {len(lines) - _SHOWN} more (--format json has all)")


def _side(which: str, side: Side, form: _Form) -> str:
    doubt = "DOUBTFUL: " if side.doubtful else ""
    made = f", made {side.statement.predicate.run.checked_at}" if side.statement is not None else ""
    return f"{which}: {form.name(side.path)}, law as of {form.words(side.report.as_of)}{made}; {doubt}{form.words(side.standing)}"


def _law(diff: Diff, form: _Form) -> list[str]:
    shifts = [*diff.law.law.values(), *diff.law.packs.values()]
    return [f"{form.name(one.requirement)}: {form.words(one.words)}" for one in shifts]


def _finding(change: Change, form: _Form) -> str:
    found = change.finding
    where = found.path if found.line is None else f"{found.path}:{found.line}"
    level = found.severity if found.outcome == "fail" else found.outcome
    why = f" ({form.words(change.why)})" if change.why else ""
    return f"{form.name(where)} {form.words(level)} {form.name(found.rule)} {form.words(found.message)}{why}"


def as_json(diff: Diff) -> str:
    """Return the comparison as JSON, for machines; nothing is left out."""
    data: dict[str, Any] = {
        "schema": "complint-audit-diff/1",
        "before": _side_data(diff.a),
        "after": _side_data(diff.b),
        "summary": {kind: len(diff.of(kind)) for kind in KINDS} | {"undecided": len(diff.undecided)},
        "law": {one.requirement: one.words for one in (*diff.law.law.values(), *diff.law.packs.values())},
        "settings": {one.requirement: one.words for one in diff.law.settings.values()},
        "machine": list(diff.law.machine),
        "changes": [_change(one) for one in diff.changes],
        "decided": [_decided(one) for one in diff.decided],
        "undecided": [_decided(one) for one in diff.undecided],
        "documents": {"added": list(diff.added), "removed": list(diff.removed), "changed": list(diff.edited)},
    }
    return json.dumps(data, indent=2) + "\n"


def _side_data(side: Side) -> dict[str, Any]:
    made = side.statement.predicate.run.checked_at if side.statement is not None else None
    return {"as_of": side.report.as_of, "checked_at": made, "standing": side.standing, "doubtful": side.doubtful}


def _change(change: Change) -> dict[str, Any]:
    found = change.finding
    fields = (
        "rule",
        "requirement",
        "severity",
        "outcome",
        "status",
        "path",
        "pointer",
        "line",
        "message",
        "fingerprint",
    )
    return {"kind": change.kind, "why": change.why, **{name: getattr(found, name) for name in fields}}


def _decided(one: Any) -> dict[str, str]:
    return {"requirement": one.requirement, "path": one.path, "before": one.before, "after": one.after}
