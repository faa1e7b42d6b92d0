"""The texts that the rows of a table put in place of their agent's own: each distinct one judged as a schedule's would be."""

from __future__ import annotations

import json

from complint.calls.own_texts import COLUMNS, MOST, has_texts
from complint.calls.raw import Source
from complint.core.finding import UNKNOWN, WARNING, Finding, Place, Rows
from complint.core.record import replace
from complint.model import kind as kinds
from complint.model.document import Document
from complint.run import Options, Report
from complint.run import check as check_documents
from complint.text.source import make_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.settings import Settings

_RULE = "disclosure/unverifiable-opening"


def check_overrides(source: Source, options: Options, settings: Settings) -> tuple[Report, Document]:
    """Return the report on a table's own texts: findings with the rows that carry the text, pointer null."""
    rows, unread = source.own_texts() if has_texts(source.matched) else ({}, [])
    document = Document(source.path, None)
    document.kind = kinds.SCHEDULE
    calls = [{name: text for name, text in zip(COLUMNS, texts, strict=True) if text} for texts in rows]
    document.raw = document.data = {"calls": calls}
    document.source = make_source(source.path, json.dumps(document.data).encode())  # what pointers lead into
    report = check_documents(options, settings, schedule=document)
    document.source = None
    counted = list(rows.values())
    found = tuple(_on_rows(finding, source.path, counted) for finding in report.findings)
    if unread:
        found += (_unjudged(source.path, unread),)
    return replace(report, findings=found), document


def _unjudged(path: str, rows: list[int]) -> Finding:
    """Return what is said of rows with texts that nobody has judged."""
    words = f"more than {MOST:,} different texts: those of {len(rows):,} rows, from row {rows[0]:,} on, were not judged"
    found = Rows(len(rows), tuple(rows[:20]))
    return Finding(_RULE, f"elevenlabs/{_RULE}", WARNING, UNKNOWN, words, Place(path, None), rows=found)


def _on_rows(finding: Any, path: str, counted: list[tuple[int, list[int]]]) -> Any:
    """Return a finding of the stand-in document as one of rows of the table."""
    if finding.place.path != path:
        return finding
    steps = (finding.place.pointer or "").split("/")
    rows = None
    if len(steps) > 2 and steps[1] == "calls" and steps[2].isdigit():
        many, first = counted[int(steps[2])]
        rows = Rows(many, tuple(first))
    return replace(finding, place=Place(path, None), rows=rows)
