"""The text report of a check of calls: verdicts, reasons and states in numbers, then examples with their local times."""

from __future__ import annotations

from complint.calls.findings import rows_text, utc_text
from complint.calls.verdicts import VERDICTS, iso_local
from complint.report.about import NO_ADVICE
from complint.report.characters import visible, wrap
from complint.report.paint import painter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.calls.check import Result
    from complint.report.paint import Paint
    from complint.report.view import View
    from complint.run import Report

_STATES = 8
_ROLES = ("fix", "error", "unknown")


def render(report: Report, result: Result, view: View) -> str:
    """Return the report; `view.quiet` is the one line of numbers."""
    paint = painter(view.color)
    head = _numbers(result, paint)
    if view.quiet:
        return head + "\n"
    parts = [head, *_reasons(result, view, paint), *_states(result, paint), *_examples(result, view, paint)]
    parts += _others(report, paint)
    parts += ["\n".join(_closing(result, paint))]
    return "\n\n".join(parts) + "\n"


def _numbers(result: Result, paint: Paint) -> str:
    named = [
        paint(role, f"{many:,} {word}") for role, many, word in zip(_ROLES, result.verdicts, VERDICTS, strict=True)
    ]
    calls = "1 call" if result.rows == 1 else f"{result.rows:,} calls"
    return f"{visible(result.path)}: {calls}: {', '.join(named)}"


def _reasons(result: Result, view: View, paint: Paint) -> Iterator[str]:
    for title, role, sums in (
        ("Blocked by", "error", result.by_rule),
        ("Undecided by", "unknown", result.undecided_by_rule),
    ):
        if not sums:
            continue
        lines = [paint("strong", title)]
        for rule, many in sorted(sums.items(), key=lambda pair: -pair[1]):
            lines.append(f"  {paint(role, f'{many:>11,}')}  {paint('rule', rule)}")
            lines += _laws(result, rule, view, paint)
        yield "\n".join(lines)
    notices = [one for one in result.findings if one.fired.rule not in {**result.by_rule, **result.undecided_by_rule}]
    if notices:
        lines = [paint("strong", "Notices")]
        for one in notices:
            lines.append(f"  {one.count:>11,}  {paint('rule', one.fired.rule)} {visible(one.fired.message)}")
        yield "\n".join(lines)


def _laws(result: Result, rule: str, view: View, paint: Paint) -> Iterator[str]:
    """Yield under a rule what its requirements say, the most frequent first."""
    own = sorted((one for one in result.findings if one.fired.rule == rule), key=lambda one: -one.count)
    shown = own if view.verbose else own[:3]
    for one in shown:
        text = f"{one.fired.message}: {rows_text(one.count, one.first)}"
        for line in wrap(visible(text), max(40, view.width - 15)):
            yield " " * 15 + line
        cited = "; ".join(citation.title for citation in one.fired.citations[:2])
        named = f"{one.fired.requirement}" + (f" ({cited})" if cited else "")
        for line in wrap(visible(named), max(40, view.width - 15)):
            yield " " * 15 + paint("faint", line)
    if len(own) > len(shown):
        yield " " * 15 + paint("faint", f"and {len(own) - len(shown)} more requirements (--verbose lists them)")


def _states(result: Result, paint: Paint) -> Iterator[str]:
    worst = [(name, sums) for name, sums in result.states.items() if sums[1] or sums[2]]
    if not worst:
        return
    lines = [paint("strong", f"{'Where':<24}{'allowed':>12}{'blocked':>12}{'unknown':>12}")]
    for name, sums in worst[:_STATES]:
        lines.append(f"{visible(name):<24}" + "".join(f"{many:>12,}" for many in sums))
    if len(worst) > _STATES:
        lines.append(paint("faint", f"and {len(worst) - _STATES} more"))
    yield "\n".join(lines)


def _examples(result: Result, view: View, paint: Paint) -> Iterator[str]:
    if not result.examples:
        return
    import numpy as np

    lines = [paint("strong", "Examples")]
    for one in result.examples:
        times = (
            [f"{iso_local(np.array([one.at]), zone).tobytes().decode()} in {zone}" for zone in one.zones]
            if one.at is not None
            else []
        )
        where = ", ".join(times) or "at no known local time"
        role = _ROLES[one.verdict]
        lines.append(f"  row {one.row:,}: {visible(one.number)} {paint(role, VERDICTS[one.verdict])}, {where}")
        for line in wrap(visible(f"{one.rules[0]}: {one.message}"), max(40, view.width - 6)):
            lines.append("      " + line)
    yield "\n".join(lines)


def _others(report: Report, paint: Paint) -> Iterator[str]:
    from complint.report.listing import line

    other = [one for one in report.findings if one.rows is None]
    if other:
        yield "\n".join([paint("strong", "In the schedule itself"), *(f"  {line(one, paint)}" for one in other)])


def _closing(result: Result, paint: Paint) -> Iterator[str]:
    model = result.dispatch
    if model is not None:
        named = {"concurrency": model.concurrency, "call_seconds": model.call_seconds}
        told = ", ".join(
            f"{name} {value}{' (assumed)' if name in model.assumed else ''}" for name, value in named.items()
        )
        start = utc_text(model.start) + (" (assumed)" if "start" in model.assumed else "")
        last = f", last call {utc_text(result.last)}" if result.last is not None else ""
        yield f"Dispatch: from {start}{last}; {told}."
    for problem in result.problems:
        yield paint("error", f"Problem: {visible(problem)}.")
    if result.verdicts[2]:
        yield "Unknown is what nothing tells: it is neither allowed nor blocked, and no reason to dial."
    data = ", ".join(f"{name} {version}" for name, version in result.data.items())
    yield paint("faint", f"Data: {data}.")
    yield f"{NO_ADVICE}."
