"""E-mail addresses and phone numbers in a text: where they stand, and a form of them that a message may show."""

from __future__ import annotations

import re
from functools import cache

from complint.core.record import record

EMAIL, PHONE = "e-mail address", "phone number"

_LOCAL = r"[A-Za-z0-9._%+'-]{1,64}\Z"
_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,9}[A-Za-z]{2,24}(?![A-Za-z0-9])"
_GAP = "[ .()\u00a0\u2010\u2011\u2012\u2013-]"
_PLUS = rf"\+{_GAP}?(?:1(?:{_GAP}{{0,2}}\d){{10}}|[02-9](?:{_GAP}{{0,2}}\d){{7,14}})(?![\w-])"
_GROUPED = rf"(?<![\w+.-])(?:1{_GAP}{{1,2}})?(?:\(\d{{3}}\){_GAP}?|\d{{3}}{_GAP})\d{{3}}{_GAP}\d{{4}}(?![\w-])"


@record
class Contact:
    """An e-mail address or a phone number within a text; `value` is the address in lower case, or the digits alone."""

    start: int
    end: int
    sort: str
    value: str

    @property
    def hint(self) -> str:
        """Return enough to find it in the text, and too little to write or call it: "m…@acme.example", "…47"."""
        if self.sort == PHONE:
            return f"…{self.value[-2:]}"
        local, _, domain = self.value.partition("@")
        return f"{local[:1]}…@{domain}"


def find_contacts(text: str) -> list[Contact]:
    """Return the e-mail addresses and phone numbers of a text, in the order of their sort and place."""
    found = _emails(text) if "@" in text else []
    abroad = _international(text) if "+" in text else []
    home = _north_american(text) if _has_groups(text) else []
    taken = {place for one in abroad for place in range(one.start, one.end)}
    return found + abroad + [one for one in home if one.start not in taken]


def _emails(text: str) -> list[Contact]:
    found = []
    at = text.find("@")
    while at >= 0:
        local = _pattern(_LOCAL).search(text, max(0, at - 64), at)
        domain = _pattern(_DOMAIN).match(text, at + 1)
        if local and domain and local[0].strip(".'"):
            start = at - len(local[0].lstrip(".'"))
            found.append(Contact(start, domain.end(), EMAIL, text[start : domain.end()].lower()))
        at = text.find("@", at + 1)
    return found


def _international(text: str) -> list[Contact]:
    found = []
    at = text.find("+")
    while at >= 0:
        match = None if at and (text[at - 1].isalnum() or text[at - 1] in "_+.-") else _pattern(_PLUS).match(text, at)
        if match is not None:
            digits = _digits(match[0])
            if not is_invented(digits):
                found.append(Contact(at, match.end(), PHONE, digits))
        at = text.find("+", at + 1 if match is None else match.end())
    return found


def _north_american(text: str) -> list[Contact]:
    found = []
    for match in _pattern(_GROUPED).finditer(text):
        digits = _digits(match[0])
        if not is_invented(digits):
            found.append(Contact(*match.span(), PHONE, digits if len(digits) > 10 else "1" + digits))
    return found


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def is_invented(digits: str) -> bool:
    """Tell digits that nobody can be called at: counted up, repeated, or of the area code 555, which is given to nobody."""
    local = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    if len(local) == 10 and local.startswith("555"):
        return True
    return len(set(local)) <= 2 or local[-7:] in ("1234567", "2345678", "4567890") or "123456789" in digits


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _has_groups(text: str) -> bool:
    """Tell at the speed of a few passes in C whether a text has three digits and four more as North American numbers end."""
    # UTF-8 writes the wide spaces and hyphens as C2 A0 and E2 80 9x: without their first bytes they are one byte each
    data = text.encode("utf-8", "replace")
    plain = data.translate(_table()) if text.isascii() else data.translate(_table(), b"\xc2\xe2\x80")
    return b"000 0000" in plain


@cache
def _table() -> bytes:
    signs = {**dict.fromkeys(b"0123456789", ord("0")), **dict.fromkeys(b"-. )\xa0\x90\x91\x92\x93", ord(" "))}
    return bytes(signs.get(code, code) for code in range(256))
