"""Call schedules in CSV: Arrow reads what is well formed, block by block; blocks with a broken record are split slowly."""

from __future__ import annotations

import os

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from complint.calls.csv_split import MAX_RECORD, split
from complint.calls.raw import Raw, Source, Span
from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

_BLOCK = 6 * 1024 * 1024
HEAD = 1024 * 1024  # bytes that a header may be long
_MARK = b"\xef\xbb\xbf"


class CsvSource(Source):
    """A CSV file with a header row; comma, semicolon or tab, whichever the header has most of."""

    def __init__(self, path: str, head: bytes | None = None) -> None:
        """Take the columns from the first bytes of the file: `head`, where it is no file that can be opened here."""
        head = _text(_head(path) if head is None else head, path)
        self.lone_cr = b"\n" not in head and b"\r" in head
        head = head.replace(b"\r", b"\n") if self.lone_cr else head
        self.delimiter, names, self.body_at = _header(path, head)
        super().__init__(path, "table", tuple(names))
        self.settled = True

    def batches(self) -> Iterator[Raw]:
        """Yield the rows; memory is one block, however long the file."""
        yield from self._batches(self.blocks())

    def rows(self, chunks: Iterable[bytes]) -> Iterator[Raw]:
        """Yield the rows of bytes that begin after the header, wherever they come from, cut anywhere."""
        yield from self._batches(self._pieces(_evenly(chunks)))

    def _batches(self, blocks: Iterator[tuple[Span, bytes]]) -> Iterator[Raw]:
        first = 0
        for span, data in blocks:
            for made in self._rows(data, first, final=span.final):
                first += made.count
                yield made

    def spans(self) -> Iterator[Span]:
        """Yield the blocks of whole records that `batches` reads: cut after the last newline that stands outside quotes."""
        start = end = self.body_at
        size = max(os.path.getsize(self.path), 1)
        buffer = bytearray(_BLOCK)
        quoted = False
        with open(self.path, "rb") as stream:
            stream.seek(start)
            while count := stream.readinto(buffer):
                quoted = quoted or buffer.find(b'"', 0, count) >= 0
                if quoted or self.lone_cr or end + count - start > MAX_RECORD:
                    cut = start + self._cut(_bytes_of(self.path, start, end + count))
                else:  # what is cut off before holds no newline
                    cut = end + buffer.rfind(b"\n", 0, count) + 1
                    cut = cut if cut > end else start
                end += count
                if cut > start:
                    yield Span(start, cut, share=cut / size)
                    start = cut
                    left = end - start
                    quoted = quoted and (left > count or buffer.find(b'"', count - left, count) >= 0)
        if start < end:
            yield Span(start, end, final=True, share=1.0)

    def _cut(self, data: bytes) -> int:
        """Return where to cut what begins with a record: 0 where more must be read."""
        data = self._lines(data)
        cut = _last_end(data)
        if cut == 0 and len(data) > MAX_RECORD:
            # a quote that is never closed: let the splitter break it at its line
            _, _, cut = split(data, self.delimiter, len(self.headers), final=False)
            if cut == 0:
                cut = data.find(b"\n") + 1 or len(data)
        return cut

    def read(self, span: Span) -> Iterator[Raw]:
        """Yield the rows of a block."""
        yield from self._rows(self._lines(_bytes_of(self.path, span.start, span.end)), 0, final=span.final)

    def blocks(self) -> Iterator[tuple[Span, bytes]]:
        """Yield the blocks with their bytes."""
        for span in self.spans():
            yield span, self._lines(_bytes_of(self.path, span.start, span.end))

    def _pieces(self, chunks: Iterable[bytes]) -> Iterator[tuple[Span, bytes]]:
        """Yield the blocks of bytes that come in chunks, as `spans` would cut them."""
        rest, start = b"", self.body_at
        for chunk in chunks:
            data = rest + self._lines(chunk)
            cut = self._cut(data)
            if cut:
                yield Span(start, start + cut), data[:cut]
                start += cut
            rest = data[cut:]
        if rest:
            yield Span(start, start + len(rest), final=True), rest

    def _lines(self, data: bytes) -> bytes:
        return data.replace(b"\r", b"\n") if self.lone_cr else data

    def _rows(self, data: bytes, first: int, *, final: bool) -> Iterator[Raw]:
        wanted = {column: self.headers.index(header) for column, header in self.wanted.items()}
        made = self._fast(data, wanted, first) or self._slow(data, wanted, first, final=final)
        if made.count:
            yield made

    def _fast(self, data: bytes, wanted: dict[str, int], first: int) -> Raw | None:
        """Return a block as Arrow reads it, or None where anything in it is not by the grammar."""
        if not well_formed(data, self.delimiter):
            return None
        names = [f"c{position}" for position in range(len(self.headers))]
        kept = {column: names[position] for column, position in wanted.items()}
        try:
            table = arrow_csv.read_csv(
                pa.py_buffer(data),
                read_options=arrow_csv.ReadOptions(column_names=names, block_size=len(data) + 1),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=self.delimiter.decode(),
                    newlines_in_values=b'"' in data,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(kept.values(), pa.binary()),
                    include_columns=list(kept.values()),
                    strings_can_be_null=False,
                ),
            )
        except ValueError:  # also where the message itself would be no UTF-8
            return None
        columns = {column: _one(table.column(name)) for column, name in kept.items()}
        return Raw(first, table.num_rows, columns, {})

    def _slow(self, data: bytes, wanted: dict[str, int], first: int, *, final: bool) -> Raw:
        records, wrong, _ = split(data, self.delimiter, len(self.headers), final=True)
        columns = {
            column: pa.array([record[at] if at < len(record) else b"" for record in records], pa.binary())
            for column, at in wanted.items()
        }
        return Raw(first, len(records), columns, wrong)


