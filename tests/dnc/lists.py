"""What the tests of the index share: numbers of a few area codes, written in the ways lists are, and read by a slow twin."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import strategies as st

CODES = (200, 212, 305, 729, 999)
# few enough that repetitions, neighbours in a byte and the ends of a block are frequent
numbers = st.builds(
    lambda code, local: code * 10_000_000 + local,
    st.sampled_from(CODES),
    st.one_of(st.integers(0, 17), st.integers(9_999_990, 9_999_999), st.integers(0, 9_999_999)),
)


def _written(number: int) -> list[str]:
    text = str(number)
    area, middle, last = text[:3], text[3:6], text[6:]
    return [
        text,
        f"{area},{middle}{last}",
        f"({area}) {middle}-{last}",
        f"+1{text}",
        f"1-{area}-{middle}-{last}",
        f'"{text}"',
        f'"{area}","{middle}{last}"',
        f"  {area}.{middle}.{last} ",
    ]


plain_line = numbers.flatmap(lambda number: st.sampled_from(_written(number)[:2]))
any_line = numbers.flatmap(lambda number: st.sampled_from(_written(number)))
blank = st.sampled_from(["", " ", "\t"])
ends = st.sampled_from(["\n", "\r\n"])
when = st.sampled_from(["2026-11-02", "20261102", "11/2/2026", "2026-11-02T10:00:00-05:00", "2026-11-02 10:00:00"])


@st.composite
def change_line(draw: st.DrawFn) -> str:
    """Draw a line of a change list: a number, A or D, with a date before the mark, after it, or none."""
    line, mark, date = draw(any_line), draw(st.sampled_from(["A", "D", "a", "d", '"D"'])), draw(when)
    return draw(st.sampled_from([f"{line},{mark}", f"{line},{date},{mark}", f"{line},{mark},{date}"]))


def read_slowly(text: str, kept: set[int] | None = None) -> set[int]:
    """Return the numbers that are listed when the lines were applied one after the other."""
    listed = set(kept or ())
    for line in text.split("\n"):
        digits = re.sub(r"[^0-9A-Za-z]", "", re.sub(r"\+1|^\s*1-", "", line))[:10]
        if digits:
            (listed.discard if re.search(r'[,"][dD]\b', line) else listed.add)(int(digits))
    return listed


def put(path: Path, text: str | bytes) -> str:
    """Write a file as it is given, and return its path."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)
