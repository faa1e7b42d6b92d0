"""Spark comes to what one process comes to: the same verdict table after sorting, the same report."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from complint.core.errors import BrokenPart, ComplintError
from complint.report import load
from complint.report.view import View
from complint.schedules.check import check_schedule
from complint.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "calls"))

from odd_tables import rows, write

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]  # pyspark's own warnings are not ours
NOW = 1_795_348_800  # 2026-11-22


def on_spark(path: Path, output: Path | None = None, **values: Any) -> Any:
    from complint.schedules.on_spark import check_on_spark

    return check_on_spark(str(path), Settings(), values, NOW, output=f"{output}/" if output else None)


def table(path: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return sorted(found, key=lambda row: int(row["row"]))


def told(report: Any, result: Any) -> tuple[Any, ...]:
    """Return what is reported, whatever the file is called."""
    text = load("json").render(report, View())
    data = json.loads(text)
    for finding in data["findings"]:
        del finding["fingerprint"], finding["path"]
    for document in data["documents"]:
        del document["path"]
    return data, result.states


def assert_same(path: Path, tmp_path: Path, alone: Path | None = None, **values: Any) -> Any:
    """Compare the two engines on a schedule; `alone` is what the local one reads, where that is another file."""
    alone = alone or path
    report, result = check_schedule(str(alone), Settings(), values, NOW, output=str(tmp_path / "local.parquet"))
    expected = told(report, result)
    report, result = on_spark(path, tmp_path / "verdicts", **values)
    assert told(report, result) == expected
    assert table(tmp_path / "verdicts") == table(tmp_path / "local.parquet")
    return result


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("seed", range(3))
def test_random_schedules(spark: Any, suffix: str, seed: int, tmp_path: Path) -> None:
    path = tmp_path / f"calls{suffix}"
    write(path, rows(400, seed))
    result = assert_same(path, tmp_path)
    assert result.by_rule["calls/too-many-calls"], "caps are meant to fire"


def test_lists_consents_history_and_dispatch(spark: Any, tmp_path: Path) -> None:
    numbers = [f"+1{npa}55501{last:02d}" for npa in (305, 405, 410, 212) for last in range(12)]
    lists = {
        "consents.csv": "phone_number,consent_type,consent_at\n"
        + "".join(f"{n},pewc,2026-01-02\n" for n in numbers[:20]),
        "dnc.csv": "phone_number,requested_at\n" + "".join(f"{n},2026-01-02\n" for n in numbers[::5]),
        "national.txt": "".join(f"{n[2:]}\n" for n in numbers[::3]),
        "rnd.csv": "phone_number,rnd_result\n" + "".join(f"{n},yes\n" for n in numbers[::7]),
        "dialled.csv": "phone_number,called_at\n"
        + "".join(f"{n},2026-12-01T14:00:00Z\n{n},2026-12-01T14:00:00Z\n" for n in numbers),
    }
    for name, text in lists.items():
        (tmp_path / name).write_text(text)
    table_rows = [
        {"phone_number": row["phone_number"], "consent_type": row["consent_type"], "agent_id": f"agent-{number % 3}"}
        for number, row in enumerate(rows(500, 5))
    ]
    path = tmp_path / "calls.csv"
    write(path, table_rows)
    names = ("consents", "internal_dnc", "national_dnc", "reassigned", "history")
    values: dict[str, Any] = dict(zip(names, (str(tmp_path / name) for name in lists), strict=True))
    values |= {"national_dnc_date": "2026-11-20", "start": "2026-12-01T15:00:00Z", "concurrency": 7, "call_seconds": 90}
    result = assert_same(path, tmp_path, **values)
    assert {"calls/on-national-dnc", "calls/on-internal-dnc", "calls/too-many-calls"} <= result.by_rule.keys()
    assert result.dispatch is not None


def test_an_index_goes_to_the_workers_by_its_path(spark: Any, tmp_path: Path) -> None:
    from complint.dnc.build import build

    listed = tmp_path / "numbers.txt"
    listed.write_text("".join(f"{npa}55501{last:02d}\n" for npa in (305, 405) for last in range(0, 12, 2)))
    index = tmp_path / "national.dnc"
    build(str(index), (str(listed),), "2026-11-20")
    path = tmp_path / "calls.csv"
    write(path, rows(200, 1))
    result = assert_same(path, tmp_path, national_dnc=str(index))
    assert result.by_rule["calls/on-national-dnc"]


def test_typed_parquet_in_a_folder_is_one_schedule_in_the_order_of_its_files(spark: Any, tmp_path: Path) -> None:
    import datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    begin = datetime.datetime(2026, 12, 1, 10, tzinfo=datetime.UTC)
    count = 600
    made = pa.table(
        {
            "phone": pa.array([13_055_550_100 + number % 40 for number in range(count)]),
            "call_at": pa.array(
                [begin + datetime.timedelta(minutes=7 * n) for n in range(count)], pa.timestamp("ms", "UTC")
            ),
            "consent": pa.array(["pewc" if n % 3 else None for n in range(count)]).dictionary_encode(),
            "attempts": pa.array([1.0 + n % 2 for n in range(count)]),
            "revocation_date": pa.array([datetime.date(2026, 6, 1) if n % 11 == 0 else None for n in range(count)]),
            "opt in.text `x`": pa.array([str(n) for n in range(count)]),
        }
    )
    folder = tmp_path / "calls"
    folder.mkdir()
    for name, low, high in (("a part.parquet", 0, 50), ("b.parquet", 50, 51), ("c.parquet", 51, 600)):
        pq.write_table(made.slice(low, high - low), folder / name, row_group_size=40)
    pq.write_table(made, tmp_path / "whole.parquet")
    assert_same(folder, tmp_path, tmp_path / "whole.parquet", columns=("consent_text=opt in.text `x`",))


HEADER = "phone_number,scheduled_at,consent_type,note\n"
ODD_LINES = {
    "a line break in a cell": '+13055550101,2026-12-01T15:00:00Z,pewc,"two\nlines"\n',
    "a quote never closed": '+13055550101,2026-12-01T15:00:00Z,pewc,"open\n',
    "a stray quote": '+13055550101,2026-12-01T15:00:00Z,x"y,"z\n',
    "too few cells": "+13055550101\n",
    "blank lines": "\n\r\n\n",
    "CR LF": "+13055550101,2026-12-01T15:00:00Z,pewc,x\r\n",
    "a lone CR": "+13055550101,2026-12-01T15:00:00Z,pewc,x\r+13055550102,2026-12-01T15:00:00Z,pewc,y\n",
    "quotes on one line": '"+13055550101",2026-12-01T15:00:00Z,"pewc","a ""b"", c"\n',
    "bytes that are no UTF-8": "+13055550101,2026-12-01T15:00:00Z,pewc,\udcff\udc80\n",
}


@pytest.mark.parametrize("name", ODD_LINES)
def test_odd_lines(spark: Any, name: str, tmp_path: Path) -> None:
    plain = "".join(f"+1305555{n:04d},2026-12-01T15:{n % 60:02d}:00Z,pewc,row {n}\n" for n in range(100, 190))
    text = "\n" + HEADER + plain + ODD_LINES[name] + plain + ODD_LINES[name] + plain.rstrip("\n")
    path = tmp_path / "calls.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8", "surrogateescape"))
    assert_same(path, tmp_path)


def test_a_folder_of_csv_compressed_or_not(spark: Any, tmp_path: Path) -> None:
    folder = tmp_path / "calls"
    folder.mkdir()
    lines = [f"+1305555{n:04d},2026-12-01T1{n % 10}:00:00Z,pewc,row {n}\n" for n in range(100, 400)]
    (folder / "0.csv").write_text(HEADER + "".join(lines[:200]))
    (folder / "1.csv.gz").write_bytes(gzip.compress((HEADER + "".join(lines[200:])).encode()))
    (folder / "2.csv").write_text(HEADER)
    (tmp_path / "whole.csv").write_text(HEADER + "".join(lines))
    assert_same(folder, tmp_path, tmp_path / "whole.csv")


def test_texts_of_rows_are_judged_once_each(spark: Any, tmp_path: Path) -> None:
    texts = ["Hello, I am a real person.", "Hello, this is the AI assistant of Cedar Ridge Solar.", ""]
    path = tmp_path / "calls.csv"
    path.write_text(
        "phone_number,scheduled_at,first_message\n"
        + "".join(f'+1305555{n:04d},2026-12-01T15:00:00Z,"{texts[n % 3]}"\n' for n in range(100, 220))
    )
    assert_same(path, tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("calls.jsonl", b"{}\n", "reads CSV and Parquet"),
        ("calls.csv", b"name,when\nx,y\n", "no column holds phone numbers"),
        ("calls.csv", b"phone_number\r1\r2\r", "carriage return alone"),
        ("calls.parquet", b"PAR1 and no more", "Spark: "),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_place(
    spark: Any, name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ComplintError, match=message) as caught:
        on_spark(tmp_path / name)
    assert name in str(caught.value)


def test_a_path_that_is_not_there(spark: Any, tmp_path: Path) -> None:
    with pytest.raises(ComplintError, match="PATH_NOT_FOUND"):
        on_spark(tmp_path / "nowhere.csv")


def test_files_that_do_not_fit_together(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("phone_number,scheduled_at\n1,2\n")
    (tmp_path / "b.csv").write_text("scheduled_at,phone_number\n1,2\n")
    with pytest.raises(ComplintError, match="different header rows"):
        on_spark(tmp_path)
    write(tmp_path / "c.parquet", rows(3, 0))
    with pytest.raises(ComplintError, match="both Parquet and other files"):
        on_spark(tmp_path)


def test_a_table_without_rows(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(HEADER)
    (tmp_path / "empty.csv").write_text("")
    assert on_spark(tmp_path / "calls.csv")[1].rows == 0
    assert on_spark(tmp_path / "empty.csv")[1].rows == 0


def test_the_output_is_a_new_folder_or_an_empty_one(spark: Any, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    write(path, rows(5, 0))
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "mine").write_text("")
    with pytest.raises(ComplintError, match="not empty"):
        on_spark(path, tmp_path / "kept")
    (tmp_path / "kept" / "mine").unlink()
    on_spark(path, tmp_path / "kept")
    assert len(table(tmp_path / "kept")) == 5
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]


def test_a_schedule_that_changes_meanwhile_is_no_result(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from complint.spark import table as spark_table

    path = tmp_path / "calls.csv"
    write(path, rows(20, 0))
    real = spark_table.Table.placed

    def changed(self: Any, counted: Any) -> Any:
        path.write_bytes(path.read_bytes().replace(b"row 7\r\n", b"row 7  "))
        return real(self, counted)

    monkeypatch.setattr(spark_table.Table, "placed", changed)
    with pytest.raises((BrokenPart, ComplintError), match="changed while"):
        on_spark(path, tmp_path / "verdicts")
    assert not [name for name in os.listdir(tmp_path) if name.startswith("verdicts")]


def test_the_users_session_is_left_as_it_was(spark: Any, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    write(path, rows(20, 2))
    before = dict(spark.conf.getAll)
    on_spark(path)
    assert dict(spark.conf.getAll) == before
    assert spark.range(3).count() == 3
