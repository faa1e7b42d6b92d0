"""Plug-ins: files run only where allowed, packages by their entry points, and a broken one is told by its name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from complint.cli.main import _run
from complint.policy import installed

RULE = '''"""Agent that is called Bob."""
from complint.core.finding import Hit
from complint.model.document import Document


def check(document: Document):
    if document.data.get("name") == "Bob":
        yield Hit(("name",), "another name is required")
'''
PACK = "id: acme/names\ntitle: Acme\nsources: [{title: House policy}]\n"
REQUIREMENT = """id: acme/names/bob
title: Nobody is Bob
rule: RULE
when: {kind: [agent]}
severity: error
values: [{from: 2026-01-01, confidence: high, verified_on: 2026-01-01, citations: [{title: House policy}]}]
"""
AGENT = '{"name": "Bob", "conversation_config": {"agent": {"first_message": "Hi"}}}'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLINT_CACHE_DIR", "")
    installed.pack_folders.cache_clear()
    _write("agent.json", AGENT)
    yield tmp_path
    installed.pack_folders.cache_clear()


def _write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8")


def _packs(folder: str, rule: str) -> None:
    _write(f"{folder}/acme/names/pack.yaml", PACK)
    _write(f"{folder}/acme/names/bob.yaml", REQUIREMENT.replace("RULE", rule))


def _check(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = _run(["check", "-q", "--select", "acme", "--as-of", "2026-11-22", *more])
    out = capsys.readouterr()
    return code, out.out + out.err


def test_a_file_runs_only_where_allowed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _packs("packs", "checks/called-bob")
    _write("checks/called_bob.py", RULE)
    _write("complint.yaml", "policy_paths: [packs]\npolicies: [acme/names]\nplugins: [checks/called_bob.py]\n")
    code, out = _check(capsys)
    assert code == 4
    assert "checks/called_bob.py" in out
    assert "--allow-plugins" in out
    code, out = _check(capsys, "--allow-plugins")
    assert code == 1
    assert "agent.json:1:10 error checks/called-bob another name is required" in out


@pytest.mark.parametrize(
    ("text", "words"),
    [("def check(:\n", "SyntaxError"), ("", "check"), (RULE + "\nraise OSError('no')\n", "OSError: no")],
)
def test_a_broken_one_is_told_by_its_name(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    _packs("packs", "checks/called-bob")
    _write("checks/called_bob.py", text)
    _write("complint.yaml", "policy_paths: [packs]\npolicies: [acme/names]\nplugins: [checks/called_bob.py]\n")
    code, out = _check(capsys, "--allow-plugins")
    assert code == 4
    assert "called_bob.py" in out or "called-bob" in out
    assert words in out
    assert "Traceback" not in out


def test_a_rule_that_nobody_has(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _packs("packs", "checks/called-rob")
    _write("complint.yaml", "policy_paths: [packs]\npolicies: [acme/names]\n")
    code, out = _check(capsys)
    assert code == 4
    assert "checks/called-rob" in out


def test_installed_packages_bring_packs_and_rules(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _packs("site/bobless/packs", "acme/called-bob")
    _write("site/bobless/__init__.py", "")
    _write("site/bobless/rule.py", RULE)
    _write("site/bobless-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: bobless\nVersion: 1.0\n")
    _write(
        "site/bobless-1.0.dist-info/entry_points.txt",
        "[complint.rules]\nacme.called-bob = bobless.rule\n[complint.policies]\nacme = bobless.packs\n",
    )
    monkeypatch.syspath_prepend(str(project / "site"))
    code, out = _check(capsys, "--policy", "acme/names", "agent.json")
    assert code == 1
    assert "acme/called-bob" in out
    monkeypatch.delitem(sys.modules, "bobless.rule")
    _write("site/bobless/rule.py", "raise RuntimeError('out of order')\n")
    code, out = _check(capsys, "--policy", "acme/names", "agent.json")
    assert code == 4
    assert "bobless" in out
    assert "out of order" in out


def test_an_entry_point_that_leads_nowhere_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _write("site/gone-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: gone\nVersion: 1.0\n")
    _write("site/gone-1.0.dist-info/entry_points.txt", "[complint.policies]\ngone = gone_packs\n")
    monkeypatch.syspath_prepend(str(project / "site"))
    from complint.core.errors import BrokenPart

    with pytest.raises(BrokenPart, match="gone_packs"):
        _run(["check", "--policy", "acme/names", "agent.json"])
