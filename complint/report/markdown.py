"""A summary in Markdown, made for the job summary of a CI run or a comment: counts, findings by file, what was not checked."""

from __future__ import annotations

from complint.report.about import LEVELS, NO_ADVICE, active, counts, level, listed, many, masked
from complint.report.characters import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.finding import Finding
    from complint.report.view import View
    from complint.run import Report

_MOST = 500  # a job summary may hold 1 MiB
_MARKS = {"error": "🔴 error", "warning": "🟡 warning", "info": "🔵 info", "unknown": "⚪ unknown"}
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}
_ADDRESS = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "|": "%7C", "<": "%3C", ">": "%3E"})
_SPECIAL = str.maketrans({**{character: "\\" + character for character in "\\`*_[]#|~"}, **_ENTITIES})


def render(report: Report, view: View) -> str:
    """Return the summary; at most 500 findings are listed, the gravest first."""
    found = sorted(active(report), key=lambda finding: LEVELS.index(level(finding)))
    lines = ["## complint", "", _verdict(report), ""]
    lines += [f"> [!CAUTION]\n> complint failed: {prose(masked(problem))}\n" for problem in report.broken]
    if found:
        lines += ["| | Where | Finding | Requirement |", "|---|---|---|---|"]
        lines += [_row(finding) for finding in found[:_MOST]]
        if len(found) > _MOST:
            lines.append(f"\n{len(found) - _MOST} more findings are not listed here.")
        lines.append("")
    if report.skipped:
        lines += _skipped(report)
    return "\n".join([*lines, f"_Law as of {report.as_of}. {NO_ADVICE}._", ""])


def _verdict(report: Report) -> str:
    numbers = counts(report)
    if not report.checked:
        return "**Nothing was checked.**"
    found = [many(numbers[f"{name}s"], name) for name in ("error", "warning", "info") if numbers[f"{name}s"]]
    found += [f"{numbers['unknown']} unknown"] if numbers["unknown"] else []
    aside = "".join(f", {numbers[key]} {key}" for key in ("waived", "baselined") if numbers[key])
    return f"**{listed(found) if found else 'Nothing found'}**{aside} in {many(report.checked, 'document')}."


def _row(finding: Finding) -> str:
    place = finding.place
    where = code(f"{place.path}:{place.line}" if place.line else place.path)
    cited = "<br>".join(link(citation.title, citation.url) for citation in finding.citations)
    fix = f"<br>Fix ({finding.fix.safety}): {prose(finding.fix.title)}" if finding.fix else ""
    cells = [_MARKS[level(finding)], where, f"{prose(finding.message)}<br>{code(finding.rule)}{fix}"]
    cells.append(f"{code(finding.requirement)}<br>{cited}" if cited else code(finding.requirement))
    return f"| {' | '.join(cells)} |"


def _skipped(report: Report) -> list[str]:
    lines = ["<details>", f"<summary>{many(len(report.skipped), 'file')} skipped</summary>", ""]
    lines += [f"- {code(d.path)}: {prose(d.skipped or '')}" for d in report.skipped[:_MOST]]
    if len(report.skipped) > _MOST:
        lines.append(f"- and {len(report.skipped) - _MOST} more")
    return [*lines, "", "</details>", ""]


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
