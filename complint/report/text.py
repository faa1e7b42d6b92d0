"""The report for people at a terminal: findings with code frames, then what was checked and what was not."""

from __future__ import annotations

from complint.report.about import NO_ADVICE, active, counts, findings, listed, many, masked
from complint.report.characters import inert, visible
from complint.report.paint import painter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.paint import Paint
    from complint.report.view import View
    from complint.run import Report

_FEW_FILES = 3


def render(report: Report, view: View) -> str:
    """Return the text report; with `view.quiet` one line a finding, and nothing for a clean run."""
    paint = painter(view.color)
    shown = findings(report) if view.verbose else active(report)
    parts = []
    if shown:
        parts += _quiet(report, paint) if view.quiet else _blocks(report, view, paint)
    if view.statistics and report.findings:
        from complint.report.statistics import table

        parts.append(table(report, paint))
    if not view.quiet and (view.verbose or view.outcomes):
        from complint.report.reasons import sections

        parts += sections(report, view, paint)
    closing = _broken(report, paint) + _summary(report, view, paint)
    if closing:
        parts.append("\n".join(closing))
    return inert("\n\n".join(parts) + "\n") if parts else ""


def _quiet(report: Report, paint: Paint) -> list[str]:
    from complint.report.listing import line

    return ["\n".join(line(finding, paint) for finding in active(report))]


def _blocks(report: Report, view: View, paint: Paint) -> list[str]:
    from complint.report.listing import Listing, line

    listing = Listing(report, view, paint)
    shown = findings(report) if view.verbose else active(report)
    return ["\n".join(listing.block(f)) if f.status == "active" else line(f, paint) for f in shown]


def _broken(report: Report, paint: Paint) -> list[str]:
    return [f"{paint('error', 'complint failed')}: {visible(masked(problem))}" for problem in report.broken]


def _summary(report: Report, view: View, paint: Paint) -> list[str]:
    """Return the closing lines: counts, what could not be decided, skipped files, the day of the law."""
    numbers = counts(report)
    found = [
        paint(role, many(numbers[key], noun) if noun else f"{numbers[key]} unknown")
        for key, role, noun in (
            ("errors", "error", "error"),
            ("warnings", "warning", "warning"),
            ("infos", "info", "info"),
            ("unknown", "unknown", ""),
        )
        if numbers[key]
    ]
    if view.quiet:
        return [] if report.checked else ["Nothing was checked."]
    if not report.checked:
        return ["Nothing was checked.", *_why_skipped(report, view), f"{NO_ADVICE}."]
    day = f"law as of {report.as_of}"
    checked = many(report.checked, "document")
    aside = "".join(f", {numbers[key]} {key}" for key in ("waived", "baselined") if numbers[key])
    skipped = "" if view.verbose else _skipped(report, paint)
    if not found and not report.broken:
        clean = f"{checked} checked, nothing found{aside} ({day})."
        return [" ".join(filter(None, (clean, *_live(report), skipped, f"{NO_ADVICE}.")))]
    head = f"Found {listed(found)}{aside}" if found else f"Found nothing{aside}, but the check is incomplete"
    lines = [f"{head} in {checked} ({day})."]
    if numbers["unknown"]:
        lines.append("Unknown is what the files do not tell: it is neither a pass nor a fail.")
    return [line for line in (*lines, *_live(report), skipped, f"{NO_ADVICE}.") if line]


def _live(report: Report) -> list[str]:
    """Return when each live workspace was read, since when its oldest part is known."""
    said = []
    for read in report.live:
        lists = read["lists"] if isinstance(read["lists"], dict) else {}
        since = [str(held["read_from"]) for held in lists.values() if isinstance(held, dict) and "read_from" in held]
        older = f", parts of it at {min(since)}" if since else ""
        said.append(visible(f"The workspace at {read['host']} was read at {read['read_at']}{older}."))
    return said


def _skipped(report: Report, paint: Paint) -> str:
    """Return a sentence that names the skipped files, the first few of them."""
    names = list(dict.fromkeys(visible(document.path) for document in report.skipped))
    if not names:
        return ""
    few = names[:_FEW_FILES]
    more = len(names) - len(few)
    named = listed([*few, f"{more} more"] if more else few)
    return paint("faint", f"Skipped {many(len(names), 'file')}: {named} (--verbose says why).")


def _why_skipped(report: Report, view: View) -> list[str]:
    """Return the reasons at once where nothing else is told; --verbose has a section of them already."""
    skipped = [] if view.verbose else report.skipped
    lines = [f"  {visible(document.path)}: {visible(document.skipped or '')}" for document in skipped[:_FEW_FILES]]
    more = len(skipped) - len(lines)
    return [*lines, f"  and {more} more (--verbose lists them)"] if more else lines
