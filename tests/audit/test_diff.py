"""`complint audit diff`: what became of each finding, and whether law, settings or file is why."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complint.audit.canonical import canonical
from complint.audit.diff import KINDS, compare
from complint.audit.diff_text import as_json, as_markdown, as_text
from complint.audit.envelope import sealed
from complint.audit.side import read_side
from complint.audit.sound import Trust
from complint.core.errors import ComplintError

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "shared"))

from filed import CALM, CONFIG, WAIVERS, agent, statement, write

Command = Callable[..., tuple[int, str, str]]
Filed = Callable[..., Path]
ALL = Trust(allow_unsigned=True, allow_unknown_key=True)
CALM_ID = "quarry/voice/calm"


@pytest.fixture
def diff(run: Command) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Return a function that compares two audits, and gives the exit code and the answer as data."""

    def compared(before: Path, after: Path, *more: str) -> tuple[int, dict[str, Any]]:
        code, out, errors = run("audit", "diff", str(before), str(after), "--format", "json", *more)
        assert out, errors
        return code, json.loads(out)

    return compared


def _of(answer: dict[str, Any], requirement: str = CALM_ID) -> list[tuple[str, str | None]]:
    return [(one["kind"], one["why"]) for one in answer["changes"] if one["requirement"] == requirement]


@pytest.fixture
def unwaived(project: Path) -> None:
    write("waivers.yaml", "waivers: []\n")


