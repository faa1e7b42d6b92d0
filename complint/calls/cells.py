"""What the text of one cell means; None where it cannot be read. Called once per distinct text, not once per row."""

from __future__ import annotations

import datetime
import re
from functools import cache

from complint.columns.clocks import FIRST, LAST

PURPOSES = ("marketing", "informational")
CALL_TYPES = ("artificial_voice", "live")
LINE_TYPES = ("", "mobile", "landline", "voip")
CONSENTS = ("none", "pec", "pewc")
EBR_TYPES = ("none", "purchase", "inquiry")
RND_RESULTS = ("", "yes", "no", "no_data")

_WORDS = {
    "purpose": {
        0: "marketing telemarketing sales promotional promotion advertising",
        1: "informational transactional service nonmarketing information servicing",
    },
    "call_type": {
        0: "artificialvoice ai aivoice artificial prerecorded prerecordedvoice automated",
        1: "live human agent person livevoice",
    },
    "line_type": {
        0: "unknown",
        1: "mobile wireless cell cellular cellphone",
        2: "landline residential fixed fixedline land wireline",
        3: "voip fixedvoip nonfixedvoip",
    },
    "consent_type": {
        0: "none no n false 0",
        1: "pec priorexpress priorexpressconsent express",
        2: "pewc priorexpresswritten priorexpresswrittenconsent written",
    },
    "ebr_type": {0: "none no n false 0", 1: "purchase transaction customer", 2: "inquiry application enquiry"},
    "rnd_result": {1: "yes y true 1", 2: "no n false 0", 3: "nodata"},
    "yes_no": {1: "yes y true 1", 0: "no n false 0"},
}


@cache
def _meanings(name: str) -> dict[str, int]:
    return {word: value for value, words in _WORDS[name].items() for word in words.split()}


def read_word(name: str, text: str) -> int | None:
    """Return the index of a word in its column's values (`PURPOSES`, `CONSENTS`, …; `yes_no`: 1 or 0), or None."""
    plain = re.sub(r"[\s_\-/]+", "", text.casefold())
    return _meanings(name).get(plain)


_UNIX = re.compile(r"[+-]?\d{1,12}(?:\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}(?!\d)")
_EPOCH = datetime.datetime(1970, 1, 1)  # noqa: DTZ001 - differences of clocks without a zone
ZONED, LOCAL, DATE = 1, 2, 3


def read_moment(text: str) -> tuple[int, int] | None:
    """Return (seconds, form): ZONED are UNIX seconds; LOCAL and DATE are seconds of a clock that is not named.

    ISO 8601 with `Z` or an offset, or without, a date alone, or UNIX seconds; of the years 2000 to 2037.
    """
    plain = text.strip()
    if _UNIX.fullmatch(plain) and not re.fullmatch(r"(19|20)\d{6}", plain):
        return _ranged(int(float(plain)), ZONED)
    try:
        found = datetime.datetime.fromisoformat(_iso(plain))
    except (ValueError, OverflowError):
        return None
    if _DAY.fullmatch(plain):
        return _ranged((found - _EPOCH).days * 86_400, DATE)
    if "T" not in plain.upper() and " " not in plain:
        return None
    zone = found.utcoffset()
    seconds = (found.replace(tzinfo=None, microsecond=0) - _EPOCH) // datetime.timedelta(seconds=1)
    if zone is None:
        return _ranged(seconds, LOCAL)
    return _ranged(seconds - int(zone.total_seconds()), ZONED)


def _iso(text: str) -> str:
    """Return ISO text as Python reads it: no space before the offset, a capital T and Z."""
    return (
        re.sub(r"\s+(?=[+\-Zz]|UTC$)", "", text, count=1).upper().removesuffix("UTC") if " " in text else text.upper()
    )


def _ranged(seconds: int, form: int) -> tuple[int, int] | None:
    return (seconds, form) if FIRST + 86_400 <= seconds < LAST - 86_400 else None


def read_count(text: str, *, least: int = 0, most: int = 10**9) -> int | None:
    """Return a whole number of a cell, "90" or "90.0", or None; `most` is where a number is no sense any more."""
    if not re.fullmatch(r"\+?\d{1,9}(?:\.0*)?", text.strip(), re.ASCII):
        return None
    value = int(float(text.strip()))
    return value if least <= value <= most else None


def name_key(text: str) -> str:
    """Return a company's name for comparing: no case, no punctuation, no legal form at its end."""
    words = re.findall(r"[^\W_]+", text.casefold().replace("&", " and ").replace("'", ""))
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return " ".join(words)


_FORMS = frozenset("inc incorporated llc llp lp ltd limited corp corporation co company plc pllc pc".split())
