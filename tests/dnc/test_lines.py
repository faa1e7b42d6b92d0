"""Lines of numbers: the columns equal a slow twin for any mix of writings; what is not understood is told by its line."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, os.path.dirname(__file__))

from lists import any_line, blank, change_line, ends, numbers, plain_line, read_slowly

from complint.dnc.lines import Lines, one, read_lines


def listed(lines: Lines) -> set[int]:
    found: set[int] = set()
    marks = [False] * len(lines.code) if lines.removed is None else lines.removed.tolist()
    for code, local, removed in zip(lines.code.tolist(), lines.local.tolist(), marks, strict=True):
        (found.discard if removed else found.add)(code * 10_000_000 + local)
    return found


@given(
    st.lists(numbers, min_size=1, max_size=40),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([1, 700]),
)
def test_lists_of_one_shape(found: list[int], end: str, comma: bool, ended: bool, times: int) -> None:
    lines = [f"{str(one)[:3]},{str(one)[3:]}" if comma else str(one) for one in found] * times
    text = end.join(lines) + (end if ended else "")
    read = read_lines(text.encode())
    assert (read.count, read.odd, read.removed) == (len(lines), (), None)
    assert (read.code.astype("i8") * 10_000_000 + read.local).tolist() == found * times


@given(st.lists(st.tuples(st.one_of(any_line, plain_line, blank, change_line()), ends), max_size=30))
def test_any_mix_of_writings_equals_the_slow_twin(lines: list[tuple[str, str]]) -> None:
    text = "".join(line + end for line, end in lines)
    read = read_lines(text.encode())
    assert read.odd == ()
    assert read.count == max(1, len(lines))
    assert listed(read) == read_slowly(text)


@given(st.lists(plain_line, min_size=1, max_size=20), st.data())
def test_one_wrong_byte_is_never_read_as_a_number(lines: list[str], data: Any) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[at]) - 1))
    wrong = data.draw(st.characters(exclude_characters="\n0123456789", max_codepoint=0xFF))
    broken = lines[at][:place] + wrong + lines[at][place + 1 :]
    if one(broken.encode("latin-1")) is not None or not broken.strip(" \t\r\x1a"):
        return  # a space, a dash or a bracket where they may stand
    lines[at] = broken
    read = read_lines("\n".join(lines).encode("latin-1"))
    assert [row for row, _ in read.odd] == [at]
    assert len(read.code) == len(lines) - 1


@pytest.mark.parametrize(
    "line",
    [
        "212555014", "21255501421", "0125550142", "1125550142", "212,555014", "2125550142,2026-11-02", "2125550142,X",
        "2125550142,A,D", "2125550142,3055550199,D", "2125550142,Jo", "Jo,2125550142", "x", "212\x005550142", "٢125550142",
        "2125550142,2026-11-02,2026-11-03,D", "+442079460018", "2125550142 3055550199",
    ],
)  # fmt: skip
def test_what_is_no_line_of_a_list(line: str) -> None:
    read = read_lines(f"2125550100\n{line}\n2125550101\n".encode())
    assert [row for row, _ in read.odd] == [1]
    assert len(read.code) == 2


@given(st.binary(max_size=200))
def test_any_bytes_are_numbers_or_odd_or_blank(data: bytes) -> None:
    read = read_lines(data)
    blanks = sum(
        not line.strip(b"\r\t \x1a") for line in (data if data[-1:] == b"\n" else data + b"\n").split(b"\n")[:-1]
    )
    assert len(read.code) + len(read.odd) + blanks == read.count
    assert len(read.code) == len(read.local)
    assert not len(read.code) or int(read.code.min()) >= 200


def test_the_end_mark_of_old_systems_is_blank() -> None:
    assert read_lines(b"2125550142\r\n\x1a").odd == ()
