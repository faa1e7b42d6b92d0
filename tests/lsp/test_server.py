"""The language server over standard input and output, with a real client."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lsp.conftest import Start

ROOT = Path(__file__).parents[2]
BAD = ROOT / "sample_configs/bad"
DAY = "2026-11-22"

AGENT: dict[str, Any] = {
    "name": "Front desk",
    "conversation_config": {
        "agent": {
            "first_message": "Hello, this is the AI assistant of Alder Books. This call is recorded and shared with our"
            " service providers. How can I help?",
            "language": "en",
            "disable_first_message_interruptions": True,
            "prompt": {"prompt": "Answer questions about opening hours.", "llm": "gemini-2.5-flash", "tool_ids": []},
        }
    },
    "platform_settings": {"auth": {"enable_auth": True}},
}


def agent(**changes: Any) -> str:
    """Return a clean agent as JSON, with changes of its agent section."""
    data = json.loads(json.dumps(AGENT))
    data["conversation_config"]["agent"].update(changes)
    return json.dumps(data, indent=2, ensure_ascii=False)


def command(folder: Path, cache: Path, *arguments: str) -> bytes:
    """Return what `complint check` prints."""
    line = [sys.executable, "-P", "-m", "complint", "check", "--as-of", DAY, *arguments]
    env = {"PYTHONPATH": str(ROOT), "PATH": "", "COMPLINT_CACHE_DIR": str(cache)}
    return subprocess.run(line, cwd=folder, env=env, capture_output=True, check=False).stdout


def known(items: list[types.Diagnostic]) -> list[tuple[Any, ...]]:
    return [(d.code, d.range.start.line + 1, d.range.start.character + 1, d.message) for d in items]


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Return a copy of the bad samples."""
    return Path(shutil.copytree(BAD, tmp_path / "bad"))


SAMPLES = ["Nurse-Line.json", "Checkup-Calls.yaml", "Front-Desk-Old.json", "Billing-Draft.json"]


def test_says_what_check_says(start: Start, bad: Path, cache: Path) -> None:
    editor = start(bad)
    for name in SAMPLES:
        path = f"agent_configs/{name}"
        said = editor.open(path, (bad / path).read_text("utf-8"), "json" if name.endswith("json") else "yaml")
        report = json.loads(command(bad, cache, "--format", "json", path))
        wanted = [
            (
                f["rule"],
                f["line"],
                f["column"],
                f"unknown: {f['message']}" if f["outcome"] == "unknown" else f["message"],
            )
            for f in report["findings"]
            if f["status"] == "active" and f["path"] == path
        ]
        assert wanted, path
        assert known(said) == wanted, path
        editor.close(path)


def test_findings_come_and_go_as_one_types(start: Start) -> None:
    editor = start()
    said = editor.open("agent_configs/desk.json", agent(prompt={"tools": []}))
    assert [d.code for d in said] == ["tools/empty-inline-tools"]
    assert said[0].source == "complint"
    assert said[0].severity == types.DiagnosticSeverity.Information
    assert list(said[0].tags or ()) == [types.DiagnosticTag.Unnecessary]
    assert said[0].code_description is not None
    assert said[0].data is not None
    assert editor.change("agent_configs/desk.json", 2, agent()) == []
    broken = editor.change("agent_configs/desk.json", 3, agent()[:-20])
    assert [d.code for d in broken] == ["document/unreadable"]
    assert [d.code for d in editor.change("agent_configs/desk.json", 4, agent(prompt={"tools": []}))] == [
        "tools/empty-inline-tools"
    ]
    editor.close("agent_configs/desk.json")
    assert editor.of("agent_configs/desk.json") == []


def test_a_document_in_no_special_folder_stays_one_while_it_is_broken(start: Start) -> None:
    editor = start()
    assert editor.open("settings.json", '{"editor": // a comment\n 1}', "jsonc") == []
    assert editor.open("desk.json", agent()) == []
    assert [d.code for d in editor.change("desk.json", 2, agent()[:-20])] == ["document/unreadable"]


