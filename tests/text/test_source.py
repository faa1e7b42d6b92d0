"""Sources: decoding, byte order marks, newlines, and refusals in plain words."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.text.errors import Unreadable
from complint.text.source import make_source, read_source, to_bytes

LIMIT = 1 << 20


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        make_source("a.json", data)
    return caught.value


def test_reading_keeps_bytes_text_and_digest(tmp_path: Path) -> None:
    path = tmp_path / "agent 😀.json"
    data = '{"name": "Robin ☎"}'.encode()
    path.write_bytes(data)
    source = read_source(str(path), max_bytes=LIMIT)
    assert (source.path, source.data, source.text) == (str(path), data, data.decode())
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert (source.bom, source.newline, source.encoding) == (False, "\n", "utf-8")


@pytest.mark.parametrize("size", [0, 1, 70_000])
def test_files_of_any_size_are_read_whole(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"x" * size)
    assert read_source(str(path), max_bytes=LIMIT).text == "x" * size


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_is_stripped_and_written_back(codec: str) -> None:
    text = '{"greeting": "Grüße 😀"}\r\n'
    data = ("\ufeff" + text).encode(codec)
    source = make_source("a.json", data)
    assert (source.text, source.bom, source.encoding) == (text, True, codec)
    assert to_bytes(source, source.text) == data


@given(st.text(st.characters(codec="utf-8")), st.booleans())
@settings(deadline=None)
def test_bytes_survive_the_round_trip(text: str, bom: bool) -> None:
    data = (b"\xef\xbb\xbf" if bom else b"") + text.removeprefix("\ufeff").replace("\x00", "").encode()
    source = make_source("a.yaml", data)
    assert to_bytes(source, source.text) == data


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("", "\n"),
        ("a\nb\n", "\n"),
        ("a\r\nb\r\n", "\r\n"),
        ("a\r\nb\nc\n", "\n"),
        ("a\r\nb\r\nc\n", "\r\n"),
        ("a\rb", "\n"),
    ],
)
def test_the_newline_is_that_of_most_lines(text: str, newline: str) -> None:
    source = make_source("a.yaml", text.encode())
    assert source.newline == newline
    assert source.text == text


def test_bytes_that_are_not_utf8_are_refused_with_their_place() -> None:
    error = refusal('{\r\n "é": "'.encode() + b'\xe9t\xe9"}')
    assert (error.message, error.line, error.column) == ("the bytes at offset 11 are not UTF-8", 2, 8)


def test_the_offset_counts_the_byte_order_mark() -> None:
    assert refusal(b"\xef\xbb\xbf\xff").message == "the bytes at offset 3 are not UTF-8"
    assert refusal(b"\xff\xfe{\x00\x00\xd8").message == "the bytes at offset 4 are not UTF-16"


@pytest.mark.parametrize("data", ["{}".encode("utf-16-le"), "{}".encode("utf-16-be"), b"\x00"])
def test_wide_text_without_a_mark_is_named(data: bytes) -> None:
    assert "without a byte order mark" in refusal(data).message


def test_a_large_file_is_refused_and_one_at_the_limit_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"x" * 11)
    assert read_source(str(path), max_bytes=11).text == "x" * 11
    with pytest.raises(Unreadable, match=r"larger than the limit of 10 bytes \(max_bytes\)"):
        read_source(str(path), max_bytes=10)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs an endless device")
def test_an_endless_file_is_refused() -> None:
    with pytest.raises(Unreadable, match="larger than the limit"):
        read_source("/dev/zero", max_bytes=3_000_000)


def test_what_cannot_be_opened_is_told_in_plain_words(tmp_path: Path) -> None:
    def message(path: str) -> str:
        with pytest.raises(Unreadable) as caught:
            read_source(path, max_bytes=LIMIT)
        assert caught.value.line is None
        return caught.value.message

    assert message(str(tmp_path / "none.json")) == "no such file"
    assert message(str(tmp_path)) == "it is a folder, a file is required"
    assert message("a\0b") == "the path is not a valid file name"
    assert message(str(tmp_path / ("n" * 5000))).startswith("it cannot be opened: ")


def test_an_error_reads_well_and_survives_pickling() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(Unreadable("broken", 3, 4)))
    assert (str(error), error.message, error.line, error.column) == ("line 3, column 4: broken", "broken", 3, 4)
    assert str(Unreadable("no such file")) == "no such file"


def test_reading_json_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from complint.text import source, load, json_text, locate, locate_json, errors\n"
        "made = source.make_source('a.json', b'{\"a\": [1]}')\n"
        "load.load(made), locate.locate(made.text, 'json', [('a', 0)])\n"
        "print(*sys.modules)"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    run = [sys.executable, "-S", "-c", code]
    loaded = subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout.split()
    heavy = {"yaml", "dataclasses", "typing", "inspect", "pathlib", "logging", "hashlib", "complint.text.yaml_text"}
    assert heavy.isdisjoint(loaded)
