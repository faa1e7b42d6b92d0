"""Texts as they are heard: markup stripped, letters folded, with the way back to every original character."""

from __future__ import annotations

import functools
import re

from complint.core.record import record
from complint.language.folding import COMPANY, TABLES, TOLL_FREE, VARIABLE, Table, fold, same_script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_AROUND = 200  # letters on each side of a tag, among which what it tore apart is looked for
_SPECIAL = frozenset("<[{*_`&\n#~|")
_MARKS = frozenset("<[{*_`&~|")


@record
class Spoken:
    """A text as heard: `text` lower case, `cased` of the same length, `origin` the index of each letter or None (same)."""

    source: str
    text: str
    cased: str
    origin: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that a span of `text` came from."""
        if self.origin is None or not self.origin:
            return min(start, len(self.source)), min(end, len(self.source))
        last = len(self.origin) - 1
        first = self.origin[min(start, last)]
        return first, max(first, self.origin[min(max(end - 1, 0), last)] + 1)


@functools.cache
def _markup() -> re.Pattern[str]:
    return re.compile(
        r"(?P<comment><!--.*?(?:-->|$))"
        r"|\{\{(?P<variable>[^{}]*+)\}\}"
        r"|\[(?P<label>[^\[\]]*)\]\((?P<target>[^()\s]*)\)"
        r"|\[(?P<tag>[^\[\]\n]{0,60})\]"
        r"|(?P<element></?[A-Za-z!?][^<>]*>)"
        r"|&(?P<entity>amp|lt|gt|quot|apos|nbsp|#\d{1,5});"
        r"|(?P<mark>\*+|`+|~~+|(?<!\w)_+(?=\S)|(?<=\S)(?:(?<!_)_++|(?<=_)_)(?!\w)|(?m:^[ ]*(?:\#{1,6}|[-+>|])[ ]+)|\|)",
        re.DOTALL,
    )


_COMPANY_WORDS = frozenset(
    "company business brand organization organisation clinic practice firm store shop empresa entreprise societe firma firme "
    "unternehmen bedrijf azienda ditta yritys foretag bolag sirket employer dealer dealership hospital agency restaurant "
    "hotel org merchant bank companyname businessname brandname negocio compania companie compagnie spolka loja companhia "
    "enseigne marca ragione yhtio firman bedrift selskap selskab virksomhed ceg cegnev vallalat perusahaan syarikat kumpanya "
    "kompanya cty congty tencongty kurum isletme firmy firmie spolecnost spolecnosti etairia etaireia eteria eponymia "
    "epicheirisi kaisha gongsi hoesa sharika kampani niruvanam kompaniya kompania kompanii".split()
)
# Parts of a name that tell by themselves, in compounds ("bedrijfsnaam") and in scripts that grow endings on.
_COMPANY_PARTS = (
    "bedrijf", "firmen", "firmanam", "firmanav", "foretagsnam", "foretagets", "bolagsnam", "bolagets", "virksomhed", "bedrift",
    "selskap", "selskab", "yritykse", "yhtion", "unternehmensname", "cong_ty", "компан", "фирм", "фірм", "организац",
    "організац", "підприємств", "εταιρ", "επωνυμια", "επιχειρησ", "会社", "企業", "店名", "公司", "企业", "商户", "회사", "업체",
    "상호", "매장", "شرك", "مؤسس", "कंपनी", "कम्पनी", "நிறுவன", "கம்பெனி",
)  # fmt: skip
_NUMBER_WORDS = ("toll_free", "tollfree", "freephone", "free_phone", "0800", "free_number", "freecall")
_PERSON_WORDS = frozenset(
    "user customer client patient caller lead your contact recipient their email phone number address website url hours type "
    "size id time date city llm cliente clienti klient klienta kunde kund klant asiakas pelanggan musteri telefono telefon "
    "telefoon telefone telephone puhelin adresse adresa adres direccion endereco indirizzo nummer numero numer sito".split()
)
_ENTITIES = {"amp": "&", "lt": " ", "gt": " ", "quot": '"', "apos": "'", "nbsp": " "}


def variable_token(name: str) -> str:
    """Return the letter that stands for a variable, by what its name says it holds."""
    low = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().replace("-", "_").replace(" ", "_")
    if any(word in low for word in _NUMBER_WORDS):
        return TOLL_FREE
    if not low.isascii():
        low = fold(low, latin=False)
    words = set(re.split(r"[\s\d_.:/|]+", low))
    if (words & _COMPANY_WORDS or any(part in low for part in _COMPANY_PARTS)) and not words & _PERSON_WORDS:
        return COMPANY
    return VARIABLE


def _stand_in(found: re.Match[str], variables: Mapping[str, str]) -> str | None:
    """Return what is heard in place of a piece of markup; None where its own words are heard."""
    kind = found.lastgroup
    if kind == "variable":
        name = found["variable"].strip()
        value = variables.get(name)
        return value if isinstance(value, str) and value.strip() else variable_token(name)
    if kind == "target":
        return None
    if kind == "entity":
        return _ENTITIES.get(found["entity"], " ")
    if kind == "tag":
        token = variable_token(found["tag"])
        return token if token == COMPANY else "\x00"
    return "\x00" if kind in ("element", "comment") else ""


def hear(
    text: str,
    *,
    latin: bool = True,
    variables: Mapping[str, str] | None = None,
    known: Callable[[str], bool] | None = None,
) -> Spoken:
    """Return a text as it is heard.

    `latin` tells the script of the language, `variables` the values of `{{name}}` that are known. `known` tells whether
    a string is a word of the language's phrases: two halves around a tag ("rec [pause] ording") are joined where it is.
    """
    table = TABLES[latin]
    if _SPECIAL.isdisjoint(text) and "  " not in text and "A.I" not in text:
        pieces = [table[letter] for letter in text]
        folded = "".join(pieces)
        if len(folded) == len(text) and "" not in pieces:
            cased = folded if latin else same_script(folded)
            low = cased.lower()
            if len(low) == len(cased):
                return Spoken(source=text, text=low, cased=cased, origin=None)
    return _slowly(text, table, variables or {}, known)


def _slowly(text: str, table: Table, variables: Mapping[str, str], known: Callable[[str], bool] | None) -> Spoken:
    """Hear a text with markup or several lines: what is plain is taken over in stretches, the rest letter by letter."""
    pieces: list[str] = []
    origin: list[int] = []
    breaks: list[int] = []
    length = 0

    def put(heard: str, at: int, step: int) -> None:
        nonlocal length
        done = 0
        for odd in [*_odd().finditer(heard), None]:
            plain = heard[done : odd.start()] if odd else heard[done:]
            pieces.append(plain)
            origin.extend(range(at + done, at + done + len(plain)) if step else [at] * len(plain))
            length += len(plain)
            if odd:
                done = odd.end()
                folded = table[odd[0]]
                pieces.append(folded)
                origin.extend([at + odd.start() * step] * len(folded))
                length += len(folded)

    position = 0
    for found in _marks(text):
        put(text[position : found.start()], position, 1)
        position = found.end()
        heard = _stand_in(found, variables)
        if heard is None:
            put(found["label"], found.start("label"), 1)
        elif heard == "\x00":
            breaks.append(length)
        else:
            put(heard, found.start(), 0)
    put(text[position:], position, 1)
    return _tidy(text, "".join(pieces), origin, breaks, known, table.latin)


@functools.cache
def _odd() -> re.Pattern[str]:
    return re.compile(r"[^\n -~]")  # what folding may change


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Yield the markup of a text; a text without any of its letters is not searched."""
    if _MARKS.isdisjoint(text) and not _line_marks().search(text):
        return iter(())
    return _markup().finditer(text)


