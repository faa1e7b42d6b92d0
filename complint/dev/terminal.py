"""A picture of the terminal for the README: the text report of a sample, as an SVG that is the same on every machine."""

from __future__ import annotations

import os
import re
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from complint.config import Nearest
from complint.report import load
from complint.report.view import View
from complint.run import Options, check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    Cell: TypeAlias = tuple[str, str]

_FOLDER = "sample_configs/bad"
_FILE = "agent_configs/Checkup-Calls.yaml"
_SELECT = "tcpa/unidentified*,tcpa/voicemail*"
_DAY = "2026-11-22"
_COLUMNS = 100
_CELL, _LINE, _MARGIN = 8.4, 19, 16  # of a monospaced font of 14 pixels
_SEQUENCE = re.compile(r"\x1b\[([\d;]*)m")
# attributes of the numbers that `complint.report.paint` uses (ECMA-48, "Select graphic rendition")
_LOOK = {
    "1": 'font-weight="bold"',
    "2": 'opacity="0.6"',
    "31": 'fill="#ff7b72"',
    "32": 'fill="#7ee787"',
    "33": 'fill="#f2cc60"',
    "34": 'fill="#79c0ff"',
    "35": 'fill="#d2a8ff"',
    "36": 'fill="#76e3ea"',
}


def picture(root: Path) -> str:
    """Return the SVG of a check of one sample. Raises KeyError for a colour that this page does not know."""
    here = Path.cwd()
    os.chdir(root / _FOLDER)
    try:
        nearest = Nearest()
        options = Options((_FILE,), _DAY, select=tuple(_SELECT.split(",")))
        report = check(options, nearest.of(_FILE), nearest.of)
    finally:
        os.chdir(here)
    text = load("text").render(report, View(color=True, width=_COLUMNS))
    return svg(f"$ complint check --select '{_SELECT}' {_FILE}\n\n{text}")


def svg(text: str) -> str:
    """Return text with ANSI colours as an SVG: one element a line, one span a colour; long lines break as in a terminal."""
    rows = [row for line in _cells(text.rstrip("\n")) for row in _rows(line)]
    width, height = round(_COLUMNS * _CELL + 2 * _MARGIN), len(rows) * _LINE + 2 * _MARGIN
    body = [
        f'<text x="{_MARGIN}" y="{_MARGIN + _LINE * number + 14}">{_spans(row)}</text>'
        for number, row in enumerate(rows)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"',
            ' font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">',
            "<!-- Made by `python -m complint.dev.docs`; the text is what complint prints. -->",
            f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>',
            *body,
            "</svg>\n",
        ]
    )


def _rows(line: list[Cell]) -> Iterator[list[Cell]]:
    """Yield a line in rows of a terminal's width; an empty line is one row."""
    for start in range(0, len(line) or 1, _COLUMNS):
        yield line[start : start + _COLUMNS]


def _cells(text: str) -> Iterator[list[Cell]]:
    """Yield each line as (character, look) pairs; a look stays in force until the next sequence."""
    look = ""
    for line in text.split("\n"):
        cells: list[Cell] = []
        for position, part in enumerate(_SEQUENCE.split(line)):
            if position % 2:
                look = " ".join(_LOOK[code] for code in part.split(";") if code not in ("", "0"))
            else:
                cells += [(character, look) for character in part]
        yield cells


def _spans(row: list[Cell]) -> str:
    made = []
    for look, cells in groupby(row, key=itemgetter(1)):
        text = escape("".join(character for character, _ in cells), quote=False)
        text = text.replace(" ", "\N{NO-BREAK SPACE}")  # viewers make one of several plain ones
        made.append(f"<tspan {look}>{text}</tspan>" if look else text)
    return "".join(made)