def _bytes_of(path: str, start: int, end: int) -> bytes:
    with open(path, "rb", buffering=0) as stream:
        stream.seek(start)
        parts = []
        while start < end and (data := stream.read(end - start)):
            parts.append(data)
            start += len(data)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _evenly(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in the pieces that reading a file gives: where a quote is never closed, the cut matters."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        whole = len(data) - len(data) % _BLOCK
        yield from (data[start : start + _BLOCK] for start in range(0, whole, _BLOCK))
        rest = data[whole:]
    if rest:
        yield rest


def _one(column: Any) -> Any:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.array([], pa.binary())])


def _head(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read(HEAD)


def _text(head: bytes, path: str) -> bytes:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:4]:
        raise ComplintError("UTF-16 or binary data; a table is CSV in UTF-8", path)
    return head


def _header(path: str, head: bytes) -> tuple[bytes, list[str], int]:
    """Return (delimiter, column names, offset of the first row). Raises ComplintError for a header that cannot be read."""
    mark = len(_MARK) if head.startswith(_MARK) else 0
    body = head[mark:]
    start = len(body) - len(body.lstrip(b"\r\n"))
    line = body[start:].split(b"\n", 1)[0]
    counts = {delimiter: line.count(delimiter) for delimiter in (b",", b";", b"\t")}
    delimiter = max(counts, key=lambda one: counts[one])
    end = body.find(b"\n", start) + 1 or len(body)
    records, wrong, used = split(body[start:end], delimiter, None, final=True)
    if wrong:  # a quoted header with a line break in it
        records, wrong, used = split(body[start:], delimiter, None, final=True)
        records, used = records[:1], _first_end(body[start:], delimiter)
    if wrong and 0 in wrong:
        raise ComplintError(f"the header row cannot be read: {wrong[0]}", path, 1)
    names = [cell.decode("utf-8", "replace").strip() for cell in records[0]] if records else []
    return delimiter, names, mark + start + used


def _first_end(body: bytes, delimiter: bytes) -> int:
    end = 0
    while end < len(body):
        end = body.find(b"\n", end) + 1 or len(body)
        records, wrong, _ = split(body[:end], delimiter, None, final=True)
        if not wrong and len(records) == 1:
            return end
    return len(body)


def _last_end(data: bytes) -> int:
    """Return the offset after the last newline outside quotes, or 0."""
    if b'"' not in data:
        return data.rfind(b"\n") + 1
    content = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(content == 34)
    ends = np.flatnonzero(content == 10)
    outside = ends[np.searchsorted(quotes, ends) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def well_formed(data: bytes, delimiter: bytes) -> bool:
    """Tell whether quotes stand only around cells, doubled inside, and every line ends with LF or CR LF."""
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return False
    if b'"' not in data:
        return True
    content = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(content == 34)
    if len(quotes) % 2:
        return False
    around = np.concatenate(([10], content, [10])).astype(np.uint8)  # as if lines stood before and after
    opening, closing = quotes[::2], quotes[1::2]
    separators = np.zeros(256, bool)
    separators[[10, 13, 34, delimiter[0]]] = True
    before = around[opening]
    after = around[closing + 2]
    if not (separators[before].all() and separators[after].all()):
        return False
    # a quote beside an opening or closing one must be its twin: ""
    doubled = np.flatnonzero(before == 34)
    return not (len(doubled) and not np.isin(opening[doubled] - 1, closing).all())
