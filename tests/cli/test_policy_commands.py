"""`complint policies verify|test|log`, `new`, `init`, `schema` and --show-settings from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from complint.cli.main import _run
from complint.core.errors import ComplintError

DAY = "2026-11-22"
PACK = "id: acme/voice\ntitle: Acme\nsources: [{title: House policy}]\n"
REQUIREMENT = """id: acme/voice/calm
title: Calm
when: {kind: [agent]}
severity: warning
given: $.conversation_config.agent.prompt.temperature
assert: {maximum: 0.5}
message: above 0.5
values:
  - {from: 2026-12-01, confidence: high, verified_on: 2026-11-01, citations: [{title: House policy}]}
  - {from: 2027-03-01, until: 2027-03-31, value: {maximum: 0.4}, confidence: high, verified_on: 2026-11-01,
     citations: [{title: House policy, url: "https://policy.acme.example/2"}]}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLINT_CACHE_DIR", "")
    _write("packs/acme/voice/pack.yaml", PACK)
    _write("packs/acme/voice/calm.yaml", REQUIREMENT)
    _write("complint.yaml", "policy_paths: [packs]\n")
    return tmp_path


def _write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8")


def _out(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = _run(list(arguments))
    return code, capsys.readouterr().out


def test_log_says_what_begins_changes_and_ends(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = _out(capsys, "policies", "log", "acme/voice", "--from", DAY, "--to", "2027-12-31", "--format", "json")
    changes = json.loads(out)["changes"]
    assert code == 0
    assert [(one["day"], one["change"]) for one in changes] == [
        ("2026-12-01", "begins to hold"),
        ("2027-03-01", "changes"),
        ("2027-04-01", "no longer holds"),
    ]
    _, out = _out(capsys, "policies", "log", "acme/voice", "--from", "2026-12-01", "--to", "2027-02-28")
    assert out == "0 changes after 2026-12-01 through 2027-02-28.\n"
    with pytest.raises(ComplintError, match="before"):
        _run(["policies", "log", "--from", DAY, "--to", "2026-01-01"])


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (("", ""), 0, "0 errors"),
        (("verified_on: 2026-11-01", "verified_on: 2027-11-01"), 1, "is after"),
        (("https://policy", "http://policy"), 0, "no https address"),
        (("https://policy", "ftp://policy"), 1, "no https address"),
        (("until: 2027-03-31", "until: 2027-02-28"), 1, "before from"),
        (("severity: warning", "sevrity: warning"), 1, "sevrity"),
        (("until: 2027-03-31, value", "verified_on: 2020-01-01, value"), 1, "written twice"),
    ],
)
def test_verify(
    project: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], code: int, words: str
) -> None:
    _write("packs/acme/voice/calm.yaml", REQUIREMENT.replace(*change) if change[0] else REQUIREMENT)
    found, out = _out(capsys, "policies", "verify", "acme/voice", "--as-of", DAY)
    assert found == code, out
    assert words in out


