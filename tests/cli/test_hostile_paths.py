"""Paths that lead elsewhere, files that are none, trees that cannot be written: an exit code and plain words, in time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMPLINT = (sys.executable, "-P", "-m", "complint")
PATIENCE = 60
pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs links, pipes and devices of POSIX")


def _agent(**more: Any) -> str:
    config = {"agent": {"first_message": "Hello.", "prompt": {"prompt": "Help.", "llm": "gpt-4o", "tools": []}}}
    return json.dumps({"name": "Intake", "conversation_config": config, "platform_settings": {}, **more}, indent=2)


def _run(folder: Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        (*COMPLINT, *arguments),
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=PATIENCE,
        **more,
    )
    assert "Traceback" not in done.stderr
    return done


def _json(folder: Path, *arguments: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(_run(folder, "check", "--format", "json", *arguments).stdout)
    return report


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    outside, tree = tmp_path / "outside", tmp_path / "tree"
    outside.mkdir()
    (tree / "agent_configs").mkdir(parents=True)
    (outside / "private.json").write_text(_agent(name="Private"), "utf-8")
    (tree / "agent_configs" / "desk.json").symlink_to(outside / "private.json")
    (tree / "linked").symlink_to(outside)
    (tree / "agents.json").write_text(json.dumps({"agents": [{"config": "linked/private.json", "id": "a"}]}), "utf-8")
    report = _json(tree, ".")
    assert {document["path"]: document.get("kind") for document in report["documents"]}["agents.json"] == "registry"
    assert not any(document.get("kind") == "agent" for document in report["documents"])
    assert any("leads out of the project" in finding["message"] for finding in report["findings"])
    assert "Private" not in json.dumps(report)


def test_a_link_within_the_project_is_a_file_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "desk.json").write_text(_agent(), "utf-8")
    (tmp_path / "agent_configs").mkdir()
    (tmp_path / "agent_configs" / "copy.json").symlink_to("../desk.json")
    assert len([one for one in _json(tmp_path, ".")["documents"] if one.get("kind") == "agent"]) == 2


def test_links_in_a_circle_and_devices_are_read_to_no_end(tmp_path: Path) -> None:
    (tmp_path / "agent_configs").mkdir()
    (tmp_path / "agent_configs" / "zero.json").symlink_to("/dev/zero")
    (tmp_path / "agent_configs" / "self.json").symlink_to("self.json")
    (tmp_path / "agent_configs" / "up").symlink_to("..")
    (tmp_path / "agent_configs" / "folder.json").mkdir()
    done = _run(tmp_path, "check", "--no-config", ".")
    assert done.returncode == 1
    assert done.stdout.count("document/unreadable") == 2
    assert _run(tmp_path, "check", "--no-config", "agent_configs/zero.json").returncode == 1


@pytest.mark.parametrize(
    "name", ["complint.yaml", "waivers.yaml", "agents.json", "calls.csv", "pyproject.toml", "calls.parquet"]
)
def test_a_pipe_under_any_name_does_not_hold_the_run_up(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    (tmp_path / "desk.json").write_text(_agent(), "utf-8")
    assert _run(tmp_path, "check", ".").returncode == 1


@pytest.mark.parametrize("target", ["pipe", "/dev/zero", "folder"])
def test_packs_and_baselines_that_are_no_files_are_refused(tmp_path: Path, target: str) -> None:
    pack = tmp_path / "packs" / "acme" / "x"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text("id: acme/x\ntitle: x\nsources: [{title: House}]\n", "utf-8")
    (tmp_path / "desk.json").write_text(_agent(), "utf-8")
    for place in (pack / "y.yaml", tmp_path / "known.json"):
        if target == "pipe":
            os.mkfifo(place)
        elif target == "folder":
            place.mkdir()
        else:
            place.symlink_to(target)
    assert _run(tmp_path, "check", "--no-config", "--baseline", "known.json", "desk.json").returncode == 2
    (tmp_path / "complint.yaml").write_text("policy_paths: [packs]\npolicies: [acme/*]\n", "utf-8")
    assert _run(tmp_path, "check", "desk.json").returncode == (2 if target != "folder" else 0)


def test_fixes_do_not_go_through_a_link_out_of_the_project(tmp_path: Path) -> None:
    outside, tree = tmp_path / "outside", tmp_path / "tree"
    outside.mkdir()
    (tree / "agent_configs").mkdir(parents=True)
    (tree / ".git").mkdir()
    (outside / "other.json").write_text(_agent(), "utf-8")
    before = (outside / "other.json").read_bytes()
    tools = [
        {
            "type": "webhook",
            "name": "book",
            "description": "x",
            "api_schema": {"url": "https://h.example", "method": "GET"},
        }
    ]
    data = json.loads(_agent())
    data["conversation_config"]["agent"]["prompt"]["tools"] = tools
    (tree / "agent_configs" / "desk.json").write_text(json.dumps(data, indent=2), "utf-8")
    (tree / "agent_configs" / "linked.json").symlink_to(outside / "other.json")
    (tree / "agents.json").write_text(
        json.dumps({"agents": [{"config": "agent_configs/desk.json", "id": "a"}]}), "utf-8"
    )
    (tree / "tools.json").write_text('{"tools": []}', "utf-8")
    (tree / "tool_configs").symlink_to(outside)
    done = _run(tree, "check", "--fix", "--unsafe-fixes", ".", "agent_configs/linked.json")
    assert done.returncode == 2
    assert "leads out of the project" in done.stderr
    assert sorted(path.name for path in outside.iterdir()) == ["other.json"]
    assert (outside / "other.json").read_bytes() == before


def test_names_of_any_bytes_are_shown_and_reported(tmp_path: Path) -> None:
    names = [
        b"desk\xff.json",
        b"two\nlines.json",
        b"::error::x.json",
        b"=1+1.json",
        b"a b#c?d%41.json",
        "\u202egnp.json".encode(),
    ]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as stream:
            stream.write(_agent().encode())
    for form in ("text", "markdown", "csv", "github", "gitlab", "junit", "json", "jsonl", "sarif"):
        done = _run(tmp_path, "check", "--no-config", "--format", form, ".")
        assert done.returncode == 1, (form, done.stderr)
        assert not any(mark in done.stdout for mark in ("\x1b", "\u202e", "two\nlines")), form
        assert not any(line.startswith("::error::x") for line in done.stdout.splitlines()), form
    sarif = json.loads(_run(tmp_path, "check", "--no-config", "--format", "sarif", ".").stdout)
    uris = {one["location"]["uri"] for one in sarif["runs"][0]["artifacts"]}
    assert "desk%FF.json" in uris
    assert "a%20b%23c%3Fd%2541.json" in uris


def test_code_in_the_tree_is_not_run(tmp_path: Path) -> None:
    for name in (
        "json.py",
        "yaml.py",
        "sitecustomize.py",
        "usercustomize.py",
        "complint.py",
        "click.py",
        "re.py",
        "encodings.py",
    ):
        (tmp_path / name).write_text("open('ran', 'w').write(__name__)\n", "utf-8")
    (tmp_path / "rules.py").write_text('"""x"""\nopen("ran", "w")\ndef check():\n    return ()\n', "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.complint]\nplugins = ["rules.py"]\n', "utf-8")
    (tmp_path / "desk.json").write_text(_agent(), "utf-8")
    script = Path(sys.executable).with_name("complint")
    for command in (COMPLINT, (str(script),)) if script.exists() else (COMPLINT,):
        done = subprocess.run(
            (*command, "check", "."), cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=PATIENCE
        )
        assert done.returncode == 1, done.stderr
        assert not (tmp_path / "ran").exists()
    (tmp_path / "pyproject.toml").write_text("[tool.complint]\nallow_plugins = true\n", "utf-8")
    assert _run(tmp_path, "check", ".").returncode == 2  # only the command line allows it


def test_a_disk_that_is_full_leaves_the_files_as_they_were(tmp_path: Path) -> None:
    import resource

    for number in range(3):
        (tmp_path / f"desk{number}.json").write_text(_agent(note="x" * 4000), "utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def little() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    environment = {**os.environ, "COMPLINT_CACHE_DIR": str(tmp_path.parent / "cache")}
    done = _run(tmp_path, "check", "--no-config", "--fix", "--quiet", ".", preexec_fn=little, env=environment)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert "Not written: desk0.json: file too large" in done.stderr
    assert done.returncode == 2


def _without_privileges() -> tuple[str, ...]:
    """Return what makes a command heed the modes of files, which root does not; skip where that cannot be."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("needs setpriv, since root may read everything")
    return ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--")


