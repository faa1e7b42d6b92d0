"""The cache of compiled data: equal keys are made once, anything wrong is made anew, and it does not grow without end."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint import cache

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPLINT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def made(key: object, value: dict[str, object]) -> dict[str, object] | None:
    """Return the value remembered for a key, or None where it had to be made."""
    asked = []
    found = cache.remember("test", key, lambda: asked.append(1) or value)  # type: ignore[func-returns-value]
    return None if asked else found


def test_equal_keys_are_made_once(home: Path) -> None:
    assert made(["a", 1], {"x": 1}) is None
    assert made(["a", 1], {"x": 2}) == {"x": 1}
    assert made(["a", 2], {"x": 2}) is None


@given(PLAIN, st.binary(max_size=60), st.integers(0, 200))
def test_value_comes_back_as_it_was_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, value: object, junk: bytes, at: int
) -> None:
    path = tmp_path_factory.mktemp("one") / "entry"
    cache.store(str(path), value)
    assert cache.load(str(path)) == value
    data = path.read_bytes()
    damaged = data[:at] + junk + data[at + len(junk) :]
    path.write_bytes(damaged)
    assert cache.load(str(path)) == (value if damaged == data else None)


def test_no_cache_without_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLINT_CACHE_DIR", "")
    assert made("a", {}) is None
    assert made("a", {}) is None


def test_folder_that_cannot_be_written_costs_only_time(home: Path) -> None:
    home.write_text("a file where the folder should be")
    assert made("a", {}) is None
    assert made("a", {}) is None


def test_oldest_files_go_when_there_are_too_many(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_FILES", 10)
    monkeypatch.setattr(cache, "LOOK_EVERY", 1)
    for number in range(11):
        made(number, {"number": number})
        for path in home.iterdir():  # time passes
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10**9))
    assert len(list(home.iterdir())) == 5
    assert made(10, {}) == {"number": 10}
    assert made(0, {}) is None


def test_large_files_go_before_the_disk_is_full(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 10_000)
    monkeypatch.setattr(cache, "LOOK_EVERY", 1)
    for number in range(30):
        made(number, {"text": "x" * 1000})
    assert sum(path.stat().st_size for path in home.iterdir()) <= 10_000


def test_entries_are_nobody_elses_business(home: Path) -> None:
    made("a", {})
    (entry,) = home.iterdir()
    assert entry.stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root, to write as somebody else")
def test_an_entry_of_another_user_is_none(home: Path) -> None:
    made("a", {"made": True})
    (entry,) = home.iterdir()
    os.chown(entry, 65534, 65534)
    assert made("a", {"made": True}) is None


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_nothing_is_written_through_a_link(home: Path, tmp_path: Path) -> None:
    made("a", {"made": True})
    (entry,) = home.iterdir()
    entry.unlink()
    target = tmp_path / "target"
    target.write_text("mine", "utf-8")
    Path(f"{entry}.{os.getpid()}.tmp").symlink_to(target)
    assert made("a", {"made": True}) is None
    assert target.read_text("utf-8") == "mine"
