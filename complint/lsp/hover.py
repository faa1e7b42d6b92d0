"""What the editor shows of findings: the requirement, what the law says and since when, citations, and why the rule is there."""

from __future__ import annotations

import json

from complint.report.about import NO_ADVICE, bound_by_id, level
from complint.report.markdown import code, link, prose
from complint.report.page import page_of, paragraphs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from complint.core.fix import Fix
    from complint.lsp.session import Found
    from complint.policy.law import Bound, Law

_MOST = 300  # characters of a value: a list of models fills a screen
_OFFERED = {
    "safe": "Fix (safe)",
    "unsafe": "Fix (unsafe, it may change what the agent does)",
    "shown": "Proposal (shown, never written: its wording has legal effect)",
}


def described(found: Iterable[Found]) -> str:
    """Return findings as Markdown, in which nothing that a file or pack says is markup; the page of a rule is Markdown itself."""
    parts = [_finding(one) for one in found]
    return "\n\n---\n\n".join(parts) + f"\n\n*{NO_ADVICE}.*" if parts else ""


def _finding(found: Found) -> str:
    finding = found.finding
    bound = bound_by_id(found.run.report).get(finding.requirement)
    page = page_of(finding.rule)
    lines = [f"**{level(finding)}** {code(finding.rule)}: {prose(finding.message)}"]
    if finding.outcome == "unknown":
        lines.append("Unknown is what the files do not tell: it is neither a pass nor a fail.")
    if finding.why:
        lines.append(f"Because: {prose(finding.why)}.")
    if bound is not None:
        lines += _requirement(bound)
    cited = [f"- {link(citation.title, citation.url)}" for citation in finding.citations]
    if cited:
        lines.append("\n".join(cited))
    if page.headline:
        lines.append(f"*{prose(page.headline)}* {paragraphs(page.sections.get('Why', ''))}".strip())
    if finding.fix is not None:
        lines += _fix(finding.fix)
    return "\n\n".join(lines)


def _requirement(bound: Bound) -> list[str]:
    waivable = " It cannot be waived." if bound.mandatory else ""
    lines = [f"Requirement {code(bound.id)}: {prose(bound.title)}.{waivable}"]
    if bound.law is not None:
        lines.append(_standing(bound.law))
        if bound.law.value is not None:
            lines.append(f"Value: {code(_short(json.dumps(bound.law.value, ensure_ascii=False)))}")
        if bound.law.note:
            lines.append(prose(bound.law.note))
    return lines


def _standing(law: Law) -> str:
    until = f" through {law.until}" if law.until else ""
    status = law.status.replace("-", " ").capitalize()
    return prose(
        f"{status} from {law.since}{until}, law as of {law.as_of}; confidence {law.confidence}, verified on {law.verified_on}."
    )


def _fix(fix: Fix) -> list[str]:
    lines = [f"{_OFFERED[fix.safety]}: {prose(fix.title)}"]
    if fix.text:
        lines.append("\n".join(f"> {prose(line)}" for line in fix.text.split("\n")))
    return lines


def _short(text: str) -> str:
    return text if len(text) <= _MOST else text[:_MOST] + " …"
