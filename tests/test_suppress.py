"""Waivers end to end: what they waive, what they do not, and what the reports keep of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complint.cli.main import _run
from complint.core.errors import ComplintError
from complint.model.document import Document
from complint.model.waiver import comments, entries
from complint.text.source import make_source

DAY = "2026-11-22"
AGENT = {
    "name": "Desk",
    "conversation_config": {"agent": {"first_message": "Hi", "prompt": {"prompt": "Help."}}},
    "platform_settings": {"auth": {}},
}
ENTRY = {
    "rule": "disclosure/undisclosed-ai",
    "path": "agent_configs/*.json",
    "owner": "Dana Reyes",
    "reason": "The menu tells it.",
    "expires": DAY,
    "ticket": "RISK-7",
}
YAML = """name: Desk
conversation_config:
  agent:
    # complint: ignore[disclosure/undisclosed-ai] reason="The menu tells it." until=2026-11-22
    first_message: Hi
    prompt: {prompt: Help.}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLINT_CACHE_DIR", str(tmp_path / ".cache"))
    (tmp_path / "agent_configs").mkdir()
    (tmp_path / "agent_configs" / "desk.json").write_text(json.dumps(AGENT, indent=2), "utf-8")
    return tmp_path


def _waive(*waivers: dict[str, Any], path: str = "waivers.yaml") -> None:
    Path(path).write_text(json.dumps({"waivers": list(waivers)}), "utf-8")


