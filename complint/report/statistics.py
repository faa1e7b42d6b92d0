"""How often each rule fired, most often first."""

from __future__ import annotations

from complint.report.about import LEVELS, active, level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.paint import Paint
    from complint.run import Report


def tally(report: Report) -> list[tuple[int, str, str]]:
    """Return (number, level, rule) of the active findings, by falling number, then by level and rule."""
    numbers: dict[tuple[str, str], int] = {}
    for finding in active(report):
        key = (level(finding), finding.rule)
        numbers[key] = numbers.get(key, 0) + 1
    rows = [(number, weight, rule) for (weight, rule), number in numbers.items()]
    return sorted(rows, key=lambda row: (-row[0], LEVELS.index(row[1]), row[2]))


def table(report: Report, paint: Paint) -> str:
    """Return the tally as aligned lines."""
    rows = tally(report)
    digits = max((len(str(number)) for number, _, _ in rows), default=1)
    wide = max((len(weight) for _, weight, _ in rows), default=1)
    return "\n".join(
        f"{number:>{digits}}  {paint(weight, weight)}{' ' * (wide - len(weight))}  {paint('rule', rule)}"
        for number, weight, rule in rows
    )
