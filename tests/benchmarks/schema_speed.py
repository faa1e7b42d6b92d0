"""How fast is the schema check: `python tests/benchmarks/schema_speed.py [FILE.json]`; prints ratios, never fails.

Compares, for one agent config (an invented one of about 12 KB by default): `json.loads` of the text, the fast check,
and `jsonschema` on the same schema. CPU time, best of several rounds; the first check is timed in a fresh process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COLD = """
import json, sys, time
data = json.loads(sys.stdin.read())
before = time.process_time()
from complint.schema.check import examine
loaded = time.process_time()
examine("agent", data)
print(loaded - before, time.process_time() - loaded)
"""


def best(work: Callable[[], object], rounds: int) -> float:
    """Return the least CPU time of several rounds, in microseconds."""
    times = []
    for _ in range(rounds):
        before = time.process_time_ns()
        work()
        times.append(time.process_time_ns() - before)
    return min(times) / 1000


def without_nulls(data: Any) -> Any:
    """Return data as `jsonschema` must see it to come to the same verdict: null is absent."""
    if isinstance(data, dict):
        return {key: without_nulls(value) for key, value in data.items() if value is not None}
    return [without_nulls(value) for value in data if value is not None] if isinstance(data, list) else data


def main() -> None:
    """Print one line a measure."""
    if len(sys.argv) > 1:
        text = Path(sys.argv[1]).read_text("utf-8-sig")
    else:
        sys.path.insert(0, str(Path(__file__).parent))
        from agents import agent

        text = json.dumps(agent(1), indent=4)
    data = json.loads(text)

    from jsonschema import Draft202012Validator

    from complint.schema.check import examine
    from complint.schema.load import definitions

    known = definitions()
    schema = {"$ref": "#/$defs/agent", "$defs": {name: known[name] for name in known.lines}}
    oracle = Draft202012Validator(schema)
    plain = without_nulls(data)
    parse = best(lambda: json.loads(text), 500)
    check = best(lambda: examine("agent", data), 500)
    slow = best(lambda: oracle.is_valid(plain), 5)
    cold = [
        [float(item) * 1000 for item in run.stdout.split()]
        for run in (
            subprocess.run([sys.executable, "-c", COLD], input=text, capture_output=True, text=True, check=False)
            for _ in range(5)
        )
    ]
    print(f"document     {len(text)} characters, fits: {examine('agent', data).valid}")
    print(f"json.loads   {parse:9.1f} us")
    print(f"check        {check:9.1f} us   {check / parse:.2f} x json.loads")
    print(f"jsonschema   {slow:9.1f} us   {slow / check:.0f} x the check")
    if all(cold):
        print(
            f"first check  {min(run[1] for run in cold):9.2f} ms   (after {min(run[0] for run in cold):.2f} ms of imports)"
        )


if __name__ == "__main__":
    main()
