"""Numbers from ten to 999 as they are spoken, for telephone numbers read in hundreds and tens ("huit cent, cinq cent dix")."""

from __future__ import annotations

import functools
import re

from complint.language.digits import digit_words, units
from complint.language.folding import fold
from complint.language.phrases import is_latin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Ten to nineteen; twenty to ninety; one hundred to nine hundred (one word with "+": the digit before that word); what joins
# hundreds to the rest; what joins tens to the digit ("<" where the digit comes first). "_" is a space inside a word.
_SPOKEN = {
    "es": (
        "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
        "", "y",
    ),
    "fr": (
        "dix onze douze treize quatorze quinze seize dix_sept dix_huit dix_neuf",
        "vingt trente quarante cinquante soixante soixante_dix quatre_vingt quatre_vingt_dix", "+cent", "", "",
    ),
    "de": (
        "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
        "zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig", "+hundert", "", "<und",
    ),
    "nl": (
        "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
        "twintig dertig veertig vijftig zestig zeventig tachtig negentig", "+honderd", "", "<en",
    ),
    "pt": (
        "dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove",
        "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
        "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos", "e", "e",
    ),
    "it": (
        "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
        "venti trenta quaranta cinquanta sessanta settanta ottanta novanta", "+cento", "", "",
    ),
    "pl": (
        "dziesięć jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście",
        "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt",
        "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset", "", "",
    ),
    "ru": (
        "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
        "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
        "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот", "", "",
    ),
    "uk": (
        "десять одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять",
        "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто",
        "сто двісті триста чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот", "", "",
    ),
    "cs": (
        "deset jedenáct dvanáct třináct čtrnáct patnáct šestnáct sedmnáct osmnáct devatenáct",
        "dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát",
        "sto dvě_stě tři_sta čtyři_sta pět_set šest_set sedm_set osm_set devět_set", "", "",
    ),
    "ro": (
        "zece unsprezece doisprezece treisprezece paisprezece cincisprezece șaisprezece șaptesprezece optsprezece nouăsprezece",
        "douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci",
        "o_sută două_sute trei_sute patru_sute cinci_sute șase_sute șapte_sute opt_sute nouă_sute", "", "și",
    ),
    "el": (
        "δέκα ένδεκα δώδεκα δεκατρία δεκατέσσερα δεκαπέντε δεκαέξι δεκαεπτά δεκαοκτώ δεκαεννέα",
        "είκοσι τριάντα σαράντα πενήντα εξήντα εβδομήντα ογδόντα ενενήντα",
        "εκατόν διακόσια τριακόσια τετρακόσια πεντακόσια εξακόσια επτακόσια οκτακόσια εννιακόσια", "", "",
    ),
    "tr": (
        "on on_bir on_iki on_üç on_dört on_beş on_altı on_yedi on_sekiz on_dokuz",
        "yirmi otuz kırk elli altmış yetmiş seksen doksan", "+yüz", "", "",
    ),
    "sv": (
        "tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
        "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio", "+hundra", "", "",
    ),
    "no": (
        "ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
        "tjue tretti førti femti seksti sytti åtti nitti", "+hundre", "og", "",
    ),
    "da": (
        "ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
        "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems", "+hundrede", "og", "<og",
    ),
    "fi": (
        """kymmenen yksitoista kaksitoista kolmetoista neljätoista viisitoista kuusitoista seitsemäntoista kahdeksantoista
        yhdeksäntoista""",
        """kaksikymmentä kolmekymmentä neljäkymmentä viisikymmentä kuusikymmentä seitsemänkymmentä kahdeksankymmentä
        yhdeksänkymmentä""",
        "+sataa", "", "",
    ),
    "hu": (
        "tíz tizenegy tizenkettő tizenhárom tizennégy tizenöt tizenhat tizenhét tizennyolc tizenkilenc",
        "húsz harminc negyven ötven hatvan hetven nyolcvan kilencven", "+száz", "", "",
    ),
    "id": (
        "sepuluh sebelas dua_belas tiga_belas empat_belas lima_belas enam_belas tujuh_belas delapan_belas sembilan_belas",
        "dua_puluh tiga_puluh empat_puluh lima_puluh enam_puluh tujuh_puluh delapan_puluh sembilan_puluh", "+ratus", "", "",
    ),
    "ms": (
        "sepuluh sebelas dua_belas tiga_belas empat_belas lima_belas enam_belas tujuh_belas lapan_belas sembilan_belas",
        "dua_puluh tiga_puluh empat_puluh lima_puluh enam_puluh tujuh_puluh lapan_puluh sembilan_puluh", "+ratus", "", "",
    ),
}  # fmt: skip

