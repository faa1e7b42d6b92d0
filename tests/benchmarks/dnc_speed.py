"""How fast the Do-Not-Call index is: `python tests/benchmarks/dnc_speed.py [--numbers N] [--codes N] [--lookups N] [--keep DIR]`.

Prints, for a list of distinct numbers in no order, one a line: the time to read and parse it alone, the time of the whole
`build` (file written and forced to disk), their ratio, the size of the index; then look-ups a second in random order, first
and warm, and how long it takes to check every bit. `--numbers 250000000 --codes 421` is the size of the national registry:
2.75 GB of text, 0.53 GB of index.
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

import numpy as np

from complint.dnc.build import ahead
from complint.dnc.index import Index
from complint.dnc.reading import Reading

SPAN = 10_000_000


def write_list(path: Path, numbers: int, codes: int) -> None:
    """Write distinct numbers, evenly over area codes, in an order that no two neighbours of which are near each other."""
    random = np.random.default_rng(5)
    code = np.sort(random.choice(np.arange(200, 1000), codes, replace=False))
    shift = random.integers(0, SPAN, codes)
    numbers -= numbers % codes
    step = next(n for n in range(int(numbers * 0.618) | 1, numbers * 2, 2) if np.gcd(n, numbers) == 1)
    with path.open("wb") as stream:
        for start in range(0, numbers, 1_000_000):
            at = np.arange(start, min(start + 1_000_000, numbers)) * step % numbers
            which, rank = at % codes, at // codes
            value = code[which] * SPAN + (rank * 6_180_339 + shift[which]) % SPAN
            text = np.full((len(value), 11), 10, np.uint8)
            for place in range(9, -1, -1):
                value, digit = np.divmod(value, 10)
                text[:, place] = digit + 48
            stream.write(text.tobytes())


def parse(path: Path) -> int:
    """Read and parse a list as `build` does, and do nothing with its numbers."""
    return sum(len(batch.lines.code) for batch in ahead(Reading(str(path)).batches()))


def timed(script: str, *arguments: str) -> tuple[float, float, float]:
    """Return (wall seconds, CPU seconds, peak MB) of a piece of Python in a process of its own, start-up included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    report = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); {script}; {report}", *arguments],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, int(done.stdout.split()[-1]) / 1024


def lookups(path: Path, many: int) -> None:
    """Print the speed of look-ups of random numbers of the index's area codes."""
    index = Index(str(path))
    random = np.random.default_rng(9)
    code = np.array([block.code for block in index.header.blocks])
    asked = code[random.integers(0, len(code), many)] * SPAN + random.integers(0, SPAN, many)
    rates = []
    for _ in range(6):
        begun = time.process_time()  # one thread does it all: its CPU time is what a quiet machine takes
        found = int(index.listed(asked).sum())
        rates.append(many / (time.process_time() - begun) / 1e6)
    print(
        f"look-ups   first {rates[0]:6.1f} M/s (each block checked)   warm {statistics.median(rates[1:]):6.1f} M/s",
        end="",
    )
    print(f"   {found:,} of {many:,} listed")
    begun = time.process_time()
    Index(str(path)).check()
    print(f"check      {time.process_time() - begun:6.2f} s CPU for every block")


def main() -> None:
    """Run."""
    options = argparse.ArgumentParser()
    options.add_argument("--numbers", type=int, default=5_000_000)
    options.add_argument("--codes", type=int, default=40)
    options.add_argument("--lookups", type=int, default=10_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--keep", type=Path, help="a folder whose list.txt is used again, and made where it is not")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.keep or Path(folder)
        text, out = place / "list.txt", place / "list.dnc"
        if not text.exists():
            write_list(text, given.numbers, given.codes)
        rounds: dict[str, list[tuple[float, float, float]]] = {"parse": [], "build": []}
        for _ in range(given.rounds):
            for name, call in (("parse", "parse(sys.argv[1])"), ("build", "build(sys.argv[2], (sys.argv[1],))")):
                rounds[name].append(
                    timed(
                        f"from dnc_speed import parse; from complint.dnc.build import build; {call}",
                        str(text),
                        str(out),
                    )
                )
        middle = {
            name: [statistics.median(column) for column in zip(*found, strict=True)] for name, found in rounds.items()
        }
        count = text.stat().st_size // 11
        for name, (wall, cpu, peak) in middle.items():
            print(
                f"{name:9}  {wall:6.2f} s   {cpu:6.2f} s CPU   {count / wall / 1e6:6.1f} M numbers/s   peak {peak:,.0f} MB"
            )
        wall, cpu = (statistics.median(b[at] / p[at] for p, b in zip(*rounds.values(), strict=True)) for at in (0, 1))
        print(f"build ÷ parse   {wall:.2f} wall   {cpu:.2f} CPU      index {os.stat(out).st_size / 1e6:,.1f} MB")
        lookups(out, given.lookups)


if __name__ == "__main__":
    main()