@functools.cache
def _line_marks() -> re.Pattern[str]:
    return re.compile(r"^ *(?:#|[-+>])", re.MULTILINE)


@functools.cache
def _gaps() -> re.Pattern[str]:
    return re.compile(r"^ +| *\n[ \n]*| {2,}")


def _tidy(
    source: str, raw: str, origin: list[int], breaks: list[int], known: Callable[[str], bool] | None, latin: bool
) -> Spoken:
    """Join what tags and dots tore apart, drop repeated spaces, and turn line ends into spaces or stops."""
    drop, gaps = _torn(raw, breaks, known) if breaks else (set(), set())
    if "A.I" in raw:
        for found in re.finditer(r"\bA\.I\b\.?", raw):
            drop.update(i for i in range(found.start(), found.end()) if raw[i] == "." and not _ends(raw, i))
    if drop or gaps:
        raw, origin = _mended(raw, origin, drop, gaps)
    out: list[str] = []
    where: list[int] = []
    position = 0
    for found in _gaps().finditer(raw):
        start, end = found.span()
        out.append(raw[position:start])
        where += origin[position:start]
        position = end
        last = raw[start - 1] if start else "\n"
        for index in range(start, end):
            letter = _line_end(raw, index) if raw[index] == "\n" else " "
            if letter == " " and last in " \n":
                continue
            out.append(letter)
            where.append(origin[index])
            last = letter
    out.append(raw[position:])
    where += origin[position:]
    cased = "".join(out) if latin else same_script("".join(out))
    low = cased.lower()
    if len(low) != len(cased):
        low = "".join([one if len(one) == 1 else letter for letter, one in ((x, x.lower()) for x in cased)])
    return Spoken(source=source, text=low, cased=cased, origin=tuple(where))


