"""Toll-free numbers in a text: digits, spoken words, letters on the keypad, extensions, freephone abroad."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right

from complint.language.cardinals import cardinal_pattern, cardinals, has_hundreds
from complint.language.clauses import Reading
from complint.language.digits import digit_words
from complint.language.folding import TOLL_FREE
from complint.language.phrases import canonical_language, is_latin
from complint.language.spoken import hear
from complint.language.told import Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.language.spoken import Spoken

TOLL_FREE_CODES = ("800", "833", "844", "855", "866", "877", "888")
# Freephone abroad: the beginning of the number as dialled there, and how many digits it has.
_ABROAD = {
    "de": (("0800",), 10, 12), "fr": (("0800", "0801", "0802", "0803", "0804", "0805"), 10, 10), "es": (("900", "800"), 9, 9),
    "it": (("800", "803"), 6, 10), "pt": (("800", "0800"), 9, 12), "nl": (("0800",), 8, 11), "pl": (("800",), 9, 9),
    "sv": (("020", "0200"), 7, 10), "da": (("80",), 8, 8), "no": (("800",), 8, 8), "fi": (("0800",), 8, 10),
    "cs": (("800",), 9, 9), "hu": (("0680", "80"), 8, 10), "ro": (("0800",), 10, 10), "el": (("800",), 10, 11),
    "tr": (("0800", "800"), 10, 11), "ru": (("8800", "7800"), 11, 11), "uk": (("0800",), 9, 10), "ja": (("0120", "0800"), 10, 11),
    "ko": (("080",), 9, 11), "zh": (("800", "400"), 10, 10), "hi": (("1800",), 10, 13), "id": (("0800", "08001"), 10, 12),
    "vi": (("1800",), 8, 10), "ms": (("1800", "1300"), 10, 10), "fil": (("1800",), 11, 13), "ar": (("800", "8001"), 7, 10),
    "en abroad": (("0800", "0808", "1800"), 10, 11), "ta": (("1800",), 10, 13),
}  # fmt: skip

# +44 800 and +44 808 (United Kingdom), +353 1800, +61 1800, +64 800, +64 508, +27 800, +91 1800
_FREE_WITH_COUNTRY = ("44800", "44808", "3531800", "611800", "64800", "64508", "27800", "911800")


@functools.cache
def _elsewhere() -> re.Pattern[str]:
    """Return the pattern of words that tell English outside North America."""
    return re.compile(
        r"free-?phone|free ?call|freefone|\bnhs\b|[£€]|\buk\b|\b(?:brit(?:ain|ish)|england|scotland|wales|london|ireland|irish|"
        r"dublin|australian?|sydney|melbourne|new zealand|auckland|south africa|pounds|india|mumbai|delhi)\b|\.co\.uk|\.com\.au|"
        r"\.co\.nz|\+44|\+353|\+61|\+64|\+27|\+91"
    )


@functools.cache
def _vanity() -> re.Pattern[str]:
    codes = "|".join(TOLL_FREE_CODES)
    return re.compile(
        rf"(?<![\w$])(?:\+?1[\s.\-]*)?\(?(?:{codes})\)?[\s.\-]++"
        r"((?=[A-Z0-9.\- ]{0,60}[A-Z]{2})[A-Z0-9]+(?:[-.][A-Z0-9]+)*(?: [A-Z0-9]{2,})?)"
    )


@functools.cache
def _spoken_words(lang: str) -> re.Pattern[str]:
    words = sorted(digit_words(lang), key=len, reverse=True)
    edge = "" if lang in ("ja", "zh", "ko") else r"(?<!\w)"
    tail = "" if lang in ("ja", "zh", "ko") else r"(?!\w)"
    return re.compile(f"{edge}(?:{'|'.join(map(re.escape, words))}){tail}")


def find_toll_free(spoken: Spoken, lang: str) -> tuple[int, int] | None:
    """Return the span, in the heard text, of the first toll-free number in digits, spoken words or letters."""
    return next(iter(all_toll_free(spoken, lang)), None)


def all_toll_free(spoken: Spoken, lang: str) -> list[tuple[int, int]]:
    """Return the spans, in the heard text, of all toll-free numbers."""
    text = spoken.text
    # English numbers are North American ones, unless the text speaks of another country.
    if lang == "en" and _elsewhere().search(text):
        lang = "en abroad"
    found = [(at, at + 1) for at in range(len(text)) if text[at] == TOLL_FREE] if TOLL_FREE in text else []
    if "8" in text:
        found += [(hit.start(), hit.end()) for hit in _vanity().finditer(spoken.cased) if _letters_fit(hit[1])]
    if lang.startswith("en"):
        text = text.replace("-hundred", " hundred")
    digits, where = _as_digits(text, lang.split()[0])
    if "area code" in digits:
        found += [(where[hit.start(1)], where[hit.end() - 1] + 1) for hit in _area_code().finditer(digits)]
    if "8" in digits or "0" in digits:
        found += [(where[a], where[b - 1] + 1) for a, b in _in_digits(digits, lang)]
    return sorted(set(found))


def _letters_fit(tail: str) -> bool:
    count = sum(letter.isalnum() for letter in tail)
    return 4 <= count <= 12


def _as_digits(text: str, lang: str) -> tuple[str, list[int] | range]:
    """Return the text with digit words as digits, and where each letter came from."""
    words = digit_words(lang)
    if lang in ("ja", "zh", "ko"):
        possible = any(word in text for word in words)
    else:
        possible = sum(word in text for word in words) > 2 or "double" in text
    plain = text.translate(_decimals()) if not text.isascii() else text
    if has_hundreds(text, lang):
        return _hundreds_as_digits(plain, lang)
    if not possible:
        return plain, range(len(text))
    out: list[str] = []
    where: list[int] = []
    position, times = 0, 1
    for hit in _spoken_words(lang).finditer(plain):
        between = plain[position : hit.start()]
        if times == 1 or between.strip(" -"):
            out.extend(between)
            where.extend(range(position, hit.start()))
        position = hit.end()
        code = words[hit[0]]
        if code[0] == "x":
            times = int(code[1])
            follows = _next_digit().match(plain, position)
            if follows:
                out.extend(follows[1] * times)
                where.extend([hit.start()] * times)
                position, times = follows.end(), 1
            continue
        for _ in range(times):
            out.extend(code)
            where.extend([hit.end() - 1 if n else hit.start() for n in range(len(code))])
        times = 1
    out.extend(plain[position:])
    where.extend(range(position, len(plain)))
    return "".join(out), where


@functools.cache
def _next_digit() -> re.Pattern[str]:
    return re.compile(r"[\s-]*(\d)")


def _hundreds_as_digits(text: str, lang: str) -> tuple[str, list[int]]:
    """Return a text that counts in hundreds and tens as `_as_digits` does."""
    words, numbers = digit_words(lang), cardinals(lang)
    spoken = [
        (hit.start(), hit.end(), numbers[re.sub(r"[\s-]", "", hit[0])]) for hit in cardinal_pattern(lang).finditer(text)
    ]
    starts = [start for start, _, _ in spoken]
    single: list[tuple[int, int, str]] = []
    for hit in _spoken_words(lang).finditer(text):
        before = bisect_right(starts, hit.start()) - 1
        if words[hit[0]][0] != "x" and not (before >= 0 and hit.start() < spoken[before][1]):
            single.append((hit.start(), hit.end(), words[hit[0]]))
    out: list[str] = []
    where: list[int] = []
    position = 0
    for start, end, digits in sorted(spoken + single):
        out.extend(text[position:start] + digits)
        where.extend((*range(position, start), *(end - 1 if n else start for n in range(len(digits)))))
        position = end
    out.extend(text[position:])
    where.extend(range(position, len(text)))
    return "".join(out), where


@functools.cache
def _decimals() -> dict[int, str]:
    """Digits of other scripts (Devanagari, Arabic, Tamil) as ASCII."""
    return {base + n: str(n) for base in (0x0660, 0x06F0, 0x0966, 0x0BE6, 0xFF10) for n in range(10)}


def _in_digits(text: str, lang: str) -> list[tuple[int, int]]:
    found = []
    for run in _joined_runs().finditer(text):
        number = re.sub(r"\D", "", run[0])
        if _is_toll_free(number, run[0], lang):
            found.append((run.start(), run.end()))
            continue
        for part in _plain_number().finditer(run[0]):
            found.append((run.start() + part.start(), run.start() + part.end()))
    return found


@functools.cache
def _joined_runs() -> re.Pattern[str]:
    # Spoken groups are parted by commas too: "eight six six, five five five, oh one oh three".
    return re.compile(r"(?<![\w$#€£])\+?\(?\d(?:[\s().\-+/]{0,3}\d|, ?\d|,? (?=\())*+", re.ASCII)


@functools.cache
def _plain_number() -> re.Pattern[str]:
    codes = "|".join(TOLL_FREE_CODES)
    return re.compile(
        rf"(?<!\d)(?<!\d[ .\-])\+?(?:1[\s.\-]{{0,3}})?\(?(?:{codes})\)?"
        r"[\s.\-]{0,3}\d{3}[\s.\-]{0,3}\d{4}(?![\s.\-]?\d)"
    )


@functools.cache
def _area_code() -> re.Pattern[str]:
    codes = "|".join(TOLL_FREE_CODES)
    joint = r"(?:,| then| and| is| followed by|:){1,3}"
    return re.compile(rf"area code ({codes}){joint} ?(?:\d[\s.\-,]{{0,3}}){{6}}\d(?!\d)")


def _is_toll_free(number: str, raw: str, lang: str) -> bool:
    if len(number) == 11 and number[0] == "1" and number[1:4] in TOLL_FREE_CODES:
        return True
    if len(number) == 10 and number[:3] in TOLL_FREE_CODES and not raw.lstrip().startswith("+"):
        return True
    if lang.startswith("en") and raw.lstrip().startswith("+"):
        return number.startswith(_FREE_WITH_COUNTRY) and 11 <= len(number) <= 13
    abroad = _ABROAD.get(lang)
    return abroad is not None and abroad[1] <= len(number) <= abroad[2] and number.startswith(abroad[0])


def toll_free_number(text: str, lang: str) -> Evidence | None:
    """Return the first toll-free number of a text and where it stands, or None; `lang` tells how numbers are spoken.

    Numbers are the North American codes 800, 833, 844, 855, 866, 877, 888 and the freephone numbers of the countries
    where the language is at home. Whether the number is meant for calling is for `judge_opening` to say.
    """
    if not isinstance(text, str):
        return None
    language = canonical_language(lang) or "en"
    spoken = hear(text, latin=is_latin(language))
    found = find_toll_free(spoken, language)
    return evidence(spoken, *found) if found else None


def evidence(spoken: Spoken, start: int, end: int) -> Evidence:
    """Return a span of the heard text as evidence in the original."""
    first, last = spoken.span(start, end)
    return Evidence(start=first, end=last, text=spoken.source[first:last])


def callable_number(reading: Reading, lang: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Return (a number given for calling, a word that says it is something else): fax, reference, no longer in use."""
    first_bad: tuple[int, int] | None = None
    for start, end in all_toll_free(reading.spoken, lang):
        low, high = reading.sentence(start)
        before = [hit for hit in reading.within("toll_free.not_before", low, start) if start - hit.end <= 30]
        after = [hit for hit in reading.within("toll_free.not_after", end, high) if hit.start - end <= 40]
        if not before and not after:
            return (start, end), None
        bad = (before or after)[0]
        first_bad = first_bad or (bad.start, bad.end)
    return None, first_bad