def test_incremental_changes_count_as_the_client_counts(start: Start) -> None:
    editor = start()
    text = agent(prompt={"prompt": "Say 😀\u2028 and be glad.", "llm": "gemini-2.5-flash", "tools": []})
    text = text.replace("\n", "\r\n")
    name = "agent_configs/desk.json"
    said = editor.open(name, text)
    assert [d.code for d in said] == ["tools/empty-inline-tools"]
    lines = text.split("\r\n")
    line = next(number for number, each in enumerate(lines) if "😀" in each)
    column = len(lines[line].partition("and be glad")[0].encode("utf-16-le")) // 2
    where = types.Range(types.Position(line, column), types.Position(line, column + 3))
    tools = next(number for number, each in enumerate(lines) if '"tools"' in each)
    gone = types.Range(types.Position(tools - 1, len(lines[tools - 1]) - 1), types.Position(tools, len(lines[tools])))
    changed = editor.change(
        name,
        2,
        types.TextDocumentContentChangePartial(where, "the doors are open"),
        types.TextDocumentContentChangePartial(gone, ""),
    )
    assert [d.code for d in changed] == []
    again = editor.change(name, 3, types.TextDocumentContentChangePartial(where, "pretend that you are human,"))
    assert [d.code for d in again] == ["disclosure/impersonated-human"]


@pytest.mark.parametrize(("encoding", "width"), [("utf-16", 2), ("utf-8", 4), ("utf-32", 1)])
def test_columns_are_in_the_units_that_the_client_asks_for(start: Start, encoding: str, width: int) -> None:
    editor = start(encodings=[types.PositionEncodingKind(encoding)])
    assert editor.started.capabilities.position_encoding == encoding
    text = '{"name": "😀😀", "conversation_config": {"agent": {"prompt": {"tools": []}}}}'
    said = next(d for d in editor.open("agent_configs/a.json", text) if d.code == "tools/empty-inline-tools")
    before, word = text.partition('"tools"')[:2]
    assert said.range.start.character == len(before) - 2 + 2 * width
    assert said.range.end.character == said.range.start.character + len(word)


def test_hover_tells_requirement_law_and_citation(start: Start, bad: Path) -> None:
    editor = start(bad)
    name = "agent_configs/Nurse-Line.json"
    said = editor.open(name, (bad / name).read_text("utf-8"))
    one = next(d for d in said if d.code == "hipaa/workspace-without-baa")
    shown = editor.hover(name, one.range.start.line, one.range.start.character)
    assert shown is not None
    assert isinstance(shown.contents, types.MarkupContent)
    assert shown.contents.kind == types.MarkupKind.Markdown
    text = shown.contents.value
    for words in ("elevenlabs/hipaa/workspace-baa", "In force from 2025-07-04", "(https://", "no legal advice"):
        assert words in text
    assert editor.hover(name, 0, 0) is None


def test_hover_shows_names_of_strangers_as_they_are(start: Start) -> None:
    editor = start()
    text = agent(
        prompt={"tools": [], "built_in_tools": {"[x](https://phish.example)<b>": {"name": "a", "type": "system"}}}
    )
    said = editor.open("agent_configs/a.json", text)
    one = next(d for d in said if d.code == "tools/unknown-built-in-tool")
    shown = editor.hover("agent_configs/a.json", one.range.start.line, one.range.start.character + 1)
    assert shown is not None
    assert isinstance(shown.contents, types.MarkupContent)
    assert "[x](https://phish" not in shown.contents.value
    assert "<b>" not in shown.contents.value


def test_fixing_all_is_what_the_command_writes(
    start: Start, bad: Path, cache: Path, edit: Callable[[str, types.WorkspaceEdit, str, int | None], str]
) -> None:
    editor = start(bad)
    for name in (
        "agent_configs/Nurse-Line.json",
        "agent_configs/Front-Desk-Old.json",
        "agent_configs/Winter-Promotion.yaml",
    ):
        text = (bad / name).read_bytes().decode()
        editor.open(name, text, "json" if name.endswith("json") else "yaml")
        found = editor.actions(name, ["source.fixAll"])
        assert [one.kind for one in found] == ["source.fixAll.complint"], name
        assert found[0].edit is not None
        new = edit(text, found[0].edit, editor.uri(name), 1)
        shutil.copytree(bad, bad / "../again", dirs_exist_ok=True)
        command(bad / "../again", cache, "--fix", name)
        assert new == (bad / "../again" / name).read_bytes().decode(), name
        assert new != text
        editor.close(name)


