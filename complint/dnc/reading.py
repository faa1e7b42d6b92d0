"""Lists of numbers as they are downloaded or kept: flat files, zip archives of them, CSV files with a column of numbers."""

from __future__ import annotations

import os
import zipfile
import zlib
from hashlib import sha256
from itertools import chain

from complint.core.errors import ComplintError
from complint.core.record import record
from complint.dnc.layout import MAGIC
from complint.dnc.lines import BOM, Lines, read_lines
from complint.dnc.table import columns_of, read_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO

_CHUNK = 4 * 1024 * 1024
_LONGEST = 1024 * 1024  # bytes of a line
# every number there can be, ten times: a longer text is no list; digits never shrink to a two-hundredth
MOST_BYTES = 64 * 1024**3
MOST_RATIO = 200
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@record
class Batch:
    """Lines of a list, the first of which is line `first` (from 1) of `name`: the path, or `path!member` of an archive."""

    name: str
    first: int
    lines: Lines


class Reading:
    """The batches of a file, once; `digest` (SHA-256, hex) is of the whole file, and is there when all were read.

    Raises ComplintError for what is no list of numbers, with its place.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.digest = ""

    def batches(self) -> Iterator[Batch]:
        """Yield the batches."""
        if os.path.isdir(self.path):
            raise ComplintError("it is a folder; name the files in it", self.path)
        try:
            with open(self.path, "rb") as stream:
                archive = stream.read(4) in _ZIP
                stream.seek(0)
                yield from self._archive(stream) if archive else self._file(stream)
        except OSError as error:
            raise ComplintError(
                f"the list cannot be read: {(error.strerror or str(error) or 'unknown reason').lower()}", self.path
            ) from None

    def _file(self, stream: BinaryIO) -> Iterator[Batch]:
        hashed = sha256()
        yield from _batches(stream, self.path, hashed)
        self.digest = hashed.hexdigest()

    def _archive(self, stream: BinaryIO) -> Iterator[Batch]:
        hashed = sha256()
        while chunk := stream.read(_CHUNK):
            hashed.update(chunk)
        self.digest = hashed.hexdigest()
        most = min(MOST_BYTES, MOST_RATIO * stream.tell() + _CHUNK)
        try:
            with zipfile.ZipFile(stream) as archive:
                members = [one for one in archive.infolist() if not one.is_dir()]
                if not members:
                    raise ComplintError("the archive holds no file", self.path)
                for member in members:
                    name = f"{self.path}!{repr(member.filename)[1:-1]}"  # a stranger's name, with nothing a terminal would obey
                    if member.flag_bits & 1:
                        raise ComplintError("the archive is encrypted: unpack it first", name)
                    with archive.open(member) as packed:
                        bounded = _Bounded(packed, most, name)
                        yield from _batches(bounded, name, None)
                        most = bounded.left
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
            raise ComplintError(f"the archive is broken: {error}", self.path) from None


class _Bounded:
    """A stream that refuses to give more than `left` bytes: a small archive must not unpack for ever."""

    def __init__(self, stream: Any, left: int, name: str) -> None:
        self.stream, self.left, self.name = stream, left, name

    def read(self, size: int) -> bytes:
        data: bytes = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise ComplintError("the archive unpacks to more than a list of numbers can have: not read", self.name)
        return data


def _batches(stream: Any, name: str, hashed: Any) -> Iterator[Batch]:
    """Yield the batches of one text; its form is told by its beginning."""
    pieces = _whole_lines(stream, name, hashed)
    first, data = 1, b""
    for number, piece in enumerate(pieces):
        if number == 0:
            _refuse(piece[:4096], name)
            piece = piece.removeprefix(BOM)
        data = piece.lstrip(b"\r\n")
        first += piece.count(b"\n", 0, len(piece) - len(data))
        if data:
            break
    head = data[: data.find(b"\n") + 1 or len(data)]
    columns = columns_of(head, name, first)
    if columns is not None and not columns.alone:
        yield from (Batch(name, at, lines) for at, lines in read_table(data, pieces, columns, name, first))
        return
    if columns is not None:  # a header over a plain list
        data = data[len(head) :]
        first += 1
    for piece in chain((data,) if data else (), pieces):
        lines = read_lines(piece)
        yield Batch(name, first, lines)
        first += lines.count


def _refuse(head: bytes, name: str) -> None:
    """Raise ComplintError for what is plainly another kind of file."""
    if head.startswith(MAGIC):
        raise ComplintError("it is an index already; name lists of numbers", name)
    if head.removeprefix(BOM).lstrip()[:1] == b"<":
        raise ComplintError("an XML list: download the flat file instead", name)
    if head[:2] == b"\x1f\x8b" or head[:4] in (*_ZIP, b"PAR1") or b"\0" in head:
        raise ComplintError("not a text of numbers, one a line, nor a zip archive of such texts", name)


def _whole_lines(stream: Any, name: str, hashed: Any) -> Iterator[bytes]:
    """Yield pieces of some megabytes that end at the end of a line, but for the last one."""
    rest, lines = b"", 1
    while chunk := stream.read(_CHUNK):
        if hashed is not None:
            hashed.update(chunk)
        cut = chunk.rfind(b"\n") + 1
        if cut == 0:
            rest += chunk
            if len(rest) > _LONGEST:
                raise ComplintError("not a list of numbers, one a line", name, lines)
            continue
        yield rest + chunk[:cut]
        lines += chunk.count(b"\n")
        rest = chunk[cut:]
    if rest:
        yield rest
