"""Letters folded one by one: accents, look-alikes of other scripts, quotes, dashes, spaces, signs that nobody speaks."""

from __future__ import annotations

import functools
import re

# One private-use letter stands for a variable of which nothing but its name is known.
VARIABLE, COMPANY, TOLL_FREE = "\ue000", "\ue001", "\ue002"
NAME = "\ue003"  # fills the letters of the organization's name, so that a "Robot Coffee" is no robot

_PUNCTUATION = {
    **dict.fromkeys("‘’‚‛′ʼ´`ʹ", "'"),
    **dict.fromkeys("“”„‟«»‹›「」『』〝〞〟＂", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃﹘", "-"),
    **dict.fromkeys("。।॥．｡؞۔", "."),
    **dict.fromkeys("，、،､﹐", ","),
    **dict.fromkeys("；؛·﹔", ";"),
    **dict.fromkeys("？؟;﹖⁇", "?"),
    **dict.fromkeys("！﹗", "!"),
    **dict.fromkeys((*map(chr, range(0x2000, 0x200B)), *"\u00a0\u1680\u202f\u205f\u3000\t\r\v\f"), " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u061c\u0640\ufe0f\u202a\u202b\u202c", ""),
    "¿": " ",
    "¡": " ",
    "…": ".",
    "：": ":",
}
_LETTERS = {
    "ß": "ss",
    "ẞ": "SS",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ı": "i",
    "İ": "I",
    "þ": "th",
    "ς": "σ",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    "ی": "ي",
    "ک": "ك",
    "ə": "e",
}
# Look-alike letters: Cyrillic and Greek to Latin, and back where a word is of the other script.
_CYRILLIC = dict(zip("аеорсухіјѕԁһӏкмтвнАВЕКМНОРСТУХІЈЅ", "aeopcyxijsdhlkmtbhABEKMHOPCTYXIJS", strict=True))
_GREEK = dict(zip("οαερυνικτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oaepuvikrxABEZHIKMNOPTYX", strict=True))
_TO_CYRILLIC = dict(zip("aeopcyxikmtABEKMHOPCTYXI", "аеорсухікмтАВЕКМНОРСТУХІ", strict=True))
_TO_GREEK = dict(zip("oavikutABEZHIKMNOPTYX", "οανικυτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", strict=True))
# Scripts whose combining signs are letters of their own and must stay.
_KEEP_MARKS = ((0x0900, 0x0DFF), (0x3040, 0x30FF), (0x0E00, 0x0EFF))


class Table(dict[str, str]):
    """Folds one letter, and remembers it."""

    def __init__(self, latin: bool) -> None:
        super().__init__()
        self.latin = latin

    def __missing__(self, letter: str) -> str:
        folded = self[letter] = _fold(letter, self.latin)
        return folded


def _fold(letter: str, latin: bool) -> str:
    if letter < "\x80":
        return letter if letter >= " " or letter == "\n" else " "
    if latin and (like := _CYRILLIC.get(letter) or _GREEK.get(letter)):
        return like
    known = _PUNCTUATION.get(letter, _LETTERS.get(letter))
    if known is not None:
        return known
    from unicodedata import category, normalize  # an extension module, which a plain English text does without

    code = ord(letter)
    if any(low <= code <= high for low, high in _KEEP_MARKS):
        return normalize("NFKC", letter)
    if VARIABLE <= letter <= NAME or 0xAC00 <= code <= 0xD7A3:
        return letter
    plain = normalize("NFKD", letter)
    kept = "".join(_PUNCTUATION.get(one, _LETTERS.get(one, one)) for one in plain if category(one) != "Mn")
    if len(kept) == 1 and category(kept)[0] in "SC" and kept not in "+$~=<>|^`":
        return " "  # emoji and other signs that nobody speaks
    return kept


TABLES = {True: Table(True), False: Table(False)}


def fold(text: str, latin: bool = True) -> str:
    """Return a text folded letter by letter: compatibility forms, accents, look-alikes, quotes, spaces; case is kept."""
    if text.isascii():
        return text
    from unicodedata import normalize

    table = TABLES[latin]
    return "".join([table[letter] for letter in normalize("NFC", text)])


@functools.cache
def _mixed() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+")


def same_script(text: str) -> str:
    """Return a text whose words that mix Latin with Cyrillic or Greek are wholly of the latter."""
    if not any("a" <= letter <= "z" or "A" <= letter <= "Z" for letter in text):
        return text

    def whole(found: re.Match[str]) -> str:
        word = found[0]
        if not any(letter < "\x80" for letter in word):
            return word
        if any("\u0400" <= letter <= "\u04ff" for letter in word):
            return "".join(_TO_CYRILLIC.get(letter, letter) for letter in word)
        if any("\u0370" <= letter <= "\u03ff" for letter in word):
            return "".join(_TO_GREEK.get(letter, letter) for letter in word)
        return word

    return _mixed().sub(whole, text)
