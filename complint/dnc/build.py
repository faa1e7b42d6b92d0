"""An index made or brought up to date: lists read and parsed ahead in a thread, bits set meanwhile, one file put in place."""

from __future__ import annotations

import os
import zlib

from complint.core.errors import ComplintError
from complint.core.record import record
from complint.dnc.bitmap import Bitmap, counted
from complint.dnc.index import Index
from complint.dnc.layout import NATIONAL, Block, Header, encode, is_index
from complint.dnc.lines import dated
from complint.dnc.placing import held, placed
from complint.dnc.reading import Reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from complint.dnc.reading import Batch

_SHOWN = 5  # lines that are not understood, in full


@record
class Built:
    """What was written: the header, and the first lines that were skipped, as `path:line: 'text'`."""

    header: Header
    skipped: tuple[str, ...]


def build(
    out: str,
    paths: tuple[str, ...],
    date: str | None = None,
    covers: str = NATIONAL,
    skip: int = 0,
    progress: Callable[[int], None] = lambda _lines: None,
) -> Built:
    """Write the index of lists to `out`, which is new or an index already; nothing is written unless all goes well.

    `date` (ISO) is the day the lists were downloaded, the oldest of them; `skip` how many lines may be passed over that are
    not understood; `progress` is told the lines read. Raises ComplintError for anything else.
    """
    _must_be_ours(out)
    bitmap = Bitmap()
    sources, skipped = _fill(bitmap, paths, date, skip, progress)
    return Built(_write(out, bitmap, date, covers, sources), skipped)


def update(
    path: str,
    paths: tuple[str, ...],
    date: str | None = None,
    skip: int = 0,
    progress: Callable[[int], None] = lambda _lines: None,
) -> Built:
    """Apply lists to an index, in the order given: a number is added, one marked D removed. The file is replaced at once.

    Arguments as for `build`; without a date the index keeps its own. Raises ComplintError besides where a date is before the
    index's, and where another process changes the index meanwhile.
    """
    with held(path):
        index = Index(path)
        old = index.header
        if date is not None and old.date is not None and date < old.date:
            raise ComplintError(f"the index is of {old.date} already: lists of {date} are older than it", path)
        bitmap = Bitmap()
        for block in old.blocks:
            bitmap.blocks[block.code] = index.block(block.code).copy()
        sources, skipped = _fill(bitmap, paths, date, skip, progress)
        now = _write(path, bitmap, date or old.date, old.covers, (*old.sources, *sources), index.identity)
        return Built(now, skipped)


def _fill(
    bitmap: Bitmap, paths: tuple[str, ...], date: str | None, skip: int, progress: Callable[[int], None]
) -> tuple[tuple[dict[str, Any], ...], tuple[str, ...]]:
    """Add the numbers of files to a bitmap; return what the header says of them, and the lines passed over."""
    sources, shown = [], []
    total = passed = 0
    for path in paths:
        reading = Reading(path)
        lines = added = removed = odd = 0
        for batch in ahead(reading.batches()):
            found = batch.lines
            gone = _apply(bitmap, batch)
            lines, added, removed = lines + found.count, added + len(found.code) - gone, removed + gone
            for row, text in found.odd:
                if odd + passed < _SHOWN:
                    shown.append(f"{batch.name}:{batch.first + row}: {text[:60].decode('latin-1')!r}{_why(text)}")
                odd += 1
            if odd + passed > max(skip, _SHOWN):
                break
            progress(total + lines)
        if odd + passed > skip:
            raise _odd(shown, more=odd + passed > len(shown))
        total, passed = total + lines, passed + odd
        source = {"name": os.path.basename(path), "date": date, "sha256": reading.digest, "lines": lines}
        sources.append({**source, "added": added, "removed": removed, "skipped": odd})
    if not any(source["added"] or source["removed"] for source in sources):
        raise ComplintError("there is no number in the lists: nothing was written")
    return tuple(sources), tuple(shown)


def _why(text: bytes) -> str:
    return " (a date: a table, for calls.internal_dnc, not a list)" if dated(text) else ""


def _odd(shown: list[str], *, more: bool) -> ComplintError:
    lines = "".join(f"\n  {line}" for line in shown) + ("\n  …" if more else "")
    return ComplintError(
        "lines that are not understood; a number in one of them would count as not listed. Nothing was written "
        f"(--skip N lets N such lines pass):{lines}"
    )


def _apply(bitmap: Bitmap, batch: Batch) -> int:
    """Apply the lines of a batch in their order; return how many were removals."""
    found = batch.lines
    if found.removed is None or not found.removed.any():
        bitmap.add(found.code, found.local)
        return 0
    import numpy as np

    # of several lines for one number the last one counts, and then the order does not matter any more
    number = found.code.astype(np.int64) << 32 | found.local
    _, from_end = np.unique(number[::-1], return_index=True)
    last = len(number) - 1 - from_end
    gone = last[found.removed[last]]
    stays = last[~found.removed[last]]
    bitmap.add(found.code[stays], found.local[stays])
    bitmap.remove(found.code[gone], found.local[gone])
    return int(found.removed.sum())


def _write(
    out: str,
    bitmap: Bitmap,
    date: str | None,
    covers: str,
    sources: tuple[dict[str, Any], ...],
    identity: tuple[int, ...] | None = None,
) -> Header:
    bitmap.settle()
    blocks, parts = [], []
    for code, bits in sorted(bitmap.blocks.items()):
        count = counted(bits)
        if count:
            blocks.append(Block(code, count, zlib.crc32(bits)))
            parts.append(bits)
    header = Header(date, covers, sources, tuple(blocks))
    with placed(out, identity) as stream:
        stream.write(encode(header))
        for bits in parts:
            stream.write(bits)
    return header


def _must_be_ours(out: str) -> None:
    """Refuse to replace a file that is no index: a list given in the place of the index must not be lost."""
    if os.path.isdir(out):
        raise ComplintError("it is a folder; name the index to write", out)
    if os.path.lexists(out) and not is_index(out):
        raise ComplintError("it is there already and is no index: not replaced (usage: build OUT FILES…)", out)


def ahead(items: Iterator[Batch]) -> Iterator[Batch]:
    """Yield the same, each made in a thread of its own while the one before it is being worked on."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = pool.submit(next, items, None)
            yield item