def test_verify_tells_of_a_rule_that_does_not_take_the_value(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = REQUIREMENT.partition("given:")[0]
    values = "values: [{from: 2026-01-01, confidence: high, verified_on: 2026-11-01, citations: [{title: x}]}]\n"
    _write("packs/acme/voice/calm.yaml", head + "rule: security/insecure-url\n" + values)
    code, out = _out(capsys, "policies", "verify", "acme/voice", "--as-of", DAY)
    assert code == 1
    assert "does not fit the rule" in out
    _write("packs/acme/voice/calm.yaml", head + "rule: security/no-such-rule\n" + values)
    code, out = _out(capsys, "policies", "verify", "acme/voice", "--as-of", DAY)
    assert code == 1
    assert "security/no-such-rule" in out


def test_stale_values_are_notes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = _out(capsys, "policies", "verify", "acme/voice", "--as-of", DAY, "--stale-after", "10")
    assert code == 0
    assert "note: acme/voice/calm from 2027-03-01: last verified on 2026-11-01" in out


def test_cases(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agent = "{name: D, conversation_config: {agent: {prompt: {prompt: p, temperature: TEMPERATURE}}}}"
    case = (
        f"- title: warm\n  as_of: 2026-12-01\n  document: {agent}\n"
        '  findings: ["warning agent.json /conversation_config/agent/prompt/temperature -- above"]\n'
    )
    _write("packs/acme/voice/tests/calm.yaml", case.replace("TEMPERATURE", "0.6"))
    code, out = _out(capsys, "policies", "test", "acme/voice")
    assert code == 0
    assert "note: acme/voice/calm has no passing case" in out
    assert _out(capsys, "policies", "test", "acme/voice", "--strict")[0] == 1
    _write("packs/acme/voice/tests/calm.yaml", case.replace("TEMPERATURE", "0.5"))
    code, out = _out(capsys, "policies", "test", "acme/voice")
    assert code == 1
    assert "expected, not found: warning agent.json" in out
    _write("packs/acme/voice/tests/clam.yaml", case)
    with pytest.raises(ComplintError, match="acme/voice/clam"):
        _run(["policies", "test", "acme/voice"])


def test_scaffolds_work_as_they_are(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(["new", "requirement", "acme/other/cool"]) == 0
    assert _out(capsys, "policies", "test", "acme/other", "--strict")[0] == 0
    assert _out(capsys, "policies", "verify", "acme/other")[0] == 0
    assert _run(["new", "rule", "own-checks/blank-name"]) == 0
    assert _run(["new", "requirement", "acme/other/named", "--rule", "own-checks/blank-name"]) == 0
    capsys.readouterr()
    plugin = ["--plugin", "own_checks/blank_name.py"]
    assert _out(capsys, "policies", "verify", "acme/other", *plugin)[0] == 0
    from complint.run import Options
    from complint.testing import mismatches, read_cases, run_files

    cases = read_cases(Path("own_checks/tests/blank_name.md").read_text("utf-8"))
    for case in cases:
        options = Options(as_of="2099-01-01", policies=("acme/other",), select=("own-checks",))
        report = run_files(case.files, options, ("own_checks/blank_name.py",), ("packs",))
        assert mismatches(case, list(report.findings)) == []
    assert len(cases) == 2
    with pytest.raises(ComplintError, match="there already"):
        _run(["new", "requirement", "acme/other/cool"])


@pytest.mark.parametrize(
    "name", ["checks/no-name", "checks/check-name", "checks/rule12", "checks", "a/b/c", "Checks/x", "../x"]
)
def test_poor_names_are_refused(project: Path, name: str) -> None:
    with pytest.raises(ComplintError):
        _run(["new", "rule", name])
    assert not list(Path().glob("**/*.py"))


def test_init_writes_what_it_finds(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("complint.yaml").unlink()
    agent = {"name": "A", "tags": ["PHI"], "agent_id": "agent_a", "conversation_config": {"agent": {}}}
    _write("agent_configs/a [1].json", json.dumps(agent))
    _write("call.json", json.dumps({"agent_id": "agent_a", "to_number": "+12025550142"}))
    assert _run(["init"]) == 0
    text = Path("complint.yaml").read_text("utf-8")
    assert "direction: outbound" in text
    assert "handles_phi: true" in text
    capsys.readouterr()
    _run(["check", "--show-settings"])
    out = capsys.readouterr().out
    assert "profile: us-healthcare  # complint.yaml" in out
    from complint.config import load_settings
    from complint.core.paths import path_matches

    entry = load_settings(".").agents[0]
    assert path_matches("agent_configs/a [1].json", entry["match"]["path"], "")
    with pytest.raises(ComplintError, match="already"):
        _run(["init"])
    assert _run(["init", "--force"]) == 0


def test_every_value_says_where_it_came_from(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(
        "shared/base.yaml",
        "organization: {name: Acme, toll_free: '+18005550142'}\nagents: [{match: {name: A}}]\nwaivers: risks.yaml\n",
    )
    _write("shared/risks.yaml", "waivers: []\n")
    _write(
        "complint.yaml",
        "extends: [shared/base.yaml]\nroot: true\norganization: {name: Acme Health}\nagents: [{match: {name: B}}]\nprofile: eu\n",
    )
    _, out = _out(capsys, "check", "--show-settings", "--profile", "default", "--severity", "tools=info")
    lines = out.splitlines()
    assert "profile: default  # command line" in lines
    assert "organization.name: 'Acme Health'  # complint.yaml" in lines
    assert "organization.toll_free: '+18005550142'  # shared/base.yaml" in lines
    assert "waivers: shared/risks.yaml  # shared/base.yaml" in lines
    assert "severity of tools: info  # command line" in lines
    assert "root: True  # complint.yaml" in lines
    assert any(line.startswith("agents: ") and line.endswith("# shared/base.yaml, complint.yaml") for line in lines)
    assert "workspace: {}  # default" in lines


def test_strict_audit_asks_for_reasons(project: Path) -> None:
    _write("complint.yaml", "profile: strict-audit\nrules: {tools/inline-tools: {severity: info}}\n")
    _write("agent.json", '{"conversation_config": {}}')
    with pytest.raises(ComplintError, match="has no reason"):
        _run(["check"])


@pytest.mark.parametrize("name", ["report", "config", "pack", "waivers"])
def test_published_schemas_are_schemas(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out = _out(capsys, "schema", name)
    assert code == 0
    Draft202012Validator.check_schema(json.loads(out))


def test_the_schema_of_waivers_knows_good_from_bad(capsys: pytest.CaptureFixture[str]) -> None:
    schema = Draft202012Validator(json.loads(_out(capsys, "schema", "waivers")[1]))
    good = {"rule": "tools", "path": "*", "owner": "D.", "reason": "R.", "expires": "2027-01-01"}
    assert schema.is_valid({"waivers": [good]})
    for key in ("rule", "path", "owner", "reason", "expires"):
        assert not schema.is_valid({"waivers": [{name: value for name, value in good.items() if name != key}]}), key
    assert not schema.is_valid({"waivers": [{**good, "expire": "x"}]})


def test_the_schema_of_packs_takes_every_shipped_file(capsys: pytest.CaptureFixture[str]) -> None:
    from complint.policy.find import pack_files, shipped_folder
    from complint.text.yaml_text import load_yaml

    schema = Draft202012Validator(json.loads(_out(capsys, "schema", "pack")[1]))
    for name, path in pack_files(shipped_folder()):
        if "/phrases/" not in name and "/tests/" not in name:
            data = load_yaml(Path(path).read_text("utf-8")).documents[0]
            assert schema.is_valid(data), name


def test_globs_of_known_sources_may_be_empty_and_others_not(project: Path) -> None:
    _write("agent.json", '{"conversation_config": {}}')
    for policies, good in (("us/territories/*", True), ("us/territories", False), ("uss/*", False), ("acme/v*", True)):
        _write("complint.yaml", f"policy_paths: [packs]\npolicies: ['{policies}']\n")
        if good:
            assert _run(["check", "-q", "--exit-zero"]) == 0
        else:
            with pytest.raises(ComplintError, match="no policy pack matches"):
                _run(["check", "-q"])
