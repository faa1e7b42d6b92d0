"""Whether a text names the organization: by its name or an alias, inflected, without its legal form, in look-alike letters."""

from __future__ import annotations

import functools
import re

from complint.language.folding import fold
from complint.language.spoken import hear
from complint.language.told import Evidence, Organization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.language.spoken import Spoken

_LEGAL = frozenset(
    "inc incorporated llc llp lp ltd limited corp corporation co company plc pllc pc gmbh mbh ag kg kgaa ohg ug ev eg se sa sas "
    "sarl sàrl eurl snc scop srl sl slu spa sapa srls bv nv vof kft zrt nyrt bt rt ab oy oyj as asa aps hf ehf sp zoo z.o.o oo "
    "sro spol ooo зао оао ооо пао ао тов пп pte pty bhd sdn tbk pt cv jsc ojsc pjsc lda ltda eireli me sti şti anonim limited ae "
    "epe oe ee ike".split()
)
_GENERIC = frozenset(
    "bank banque banco banca clinic clinique clinica klinik klinika pharmacy pharmacie farmacia apotheke hotel restaurant the "
    "maison kavarna bakeriet tandhuset stadtwerke praxis dental health insurance assurance seguros versicherung studio shop store "
    "robot computer digital virtual smart auto ottica optik energia energy telecom new first best city green blue nova great "
    "north south east west grand royal super casa club group team garage bageri salon salone centro center centre".split()
)
_ASIAN_FORMS = re.compile("株式会社|有限会社|合同会社|주식회사|股份有限公司|有限责任公司|有限公司")
_VOWELS = "aeiouyαεηιουωаеиоуыэюяіїєаь'"
_TURNS = "[aeiouyαεηιουωаеиоуыэюяіїє]"
# Endings of names in the languages that inflect them; anything longer makes another word ("Acme", "Acmeville").
_ENDINGS = (
    "s es en er ern ens n ns e et ets a y u i o ou em om um am ami emi ech ich ach ow owi ovi owie ie ii iej ej ego eho emu ymi "
    "imi ych ym im ova ovy owa owy ta tta lla lta lle ssa sta in iin an un on hin ksi na t it ien iden den nak nek ban ben bol ba "
    "be rol ra re tol hoz hez val vel at ot ert ig ja je jat jet k ek ok ak nal nel unk nin nun da dan de ya ye yi yu nda nde "
    "ndan nden si su lar ler la le yla yle te tan ten ul ului ei lui lor ii nya ss "
    "ας ης ος ου ους ον ων ες εις ιου α η ο ς ν ι ια ιας "
    "а я ы и у ю е і ї ой ей ою ею ом ем ам ям ами ями ах ях ов ев ів ого его ому ему им ым ых их ия ии ию ием иях ий ый ая ую ое"
)


@functools.cache
def _endings() -> str:
    return "|".join(sorted(dict.fromkeys(_ENDINGS.split()), key=len, reverse=True))


