"""The fixed point: rules of the test's own over files in memory; rounds, cycles, endless fixes, order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from complint import fixing
from complint.core.finding import Finding, Place
from complint.core.fix import SAFE, SHOWN, UNSAFE, Append, CreateFile, Fix, Remove, Set
from complint.core.record import replace
from complint.fixing import ROUNDS, Fixed, fix
from complint.model.document import Document
from complint.model.project import Project
from complint.run import Options, Report
from complint.settings import Settings
from complint.sources import open_documents
from complint.text.loaded import DEFAULT_LIMITS

Rule = Callable[[Document], Iterator[Fix]]

FILES: dict[str, Any] = {"tools.json": {"tools": []}, "tool_configs/a.json": {"name": "a", "x": 1, "items": []}}
A = "tool_configs/a.json"


def fixed_by(
    monkeypatch: pytest.MonkeyPatch,
    rules: Mapping[str, Rule],
    files: Mapping[str, Any] = FILES,
    *,
    unsafe: bool = False,
) -> Fixed:
    """Fix files in memory by some rules, each a function from a document to fixes."""

    def check(
        _options: Options, _settings: Settings, _of: Any = None, edited: Mapping[str, bytes] | None = None
    ) -> Report:
        contents = {path: json.dumps(data).encode() for path, data in files.items()} | dict(edited or {})
        documents = [
            one for path, data in sorted(contents.items()) for one in open_documents(path, DEFAULT_LIMITS, data)
        ]
        findings = [
            Finding(
                rule,
                rule,
                "error",
                "fail",
                wanted.title,
                Place(document.path, None),
                fix=wanted,
                subject=(document.path, 0),
            )
            for document in documents
            for rule, look in rules.items()
            for wanted in look(document)
        ]
        project = Project(documents, lambda path: None, whole=True)
        return Report("", (), tuple(documents), tuple(findings), (), (), len(documents), project=project)

    monkeypatch.setattr(fixing, "check", check)
    return fix(Options(), Settings(), unsafe=unsafe)


def content(fixed: Fixed, path: str = A) -> Any:
    found = {change.path: json.loads(change.after) for change in fixed.changes}
    return found.get(path, FILES.get(path))


def sets(key: str, before: Any, after: Any, safety: str = SAFE) -> Rule:
    """Return a rule that wants one value in place of another."""

    def look(document: Document) -> Iterator[Fix]:
        if document.path == A and document.data.get(key) == before:
            yield Fix(safety, f"set {key}", (Set((key,), after),))

    return look


def test_fixes_go_on_until_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    done = fixed_by(monkeypatch, {f"test/{n}": sets("x", n, n + 1) for n in range(1, 9)})
    assert content(done)["x"] == 9
    assert len(done.fixed) == 8
    assert (done.refused, len(done.before.findings), done.after.findings) == ((), 1, ())


def test_fixes_that_undo_each_other_are_not_done_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {"test/up": sets("x", 1, 2), "test/down": sets("x", 2, 1), "test/name": sets("name", "a", "b")}
    done = fixed_by(monkeypatch, rules)
    assert content(done) == {"name": "b", "x": 1, "items": []}
    assert [(finding.rule, reason) for finding, reason in done.refused] == [
        ("test/up", "fixes undo each other: test/down, test/up")
    ]


def test_a_cycle_is_found_behind_other_fixes(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {f"test/{n}": sets("x", n, n + 1) for n in range(1, 4)} | {"test/back": sets("x", 4, 2)}
    done = fixed_by(monkeypatch, rules)
    assert content(done)["x"] == 2
    assert [reason for _, reason in done.refused] == ["fixes undo each other: test/2, test/3, test/back"]


def test_a_fix_that_comes_to_no_end_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(document: Document) -> Iterator[Fix]:
        if document.path == A:
            yield Fix(SAFE, "append", (Append(("items",), len(document.data["items"])),))

    done = fixed_by(monkeypatch, {"test/endless": endless, "test/name": sets("name", "a", "b")})
    assert content(done) == {"name": "b", "x": 1, "items": []}
    assert [reason for _, reason in done.refused] == [
        f"its fix and others come to no end in {ROUNDS} rounds: test/endless"
    ]


def test_unsafe_fixes_need_to_be_asked_for_and_shown_ones_are_never_done(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {"test/u": sets("x", 1, 2, UNSAFE), "test/s": sets("name", "a", "b", SHOWN)}
    done = fixed_by(monkeypatch, rules)
    assert (done.changes, done.fixed, done.held_back) == ((), (), 1)
    done = fixed_by(monkeypatch, rules, unsafe=True)
    assert content(done) == {"name": "a", "x": 2, "items": []}
    assert done.held_back == 0


def test_what_is_waived_is_not_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Finding

    def waived(*values: Any, **more: Any) -> Finding:
        return replace(made(*values, **more), status="waived")

    monkeypatch.setitem(globals(), "Finding", waived)
    assert fixed_by(monkeypatch, {"test/x": sets("x", 1, 2)}).changes == ()


def test_new_files_are_checked_and_fixed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def create(document: Document) -> Iterator[Fix]:
        if document.path == A and "made" not in document.data:
            yield Fix(SAFE, "create", (CreateFile("b.json", {"name": "new", "tool_config": {}}), Set(("made",), True)))

    def mend(document: Document) -> Iterator[Fix]:
        if document.path == "tool_configs/b.json" and document.data["name"] == "new":
            yield Fix(SAFE, "mend", (Set(("name",), "mended"),))

    done = fixed_by(monkeypatch, {"test/create": create, "test/mend": mend}, {A: FILES[A]})
    assert [(change.path, change.before is None) for change in done.changes] == [
        (A, False),
        ("tool_configs/b.json", True),
    ]
    assert content(done, "tool_configs/b.json")["name"] == "mended"
    assert [paths for _, paths in done.fixed] == [
        frozenset({A, "tool_configs/b.json"}),
        frozenset({"tool_configs/b.json"}),
    ]


def test_a_file_that_is_as_before_in_the_end_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def once(document: Document) -> Iterator[Fix]:
        if document.path == A and document.data["items"] == [] and document.data["x"] == 1:
            yield Fix(SAFE, "", (Append(("items",), 1),))
        elif document.path == A and document.data["items"] == [1]:
            yield Fix(SAFE, "", (Remove(("items", 0)), Set(("x",), 2)))

    done = fixed_by(monkeypatch, {"test/once": once})
    assert content(done) == {"name": "a", "x": 2, "items": []}


RULES: dict[str, Rule] = {
    "test/a": sets("x", 1, 2),
    "test/b": sets("x", 2, 3),
    "test/c": sets("name", "a", "b"),
    "test/d": sets("items", [], [1]),
    "test/e": sets("items", [1], [1, 2]),
    "test/f": sets("new", None, {"deep": []}),
    "test/g": sets("new", {"deep": []}, {"deep": [0]}),
    "test/h": sets("name", "b", "c"),
}


@hypothesis_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(list(RULES)))
def test_the_order_of_rules_does_not_matter(monkeypatch: pytest.MonkeyPatch, order: list[str]) -> None:
    done = fixed_by(monkeypatch, {name: RULES[name] for name in order})
    assert content(done) == {"name": "c", "x": 3, "items": [1, 2], "new": {"deep": [0]}}
    assert sorted(finding.rule for finding, _ in done.fixed) == sorted(RULES)
