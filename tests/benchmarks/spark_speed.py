"""How fast Spark checks a schedule: `python tests/benchmarks/spark_speed.py [--rows N] [--rounds N] [--master local[2]]`.

Prints, for the same rows as Parquet and as CSV, what Spark's own scan takes (read, and written to nowhere), what the check takes in
the same session, and the ratio of the two: medians of rounds that follow a first one, scan and check in turn.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from calls_speed import write_schedule

NOW = 1_795_348_800  # 2026-11-22


def as_parquet(csv: Path, parquet: Path) -> None:
    """Write the same rows as Parquet, instants typed, in row groups of a million."""
    import pyarrow as pa
    import pyarrow.csv as arrow_csv
    import pyarrow.parquet as pq

    kinds = {"scheduled_at": pa.timestamp("us", "UTC"), "phone_number": pa.string()}
    table = arrow_csv.read_csv(csv, convert_options=arrow_csv.ConvertOptions(column_types=kinds))
    pq.write_table(table, parquet, compression="zstd", row_group_size=1_000_000)


def scan(spark: Any, path: Path) -> None:
    """Let Spark read every cell of a table."""
    read = spark.read.option("header", "true")
    frame = read.csv(str(path)) if path.suffix == ".csv" else read.parquet(str(path))
    frame.write.format("noop").mode("overwrite").save()


def check(path: Path, output: str | None = None) -> int:
    """Check a schedule in the session that is there; return its rows."""
    from complint.schedules.on_spark import check_on_spark
    from complint.settings import Settings

    _, result = check_on_spark(str(path), Settings(), {}, NOW, output=output)
    return result.rows


def seconds(work: Callable[[], Any]) -> float:
    """Return how long some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def compare(spark: Any, path: Path, rows: int, rounds: int) -> None:
    """Measure scan and check in turn, and print."""
    pairs = []
    for _ in range(rounds):
        pairs.append((seconds(lambda: scan(spark, path)), seconds(lambda: check(path))))
        print(f"  {path.suffix[1:]}: scan {pairs[-1][0]:.2f} s, check {pairs[-1][1]:.2f} s", flush=True)
    steady = pairs[1:] or pairs
    bare, whole = (statistics.median(one) for one in zip(*steady, strict=True))
    ratio = statistics.median(checked / scanned for scanned, checked in steady)
    speed = rows / whole / 1e6
    print(
        f"{path.suffix[1:]}: scan {bare:.2f} s, check {whole:.2f} s ({speed:.2f} M rows/s), ratio {ratio:.2f}",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--folder", help="where the tables are kept; made where they are missing")
    chosen = parser.parse_args()
    import os

    os.environ["SPARK_MASTER"] = chosen.master
    from complint.spark.session import session

    with tempfile.TemporaryDirectory() as own:
        folder = Path(chosen.folder or own)
        csv, parquet = folder / f"calls-{chosen.rows}.csv", folder / f"calls-{chosen.rows}.parquet"
        if not csv.exists():
            write_schedule(csv, chosen.rows)
        if not parquet.exists():
            as_parquet(csv, parquet)
        begun = time.perf_counter()
        with session() as spark:
            print(f"start {time.perf_counter() - begun:.1f} s")
            for path in (parquet, csv):
                compare(spark, path, chosen.rows, chosen.rounds)


if __name__ == "__main__":
    main()
