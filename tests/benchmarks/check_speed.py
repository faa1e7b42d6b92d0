"""CPU time of `complint check` against a bare interpreter and bare parsers, in one run: python tests/benchmarks/check_speed.py

Prints ratios of medians over interleaved rounds; never fails. `--only cold|json|yaml` runs one part. "Kept" is a run whose
answer an earlier one has left, "changed" one over a file that was edited since, "no cache" one with --no-cache. Packs are
compiled in all of them. Worth its numbers only with an installed wheel (an editable install has more to look after).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import agents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

LOOP = "import {module}, sys\nfor path in sys.argv[1:]:\n    with open(path, 'rb') as stream: {load}\n"
JSON_LOOP = LOOP.format(module="json", load="json.loads(stream.read())")
HASH_LOOP = LOOP.format(module="hashlib", load="hashlib.sha256(stream.read()).digest()")
YAML_LOOP = LOOP.format(module="yaml", load="yaml.load(stream.read(), yaml.CSafeLoader)")


def cpu(command: list[str], cwd: Path, env: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(
            f"{' '.join(command[:6])} exited {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def compare(
    title: str,
    base: list[str],
    ours: list[str],
    cwd: Path,
    env: dict[str, str],
    rounds: int,
    before: Callable[[int], object] = lambda number: None,
) -> None:
    cpu(ours, cwd, env)
    pairs = []
    for number in range(rounds):
        before(number)
        pairs.append((cpu(base, cwd, env), cpu(ours, cwd, env)))
    low, high = statistics.median(b for b, _ in pairs), statistics.median(o for _, o in pairs)
    ratio = statistics.median(o / b for b, o in pairs)
    print(f"{title:62} {low:8.1f} ms  {high:8.1f} ms  {ratio:5.2f} x", flush=True)


def edit(path: Path, number: int) -> None:
    """Change the prompt of an agent, as somebody at work on it does."""
    body = json.loads(path.read_text())
    body["conversation_config"]["agent"]["prompt"]["prompt"] += f" Edit {number}."
    path.write_text(json.dumps(body, indent=4))


def cold(folder: Path, complint: list[str], env: dict[str, str]) -> None:
    bare = [sys.executable, "-c", "pass"]
    ours = [*complint, "agent-0.json"]
    for name in ("without", "with"):
        here = folder / name
        agents.write(here, 1)
        if name == "with":
            (here / "complint.yaml").write_text('organization: {name: "Alder Books"}\nworkspace: {baa: true}\n')
        title = f"cold, one JSON {name} complint.yaml, {{}} / python -c pass"
        compare(title.format("kept"), bare, ours, here, env, 21)
        change = partial(edit, here / "agent-0.json")
        compare(title.format("changed"), bare, ours, here, env, 21, change)
        compare(title.format("no cache"), bare, [*ours, "--no-cache"], here, env, 21)


def many(folder: Path, complint: list[str], env: dict[str, str], form: str, count: int, rounds: int) -> None:
    paths = [path.name for path in agents.write(folder / form, count, form)]
    parse, words = (JSON_LOOP, "json.loads loop") if form == "json" else (YAML_LOOP, "CSafeLoader loop")
    loop, hashing = [sys.executable, "-c", parse, *paths], [sys.executable, "-c", HASH_LOOP, *paths]
    one = [*complint, "--jobs", "1", "."]
    here, title = folder / form, f"{count} {form.upper()}"
    compare(f"{title}, no cache / {words}", loop, [*one, "--no-cache"], here, env, rounds)
    compare(f"{title}, kept / reading and hashing", hashing, one, here, env, rounds)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=["cold", "json", "yaml"])
    parser.add_argument("--count", type=int, default=1000)
    options = parser.parse_args()
    complint = [str(Path(sys.executable).parent / "complint"), "check"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**os.environ, "COMPLINT_CACHE_DIR": str(folder / "cache")}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed complint is compiled
        if options.only in (None, "cold"):
            cold(folder, complint, env)
        if options.only in (None, "json"):
            many(folder, complint, env, "json", options.count, 7)
        if options.only in (None, "yaml"):
            many(folder, complint, env, "yaml", options.count, 3)


if __name__ == "__main__":
    main()
