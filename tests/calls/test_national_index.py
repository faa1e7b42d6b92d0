"""A copy of the national registry as an index decides as its list does; its own date says how old it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complint.calls.lists import national_list
from complint.calls.numbers import NANP
from complint.columns.calls import NO, NO_ANSWER, YES
from complint.core.errors import ComplintError
from complint.dnc.build import build

Verdicts = Callable[..., list[dict[str, str]]]
FEW = st.builds(
    lambda code, local: NANP + code * 10_000_000 + 5_550_100 + local,
    st.sampled_from([212, 305, 729]),
    st.integers(0, 99),
)
DAY = 20_760  # 2026-11-03
ROWS = "phone,scheduled_at,call_type,internal_dnc\n"


def listed(path: Path, keys: list[int]) -> str:
    path.write_text("".join(f"{key - NANP}\n" for key in keys))
    return str(path)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.lists(FEW, min_size=1, max_size=30), st.integers(DAY - 40, DAY + 40)), min_size=1, max_size=3
    ),
    st.lists(FEW, min_size=1, max_size=60),
    st.data(),
)
def test_it_answers_as_its_list_does(
    tmp_path: Path, copies: list[tuple[list[int], int]], asked: list[int], data: st.DataObject
) -> None:
    lists, indexes = [], []
    for number, (keys, day) in enumerate(copies):
        lists.append((listed(tmp_path / f"{number}.txt", keys), day))
        out = str(tmp_path / f"{number}.dnc")
        build(out, (lists[-1][0],), str(np.datetime64(day, "D")))
        indexes.append((out, data.draw(st.sampled_from([None, day]))))
    key = np.array([*asked, 0, 442079460018, 5, NANP - 1], np.int64)
    days = np.array(
        data.draw(st.lists(st.integers(DAY - 50, DAY + 50), min_size=len(key), max_size=len(key))), np.int64
    )
    of_lists, of_indexes = national_list(lists), national_list(indexes)
    assert of_lists is not None
    assert of_indexes is not None
    for one, other in zip(of_lists.answer(key, days), of_indexes.answer(key, days), strict=True):
        assert one.tolist() == other.tolist()


def test_what_an_index_does_not_cover_an_older_one_answers(tmp_path: Path) -> None:
    east, west = str(tmp_path / "east.dnc"), str(tmp_path / "west.dnc")
    build(east, (listed(tmp_path / "e.txt", [12125550142]),), "2026-11-01", "present")
    build(west, (listed(tmp_path / "w.txt", [14155550107]),), "2026-10-20", "present")
    found = national_list([(east, None), (west, None)])
    assert found is not None
    key = np.array([12125550142, 12125550143, 14155550107, 13055550199])
    answer, dated, age = found.answer(key, np.full(4, DAY, np.int64))
    assert answer.tolist() == [YES, NO, YES, NO_ANSWER]
    assert dated.tolist() == [True, True, True, False]
    assert age.tolist()[:3] == [2, 2, 14]


def test_its_own_date_feeds_stale_dnc_list(tmp_path: Path, verdicts: Verdicts) -> None:
    build(str(tmp_path / "n.dnc"), (listed(tmp_path / "n.txt", [12125550142]),), "2026-11-01")
    rows = [
        "2125550142,2026-12-01T18:00:00Z,live,no",
        "2125550143,2026-12-02T18:00:00Z,live,no",
        "2125550143,2026-12-03T18:00:00Z,live,no",
        "2125550143,2026-10-30T18:00:00Z,live,no",
    ]
    table = verdicts(ROWS + "\n".join(rows), config="calls: {national_dnc: n.dnc}")
    assert [row["verdict"] for row in table] == ["blocked", "allowed", "blocked", "unknown"]
    assert [row["rules"] for row in table] == [
        "calls/on-national-dnc", "", "calls/stale-dnc-list", "calls/on-national-dnc"
    ]  # fmt: skip
    option = verdicts(ROWS + "\n".join(rows), national_dnc="n.dnc")
    assert [row["verdict"] for row in option] == [row["verdict"] for row in table]


def test_an_undated_index_is_dated_where_it_is_named(tmp_path: Path, verdicts: Verdicts) -> None:
    build(str(tmp_path / "n.dnc"), (listed(tmp_path / "n.txt", [12125550142]),))
    row = ROWS + "2125550143,2026-12-02T18:00:00Z,live,no"
    assert verdicts(row, config="calls: {national_dnc: n.dnc}")[0]["verdict"] == "unknown"
    dated = "calls: {national_dnc: {path: n.dnc, downloaded_at: 2026-11-20}}"
    assert verdicts(row, config=dated)[0]["verdict"] == "allowed"
    assert verdicts(row, national_dnc="n.dnc", national_dnc_date="2026-11-20", config="{}")[0]["verdict"] == "allowed"


def test_two_dates_that_differ_are_a_usage_error(tmp_path: Path, verdicts: Verdicts) -> None:
    build(str(tmp_path / "n.dnc"), (listed(tmp_path / "n.txt", [12125550142]),), "2026-11-01")
    with pytest.raises(ComplintError, match="of 2026-11-01, and another day is given"):
        verdicts(ROWS, config="calls: {national_dnc: {path: n.dnc, downloaded_at: 2026-11-20}}")


def test_an_area_code_that_is_not_covered_is_unknown(tmp_path: Path, verdicts: Verdicts) -> None:
    build(str(tmp_path / "n.dnc"), (listed(tmp_path / "n.txt", [12125550142]),), "2026-11-20", "present")
    rows = ROWS + "3055550199,2026-12-02T18:00:00Z,live,no\n2125550143,2026-12-02T18:00:00Z,live,no"
    table = verdicts(rows, config="calls: {national_dnc: n.dnc}")
    assert [(row["verdict"], row["rules"]) for row in table] == [("unknown", "calls/on-national-dnc"), ("allowed", "")]


def test_a_damaged_index_decides_nothing(tmp_path: Path, verdicts: Verdicts) -> None:
    path = tmp_path / "n.dnc"
    build(str(path), (listed(tmp_path / "n.txt", [12125550142, 13055550199]),), "2026-11-20")
    data = bytearray(path.read_bytes())
    data[-700_000] ^= 16
    path.write_bytes(data)
    rows = ROWS + "3055550198,2026-12-02T18:00:00Z,live,no"
    with pytest.raises(ComplintError, match="the numbers of area code 305 are not what was written"):
        verdicts(rows, config="calls: {national_dnc: n.dnc}")
    assert not (tmp_path / "verdicts.csv").exists()


def test_a_list_of_changes_is_no_copy(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("2125550142,A\n2125550143,D\n")
    with pytest.raises(ComplintError, match="a list of changes is no copy"):
        national_list([(str(tmp_path / "c.txt"), None)])