def test_quick_fixes_say_how_safe_they_are(
    start: Start, edit: Callable[[str, types.WorkspaceEdit, str, int | None], str]
) -> None:
    editor = start()
    data = json.loads(agent(prompt={"tools": []}, first_message="Hello 😀."))
    data["platform_settings"]["overrides"] = {"conversation_config_override": {"agent": {"prompt": {"prompt": True}}}}
    text = json.dumps(data, indent="\t", ensure_ascii=False).replace("\n", "\r\n")
    name = "agent_configs/a.json"
    said = editor.open(name, text)
    found = editor.actions(name, ["quickfix"])
    safe = [one for one in found if one.is_preferred]
    unsafe = [one for one in found if "unsafe" in one.title]
    shown = [one for one in found if one.disabled is not None]
    assert [one.diagnostics[0].code for one in safe if one.diagnostics] == ["tools/empty-inline-tools"]
    assert [one.diagnostics[0].code for one in unsafe if one.diagnostics] == ["security/permissive-overrides"]
    assert "disclosure/undisclosed-ai" in {one.diagnostics[0].code for one in shown if one.diagnostics}
    assert all(one.edit is None for one in shown)
    assert safe[0].edit is not None
    new = edit(text, safe[0].edit, editor.uri(name), 1)
    assert "tools" not in json.loads(new)["conversation_config"]["agent"]["prompt"]
    left = editor.change(name, 2, new)
    assert [d.code for d in left] == [d.code for d in said if d.code != "tools/empty-inline-tools"]
    assert "\n" not in new.replace("\r\n", "")


def test_a_fix_speaks_of_the_text_that_was_checked(start: Start) -> None:
    editor = start()
    name = "agent_configs/a.json"
    editor.open(name, agent(prompt={"tools": []}))
    new = " " + agent(prompt={"tools": []})
    params = types.DidChangeTextDocumentParams(
        types.VersionedTextDocumentIdentifier(7, editor.uri(name)), [types.TextDocumentContentChangeWholeDocument(new)]
    )
    editor.client.text_document_did_change(params)  # and ask at once, before anything is published
    found = [one for one in editor.actions(name, ["quickfix"]) if one.is_preferred]
    assert found
    for one in found:
        assert one.edit is not None
        assert one.edit.document_changes is not None
        change = one.edit.document_changes[0]
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == 7


def test_fixes_may_create_files_and_edit_others(start: Start) -> None:
    editor = start()
    (editor.folder / "agent_configs").mkdir()
    (editor.folder / "tools.json").write_text('{"tools": []}', "utf-8")
    (editor.folder / "agents.json").write_text(
        '{"agents": [{"config": "agent_configs/a.json", "id": "agent_1"}]}', "utf-8"
    )
    tool = {
        "type": "webhook",
        "name": "book_visit",
        "description": "Books a visit.",
        "api_schema": {"url": "https://desk.example/visits", "method": "POST"},
    }
    name = "agent_configs/a.json"
    editor.open(name, agent(prompt={"prompt": "Book visits.", "tools": [tool]}))
    found = [one for one in editor.actions(name) if one.edit and "unsafe" in one.title]
    assert found
    assert found[0].edit is not None
    changes = found[0].edit.document_changes or []
    created = [change.uri for change in changes if isinstance(change, types.CreateFile)]
    assert created
    assert all("/tool_configs/" in uri for uri in created)
    edited = [change.text_document for change in changes if isinstance(change, types.TextDocumentEdit)]
    assert editor.uri("tools.json") in [one.uri for one in edited]
    assert {one.version for one in edited if one.uri != editor.uri(name)} == {None}
    assert not list(editor.folder.glob("tool_configs/*"))  # the editor writes, not the server


def test_other_open_files_count_as_they_are_typed(start: Start) -> None:
    editor = start()
    registry = '{"tools": [{"name": "book_visit", "config": "tool_configs/book.json", "id": "tool_new"}]}'
    (editor.folder / "tools.json").write_text(registry.replace("tool_new", "tool_old"), "utf-8")
    name = "agent_configs/a.json"
    (editor.folder / "agent_configs").mkdir()
    text = agent(prompt={"prompt": "Book visits.", "tool_ids": ["tool_new"]})
    assert [d.code for d in editor.open(name, text)] == ["tools/dangling-tool-id"]
    editor.open("tools.json", registry)
    assert editor.of(name) == []


def test_a_waiver_is_begun_and_is_a_finding_until_it_is_filled_in(
    start: Start, edit: Callable[[str, types.WorkspaceEdit, str, int | None], str]
) -> None:
    editor = start()
    (editor.folder / "complint.yaml").write_text("profile: default\n", "utf-8")
    waivers = "# kept\nwaivers: []\n"
    (editor.folder / "waivers.yaml").write_text(waivers, "utf-8")
    name = "agent_configs/a[1].json"
    assert [d.code for d in editor.open(name, agent(prompt={"tools": []}))] == ["tools/empty-inline-tools"]
    action = next(one for one in editor.actions(name) if one.title.startswith("Begin a waiver"))
    assert not action.is_preferred
    assert action.edit is not None
    text = edit(waivers, action.edit, editor.uri("waivers.yaml"), None)
    assert text.startswith("# kept\n")
    said = editor.open("waivers.yaml", text, "yaml")
    assert {d.code for d in said} == {"waiver/unexplained"}
    assert [d.code for d in editor.of(name)] == ["tools/empty-inline-tools"]
    filled = {"owner": "Dana Reyes", "reason": "A trial.", "expires": "2027-01-31"}
    for key, value in filled.items():
        text = re.sub(f"{key}: (''|\"\")", f"{key}: {value}", text)
    assert editor.change("waivers.yaml", 2, text) == []
    assert editor.of(name) == []


