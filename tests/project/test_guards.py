"""The project lints itself: every rule bound and cited, every file small, nothing heavy on the hook's path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from complint.engine.catalog import load_rule, rule_ids
from complint.policy.find import shipped_folder
from complint.policy.store import Store

ROOT = Path(__file__).parents[2]
HEAVY = (
    "click",
    "pydantic",
    "jsonschema",
    "yaml",
    "dataclasses",
    "typing",
    "inspect",
    "importlib.metadata",
    "numpy",
    "pyarrow",
    "subprocess",
)

CLEAN = {
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


def _requirements() -> list[dict[str, object]]:
    return [requirement for pack in Store.open().packs.values() for requirement in pack["requirements"]]


def test_every_rule_is_bound_by_a_requirement_and_every_requirement_names_a_rule() -> None:
    assert {requirement["rule"] for requirement in _requirements()} == set(rule_ids())


def test_every_rule_loads_and_says_what_it_checks() -> None:
    files = [path for path in (ROOT / "complint/rules").glob("*/*.py") if not path.name.startswith("_")]
    assert len(files) == len(rule_ids())
    for rule in rule_ids():
        assert callable(load_rule(rule).check), rule


def test_every_value_is_cited_and_verified() -> None:
    for requirement in _requirements():
        for value in requirement["values"]:  # type: ignore[attr-defined]
            assert value["citations"], requirement["id"]
            assert value["verified_on"] >= "2025-01-01", requirement["id"]


def test_rules_mention_no_statute_date_or_vendor_list() -> None:
    for path in (ROOT / "complint/rules").glob("*/*.py"):
        text = path.read_text("utf-8")
        for word in ("CFR", "U.S.C", "64.1200", "2025-07", "claude-", "gpt-"):
            code = text.split('"""', 2)[-1]
            assert word not in code, f"{path.name} names {word}: law and lists live in policies/"


def test_policies_hold_data_only() -> None:
    odd = [
        path
        for path in (ROOT / "policies").rglob("*")
        if path.is_file() and path.suffix not in (".yaml", ".md", ".json")
    ]
    assert odd == []


@pytest.mark.parametrize("options", [[], ["--hook"]], ids=["plain", "hook"])
def test_a_clean_json_file_imports_nothing_heavy(tmp_path: Path, options: list[str]) -> None:
    agent = tmp_path / "agent.json"
    agent.write_text(json.dumps(CLEAN), "utf-8")
    script = (
        "import sys; before = set(sys.modules)\n"
        "from complint.cli.main import _run\n"
        f"code = _run({['check', *options, str(agent)]!r})\n"
        "print(code, sorted(set(sys.modules) - before))"
    )
    env = {**os.environ, "COMPLINT_CACHE_DIR": str(tmp_path / "cache")}
    for _ in range(2):  # the first run fills the cache of compiled packs
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env=env, cwd=tmp_path, check=True
        )
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith("0 "), done.stdout
    loaded = [name for name in HEAVY if f"'{name}'" in last]
    assert loaded == []


def test_no_file_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "complint").rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_shipped_packs_are_the_checkout() -> None:
    assert Path(shipped_folder()) in (ROOT / "policies", ROOT / "complint/_policies")