@pytest.mark.usefixtures("unwaived")
class TestOneFinding:
    """What becomes of the finding on the agent's temperature."""

    def test_nothing_new(self, signed: Filed, diff: Any) -> None:
        code, answer = diff(signed("a"), signed("b"))
        assert code == 0
        assert _of(answer) == [("open", None)]
        assert {one["kind"] for one in answer["changes"]} == {"open"}
        assert answer["law"] == answer["settings"] == {}
        assert answer["machine"] == []

    def test_fixed_and_new_because_the_file_changed(self, signed: Filed, diff: Any) -> None:
        warm = signed("a")
        write("agent_configs/desk.json", agent("Desk", temperature=0.1))
        calm = signed("b")
        code, answer = diff(warm, calm)
        assert (code, _of(answer)) == (0, [("fixed", None)])
        assert answer["documents"]["changed"] == ["agent_configs/desk.json"]
        code, answer = diff(calm, warm)
        assert (code, _of(answer)) == (1, [("new", "the file changed")])
        assert diff(calm, warm, "--exit-zero")[0] == 0

    def test_new_because_the_file_is_new_and_gone_with_it(self, signed: Filed, diff: Any) -> None:
        before = signed("a")
        write("agent_configs/more.json", agent("More", temperature=0.9))
        after = signed("b")
        _, answer = diff(before, after)
        assert ("new", "the file is new") in _of(answer)
        assert answer["documents"]["added"] == ["agent_configs/more.json"]
        code, answer = diff(after, before)
        assert code == 0
        assert ("gone", "the file is not among those checked any more") in _of(answer)
        assert answer["documents"]["removed"] == ["agent_configs/more.json"]

    def test_new_because_the_law_changed(self, signed: Filed, diff: Any) -> None:
        write("packs/quarry/voice/calm.yaml", CALM.replace("0.5", "0.95"))
        before = signed("a")
        write("packs/quarry/voice/calm.yaml", CALM)
        after = signed("b")
        words = "what its pack says of it has changed"
        code, answer = diff(before, after)
        assert (code, _of(answer)) == (1, [("new", f"the law changed: {words}")])
        assert answer["law"] == {CALM_ID: words}
        _, answer = diff(after, before)
        assert _of(answer) == [("gone", f"the file is the same, but the requirement is not: {words}")]

    def test_new_because_a_law_came_into_force(self, signed: Filed, diff: Any) -> None:
        before, after = signed("a", as_of="2025-12-31"), signed("b")
        code, answer = diff(before, after)
        assert (code, _of(answer)) == (1, [("new", "the law changed: came into force on 2026-01-01")])
        _, answer = diff(after, before)
        assert _of(answer) == [("gone", "no longer in force")]

    def test_law_and_file_are_both_named_where_both_changed(self, signed: Filed, diff: Any) -> None:
        write("agent_configs/desk.json", agent("Desk", temperature=0.1))
        before = signed("a", as_of="2025-12-31")
        write("agent_configs/desk.json", agent("Desk", temperature=0.9))
        _, answer = diff(before, signed("b"))
        assert _of(answer) == [("new", "the law changed: came into force on 2026-01-01; the file changed")]

    def test_a_severity_of_the_law_is_law(self, signed: Filed, diff: Any) -> None:
        before = signed("a")
        write("packs/quarry/voice/calm.yaml", CALM.replace("severity: warning", "severity: error"))
        code, answer = diff(before, signed("b"))
        assert (code, _of(answer)) == (0, [("open", "warning → error")])
        assert (answer["law"], answer["settings"]) == ({CALM_ID: "severity warning → error"}, {})

    def test_settings_are_no_law(self, signed: Filed, diff: Any) -> None:
        before = signed("a")
        write("complint.yaml", CONFIG + 'rules: {"quarry/voice/calm": {severity: "off", reason: "trial"}}\n')
        off = signed("b")
        code, answer = diff(before, off)
        assert (code, _of(answer)) == (0, [("gone", "switched off")])
        assert (answer["law"], answer["settings"]) == ({}, {CALM_ID: "switched off"})
        _, answer = diff(off, before)
        assert _of(answer) == [("new", "the settings changed: switched on")]
        write("complint.yaml", CONFIG + 'rules: {"quarry/voice/calm": {severity: error, reason: "trial"}}\n')
        code, answer = diff(before, signed("c"))
        assert (code, _of(answer)) == (0, [("open", "warning → error")])
        assert answer["settings"] == {CALM_ID: "severity warning → error"}

    def test_what_was_not_asked_is_not_fixed(self, signed: Filed, diff: Any) -> None:
        before = signed("a")
        code, answer = diff(before, signed("b", "--ignore", CALM_ID))
        assert code == 0
        assert _of(answer) == [("gone", "chosen before, not any more")]
        assert answer["machine"] == ["options: ignore"]
        write("complint.yaml", CONFIG.replace('"drafts/**"', '"agent_configs/desk.json"'))
        write("agents.json", {"agents": []})
        _, answer = diff(before, signed("c"))
        assert _of(answer) == [("gone", "the file is not among those checked any more")]

    def test_a_file_that_cannot_be_read_any_more_is_not_fixed(self, signed: Filed, diff: Any) -> None:
        before = signed("a")
        write("agent_configs/desk.json", "{")
        _, answer = diff(before, signed("b"))
        assert _of(answer) == [("gone", "the requirement is not asked of this file any more")]

    def test_newly_waived_and_waivers_that_end(self, signed: Filed, diff: Any) -> None:
        before = signed("a")
        write("waivers.yaml", WAIVERS)
        waived = signed("b")
        code, answer = diff(before, waived)
        assert (code, _of(answer)) == (0, [("waived", "by Ines Calder until 2026-12-31: kiosk")])
        code, answer = diff(waived, signed("c", as_of="2027-01-01"))
        assert code == 1
        assert _of(answer) == [("returned", "its waiver expired on 2026-12-31")]
        write("waivers.yaml", "waivers: []\n")
        code, answer = diff(waived, signed("d"))
        assert (code, _of(answer)) == (1, [("returned", "its waiver no longer applies")])

    def test_a_finding_that_is_waived_from_the_start(self, signed: Filed, diff: Any) -> None:
        write("agent_configs/desk.json", agent("Desk", temperature=0.1))
        before = signed("a")
        write("agent_configs/desk.json", agent("Desk", temperature=0.9))
        write("waivers.yaml", WAIVERS)
        code, answer = diff(before, signed("b"))
        assert (code, _of(answer)) == (0, [("waived", "new, and waived by Ines Calder until 2026-12-31: kiosk")])

    def test_a_baseline_that_comes_and_goes(self, signed: Filed, diff: Any, run: Command) -> None:
        before = signed("a")
        assert run("baseline", "create", "--as-of", "2026-11-22", "--output", "baseline.json")[0] == 0
        known = signed("b", "--baseline", "baseline.json")
        code, answer = diff(before, known)
        assert (code, _of(answer)) == (0, [("baselined", None)])
        code, answer = diff(known, signed("c"))
        assert (code, _of(answer)) == (1, [("returned", "it is no longer in the baseline")])

    def test_without_evidence_the_law_is_known_by_pack(self, signed: Filed, diff: Any) -> None:
        before = signed("a", as_of="2025-12-31")
        (before / "evidence.json").unlink()
        write("packs/quarry/voice/calm.yaml", CALM.replace("0.5", "0.4"))
        code, answer = diff(before / "report.json", signed("b"))
        assert code == 1
        assert _of(answer) == [("new", "the law changed, by the digest of its pack")]
        assert answer["law"] == {"quarry/voice": "the pack has changed"}
        assert answer["before"]["standing"] == "no evidence"


def test_what_was_unknown_and_is_decided_is_told(signed: Filed, diff: Any) -> None:
    write("december.csv", "phone_number,scheduled_at,consent_type\n+12125550142,2026-12-01T17:00:00Z,pec\n")
    before = signed("a")
    write("copies/national.txt", "2125550111\n")
    copy = "internal_dnc: lists/dnc.csv, national_dnc: {path: copies/national.txt, downloaded_at: 2026-11-20}"
    write("complint.yaml", CONFIG.replace("internal_dnc: lists/dnc.csv", copy))
    after = signed("b")
    _, answer = diff(before, after)
    question = next(one for one in answer["decided"] if one["path"] == "december.csv")
    assert (question["before"], question["after"]) == ("unknown", "pass")
    assert _of(answer, question["requirement"]) == [("gone", "what could not be decided is pass now")]
    code, answer = diff(after, before)
    assert code == 1
    assert question["requirement"] in [one["requirement"] for one in answer["undecided"]]