def test_a_configuration_that_is_wrong_is_said_there_and_of_the_files_under_it(start: Start) -> None:
    editor = start()
    config = editor.folder / "complint.yaml"
    config.write_text("profile: default\n", "utf-8")
    name = "agent_configs/a.json"
    assert editor.open(name, agent()) == []
    said = editor.open("complint.yaml", "profile: default\nworkspaces:\n  baa: true\n", "yaml")
    assert [(d.range.start.line, d.range.start.character, d.range.end.character) for d in said] == [(1, 0, 10)]
    assert "'workspace'" in said[0].message
    assert editor.of(name) == []  # what is on disk is sound, and counts meanwhile
    unknown = editor.change("complint.yaml", 2, "profile: defualt\n")
    assert [(d.range.start.line, d.range.start.character) for d in unknown] == [(0, 9)]
    stopped = editor.of(name)
    assert [d.code for d in stopped] == ["not-checked"]
    assert "defualt" in stopped[0].message
    assert editor.change("complint.yaml", 3, "profile: default\n") == []
    assert editor.of(name) == []


def test_settings_count_as_typed_and_as_changed_on_disk(start: Start) -> None:
    editor = start()
    config = editor.folder / "complint.yaml"
    config.write_text("rules: {}\n", "utf-8")
    name = "agent_configs/a.json"
    assert len(editor.open(name, agent(prompt={"tools": []}))) == 1
    off = "rules:\n  tools/empty-inline-tools: {severity: 'off', reason: a trial}\n"
    assert editor.open("complint.yaml", off, "yaml") == []
    assert editor.of(name) == []
    editor.close("complint.yaml")
    assert len(editor.of(name)) == 1
    config.write_text(off, "utf-8")
    event = types.FileEvent(config.as_uri(), types.FileChangeType.Changed)
    params = types.DidChangeWatchedFilesParams([event])
    said = editor.after(name, 1, lambda: editor.client.workspace_did_change_watched_files(params))
    assert said == []
    assert [one.method for one in editor.created] == ["workspace/didChangeWatchedFiles"]


def test_plug_ins_of_the_tree_run_only_where_the_user_allows_it(start: Start, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "compliance/acme/voice").mkdir(parents=True)
    (project / "checks").mkdir()
    (project / "checks/too_chatty.py").write_text(
        '"""Too chatty."""\n'
        "from pathlib import Path\n\nfrom complint.model.document import Document\n\n"
        'Path(__file__).with_suffix(".ran").touch()\n\n\n'
        "def check(document: Document):\n    raise ValueError('a plug-in that breaks')\n    yield\n",
        "utf-8",
    )
    (project / "compliance/acme/voice/pack.yaml").write_text(
        "id: acme/voice\ntitle: House\nsources: [{title: House policy}]\n", "utf-8"
    )
    (project / "compliance/acme/voice/chatty.yaml").write_text(
        "id: acme/voice/chatty\ntitle: Not too chatty\nrule: checks/too-chatty\nwhen: {kind: [agent]}\nseverity: error\n"
        "values:\n- {from: 2026-01-01, confidence: high, verified_on: 2026-11-22, citations: [{title: House policy}]}\n",
        "utf-8",
    )
    (project / "complint.yaml").write_text(
        "policy_paths: [compliance]\npolicies: [acme/*]\nplugins: [checks/too_chatty.py]\n", "utf-8"
    )
    editor = start(project)
    params = types.DidChangeConfigurationParams({"complint": {"allowPlugins": True}})
    said = editor.open("agent_configs/a.json", agent())
    assert [d.code for d in said] == ["not-checked"]
    said = editor.after("agent_configs/a.json", 1, lambda: editor.client.workspace_did_change_configuration(params))
    assert [d.code for d in said] == ["not-checked"]
    assert not (project / "checks/too_chatty.ran").exists()
    assert any("allowPlugins" in message.message for message in editor.client.messages)
    allowed = start(project, options={"allowPlugins": True, "asOf": DAY})
    said = allowed.open("agent_configs/a.json", agent())
    assert [d.code for d in said] == ["not-checked"]
    assert "ValueError" in said[0].message
    assert (project / "checks/too_chatty.ran").exists()
    assert any("ValueError" in message.message for message in allowed.client.messages)
    assert len(allowed.change("agent_configs/a.json", 2, agent(prompt={"tools": []}))) == 1  # it lives
    requirement = (project / "compliance/acme/voice/chatty.yaml").read_text("utf-8")
    said = allowed.open("compliance/acme/voice/chatty.yaml", requirement.replace("severity:", "severty:"), "yaml")
    assert [(d.code, d.range.start.line) for d in said] == [("not-checked", 4)]


