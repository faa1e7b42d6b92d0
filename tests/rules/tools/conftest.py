"""A small project in a folder of its own, whose findings can be fixed on the level of data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from complint.core.finding import Finding
from complint.core.fix import Append, CreateFile, Remove, Rename, Set
from complint.settings import Settings
from complint.testing import DEFAULT_DAY

AGENT = "agent_configs/desk.json"


class Desk:
    """One agent and a registry of tools, in the working directory."""

    def write(self, path: str, value: Any) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(json.dumps(value, indent=4), encoding="utf-8")

    def read(self, path: str) -> Any:
        return json.loads(Path(path).read_text("utf-8"))

    def agent(self, **prompt: Any) -> None:
        body = {"name": "Desk", "conversation_config": {"agent": {"prompt": {"prompt": "Help.", **prompt}}}}
        self.write(AGENT, body)

    def prompt(self) -> Any:
        return self.read(AGENT)["conversation_config"]["agent"]["prompt"]

    def registry(self, *tools: dict[str, Any]) -> None:
        self.write("tools.json", {"tools": list(tools)})

    def findings(self, *select: str) -> list[Finding]:
        from complint.run import Options, check

        report = check(Options((".",), DEFAULT_DAY, select=select or ("tools",)), Settings())
        assert not report.broken
        return list(report.findings)

    def only(self, rule: str) -> Finding:
        found = self.findings(rule)
        assert len(found) == 1, found
        return found[0]

    def apply(self, finding: Finding) -> None:
        """Carry out the edits of a fix on the files' data, strictly: what is removed or renamed must be there."""
        assert finding.fix is not None
        for op in finding.fix.ops:
            if isinstance(op, CreateFile):
                assert not Path(op.path).exists()
                self.write(op.path, op.value)
            else:
                assert isinstance(op, (Set, Remove, Append, Rename))
                path = op.path or finding.place.path
                data = self.read(path)
                _edit(data, op)
                self.write(path, data)


def _edit(data: Any, op: Set | Remove | Append | Rename) -> None:
    parent, last = data, op.route[-1]
    for step in op.route[:-1]:
        parent = parent[step]
    if isinstance(op, Set):
        parent[last] = op.value
    elif isinstance(op, Remove):
        del parent[last]
    elif isinstance(op, Append):
        parent[last].append(op.value)
    else:
        assert op.name not in parent
        parent[op.name] = parent.pop(last)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk()
