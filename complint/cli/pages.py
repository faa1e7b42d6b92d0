"""Pieces of printed pages: headings, wrapped prose, dated values of the law with their citations."""

from __future__ import annotations

from typing import Any

from complint.report.characters import visible, wrap
from complint.report.requirements import standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.paint import Paint

_LINES_OF_VALUE = 40


def prose(text: str, room: int, indent: str = "  ") -> list[str]:
    """Return paragraphs, separated by blank lines, wrapped and indented."""
    lines: list[str] = []
    for number, part in enumerate(text.split("\n\n")):
        lines += [""] if number else []
        lines += [indent + piece for piece in wrap(visible(" ".join(part.split())), room - len(indent))]
    return lines


def dated(
    requirement: dict[str, Any], value: dict[str, Any], paint: Paint, room: int, indent: str, *, whole: bool = True
) -> list[str]:
    """Return a dated value of a requirement: its standing, severity, the value itself, note and citations."""
    lines = [indent + paint("strong", standing(requirement, value))]
    inner = indent + "  "
    if value["severity"]:
        lines.append(f"{inner}severity: {value['severity']}")
    lines += content(value["value"], room, inner, whole=whole)
    if value["note"]:
        lines += prose(f"note: {value['note']}", room, inner)
    for citation in value["citations"]:
        lines += hanging(
            f"source: {citation['title']}" + (f" <{citation['url']}>" if citation["url"] else ""), room, inner
        )
        if citation["note"]:
            lines += hanging(citation["note"], room, inner + "  ")
    return lines


def content(value: Any, room: int, indent: str, *, whole: bool) -> list[str]:
    """Return a requirement's parameter as YAML; not `whole`: its first lines, and how many there are."""
    if value is None:
        return []
    import yaml

    text = yaml.safe_dump(
        value, sort_keys=False, allow_unicode=True, default_flow_style=None, width=room - len(indent) - 2
    )
    lines = text.removesuffix("\n...\n").rstrip("\n").split("\n")
    if len(lines) == 1:
        return [f"{indent}value: {visible(lines[0])}"]
    shown = lines if whole or len(lines) <= _LINES_OF_VALUE else lines[: _LINES_OF_VALUE - 1]
    more = [f"{indent}  ({len(lines) - len(shown)} more lines)"] if len(shown) < len(lines) else []
    return [f"{indent}value:", *(f"{indent}  {visible(line)}" for line in shown), *more]


def hanging(text: str, room: int, indent: str) -> list[str]:
    """Return a text wrapped, with further lines indented once more."""
    first, *rest = wrap(visible(text), room - len(indent) - 2)
    return [indent + first, *(f"{indent}  {piece}" for piece in rest)]
