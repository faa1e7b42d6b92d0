"""Names of credentials: what spares most names the pattern spares none that the pattern would take."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from complint.facts import credential_words
from complint.facts.credential_words import is_credential_name

PARTS = "api key access secret private auth subscription token password passwd passphrase pwd authorization credential".split()
PARTS += ["credentials", "bearer", "jwt", "cookie", "encrypted", "value", "Key", "ApiKey", "Token", "x", "my", "shop"]
names = st.lists(st.one_of(st.sampled_from(PARTS), st.sampled_from("-_. "), st.text(max_size=2)), max_size=5).map(
    "".join
)


@given(st.one_of(names, names.map(str.upper)))
@example("client-\u017fecret")  # a long s is an s to the pattern
@example("session_to\u212aen")  # and the sign of Kelvin is a k
@example("credent\u0131al")
def test_no_name_is_passed_over(name: str) -> None:
    patterns = (credential_words._CREDENTIAL_NAME, credential_words._CAMEL_NAME)
    expected = any(credential_words._pattern(one).fullmatch(name) is not None for one in patterns)
    assert is_credential_name(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x-api-key", True),
        ("clientSecret", True),
        ("Authorization", True),
        ("shop_city", False),
        ("tokens_left", False),
    ],
)
def test_names(name: str, expected: bool) -> None:
    assert is_credential_name(name) is expected
