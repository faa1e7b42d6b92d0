"""New YAML text in the style of its surroundings: scalars quoted as siblings are, collections in block or flow style.

What is written is read the same by YAML 1.1 and 1.2: a text that either takes for something else is quoted.
"""

from __future__ import annotations

from complint.core.record import record
from complint.text.edit import Refused
from complint.text.loaded import Unresolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.route import JSON

PLAIN, SINGLE, DOUBLE = "", "'", '"'

# Words that YAML 1.1 or 1.2 does not read as text.
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@record
class Style:
    """How a file is written: `unit` spaces are one level of indent, a dash stands `dash` spaces right of its key.

    `quote` is the kind of quotes taken where a text needs some, `ascii_only` asks for escapes in place of other letters,
    `literal` allows blocks of text.
    """

    unit: int
    dash: int
    quote: str
    newline: str
    ascii_only: bool
    literal: bool = True

    def scalar(self, value: JSON, quotes: str = PLAIN, *, flow: bool = False) -> str:
        """Return a scalar or an empty collection; a text gets the quotes asked for, where it can have them."""
        if isinstance(value, str):
            return self.string(value, quotes, flow=flow)
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, float):
            text = repr(value)
            return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(text, text)
        if isinstance(value, int):
            return str(value)
        if isinstance(value, (dict, list)) and not value:
            return "{}" if isinstance(value, dict) else "[]"
        raise Refused(f"a {type(value).__name__} cannot be written here")

    def string(self, text: str, quotes: str, *, flow: bool = False) -> str:
        """Return a text as a scalar of one line."""
        if isinstance(text, Unresolved):
            raise Refused(f"a value under the tag {text.tag} cannot be written anew")
        if quotes == PLAIN and is_plain(text, flow=flow) and (text.isascii() or not self.ascii_only):
            return text
        if (quotes or self.quote) == SINGLE and text.isprintable() and (text.isascii() or not self.ascii_only):
            return "'" + text.replace("'", "''") + "'"
        return '"' + "".join(self._escaped(character) for character in text) + '"'

    def flow(self, value: JSON, quotes: str = PLAIN, key_quotes: str = PLAIN, padding: str = "") -> str:
        """Return a value in flow style on one line; `padding` stands within the braces of an object."""
        if isinstance(value, dict) and value:
            inner = ", ".join(
                f"{self.string(key, key_quotes, flow=True)}: {self.flow(item, quotes, key_quotes, padding)}"
                for key, item in value.items()
            )
            return f"{{{padding}{inner}{padding}}}"
        if isinstance(value, list) and value:
            return f"[{', '.join(self.flow(item, quotes, key_quotes, padding) for item in value)}]"
        return self.scalar(value, quotes, flow=True)

    def under_key(self, value: JSON, quotes: str = PLAIN) -> list[str]:
        """Return what follows `key:`: the rest of its line, then lines indented from the key's column."""
        if isinstance(value, dict) and value:
            return ["", *_indented(self._pairs(value, quotes), self.unit)]
        if isinstance(value, list) and value:
            return ["", *_indented(self._items(value, quotes), self.dash)]
        return self._leaf(value, quotes, self.unit)

    def under_dash(self, value: JSON, quotes: str = PLAIN, gap: int = 1) -> list[str]:
        """Return what follows a dash, likewise; the value begins `gap` spaces behind it."""
        if isinstance(value, (dict, list)) and value:
            lines = self._pairs(value, quotes) if isinstance(value, dict) else self._items(value, quotes)
            return [" " * gap + lines[0], *_indented(lines[1:], gap + 1)]
        first, *rest = self._leaf(value, quotes, gap + 1)
        return [" " * (gap - 1) + first, *rest]

    def _pairs(self, value: dict[str, JSON], quotes: str) -> list[str]:
        found = []
        for key, item in value.items():
            first, *rest = self.under_key(item, quotes)
            found += [f"{self.string(key, PLAIN)}:{first}", *rest]
        return found

    def _items(self, value: list[JSON], quotes: str) -> list[str]:
        found = []
        for item in value:
            first, *rest = self.under_dash(item, quotes)
            found += [f"-{first}", *rest]
        return found

    def _leaf(self, value: JSON, quotes: str, indent: int) -> list[str]:
        if self.literal and isinstance(value, str) and is_literal(value) and (value.isascii() or not self.ascii_only):
            header = " |" if value.endswith("\n") else " |-"
            return [header, *_indented(value.removesuffix("\n").split("\n"), indent)]
        return [" " + self.scalar(value, quotes)]

    def _escaped(self, character: str) -> str:
        if character in _ESCAPES:
            return _ESCAPES[character]
        code = ord(character)
        if character.isprintable() and (code < 0x80 or not self.ascii_only):
            return character
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def is_plain(text: str, *, flow: bool) -> bool:
    """Tell whether a text may stand without quotes: it begins with a letter and holds nothing that YAML reads as a mark."""
    if not (text[:1].isalpha() or text[:1] == "_") or not text.isprintable() or text.lower() in _WORDS:
        return False
    if text[-1] in " :" or ": " in text or " #" in text:
        return False
    # some readers take any colon within brackets for a mark
    return not flow or not any(mark in text for mark in ",[]{}?:#")


def is_literal(text: str) -> bool:
    """Tell whether a text of several lines may stand as a literal block, whose last line break is its own or none."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 2 or not lines[0][:1].strip() or not lines[-1].strip():
        return False
    return all(line.replace("\t", " ").isprintable() for line in lines)


def _indented(lines: list[str], spaces: int) -> list[str]:
    return [" " * spaces + line if line else line for line in lines]
