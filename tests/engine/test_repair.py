"""One round of fixes: whole or not at all, by the routes the rules saw, in the file's own shape and case."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from complint.core.finding import Finding, Place
from complint.core.fix import SAFE, UNSAFE, Append, CreateFile, Fix, Move, Remove, Rename, Set
from complint.engine.repair import Round, repair
from complint.model.project import Project
from complint.sources import open_documents
from complint.text.loaded import DEFAULT_LIMITS

AGENT = {"conversation_config": {"agent": {"prompt": {"llm": "a", "tool_ids": ["x", "y", "z"]}}}, "name": "Larkspur"}
PROMPT = ("conversation_config", "agent", "prompt")


def a_project(files: dict[str, Any]) -> Project:
    documents = [
        document
        for path, content in files.items()
        for document in open_documents(
            path, DEFAULT_LIMITS, (content if isinstance(content, str) else json.dumps(content, indent=2)).encode()
        )
    ]
    return Project(documents, lambda path: None, whole=True)


def a_finding(*ops: Any, path: str = "a.json", index: int = 0, safety: str = SAFE, rule: str = "test/rule") -> Finding:
    return Finding(
        rule, rule, "error", "fail", "wrong", Place(path, None), fix=Fix(safety, "do", ops), subject=(path, index)
    )


def a_round(files: dict[str, Any], *findings: Finding) -> Round:
    return repair(findings, a_project(files), DEFAULT_LIMITS)


def loaded(found: Round, path: str = "a.json") -> Any:
    return json.loads(found.files[path])


def reasons(found: Round) -> list[str]:
    return [reason for _, reason in found.refused]


def test_all_fixes_of_a_round_speak_of_the_file_as_it_was() -> None:
    ids = (*PROMPT, "tool_ids")
    found = a_round(
        {"a.json": AGENT},
        a_finding(Remove((*ids, 0))),
        a_finding(Remove((*ids, 1)), Set((*PROMPT, "llm"), "b")),
        a_finding(Set((*ids, 2), "Z")),
        a_finding(Append(ids, "new")),
        a_finding(Rename(("name",), "title")),
    )
    assert len(found.fixed) == 5
    data = loaded(found)
    assert data["conversation_config"]["agent"]["prompt"] == {"llm": "b", "tool_ids": ["Z", "new"]}
    assert data["title"] == "Larkspur"


def test_a_fix_that_meets_another_waits() -> None:
    found = a_round(
        {"a.json": AGENT},
        a_finding(Set((*PROMPT, "llm"), "b")),
        a_finding(Set((*PROMPT, "llm"), "c")),
        a_finding(Remove(PROMPT)),
        a_finding(Set((*PROMPT, "llm", "below"), "d")),
    )
    assert len(found.fixed) == 1
    assert found.refused == ()
    assert loaded(found)["conversation_config"]["agent"]["prompt"]["llm"] == "b"


def test_safe_fixes_come_first() -> None:
    found = a_round(
        {"a.json": AGENT},
        a_finding(Set(("name",), "unsafe"), safety=UNSAFE),
        a_finding(Set(("name",), "safe")),
    )
    assert loaded(found)["name"] == "safe"


def test_the_same_fix_for_two_requirements_is_done_once_and_counts_twice() -> None:
    found = a_round(
        {"a.json": AGENT}, a_finding(Set(("name",), "b")), a_finding(Set(("name",), "b"), rule="test/other")
    )
    assert [finding.rule for finding, _ in found.fixed] == ["test/rule", "test/other"]


def test_a_fix_over_two_files_is_done_in_both_or_in_none() -> None:
    files = {"a.json": AGENT, "b.json": {"tools": [{"config": "x"}]}}
    good = a_finding(Set(("name",), "b"), Append(("tools",), {"config": "y"}, "b.json"))
    found = a_round(files, good)
    assert set(found.files) == {"a.json", "b.json"}
    assert found.fixed == ((good, frozenset({"a.json", "b.json"})),)
    bad = a_finding(Set(("name",), "b"), Append(("agents",), {"config": "y"}, "b.json"))
    found = a_round(files, bad)
    assert (found.files, found.fixed, reasons(found)) == ({}, (), ["there is no /agents"])


def test_a_fix_that_fails_half_way_leaves_the_indices_of_others_alone() -> None:
    ids = (*PROMPT, "tool_ids")
    found = a_round(
        {"a.json": AGENT}, a_finding(Remove((*ids, 0)), Remove(("missing",))), a_finding(Set((*ids, 2), "Z"))
    )
    assert reasons(found) == ["there is no /missing"]
    assert loaded(found)["conversation_config"]["agent"]["prompt"]["tool_ids"] == ["x", "y", "Z"]


def test_new_files_go_below_the_registry() -> None:
    files = {"p/agents.json": {"agents": []}, "p/agent_configs/a.json": AGENT}
    path = "p/agent_configs/a.json"
    found = a_round(
        files,
        a_finding(CreateFile("tool_configs/t.json", {"name": "é"}), Set(("name",), "b"), path=path),
        a_finding(CreateFile("tool_configs/t.json", {"name": "other"}), path=path),
        a_finding(CreateFile("../out.json", {}), path=path),
        a_finding(CreateFile("/out.json", {}), path=path),
        a_finding(CreateFile("agent_configs/a.json", {}), path=path),
    )
    assert found.files["p/tool_configs/t.json"] == '{\n  "name": "é"\n}\n'.encode()
    assert [paths for _, paths in found.fixed] == [frozenset({"p/tool_configs/t.json", path})]
    assert reasons(found) == [
        "'../out.json' leads out of the project's folder",
        "'/out.json' leads out of the project's folder",
        "p/agent_configs/a.json is there already",
    ]


def test_a_fix_may_only_create_files() -> None:
    found = a_round({"a.json": AGENT}, a_finding(CreateFile("t.json", [1]), CreateFile("u.json", {})))
    assert sorted(found.files) == ["t.json", "u.json"]
    found = a_round({"a.json": AGENT}, a_finding(CreateFile("t.json", 1), CreateFile("./t.json", 2)))
    assert reasons(found) == ["the fix creates one file twice"]
    found = a_round({"a.json": AGENT}, a_finding(CreateFile("t.json", float("nan"))))
    assert "cannot be written as JSON" in reasons(found)[0]


def test_one_registry_takes_many_entries_in_a_round_and_none_twice() -> None:
    files = {"tools.json": {"tools": []}, "a.json": AGENT, "b.json": AGENT, "c.json": AGENT}
    entries = {"a.json": {"config": "1"}, "b.json": {"config": "2"}, "c.json": {"config": "1"}}
    found = a_round(
        files, *(a_finding(Append(("tools",), entry, "tools.json"), path=path) for path, entry in entries.items())
    )
    assert loaded(found, "tools.json") == {"tools": [{"config": "1"}, {"config": "2"}]}
    assert len(found.fixed) == 2


def test_a_fix_that_changes_nothing_or_names_nothing_is_refused() -> None:
    found = a_round(
        {"a.json": AGENT},
        a_finding(Set(("name",), "Larkspur")),
        a_finding(),
        a_finding("shout"),
        a_finding(Set(("name",), 1, "missing.json")),
    )
    assert found.files == {}
    assert reasons(found) == [
        "it changes nothing",
        "the fix names no edit",
        "str is no edit",
        "missing.json cannot be read",
    ]


def test_what_fails_the_proof_does_not_take_the_rest_along() -> None:
    text = "name: Larkspur\nb: {}\na: &x 1\nc: *x\nconversation_config: {agent: {}}\n"
    found = a_round(
        {"a.yaml": text},
        a_finding(Set(("name",), "Alder"), path="a.yaml"),
        a_finding(Move(("c",), ("b", "c")), path="a.yaml"),
        a_finding(Set(("conversation_config", "agent", "language"), "en"), path="a.yaml"),
    )
    assert found.files["a.yaml"].decode() == (
        "name: Alder\nb: {}\na: &x 1\nc: *x\nconversation_config: {agent: {language: en}}\n"
    )
    assert reasons(found) == ["the edited text would not load: the alias *x has no anchor before it"]


def test_edits_of_a_stream_stay_in_their_document() -> None:
    text = "conversation_config: {agent: {}}\nname: one\n---\nconversation_config: {agent: {}}\nname: two\n"
    found = a_round({"a.yaml": text}, a_finding(Set(("name",), "2"), path="a.yaml", index=1))
    assert found.files["a.yaml"].decode() == text.replace("name: two", 'name: "2"')


def test_bytes_that_are_no_text_stay() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(AGENT).encode() + b"\\n"
    project = Project(open_documents("a.json", DEFAULT_LIMITS, data), lambda path: None, whole=True)
    found = repair([a_finding(Set(("name",), "Alder"))], project, DEFAULT_LIMITS)
    assert found.files["a.json"] == data.replace(b"Larkspur", b"Alder")
    wide = json.dumps(AGENT).encode("utf-16")
    project = Project(open_documents("a.json", DEFAULT_LIMITS, wide), lambda path: None, whole=True)
    found = repair([a_finding(Set(("name",), "Älder"))], project, DEFAULT_LIMITS)
    assert found.files["a.json"].decode("utf-16") == json.dumps(AGENT).replace("Larkspur", "Älder")


def test_only_the_file_of_standard_input_may_change() -> None:
    files = {"a.json": AGENT, "b.json": {"tools": []}}
    found = repair(
        [a_finding(Append(("tools",), 1, "b.json")), a_finding(Set(("name",), "b"))],
        a_project(files),
        DEFAULT_LIMITS,
        only="a.json",
    )
    assert set(found.files) == {"a.json"}
    assert "standard input" in reasons(found)[0]


def test_a_camel_case_file_gets_camel_case_keys_where_the_schema_knows_them() -> None:
    agent = {
        "conversationConfig": {"agent": {"firstMessage": "Hi", "prompt": {"llm": "a", "toolIds": []}}},
        "platformSettings": {"privacy": {"recordVoice": True}},
    }
    end_call = {"name": "end_call", "type": "system", "params": {"system_tool_type": "end_call"}}
    found = a_round(
        {"a.json": agent},
        a_finding(Set(("platform_settings", "privacy", "zero_retention_mode"), True)),
        a_finding(Set((*PROMPT, "built_in_tools"), {"end_call": end_call})),
        a_finding(
            Set(("conversation_config", "agent", "dynamic_variables"), {"dynamic_variable_placeholders": {"my_key": 1}})
        ),
        a_finding(Rename((*PROMPT, "llm"), "backup_llm_config")),
    )
    assert found.refused == ()
    data = loaded(found)
    assert data["platformSettings"]["privacy"] == {"recordVoice": True, "zeroRetentionMode": True}
    assert data["conversationConfig"]["agent"]["dynamicVariables"] == {"dynamicVariablePlaceholders": {"my_key": 1}}
    assert data["conversationConfig"]["agent"]["prompt"] == {
        "backupLlmConfig": "a",
        "toolIds": [],
        "builtInTools": {"endCall": {"name": "end_call", "type": "system", "params": {"systemToolType": "end_call"}}},
    }


def test_a_key_in_the_wrong_case_gets_the_one_the_fix_says() -> None:
    agent = {"conversation_config": {"agent": {"firstMessage": "Hi", "language": "en"}}, "name": "a"}
    route = ("conversation_config", "agent", "first_message")
    found = a_round({"a.json": agent}, a_finding(Rename(route, "first_message")))
    assert loaded(found)["conversation_config"]["agent"] == {"first_message": "Hi", "language": "en"}


def test_other_shapes_are_edited_where_they_write_things() -> None:
    flat = {"agent": {"first_message": "Hi", "prompt": {"llm": "a"}}, "privacy": {"record_voice": True}, "tts": {}}
    nested = {"agent": {"conversation_config": {"agent": {"prompt": {"llm": "a"}}}, "name": "a"}, "version": 1}
    found = a_round(
        {"flat.json": flat, "nested.json": nested},
        a_finding(Set(("platform_settings", "privacy", "record_voice"), False), path="flat.json"),
        a_finding(Set((*PROMPT, "llm"), "b"), path="flat.json"),
        a_finding(Set(("platform_settings", "auth"), {"enable_auth": True}), path="flat.json"),
        a_finding(Set((*PROMPT, "llm"), "b"), path="nested.json"),
    )
    assert found.refused == ()
    assert loaded(found, "flat.json") == {
        "agent": {"first_message": "Hi", "prompt": {"llm": "b"}},
        "privacy": {"record_voice": False},
        "tts": {},
        "auth": {"enable_auth": True},
    }
    assert loaded(found, "nested.json")["agent"]["conversation_config"]["agent"]["prompt"] == {"llm": "b"}


def test_an_edit_that_would_be_read_as_another_is_refused() -> None:
    agent = {"agent": {"first_message": "Hi", "prompt": {"llm": "a"}}, "tts": {}, "asr": {}}
    found = a_round({"a.json": agent}, a_finding(Rename(("conversation_config", "tts"), "voice")))
    assert found.files == {}
    assert reasons(found) == ["the edited file would be read as something else than the fix says"]


VALUES = st.recursive(
    st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner),
    max_leaves=20,
)


class Cells:
    """Data in which every value has an identity, so that edits need no indices: what the round must come to."""

    def __init__(self, data: Any) -> None:
        self.by_route: dict[tuple[Any, ...], list[Any]] = {}
        self.root = self.wrap(data, ())

    def wrap(self, value: Any, route: tuple[Any, ...]) -> list[Any]:
        if isinstance(value, dict):
            value = [[key, self.wrap(child, (*route, key))] for key, child in value.items()]
            cell = ["object", value]
        elif isinstance(value, list):
            cell = ["list", [[None, self.wrap(child, (*route, index))] for index, child in enumerate(value)]]
        else:
            cell = ["leaf", value]
        self.by_route.setdefault(route, cell)
        return cell

    def do(self, op: Any) -> None:
        if isinstance(op, Append):
            self.by_route[op.route][1].append([None, Cells(op.value).root])
            return
        entries = self.by_route[op.route[:-1]][1]
        cell = self.by_route.get(op.route)
        if cell is None:
            entries.append([op.route[-1], Cells(op.value).root])
        elif isinstance(op, Set):
            cell[:] = Cells(op.value).root
        elif isinstance(op, Remove):
            entries[:] = [entry for entry in entries if entry[1] is not cell]
        else:
            next(entry for entry in entries if entry[1] is cell)[0] = op.name

    def data(self, cell: list[Any] | None = None) -> Any:
        kind, value = cell or self.root
        if kind == "object":
            return {key: self.data(child) for key, child in value}
        return [self.data(child) for _, child in value] if kind == "list" else value


def an_op(random: Random, cells: Cells, number: int) -> Any:
    route, cell = random.choice(list(cells.by_route.items()))
    kind, value = random.choice("set add remove append rename".split()), {"new": number}
    if kind == "append" and cell[0] == "list":
        return Append(route, value)
    if kind == "add" and cell[0] == "object":
        return Set((*route, f"new{number}"), value)
    if kind == "remove" and route:
        return Remove(route)
    if kind == "rename" and route and isinstance(route[-1], str):
        return Rename(route, f"name{number}")
    return Set(route, value) if route else None


@settings(max_examples=300, deadline=None)
@given(VALUES, st.integers(0, 2**48).map(Random), st.integers(1, 8))
def test_fixes_of_a_round_come_to_the_same_as_edits_by_identity(data: Any, random: Random, number: int) -> None:
    data = {"name": "a", "type": "webhook", "api_schema": {}, "data": data}
    cells = Cells(data)
    ops = [op for position in range(number) if (op := an_op(random, cells, position)) is not None]
    found = a_round({"tool_configs/a.json": data}, *(a_finding(op, path="tool_configs/a.json") for op in ops))
    assert found.refused == ()
    for finding, _ in found.fixed:
        assert finding.fix is not None
        cells.do(finding.fix.ops[0])
    after = loaded(found, "tool_configs/a.json") if found.files else data
    assert after == cells.data()
    assert found.fixed or not ops
