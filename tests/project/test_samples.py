"""The samples: `good` is clean, `bad` makes every rule fire, and both say the same in JSON and in YAML."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from complint.config import Nearest
from complint.core.route import pointer
from complint.engine.catalog import rule_ids
from complint.model import kind as kinds
from complint.run import Options, Report, check, exit_code
from complint.testing import DEFAULT_DAY

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_configs"
FOLDERS = ("good", "bad")
WRITTEN_TWICE = "document/duplicate-key"  # what a converter drops
SWAPPED = {".json": ".yaml", ".yaml": ".json"}
STAY = {"agents.json", "tools.json", "tests.json", "complint.yaml", "waivers.yaml"}  # known by their names
# The middle of each credential in `bad`, none of which opens anything.
SECRETS = (
    *("0badc0de0badc0de", "c001cafec001cafe", "feedfacefeedface", "5e9b2a80fa8e0dd1", "8a4c7025be61d0a7"),
    *("badc0de2feedbee3", "7fa3508e6c12b7d9", "OmhhcnZlc3QtbW9v", "11ab1e0ddba11c0a"),
)

Key = tuple[str | None, ...]


@cache
def report_of(name: str) -> Report:
    """Return the report on `good` or `bad`, checked from within, as its owner would."""
    return _check(SAMPLES / name)


def _check(folder: Path, select: tuple[str, ...] = ()) -> Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        nearest = Nearest()  # the schedules have a configuration of their own
        report = check(Options((".",), DEFAULT_DAY, select=select), nearest.of("."), nearest.of)
    assert not report.broken, report.broken
    return report


def _keys(report: Report) -> Counter[Key]:
    """Return what a finding says, whatever the syntax of its file."""
    return Counter(
        (f.place.path.rpartition(".")[0], f.rule, f.requirement, f.severity, f.outcome, f.message, f.place.pointer)
        for f in report.findings
        if f.rule != WRITTEN_TWICE
    )


def _agents(name: str) -> list[str]:
    return [document.path for document in report_of(name).documents if document.kind == kinds.AGENT]


def test_good_is_clean() -> None:
    report = report_of("good")
    options = Options(fail_on="info", fail_on_unknown=True)
    assert [f"{f.place.path}:{f.place.line} {f.rule} {f.message}" for f in report.findings] == []
    assert exit_code(report, options) == 0


def test_everything_in_good_is_understood() -> None:
    report = report_of("good")
    assert [d.path for d in report.skipped if not d.path.startswith("schedules/lists/")] == []  # lists lie beside
    found = {document.kind for document in report.documents}
    wanted = {kinds.AGENT, kinds.TOOL, kinds.REGISTRY, kinds.TEST, kinds.MCP_SERVER, kinds.SPEECH, kinds.SETTINGS}
    assert wanted <= found
    folder = SAMPLES / "good"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in SWAPPED}
    assert files - {document.path for document in report.documents} == set()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good"], 0),
        (["good", "--fail-on", "info", "--fail-on-unknown"], 0),
        (["bad"], 1),
        (["bad", "--exit-zero"], 0),
        (["bad", "--format", "sarif"], 1),
        (["good", "bad", "--format", "json"], 1),
    ],
)
def test_the_command_line_agrees(arguments: list[str], code: int) -> None:
    paths = [f"sample_configs/{one}" if one in FOLDERS else one for one in arguments]
    command = [sys.executable, "-m", "complint", "check", "--as-of", DEFAULT_DAY, *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == code, done.stdout + done.stderr
    if "--format" in arguments:
        json.loads(done.stdout)


def test_no_report_shows_a_secret_of_bad(tmp_path: Path) -> None:
    formats = ("text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "csv")
    outputs = [word for name in formats for word in ("--format", name, "--output", str(tmp_path / name))]
    command = [sys.executable, "-m", "complint", "check", "--verbose", "--as-of", DEFAULT_DAY, "sample_configs/bad"]
    done = subprocess.run([*command, *outputs], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    everything = "".join((tmp_path / name).read_text("utf-8") for name in formats) + done.stdout + done.stderr
    samples = "".join(path.read_text("utf-8") for path in (SAMPLES / "bad").rglob("*") if path.is_file())
    assert [secret for secret in SECRETS if secret not in samples] == []
    assert [secret for secret in SECRETS if secret in everything] == []


def test_bad_makes_every_rule_fire() -> None:
    fired = {finding.rule for finding in report_of("bad").findings}
    assert sorted(set(rule_ids()) - fired) == []


def test_every_agent_of_bad_has_something_to_show() -> None:
    found = {finding.place.path for finding in report_of("bad").findings}
    assert sorted(set(_agents("bad")) - found) == []


@pytest.mark.parametrize("name", FOLDERS)
def test_agents_are_in_json_and_in_yaml(name: str) -> None:
    assert {Path(path).suffix for path in _agents(name)} == {".json", ".yaml"}


@pytest.mark.parametrize("name", FOLDERS)
def test_the_readme_names_every_file(name: str) -> None:
    readme = (SAMPLES / "README.md").read_text("utf-8")
    section = readme.partition(f"## {name}/")[2].partition("\n## ")[0]
    files = [document.path for document in report_of(name).documents]
    assert [path for path in files if f"`{path}`" not in section and f"`{Path(path).parent}/`" not in section] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_json_and_yaml_say_the_same(name: str, tmp_path: Path) -> None:
    """Every JSON file is made YAML and every YAML file JSON; what is found stays, but for keys written twice."""
    folder = tmp_path / name
    shutil.copytree(SAMPLES / name, folder)
    renamed = dict(filter(None, (_swap(path, folder) for path in sorted(folder.rglob("*")) if path.is_file())))
    assert {Path(path).suffix for path in renamed if path.startswith("agent_configs/")} == {".json", ".yaml"}
    for stays in STAY:
        text = (folder / stays).read_text("utf-8")
        for old, new in renamed.items():
            text = text.replace(old, new)
        (folder / stays).write_text(text, "utf-8")
    before, after = _keys(report_of(name)), _keys(_check(folder))
    assert before - after == Counter(), "found before only"
    assert after - before == Counter(), "found after only"


def _swap(path: Path, folder: Path) -> tuple[str, str] | None:
    """Write a JSON file as YAML or a YAML file as JSON in its place; None for one that stays as it is."""
    if path.suffix not in SWAPPED or path.name in STAY:
        return None
    text = path.read_text("utf-8")
    try:
        data = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except ValueError:
        return None  # the broken one: there is nothing to convert
    new = path.with_suffix(SWAPPED[path.suffix])
    path.unlink()
    if new.suffix == ".json":
        new.write_text(json.dumps(data, indent=4, ensure_ascii=False), "utf-8")
    else:
        new.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return path.relative_to(folder).as_posix(), new.relative_to(folder).as_posix()


CLINIC, TOURS = "agent_configs/Clinic-Line.json", "agent_configs/Tour-Offers.json"
VISITORS, SUPPORT = "agent_configs/Visitor-Line.json", "agent_configs/Resident-Support.json"
AGENT, PLATFORM = ("conversation_config", "agent"), ("platform_settings",)
NODES, BUILT_IN = ("workflow", "nodes"), (*AGENT, "prompt", "built_in_tools")
OWN_PROMPT = ("conversation_config", "agent", "prompt")
GREETING = "Welcome! How can I help?"


def _preset(language: str) -> tuple[str, ...]:
    return ("conversation_config", "language_presets", language, "overrides", "agent")


# One change each, which the named rule has to see: `good` is clean because it complies, not because nobody looks.
CHANGES: list[tuple[str, tuple[str | int, ...], Any, str]] = [
    (CLINIC, (*AGENT, "prompt", "llm"), "gpt-4o", "hipaa/llm-outside-allowlist"),
    (CLINIC, (*AGENT, "prompt", "backup_llm_config", "order", 1), "gpt-4o", "hipaa/llm-outside-allowlist"),
    (CLINIC, (*_preset("es"), "prompt", "llm"), "gpt-4o", "hipaa/llm-outside-allowlist"),
    (CLINIC, (*PLATFORM, "analysis_llm"), "gpt-4o", "hipaa/llm-outside-allowlist"),
    (CLINIC, (*PLATFORM, "evaluation", "criteria", 0, "llm"), "gpt-4o", "hipaa/llm-outside-allowlist"),
    (CLINIC, (*PLATFORM, "data_collection", "reason_for_call", "llm"), "gpt-4o", "hipaa/llm-outside-allowlist"),
    (CLINIC, (*PLATFORM, "guardrails", "custom", "config", "configs", 0, "model"), None, "hipaa/llm-outside-allowlist"),
    (CLINIC, (*NODES, "visits", *OWN_PROMPT, "llm"), "gpt-4o", "hipaa/llm-outside-allowlist"),
    ("test_configs/clinic-moves-a-visit.json", ("evaluation_model",), "gpt-4o", "hipaa/llm-outside-allowlist"),
    (
        CLINIC,
        (*NODES, "nurse_notes", *OWN_PROMPT, "custom_llm", "url"),
        "https://llm.cheap.example/v1",
        "hipaa/custom-llm-without-baa",
    ),
    (CLINIC, (*PLATFORM, "privacy", "zero_retention_mode"), False, "hipaa/zero-retention-off"),
    (CLINIC, (*PLATFORM, "privacy", "record_voice"), True, "hipaa/content-retained"),
    (CLINIC, (*PLATFORM, "auth", "enable_auth"), False, "hipaa/unauthenticated-agent"),
    (CLINIC, (*AGENT, "prompt", "mcp_server_ids"), ["aB3dE5gH7jK9mN1pQ3sT"], "hipaa/mcp-under-zero-retention"),
    (
        "tool_configs/find_clinic_visit.json",
        ("api_schema", "url"),
        "https://visits.cheap.example/find",
        "hipaa/data-sent-outside-baa",
    ),
    ("speech/clinic-closed.json", ("enable_logging",), True, "hipaa/speech-request-logged"),
    (
        CLINIC,
        (*_preset("es"), "first_message"),
        "Hola. ¿En qué puedo ayudarle?",
        "disclosure/language-without-disclosure",
    ),
    *(
        (VISITORS, (*_preset(code), "first_message"), GREETING, "disclosure/language-without-disclosure")
        for code in ("es", "fr", "de", "ru", "zh")
    ),
    (VISITORS, (*AGENT, "first_message"), GREETING, "disclosure/undisclosed-ai"),
    (VISITORS, (*AGENT, "disable_first_message_interruptions"), False, "disclosure/interruptible-disclosure"),
    (SUPPORT, (*PLATFORM, "widget", "terms_key"), "sol_terms", "disclosure/notice-shown-once"),
    (SUPPORT, (*PLATFORM, "auth", "allowlist"), [], "security/public-agent"),
    (TOURS, (*AGENT, "first_message"), "I'm an AI. May I tell you about our apartments?", "tcpa/unidentified-caller"),
    (TOURS, (*AGENT, "first_message"), "Quillbrook Communities here. Hello!", "tcpa/missing-opt-out"),
    (TOURS, (*BUILT_IN, "end_call"), None, "tcpa/opt-out-cannot-end-call"),
    (
        TOURS,
        (*BUILT_IN, "voicemail_detection", "params", "voicemail_message"),
        "Quillbrook Communities here. Please call back.",
        "tcpa/voicemail-without-toll-free-number",
    ),
    (TOURS, (*AGENT, "prompt", "tool_ids", 0), "tool_gone", "tools/dangling-tool-id"),
    (
        "mcp_servers/handbook-search.json",
        ("config", "tool_approval_hashes", 0, "tool_hash"),
        "",
        "mcp/unattended-approval",
    ),
]


@pytest.mark.parametrize(
    ("path", "route", "value", "rule"), CHANGES, ids=[f"{rule} {pointer(route)}" for _, route, _, rule in CHANGES]
)
def test_one_change_to_good_is_seen(
    path: str, route: tuple[str | int, ...], value: Any, rule: str, tmp_path: Path
) -> None:
    folder = tmp_path / "good"
    shutil.copytree(SAMPLES / "good", folder)
    data = json.loads((folder / path).read_text("utf-8"))
    holder = data
    for step in route[:-1]:
        holder = holder[step]
    assert isinstance(holder, list) or route[-1] in holder or value is not None
    assert not isinstance(holder, dict) or holder.get(route[-1]) != value
    holder[route[-1]] = value
    (folder / path).write_text(json.dumps(data), "utf-8")
    assert path in {finding.place.path for finding in _check(folder, select=(rule,)).findings}
