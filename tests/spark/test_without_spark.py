"""What is said where Spark or Java is missing, and the readers of the workers without Spark."""

from __future__ import annotations

import itertools
import sys

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.calls.csv_rows import CsvSource
from complint.core.errors import BrokenPart, ComplintError
from complint.spark import session
from complint.spark.rows import Layout, NotPlainError, by_key, joined, lines, plain


def test_java_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_MODULES", ())
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(ComplintError, match="needs Java 17"):
        session.need_spark()


@pytest.mark.parametrize("name", ["pyspark", "pandas"])
def test_the_extra_is_named_where_a_library_is_missing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_MODULES", (name,))
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ComplintError, match=rf"needs {name}: pip install 'complint\[spark\]'"):
        session.need_spark()


texts = st.lists(st.text(alphabet='a,"\r é', max_size=6), max_size=12)


@given(texts, st.integers(0, 5))
def test_lines_are_put_together_as_they_were_read(found: list[str], header: int) -> None:
    column = pa.array(["cut", *found], pa.string()).slice(1)
    batch = pa.record_batch({"value": column})
    expected = "".join(f"{line}\n" for line in found)
    assert joined(column) == expected.encode()
    assert b"".join(lines([batch], header, None)) == "".join(f"{line}\n" for line in found[header:]).encode()


@given(texts)
def test_plain_lines_are_records_wherever_they_are_cut(found: list[str]) -> None:
    source = CsvSource("calls.csv", b"phone_number,note\n")
    source.matched = {"phone_number": "phone_number"}
    data = "".join(f"{line}\n" for line in found).encode()
    if plain(data, b","):
        whole = [cell for raw in source.rows([data]) for cell in raw.columns["phone_number"].to_pylist()]
        apart = [
            cell
            for line in found
            for raw in source.rows([f"{line}\n".encode()])
            for cell in raw.columns["phone_number"].to_pylist()
        ]
        assert apart == whole
        assert len(whole) == sum(line not in ("", "\r") for line in found)


@given(st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 30), max_size=4))
def test_rows_stay_with_their_run_however_batches_are_cut(keys: list[int], cuts: list[int]) -> None:
    keys = sorted(keys)
    places = [pa.array([key // 2 - 5 for key in keys], pa.int64()), pa.array([key % 2 for key in keys], pa.int64())]
    whole = pa.record_batch([pa.array(range(len(keys)), pa.int64()), *places], ["row", "file", "start"])
    edges = [0, *sorted(min(cut, len(keys)) for cut in cuts), len(keys)]
    batches = [whole.slice(low, high - low) for low, high in itertools.pairwise(edges)]
    found = [(key, [row for one in own for row in one.column(0).to_pylist()]) for key, own in by_key(batches)]
    expected = [(key, [n for n, one in enumerate(keys) if one == key]) for key in sorted(set(keys))]
    assert found == [((key // 2 - 5, key % 2), own) for key, own in expected]


@pytest.mark.parametrize("runs", [{}, {(7, 0): (0, 1)}, {(7, 0): (0, 3)}])
def test_other_rows_than_were_counted_are_no_result(runs: dict[tuple[int, int], tuple[int, int]]) -> None:
    place = {"file": pa.array([7, 7], pa.int64()), "start": pa.array([0, 0], pa.int64())}
    batch = pa.record_batch({"phone_number": ["+13055550101", "+13055550102"], **place})
    with pytest.raises(BrokenPart, match="changed while Spark read it"):
        [list(raws) for _, raws in Layout(None, runs=runs).parts([batch])]


@pytest.mark.parametrize(("found", "header"), [(['a,"b'], 0), (["a\rb"], 0), (["a"], 2)])
def test_a_split_that_is_not_whole_records_is_told(found: list[str], header: int) -> None:
    batch = pa.record_batch({"value": found})
    with pytest.raises(NotPlainError):
        list(lines([batch], header, b","))
