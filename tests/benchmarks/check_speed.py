"""CPU time of `complint check` against a bare interpreter and bare parsers, in one run: python tests/benchmarks/check_speed.py

Prints ratios of medians over interleaved rounds; never fails. `--only cold|json|yaml` runs one part.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import agents

LOOP = "import {module}, sys\nfor path in sys.argv[1:]:\n    with open(path, 'rb') as stream: {load}\n"
JSON_LOOP = LOOP.format(module="json", load="json.loads(stream.read())")
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


def compare(title: str, base: list[str], ours: list[str], cwd: Path, env: dict[str, str], rounds: int) -> None:
    cpu(ours, cwd, env)
    pairs = [(cpu(base, cwd, env), cpu(ours, cwd, env)) for _ in range(rounds)]
    low, high = statistics.median(b for b, _ in pairs), statistics.median(o for _, o in pairs)
    ratio = statistics.median(o / b for b, o in pairs)
    print(f"{title:55} {low:8.1f} ms  {high:8.1f} ms  {ratio:5.2f} x", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=["cold", "json", "yaml"])
    parser.add_argument("--count", type=int, default=1000)
    options = parser.parse_args()
    bare = [sys.executable, "-c", "pass"]
    complint = [str(Path(sys.executable).parent / "complint"), "check"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**os.environ, "COMPLINT_CACHE_DIR": str(folder / "cache")}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed complint is compiled
        if options.only in (None, "cold"):
            plain, configured = folder / "plain", folder / "configured"
            agents.write(plain, 1)
            agents.write(configured, 1)
            (configured / "complint.yaml").write_text('organization: {name: "Alder Books"}\nworkspace: {baa: true}\n')
            compare(
                "cold, one JSON, no complint.yaml / python -c pass", bare, [*complint, "agent-0.json"], plain, env, 21
            )
            compare(
                "cold, one JSON, complint.yaml / python -c pass", bare, [*complint, "agent-0.json"], configured, env, 21
            )
        if options.only in (None, "json"):
            paths = [path.name for path in agents.write(folder / "json", options.count)]
            loop = [sys.executable, "-c", JSON_LOOP, *paths]
            compare(f"{options.count} JSON / json.loads loop", loop, [*complint, "."], folder / "json", env, 7)
        if options.only in (None, "yaml"):
            paths = [path.name for path in agents.write(folder / "yaml", options.count, "yaml")]
            loop = [sys.executable, "-c", YAML_LOOP, *paths]
            compare(f"{options.count} YAML / CSafeLoader loop", loop, [*complint, "."], folder / "yaml", env, 3)


if __name__ == "__main__":
    main()
