"""Fuzz everything that reads what strangers write: `python tests/fuzz/fuzzing.py --minutes 20 [--target NAME] [--out FOLDER]`.

With atheris (and libFuzzer's coverage) where it is installed, else at random. Each target runs in a process of its own,
since libFuzzer ends at the first crash; the input of a crash is kept in the folder, and the target goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
SHARES = {
    "json": 2,
    "yaml": 2,
    "config": 1,
    "waivers": 1,
    "pack": 2,
    "baseline": 1,
    "jsonpath": 1,
    "calls": 3,
    "whole": 6,
    "settings": 1,
}


def main() -> None:
    """Run all targets, or the one that is named, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--target", choices=sorted(SHARES))
    parser.add_argument("--out", type=Path, default=HERE / "crashes")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    if wanted.inside:
        _inside(wanted.target, wanted.minutes * 60, wanted.out)
        return
    chosen = {wanted.target: 1} if wanted.target else SHARES
    for target, share in chosen.items():
        _rounds(target, wanted.minutes * 60 * share / sum(chosen.values()), wanted.out)


def _rounds(target: str, seconds: float, out: Path) -> None:
    """Run a target until its time is over; a crash begins another round."""
    end = time.monotonic() + seconds
    executions = crashes = rounds = 0
    while (left := end - time.monotonic()) > 2:
        rounds += 1
        command = [
            sys.executable,
            "-P",
            __file__,
            "--inside",
            "--target",
            target,
            "--minutes",
            str(left / 60),
            "--out",
            str(out),
        ]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=left + 120)
        told = re.findall(r"(?:stat::number_of_executed_units:|Done|^#)\s*(\d+)", done.stderr, re.MULTILINE)
        executions += max(map(int, told), default=0)
        if done.returncode:
            crashes += 1
            name = hashlib.sha256(done.stderr[-2000:].encode()).hexdigest()[:10]
            (out / f"{target}-{name}.log").write_text(done.stderr[-6000:], "utf-8")
        if crashes > 200:
            break
    print(f"{target}: {executions:,} executions in {rounds} rounds of {seconds:.0f} s, {crashes} crashes", flush=True)


def _inside(target: str, seconds: float, out: Path) -> None:
    """Fuzz one target in this process."""
    os.environ["COMPLINT_CACHE_DIR"] = ""
    try:
        import atheris
    except ImportError:
        atheris = None
    if atheris is None:
        _at_random(_target(target), seconds, out, target)
        return
    with atheris.instrument_imports(include=["complint"]):
        run = _target(target)
    corpus = out / f"corpus-{target}"
    corpus.mkdir(exist_ok=True)
    for index, seed in enumerate(seeds()):
        (corpus / f"seed{index}").write_bytes(seed)
    flags = [
        f"-max_total_time={max(1, int(seconds))}",
        "-rss_limit_mb=4096",
        "-timeout=30",
        "-max_len=20000",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *flags, f"-artifact_prefix={out}/{target}-", str(corpus)], run)
    atheris.Fuzz()


def _at_random(run: object, seconds: float, out: Path, target: str) -> None:
    end, count, dice = time.monotonic() + seconds, 0, Random()
    known = seeds()
    while time.monotonic() < end:
        data = bytearray(dice.choice(known))
        for _ in range(dice.randrange(8)):
            at = dice.randrange(len(data) + 1)
            data[at : at + dice.randrange(4)] = dice.randbytes(dice.randrange(4))
        count += 1
        try:
            run(bytes(data))  # type: ignore[operator]
        except Exception:  # noqa: BLE001 - whatever it is, it is kept and told
            (out / f"{target}-crash-{count}").write_bytes(data)
            sys.stderr.write(f"#{count}\n{traceback.format_exc()}")
            raise SystemExit(1) from None
    sys.stderr.write(f"Done {count}\n")


def _target(name: str) -> object:
    from readers import READERS
    from whole import WHOLE

    return {**READERS, **WHOLE}[name]


def seeds() -> list[bytes]:
    """Return the samples, and the inputs that once did harm."""
    from odd import SAMPLES

    return [
        path.read_bytes()
        for folder in (SAMPLES, HERE / "found")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


if __name__ == "__main__":
    main()
