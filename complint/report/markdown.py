"""A summary in Markdown, made for the job summary of a CI run or a comment: numbers first, errors at once, the rest folded."""

from __future__ import annotations

from complint.report.about import NO_ADVICE, counts, findings, level, listed, many, masked
from complint.report.characters import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.core.finding import Finding
    from complint.report.view import View
    from complint.run import Report

_MOST = 500  # findings of a kind; a table of more is read by nobody
_LIMIT = 1_000_000  # bytes: a job summary of GitHub that is longer than 1 MiB is not shown at all
_NUMBERS = (
    ("errors", "🔴 errors"),
    ("warnings", "🟡 warnings"),
    ("infos", "🔵 info"),
    ("unknown", "⚪ unknown"),
    ("waived", "waived"),
    ("baselined", "baselined"),
    ("skipped", "files skipped"),
)
_TITLES = {"warning": "warning", "info": "info", "unknown": "unknown: neither a pass nor a fail"}
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}
_ADDRESS = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "|": "%7C", "<": "%3C", ">": "%3E"})
_SPECIAL = str.maketrans({**{character: "\\" + character for character in "\\`*_[]#|~"}, **_ENTITIES})


def render(report: Report, view: View) -> str:
    """Return the summary, no longer than a job summary may be; what is left out is said.

    `view.source_url` is the address that files lie under, for links to lines.
    """
    text, left = "", []
    closing = f"_Law as of {report.as_of}. {NO_ADVICE}._\n"
    for name, block in _blocks(report, view):
        if _size(text) + _size(block) + _size(closing) > _LIMIT:
            left.append(name)
            continue
        text += block + "\n"
    if left:
        text += f"> Left out, since a job summary holds 1 MiB: {listed(left)}. The other formats have everything.\n\n"
    return text + closing


def _blocks(report: Report, view: View) -> Iterator[tuple[str, str]]:
    """Yield the parts of the summary with their names, the weightiest first."""
    yield "the numbers", "\n".join(["## complint", "", _verdict(report), "", *_numbers(report)])
    for problem in report.broken:
        yield "what failed", f"> [!CAUTION]\n> complint failed: {prose(masked(problem))}\n"
    by_level: dict[str, list[Finding]] = {"error": [], "unknown": [], "warning": [], "info": []}
    accepted = []
    for finding in findings(report):
        if finding.status == "active":
            by_level[level(finding)].append(finding)
        else:
            accepted.append(finding)
    for name, found in by_level.items():
        if found:
            table = _table(found, view)
            if name == "error":
                yield _part("errors", f"### {many(len(found), 'error')}\n", table)
            else:
                yield _part(f"{name} findings", *_folded(f"{len(found):,} {_TITLES[name]}", table))
    if report.schedules:
        yield "the call schedules", "\n".join(_schedules(report))
    if accepted:
        yield _part(
            "waived findings", *_folded(f"{len(accepted):,} waived or in the baseline", _waived(accepted, view))
        )
    if report.skipped:
        yield _part("skipped files", *_folded(f"{many(len(report.skipped), 'file')} skipped", _skipped(report)))


def _part(name: str, head: str, lines: list[str], tail: str = "") -> tuple[str, str]:
    """Return a block with its name: whole where it fits in half of the summary, else as much of its beginning as does."""
    size, kept = 0, 0
    for line in lines:
        size += _size(line) + 1
        if size > _LIMIT // 2:
            break
        kept += 1
    shown = [head, *lines[:kept]]
    if kept < len(lines):
        shown.append(f"\n{len(lines) - kept:,} more lines are not shown here: a job summary holds 1 MiB.")
    return name, "\n".join([*shown, tail])


def _folded(summary: str, lines: list[str]) -> tuple[str, list[str], str]:
    return f"<details><summary>{prose(summary)}</summary>\n", lines, "\n</details>\n"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _verdict(report: Report) -> str:
    numbers = counts(report)
    if not report.checked:
        return "**Nothing was checked.**"
    found = [many(numbers[f"{name}s"], name) for name in ("error", "warning", "info") if numbers[f"{name}s"]]
    found += [f"{numbers['unknown']} unknown"] if numbers["unknown"] else []
    aside = "".join(f", {numbers[key]} {key}" for key in ("waived", "baselined") if numbers[key])
    return f"**{listed(found) if found else 'Nothing found'}**{aside} in {many(report.checked, 'document')}."


