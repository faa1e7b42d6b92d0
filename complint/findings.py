"""Hits become findings: routes become lines and columns, once per file, only for files that have any."""

from __future__ import annotations

from complint.core.finding import RANK, Finding, Hit, Place, RelatedPlace
from complint.core.record import replace
from complint.core.route import JSON, Route, get, pointer
from complint.model import kind as kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.engine.evaluate import Judged
    from complint.model.document import Document
    from complint.model.project import Project
    from complint.text.locate import Span


STATES = "us/states/"


def build(document: Document, judged: list[Judged], project: Project) -> list[Finding]:
    """Return the findings of one document's hits, with places in it and in the files they relate to."""
    places = _places(document, judged, project)
    # rows of a schedule are counted by requirement, so there each law speaks for itself
    groups = [[one] for one in judged] if document.kind == kinds.SCHEDULE else _one_per_place(judged)
    return [_with_citations(_finding(document, group[0], places, project), group[1:]) for group in groups]


def _one_per_place(judged: list[Judged]) -> list[list[Judged]]:
    """Return hits grouped that say the same of the same place under the laws of several states; the leading one first.

    A duty to disclose may be in the vendor's terms and the law of a dozen states: that is one thing to mend. Only the
    laws of states join: requirements of other packs stay apart, since they are waived and made mandatory apart.
    """
    groups: list[list[Judged]] = []
    leading: dict[tuple[object, ...], list[Judged]] = {}
    for one in sorted(judged, key=lambda one: (one.bound.pack.startswith(STATES), -RANK[one.severity])):
        hit = one.hit
        key = (one.bound.rule, hit.path, hit.route, hit.on_key, hit.outcome, hit.message)
        if key in leading and one.bound.pack.startswith(STATES):
            leading[key].append(one)
        else:
            groups.append([one])
            leading.setdefault(key, groups[-1])
    return groups


def _with_citations(finding: Finding, others: list[Judged]) -> Finding:
    """Return a finding that cites the other laws that ask for the same, too."""
    if not others:
        return finding
    cited = [*finding.citations]
    for one in others:
        law = one.bound.law.citations if one.bound.law else ()
        cited += law if one.hit.citations is None else one.hit.citations
    severity = max((finding.severity, *(one.severity for one in others)), key=lambda each: RANK[each])
    also = "asked for by " + ", ".join(dict.fromkeys(one.bound.id for one in others)) + " too"
    why = f"{finding.why}; {also}" if finding.why else also
    return replace(finding, severity=severity, citations=tuple(dict.fromkeys(cited)), why=why)


def _finding(
    document: Document, one: Judged, places: dict[tuple[str, Route, bool], Place], project: Project
) -> Finding:
    hit, bound = one.hit, one.bound
    path = hit.path or document.path
    related = tuple(
        RelatedPlace(places[other.path or document.path, other.route, False], other.message) for other in hit.related
    )
    law_citations = bound.law.citations if bound.law else ()
    return Finding(
        bound.rule,
        bound.id,
        one.severity,
        hit.outcome,
        hit.message,
        places[path, hit.route, hit.on_key] if hit.span is None else Place(path, None, *hit.span),
        law_citations if hit.citations is None else hit.citations,
        hit.fix,
        related,
        hit.why,
        "active",
        fingerprint(document, hit, bound.rule, bound.id, project),
        (document.path, document.index),
    )


def fingerprint(document: Document, hit: Hit, rule: str, requirement: str, project: Project) -> str:
    """Return what names a finding across edits, as 32 hex digits: rule, requirement, whose it is, pointer, content, outcome.

    Whose it is says the agent's id or name, else the path; items of lists are known by their id or name where they have one,
    so that neither moved lines nor renamed files nor a new neighbour make an old finding a new one.
    """
    from hashlib import sha256

    target = document if hit.path in (None, document.path) else project.document(hit.path or "")
    data = None if target is None else target.data
    owner = "" if target is document else _identity(target, project) if target is not None else hit.path or ""
    content = hit.message if hit.span is not None else _content(get(data, *hit.route))
    parts = (rule, requirement, _identity(document, project), owner, _named(data, hit.route), content, hit.outcome)
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _identity(document: Document, project: Project) -> str:
    """Return whose a document is: the id or name of an agent, tool or test; of anything else its path."""
    if document.kind in (kinds.AGENT, kinds.TOOL, kinds.TEST):
        known = project.id_of(document) or get(document.data, "name")
        if isinstance(known, str) and known:
            return f"{document.kind} {known}"
    return f"{document.path} {document.index}"


def _named(data: JSON, route: Route) -> str:
    """Return a route as text, with the names of list items in place of their numbers where they have any."""
    steps = []
    for depth, step in enumerate(route):
        name = _label(get(data, *route[: depth + 1])) if isinstance(step, int) else None
        steps.append(str(step) if name is None else f"[{name}]")
    return pointer(tuple(steps))


def _content(value: JSON) -> str:
    """Return the offending content: a scalar itself, a list by its items, an object by its name alone.

    An object's other keys are no part of it: they change for reasons of their own.
    """
    if isinstance(value, dict):
        return f"object {_label(value)}"
    if isinstance(value, list):
        return "list " + repr([_label(item) if isinstance(item, dict) else _content(item) for item in value])
    return repr(value)


def _label(value: JSON) -> str | None:
    for key in ("id", "name", "tool_name", "key"):
        known = get(value, key)
        if isinstance(known, str) and known:
            return known
    return None


def _places(document: Document, judged: list[Judged], project: Project) -> dict[tuple[str, Route, bool], Place]:
    wanted: dict[str, dict[tuple[Route, bool], None]] = {}
    for one in judged:
        wanted.setdefault(one.hit.path or document.path, {})[one.hit.route, one.hit.on_key] = None
        for other in one.hit.related:
            wanted.setdefault(other.path or document.path, {})[other.route, False] = None
    found: dict[tuple[str, Route, bool], Place] = {}
    for path, routes in wanted.items():
        target = document if path == document.path else project.document(path)
        for (route, on_key), place in _locate(target, path, list(routes)).items():
            found[path, route, on_key] = place
    return found


def _locate(target: Document | None, path: str, routes: list[tuple[Route, bool]]) -> dict[tuple[Route, bool], Place]:
    if target is None or target.source is None or target.error is not None:
        line, column = (target.error[1], target.error[2]) if target is not None and target.error else (None, None)
        return {(route, on_key): Place(path, None, line, column, line, column) for route, on_key in routes}
    from complint.text.locate import locate

    written = {route: target.original(route) for route, _ in routes}
    spans = locate(
        target.source.text,
        target.syntax,
        set(written.values()),
        document=target.index,
        unique=not target.duplicates,
    )
    return {
        (route, on_key): _place(path, written[route], target.raw, spans[written[route]], on_key)
        for route, on_key in routes
    }


def _place(path: str, route: Route, raw: JSON, span: Span, on_key: bool) -> Place:
    """Return the place of a route: its value, or its key for containers (a whole block says nothing) and on request."""
    value = get(raw, *route)
    shown = span.key if span.key is not None and (on_key or not span.exact or isinstance(value, (dict, list))) else span
    end_line, end_column = shown.end_line, shown.end_column
    if shown is span and (not span.exact or isinstance(value, (dict, list))):
        end_line, end_column = span.line, span.column + 1
    return Place(path, pointer(route), shown.line, shown.column, end_line, end_column)
