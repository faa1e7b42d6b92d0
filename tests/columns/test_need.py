"""Without the extra nothing breaks: `calls` says how to get it, and `check` says that calls are not checked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
for name in ("numpy", "pyarrow", "phonenumbers", "pytz"):
    sys.modules[name] = None
from complint.cli.main import main
sys.argv = ["complint", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("calls", "check", "calls.csv"), 2, "pip install 'complint[calls]'"),
        (("check", "batch.json", "--select", "calls/*"), 0, "not checked"),
        (("check", "calls.csv", "--verbose"), 3, "complint[calls]"),
    ],
)
def test_without_the_extra(tmp_path: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    (tmp_path / "calls.csv").write_text("phone,scheduled_at\n+12125550142,2026-12-01T15:00:00Z\n")
    (tmp_path / "batch.json").write_text('{"call_name": "x", "agent_id": "a", "recipients": [{"phone_number": "1"}]}')
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COMPLINT_CACHE_DIR": str(tmp_path / ".cache")}
    command = [sys.executable, "-P", "-c", SCRIPT, *arguments]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
