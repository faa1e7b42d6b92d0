"""Globs as `fnmatch` reads them, most of them without it."""

from fnmatch import fnmatchcase

from hypothesis import given
from hypothesis import strategies as st

from complint.core.paths import globs, path_matches

SIGNS = st.text("ab/*?[]!.", max_size=6)


@given(st.text("ab/.\n", max_size=6), SIGNS)
def test_globs_are_those_of_fnmatch(text: str, pattern: str) -> None:
    assert globs(text, pattern) == fnmatchcase(text, pattern)


def test_double_star_also_matches_no_folder() -> None:
    assert path_matches("base/a.json", "**/a.json", "base")
    assert not path_matches("other/a.json", "**/a.json", "base")
