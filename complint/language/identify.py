"""Which of the 29 languages a whole text is in, told by its script and its commonest words."""

from __future__ import annotations

import functools
import re

_COMMON = {
    "en": (
        "do not as an or if at by when what who any say never use should must them they was has about the and "
        "you is this to for with your we of a are our my it's i'm hello please can be from how that have here "
        "may on will"
    ),
    "es": (
        "el la los las de que y en un una es su por para con se le hola soy esta usted puede nuestro si no "
        "llamada gracias al del lo"
    ),
    "fr": (
        "le la les de des et vous est une un je suis pour avec votre que ne pas bonjour cet cette nous notre "
        "sur appel au du ce"
    ),
    "de": (
        "der die das und ist ich sie wir ein eine mit für fur nicht guten tag hier zu von ihre unser es wird "
        "dieser dieses hallo sind auf den bei"
    ),
    "pt": (
        "o os as de que e em um uma você voce é para com se não nao olá ola sou esta nosso sua por seu aqui "
        "ligação do da na no ou"
    ),
    "it": (
        "il lo la gli di che e un una è per con si non sono buongiorno questa ciao le nostro sua della al "
        "parla chiamata del dei i da"
    ),
    "nl": (
        "de het een en van u is ik wij we met voor niet goedendag dit uw hallo bent op te onze wordt gesprek "
        "naar dag aan er je"
    ),
    "pl": (
        "i w na z jest to się sie nie dzień dzien dobry jestem pan pani do o państwa rozmowa tu jak proszę "
        "prosze nasz po od tej ta"
    ),
    "tr": ("ve bir bu ben siz için icin ile merhaba sizin değil degil görüşme gorusme olarak biz da de mi ne size"),
    "sv": "och att det är ar en ett jag vi du för for med inte hej din den här som på av till samtalet kan vår",
    "cs": ("a je to se na v jsem vám vam dobrý dobry den hovor nebo my vy pro s ne tento tady volá vola váš si že"),
    "ro": (
        "și si este un o de la cu pentru nu bună buna ziua sunt acest apel dumneavoastră vă va că noastră în "
        "in apelul al ale"
    ),
    "hu": "a az és es egy nem vagyok ez önt jó jo napot hívás hivas hogy van mi ön on kérem beszélgetés is itt",
    "fi": (
        "ja on en se ei olen tämä tama hei hyvää hyvaa päivää paivaa puhelu sinä te me voi että tai olet "
        "teidän soitan puhelun jos"
    ),
    "da": (
        "og at det er en et jeg vi du for med ikke hej din den her som på af til samtalen kan vores dig "
        "goddag bliver mig"
    ),
    "no": (
        "og at det er en et jeg vi du for med ikke hei din den her som på av til samtalen kan vår deg blir dette meg ei"
    ),
    "id": (
        "dan yang di ke dari ini itu saya kami anda untuk dengan tidak halo akan adalah kita panggilan bapak "
        "ibu atau selamat kepada bisa jika"
    ),
    "ms": (
        "dan yang di ke dari ini itu saya kami anda untuk dengan tidak akan adalah kita panggilan encik puan "
        "atau selamat kepada boleh jika ialah helo daripada"
    ),
    "vi": (
        "và va là la của cua không khong tôi toi bạn ban chào chao này nay cuộc cuoc anh chị chúng được duoc "
        "quý xin cho gọi em"
    ),
    "fil": ("ang ng sa na ay mga ako po ito kami kayo ninyo hindi at para namin ko kung si may tawag ni aming ninyong"),
    "hi": "hai hain main ka ki ke se ko aap mein ho nahin nahi raha rahi hoon namaste aapka yeh aur kar hum par",
    "uk": "і й в у на з що це не ми ви я до для за від добрий день вас ваш вам наш та розмова дзвінок мене",
    "ru": ("и в на с что это не мы вы я до для за от здравствуйте вас ваш вам наш звонок разговор меня добрый как из"),
}
# Letters that tell neighbours apart.
_TELLING = {"uk": "іїєґ", "ru": "ыэъё", "sv": "åä", "no": "åø", "da": "åø", "ms": "", "id": ""}
_SCRIPTS = (
    ("hi", 0x0900, 0x097F), ("ta", 0x0B80, 0x0BFF), ("el", 0x0370, 0x03FF), ("el", 0x1F00, 0x1FFF),
    ("ru", 0x0400, 0x04FF), ("ar", 0x0600, 0x06FF), ("ko", 0xAC00, 0xD7A3), ("ko", 0x1100, 0x11FF),
    ("ja", 0x3040, 0x30FF), ("zh", 0x4E00, 0x9FFF), ("zh", 0x3400, 0x4DBF),
)  # fmt: skip
_OWN_SCRIPT = {
    "hi": "hi",
    "ta": "ta",
    "el": "el",
    "ru": "ru",
    "uk": "ru",
    "ar": "ar",
    "ko": "ko",
    "ja": "ja",
    "zh": "zh",
}
_CLOSE = {
    frozenset(pair) for pair in (("id", "ms"), ("da", "no"), ("no", "sv"), ("da", "sv"), ("es", "pt"), ("cs", "pl"))
}


