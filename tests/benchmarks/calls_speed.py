"""How fast call schedules are checked: `python tests/benchmarks/calls_speed.py [--rows N] [--sample N]`.

Prints, for a CSV of four columns (number, time, consent, campaign): the whole command, its peak memory and its ratio to the
obvious loop (csv, phonenumbers, pytz, the same rules) measured on a sample in the same run; the kernel of zones and hours
alone; and what the verdict table costs.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
START = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)


def write_schedule(path: Path, rows: int, seed: int = 7) -> None:
    """Write a realistic schedule: most calls inside the hours, some numbers odd, consent mostly there."""
    from complint.calls.numbering import PLACED, prefix_table

    table = prefix_table()
    codes = [npa for npa in range(200, 1000) if table.status[table.code[npa * 1000 + 555]] == PLACED]
    random = np.random.default_rng(seed)
    number = np.array(codes)[random.integers(0, len(codes), rows)] * 10_000_000 + random.integers(
        2_000_000, 9_999_999, rows
    )
    day = random.integers(0, 28, rows) * 86_400
    # 15:00 to 01:00 UTC is inside the hours of most of the country; one in fifty is not
    second = np.where(
        random.random(rows) < 0.98, random.integers(16 * 3600, 23 * 3600, rows), random.integers(0, 86_400, rows)
    )
    at = int(START.timestamp()) + day + second
    times = np.datetime_as_string(at.astype("datetime64[s]"), unit="s").tolist()
    consent = np.array(["pewc", "pec", "none"])[random.choice(3, rows, p=[0.97, 0.02, 0.01])].tolist()
    odd = random.random(rows) < 0.001
    with path.open("w") as stream:
        stream.write("phone_number,scheduled_at,consent_type,campaign\n")
        for row, (digits, when, kind) in enumerate(zip(number.tolist(), times, consent, strict=True)):
            phone = f"+4420794{digits % 100000:05d}" if odd[row] else f"+1{digits}"
            stream.write(f"{phone},{when}Z,{kind},winter-{row % 5}\n")


def obvious(path: Path, rows: int) -> float:  # noqa: C901 - one obvious loop
    """Check the first rows the obvious way and return the seconds a row takes."""
    import phonenumbers
    import pytz
    from phonenumbers import geocoder, timezone

    from complint.calls.chosen import chosen_law
    from complint.settings import Settings

    law = chosen_law(Settings())
    day = START.date()
    windows = {place: law.of(place, day).hours for place in law.jurisdictions()}
    closed = {place: law.of(place, day).days for place in law.jurisdictions()}
    bans = {place: law.of(place, day).bans for place in law.jurisdictions()}
    from complint.calls.numbering import code

    dialled: dict[str, list[datetime.datetime]] = {}
    verdicts = {"allowed": 0, "blocked": 0, "unknown": 0}
    begun = time.perf_counter()
    with path.open(newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream)):
            if number == rows:
                break
            rules = []
            parsed = phonenumbers.parse(row["phone_number"], "US")
            if not phonenumbers.is_valid_number(parsed):
                rules.append("invalid-number")
            at = datetime.datetime.fromisoformat(row["scheduled_at"].replace("Z", "+00:00"))
            state = code(int(str(parsed.national_number)[:6])).state if parsed.country_code == 1 else None
            places = ["US", f"US-{state}"] if state else ["US"]
            for zone in timezone.time_zones_for_number(parsed):
                if zone not in pytz.all_timezones_set:
                    continue
                local = at.astimezone(pytz.timezone(zone))
                minute = local.hour * 60 + local.minute
                for place in places:
                    for hours in windows.get(place, ()):
                        window = hours.windows[local.weekday()]
                        if window is not None and not window[0] <= minute < window[1]:
                            rules.append("outside-calling-hours")
                    for days in closed.get(place, ()):
                        if days.forbidden(local.date()):
                            rules.append("forbidden-day")
            if row["consent_type"] not in ("pec", "pewc"):
                rules.append("missing-consent")
            elif row["consent_type"] == "pec":
                rules.append("insufficient-consent")
            else:
                rules.append("incomplete-consent-record")
            rules += ["prohibited-call" for place in places for ban in bans.get(place, ()) if ban.when == "always"]
            if state in ("FL", "OK", "MD", "OR", "ME"):
                earlier = dialled.setdefault(row["phone_number"], [])
                if sum(at - datetime.timedelta(hours=24) < one <= at for one in earlier) >= 3:
                    rules.append("too-many-calls")
                earlier.append(at)
            verdicts["blocked" if rules else "unknown"] += 1
    assert geocoder is not None
    return (time.perf_counter() - begun) / rows


def command(path: Path, *more: str) -> tuple[float, float]:
    """Run the command in a process of its own; return (seconds, peak memory in MB)."""
    script = (
        "import sys; from complint.cli.main import _run\n"
        "code = _run(sys.argv[1:])\n"
        "peak = [line for line in open('/proc/self/status') if line.startswith('VmHWM')]\n"
        "print(int(peak[0].split()[1]) / 1024, file=sys.stderr)\n"
    )
    arguments = [sys.executable, "-c", script, "calls", "check", str(path), "--no-config", *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    begun = time.perf_counter()
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment, check=False)
    passed = time.perf_counter() - begun
    assert done.returncode in (0, 1), done.stderr
    return passed, float(done.stderr.split()[-1])


def kernel(rows: int = 1_000_000) -> float:
    """Return the rows a second of numbers and hours alone, on one core: text in, outcomes out."""
    import pyarrow as pa

    from complint.calls.chosen import chosen_law
    from complint.calls.duties import chosen_duties
    from complint.calls.hours import HoursTable
    from complint.calls.numbers import Numbers
    from complint.calls.places import Places
    from complint.settings import Settings

    random = np.random.default_rng(3)
    codes = np.array([212, 305, 415, 502, 601, 718, 850, 208, 907, 512])
    digits = codes[random.integers(0, 10, rows)] * 10_000_000 + random.integers(2_000_000, 9_999_999, rows)
    texts = pa.array([f"+1{one}" for one in digits.tolist()])
    at = int(START.timestamp()) + random.integers(0, 28 * 86_400, rows)
    hours, places = HoursTable(chosen_law(Settings()), chosen_duties(Settings())), Places()
    batch = 65_536
    keys = np.full(0, -1, np.int64)

    class Frame:
        count = batch

        def has(self, _name: str) -> bool:
            return False

        def read(self, *_arguments: Any) -> None:
            return None

    def once() -> None:
        nonlocal keys
        for start in range(0, rows, batch):
            numbers = Numbers(texts.slice(start, batch), "US")
            place = places.of(numbers, Frame())  # type: ignore[arg-type]
            if len(keys) != len(places.spots):
                keys = np.array(
                    [hours.key(s.zones, s.jurisdictions, "artificial_voice", "marketing") for s in places.spots]
                )
            hours.slots.at(keys[place], at[start : start + batch])

    once()
    best = min(_timed(once) for _ in range(5))
    return rows / best


def _timed(function: Any) -> float:
    begun = time.process_time()
    function()
    return time.process_time() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--sample", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.csv"
        write_schedule(path, options.rows)
        each = min(obvious(path, options.sample) for _ in range(options.runs))
        runs = [command(path) for _ in range(options.runs)]
        seconds, memory = min(one for one, _ in runs), max(one for _, one in runs)
        print(f"obvious loop       {1 / each:12,.0f} rows/s (on {options.sample:,} rows)")
        print(f"complint           {options.rows / seconds:12,.0f} rows/s, {seconds:.2f} s, peak {memory:,.0f} MB")
        print(f"ratio              {each * options.rows / seconds:12.1f} x")
        print(f"kernel             {kernel() / 1e6:12.1f} M rows/s of one core")
        for suffix in ("csv", "jsonl", "parquet"):
            written, peak = command(path, "--output", str(Path(folder) / f"verdicts.{suffix}"))
            more = written - seconds
            print(f"verdicts.{suffix:<9} {more:12.2f} s more, peak {peak:,.0f} MB")


if __name__ == "__main__":
    main()
