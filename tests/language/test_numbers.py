"""Toll-free numbers in digits, words, letters, and abroad."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.language.numbers import TOLL_FREE_CODES, toll_free_number


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Call 1-800-555-0142.", "en"),
        ("Call +1 (866) 555.0190 ext. 4", "en"),
        ("Dial 8885550123 now", "en"),
        ("eight hundred, five five five, oh one two three", "en"),
        ("one eight six six, triple five, oh one double nine", "en"),
        ("1-877-FIX-ROOF", "en"),
        ("1‑844‑555‑0117", "en"),
        ("восемьсот, пять пять пять, ноль один четыре два", "ru"),
        ("٨٥٥٥٥٥٠١٤٢", "ar"),
        ("0800 000 0142", "de"),
        ("+44 800 555 0142", "en"),
        ("our UK line is 0800 555 0142", "en"),
        ("Area code eight-hundred, then five five five, oh one four two", "en"),
    ],
)
def test_found(text: str, lang: str) -> None:
    assert toll_free_number(text, lang) is not None


@pytest.mark.parametrize(
    "text",
    [
        "650-555-0800",
        "1-900-555-0100",
        "$800.555.0142",
        "text 88855",
        "888-55",
        "toll-free",
        "order 18005550142999",
        "0800 555 0142",
    ],
)
def test_not_found(text: str) -> None:
    assert toll_free_number(text, "en") is None


@given(st.sampled_from(TOLL_FREE_CODES), st.integers(100, 199), st.sampled_from(["-", " ", ".", ""]))
def test_every_code_and_separator_is_found_where_it_stands(code: str, line: int, mark: str) -> None:
    number = mark.join((code, "555", f"0{line}"))
    found = toll_free_number(f"Ring {number}, please.", "en")
    assert found is not None
    assert found.text == number


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "le huit cent soixante-dix-sept, cinq cent cinquante-cinq, zéro cent douze"),
        ("tr", "sekiz yüz altmış altı, beş yüz elli beş, sıfır bir iki sekiz"),
        ("ru", "восемьсот тридцать три, пятьсот пятьдесят пять, ноль один двадцать два"),
        ("de", "achthundertvierundvierzig, fünfhundertfünfundfünfzig, null eins zwei zwei"),
        ("it", "ottocentoquarantaquattro, cinquecentocinquantacinque, zero uno ventotto"),
    ],
)
def test_a_number_read_in_hundreds_and_tens_is_found(lang: str, text: str) -> None:
    assert toll_free_number(text, lang) is not None


@pytest.mark.parametrize(
    ("lang", "text"), [("fr", "huit cent cinquante-cinq euros"), ("tr", "sekiz yüz elli beş lira")]
)
def test_a_sum_of_money_is_no_number_to_call(lang: str, text: str) -> None:
    assert toll_free_number(text, lang) is None
