"""Building and updating: any list, in any form, applied line after line; all of it or nothing, whatever happens meanwhile."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, os.path.dirname(__file__))

from lists import any_line, change_line, plain_line, put, read_slowly

from complint.core.errors import ComplintError
from complint.dnc import reading
from complint.dnc.build import build, update
from complint.dnc.index import Index

shared = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def numbers_of(path: str) -> set[int]:
    index = Index(path)
    index.check()
    return {
        block.code * 10_000_000 + local
        for block in index.header.blocks
        for byte in np.flatnonzero(index.block(block.code)).tolist()
        for local in range(byte * 8, byte * 8 + 8)
        if index.block(block.code)[byte] >> (local & 7) & 1
    }


def zipped(path: Path, members: dict[str, str | bytes]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return str(path)


@shared
@given(
    st.lists(st.lists(st.one_of(plain_line, any_line, change_line()), min_size=1, max_size=12), min_size=1, max_size=4),
    st.sampled_from([1, 40, 4_000_000]),
)
def test_files_and_lines_apply_in_their_order(tmp_path: Path, files: list[list[str]], chunk: int) -> None:
    out = str(tmp_path / "all.dnc")
    texts = ["\n".join(lines) for lines in files]
    paths = [put(tmp_path / f"{number}.txt", text) for number, text in enumerate(texts)]
    wanted: set[int] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_CHUNK", chunk)
        build(out, (put(tmp_path / "first.txt", "2015550100\n"), *paths[:1]), date="2026-11-01")
        wanted = read_slowly(texts[0], {2015550100})
        assert numbers_of(out) == wanted
        for path, text in zip(paths[1:], texts[1:], strict=True):
            update(out, (path,))
            wanted = read_slowly(text, wanted)
    assert numbers_of(out) == wanted
    assert Index(out).header.date == "2026-11-01"
    assert [one["name"] for one in Index(out).header.sources] == [
        "first.txt",
        *(os.path.basename(one) for one in paths),
    ]


def test_the_header_says_what_it_was_made_from(tmp_path: Path) -> None:
    text = "\ufeffphone\r\n2125550142\r\n\r\n212,5550143\r\n2125550142\r\n"
    out = str(tmp_path / "n.dnc")
    header = build(out, (put(tmp_path / "a.csv", text),), "2026-11-01").header
    digest = sha256(text.encode()).hexdigest()
    first = {
        "name": "a.csv",
        "date": "2026-11-01",
        "sha256": digest,
        "lines": 4,
        "added": 3,
        "removed": 0,
        "skipped": 0,
    }
    assert header.sources == (first,)
    assert (header.count, header.date, header.covers) == (2, "2026-11-01", "national")
    changed = update(out, (put(tmp_path / "c.txt", "2125550143,D\n"),), "2026-11-09").header
    assert (changed.count, changed.date) == (1, "2026-11-09")
    assert changed.sources[0] == first
    assert (changed.sources[1]["removed"], changed.sources[1]["date"]) == (1, "2026-11-09")
    again = str(tmp_path / "again.dnc")
    build(again, (str(tmp_path / "a.csv"),), "2026-11-01")
    update(again, (str(tmp_path / "c.txt"),), "2026-11-09")
    assert Path(again).read_bytes() == Path(out).read_bytes()


def test_archives_hold_lists(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip", {"212.txt": "2125550142\n2125550143", "x/305.txt": "305,5550142\r\n", "empty.txt": ""}
    )
    out = str(tmp_path / "n.dnc")
    header = build(out, (path,)).header
    assert numbers_of(out) == {2125550142, 2125550143, 3055550142}
    assert header.sources[0]["sha256"] == sha256(Path(path).read_bytes()).hexdigest()


def test_a_place_in_an_archive_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"ok.txt": "2125550142\n", "b\x1b[2J.txt": "2125550142\n\nwhat\n"})
    with pytest.raises(ComplintError, match=r"a\.zip!b\\x1b\[2J\.txt:3: 'what'"):
        build(str(tmp_path / "n.dnc"), (path,))


def test_a_small_archive_does_not_unpack_for_ever(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"zeros.txt": b"\n" * 300_000_000})
    begun = time.process_time()
    with pytest.raises(ComplintError, match="unpacks to more than"):
        build(str(tmp_path / "n.dnc"), (path,))
    assert time.process_time() - begun < 10


def test_broken_archives(tmp_path: Path) -> None:
    whole = Path(zipped(tmp_path / "a.zip", {"212.txt": "2125550142\n" * 50})).read_bytes()
    chance = random.Random(6)
    for _ in range(60):
        broken = bytearray(whole)
        broken[chance.randrange(4, len(broken))] ^= 1 << chance.randrange(8)
        path = put(tmp_path / "b.zip", bytes(broken))
        try:
            build(str(tmp_path / "n.dnc"), (path,))
        except ComplintError:
            continue
        assert numbers_of(str(tmp_path / "n.dnc")) == {2125550142}  # a date or an attribute of the archive
    with pytest.raises(ComplintError, match="broken"):
        build(str(tmp_path / "n.dnc"), (put(tmp_path / "b.zip", whole[: len(whole) // 2]),))
    with pytest.raises(ComplintError, match="holds no file"):
        build(str(tmp_path / "n.dnc"), (zipped(tmp_path / "c.zip", {}),))
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w") as archive:
        archive.writestr("a.txt", "2125550142\n")
    with pytest.raises(ComplintError, match="not a text of numbers"):
        build(str(tmp_path / "n.dnc"), (zipped(tmp_path / "c.zip", {"a.zip": nested.getvalue()}),))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("phone_number\n+12125550142\n", {2125550142}),
        ("Name;Phone Number\nFay;(212) 555-0142\n", {2125550142}),
        ('name,phone\n"Fay, of Acme",2125550142\n\n"Bo ""B""",3055550142', {2125550142, 3055550142}),
        ("Area Code,Phone Number\n212,5550142\n", {2125550142}),
        ("Area Code,Number,Owner\n212,5550142,Fay\n", {2125550142}),
        ("area_code,number,date,change\n212,5550142,2026-11-01,A\n212,5550142,2026-11-02,D\n305,5550142,2026-11-02,A\n",
         {3055550142}),
        ("\n\nphone\n2125550142", {2125550142}),
        ("phone\n2125550142", {2125550142}),
        ("phone,owner\n2125550142,Fay", {2125550142}),
    ],
)  # fmt: skip
def test_tables_with_a_column_of_numbers(text: str, found: set[int], tmp_path: Path) -> None:
    out = str(tmp_path / "n.dnc")
    build(out, (put(tmp_path / "a.csv", text),))
    assert numbers_of(out) == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("phone_number,requested_at\n2125550142,2026-11-01\n", "'requested_at' says more"),
        ("phone,expires\n2125550142,\n", "'expires' says more"),
        ("phone,rnd_result\n2125550142,yes\n", "'rnd_result' says more"),
        ("phone,note\n2125550142,ok\n2125550143,2026-11-01\n", r"a.csv:3: the column 'note' says more"),
        ("phone,note\n2125550142,No\n", "'note' says more"),
        ("phone,note,change\n2125550142,x,D\n", "'note' says more"),
        ("name,city\nFay,Bend\n", "no column holds numbers; it has: 'name', 'city'"),
        ("phone,mobile,name\n2125550142,2125550143,Fay\n", "several columns may hold the numbers"),
        ("name,phone\nFay,2125550142\nBo,n/a\n", r"a.csv:3: 'Bo,n/a'"),
        ('name,phone\nFay,2125550142\n"Bo,2125550143\nCy,2125550144\n', "the table is broken"),
        ('name,phone\nFay,2125550142\n"Bo,2125550143\nCy",2125550144\n', r"a.csv:4: "),
        ("name,phone\nFay,2125550142,2125550143\n", r"a.csv:2: "),
        ("2125550142\n2125550143,2026-11-01\n", r"a.csv:2: '2125550143,2026-11-01' \(a date: a table"),
        ("2125550142\nx\n", r"a.csv:2: 'x'"),
        ("2125550142\n\x1b[2J\u202e\n", r"a.csv:2: '\\x1b\[2J"),
        ("<?xml version='1.0'?>", "an XML list"),
        (b"\x1f\x8b\x08", "not a text of numbers"),
        ("2125550142\0", "not a text of numbers"),
        ("", "there is no number"),
        ("phone\n", "there is no number"),
        ("1" * 9_000_000, "not a list of numbers, one a line"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(text: str | bytes, message: str, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", text)
    with pytest.raises(ComplintError, match=message):
        build(str(tmp_path / "n.dnc"), (path,))
    assert sorted(os.listdir(tmp_path)) == ["a.csv"]


@pytest.mark.parametrize("rows", ["{}\n", "{},Fay\n", '{},"Fay, of Acme"\r\n'])
def test_places_and_numbers_over_the_ends_of_pieces(rows: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_CHUNK", 1_000)
    monkeypatch.setattr("complint.dnc.table._BATCH", 300)
    lines = [rows.format(2125550000 + number) for number in range(2_000)]
    head = "phone" + ",owner" * ("," in rows) + "\n"
    out = str(tmp_path / "n.dnc")
    build(out, (put(tmp_path / "a.csv", head + "".join(lines)),))
    assert numbers_of(out) == {2125550000 + number for number in range(2_000)}
    assert Index(out).header.sources[0]["lines"] in (2_000, 2_001)
    lines[1_234] = rows.format("what")
    with pytest.raises(ComplintError, match=r"a\.csv:1236: 'what"):
        build(out, (put(tmp_path / "a.csv", head + "".join(lines)),))


def test_lines_are_passed_over_only_when_asked_and_told(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", "2125550142\n" + "odd\n" * 7 + "2125550143\n")
    out = str(tmp_path / "n.dnc")
    for skip in (0, 6):
        with pytest.raises(ComplintError, match=r"a\.txt:6: 'odd'\n  …"):
            build(out, (path,), skip=skip)
    built = build(out, (path,), skip=7)
    assert len(built.skipped) == 5
    assert built.skipped[0].endswith("a.txt:2: 'odd'")
    assert Index(out).header.sources[0]["skipped"] == 7
    with pytest.raises(ComplintError, match="not understood"):  # over all files together
        build(out, (path, put(tmp_path / "b.txt", "2125550144\nodd\n")), skip=7)


def test_a_list_is_never_replaced_by_an_index(tmp_path: Path) -> None:
    path = put(tmp_path / "list.txt", "2125550142\n")
    with pytest.raises(ComplintError, match="is no index: not replaced"):
        build(path, (path,))
    assert Path(path).read_text() == "2125550142\n"
    with pytest.raises(ComplintError, match="a folder"):
        build(str(tmp_path), (path,))
    out = str(tmp_path / "n.dnc")
    build(out, (path,))
    with pytest.raises(ComplintError, match="an index already"):
        update(out, (out,))


def test_an_older_list_does_not_update_a_newer_index(tmp_path: Path) -> None:
    out, path = str(tmp_path / "n.dnc"), put(tmp_path / "a.txt", "2125550142\n")
    build(out, (path,), "2026-11-09")
    with pytest.raises(ComplintError, match="of 2026-11-09 already"):
        update(out, (path,), "2026-11-08")


def test_a_damaged_index_is_not_updated(tmp_path: Path) -> None:
    out, path = str(tmp_path / "n.dnc"), put(tmp_path / "a.txt", "2125550142\n")
    build(out, (path,))
    data = bytearray(Path(out).read_bytes())
    data[-1] ^= 1
    Path(out).write_bytes(data)
    with pytest.raises(ComplintError, match="damaged"):
        update(out, (path,))
    assert Path(out).read_bytes() == data


_KILLED = """
import os, signal, sys
from complint.dnc import build, placing
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
point = sys.argv[1]
if point == "renamed":
    placing._sync_folder = die
elif point != "never":
    module, _, name = point.partition(".")
    setattr({"os": os, "build": build, "bitmap": build.Bitmap}[module], name, die)
build.update(sys.argv[2], (sys.argv[3],))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
@pytest.mark.parametrize("point", ["bitmap.settle", "build.encode", "os.fsync", "os.replace", "renamed"])
def test_killed_at_any_point_it_is_the_old_one_or_the_new(point: str, tmp_path: Path) -> None:
    out = str(tmp_path / "n.dnc")
    build(out, (put(tmp_path / "a.txt", "2125550142\n"),))
    change = put(tmp_path / "c.txt", "2125550142,D\n2125550143,A\n")
    done = subprocess.run([sys.executable, "-P", "-c", _KILLED, point, out, change], check=False)
    assert done.returncode == -signal.SIGKILL
    assert numbers_of(out) == ({2125550143} if point == "renamed" else {2125550142})
    update(out, (change,))  # what it left behind is in nobody's way
    assert numbers_of(out) == {2125550143}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
def test_killed_at_random_times(tmp_path: Path) -> None:
    out = str(tmp_path / "n.dnc")
    listed = [code * 10_000_000 + 5550142 for code in range(300, 312)]
    build(out, (put(tmp_path / "a.txt", "".join(f"{one}\n" for one in listed)),))
    chance = random.Random(8)
    states = [set(listed), set(listed) | {2125550142}]
    for turn in range(6):
        change = put(tmp_path / "c.txt", f"2125550142,{'AD'[turn % 2]}\n")
        process = subprocess.Popen([sys.executable, "-P", "-c", _KILLED, "never", out, change])
        time.sleep(chance.uniform(0.1, 0.5))
        process.kill()
        process.wait()
        assert numbers_of(out) in states


def test_a_full_disk_leaves_the_old_index(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    out = str(tmp_path / "n.dnc")
    build(out, (put(tmp_path / "a.txt", "2125550142\n"),))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, before[1]))
    try:
        with pytest.raises(ComplintError, match="cannot be written: file too large"):
            update(out, (put(tmp_path / "b.txt", "3055550142\n"),))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert numbers_of(out) == {2125550142}
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.txt", "n.dnc"]


def test_two_updates_do_not_lose_each_others_numbers(tmp_path: Path) -> None:
    out = str(tmp_path / "n.dnc")
    build(out, (put(tmp_path / "a.txt", "2125550142\n"),))
    script = "import sys; from complint.dnc.build import update; update(sys.argv[1], (sys.argv[2],))"
    lists = [put(tmp_path / f"{number}.txt", f"21255502{number:02d}\n") for number in range(6)]
    running = [
        subprocess.Popen([sys.executable, "-P", "-c", script, out, one], stderr=subprocess.PIPE, text=True)
        for one in lists
    ]
    told = [one.communicate()[1] for one in running]
    codes = [one.returncode for one in running]
    applied = {2125550200 + number for number, code in enumerate(codes) if code == 0}
    assert applied
    assert numbers_of(out) == {2125550142} | applied
    refused = [text for code, text in zip(codes, told, strict=True) if code]
    assert all("another update" in text or "changed by another process" in text for text in refused)


def test_a_link_stays_and_what_it_leads_to_keeps_its_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real.dnc", tmp_path / "link.dnc"
    build(str(real), (put(tmp_path / "a.txt", "2125550142\n"),))
    real.chmod(0o640)
    link.symlink_to(real)
    update(str(link), (put(tmp_path / "b.txt", "2125550143\n"),))
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert numbers_of(str(real)) == {2125550142, 2125550143}
