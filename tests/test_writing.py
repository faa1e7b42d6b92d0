"""Files replaced whole or not at all; links, modes, and what goes wrong on disks."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from complint import writing
from complint.writing import Change, write


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def put(path: Path, data: bytes = b"old") -> Path:
    path.write_bytes(data)
    return path


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_replaced_and_keeps_its_mode(here: Path) -> None:
    put(here / "a.json").chmod(0o640)
    assert write([Change("a.json", b"old", b"new")], [], (".",)) == {}
    assert everything(here) == {"a.json": b"new"}
    assert stat.S_IMODE((here / "a.json").stat().st_mode) == 0o640


def test_a_new_file_comes_with_its_folder(here: Path) -> None:
    assert write([Change("b/c/a.json", None, b"new")], [], (".",)) == {}
    assert everything(here) == {"b/c/a.json": b"new"}
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((here / "b/c/a.json").stat().st_mode) == 0o666 & ~umask


def test_a_link_within_the_project_is_written_through(here: Path) -> None:
    put(here / "real.json")
    (here / "a.json").symlink_to("real.json")
    assert write([Change("a.json", b"old", b"new")], [], (".",)) == {}
    assert (here / "a.json").is_symlink()
    assert (here / "real.json").read_bytes() == b"new"


def test_a_link_out_of_the_project_is_not_followed(here: Path) -> None:
    put(here.parent / "elsewhere/real.json")
    (here / "a.json").symlink_to("../elsewhere/real.json")
    (here / "folder").symlink_to("../elsewhere")
    changes = [Change("a.json", b"old", b"new"), Change("folder/new.json", None, b"new")]
    assert write(changes, [], (".",)) == dict.fromkeys(("a.json", "folder/new.json"), "it leads out of the project")
    assert everything(here.parent / "elsewhere") == {"real.json": b"old"}
    assert write(changes, [], (".", "../elsewhere")) == {}


def test_a_read_only_file_stays(here: Path) -> None:
    put(here / "a.json").chmod(0o444)
    assert write([Change("a.json", b"old", b"new")], [], (".",)) == {"a.json": "it is read-only"}
    assert everything(here) == {"a.json": b"old"}


def test_a_file_that_changed_meanwhile_stays(here: Path) -> None:
    put(here / "a.json", b"somebody else's")
    put(here / "b.json", b"somebody else's")
    changes = [Change("a.json", b"old", b"new"), Change("b.json", None, b"new"), Change("c.json", b"old", b"new")]
    assert write(changes, [], (".",)) == {
        "a.json": "it has changed since it was read",
        "b.json": "it is there already",
        "c.json": "no such file or directory",
    }
    assert set(everything(here).values()) == {b"somebody else's"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are POSIX's")
def test_only_ordinary_files_are_replaced(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(here / "pipe.json")
    monkeypatch.setattr(writing, "_read", lambda path: b"old")
    assert write([Change("pipe.json", b"old", b"new")], [], (".",)) == {"pipe.json": "it is no ordinary file"}


def test_linked_files_are_written_together_or_not_at_all(here: Path) -> None:
    for name in ("a.json", "b.json", "c.json", "d.json"):
        put(here / name)
    (here / "b.json").chmod(0o444)
    changes = [Change(name, b"old", b"new") for name in ("a.json", "b.json", "c.json", "d.json")]
    changes.append(Change("made/e.json", None, b"new"))
    links = [frozenset({"a.json", "b.json"}), frozenset({"made/e.json", "a.json"}), frozenset({"c.json", "gone.json"})]
    together = "it goes together with b.json, which cannot be written: it is read-only"
    assert write(changes, links, (".",)) == {"a.json": together, "b.json": "it is read-only", "made/e.json": together}
    assert everything(here) == {"a.json": b"old", "b.json": b"old", "c.json": b"new", "d.json": b"new"}
    assert not (here / "made").exists()


def test_a_full_disk_tears_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here / "a.json")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    changes = [Change("a.json", b"old", b"new"), Change("new/b.json", None, b"new")]
    links = [frozenset({"a.json", "new/b.json"})]
    failed = write(changes, links, (".",))
    assert failed["a.json"] == "no space left on device"
    assert everything(here) == {"a.json": b"old"}
    assert not (here / "new").exists()


def test_what_was_renamed_comes_back_if_the_next_cannot_be(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.json", "b.json"):
        put(here / name)
    replace: Any = os.replace
    calls = []

    def second_fails(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise PermissionError(errno.EPERM, "no")
        replace(source, target)

    monkeypatch.setattr(os, "replace", second_fails)
    changes = [Change("0.json", None, b"new"), Change("a.json", b"old", b"new"), Change("b.json", b"old", b"new")]
    failed = write(changes, [frozenset({"0.json", "a.json", "b.json"})], (".",))
    assert failed["a.json"] == "no permission to write there"
    assert everything(here) == {"a.json": b"old", "b.json": b"old"}


def test_an_interruption_leaves_no_litter(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here / "a.json")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write([Change("a.json", b"old", b"new")], [], (".",))
    assert everything(here) == {"a.json": b"old"}
