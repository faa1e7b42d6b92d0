"""E-mail addresses and phone numbers in a text: where they stand, and a form of them that a message may show."""

from __future__ import annotations

import re
from functools import cache

from complint.core.record import record

EMAIL, PHONE = "e-mail address", "phone number"

_LOCAL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}\Z")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24}(?![A-Za-z0-9])")
_SEPARATORS = " .-()\u00a0\u2010\u2011\u2012\u2013"


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
    if _may_hold_phones(text):
        found += _phones(text)
    return found


def _emails(text: str) -> list[Contact]:
    found = []
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text, max(0, at - 64), at)
        domain = _DOMAIN.match(text, at + 1)
        if local and domain and local[0].strip(".'"):
            start = at - len(local[0].lstrip(".'"))
            found.append(Contact(start, domain.end(), EMAIL, text[start : domain.end()].lower()))
        at = text.find("@", at + 1)
    return found


def _phones(text: str) -> list[Contact]:
    found = []
    for match in _phone_pattern().finditer(text):
        digits = "".join(char for char in match[0] if char.isdigit())
        international = match[0].startswith("+")
        if len(digits) <= 15 and (len(digits) >= 8 or not international) and not is_invented(digits):
            found.append(Contact(*match.span(), PHONE, digits if international or len(digits) > 10 else "1" + digits))
    return found


def is_invented(digits: str) -> bool:
    """Tell digits that nobody can be called at: counted up, repeated, or of the area code 555, which is given to nobody."""
    local = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    if len(local) == 10 and local.startswith("555"):
        return True
    return len(set(local)) <= 2 or local[-7:] in ("1234567", "2345678", "4567890") or "123456789" in digits


@cache
def _phone_pattern() -> re.Pattern[str]:
    gap = f"[{re.escape(_SEPARATORS)}]"
    plus = rf"\+\d(?:{gap}{{0,2}}\d){{7,14}}"
    north_american = rf"(?:1{gap}{{1,2}})?(?:\(\d{{3}}\){gap}?|\d{{3}}{gap})\d{{3}}{gap}\d{{4}}"
    return re.compile(rf"(?<![\w+.-])(?:{plus}|{north_american})(?![\w-])")


def _may_hold_phones(text: str) -> bool:
    """Tell at the speed of a few passes in C whether a text has digits written as phone numbers are."""
    if text.isascii():
        plain = text.encode().translate(_table())
        return b"000 0000" in plain or b"+0" in plain or b"+(0" in plain
    return any(char.isdigit() for char in text)


@cache
def _table() -> bytes:
    signs = {**{ord(char): ord("0") for char in "0123456789"}, **{ord(char): ord(" ") for char in "-. )"}}
    return bytes(signs.get(code, code) for code in range(256))