def _report(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    _run(["check", "--format", "json", "--as-of", DAY, *more])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def _status(report: dict[str, Any], rule: str) -> list[str]:
    return [one["status"] for one in report["findings"] if one["rule"] == rule]


def test_a_waived_finding_stays_in_the_reports_with_its_why(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _waive(ENTRY)
    report = _report(capsys)
    waived = [one for one in report["findings"] if one["status"] == "waived"]
    assert [one["rule"] for one in waived] == ["disclosure/undisclosed-ai"]
    assert waived[0]["suppression"] == {
        "source": "waiver",
        "reason": "The menu tells it.",
        "owner": "Dana Reyes",
        "expires": DAY,
        "ticket": "RISK-7",
    }
    assert report["summary"]["waived"] == 1
    _run(["check", "--format", "sarif", "--as-of", DAY])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    suppressed = [one["suppressions"] for one in results if one["suppressions"]]
    assert len(suppressed) == 1
    assert suppressed[0][0]["kind"] == "external"
    assert suppressed[0][0]["justification"] == "The menu tells it."
    _run(["check", "-v", "--as-of", DAY])
    assert "(waived by Dana Reyes until 2026-11-22: The menu tells it.)" in capsys.readouterr().out


def test_the_day_after_it_counts_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _waive(ENTRY)
    report = _report(capsys, "--as-of", "2026-11-23")
    assert _status(report, "disclosure/undisclosed-ai") == ["active"]
    assert _status(report, "waiver/expired") == ["active"]


def test_the_world_as_it_is(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _waive(ENTRY)
    report = _report(capsys, "--no-waivers")
    assert {one["status"] for one in report["findings"]} == {"active"}
    assert _status(report, "waiver/unused") == []  # it is not called unused because it was not asked


@pytest.mark.parametrize("lacking", ["owner", "reason", "expires", "path", "rule"])
def test_what_lacks_something_waives_nothing(project: Path, capsys: pytest.CaptureFixture[str], lacking: str) -> None:
    _waive({key: value for key, value in ENTRY.items() if key != lacking})
    report = _report(capsys)
    assert _status(report, "disclosure/undisclosed-ai") == ["active"]
    assert _status(report, "waiver/unexplained") == ["active"]


@pytest.mark.parametrize(
    ("change", "waives"),
    [
        ({"rule": "disclosure"}, True),
        ({"rule": "disclosure/*"}, True),
        ({"rule": ["tools", "disclosure/undisclosed-ai"]}, True),
        ({"rule": "elevenlabs/disclosure/undisclosed-ai"}, True),
        ({"rule": "disclosure/undisclosed"}, False),
        ({"requirement": "elevenlabs/disclosure/undisclosed-ai"}, True),
        ({"requirement": "eu/ai-act/told-at-first-interaction"}, False),
        ({"path": "**/desk.json"}, True),
        ({"path": "desk.json"}, False),
        ({"pointer": "/conversation_config/agent/first_message"}, True),
        ({"pointer": "/conversation_config/agent"}, True),
        ({"pointer": "/conversation_config/*/first_message"}, True),
        ({"pointer": "/conversation_config/agent/first"}, False),
        ({"pointer": ""}, False),
    ],
)
def test_what_a_waiver_meets(
    project: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], waives: bool
) -> None:
    _waive({**ENTRY, **change})
    report = _report(capsys)
    assert _status(report, "disclosure/undisclosed-ai") == ["waived" if waives else "active"]
    assert bool(_status(report, "waiver/unused")) is not waives


def test_unused_ones_are_told_on_runs_over_the_whole_project_only(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _waive({**ENTRY, "rule": "tools/inline-tools"})
    assert _status(_report(capsys), "waiver/unused") == ["active"]
    for arguments in (
        ["agent_configs/desk.json"],
        ["agent_configs"],
        ["--ignore", "tools"],
        ["--select", "disclosure,waiver"],
    ):
        assert _status(_report(capsys, *arguments), "waiver/unused") == [], arguments


def test_a_hook_on_one_file_hears_only_of_its_own_waivers(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _waive({**ENTRY, "expires": "2020-01-01"}, {**ENTRY, "path": "agent_configs/door.json", "expires": "2020-01-01"})
    assert len(_status(_report(capsys), "waiver/expired")) == 2
    assert len(_status(_report(capsys, "agent_configs/desk.json"), "waiver/expired")) == 1


def test_another_name_and_place_from_the_configuration(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("risk").mkdir()
    _waive(ENTRY, path="risk/accepted.yaml")
    Path("complint.yaml").write_text("waivers: risk/accepted.yaml\n", "utf-8")
    assert _status(_report(capsys), "disclosure/undisclosed-ai") == ["waived"]
    Path("complint.yaml").write_text("waivers: risk/acepted.yaml\n", "utf-8")
    with pytest.raises(ComplintError, match="no such waivers file"):
        _run(["check"])


@pytest.mark.parametrize("text", ["[1]", "waivers: {a: b}", "waiver: []", "waivers: [", "just text"])
def test_a_file_that_is_no_waivers_file_is_an_error(project: Path, text: str) -> None:
    Path("waivers.yaml").write_text(text, "utf-8")
    with pytest.raises(ComplintError, match=r"waivers\.yaml"):
        _run(["check"])


def test_comments(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("agent_configs/desk.json").unlink()
    target = Path("agent_configs/desk.yaml")
    for text, waives in (
        (YAML, True),
        (YAML.replace("\n    first", "\n\n    # by the way\n    first"), True),
        (YAML.replace("\n    first_message: Hi", "\n    language: en\n    first_message: Hi"), False),
        (YAML.replace("undisclosed-ai", "undisclosed-sharing"), False),
        (YAML.replace("2026-11-22", "2026-11-21"), False),
    ):
        target.write_text(text, "utf-8")
        report = _report(capsys)
        assert _status(report, "disclosure/undisclosed-ai") == ["waived" if waives else "active"], text
    target.write_text(YAML, "utf-8")
    _run(["check", "--format", "sarif", "--as-of", DAY])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert [one["suppressions"][0]["kind"] for one in results if one["suppressions"]] == ["inSource"]


def test_fix_removes_the_unused_and_nothing_else(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = YAML.replace("prompt: {prompt: Help.}", "# first\n    # complint: ignore[tools] reason=x until=2027-01-01\n"
                        "    # complint: ignore[mcp] reason=y until=2027-01-01\n    prompt: {prompt: Help.}  # last")  # fmt: skip
    Path("agent_configs/desk.yaml").write_text(desk, "utf-8")
    Path("waivers.yaml").write_text(
        "# our risks\nwaivers:\n  - {rule: tools, path: '*', owner: D., reason: R., expires: 2027-01-01}\n"
        "  - {rule: disclosure, path: '**', owner: D., reason: R., expires: 2027-01-01}  # stays\n",
        "utf-8",
    )
    _run(["check", "--fix", "--as-of", DAY, "-q"])
    capsys.readouterr()
    left = "".join(line for line in desk.splitlines(True) if "[tools]" not in line and "[mcp]" not in line)
    assert Path("agent_configs/desk.yaml").read_text("utf-8") == left
    assert Path("waivers.yaml").read_text("utf-8") == (
        "# our risks\nwaivers:\n  - {rule: disclosure, path: '**', owner: D., reason: R., expires: 2027-01-01}  # stays\n"
    )


def test_every_outcome_is_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _waive(ENTRY)
    outcomes = _report(capsys, "--outcomes")["outcomes"]
    about = {(one["path"], one["outcome"]) for one in outcomes if one["requirement"].endswith("unused-waiver")}
    assert about == {("waivers.yaml", "pass"), ("agent_configs/desk.json", "not-applicable")}


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["rule", "path", "expires", "x"]), inner)
    ),
    max_leaves=8,
)


@given(st.lists(ODD | st.dictionaries(st.sampled_from(sorted(ENTRY)), ODD), max_size=3))
def test_odd_entries_never_raise_and_never_count(listed: list[Any]) -> None:
    for waiver in entries("waivers.yaml", "", {"waivers": listed}):
        assert waiver.faults or (waiver.owner and waiver.reason and waiver.expires and waiver.path)
        waiver.has_expired(DAY)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="[]=\" 'abc,#:ignoreasutl-2027", max_size=40))
def test_odd_comments_never_raise(rest: str) -> None:
    document = Document("a.yaml", make_source("a.yaml", f"a: 1  # complint: ignore{rest}\n".encode()), "yaml")
    for waiver in comments(document):
        assert waiver.faults or (waiver.rules and waiver.reason and waiver.expires)
