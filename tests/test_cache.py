"""The cache answers what was made from the same key by the same user, and nothing else."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from complint import cache

KEY = ["a", 1]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPLINT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _made() -> dict[str, Any]:
    return {"made": True}


def _never() -> dict[str, Any]:
    raise AssertionError("made again")


def test_what_was_made_is_not_made_again_and_is_nobody_elses_business(home: Path) -> None:
    assert cache.remember("packs", KEY, _made) == _made()
    assert cache.remember("packs", KEY, _never) == _made()
    (entry,) = home.iterdir()
    assert entry.stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"1",
        b"null",
        b'{"key": 1}',
        b"[" * 100_000,
        b'{"key": {}, "value": {"made": false}}',
        b"\0" * 100,
    ],
)
def test_a_torn_or_foreign_entry_is_none(home: Path, content: bytes) -> None:
    cache.remember("packs", KEY, _made)
    (entry,) = home.iterdir()
    entry.write_bytes(content)
    assert cache.remember("packs", KEY, _made) == _made()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root, to write as somebody else")
def test_an_entry_of_another_user_is_none(home: Path) -> None:
    cache.remember("packs", KEY, _made)
    (entry,) = home.iterdir()
    entry.write_text(json.dumps({**json.loads(entry.read_text("utf-8")), "value": {"made": False}}), "utf-8")
    os.chown(entry, 65534, 65534)
    assert cache.remember("packs", KEY, _made) == _made()


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_nothing_is_written_through_a_link(home: Path, tmp_path: Path) -> None:
    cache.remember("packs", KEY, _made)
    (entry,) = home.iterdir()
    entry.unlink()
    target = tmp_path / "target"
    target.write_text("mine", "utf-8")
    Path(f"{entry}.{os.getpid()}.tmp").symlink_to(target)
    assert cache.remember("packs", KEY, _made) == _made()
    assert target.read_text("utf-8") == "mine"


def test_a_folder_that_cannot_be_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("COMPLINT_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert cache.remember("packs", KEY, _made) == _made()