def test_a_rule_that_breaks_is_newly_undecided(signed: Filed, diff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from complint.rules.security import public_agent

    before = signed("a")

    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(public_agent, "check", broken)
    after = Path("../filed/b")
    from complint.cli.main import _run

    assert _run(["audit", "run", "--as-of", "2026-11-22", "--output", str(after)]) == 4
    code, answer = diff(before, after)
    assert code == 1
    assert {one["after"] for one in answer["undecided"]} == {"error"}
    kinds = {kind for kind, _ in _of(answer, answer["undecided"][0]["requirement"])}
    assert kinds == {"gone"}


def test_the_standing_of_both_sides_is_said(signed: Filed, diff: Any, run: Command) -> None:
    a, b = signed("a"), signed("b")
    _, answer = diff(a, b, "--public-key", "../key.pub")
    assert answer["before"]["standing"].startswith("signed by the key ")
    _, out, _ = run("audit", "diff", str(a), str(b))
    assert out.count("no public key was given") == 2
    report = json.loads((b / "report.json").read_text())
    report["findings"] = []
    (b / "report.json").write_text(json.dumps(report))
    code, answer = diff(a, b, "--public-key", "../key.pub")
    assert (code, answer["after"]["doubtful"]) == (1, True)
    assert "not the one that its evidence speaks of" in answer["after"]["standing"]
    forged = statement(a)
    forged["predicate"]["as_of"] = "2020-01-01"
    shape = json.loads((a / "evidence.json").read_bytes())
    shape["payload"] = json.loads(sealed(forged, None))["payload"]
    (a / "evidence.json").write_bytes(canonical(shape) + b"\n")
    code, answer = diff(a, a, "--public-key", "../key.pub")
    assert (code, answer["before"]["doubtful"]) == (1, True)
    (a / "evidence.json").write_text("{}")
    assert "of no use" in diff(a, a)[1]["before"]["standing"]


def test_all_forms_say_the_same_and_make_strangers_harmless(signed: Filed, project: Path) -> None:
    before = signed("a")
    write("waivers.yaml", "waivers: []\n")
    write("agent_configs/a\x1b[2J|`@x<b>.json", agent("Odd", temperature=0.9))
    found = compare(read_side(str(before), ALL), read_side(str(signed("b")), ALL))
    text, markdown = as_text(found), as_markdown(found)
    assert "\x1b" not in text + markdown + as_json(found)
    assert "<b>" not in markdown.replace("`", "") or "`` " in markdown
    assert set(json.loads(as_json(found))["summary"]) == {*KINDS, "undecided"}
    for title in ("New (", "Counting again (", "Still open ("):
        assert title in text
        assert f"### {title}" in markdown


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no JSON report"),
        ("[" * 100_000, "no JSON report"),
        ("{}", "field required"),
        ('{"schema": "complint-report/2"}', "schema"),
        ('{"schema": "complint-report/1", "as_of": 7, "policies": [], "documents": [], "findings": []}', "as_of"),
    ],
)
def test_odd_files_are_refused_with_words(project: Path, run: Command, content: str, words: str) -> None:
    write("odd.json", content)
    code, _, errors = run("audit", "diff", "odd.json", "odd.json")
    assert (code, words in errors) == (2, True), errors
    assert run("audit", "diff", "nowhere", "odd.json")[0] == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_forged_reports_give_an_error_or_an_answer(signed: Filed, data: st.DataObject) -> None:
    folder = Path("../filed/fuzz")
    if not folder.exists():
        signed("fuzz")
    whole = json.loads((folder / "report.json").read_text())
    here: Any = whole
    parent: Any = None
    key: Any = None
    for _ in range(data.draw(st.integers(0, 4))):
        if not isinstance(here, (dict, list)) or not here:
            break
        key = data.draw(st.sampled_from(list(here) if isinstance(here, dict) else range(len(here))))
        parent, here = here, here[key]
    if parent is not None:
        parent[key] = data.draw(st.sampled_from([None, 7, "x", "\ud800", [], {}, True, 1.5]))
    other = folder.parent / "forged.json"
    other.write_text(json.dumps(whole))
    try:
        sides = read_side(str(folder), ALL), read_side(str(other), ALL)
    except ComplintError:
        return
    for pair in (sides, sides[::-1]):
        found = compare(*pair)
        assert as_text(found)
        assert as_markdown(found)
        assert as_json(found)


def test_many_findings_of_one_fingerprint_are_paired_quickly(signed: Filed) -> None:
    folder = signed("a")
    shutil.copytree(folder, "../filed/many")
    whole = json.loads((folder / "report.json").read_text())
    whole["findings"] = whole["findings"][:1] * 20_000
    Path("../filed/many/report.json").write_text(json.dumps(whole))
    side = read_side("../filed/many", ALL)
    assert [len(compare(side, side).of(kind)) for kind in ("new", "open")] == [0, 20_000]
