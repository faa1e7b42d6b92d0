"""How large schedules fare: `python tests/benchmarks/calls_scale.py [--rows N] [--data DIR] [--dnc INDEX] [--runs N] [--sample N]`.

Prints, for the same rows as CSV and as Parquet, medians of interleaved runs of whole processes: a bare scan by pyarrow into
typed columns, `complint calls check`, and the same against an index of the national registry; their ratios by wall clock and
by CPU time; the peak of memory, of the first process and of its largest worker; and the ratio to the obvious loop of
`calls_speed.py`, measured on a sample. `--data` keeps the schedules for the next time.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from calls_speed import obvious, write_schedule

ROOT = Path(__file__).parents[2]
SCAN = """
import sys
import pyarrow as pa, pyarrow.csv as csv, pyarrow.parquet as pq
words = pa.dictionary(pa.int32(), pa.string())
types = {"phone_number": pa.string(), "scheduled_at": pa.timestamp("s", "UTC"), "consent_type": words, "campaign": words}
path = sys.argv[1]
batches = (
    csv.open_csv(path, convert_options=csv.ConvertOptions(column_types=types))
    if path.endswith(".csv") else pq.ParquetFile(path).iter_batches(131072)
)
print(sum(batch.num_rows for batch in batches))
"""
CHECK = """
import resource, sys
from complint.cli.main import _run
code = _run(["calls", "check", sys.argv[1], "--no-config", "--quiet", *sys.argv[2:]])
own, workers = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(own, workers, file=sys.stderr)
"""


class Run(NamedTuple):
    """A process: seconds by the clock and of CPU, and what it said on standard error."""

    wall: float
    cpu: float
    said: str


def make(folder: Path, rows: int) -> tuple[Path, Path]:
    """Return the schedule as CSV and as Parquet, made where they are not there."""
    import pyarrow as pa
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    table, parquet = folder / f"calls-{rows}.csv", folder / f"calls-{rows}.parquet"
    if not table.exists():
        write_schedule(table, rows)
    if not parquet.exists():
        types = {"phone_number": pa.string(), "scheduled_at": pa.timestamp("s", "UTC")}
        read = csv.read_csv(table, convert_options=csv.ConvertOptions(column_types=types))
        pq.write_table(read, parquet, compression="zstd", row_group_size=1 << 20)
    return table, parquet


def timed(script: str, *arguments: str) -> Run:
    """Run a piece of Python, start-up included."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    command = [sys.executable, "-P", "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stderr)


def middle(runs: list[Run]) -> tuple[float, float]:
    """Return the medians of (wall, CPU)."""
    return statistics.median(run.wall for run in runs), statistics.median(run.cpu for run in runs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--dnc")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sample", type=int, default=30_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        paths = make(options.data or Path(scratch), options.rows)
        each = min(obvious(paths[0], options.sample) for _ in range(3))
        for path in paths:
            tried: dict[str, tuple[str, ...]] = {"scan": (SCAN, str(path)), "check": (CHECK, str(path))}
            if options.dnc:
                tried["check, registry"] = (CHECK, str(path), "--national-dnc", options.dnc)
            runs: dict[str, list[Run]] = {name: [] for name in tried}
            for _ in range(options.runs):
                for name, command in tried.items():
                    runs[name].append(timed(*command))
            floor = middle(runs["scan"])
            print(f"{path.suffix[1:]}, {options.rows:,} rows")
            for name, found in runs.items():
                wall, cpu = middle(found)
                line = f"  {name:<16} {wall:6.2f} s wall {wall / floor[0]:5.2f} x scan   {cpu:6.2f} s CPU {cpu / floor[1]:5.2f} x"
                if name != "scan":
                    own, worker = found[-1].said.split()[-2:]
                    line += f"   obvious loop / {each * options.rows / wall:.0f}   peak {own} + {worker} MB"
                print(line, flush=True)


if __name__ == "__main__":
    main()
