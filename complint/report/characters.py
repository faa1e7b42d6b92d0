"""Text of strangers made safe to print, and its width in terminal cells.

Names and messages come from files of pull requests: escape codes could rewrite a terminal, bidirectional controls could show
another text than the one that is checked. Such characters are printed by name; everything else stays as it is.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_JOINERS = "\u200c\u200d"  # part of words in Persian and Indic scripts, and of emoji sequences
_EMOJI_LOOK = "\ufe0f"
_NAMES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    r"""Return a text with nothing in it that a terminal would obey.

    Control characters become `\x1b`, halves of characters `\udc80`, bidirectional and other invisible controls `<U+202E>`.
    """
    if text.isprintable():
        return text
    return "".join(_shown(text, position) for position in range(len(text)))


def _shown(text: str, position: int) -> str:
    character = text[position]
    if character.isprintable():
        return character
    if character in _NAMES:
        return _NAMES[character]
    code = ord(character)
    if code < 0xA0:
        return f"\\x{code:02x}"
    if 0xD800 <= code <= 0xDFFF:
        return f"\\u{code:04x}"
    if code & 0xFFFE == 0xFFFE:  # no character at all, and refused by XML
        return f"<U+{code:04X}>"
    if character in _JOINERS and position > 0 and ord(text[position - 1]) >= 0xA0:
        return character
    from unicodedata import category

    # spaces of all widths, private and newly assigned characters are harmless; formats and line separators are not
    return f"<U+{code:04X}>" if category(character) in ("Cf", "Zl", "Zp") else character


def inert(text: str) -> str:
    """Return visible lines in which the runner of a CI system, which reads what is printed, sees no command of its own.

    GitHub obeys lines that begin with `::name::`, and `##[name]` anywhere, Azure `##vso[…]`: a file may be called so.
    """
    if "::" in text:
        import re

        text = re.sub(r"(?m)^((?:\x1b\[[0-9;]*m|[ \t])*)::", r"\1\\::", text)
    if "##" in text:
        text = text.replace("##[", "#\\#[").replace("##vso[", "#\\#vso[")
    return text


def cells(text: str) -> int:
    """Return the number of terminal cells that a visible text takes."""
    if text.isascii():
        return len(text)
    return sum(width for _, width in clusters(text))


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """Yield what a terminal draws as one, with its width: a character and all that combines with it."""
    if text.isascii():
        for character in text:
            yield character, 1
        return
    from unicodedata import combining, east_asian_width

    drawn, width, joined = "", 0, False
    for character in text:
        if drawn and (joined or combining(character) or _attaches(character)):
            drawn += character
            if character == _EMOJI_LOOK or (joined and width < 2 and east_asian_width(character) in "WF"):
                width = 2
            joined = character == "\u200d"
            continue
        if drawn:
            yield drawn, width
        drawn, joined = character, False
        width = 0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
    if drawn:
        yield drawn, width


def _attaches(character: str) -> bool:
    """Tell whether a character has no cell of its own: marks, joiners, variation selectors, skin tones."""
    if character in _JOINERS or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    from unicodedata import category

    return category(character) in ("Mn", "Me")


def first_cells(text: str, room: int) -> str:
    """Return the longest beginning of a visible text that fits in a number of cells."""
    if text.isascii():
        return text[: max(0, room)]
    kept, used = [], 0
    for drawn, width in clusters(text):
        used += width
        if used > room:
            break
        kept.append(drawn)
    return "".join(kept)


def last_cells(text: str, room: int) -> str:
    """Return the longest end of a visible text that fits in a number of cells."""
    if text.isascii():
        return text[max(0, len(text) - room) :] if room > 0 else ""
    kept: list[str] = []
    used = 0
    for drawn, width in reversed(list(clusters(text))):
        used += width
        if used > room:
            break
        kept.append(drawn)
    return "".join(reversed(kept))


def wrap(text: str, room: int) -> list[str]:
    """Return a visible text in lines of at most `room` cells, broken at spaces.

    A longer word stays whole (a URL), unless its script writes no spaces.
    """
    lines: list[str] = []
    line, used = "", 0
    for word in _words(text, room):
        width = cells(word)
        if line and used + 1 + width > room:
            lines.append(line)
            line, used = word, width
        elif line:
            line, used = f"{line} {word}", used + 1 + width
        else:
            line, used = word, width
    lines.append(line)
    return lines


def _words(text: str, room: int) -> Iterator[str]:
    for word in text.split(" "):
        breakable = not word.isascii()
        while breakable and cells(word) > room:
            piece = first_cells(word, room)
            if not piece:
                break
            yield piece
            word = word[len(piece) :]
        yield word
