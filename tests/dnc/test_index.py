"""An index answers as a set of numbers does, and refuses to answer where one bit of it is not what was written."""

from __future__ import annotations

import os
import pickle
import sys
import zlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, os.path.dirname(__file__))

from lists import CODES, numbers, put

from complint.columns.calls import NO, NO_ANSWER, YES
from complint.core.errors import ComplintError
from complint.dnc.bitmap import BLOCK
from complint.dnc.build import build
from complint.dnc.index import Index
from complint.dnc.layout import PREFIX, Header, encode

shared = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def made(folder: Path, listed: list[int], **options: str) -> str:
    out = str(folder / "national.dnc")
    build(out, (put(folder / "list.txt", "".join(f"{one}\n" for one in listed)),), **options)  # type: ignore[arg-type]
    return out


def ask(index: Index, number: int) -> int:
    return int(index.listed(np.array([number], np.int64))[0])


@shared
@given(
    st.lists(numbers, min_size=1, max_size=60), st.lists(numbers, max_size=60), st.sampled_from(["national", "present"])
)
def test_it_answers_as_a_set(tmp_path: Path, listed: list[int], others: list[int], covers: str) -> None:
    index = Index(made(tmp_path, listed, covers=covers))
    known = {one // 10_000_000 for one in listed}
    near = [one + step for one in listed for step in (-8, -1, 1, 8)]
    asked = [*listed, *others, *near, -5, 0, 19, 2**40, 10**10, -(2**62), 2**62]
    outside = NO if covers == "national" else NO_ANSWER
    wanted = [
        YES if one in set(listed) else NO if one // 10_000_000 in known or not 0 <= one < 10**10 else outside
        for one in asked
    ]
    assert index.listed(np.array(asked, np.int64)).tolist() == wanted
    assert index.header.count == len(set(listed))
    assert {block.code: block.count for block in index.header.blocks} == {
        code: sum(one // 10_000_000 == code for one in set(listed)) for code in known
    }


@pytest.mark.parametrize("codes", [1, 3])
def test_many_numbers_fill_and_refill_the_groups(codes: int, tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    last = 2_000_000_000 + codes * 10_000_000
    listed = random.integers(2_000_000_000, last, 400_000 * codes)  # more of an area code than wait at a time
    asked = random.integers(1_999_999_000, last + 1_000, 300_000)
    index = Index(made(tmp_path, listed.tolist()))
    assert (index.listed(asked) == np.isin(asked, listed)).all()
    assert index.header.count == len(np.unique(listed))


def test_nothing_asked_nothing_answered(tmp_path: Path) -> None:
    assert Index(made(tmp_path, [2125550142])).listed(np.zeros(0, np.int64)).tolist() == []


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    random = np.random.default_rng(4)
    listed = [code * 10_000_000 + int(local) for code in CODES[:3] for local in random.integers(0, 10**7, 50)]
    return Path(made(tmp_path_factory.mktemp("whole"), listed, date="2026-11-01")).read_bytes()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_flipped_bit_is_refused(whole: bytes, tmp_path: Path, data: st.DataObject) -> None:
    begin = len(whole) - 3 * BLOCK
    place = data.draw(st.one_of(st.integers(0, begin - 1), st.integers(begin, len(whole) - 1)))
    broken = bytearray(whole)
    broken[place] ^= 1 << data.draw(st.integers(0, 7))
    path = put(tmp_path / "broken.dnc", bytes(broken))
    with pytest.raises(ComplintError, match=r"damaged|no Do-Not-Call index|of format") as caught:
        Index(path).check()
    assert caught.value.path == path
    if place >= begin:
        index = Index(path)
        code = CODES[(place - begin) // BLOCK]
        with pytest.raises(ComplintError, match=f"area code {code} "):
            ask(index, code * 10_000_000)
        with pytest.raises(ComplintError):  # nor the second time
            ask(index, code * 10_000_000)
        assert ask(index, next(one for one in CODES[:3] if one != code) * 10_000_000 + 1) in (YES, NO)


@shared
@given(st.data())
def test_a_torn_file_is_refused(whole: bytes, tmp_path: Path, data: st.DataObject) -> None:
    begin = len(whole) - 3 * BLOCK
    length = data.draw(st.one_of(st.integers(0, begin + 1), st.integers(begin, len(whole) - 1)))
    with pytest.raises(ComplintError):
        Index(put(tmp_path / "torn.dnc", whole[:length]))


def test_a_longer_file_is_refused(whole: bytes, tmp_path: Path) -> None:
    with pytest.raises(ComplintError, match="damaged: it has"):
        Index(put(tmp_path / "long.dnc", whole + b"\0"))


def test_another_format_is_named(whole: bytes, tmp_path: Path) -> None:
    prefix = whole[:16] + (2).to_bytes(4, "little") + whole[20 : PREFIX - 4]
    path = put(tmp_path / "newer.dnc", prefix + zlib.crc32(prefix).to_bytes(4, "little") + whole[PREFIX:])
    with pytest.raises(ComplintError, match="format 2; this complint reads format 1"):
        Index(path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"blocks": ((212, 1, 0), (212, 1, 0))}, {"blocks": ((100, 1, 0),)}, {"blocks": ((212, 0, 0),)},
        {"covers": "all"}, {"date": "yesterday"}, {"date": 7}, {"sources": ("x",)}, {"sources": ({"name": 1},)},
    ],
)  # fmt: skip
def test_a_header_that_means_nothing_is_refused(wrong: dict[str, object], tmp_path: Path) -> None:
    from complint.dnc.layout import Block

    given = {"date": None, "covers": "national", "sources": (), "blocks": (), **wrong}
    given["blocks"] = tuple(Block(*one) for one in given["blocks"])  # type: ignore[attr-defined]
    path = tmp_path / "odd.dnc"
    path.write_bytes(encode(Header(**given)) + bytes(BLOCK * len(given["blocks"])))  # type: ignore[arg-type]
    with pytest.raises(ComplintError, match="header cannot be understood"):
        Index(str(path))


def _asked(index: Index) -> list[int]:
    return [int(one) for one in index.listed(np.array([2125550142, 2125550143]))]


def test_workers_get_it_by_its_path(tmp_path: Path) -> None:
    index = Index(made(tmp_path, [2125550142]))
    assert len(pickle.dumps(index)) < 1_000
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert list(pool.map(_asked, [index] * 4)) == [[YES, NO]] * 4


def test_an_index_that_took_the_place_of_another_is_not_taken_for_it(tmp_path: Path) -> None:
    frozen = pickle.dumps(Index(made(tmp_path, [2125550142])))
    made(tmp_path, [2125550143])
    with pytest.raises(ComplintError, match="was replaced during the run"):
        pickle.loads(frozen)


def test_an_open_index_goes_on_answering_after_it_was_replaced(tmp_path: Path) -> None:
    index = Index(made(tmp_path, [2125550142]))
    made(tmp_path, [2125550143])
    assert _asked(index) == [YES, NO]
    assert _asked(Index(index.path)) == [NO, YES]


@pytest.mark.parametrize("content", [b"", b"2125550142\n", b"complint dnc\n\x1a\n", b"PK\x03\x04"])
def test_what_is_no_index(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ComplintError, match="no Do-Not-Call index"):
        Index(put(tmp_path / "x", content))


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ComplintError, match="cannot be read: no such file"):
        Index(str(tmp_path / "none.dnc"))
