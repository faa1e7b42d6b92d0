"""`complint audit verify`: every change is noticed, and words tell forged evidence from a project that has moved on."""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complint.audit.canonical import canonical
from complint.audit.envelope import PAYLOAD_TYPE, sealed
from complint.audit.keys import generate, public_keys, signer
from complint.audit.sound import Trust
from complint.audit.verify import verify

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "shared"))

from filed import CALM, DAY, agent, statement, write

Command = Callable[..., tuple[int, str, str]]
Filed = Callable[..., Path]


@pytest.fixture
def check(run: Command) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Return a function that verifies with the public key, and gives the exit code and the answer as data."""

    def verified(folder: Path, *more: str) -> tuple[int, dict[str, Any]]:
        code, out, errors = run("audit", "verify", str(folder), "--public-key", "../key.pub", "--format", "json", *more)
        assert out, errors
        return code, json.loads(out)

    return verified


def _said(answer: dict[str, Any], *sections: str) -> list[tuple[str, str, list[str]]]:
    return [
        (one["kind"], one["words"], one["names"])
        for section in (sections or ("evidence", "since"))
        for one in answer[section]
        if one["kind"] in ("bad", "moved")
    ]


def test_what_nobody_touched_is_good(signed: Filed, check: Any, run: Command) -> None:
    folder = signed("one")
    code, answer = check(folder, "--chain")
    assert (code, answer["good"], answer["sound"], _said(answer)) == (0, True, True, [])
    code, out, _ = run("audit", "verify", str(folder / "evidence.json"), "--public-key", "../key.pub")
    assert code == 0
    assert out.rstrip().endswith("Good.")


def test_evidence_is_good_from_anywhere_and_in_a_copy(signed: Filed, check: Any, project: Path, tmp_path: Path) -> None:
    folder = signed("one").resolve()
    shutil.copytree(project, tmp_path / "copy")
    assert check(folder, "--root", str(tmp_path / "copy"))[0] == 0


CHANGES: list[tuple[Callable[[], object], str, list[str]]] = [
    (
        lambda: write("agent_configs/desk.json", agent("Desk", temperature=0.8)),
        "inputs changed",
        ["agent_configs/desk.json"],
    ),
    (lambda: write("notes.json", {"hello": "you"}), "inputs changed", ["notes.json"]),
    (lambda: write("lists/dnc.csv", "phone_number\n+12125550188\n"), "inputs changed", ["lists/dnc.csv"]),
    (lambda: os.unlink("agent_configs/night.json"), "inputs gone", ["agent_configs/night.json"]),
    (lambda: write("agent_configs/new.json", agent("New")), "new files", ["agent_configs/new.json"]),
    (lambda: write("tools.json", {"tools": []}), "new files", ["tools.json"]),
    (lambda: write("agents.lock", "x"), "files that were absent", ["agents.lock"]),
    (
        lambda: write("packs/quarry/voice/calm.yaml", CALM.replace("0.5", "0.6")),
        "policy packs changed",
        ["quarry/voice"],
    ),
    (lambda: write("agent_configs/complint.yaml", "profile: default\n"), "configurations that hold now", []),
    (lambda: shutil.rmtree("packs"), "policy packs can no longer be read", []),
    (lambda: os.replace("complint.yaml", "../x"), "had a configuration have none", []),
]


@pytest.mark.parametrize(("change", "words", "names"), CHANGES, ids=[words for _, words, _ in CHANGES])
def test_a_project_that_moved_on_is_no_forged_evidence(
    signed: Filed, check: Any, change: Callable[[], object], words: str, names: list[str]
) -> None:
    folder = signed("one")
    change()
    code, answer = check(folder)
    assert (code, answer["good"], answer["sound"]) == (1, False, True)
    met = [found for _, said, found in _said(answer) if words in said]
    assert met, _said(answer)
    assert not names or met == [names]
    assert {kind for kind, _, _ in _said(answer)} == {"moved"}
    assert check(folder, "--evidence-only")[0] == 0


def test_a_pack_is_known_by_its_content_not_by_its_time(signed: Filed) -> None:
    def complint(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "complint", *arguments], capture_output=True, text=True)

    signed("key")
    assert complint("check", "agent_configs").returncode == 1  # fills the cache
    arguments = ("--key", "../key", "--as-of", DAY, "--output", "../one", "--new-chain", "agent_configs")
    assert complint("audit", "run", *arguments).returncode == 1
    calm = Path("packs/quarry/voice/calm.yaml")
    times = (calm.stat().st_atime_ns, calm.stat().st_mtime_ns)
    calm.write_text(CALM.replace("0.5", "0.6"))
    os.utime(calm, ns=times)
    done = complint("audit", "verify", "../one", "--public-key", "../key.pub")
    assert done.returncode == 1
    assert "policy packs changed since: quarry/voice" in done.stdout


def test_what_is_excluded_or_filed_is_not_new(signed: Filed, check: Any, project: Path) -> None:
    folder = signed("one")
    write("drafts/another.json", agent("Draft"))
    shutil.copytree(folder, "complint-audit/one")
    assert check(folder)[0] == 0


def test_another_complint_and_other_data_are_named(signed: Filed, check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from complint.audit import installed

    folder, tool = signed("one"), installed.tool()
    monkeypatch.setattr(installed, "tool", lambda: {**tool, "version": "99.0"})
    monkeypatch.setattr(installed, "data_versions", lambda: None)
    code, answer = check(folder)
    words = " ".join(said for _, said, _ in _said(answer))
    assert code == 1
    assert f"complint {tool['version']} checked it, this is complint 99.0" in words
    assert "pytz was " in words
    monkeypatch.setattr(installed, "tool", lambda: {**tool, "digest": {"sha256": "0" * 64}})
    assert "with other files" in " ".join(said for _, said, _ in _said(check(folder)[1]))


@pytest.mark.parametrize("name", ["report.html", "report.json", "findings.csv"])
def test_an_altered_or_missing_report_is_forgery(signed: Filed, check: Any, name: str) -> None:
    folder = signed("one")
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    code, answer = check(folder)
    assert (code, answer["sound"], answer["good"]) == (1, False, False)
    assert _said(answer, "evidence") == [("bad", "reports altered since the evidence was made", [name])]
    (folder / name).unlink()
    assert _said(check(folder)[1], "evidence") == [("bad", "reports missing beside the evidence", [name])]


def test_a_file_put_beside_the_evidence_is_pointed_at(signed: Filed, check: Any) -> None:
    folder = signed("one")
    (folder / "report-final.html").write_text("all is well")
    code, answer = check(folder)
    assert code == 0
    assert ["report-final.html"] in [one["names"] for one in answer["evidence"] if one["kind"] == "note"]


def test_nobody_elses_signature_counts(signed: Filed, run: Command, check: Any) -> None:
    folder = signed("one")
    generate("../other")
    code, out, _ = run("audit", "verify", str(folder), "--public-key", "../other.pub")
    assert (code, "none of the given public keys" in out) == (1, True)
    code, out, _ = run("audit", "verify", str(folder))
    assert (code, "no public key was given" in out) == (1, True)
    code, out, _ = run("audit", "verify", str(folder), "--allow-unknown-key")
    assert (code, "whose signature nobody checks" in out) == (0, True)
    # signed again by somebody else, who names the right key
    forged = statement(folder)
    forged["predicate"]["as_of"] = "2026-01-01"
    sign, keyid = signer("../other", {}), next(iter(public_keys(("../key.pub",), {})))
    assert sign is not None
    shape = json.loads(sealed(forged, sign))
    shape["signatures"][0]["keyid"] = keyid
    (folder / "evidence.json").write_bytes(canonical(shape) + b"\n")
    for more in ((), ("--allow-unknown-key", "--allow-unsigned")):
        code, answer = check(folder, *more)
        assert code == 1
        assert any("is wrong" in said for _, said, _ in _said(answer, "evidence"))


def test_the_public_key_may_come_from_the_environment(
    signed: Filed, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = signed("one")
    monkeypatch.setenv("COMPLINT_AUDIT_PUBLIC_KEY", base64.b64encode(Path("../key.pub").read_bytes()).decode())
    assert run("audit", "verify", str(folder))[0] == 0


def test_unsigned_evidence_is_not_good_unless_somebody_puts_up_with_it(project: Path, run: Command) -> None:
    run("audit", "run", "--as-of", DAY, "--output", "../one")
    code, out, _ = run("audit", "verify", "../one")
    assert (code, "not signed" in out) == (1, True)
    code, out, _ = run("audit", "verify", "../one", "--allow-unsigned")
    assert (code, "Good, as far as" in out) == (0, True)


def test_a_chain_is_followed_and_its_breaks_are_named(signed: Filed, check: Any) -> None:
    folders = [signed(name) for name in ("one", "two", "three")]
    last = folders[-1]
    code, answer = check(last, "--chain")
    assert code == 0
    assert any("2 runs back to" in one["words"] for one in answer["evidence"])
    (folders[0] / "findings.csv").write_text("")
    (said,) = _said(check(last, "--chain")[1], "evidence")
    assert "broken at step 2 (one): reports altered" in said[1]
    assert check(last)[0] == 0
    (folders[0] / "evidence.json").rename(folders[0] / "gone")
    (said,) = _said(check(last, "--chain")[1], "evidence")
    assert "broken at step 2: no evidence beside this has the digest" in said[1]
    assert said[2] == ["one/evidence.json"]


def test_a_run_before_that_was_signed_by_somebody_else_breaks_the_chain(
    signed: Filed, check: Any, run: Command
) -> None:
    generate("../other")
    run("audit", "run", "--key", "../other", "--as-of", DAY, "--output", "../filed/one")
    (said,) = _said(check(signed("two"), "--chain")[1], "evidence")
    assert "broken at step 1 (one)" in said[1]
    assert "none of the given public keys" in said[1]


def test_stock_tools_check_the_signature(signed: Filed) -> None:
    """The commands of docs/guide/audit.md."""
    if shutil.which("openssl") is None or shutil.which("jq") is None:
        pytest.skip("openssl and jq are not both here")
    guide = (Path(__file__).parents[2] / "docs/guide/audit.md").read_text("utf-8")
    script = guide.split("<!-- stock tools -->\n```sh\n", 1)[1].split("```", 1)[0]
    folder = signed("one")
    shutil.copy("../key.pub", folder / "key.pub")
    done = subprocess.run(["bash", "-e", "-c", script], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Signature Verified Successfully" in done.stdout
    assert done.stdout.count(": OK") == 3


@pytest.fixture
def filed(signed: Filed, project: Path) -> tuple[Path, Trust, list[Path]]:
    """Return an audit, whom to trust, and all files of which no byte may change."""
    folder = signed("one").resolve()
    inputs = [project / one["name"] for one in statement(folder)["subject"]]
    packs = [path for path in (project / "packs").rglob("*.yaml") if path not in inputs]
    return folder, Trust(public_keys(("../key.pub",), {})), [*folder.iterdir(), *inputs, *packs]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.integers(0, 10**9), bit=st.integers(0, 7), how=st.sampled_from(["flip", "cut", "add"]))
def test_any_flipped_bit_is_caught(filed: tuple[Path, Trust, list[Path]], choice: int, bit: int, how: str) -> None:
    folder, trust, files = filed
    rng = random.Random(choice)
    path = rng.choice(files)
    data = path.read_bytes()
    at = rng.randrange(len(data))
    changed = {
        "flip": data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :],
        "cut": data[:at],
        "add": data[:at] + bytes([bit]) + data[at:],
    }[how]
    try:
        path.write_bytes(changed)
        found = verify(str(folder / "evidence.json"), trust)
        assert not found.is_good
        assert found.is_sound == (path.parent != folder)
    finally:
        path.write_bytes(data)
    assert verify(str(folder / "evidence.json"), trust).is_good


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_forged_shapes_give_words_never_a_traceback(filed: tuple[Path, Trust, list[Path]], data: st.DataObject) -> None:
    folder, _, _ = filed
    made: Any = statement(folder)
    here, parent, key = made, made, None
    for _ in range(data.draw(st.integers(0, 5))):
        if not isinstance(here, (dict, list)) or not here:
            break
        key = data.draw(st.sampled_from(list(here) if isinstance(here, dict) else range(len(here))))
        parent, here = here, here[key]
    forms: list[Any] = [None, 7, "x", "\0", "\ud800", "../../../etc/hostname", "/dev/zero", [], {}, [1], "/"]
    odd = data.draw(st.sampled_from(forms))
    if here is made:
        made = odd
    else:
        parent[key] = odd
    keep = (folder / "evidence.json").read_bytes()
    try:
        (folder / "evidence.json").write_bytes(sealed(made, None))
        found = verify(str(folder / "evidence.json"), Trust(allow_unsigned=True), chain=True)
        assert all(one.words for one in (*found.evidence, *found.since))
    finally:
        (folder / "evidence.json").write_bytes(keep)


def test_a_strangers_evidence_sends_nobody_reading_outside_of_the_root(
    signed: Filed, run: Command, project: Path
) -> None:
    folder = signed("one")
    forged = statement(folder)
    outside = str(project.parent / "key")
    forged["subject"] = [{"name": outside, "digest": {"sha256": "0" * 64}}]
    forged["predicate"]["paths"] = ["/"]
    forged["predicate"]["absent"] = [outside]
    (folder / "evidence.json").write_bytes(sealed(forged, None))
    code, out, _ = run("audit", "verify", str(folder), "--allow-unsigned", "--format", "json")
    said = _said(json.loads(out), "since")
    assert code == 1
    assert ["not read" in words for _, words, names in said if names == [outside]] == [True]
    assert not [words for _, words, _ in said if "new files" in words or "absent" in words]


def test_a_strangers_names_are_made_harmless(signed: Filed, run: Command) -> None:
    folder = signed("one")
    forged = statement(folder)
    forged["subject"].append({"name": "\x1b[2Jgone\u202e.json", "digest": {"sha256": "0" * 64}})
    (folder / "evidence.json").write_bytes(sealed(forged, None))
    _, out, _ = run("audit", "verify", str(folder), "--color", "never")
    assert "\x1b" not in out
    assert "\\x1b[2Jgone<U+202E>.json" in out


def test_wrong_use_is_exit_2_and_damage_exit_1(project: Path, run: Command) -> None:
    assert run("audit", "verify", "nowhere")[0] == 2
    assert run("audit", "verify", "agent_configs")[0] == 2
    assert run("audit", "verify", "agents.json", "--public-key", "nowhere")[0] == 2
    code, out, _ = run("audit", "verify", "agents.json")
    assert (code, "damaged or forged" in out) == (1, True)
    write("empty.json", f'{{"payload":"e30=","payloadType":"{PAYLOAD_TYPE}","signatures":[]}}\n')
    code, out, _ = run("audit", "verify", "empty.json")
    assert (code, "field required" in out) == (1, True)


def test_a_plug_in_of_a_package_is_known_by_its_file_and_not_run(
    signed: Filed, check: Any, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = project.parent / "site"
    write(f"{site}/rockrule-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: rockrule\nVersion: 1.0\n")
    write(f"{site}/rockrule-1.0.dist-info/entry_points.txt", "[complint.rules]\nrock.named = rockrule\n")
    write(f"{site}/rockrule.py", RULE)
    write("packs/quarry/voice/named.yaml", NAMED)
    monkeypatch.syspath_prepend(str(site))
    folder = signed("one")
    (plugin,) = statement(folder)["predicate"]["plugins"]
    assert (plugin["rule"], plugin["module"]) == ("rock/named", "rockrule")
    assert check(folder)[0] == 0
    write(f"{site}/rockrule.py", "raise SystemExit('run by mistake')\n")
    assert ("moved", "plug-ins of packages changed since", ["rock/named"]) in _said(check(folder)[1])
    os.unlink(site / "rockrule.py")
    assert "no longer found" in str(_said(check(folder)[1]))


RULE = '''"""Name."""

from complint.policy.law import Law


def check(law: Law):
    return []
'''
NAMED = """id: quarry/voice/named
title: Named
rule: rock/named
when: {kind: [agent]}
severity: warning
values:
  - {from: 2026-01-01, confidence: high, verified_on: 2026-10-01, citations: [{title: House policy}]}
"""
