"""Kill fixing runs at any moment, again and again: `python tests/fuzz/killing.py --times 200`. No file may be torn.

Every file is, byte for byte, what it was or what the fix makes of it; the cache gives what a run without one gives.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

COMMAND = (sys.executable, "-P", "-m", "complint", "check", "--no-config", "--unsafe-fixes", "--fix", "--quiet", ".")


def agent(number: int) -> str:
    """Return an agent with something to fix."""
    prompt = {"prompt": "Help callers. " * 500, "llm": "gpt-4o", "tools": [], "tool_ids": []}
    return json.dumps(
        {"name": f"Desk {number}", "conversation_config": {"agent": {"first_message": "Hi.", "prompt": prompt}}},
        indent=2,
    )


def tree(folder: Path, files: int) -> dict[str, bytes]:
    """Write agents and return what was written."""
    for number in range(files):
        (folder / f"desk{number}.json").write_text(agent(number), "utf-8")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def run(times: int, files: int = 20) -> tuple[int, int, int]:
    """Return how many runs were killed while they wrote, how many temporary files they left, how many files are torn."""
    dice = Random(1)
    midway = left = torn = 0
    with tempfile.TemporaryDirectory() as base:
        whole = Path(base) / "whole"
        whole.mkdir()
        before = tree(whole, files)
        environment = {**os.environ, "COMPLINT_CACHE_DIR": str(Path(base) / "cache")}
        begun = time.monotonic()
        subprocess.run(
            COMMAND, cwd=whole, env={**environment, "COMPLINT_CACHE_DIR": ""}, capture_output=True, check=False
        )
        after = {path.name: path.read_bytes() for path in whole.iterdir()}
        assert after != before
        subprocess.run(COMMAND, cwd=whole, env=environment, capture_output=True, check=False)
        begun, spent = time.monotonic(), 0.0
        for turn in range(times):
            folder = Path(base) / f"t{turn}"
            folder.mkdir()
            tree(folder, files)
            if turn % 4 == 0:
                for entry in (Path(base) / "cache").glob("*"):
                    entry.unlink()
            begun = time.monotonic()
            process = subprocess.Popen(
                COMMAND, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            if turn:
                _wait(folder, process, spent * dice.uniform(0.0, 1.2), dice)
                process.kill()
            process.wait()
            spent = max(spent, time.monotonic() - begun)
            found = {path.name: path.read_bytes() for path in folder.iterdir()}
            extra = [name for name in found if name not in before]
            assert all(name.startswith(".complint-") and name.endswith(".tmp") for name in extra), extra
            left += len(extra)
            torn += sum(found.get(name) not in (before[name], after[name]) for name in before)
            midway += any(found[name] == after[name] for name in before) and any(
                found[name] == before[name] for name in before
            )
            subprocess.run(COMMAND, cwd=folder, env=environment, capture_output=True, check=False)
            again = {name: (folder / name).read_bytes() for name in before}
            assert again == after, "a run after a killed one does not come to the same"
    return midway, left, torn


def _wait(folder: Path, process: subprocess.Popen[bytes], longest: float, dice: Random) -> None:
    """Wait for a while, or, every other time, until the first files are written and a little longer."""
    end = time.monotonic() + longest
    if dice.random() < 0.5:
        while process.poll() is None and not any(path.name.endswith(".tmp") for path in folder.iterdir()):
            time.sleep(0.0005)
        time.sleep(dice.uniform(0.0, 0.02))
        return
    while process.poll() is None and time.monotonic() < end:
        time.sleep(0.001)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    midway, left, torn = run(parser.parse_args().times)
    print(f"killed while writing: {midway}; temporary files left: {left}; torn files: {torn}")
    sys.exit(bool(torn))
