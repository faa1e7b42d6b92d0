"""`complint audit run`: what is filed, that it follows from the inputs alone, and that nothing is overwritten or left out."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import complint
import complint.run
from complint.audit.model import Statement, Strict, fitted
from complint.audit.run import audit
from complint.config import Nearest
from complint.core.errors import ComplintError
from complint.options import Options

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "shared"))

from filed import DAY, WAIVERS, agent, statement, write

Command = Callable[..., tuple[int, str, str]]
Filed = Callable[..., Path]


def _roles(folder: Path) -> dict[str, list[str]]:
    return {one["name"]: one["roles"] for one in statement(folder)["predicate"]["inputs"]}


def test_the_folder_holds_four_files_that_belong_together(signed: Filed) -> None:
    folder = signed("one")
    assert sorted(path.name for path in folder.iterdir()) == [
        "evidence.json",
        "findings.csv",
        "report.html",
        "report.json",
    ]
    made = statement(folder)
    for one in made["predicate"]["files"]:
        assert hashlib.sha256((folder / one["name"]).read_bytes()).hexdigest() == one["digest"]["sha256"]
    report = json.loads((folder / "report.json").read_text())
    assert report["schema"] == "complint-report/1"
    assert made["predicate"]["results"]["summary"] == report["summary"]
    assert made["predicate"]["as_of"] == report["as_of"] == DAY
    rows = list(csv.DictReader((folder / "findings.csv").read_text().splitlines()))
    assert [row["fingerprint"] for row in rows] == [one["fingerprint"] for one in report["findings"]]


def test_every_requirement_has_an_outcome_on_every_document_that_it_looks_at(signed: Filed) -> None:
    report = json.loads((signed("one") / "report.json").read_text())
    agents = [one["path"] for one in report["documents"] if one.get("kind") == "agent"]
    assert len(agents) == 2
    by_path = {path: {o["requirement"] for o in report["outcomes"] if o["path"] == path} for path in agents}
    assert by_path[agents[0]] == by_path[agents[1]]
    assert len(by_path[agents[0]]) > 50
    assert "december.csv" in {one["path"] for one in report["outcomes"]}
    assert {one["outcome"] for one in report["outcomes"]} >= {"pass", "fail", "not-applicable"}
    for one in report["outcomes"]:
        assert one["why"] or one["outcome"] in ("pass", "fail"), one


def test_every_input_is_a_subject_with_its_role(signed: Filed, project: Path) -> None:
    folder = signed("one")
    found = {one["name"]: one["digest"]["sha256"] for one in statement(folder)["subject"]}
    for name, digest in found.items():
        assert hashlib.sha256(Path(name).read_bytes()).hexdigest() == digest, name
    roles = _roles(folder)
    assert roles["agent_configs/desk.json"] == ["document"]
    assert roles["notes.json"] == ["skipped"]
    assert roles["lists/dnc.csv"] == ["internal_dnc", "skipped"]
    assert roles["december.csv"] == ["document"]
    assert "configuration" in roles["complint.yaml"]
    assert "waivers" in roles["waivers.yaml"]
    assert "drafts/old.json" not in roles
    assert set(roles) == set(found)


def test_every_file_has_a_verdict_and_none_passes_unjudged(signed: Filed) -> None:
    write("agent_configs/warm.json", agent("Warm", temperature=0.9))
    write("waivers.yaml", WAIVERS.replace("agent_configs/*", "agent_configs/desk.json"))
    write("agent_configs/broken.json", "{")
    law = ("--policy", "quarry/*", "--ignore", "document/*,security/*")

    def verdicts(folder: Path) -> dict[str, str]:
        return {one["name"]: one["verdict"] for one in statement(folder)["predicate"]["results"]["documents"]}

    found = verdicts(signed("one", *law, "--ignore", "waiver/*"))
    assert found["agent_configs/desk.json"] == "waived"
    assert found["agent_configs/warm.json"] == "warning"
    assert found["agent_configs/night.json"] == "pass"
    assert found["agents.json"] == "not-applicable"
    assert found["notes.json"] == "skipped"
    assert verdicts(signed("two", *law, "--severity", "quarry/voice/calm=error"))["agent_configs/warm.json"] == "fail"
    assert verdicts(signed("three"))["agent_configs/broken.json"] == "fail"
    assert verdicts(signed("four"))["december.csv"] == "fail"


def test_what_was_not_there_is_said(signed: Filed) -> None:
    assert "tools.json" in statement(signed("one"))["predicate"]["absent"]


def test_the_statement_has_the_documented_form_and_no_more(signed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(model: type[Strict]) -> None:
        for one in model.__subclasses__():
            monkeypatch.setitem(one.model_config, "extra", "forbid")
            one.model_rebuild(force=True)

    made = statement(signed("one"))
    closed(Strict)
    assert fitted(Statement, made).predicate.tool.version == complint.__version__


def test_the_waivers_that_were_used_are_named(signed: Filed) -> None:
    folder = signed("one")
    (waiver,) = statement(folder)["predicate"]["waivers"]
    report = json.loads((folder / "report.json").read_text())
    waived = [one["fingerprint"] for one in report["findings"] if one["status"] == "waived"]
    assert len(waived) == 1
    assert waiver == {
        "source": "waiver", "owner": "Ines Calder", "reason": "kiosk", "expires": "2026-12-31", "ticket": None,
        "findings": waived,
    }  # fmt: skip
    assert statement(signed("two", "--no-waivers"))["predicate"]["waivers"] == []


def test_equal_inputs_give_equal_statements_wherever_and_whenever(project: Path, tmp_path: Path, signed: Filed) -> None:
    first = statement(signed("one"))
    shutil.copytree(project, tmp_path / "copied")
    second = statement(signed("two", "--root", str(tmp_path / "copied")))
    assert first["predicate"].pop("run")["previous"] is None
    assert second["predicate"].pop("run")["previous"]["name"] == "one/evidence.json"
    assert first == second
    assert str(tmp_path) not in json.dumps(first)


def test_runs_chain_by_the_digest_of_the_file_before(signed: Filed) -> None:
    first, second = signed("one"), signed("two")
    digest = hashlib.sha256((first / "evidence.json").read_bytes()).hexdigest()
    link = statement(second)["predicate"]["run"]["previous"]
    assert link == {"name": "one/evidence.json", "digest": {"sha256": digest}}
    assert statement(signed("three"))["predicate"]["run"]["previous"]["name"] == "two/evidence.json"
    assert statement(signed("four", "--previous", str(first)))["predicate"]["run"]["previous"] == link
    assert statement(signed("five", "--new-chain"))["predicate"]["run"]["previous"] is None


def test_what_a_killed_run_left_is_no_run(signed: Filed, monkeypatch: pytest.MonkeyPatch, run: Command) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    signed("one")
    with monkeypatch.context() as patched:
        patched.setattr("os.rename", killed)
        assert run("audit", "run", "--as-of", DAY, "--output", "../filed/two")[0] == 130
    assert [path.name for path in Path("../filed").iterdir()] == ["one"]
    shutil.copytree("../filed/one", "../filed/.complint-0123.tmp")
    assert statement(signed("two"))["predicate"]["run"]["previous"]["name"] == "one/evidence.json"


def test_a_fork_a_damaged_and_a_forged_run_before_are_refused(signed: Filed, run: Command, project: Path) -> None:
    first = signed("one")
    signed("two", "--new-chain")
    arguments = ("audit", "run", "--key", "../key", "--as-of", DAY, "--output", "../filed/three")
    code, _, errors = run(*arguments)
    assert code == 2
    assert "--previous says which" in errors
    (project / "../filed/two/evidence.json").resolve().unlink()
    data = (first / "evidence.json").read_bytes()
    (first / "evidence.json").write_bytes(data.replace(b'"payload":"', b'"payload": "'))
    assert "damaged" in run(*arguments)[2]
    shape = json.loads(data)
    sig = shape["signatures"][0]["sig"]
    shape["signatures"][0]["sig"] = ("A" if sig[0] != "A" else "B") + sig[1:]
    (first / "evidence.json").write_text(json.dumps(shape, separators=(",", ":"), sort_keys=True) + "\n")
    assert "signature of the run before this is wrong" in run(*arguments)[2]


def test_evidence_is_never_overwritten(signed: Filed, run: Command) -> None:
    before = {path.name: path.read_bytes() for path in signed("one").iterdir()}
    code, _, errors = run("audit", "run", "--output", "../filed/one")
    assert code == 2
    assert "never overwritten" in errors
    assert {path.name: path.read_bytes() for path in Path("../filed/one").iterdir()} == before


def test_runs_of_a_day_have_folders_of_their_own_that_are_no_inputs(project: Path, run: Command) -> None:
    for _ in range(3):
        code, _, errors = run("audit", "run", "--as-of", DAY)
        assert code in (0, 1)
        assert "NOT SIGNED" in errors
    folders = [Path(f"complint-audit/{DAY}{end}") for end in ("", "-2", "-3")]
    made = [statement(folder)["predicate"] for folder in folders]
    links = [one.pop("run")["previous"] for one in made]
    assert [link and link["name"] for link in links] == [None, f"{DAY}/evidence.json", f"{DAY}-2/evidence.json"]
    assert made[0] == made[1] == made[2]
    report = json.loads((folders[2] / "report.json").read_text())
    assert not [one["path"] for one in report["documents"] if "complint-audit" in one["path"]]


def test_a_file_that_only_looks_like_an_audit_is_checked(project: Path, run: Command, signed: Filed) -> None:
    shutil.copytree(signed("one"), "hidden")
    write("hidden/report.json", agent("Hidden", temperature=0.9))
    write("hidden/findings.csv", "a,b\n")
    roles = _roles(signed("two"))
    assert roles["hidden/report.json"] == ["document"]
    assert roles["hidden/findings.csv"] == ["skipped"]
    assert "hidden/evidence.json" not in roles


def test_nothing_checked_files_nothing(project: Path, run: Command) -> None:
    write("empty/notes.json", {})
    code, _, errors = run("audit", "run", "--no-config", "--output", "../filed/one", "empty")
    assert (code, "nothing is filed" in errors) == (3, True)
    assert not Path("../filed").exists()


def test_a_plug_in_is_named_with_its_digest_and_a_broken_one_files_exit_code_4(signed: Filed, run: Command) -> None:
    law = "from complint.policy.law import Law"
    plug = f'"""Name that is too short."""\n\n{law}\n\n\ndef check(law: Law):\n    return []\n'
    write("checks/short_name.py", plug)
    write("packs/quarry/voice/named.yaml", CALM_AS_RULE)
    write("complint.yaml", Path("complint.yaml").read_text() + "plugins: [checks/short_name.py]\n")
    code, _, _ = run("audit", "run", "--as-of", DAY, "--output", "../filed/broken")
    assert code == 4
    broken = statement(Path("../filed/broken"))["predicate"]
    assert broken["results"]["exit_code"] == 4
    assert broken["plugins"] == [{"rule": "checks/short-name", "module": None, "digest": None}]
    assert {one["verdict"] for one in broken["results"]["documents"] if one["kind"] == "agent"} == {"error"}
    code, _, _ = run("audit", "run", "--as-of", DAY, "--output", "../filed/whole", "--allow-plugins", "--new-chain")
    assert code == 1
    (plugin,) = statement(Path("../filed/whole"))["predicate"]["plugins"]
    assert (plugin["rule"], plugin["module"]) == ("checks/short-name", "checks/short_name.py")
    assert plugin["digest"]["sha256"] == hashlib.sha256(plug.encode()).hexdigest()
    assert _roles(Path("../filed/whole"))["checks/short_name.py"] == ["plugin"]


def test_a_file_that_changes_under_the_run_stops_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*arguments: Any) -> Any:
        report = complint.run.check(*arguments)
        Path("lists/dnc.csv").write_text("phone_number\n")
        return report

    monkeypatch.setattr("complint.audit.run.check", slow)
    nearest = Nearest()
    with pytest.raises(ComplintError, match=r"lists/dnc\.csv: it changed while it was checked"):
        audit(Options(as_of=DAY), nearest.of("."), nearest.of, "2026-11-22T10:00:00Z")


def test_the_digest_of_complint_is_what_sha256sum_says(signed: Filed) -> None:
    package = Path(complint.__file__).parent
    command = (
        "find . -type f ! -path '*/__pycache__/*' ! -path './_policies/*' ! -name '*.pyc' -print0"
        " | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"
    )
    done = subprocess.run(["sh", "-c", command], cwd=package, capture_output=True, text=True, check=True)
    assert statement(signed("one"))["predicate"]["tool"]["digest"]["sha256"] == done.stdout.split()[0]


def test_the_versions_of_what_tells_places_and_times_are_named(signed: Filed) -> None:
    import phonenumbers
    import pytz

    data = statement(signed("one"))["predicate"]["data"]
    assert data["phonenumbers"].startswith(phonenumbers.__version__.split("+")[0])
    assert data["tzdata"] == pytz.OLSON_VERSION  # type: ignore[attr-defined]
    assert set(data) == {"numbering", "phonenumbers", "pytz", "tzdata", "zips"}


def test_wrong_use_is_said_in_words(project: Path, run: Command) -> None:
    for arguments, words in (
        (("--root", "nowhere"), "no such folder"),
        (("--key", "nowhere"), "cannot be read"),
        (("--previous", "nowhere"), "no such evidence"),
        (("--previous", "agents.json"), "damaged"),
        (("--previous", "agents.json", "--new-chain"), "exclude each other"),
        (("nowhere.json",), "no such file"),
        (("--output", "agents.json"), "never overwritten"),
        (("--output", "agents.json/below"), "cannot be written"),
    ):
        code, _, errors = run("audit", "run", *arguments)
        assert (code, words in errors) == (2, True), (arguments, errors)


CALM_AS_RULE = """id: quarry/voice/named
title: Named
rule: checks/short-name
when: {kind: [agent]}
severity: warning
values:
  - {from: 2026-01-01, confidence: high, verified_on: 2026-10-01, citations: [{title: House policy}]}
"""