def _mended(raw: str, origin: list[int], drop: set[int], gaps: set[int]) -> tuple[str, list[int]]:
    """Return a text without the letters to drop, and with a space where a tag stood between two words."""
    out: list[str] = []
    where: list[int] = []
    for index, letter in enumerate(raw):
        if index in drop:
            continue
        if index in gaps and out and out[-1] not in " \n":
            out.append(" ")
            where.append(origin[index])
        out.append(letter)
        where.append(origin[index])
    return "".join(out), where


def _ends(raw: str, index: int) -> bool:
    after = raw[index + 1 : index + 3].lstrip()
    return not after or (raw[index + 1 : index + 2] == " " and after[:1].isupper())


def _line_end(raw: str, index: int) -> str:
    """Return what a line end is: a space inside a sentence; else it is kept, and ends the sentence."""
    before = raw[max(0, index - 40) : index].rstrip(" ")[-1:]
    after = raw[index + 1 : index + 40].lstrip(" ")[:1]
    return " " if after and after.islower() and before not in ".!?:\n" else "\n"


def _torn(raw: str, breaks: list[int], known: Callable[[str], bool] | None) -> tuple[set[int], set[int]]:
    """Return the spaces around tags that split a word of the phrases in two, and the tags that need a space instead."""
    drop: set[int] = set()
    gaps: set[int] = set()
    for at in breaks:
        left, right = raw[max(0, at - _AROUND) : at].rstrip(" "), raw[at : at + _AROUND].lstrip(" ")
        if not left or not right:
            continue
        head = re.search(r"[^\W\d_]+$", left[-24:])
        tail = re.match(r"[^\W\d_]+", right[:24])
        if head and tail and known and _one_word(head[0].lower(), tail[0].lower(), known):
            start = max(0, at - _AROUND) + len(left)
            drop.update(range(start, min(at + _AROUND, len(raw)) - len(right)))
        elif not (left[-1].isdigit() or left[-1] == "-") or not (right[0].isdigit() or right[0] == "-"):
            gaps.add(at)
    return drop, gaps


def _one_word(head: str, tail: str, known: Callable[[str], bool]) -> bool:
    return known(head + tail) and not (known(head) and known(tail))