def _numbers(report: Report) -> list[str]:
    numbers = counts(report)
    shown = [(title, numbers[key]) for key, title in _NUMBERS if numbers[key] or key in ("errors", "unknown")]
    if not report.checked:
        return []
    return [
        f"| {' | '.join(title for title, _ in shown)} |",
        "|" + "--:|" * len(shown),
        f"| {' | '.join(f'{number:,}' for _, number in shown)} |",
        "",
    ]


def _table(found: list[Finding], view: View) -> list[str]:
    lines = ["| Where | Finding | Requirement |", "|---|---|---|"]
    lines += [_row(finding, view) for finding in found[:_MOST]]
    if len(found) > _MOST:
        lines.append(f"\n{len(found) - _MOST:,} more findings are not listed here.")
    return lines


def _row(finding: Finding, view: View) -> str:
    cited = "<br>".join(link(citation.title, citation.url) for citation in finding.citations)
    fix = f"<br>Fix ({finding.fix.safety}): {prose(finding.fix.title)}" if finding.fix else ""
    cells = [_where(finding, view), f"{prose(finding.message)}<br>{code(finding.rule)}{fix}"]
    cells.append(f"{code(finding.requirement)}<br>{cited}" if cited else code(finding.requirement))
    return f"| {' | '.join(cells)} |"


def _where(finding: Finding, view: View) -> str:
    """Return path and line as code, and as a link where it is known what files lie under."""
    place = finding.place
    shown = code(f"{place.path}:{place.line}" if place.line else place.path)
    if view.source_url is None or place.path.startswith(("/", "../")):
        return shown
    from urllib.parse import quote

    line = f"#L{place.line}" if place.line else ""
    return f"[{shown}]({view.source_url.translate(_ADDRESS)}/{quote(place.path, errors='replace')}{line})"


def _waived(found: list[Finding], view: View) -> list[str]:
    lines = ["| Where | Finding | Owner | Reason | Last day |", "|---|---|---|---|---|"]
    for finding in found[:_MOST]:
        by = finding.suppression
        told = [by.owner or "–", by.reason, by.expires or "–"] if by else ["–", finding.status, "–"]
        cells = [_where(finding, view), prose(finding.message), *map(prose, told)]
        lines.append(f"| {' | '.join(cells)} |")
    if len(found) > _MOST:
        lines.append(f"\n{len(found) - _MOST:,} more are not listed here.")
    return lines


def _schedules(report: Report) -> list[str]:
    lines = ["| Call schedule | Calls | Allowed | Blocked | Unknown |", "|---|--:|--:|--:|--:|"]
    for one in report.schedules[:_MOST]:
        numbers = [f"{one.calls[key]:,}" for key in ("rows", "allowed", "blocked", "unknown")]
        lines.append(f"| {code(one.path)} | {' | '.join(numbers)} |")
    if len(report.schedules) > _MOST:
        lines.append(f"\n{len(report.schedules) - _MOST:,} more are not listed here.")
    return [*lines, ""]


def _skipped(report: Report) -> list[str]:
    lines = [f"- {code(d.path)}: {prose(d.skipped or '')}" for d in report.skipped[:_MOST]]
    if len(report.skipped) > _MOST:
        lines.append(f"- and {len(report.skipped) - _MOST:,} more")
    return lines


def prose(text: str) -> str:
    """Return a text that Markdown shows as it is: no mention, no markup of its own."""
    return visible(text).translate(_SPECIAL)


def code(text: str) -> str:
    """Return a text as a code span that also fits in a table cell."""
    shown = visible(text).replace("|", "\\|")
    fence = "`"
    while fence in shown:
        fence += "`"
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def link(title: str, url: str | None) -> str:
    """Return a citation as a link, or as prose where it has no web address."""
    if url is None or not url.startswith(("https://", "http://")):
        return prose(title)
    return f"[{prose(title)}]({visible(url).translate(_ADDRESS)})"