_TELLING_LETTERS = 160


@functools.cache
def _common(lang: str) -> frozenset[str]:
    return frozenset(_COMMON.get(lang, "").split())


@functools.cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@functools.cache
def _spoken_text() -> re.Pattern[str]:
    return re.compile(r"\{\{(?:(?!\{\{|\}\}).)*+\}\}|<[^<>]*+>|\[[^\[\]]*+\]")


def other_language(text: str, own: str) -> str | None:
    """Return the language a whole text is in where that is surely not `own`, else None."""
    ascii_only = text.isascii()
    if ascii_only and own not in _OWN_SCRIPT:
        common = _common(own)
        begin = text[:_TELLING_LETTERS].rpartition(" ")[0]  # its words are words of the text, and mostly tell
        if len(common.intersection(begin.lower().split())) >= 2:
            return None
        if len(common.intersection(text.lower().split())) >= 2:
            return None
    if "{" in text or "<" in text or "[" in text:
        text = _spoken_text().sub(" ", text)
    script = "latin" if ascii_only else _script(text)
    mine = _OWN_SCRIPT.get(own, "latin")
    if script is None or (script == mine and own not in ("ru", "uk") and mine != "latin"):
        return None
    if script not in ("latin", "ru"):
        return None if _mixes(own, script, text) else script
    return _by_words(text.lower(), own, script)


def _mixes(own: str, script: str, text: str) -> bool:
    """Japanese is written with Han letters too; a text without kana in a Japanese agent is left to Japanese."""
    return own == "ja" and script == "zh" and len(text) < 12


def _script(text: str) -> str | None:
    """Return the script of most letters: a language that stands for it, "latin", or None for none of these."""
    counts: dict[str, int] = {}
    for letter in text:
        if letter.isalpha():
            name = "latin" if letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" else _script_of(ord(letter))
            counts[name] = counts.get(name, 0) + 1
    if not counts:
        return None
    if counts.get("ja"):
        counts["ja"] += counts.pop("zh", 0)
    return max(counts, key=lambda name: counts[name])


def _script_of(code: int) -> str:
    return next((name for name, low, high in _SCRIPTS if low <= code <= high), "other")


def _by_words(text: str, own: str, script: str) -> str | None:
    words = set(_words().findall(text.replace("’", "'")))
    candidates = ("ru", "uk") if script == "ru" else tuple(lang for lang in _COMMON if lang not in ("ru", "uk"))
    mine = len(words & _common(own)) + _told_by_letters(text, own)
    best, score = None, 0
    for lang in candidates:
        common = len(words & _common(lang)) if lang != own else 0
        if common and common + _told_by_letters(text, lang) > score:
            best, score = lang, common + _told_by_letters(text, lang)
    if best is None:
        return None
    if frozenset((own, best)) in _CLOSE or (script == "ru" and own in ("ru", "uk")):
        return best if score >= mine + 3 else None
    enough = (2 if len(words) < 9 else 3) if mine == 0 else 3 * mine + 1
    return best if score >= enough and (mine == 0 or score >= 4) else None


def _told_by_letters(text: str, lang: str) -> int:
    return 2 if any(letter in text for letter in _TELLING.get(lang, "")) else 0
