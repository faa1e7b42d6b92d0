"""Worker processes: the same report as one process, in the same order; one that dies is said, never waited for."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.core.errors import BrokenPart, ComplintError
from complint.workers import spread

COMPLINT = [sys.executable, "-P", "-m", "complint", "check"]
SAMPLES = Path(__file__).parents[1] / "sample_configs"
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")


def check(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    done = subprocess.run([*COMPLINT, *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5), st.integers(5, 40))
def test_shares_come_back_in_order(processes: int, total: int) -> None:
    parts = spread(processes, total, lambda share: [(number, "x" * 3000) for number in share])
    assert [number for part in parts for number, _ in part] == list(range(total))


def test_large_results_do_not_stop_the_pipe() -> None:
    parts = spread(3, 3, lambda share: b"x" * (1 << 20))
    assert [len(part) for part in parts] == [1 << 20] * 3


def test_error_of_a_worker_is_that_of_the_run() -> None:
    def work(share: range) -> None:
        if share.start:
            raise ComplintError("wrong", "a.json", 3, 4)

    with pytest.raises(ComplintError, match=r"a\.json:3:4: wrong"):
        spread(3, 9, work)


def test_defect_in_a_worker_is_told_in_words() -> None:
    with pytest.raises(BrokenPart, match="ZeroDivisionError"):
        spread(2, 2, lambda share: 1 // (1 - share.start))


def test_worker_that_is_killed_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BrokenPart, match="signal 9"):
        spread(2, 2, lambda share: os.kill(os.getpid(), signal.SIGKILL) if share.start else None)


def test_no_worker_is_left_behind_when_the_first_share_fails() -> None:
    def work(share: range) -> None:
        if not share.start:
            raise ComplintError("wrong")
        signal.pause()

    with pytest.raises(ComplintError, match="wrong"):
        spread(3, 3, work)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("form", ["text", "json"])
def test_report_is_that_of_one_process(form: str) -> None:
    arguments = ("--no-cache", "--as-of", "2026-11-22", "--format", form, "--outcomes", ".")
    one = check("--jobs", "1", *arguments, cwd=SAMPLES)
    assert one[0] == 1
    assert check("--jobs", "3", *arguments, cwd=SAMPLES) == one


def test_answer_of_workers_is_kept_and_depends_on_all_that_they_read(tmp_path: Path) -> None:
    """The second agent is judged by a worker, and by a tool file that only this agent leads to."""
    agent = {
        "name": "A",
        "conversation_config": {"agent": {"first_message": "", "prompt": {"prompt": "", "tool_ids": []}}},
    }
    (tmp_path / "a.json").write_text(json.dumps(agent))
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "b.json").write_text(json.dumps(agent))
    arguments = ("--jobs", "2", "--verbose", "a.json", "later/b.json")
    first = check(*arguments, cwd=tmp_path)
    assert check(*arguments, cwd=tmp_path) == first
    (tmp_path / "later" / "agents.json").write_text(json.dumps({"agents": [{"config": "b.json", "id": "agent_1"}]}))
    assert check(*arguments, cwd=tmp_path) == check("--no-cache", *arguments, cwd=tmp_path)


def test_rule_that_kills_its_process_ends_the_run_with_4(tmp_path: Path) -> None:
    plugin = """
        \"\"\"Kills.\"\"\"
        import os
        from complint.model.document import Document
        def check(document: Document):
            if document.path == "b.json":
                os.kill(os.getpid(), 9)
            return ()
        """
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "deadly.py").write_text(textwrap.dedent(plugin))
    (tmp_path / "packs" / "acme").mkdir(parents=True)
    (tmp_path / "packs" / "acme" / "pack.yaml").write_text("id: acme\ntitle: Acme\nsources: [{title: House rules}]\n")
    (tmp_path / "packs" / "acme" / "deadly.yaml").write_text(
        "id: acme/deadly\ntitle: Deadly\nrule: checks/deadly\nwhen: {kind: [agent]}\nseverity: error\n"
        "values: [{from: 2020-01-01, value: 1, confidence: high, verified_on: 2026-01-01, citations: [{title: House}]}]\n"
    )
    (tmp_path / "complint.yaml").write_text("policy_paths: [packs]\npolicies: [acme]\nplugins: [checks/deadly.py]\n")
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps({"conversation_config": {"agent": {"prompt": {"prompt": "Hi"}}}}))
    code, out, error = check("--allow-plugins", "--jobs", "2", "a.json", "b.json", cwd=tmp_path)
    assert (code, out) == (4, ""), error
    assert "killed (signal 9)" in error


@pytest.mark.parametrize("wrong", ["0", "-1", "many", "1.5", "9999"])
def test_wrong_number_of_jobs_is_refused(wrong: str, tmp_path: Path) -> None:
    code, _, error = check("--jobs", wrong, ".", cwd=tmp_path)
    assert code == 2
    assert "--jobs takes a number" in error
