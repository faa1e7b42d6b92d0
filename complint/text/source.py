"""Bytes of a file as text that can be written back: encoding, byte order mark and kind of newline are kept in mind."""

from __future__ import annotations

from complint.core.record import record
from complint.core.seen import PipeError, read
from complint.text.errors import Unreadable

_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (  # the longer first: the mark of UTF-32 begins with the one of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@record
class Source:
    """A file as read: `data` its bytes, `text` the same decoded, without the byte order mark, newlines as they are.

    `newline` is LF or CR LF, whichever more lines end with. `encoding` is a codec name that writes no mark.
    """

    path: str
    data: bytes
    text: str
    bom: bool = False
    newline: str = "\n"
    encoding: str = "utf-8"

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hex; computed on demand, since clean runs ask for none."""
        import hashlib

        return hashlib.sha256(self.data).hexdigest()


def read_source(path: str, *, max_bytes: int) -> Source:
    """Read a file of at most `max_bytes` bytes. Raises Unreadable where it cannot be, or is too large."""
    return make_source(path, read_bytes(path, max_bytes=max_bytes))


def read_bytes(path: str, *, max_bytes: int) -> bytes:
    """Return the bytes of a file, at most `max_bytes`; raise as `read_source` does."""
    try:
        data = read(path, max_bytes)
    except PipeError as error:
        raise Unreadable(str(error)) from None
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL or with half a character
        raise Unreadable(_in_plain_words(error)) from None
    if len(data) > max_bytes:
        raise Unreadable(f"larger than the limit of {max_bytes:,} bytes (max_bytes)")
    return data


def make_source(path: str, data: bytes) -> Source:
    """Decode UTF-8, or UTF-16 and UTF-32 behind their byte order mark. Raises Unreadable naming byte and line."""
    encoding, mark = _encoding(data)
    body = data[mark:] if mark else data
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(body, encoding, mark, error) from None
    newline = "\n"
    if "\r" in text:
        pairs = text.count("\r\n")
        newline = "\r\n" if pairs > text.count("\n") - pairs else "\n"
    return Source(path, data, text, mark > 0, newline, encoding)


def to_bytes(source: Source, text: str) -> bytes:
    """Return a changed text as bytes in the encoding of its source, with the byte order mark that the source has."""
    made = text.encode(source.encoding)
    if not source.bom:
        return made
    return "\ufeff".encode(source.encoding) + made


def _encoding(data: bytes) -> tuple[str, int]:
    """Return the codec of some bytes and the length of their byte order mark."""
    if data.startswith(_UTF8_MARK):
        return "utf-8", len(_UTF8_MARK)
    if data[:1] in (b"\xff", b"\xfe", b"\x00"):
        for mark, encoding in _WIDE_MARKS:
            if data.startswith(mark):
                return encoding, len(mark)
    if b"\x00" in data[:2]:
        raise Unreadable("UTF-16 or binary data without a byte order mark; UTF-8 is required", 1, 1)
    return "utf-8", 0


def _undecodable(body: bytes, encoding: str, mark: int, error: UnicodeDecodeError) -> Unreadable:
    from complint.text.lines import unreadable

    before = body[: error.start].decode(encoding, "replace")
    name = encoding.upper() if encoding == "utf-8" else encoding[:6].upper()
    return unreadable(f"the bytes at offset {error.start + mark} are not {name}", before, len(before))


def _in_plain_words(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, IsADirectoryError):
        return "it is a folder, a file is required"
    if isinstance(error, OSError):
        return f"it cannot be opened: {(error.strerror or type(error).__name__).lower()}"
    return "the path is not a valid file name"
