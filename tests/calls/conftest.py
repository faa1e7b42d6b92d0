"""Helpers for checks of whole schedules: write files, run the command's check, read its verdict table."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NOW = 1_795_348_800  # 2026-11-22T12:00:00Z

Table = list[dict[str, str]]


@pytest.fixture
def verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Table]:
    """Return a function that checks a schedule (text, bytes or JSON data) and returns its verdict table as rows of text."""
    monkeypatch.chdir(tmp_path)

    def check(content: Any, name: str = "calls.csv", config: str | None = None, **values: Any) -> Table:
        from complint.config import load_settings
        from complint.schedules.check import check_schedule
        from complint.settings import Settings

        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8", newline="")
        settings = Settings()
        if config is not None:
            (tmp_path / "complint.yaml").write_text(config, "utf-8")
            settings = load_settings(".")
        check_schedule(str(path), settings, values, NOW, output=str(tmp_path / "verdicts.csv"))
        with (tmp_path / "verdicts.csv").open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    return check
