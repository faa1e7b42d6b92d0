"""The words for the digits in each language, for numbers that are written as they are spoken."""

from __future__ import annotations

import functools

from complint.language.folding import fold

# Zero to nine; "/" parts the ways to say one digit. Then the words for "hundred" with the whole of "eight hundred".
_WORDS = {
    "en": ("zero/oh/o one two three four five six seven eight nine", "eight hundred", "double", "triple"),
    "es": ("cero uno dos tres cuatro cinco seis siete ocho nueve", "ochocientos", "doble", "triple"),
    "fr": ("zero un deux trois quatre cinq six sept huit neuf", "huit cents/huit cent", "double", "triple"),
    "de": ("null eins zwei/zwo drei vier fünf sechs sieben acht neun", "achthundert", "doppel", "dreifach"),
    "pt": ("zero um dois três quatro cinco seis/meia sete oito nove", "oitocentos", "duplo", "triplo"),
    "it": ("zero uno due tre quattro cinque sei sette otto nove", "ottocento", "doppio", "triplo"),
    "nl": ("nul een twee drie vier vijf zes zeven acht negen", "achthonderd", "dubbel", "driemaal"),
    "pl": ("zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć", "osiemset", "dwa razy", "trzy razy"),
    "hi": ("शून्य/ज़ीरो/जीरो एक दो तीन चार पाँच/पांच छह/छः/छे सात आठ नौ", "आठ सौ", "डबल", "ट्रिपल"),
    "ja": (
        "ゼロ/零/〇/れい 一/いち 二/に 三/さん 四/よん 五/ご 六/ろく 七/なな 八/はち 九/きゅう",
        "八百/はっぴゃく",
        "",
        "",
    ),
    "ko": ("공/영 일 이 삼 사 오 육 칠 팔 구", "팔백", "", ""),
    "zh": ("零/〇 一/幺 二 三 四 五 六 七 八 九", "八百", "", ""),
    "ar": ("صفر واحد اثنان/اثنين ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة", "ثمانمئة/ثمانمائة/ثمانية مئة", "", ""),
    "tr": ("sıfır bir iki üç dört beş altı yedi sekiz dokuz", "sekiz yüz", "çift", ""),
    "sv": ("noll ett/en två tre fyra fem sex sju åtta nio", "åttahundra/åtta hundra", "dubbel", ""),
    "ru": ("ноль/нуль один два три четыре пять шесть семь восемь девять", "восемьсот", "", ""),
    "uk": ("нуль один два три чотири п'ять/пять шість сім вісім дев'ять/девять", "вісімсот", "", ""),
    "cs": ("nula jedna/jeden dva/dvě tři čtyři pět šest sedm osm devět", "osm set/osmset", "", ""),
    "ro": ("zero unu doi/două trei patru cinci șase/sase șapte/sapte opt nouă", "opt sute", "dublu", ""),
    "el": ("μηδέν ένα δύο τρία τέσσερα πέντε έξι επτά/εφτά οκτώ/οχτώ εννέα/εννιά", "οκτακόσια/οχτακόσια", "", ""),
    "hu": ("nulla egy kettő/két három négy öt hat hét nyolc kilenc", "nyolcszáz", "dupla", ""),
    "fi": ("nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän", "kahdeksansataa", "", ""),
    "da": ("nul en/et to tre fire fem seks syv otte ni", "ottehundrede/otte hundrede", "dobbelt", ""),
    "no": ("null en/ett to tre fire fem seks sju/syv åtte ni", "åttehundre/åtte hundre", "dobbel", ""),
    "id": ("nol/kosong satu dua tiga empat lima enam tujuh delapan sembilan", "delapan ratus", "", ""),
    "vi": ("không một hai ba bốn năm sáu bảy tám chín", "tám trăm", "", ""),
    "ms": ("kosong/sifar satu dua tiga empat lima enam tujuh lapan/delapan sembilan", "lapan ratus", "", ""),
    "fil": ("sero/zero isa dalawa tatlo apat lima anim pito walo siyam", "walong daan/walo-daan", "doble", ""),
    "ta": ("பூஜ்யம்/பூஜ்ஜியம் ஒன்று இரண்டு மூன்று நான்கு ஐந்து ஆறு ஏழு எட்டு ஒன்பது", "எண்ணூறு/எட்டு நூறு", "", ""),
}


@functools.cache
def digit_words(lang: str) -> dict[str, str]:
    """Return the words of a language that stand for digits: "eight" → "8", "eight hundred" → "800", "double" → "x2"."""
    digits, hundred, double, triple = _WORDS.get(lang, _WORDS["en"])
    words = {way: str(value) for value, ways in enumerate(digits.split(" ")) for way in ways.split("/")}
    words.update(dict.fromkeys(hundred.split("/"), "800"))
    words.update({way: code for way, code in ((double, "x2"), (triple, "x3")) if way})
    latin = lang not in ("hi", "ja", "ko", "zh", "ar", "ru", "uk", "el", "ta")
    return {fold(word, latin).lower(): code for word, code in words.items()}


def units(lang: str) -> list[list[str]]:
    """Return the ways to say each digit of a language, from zero to nine."""
    return [ways.split("/") for ways in _WORDS.get(lang, _WORDS["en"])[0].split(" ")]
