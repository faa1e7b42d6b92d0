"""A kept answer is the computed one: whatever is edited between two runs, with and without the cache they say the same."""

import datetime
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("COMPLINT_RANDOM_EDITS", "6"))
COMPLINT = [sys.executable, "-P", "-m", "complint", "check"]
GREETING = (
    "Hello, this is the AI assistant of Alder Books. This call is recorded and shared with our service providers."
)


def agent(greeting: str = GREETING, **prompt: object) -> str:
    inner = {"first_message": greeting, "language": "en", "prompt": {"prompt": "Help callers.", **prompt}}
    return json.dumps({"name": "Desk", "conversation_config": {"agent": inner}, "platform_settings": {}}, indent=2)


class Runs:
    """A folder with a project, and runs of complint in it."""

    def __init__(self, home: Path, compiled: Path) -> None:
        self.home = home
        self.compiled = compiled
        self.project = home / "project"
        self.cache = home / "cache"

    def fresh(self) -> None:
        """Lay the project out anew."""
        shutil.rmtree(self.project, ignore_errors=True)
        self.write("agent_configs/desk.json", agent())
        self.write("agent_configs/shop.json", agent("Hello, Alder Books."))
        self.write("agents.json", json.dumps({"agents": [{"config": "agent_configs/desk.json", "id": "agent_1"}]}))
        self.write("tools.json", json.dumps({"tools": [{"config": "tool_configs/find.json", "id": "tool_1"}]}))
        self.write("tool_configs/find.json", json.dumps({"tool_config": {"type": "client", "name": "find"}}))

    def write(self, name: str, text: str) -> None:
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(self, *arguments: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return exit code, stdout and stderr."""
        full = {**os.environ, "COMPLINT_CACHE_DIR": str(self.cache), "PYTHONPYCACHEPREFIX": str(self.compiled)}
        full.pop("PYTHONDONTWRITEBYTECODE", None)
        full |= env or {}
        done = subprocess.run(
            [*COMPLINT, *arguments], cwd=self.project, env=full, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    def entries(self) -> list[Path]:
        return sorted(self.cache.glob("answer-*"))


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """A run with compiled packs and modules, which all others begin with."""
    home = tmp_path_factory.mktemp("warm")
    made = Runs(home, home / "compiled")
    made.fresh()
    made.run("--no-cache", ".")
    return made


@pytest.fixture
def runs(tmp_path: Path, warm: Runs) -> Runs:
    made = Runs(tmp_path, warm.compiled)
    made.fresh()
    shutil.copytree(warm.cache, made.cache)
    return made


def kept(runs: Runs, *arguments: str) -> bool:
    """Tell whether a run gives a kept answer: one that is falsified in the cache is the one that is shown."""
    from complint import cache

    changed = []
    for path in runs.entries():
        full, answers, (code, reports, problems) = cache.load(str(path))
        cache.store(str(path), (full, answers, (code, [("KEPT", where) for _, where in reports], problems)))
        changed.append((path, (full, answers, (code, reports, problems))))
    shown = runs.run(*arguments)[1]
    for path, value in changed:
        if path.exists():
            cache.store(str(path), value)
    return shown == "KEPT"


def test_second_run_gives_the_kept_answer(runs: Runs) -> None:
    first = runs.run(".")
    assert first[0] == 1
    assert "agent_configs/shop.json" in first[1]
    assert runs.run(".") == first
    assert kept(runs, ".")


@pytest.mark.parametrize(
    "arguments",
    [("--no-cache", "."), ("--diff", "."), ("--fix", "."), ("--show-settings", "."), ("--as-of", "2026-01-01", ".")],
    ids=" ".join,
)
def test_other_calls_take_no_kept_answer_of_this_one(runs: Runs, arguments: tuple[str, ...]) -> None:
    runs.run(".")
    assert not kept(runs, *arguments)


def test_nothing_is_kept_without_cache(runs: Runs) -> None:
    runs.run("--no-cache", ".")
    assert runs.entries() == []
    runs.run(".", env={"COMPLINT_CACHE_DIR": ""})
    assert runs.entries() == []


def test_wrong_configuration_is_never_kept(runs: Runs) -> None:
    runs.write("complint.yaml", "organisation: {}\n")
    assert runs.run(".")[0] == 2
    assert runs.entries() == []


def test_calls_are_checked_anew(runs: Runs) -> None:
    runs.write("calls.json", json.dumps({"agent_id": "agent_1", "call_name": "x", "recipients": []}))
    runs.run(".")
    assert runs.entries() == []


def test_report_file_is_written_again(runs: Runs) -> None:
    arguments = ("--format", "json", "--output", str(runs.home / "report.json"), ".")
    runs.run(*arguments)
    first = (runs.home / "report.json").read_text()
    (runs.home / "report.json").unlink()
    assert runs.run(*arguments)[0] == 1
    assert (runs.home / "report.json").read_text() == first


@pytest.mark.parametrize("damage", [b"", b"half", None], ids=["empty", "foreign", "torn"])
def test_broken_entry_is_a_miss(runs: Runs, damage: bytes | None) -> None:
    first = runs.run(".")
    (entry,) = runs.entries()
    entry.write_bytes(entry.read_bytes()[:-7] if damage is None else damage)
    assert runs.run(".") == first
    assert kept(runs, ".")


def test_file_that_appears_where_a_run_looked_counts(runs: Runs) -> None:
    """A single file is judged with the registry above it, whether or not it was there before."""
    (runs.project / "agents.json").unlink()
    one = "agent_configs/desk.json"
    runs.run("--verbose", one)
    runs.write("agents.json", json.dumps({"agents": [{"config": one, "id": "agent_1"}]}))
    assert not kept(runs, "--verbose", one)


def test_waiver_that_expires_overnight_counts(runs: Runs) -> None:
    today = datetime.date.fromisoformat("2026-11-22")
    entry = {"rule": "disclosure/*", "path": "**", "owner": "kim", "reason": "kiosk", "expires": today.isoformat()}
    runs.write("waivers.yaml", json.dumps({"waivers": [entry]}))
    day, next_day = today.isoformat(), (today + datetime.timedelta(days=1)).isoformat()
    before = runs.run("--as-of", day, ".")
    assert runs.run("--as-of", next_day, ".") != before


def test_changed_complint_answers_anew(tmp_path: Path, warm: Runs) -> None:
    source = Path(__file__).parents[1]
    shutil.copytree(source / "complint", tmp_path / "site" / "complint", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(source / "policies", tmp_path / "site" / "complint" / "_policies")
    runs = Runs(tmp_path, warm.compiled)
    runs.fresh()
    env = {"PYTHONPATH": str(tmp_path / "site")}
    first = runs.run(".", env=env)
    wording = tmp_path / "site" / "complint" / "report" / "text.py"
    wording.write_text(wording.read_text().replace("it gives no legal advice", "it is no lawyer"))
    about = tmp_path / "site" / "complint" / "report" / "about.py"
    about.write_text(about.read_text().replace("no legal advice", "no advice"))
    assert runs.run(".", env=env) != first


def own_pack(runs: Runs, title: str) -> None:
    runs.write("packs/acme/pack.yaml", f"id: acme\ntitle: {title}\nsources: [{{title: House rules}}]\n")
    runs.write("complint.yaml", "policy_paths: [packs]\npolicies: [elevenlabs/*, acme]\n")


EDITS: dict[str, Callable[[Runs], None]] = {
    "greeting": lambda runs: runs.write("agent_configs/shop.json", agent()),
    "other greeting": lambda runs: runs.write("agent_configs/desk.json", agent("Good morning.")),
    "inline tools": lambda runs: runs.write("agent_configs/desk.json", agent(tools=[{"type": "client", "name": "x"}])),
    "dangling id": lambda runs: runs.write("agent_configs/desk.json", agent(tool_ids=["tool_2"])),
    "known id": lambda runs: runs.write("agent_configs/desk.json", agent(tool_ids=["tool_1"])),
    "tool gone": lambda runs: (runs.project / "tool_configs/find.json").unlink(missing_ok=True),
    "registry gone": lambda runs: (runs.project / "agents.json").unlink(missing_ok=True),
    "tools registered": lambda runs: runs.write("tools.json", json.dumps({"tools": []})),
    "new file": lambda runs: runs.write(
        "agent_configs/new.yaml", "conversation_config: {agent: {prompt: {tools: [1]}}}"
    ),
    "broken file": lambda runs: runs.write("agent_configs/shop.json", '{"name": '),
    "ignored file": lambda runs: runs.write("notes.txt", "nothing"),
    "configuration": lambda runs: runs.write("complint.yaml", 'agents: [{match: {path: "**"}, direction: outbound}]\n'),
    "nearer configuration": lambda runs: runs.write("agent_configs/complint.yaml", "profile: strict-audit\n"),
    "wrong configuration": lambda runs: runs.write("complint.yaml", "organisation: 1\n"),
    "no configuration": lambda runs: (runs.project / "complint.yaml").unlink(missing_ok=True),
    "table of a project": lambda runs: runs.write(
        "pyproject.toml", "[tool.complint]\nexclude = ['agent_configs/s*']\n"
    ),
    "waivers": lambda runs: runs.write(
        "waivers.yaml",
        "waivers: [{rule: disclosure/*, path: '**', owner: kim, reason: kiosk, expires: 2027-01-01}]\n",
    ),
    "baseline": lambda runs: runs.write("base.json", json.dumps({"schema": "complint-baseline/1", "findings": []})),
    "own pack": lambda runs: own_pack(runs, "Acme"),
    "other title of it": lambda runs: own_pack(runs, "Acme Ltd"),
    "nothing": lambda runs: None,
}
CALLS = (
    (".",),
    ("agent_configs",),
    ("agent_configs/desk.json",),
    ("agent_configs/desk.json", "agent_configs/shop.json"),
    ("--format", "json", "--outcomes", "."),
    ("--verbose", "."),
    ("--quiet", "--fail-on", "warning", "."),
    ("--select", "tools", "."),
    ("--baseline", "base.json", "."),
    ("--as-of", "2025-06-01", "."),
    ("--color", "always", "."),
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    call=st.sampled_from(CALLS),
    edits=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3),
    env=st.sampled_from([{}, {"FORCE_COLOR": "1"}, {"NO_COLOR": "1"}]),
)
def test_kept_answers_are_the_computed_ones(
    runs: Runs, call: tuple[str, ...], edits: list[str], env: dict[str, str]
) -> None:
    runs.fresh()
    runs.run(*call, env=env)
    for edit in edits:
        EDITS[edit](runs)
        assert runs.run(*call, env=env) == runs.run("--no-cache", *call, env=env)
    assert runs.run(*call, env=env) == runs.run("--no-cache", *call, env=env)