def test_options_are_checked(start: Start) -> None:
    editor = start(options={"asOf": "tomorrow", "profil": "eu", "delay": 5})
    editor.rest()
    words = " ".join(message.message for message in editor.client.messages)
    assert "asOf is not a day" in words
    assert "unknown option 'profil'" in words
    params = types.DidChangeConfigurationParams({"complint": {"profile": "nowhere"}})
    editor.open("agent_configs/a.json", agent())
    said = editor.after("agent_configs/a.json", 1, lambda: editor.client.workspace_did_change_configuration(params))
    assert ["nowhere" in d.message for d in said] == [True]


def test_files_have_odd_names_or_none(start: Start) -> None:
    editor = start()
    (editor.folder / "a b%20c ü").mkdir()
    assert len(editor.open("a b%20c ü/agent_configs#1.json", agent(prompt={"tools": []}))) == 1
    assert len(editor.open("untitled:Untitled-1", agent(prompt={"tools": []}))) == 1
    assert "wrong" not in str(editor.client.messages)


def test_a_file_beyond_the_limit_is_said_not_to_be_checked(start: Start) -> None:
    editor = start()
    (editor.folder / "complint.yaml").write_text("limits: {max_bytes: 1000}\n", "utf-8")
    said = editor.open("agent_configs/a.json", agent(first_message="Hello. " * 1000))
    assert [d.code for d in said] == ["not-checked"]
    assert "1,000 bytes" in said[0].message


def test_the_whole_project_may_be_checked(start: Start) -> None:
    editor = start(options={"scope": "project", "asOf": DAY})
    (editor.folder / "agent_configs").mkdir()
    (editor.folder / "agent_configs/b.json").write_text(agent(prompt={"tools": []}), "utf-8")
    assert editor.open("agent_configs/a.json", agent()) == []
    editor.rest()
    assert [d.code for d in editor.of("agent_configs/b.json")] == ["tools/empty-inline-tools"]


def test_a_client_without_versioned_edits_gets_plain_ones(start: Start) -> None:
    editor = start(plain=True)
    name = "agent_configs/a.json"
    editor.open(name, agent(prompt={"tools": []}))
    found = [one for one in editor.actions(name, ["quickfix"]) if one.is_preferred]
    assert found[0].edit is not None
    assert found[0].edit.document_changes is None
    assert list(found[0].edit.changes or ()) == [editor.uri(name)]


@pytest.mark.skipif(os.name == "nt", reason="links take a privilege there")
def test_a_folder_may_be_reached_by_a_link(start: Start, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    editor = start(tmp_path / "link")
    config = 'overrides: [{paths: ["agent_configs/*"], rules: {tools/*: {severity: error, reason: a trial}}}]\n'
    (editor.folder / "complint.yaml").write_text(config, "utf-8")
    (editor.folder / "tools.json").write_text('{"tools": []}', "utf-8")
    said = editor.open("agent_configs/a.json", agent(prompt={"tools": []}))
    assert [(d.code, d.severity) for d in said] == [("tools/empty-inline-tools", types.DiagnosticSeverity.Error)]
    action = next(one for one in editor.actions("agent_configs/a.json") if one.title.startswith("Begin a waiver"))
    assert action.edit is not None
    created = [one for one in action.edit.document_changes or () if isinstance(one, types.CreateFile)]
    assert [one.uri for one in created] == [editor.uri("waivers.yaml")]


def test_no_fix_reaches_out_of_the_workspace(start: Start, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("waivers: []\n", "utf-8")
    editor = start()
    (editor.folder / "waivers.yaml").symlink_to(tmp_path / "outside.yaml")
    editor.open("agent_configs/a.json", agent(prompt={"tools": []}))
    action = next(one for one in editor.actions("agent_configs/a.json") if one.title.startswith("Begin a waiver"))
    assert action.edit is None
    assert action.disabled is not None
    assert "outside" in action.disabled.reason
