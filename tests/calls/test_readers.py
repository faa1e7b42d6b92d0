"""Every way in: CSV with all its oddities, JSON lines, Parquet, bodies; one bad row never takes the others with it."""

from __future__ import annotations

import csv as csv_module
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complint.calls.csv_rows import CsvSource
from complint.calls.csv_split import split
from complint.calls.schema import COLUMNS, match
from complint.calls.source import open_schedule
from complint.core.errors import ComplintError

Verdicts = Callable[..., list[dict[str, str]]]
WHEN = "2026-12-01T15:00:00Z"


def rows_of(path: Path, content: bytes) -> list[tuple[bytes, str]]:
    path.write_bytes(content)
    source = CsvSource(str(path))
    source.matched = match(source.headers)
    found: list[tuple[bytes, str]] = []
    for raw in source.batches():
        column = raw.columns["phone_number"].to_pylist()
        found += [(one, raw.broken.get(at, "")) for at, one in enumerate(column)]
    return found


@pytest.mark.parametrize(
    ("content", "phones"),
    [
        (b"phone\n1\n2\n", [b"1", b"2"]),
        (b"\xef\xbb\xbfPhone Number;x\r\n1;a\r\n\r\n2;b", [b"1", b"2"]),
        (b"x\tphone-number\na\t1\n", [b"1"]),
        (b'"pho""ne",phone\nx,"1\n2"\n', [b"1\n2"]),
        (b"phone,x\r1,a\r2,b\r", [b"1", b"2"]),
        (b'phone,x\n1,5" pipe\n2,b\n', [b"1", b"2"]),
        (b"phone,x\n1,\x00\n", [b"1"]),
        (b"phone,x\n1,\xff\xfe\n", [b"1"]),
    ],
)
def test_usual_and_unusual_csv(tmp_path: Path, content: bytes, phones: list[bytes]) -> None:
    found = rows_of(tmp_path / "a.csv", content)
    assert [one for one, _ in found] == phones
    assert not any(problem for _, problem in found)


@pytest.mark.parametrize(
    ("content", "phones", "broken"),
    [
        (b"phone,x\n1\n2,b\n3,c,d\n4,e\n", [b"1", b"2", b"3", b"4"], [0, 2]),
        (b'phone,x\n1,"open\n2,b\n3,c\n', [b"1", b"2", b"3"], [0]),
        (b'phone,x\n1,"open\n2,"ok"\n3,c\n', [b"1", b"2", b"3"], [0]),
        (b'phone,x\n1,"a"b\n2,c\n', [b"1", b"2"], [0]),
    ],
)
def test_a_broken_record_is_a_row_and_the_others_are_read(
    tmp_path: Path, content: bytes, phones: list[bytes], broken: list[int]
) -> None:
    found = rows_of(tmp_path / "a.csv", content)
    assert [one for one, _ in found] == phones
    assert [at for at, (_, problem) in enumerate(found) if problem] == broken


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=8), min_size=2, max_size=2
        ),
        max_size=12,
    )
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_csv_writer_writes_is_read_as_it_was(tmp_path: Path, rows: list[list[str]]) -> None:
    rows = [row for row in rows if any(row)]
    text = io.StringIO()
    csv_module.writer(text, lineterminator="\n").writerows([["phone", "x"], *rows])
    found = rows_of(tmp_path / "a.csv", text.getvalue().encode())
    assert [one.decode() for one, _ in found] == [row[0] for row in rows]


@given(st.binary(max_size=200), st.booleans())
@settings(max_examples=200, deadline=None)
def test_the_splitter_takes_any_bytes(data: bytes, final: bool) -> None:
    records, wrong, end = split(data, b",", 2, final=final)
    assert end <= len(data)
    assert all(len(record) == 2 or at in wrong for at, record in enumerate(records))
    if final:
        assert end == len(data)


def test_blocks_are_cut_between_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complint.calls.csv_rows._BLOCK", 64)
    lines = [f'{number},"a\n""{number}"""' for number in range(200)]
    found = rows_of(tmp_path / "a.csv", ("phone,x\n" + "\n".join(lines)).encode())
    assert [one.decode() for one, _ in found] == [str(number) for number in range(200)]
    assert not any(problem for _, problem in found)


def test_an_alias_gives_way_to_the_columns_own_name() -> None:
    assert match(["phone", "Phone_Number"]) == {"phone_number": "Phone_Number"}


def test_two_aliases_are_refused_and_both_are_named() -> None:
    with pytest.raises(ComplintError, match=r"'phone' and 'mobile'.*phone_number: phone"):
        match(["phone", "mobile"])
    assert match(["phone", "mobile"], {"phone_number": "mobile"}) == {"phone_number": "mobile"}


