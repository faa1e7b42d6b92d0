"""A read that is cut off goes on where it stopped; what it keeps is whole, fresh, its owner's, and holds no key."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vendor_workspace import KEY, Answering, Workspace, agent, busy, tool

from complint.live.access import Access
from complint.live.journal import MAX_AGE, Journal, open_journal

AGENTS, TOOLS = "/v1/convai/agents", "/v1/convai/tools"


class CutError(BaseException):
    """Somebody pulls the plug."""


def opened(workspace: Workspace, folder: Path, now: float | None = None, key: str = KEY) -> Journal:
    """Return the journal for the workspace."""
    return open_journal(str(folder), Access(workspace.url, "127.0.0.1", 1, key), now)


def fill(workspace: Workspace) -> None:
    """Put agents and tools on several pages."""
    workspace.page_size = 2
    for number in range(5):
        workspace.hold(agent(f"agent_{number}"), tool(f"tool_{number}", f"book_{number}"))


def interrupt(workspace: Workspace, read: Any, folder: Path, at: str) -> None:
    """Begin a read that ends at a path."""

    def stop(name: str, done: int, total: int | None) -> None:
        if workspace.asked[-1][1] == at:
            raise CutError

    with opened(workspace, folder) as journal, pytest.raises(CutError):
        read(journal, stop)


def test_an_interrupted_read_goes_on(workspace: Workspace, read: Any, tmp_path: Path) -> None:
    fill(workspace)
    interrupt(workspace, read, tmp_path / "state", f"{AGENTS}/agent_3")
    asked = workspace.paths()
    workspace.asked.clear()
    with opened(workspace, tmp_path / "state") as journal:
        found = read(journal)
    assert not found.problems
    assert found.counts["agents"] == found.counts["tools"] == 5
    again = [path for path in workspace.paths(f"{AGENTS}/") if path in asked]
    assert again in ([], [f"{AGENTS}/agent_3"])
    assert list(found.resumed) == ["agents"]
    assert json.loads(found.files["live/workspace.json"])["lists"]["agents"]["read_from"] == found.resumed["agents"]
    assert list((tmp_path / "state").iterdir()) == []  # a whole read leaves nothing


def test_a_whole_read_that_was_cut_once_equals_one_that_was_not(
    workspace: Workspace, read: Any, tmp_path: Path
) -> None:
    fill(workspace)
    plain = read()
    interrupt(workspace, read, tmp_path / "state", TOOLS)
    with opened(workspace, tmp_path / "state") as journal:
        found = read(journal)
    summary = "live/workspace.json"
    assert {**found.files, summary: b""} == {**plain.files, summary: b""}


def test_what_failed_is_asked_again_and_what_was_read_is_not(workspace: Workspace, read: Any, tmp_path: Path) -> None:
    fill(workspace)
    workspace.faults = [(f"{AGENTS}/agent_3", 99, busy(500))]
    with opened(workspace, tmp_path / "state") as journal:
        assert [one.id for one in read(journal).problems] == ["agent_3"]
    workspace.faults, workspace.asked = [], []
    with opened(workspace, tmp_path / "state") as journal:
        assert not read(journal).problems
    assert workspace.paths() == [f"{AGENTS}/agent_3"]


def test_an_answer_that_was_no_good_is_not_kept(workspace: Workspace, read: Any, tmp_path: Path) -> None:
    fill(workspace)
    workspace.edit = lambda path, answer: {**answer, "tools": None} if path.startswith(f"{TOOLS}?") else answer
    with opened(workspace, tmp_path / "state") as journal:
        assert read(journal).problems
    workspace.edit = lambda path, answer: answer
    with opened(workspace, tmp_path / "state") as journal:
        assert not read(journal).problems


def test_cursors_that_have_run_out_are_asked_for_anew(workspace: Workspace, read: Any, tmp_path: Path) -> None:
    fill(workspace)
    workspace.faults = [(TOOLS, 1, lambda one: one.send(one.body)), (TOOLS, 99, busy(500))]
    with opened(workspace, tmp_path / "state") as journal:
        assert [one.list for one in read(journal).problems] == ["tools"]
    first = []

    def refuse(one: Answering) -> None:
        first.append(one)
        busy(400)(one)

    workspace.faults = [(TOOLS, 1, refuse)]
    with opened(workspace, tmp_path / "state") as journal:
        found = read(journal)
    assert len(first) == 1
    assert not found.problems
    assert found.counts["tools"] == 5
    assert "tools" not in found.resumed


@pytest.mark.parametrize("shift", [MAX_AGE + 5, -3600.0], ids=["too old", "from the future"])
def test_what_is_not_fresh_is_not_used(workspace: Workspace, read: Any, tmp_path: Path, shift: float) -> None:
    fill(workspace)
    interrupt(workspace, read, tmp_path / "state", TOOLS)
    workspace.asked.clear()
    with opened(workspace, tmp_path / "state", time.time() + shift) as journal:
        found = read(journal)
    assert found.resumed == {}
    assert len(workspace.paths(f"{AGENTS}/")) == 5


def test_other_keys_and_hosts_have_journals_of_their_own(workspace: Workspace, read: Any, tmp_path: Path) -> None:
    fill(workspace)
    interrupt(workspace, read, tmp_path / "state", TOOLS)
    with opened(workspace, tmp_path / "state", key="sk_other") as other:
        assert other.recall("agents:#0:") is None
    with open_journal(str(tmp_path / "state"), Access("https://x.example", "x.example", None, KEY)) as other:
        assert other.recall("agents:#0:") is None
    with opened(workspace, tmp_path / "state") as own:
        assert own.recall("agents:#0:") is not None


def test_two_reads_at_once_do_not_mix(workspace: Workspace, tmp_path: Path) -> None:
    with opened(workspace, tmp_path / "state") as first, opened(workspace, tmp_path / "state") as second:
        second.note("tools:#0:", time.time(), {"tools": []})
        first.note("agents:#0:", time.time(), {"agents": []})
    with opened(workspace, tmp_path / "state") as later:
        assert later.recall("tools:#0:") is None
        assert later.recall("agents:#0:") is not None


def test_the_state_is_private_and_holds_no_key(workspace: Workspace, read: Any, tmp_path: Path) -> None:
    fill(workspace)
    workspace.agents["agent_1"]["name"] = f"careless {KEY}"
    interrupt(workspace, read, tmp_path / "state", TOOLS)
    (file,) = (tmp_path / "state").iterdir()
    assert KEY not in file.read_text("utf-8")
    assert KEY[3:] not in file.name
    assert "agent_2" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_written_costs_only_the_resuming(
    workspace: Workspace, read: Any, tmp_path: Path
) -> None:
    fill(workspace)
    (tmp_path / "state").write_text("in the way")
    with opened(workspace, tmp_path / "state") as journal:
        assert not read(journal).problems


def test_a_link_in_place_of_the_state_is_not_followed(workspace: Workspace, tmp_path: Path) -> None:
    with opened(workspace, tmp_path / "state"):
        (file,) = (tmp_path / "state").iterdir()
    file.unlink()
    victim = tmp_path / "victim"
    victim.write_text("mine")
    file.symlink_to(victim)
    with opened(workspace, tmp_path / "state") as journal:
        journal.note("agents:#0:", time.time(), {})
    assert victim.read_text() == "mine"


@given(torn=st.integers(0, 400), junk=st.binary(max_size=40))
def test_a_torn_end_is_cut_off_and_nothing_else_believed(
    torn: int, junk: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = str(tmp_path_factory.mktemp("state"))
    access = Access("https://x.example", "x.example", None, KEY)
    now = time.time()
    with open_journal(folder, access, now) as journal:
        for number in range(4):
            journal.note(f"agents:={number}", now, {"number": number})
    (file,) = Path(folder).iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: min(torn, len(whole))] + junk)
    with open_journal(folder, access, now) as journal:
        kept = [journal.recall(f"agents:={number}") for number in range(4)]
        assert all(one in (None, (now, {"number": number})) for number, one in enumerate(kept))
        assert kept == sorted(kept, key=lambda one: one is None)  # a beginning of what was written
        journal.note("agents:=9", now, "last")
    with open_journal(folder, access, now) as journal:
        assert journal.recall("agents:=9") == (now, "last")


def test_a_process_that_is_killed_resumes(workspace: Workspace, tmp_path: Path) -> None:
    """Kill -9 in the middle of the read, then run again: all is read, nothing twice, and the report says since when."""
    fill(workspace)
    stuck = []

    def hang(one: Answering) -> None:
        stuck.append(one)
        time.sleep(20 if len(stuck) == 1 else 0)
        one.hang_up()

    workspace.faults = [(f"{AGENTS}/agent_3", 1, hang)]
    command = [sys.executable, "-m", "complint", "check", "--live", "--live-state", "state", "--format", "json"]
    environment = {**os.environ, "ELEVENLABS_API_KEY": KEY, "ELEVENLABS_BASE_URL": workspace.url}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as first:
        end = time.monotonic() + 60
        while not stuck and time.monotonic() < end:
            time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
    assert stuck
    before = workspace.paths(f"{AGENTS}/")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    agents = [one["path"] for one in report["documents"] if one["path"].startswith("live/agents/")]
    assert agents == [f"live/agents/agent_{number}.json" for number in range(5)]
    assert sorted(workspace.paths(f"{AGENTS}/")) == sorted([*before, f"{AGENTS}/agent_3", f"{AGENTS}/agent_4"])
    resumed = [one for one in report["findings"] if one["rule"] == "live/incomplete-read"]
    assert [(one["severity"], one["pointer"]) for one in resumed] == [("info", "/lists/agents/read_from")]
    assert "went on with an interrupted read" in done.stderr
