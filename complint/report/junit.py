"""JUnit XML: a suite per document, a test case per requirement that applies to it.

Continuous integration shows what passed beside what failed, so a case is a requirement and not a finding. Errors are
failures; warnings, infos and what is waived are output of a passing case, since they do not fail a run by default; what is
unknown is skipped, or a failure where unknown outcomes fail the run; a broken rule is an error. Requirements that do not
apply are left out, or skipped cases where outcomes are asked for.
"""

from __future__ import annotations

from html import escape

from complint.core.finding import BROKEN, FAIL, NOT_APPLICABLE, UNKNOWN
from complint.report.about import bound_by_id, level, masked, position
from complint.report.about import findings as all_findings
from complint.report.characters import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from complint.core.finding import Finding
    from complint.report.view import View
    from complint.run import Report

    Cases: TypeAlias = dict[str, list[tuple[str, str]]]

_COUNTED = ("tests", "failures", "errors", "skipped")


def render(report: Report, view: View) -> str:
    """Return the XML document."""
    findings: dict[tuple[str, str], list[Finding]] = {}
    for finding in all_findings(report):
        findings.setdefault((finding.place.path, finding.requirement), []).append(finding)
    outcomes = _outcomes(report, view)
    bounds = bound_by_id(report)
    suites: Cases = {}
    for key in dict.fromkeys([*outcomes, *findings]):
        path, requirement = key
        title = bounds[requirement].title if requirement in bounds else requirement
        outcome, why = outcomes.get(key, (FAIL, None))
        result, body = _result(outcome, why, findings.get(key, []), report.fail_on_unknown)
        name = _attribute(f"{requirement}: {title}")
        head = f"<testcase classname={_attribute(path)} name={name} file={_attribute(path)}"
        suites.setdefault(path, []).append((result, f"{head}>{body}</testcase>" if body else f"{head}/>"))
    if not report.checked:  # no case at all would read as a success
        nothing = '<testcase classname="complint" name="complint"><skipped message="nothing was checked"/></testcase>'
        suites["complint"] = [("skipped", nothing)]
    total = _numbers([case for cases in suites.values() for case in cases])
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="complint" {total}>']
    for path, cases in suites.items():
        lines.append(f"  <testsuite name={_attribute(path)} {_numbers(cases)}>")
        lines += [f"    {xml}" for _, xml in cases]
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def _outcomes(report: Report, view: View) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Return the outcome of each requirement on each file, the gravest of a file's documents."""
    grave = [NOT_APPLICABLE, "pass", UNKNOWN, FAIL, BROKEN]
    found: dict[tuple[str, str], tuple[str, str | None]] = {}
    for one in report.outcomes:
        if one.outcome == NOT_APPLICABLE and not view.outcomes:
            continue
        key = (one.path, one.requirement)
        if key not in found or grave.index(one.outcome) > grave.index(found[key][0]):
            found[key] = (one.outcome, one.why)
    return found


def _result(outcome: str, why: str | None, findings: list[Finding], fail_on_unknown: bool) -> tuple[str, str]:
    """Return what counts ("failures", "errors", "skipped", or "" for a pass) and the elements of a case."""
    if outcome == BROKEN:
        return "errors", f"<error message={_attribute(masked(why or 'the rule failed'))}/>"
    if outcome == NOT_APPLICABLE:
        return "skipped", f"<skipped message={_attribute(f'not applicable: {why}')}/>"
    counted = [finding for finding in findings if finding.status == "active"]
    undecided = [finding for finding in counted if level(finding) == "unknown"]
    failed = [finding for finding in counted if level(finding) == "error"]
    if fail_on_unknown:
        failed += undecided
    text = _text("\n".join(_described(finding) for finding in findings))
    if failed:
        head = f"type={_attribute(failed[0].rule)} message={_attribute(failed[0].message)}"
        return "failures", f"<failure {head}>{text}</failure>"
    if undecided and len(undecided) == len(counted):
        return "skipped", f"<skipped message={_attribute(f'unknown: {undecided[0].message}')}/>"
    if outcome == UNKNOWN and not findings:  # another rule tells it; a pass it is not
        told = masked(why or "no reason given")
        return "skipped", f"<skipped message={_attribute(f'unknown: {told}')}/>"
    return "", f"<system-out>{text}</system-out>" if findings else ""


def _described(finding: Finding) -> str:
    by = finding.suppression
    accepted = f" ({finding.status}{f': {visible(by.reason)}' if by else ''})" if finding.status != "active" else ""
    head = (
        f"{visible(position(finding.place))}: {level(finding)}: {visible(finding.message)} [{finding.rule}]{accepted}"
    )
    cited = [f"  {visible(citation.title)} {citation.url or ''}".rstrip() for citation in finding.citations]
    return "\n".join([head, *cited])


def _numbers(cases: list[tuple[str, str]]) -> str:
    numbers = {"tests": len(cases), **{name: sum(result == name for result, _ in cases) for name in _COUNTED[1:]}}
    return " ".join(f'{name}="{number}"' for name, number in numbers.items())


def _attribute(text: str) -> str:
    return f'"{escape(visible(text))}"'


def _text(text: str) -> str:
    return escape(text, quote=False)