_SHORT = {"veinte": "veinti", "húsz": "huszon"}  # twenty before a digit; an Italian ten loses its vowel ("ventotto")


def has_hundreds(text: str, lang: str) -> bool:
    """Tell whether a folded text says "eight hundred", without which no toll-free number is read in hundreds."""
    return lang in _SPOKEN and any(code == "800" and word in text for word, code in digit_words(lang).items())


@functools.cache
def cardinals(lang: str) -> dict[str, str]:
    """Return the numbers from ten to 999 of a language: letters without spaces and hyphens → digits ("sekizyuz" → "800")."""
    return {re.sub(r"[\s-]", "", word): str(number) for word, number in _numbers(lang)}


@functools.cache
def cardinal_pattern(lang: str) -> re.Pattern[str]:
    """Return the pattern that finds such a number, the longest first, written in one word or in several."""
    whole, link, rest = _parts(lang)
    hundreds, small, low = (_either(word for word, _ in part) for part in (whole, rest[9:], rest))
    link = rf"(?:{_fold(link, lang)}[\s-]?)?" if link else ""
    return re.compile(rf"(?<!\w)(?:{hundreds}(?:[\s-]?{link}{low})?|{small})(?!\w)")


def _either(words: Iterable[str]) -> str:
    ways = sorted(set(words), key=len, reverse=True)
    return f"(?:{'|'.join(ways)})".replace(" ", r"[\s-]?")


def _numbers(lang: str) -> Iterator[tuple[str, int]]:
    whole, link, rest = _parts(lang)
    yield from rest[9:]
    for word, value in whole:
        yield word, value
        for way, more in rest:
            yield word + way, value + more
            yield word + _fold(link, lang) + way, value + more


@functools.cache
def _parts(lang: str) -> tuple[list[tuple[str, int]], str, list[tuple[str, int]]]:
    """Return the hundreds of a language, what links them to the rest, and the rest: the digits, then ten to ninety-nine."""
    teens, tens, hundreds, link, joint = _SPOKEN[lang]
    digits = units(lang)
    small = [(ten, 10 + n) for n, ten in enumerate(teens.split())]
    small += [pair for n, ten in enumerate(tens.split(), 2) for pair in _tens(ten, n * 10, small[:10], digits, joint)]
    low = [(ways[0], value) for value, ways in enumerate(digits) if value]
    small += [(way, value) for value, ways in enumerate(digits) if value for way in ways[1:]]
    whole = [(word, n * 100) for n, word in _hundreds(hundreds, digits)]
    folded = ([(_fold(word, lang), value) for word, value in part] for part in (whole, low + small))
    return next(folded), link, next(folded)


def _fold(word: str, lang: str) -> str:
    return fold(word.replace("_", " "), is_latin(lang)).lower()


def _hundreds(words: str, digits: list[list[str]]) -> list[tuple[int, str]]:
    if not words.startswith("+"):
        return [(n, word) for n, word in enumerate(words.split(), 1)]
    hundred = words[1:]
    ways = [(1, hundred)]
    for n in range(1, 10):
        ways += [(n, f"{digit} {hundred}") for digit in digits[n]]
    if hundred == "cent":
        ways += [(n, f"{digit} cents") for n in range(2, 10) for digit in digits[n]]
    return ways


def _tens(
    ten: str, value: int, teens: list[tuple[str, int]], digits: list[list[str]], joint: str
) -> list[tuple[str, int]]:
    """Return a ten with each digit; the French seventy and ninety go on with the teens ("soixante-douze")."""
    if ten.endswith("_dix"):
        base = ten[: -len("_dix")]
        return [(ten, value)] + [(f"{base} {word}", value - 10 + number) for word, number in teens]
    found = [(ten, value)]
    for n in range(1, 10):
        for digit in digits[n]:
            if joint.startswith("<"):
                found.append((f"{digit} {joint[1:]} {ten}", value + n))
            else:
                found += [(f"{ten} {between}{digit}", value + n) for between in {"", f"{joint} ", "et " * (n == 1)}]
                found += [(f"{_SHORT.get(ten, ten[:-1])}{digit}", value + n)] * (ten in _SHORT or digit[0] in "uo")
    return found