@functools.lru_cache(maxsize=256)
def _patterns(organization: Organization, latin: bool) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Return the pattern of the whole names, and that of their first words alone."""
    ways = [_ways(name, latin) for name in (organization.name, *organization.aliases) if isinstance(name, str)]
    whole = [way for found, _ in ways for way in found]
    short = [way for _, found in ways for way in found]
    return _any(whole), _any(short)


def _any(ways: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(dict.fromkeys(ways))) if ways else None


def _ways(name: str, latin: bool) -> tuple[list[str], list[str]]:
    """Return the patterns of one name: of the whole of it, and of its first word alone where that is telling."""
    words = _words(name, latin)
    if not words:
        return [], []
    edge = "" if any(letter >= "\u0600" for word in words for letter in word) else r"(?<!\w)"
    between = r"[\s\-.,&'+/]*(?:and |y |und |et |e |i |og |och |ja |en )?"
    whole = [edge + between.join(_word(word) for word in words)]
    dense = "".join(words)
    if len(words) > 1 and len(dense) > 6:
        whole.append(edge + re.escape(dense))
    telling = len(words) > 1 and len(words[0]) >= 5 and words[0] not in _GENERIC
    return whole, [edge + _word(words[0])] if telling else []


def _words(name: str, latin: bool) -> list[str]:
    """Return the words of a name without its article and its legal form."""
    folded = hear(name, latin=latin).text.replace("'", "")
    words = [_ASIAN_FORMS.sub("", word) for word in re.findall(r"[\w\u0900-\u0dff\ue000-\ue003]+", folded)]
    words = [word for word in words if word]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and (words[-1] in _LEGAL or len(words[-1]) == 1):
        words = words[:-1]
    while len(words) > 1 and words[0] in _LEGAL:
        words = words[1:]
    return words


def _word(word: str) -> str:
    """Return the pattern of a word with any ending, its own included: "pojistovna" is found as "pojistovny"."""
    if word[-1] >= "\u2e80" or "\u0900" <= word[-1] <= "\u0dff":
        return re.escape(word.rstrip("\u0bcd")) + r"[\u0900-\u0dff]*"  # Tamil endings follow; others do not mind
    spelled = [re.escape(letter) + "'?" for letter in word]
    if len(word) < 4 or not word.isalpha():
        return "".join(spelled) + (rf"(?:[' -]?(?:{_endings()}))?(?!\w)" if word.isalpha() else "")
    stem = word.rstrip(_VOWELS)
    stem = stem if len(stem) >= max(3, len(word) - 2) else word[:-1]
    if len(stem) > 5:
        stem = stem[:-1]
    begin = "".join(re.escape(letter) + "'?" for letter in stem)
    if word[-1] >= "\u0530":
        return begin + r"\w{0,6}"  # scripts whose endings are not listed
    # What a vowel or a consonant at the end may turn into, and an ending: "pojistovn" + "ou", "energ" + "ia" + "lta".
    whole = "".join(re.escape(letter) + "'?" for letter in word[len(stem) :])
    turned = "[^\\W\\d_]?" if len(stem) > 3 else ""
    return rf"{begin}(?:{whole}|{turned}{_TURNS}?)(?:'?(?:{_endings()}))?(?!\w)"


def find_names(spoken: Spoken, organization: Organization, latin: bool) -> list[tuple[int, int]]:
    """Return the spans, in the heard text, where the organization is named."""
    plain = _plainly(spoken.text, organization, latin)
    if plain and all(_capital(spoken, span[0], organization, latin) for span in plain):
        return plain
    whole, short = _patterns(organization, latin)
    found = [hit.span() for hit in whole.finditer(spoken.text)] if whole else []
    found = [span for span in found if _capital(spoken, span[0], organization, latin)]
    if short and not found:
        found = [hit.span() for hit in short.finditer(spoken.text) if not spoken.cased[hit.start()].islower()]
    return found


def _plainly(text: str, organization: Organization, latin: bool) -> list[tuple[int, int]]:
    """Return where the name stands just as it is configured, if it surely stands nowhere in another form; else nothing.

    The patterns of all inflected forms cost more to make than everything else a clean opening needs. Every form begins with
    the stem of the first word: where each stem in the text begins a plain name, there is no other form to look for.
    """
    if organization.aliases or not isinstance(organization.name, str) or "'" in text:
        return []
    words = _words(organization.name, latin)
    if not words or not all(word.isascii() and word.isalpha() and len(word) > 3 for word in words):
        return []
    name, stem = " ".join(words), words[0][: max(2, len(words[0]) - 3)]
    found = []
    at = text.find(stem)
    while at >= 0:
        end = at + len(name)
        if not text.startswith(name, at) or text[at - 1 : at].isalnum() or text[end : end + 1].isalnum():
            return []
        if "_" in (text[at - 1 : at], text[end : end + 1]):
            return []
        found.append((at, end))
        at = text.find(stem, end)
    return found if len(found) == text.count(stem) else []


def _capital(spoken: Spoken, at: int, organization: Organization, latin: bool) -> bool:
    """Tell whether a name that is a common word ("Beacon") stands as it is written: with a capital, or all in small letters."""
    first = fold(organization.name, latin).lstrip("\"' ")[:1]
    return (
        not first.isupper()
        or not spoken.cased[at].islower()
        or spoken.cased.islower()
        or " " in organization.name.strip()
    )


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
