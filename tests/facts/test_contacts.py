"""E-mail addresses and phone numbers in texts; all of them invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.facts.contacts import find_contacts


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("mail Piet.Visser+x@mail.acme.example, or call", ["piet.visser+x@mail.acme.example"]),
        ("(212) 555-0147", ["12125550147"]),
        ("1-212-555-0147.", ["12125550147"]),
        ("212.555.0147", ["12125550147"]),
        ("tel:+12125550147", ["12125550147"]),
        ("call +1 (212) 555-0147 10 times, or +1212555", ["12125550147"]),
        ("+49 30 5550 1234 oder +33 1 55 50 12 34", ["493055501234", "33155501234"]),
        ("von\u00a0+49\u00a030\u00a05550\u00a01234", ["493055501234"]),
        ("it costs 1,200.00, since 2019-05-04, room 212, id 2125550147, v10.20.30", []),
        ("order 1234-5678-9012, 212-555-01478, (555) 123-4567, 123-456-7890, 000-000-0000", []),
        ("@acme, a@b, x@, @, me@localhost, {{email}}@{{host}}", []),
    ],
)
def test_contacts(text: str, values: list[str]) -> None:
    assert [one.value for one in find_contacts(text)] == values


def test_a_hint_tells_where_and_not_what() -> None:
    email, phone = find_contacts("ada.novak@acme.example +12125550147")
    assert email.hint == "a…@acme.example"
    assert phone.hint == "…47"


@given(st.text(st.sampled_from("@.+-() 0123456789abé\u00a0"), max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    for one in find_contacts(text):
        assert 0 <= one.start < one.end <= len(text)


@given(st.text(max_size=60).filter(lambda text: not text or not (text[-1].isalnum() or text[-1] in "_+.-")))
def test_a_number_is_found_whatever_stands_before(before: str) -> None:
    assert "12125550147" in [one.value for one in find_contacts(before + "212-555-0147")]
