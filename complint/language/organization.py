"""Whether a text names the organization: by its name or an alias, inflected, without its legal form, in look-alike letters."""

from __future__ import annotations

import functools
import re

from complint.language.spoken import fold, hear
from complint.language.told import Evidence, Organization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.language.spoken import Spoken

_LEGAL = frozenset(
    "inc incorporated llc llp lp ltd limited corp corporation co company plc pllc pc gmbh mbh ag kg kgaa ohg ug ev eg se sa sas "
    "sarl sàrl eurl snc scop srl sl slu spa sapa srls bv nv vof kft zrt nyrt bt rt ab oy oyj as asa aps hf ehf sp zoo z.o.o oo "
    "sro spol ooo зао оао ооо пао ао тов пп pte pty bhd sdn tbk pt cv jsc ojsc pjsc lda ltda eireli me sti şti anonim limited ae "
    "epe oe ee ike 株式会社 有限会社 合同会社 주식회사 有限公司 股份有限公司".split()
)
_GENERIC = frozenset(
    "bank banque banco banca clinic clinique clinica klinik klinika pharmacy pharmacie farmacia apotheke hotel restaurant the "
    "maison kavarna bakeriet tandhuset stadtwerke praxis dental health insurance assurance seguros versicherung studio shop store "
    "robot computer digital virtual smart auto ottica optik energia energy telecom new first best city green blue nova great "
    "north south east west grand royal super casa club group team garage bageri salon salone centro center centre".split()
)
_VOWELS = re.compile(r"[aeiouyαεηιουωаеиоуыэюяіїєаь']+$")


@functools.lru_cache(maxsize=256)
def _pattern(organization: Organization, latin: bool) -> re.Pattern[str] | None:
    ways = [way for name in (organization.name, *organization.aliases) if isinstance(name, str) for way in _ways(name, latin)]
    return re.compile("|".join(dict.fromkeys(ways))) if ways else None


def _ways(name: str, latin: bool) -> list[str]:
    """Return the patterns of one name: the whole of it, then its first word alone where that is telling."""
    folded = hear(name, latin=latin).text
    words = re.findall(r"[\w\ue000-\ue003]+", folded.replace("'", ""))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and (words[-1] in _LEGAL or len(words[-1]) == 1):
        words = words[:-1]
    while len(words) > 1 and words[0] in _LEGAL:
        words = words[1:]
    if not words:
        return []
    between = r"[\s\-.,&'+/]*(?:and |y |und |et |e |i |og |och |ja |en )?"
    ways = [r"(?<!\w)" + between.join(_word(word) for word in words)]
    dense = "".join(words)
    if len(words) > 1 and len(dense) > 6:
        ways.append(r"(?<!\w)" + re.escape(dense))
    if len(words) > 1 and len(words[0]) >= 5 and words[0] not in _GENERIC:
        ways.append(r"(?<!\w)" + _word(words[0]))
    if any(letter >= "\u2e80" or "\u0600" <= letter <= "\u06ff" for letter in dense):
        ways = [way.replace(r"(?<!\w)", "") for way in ways]
    return ways


def _word(word: str) -> str:
    """Return the pattern of a word with any ending, its own included: "pojistovna" is found as "pojistovny"."""
    spelled = [re.escape(letter) + "'?" for letter in word]
    if len(word) < 4 or not word.isalpha():
        return "".join(spelled) + r"(?:'?\w{1,3})?(?!\w)" if word.isalpha() else "".join(spelled)
    if word[-1] >= "\u2e80" or "\u0900" <= word[-1] <= "\u0dff":
        return "".join(spelled)
    stem = _VOWELS.sub("", word)
    stem = stem if len(stem) >= max(3, len(word) - 2) else word[:-1]
    if len(stem) > 5:
        stem = stem[:-1]
    return "".join(re.escape(letter) + "'?" for letter in stem) + r"\w{0,6}"


def find_names(spoken: Spoken, organization: Organization, latin: bool) -> list[tuple[int, int]]:
    """Return the spans, in the heard text, where the organization is named."""
    pattern = _pattern(organization, latin)
    if pattern is None:
        return []
    return [found.span() for found in pattern.finditer(spoken.text) if _capital(spoken, found.start(), organization, latin)]


def _capital(spoken: Spoken, at: int, organization: Organization, latin: bool) -> bool:
    """A name that is a common word ("Beacon") counts only as it is written: with a capital, or all in small letters."""
    first = fold(organization.name, latin).lstrip("\"' ")[:1]
    return not first.isupper() or not spoken.cased[at].islower() or spoken.cased.islower() or " " in organization.name.strip()


def names(text: str, organization: Organization) -> Evidence | None:
    """Return where a text first names the organization, or None.

    Names are compared without accents, case, legal form (Inc, GmbH, S.A., Kft …) and punctuation; each word may be
    inflected; look-alike letters count as the letters they look like.
    """
    if not isinstance(text, str) or not isinstance(organization.name, str):
        return None
    for latin in (True, False):
        spoken = hear(text, latin=latin)
        for start, end in find_names(spoken, organization, latin):
            first, last = spoken.span(start, end)
            return Evidence(start=first, end=last, text=spoken.source[first:last])
    return None
