"""What a check of calls found, as findings and as the `calls` block of the JSON report."""

from __future__ import annotations

from hashlib import sha256

from complint.core.finding import Finding, Place, Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.check import Result
    from complint.calls.tally import Found


def findings(result: Result) -> list[Finding]:
    """Return one finding per rule, requirement and case, with its rows; the pointer is null."""
    return [_finding(result.path, found) for found in result.findings]


def _finding(path: str, found: Found) -> Finding:
    fired = found.fired
    parts = (fired.rule, fired.requirement, path, fired.outcome, fired.severity, fired.message)
    return Finding(
        fired.rule,
        fired.requirement,
        fired.severity,
        fired.outcome,
        f"{fired.message}: {rows_text(found.count, found.first)}",
        Place(path, None),
        fired.citations,
        fingerprint=sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32],
        rows=Rows(found.count, found.first),
    )


def rows_text(count: int, first: tuple[int, ...]) -> str:
    """Return how many calls, and the first rows: "3 calls (rows 1, 7, 9)"."""
    shown = [f"{row:,}" for row in first[:5]]
    more = ", …" if count > len(shown) else ""
    return f"{count:,} {'call' if count == 1 else 'calls'} ({'row' if count == 1 else 'rows'} {', '.join(shown)}{more})"


def block(result: Result) -> dict[str, Any]:
    """Return the `calls` block."""
    allowed, blocked, unknown = result.verdicts
    return {
        "rows": result.rows,
        "allowed": allowed,
        "blocked": blocked,
        "unknown": unknown,
        "by_rule": result.by_rule,
        "dispatch": _dispatch(result),
        "data": result.data,
    }


def _dispatch(result: Result) -> dict[str, Any] | None:
    model = result.dispatch
    if model is None:
        return None
    return {
        "start": utc_text(model.start),
        "last": None if result.last is None else utc_text(result.last),
        "concurrency": model.concurrency,
        "call_seconds": model.call_seconds,
        "assumed": list(model.assumed),
    }


def utc_text(seconds: int) -> str:
    """Return UNIX seconds as `2026-12-01T13:00:00Z`."""
    import datetime

    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
