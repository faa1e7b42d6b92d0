"""Tables with rows of all kinds, for tests that cut them apart."""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

STATES = ("FL", "OK", "MD", "OR", "ME", "WA", "")


def rows(count: int, seed: int) -> list[dict[str, str]]:
    """Return rows of all kinds: few numbers, so that caps fire, odd cells, foreign numbers, line breaks in cells."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(count):
        npa = random.choice(["305", "405", "410", "503", "207", "206", "212"])
        phone = random.choice(
            [f"+1{npa}55501{random.integers(0, 12):02d}", f"{npa}-555-0142", "+442079460142", "?", ""]
        )
        at = f"2026-12-{random.integers(1, 4):02d}T{random.integers(0, 24):02d}:{random.integers(0, 60):02d}:00"
        found.append(
            {
                "phone_number": str(phone),
                "scheduled_at": at + str(random.choice(["Z", "Z", "Z", "", "?"])),
                "timezone": str(random.choice(["America/Chicago", "", "Nowhere/Land"])),
                "consent_type": str(random.choice(["pewc", "pec", "none", "odd"])),
                "recipient_state": str(random.choice(STATES)) if seed % 2 else "",
                "note": str(random.choice(["plain", 'a "quoted"\nnote', "x,y"])) if seed % 3 else f"row {number}",
            }
        )
    return found


def write(path: Path, table: list[dict[str, str]]) -> None:
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(table), path, row_group_size=7)
        return
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