def test_what_may_not_be_read_or_written_is_said(tmp_path: Path) -> None:
    base = tmp_path / "tree"
    (base / "agent_configs").mkdir(parents=True)
    (base / "closed").mkdir()
    for name, mode in (("agent_configs/secret.json", 0o000), ("agent_configs/desk.json", 0o444)):
        (base / name).write_text(_agent(), "utf-8")
        (base / name).chmod(mode)
    (base / "closed").chmod(0o000)
    environment = {**os.environ, "COMPLINT_CACHE_DIR": str(base / "closed" / "cache")}
    command = (*_without_privileges(), *COMPLINT, "check", "--no-config", "--fix", "--format", "json", ".")
    try:
        done = subprocess.run(
            command, cwd=base, capture_output=True, encoding="utf-8", timeout=PATIENCE, env=environment
        )
    finally:
        (base / "closed").chmod(0o755)
    assert done.returncode == 2, done.stderr
    found = {(one["path"], one["rule"]) for one in json.loads(done.stdout)["findings"]}
    assert {("agent_configs/secret.json", "document/unreadable"), ("closed", "document/unreadable")} <= found
    assert "Not written: agent_configs/desk.json: it is read-only" in done.stderr


def test_a_thousand_names_in_one_folder_are_each_looked_at(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / f"notes{number}.json").write_text('{"a": 1}', "utf-8")
    (tmp_path / "desk.json").write_text(_agent(), "utf-8")
    assert _json(tmp_path, "--no-config", ".")["summary"]["skipped"] == 1000