def test_every_alias_means_one_column() -> None:
    meant: dict[str, set[str]] = {}
    for column, aliases in COLUMNS.items():
        for name in (column, *aliases):
            meant.setdefault(name.replace("_", "").lower(), set()).add(column)
    assert {name: columns for name, columns in meant.items() if len(columns) > 1} == {}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "x,y\n1,2\n", "no column holds phone numbers"),
        ("a.json", "{}", "no call schedule"),
        ("a.json", "{", "ends"),
        ("a.yaml", "- 1", "no call schedule"),
        ("a.parquet", "PAR1 not", "not a Parquet file"),
        ("a.csv", "\x00\x01\x02\x03", "binary"),
    ],
)
def test_what_is_no_schedule_is_refused_with_its_path(tmp_path: Path, name: str, content: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(ComplintError, match=words) as raised:
        open_schedule(str(path), {})
    assert raised.value.path is not None


def test_forms_agree(verdicts: Verdicts, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "a", "phone": "+12125550142", "scheduled_at": WHEN, "consent": "pewc", "attempts": 2},
        {"id": "b", "phone": "+13055550142", "scheduled_at": "2026-12-02T02:00:00Z", "consent": None, "attempts": None},
    ]
    text = io.StringIO()
    writer = csv_module.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    from_csv = verdicts(text.getvalue())
    from_lines = verdicts("\n".join(json.dumps(row) for row in rows), "calls.jsonl")
    from_body = verdicts({"calls": rows}, "calls.json")
    table = pa.Table.from_pylist(rows).set_column(
        2, "scheduled_at", pa.array([1796137200, 1796176800], pa.timestamp("s", tz="UTC"))
    )
    pq.write_table(table, tmp_path / "made.parquet")
    from_parquet = verdicts((tmp_path / "made.parquet").read_bytes(), "calls.parquet")
    assert from_csv == from_lines == from_body == from_parquet
    assert [row["call_id"] for row in from_csv] == ["a", "b"]


def test_bad_rows_keep_their_place(verdicts: Verdicts) -> None:
    found = verdicts(f"phone,scheduled_at\n+12125550142,{WHEN}\nx\n,\n+12125550143,{WHEN}\n")
    assert [row["row"] for row in found] == ["1", "2", "3", "4"]
    assert [row["phone_number"] for row in found] == ["+12125550142", "x", "", "+12125550143"]
    assert "document/schema-violation" in found[1]["notices"]


def test_lines_that_are_no_objects(verdicts: Verdicts) -> None:
    found = verdicts(f'{{"phone": "+12125550142", "scheduled_at": "{WHEN}"}}\nnonsense\n[1]\n\n', "calls.jsonl")
    assert len(found) == 3
    assert all("document/schema-violation" in row["notices"] for row in found[1:])


def test_an_unreadable_cell_counts_as_empty_and_is_told(verdicts: Verdicts) -> None:
    header = "phone,scheduled_at,purpose,call_type,internal_dnc,national_dnc,dnc_checked_at,attempts,timezone\n"
    good = f"+12125550142,{WHEN},service,live,no,no,2026-11-20,1,\n"
    odd = [
        good.replace("service", "maybe"),
        good.replace("live", "robot?"),
        good.replace(",1,", ",many,"),
        good.replace(",1,\n", ",1,Mars/Olympus\n"),
    ]
    found = verdicts(header + good + "".join(odd))
    # an odd time zone is read only where a time needs it
    assert found[0]["verdict"] == "allowed"
    for row in (found[1], found[3]):
        assert row["verdict"] == "unknown"
        assert row["rules"] == "document/schema-violation"
    assert found[2]["verdict"] == "blocked"  # an artificial voice, then, without consent
    assert "document/schema-violation" in found[2]["notices"]


def test_cells_of_other_encodings(verdicts: Verdicts) -> None:
    body = b"phone,scheduled_at,name,consent_type\n+12125550142,%s,Ren\xe9,pewc\n+12125550143,%s,x,\xe9\n"
    found = verdicts(body % (WHEN.encode(), WHEN.encode()))
    assert "document/schema-violation" not in found[0]["rules"] + found[0]["notices"]
    assert "document/schema-violation" in found[1]["rules"] + found[1]["notices"]


def test_a_huge_cell_and_a_nul(verdicts: Verdicts) -> None:
    found = verdicts(f"phone,scheduled_at,consent_text\n+12125550142,{WHEN},{'x' * 300_000}\n\x00,{WHEN},\n")
    assert found[0]["phone_number"] == "+12125550142"
    assert "calls/invalid-number" in found[1]["rules"]
