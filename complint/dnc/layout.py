"""The file of an index: a fixed prefix, a header in JSON, then a block of bits for each area code that has numbers.

Prefix, 40 bytes, little-endian: magic (16), format version (u32), length of the header (u32), CRC-32 of the header (u32),
bytes of the whole file (u64), CRC-32 of the prefix up to here (u32). Blocks follow the header in the order of their area
codes, `BLOCK` bytes each; the number AAA NNNNNNN is bit `NNNNNNN & 7` of byte `NNNNNNN >> 3` of the block of AAA.
"""

from __future__ import annotations

import datetime
import json
import struct
import zlib

from complint.core.errors import ComplintError
from complint.core.record import record
from complint.dnc.bitmap import BLOCK, PER_CODE
from complint.dnc.lines import FIRST_CODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO

MAGIC = b"complint dnc\r\n\x1a\n"  # its end shows a transfer that changes line ends, as in PNG
VERSION = 1
_PREFIX = struct.Struct("<16sIIIQ")
_CRC = struct.Struct("<I")
PREFIX = _PREFIX.size + _CRC.size
_MOST = 64 * 1024 * 1024  # bytes of a header: a source more takes about 200
NATIONAL, PRESENT = "national", "present"
_EPOCH = datetime.date(1970, 1, 1)
_SOURCE = {"name": str, "sha256": str, "lines": int, "added": int, "removed": int, "skipped": int}


@record
class Block:
    """The numbers of an area code: how many, and the CRC-32 of their bits."""

    code: int
    count: int
    crc: int


@record
class Header:
    """What an index says of itself. `date` (ISO, or None: undated) is the day as of which it is the registry.

    `covers`: NATIONAL, then an area code without a block has no listed number; PRESENT, then nothing is known of it.
    `sources` are the files it was made from, oldest first: dicts of name, date, sha256, lines, added, removed, skipped.
    """

    date: str | None
    covers: str
    sources: tuple[dict[str, Any], ...]
    blocks: tuple[Block, ...]

    @property
    def day(self) -> int | None:
        """The date in days from 1970-01-01."""
        return None if self.date is None else (datetime.date.fromisoformat(self.date) - _EPOCH).days

    @property
    def count(self) -> int:
        """How many numbers are listed."""
        return sum(block.count for block in self.blocks)


def encode(header: Header) -> bytes:
    """Return the prefix and the header, all that stands before the blocks."""
    data = {
        "schema": "complint-dnc/1",
        "date": header.date,
        "covers": header.covers,
        "sources": list(header.sources),
        "blocks": [[one.code, one.count, one.crc] for one in header.blocks],
    }
    text = json.dumps(data, separators=(",", ":")).encode()
    size = PREFIX + len(text) + BLOCK * len(header.blocks)
    prefix = _PREFIX.pack(MAGIC, VERSION, len(text), zlib.crc32(text), size)
    return prefix + _CRC.pack(zlib.crc32(prefix)) + text


def is_index(path: str) -> bool:
    """Tell whether a file is an index, whole or not: it begins with the magic. False for what cannot be read."""
    try:
        with open(path, "rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def decode(stream: BinaryIO, size: int, path: str) -> tuple[Header, int]:
    """Return the header of an index of `size` bytes, and where its first block begins.

    Raises ComplintError for a file that is no index, of another version, cut short, or with a flipped bit before the blocks.
    """
    prefix = stream.read(PREFIX)
    if prefix[: len(MAGIC)] != MAGIC:
        raise ComplintError("it is no Do-Not-Call index (complint dnc build makes one)", path)
    if len(prefix) < PREFIX or zlib.crc32(prefix[:-4]) != _CRC.unpack(prefix[-4:])[0]:
        raise damaged(path, "its first bytes are not what was written")
    _, version, length, crc, whole = _PREFIX.unpack(prefix[:-4])
    if version != VERSION:
        raise ComplintError(f"an index of format {version}; this complint reads format {VERSION}: build it again", path)
    if size != whole:
        raise damaged(path, f"it has {size:,} bytes of {whole:,}")
    if length > _MOST:
        raise damaged(path, "its header is too large")
    text = stream.read(length)
    if len(text) != length or zlib.crc32(text) != crc:
        raise damaged(path, "its header is not what was written")
    try:
        header = _header(json.loads(text))
    except (ValueError, TypeError, KeyError):
        raise damaged(path, "its header cannot be understood") from None
    if whole != PREFIX + length + BLOCK * len(header.blocks):
        raise damaged(path, "its header and its size do not agree")
    return header, PREFIX + length


def _header(data: dict[str, Any]) -> Header:
    """Return a header from its JSON. Raises ValueError, TypeError or KeyError for anything else."""
    blocks = tuple(Block(int(code), int(count), int(crc)) for code, count, crc in data["blocks"])
    codes = [block.code for block in blocks]
    good = codes == sorted(set(codes)) and all(FIRST_CODE <= code < 1000 for code in codes)
    good = good and all(0 < block.count <= PER_CODE for block in blocks)
    for source in data["sources"]:
        good = good and all(type(source[name]) is kind for name, kind in _SOURCE.items())
        good = good and (source["date"] is None or bool(datetime.date.fromisoformat(source["date"])))
    if not good or data["schema"] != "complint-dnc/1" or data["covers"] not in (NATIONAL, PRESENT):
        raise ValueError
    header = Header(data["date"], data["covers"], tuple(data["sources"]), blocks)
    header.day  # noqa: B018 - ValueError for a date that is none
    return header


def damaged(path: str, what: str) -> ComplintError:
    """Return the error for an index that is not what was written: nothing of it may be believed."""
    return ComplintError(f"the index is damaged: {what}; restore it, or build it again", path)
