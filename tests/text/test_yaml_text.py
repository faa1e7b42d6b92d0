"""YAML to data: documents of any style, anchors and merges, several documents, duplicates, limits, and hostile texts."""

from __future__ import annotations

import copy
import io
import pickle
from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from complint.text.errors import Unreadable
from complint.text.loaded import Duplicate, Limits, Unresolved
from complint.text.yaml_text import load_yaml

# Without the line breaks of YAML 1.1: writers and ruamel still treat them as such, see the test on them below.
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029")
TEXTS = st.text(CHARACTERS, max_size=20) | st.text("a #:-{}[]\n&*!|>'\"%@`,?", max_size=20)
KEYS = st.text("abk_ü", min_size=1, max_size=6).map(lambda text: "k" + text)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)
STYLES = st.fixed_dictionaries(
    {
        "default_style": st.sampled_from([None, "'", '"', "|", ">"]),
        "default_flow_style": st.sampled_from([None, True, False]),
        "indent": st.sampled_from([2, 4]),
        "width": st.sampled_from([20, 80, 1000]),
        "allow_unicode": st.booleans(),
        "explicit_start": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)


def data(text: str, **options: Any) -> Any:
    (document,) = load_yaml(text, **options).documents
    return document


def refusal(text: str, limits: Limits | None = None) -> tuple[str, int | None, int | None]:
    with pytest.raises(Unreadable) as caught:
        load_yaml(text, limits or Limits())
    with pytest.raises(Unreadable):
        load_yaml(text, limits or Limits(), pure=True)
    return caught.value.message, caught.value.line, caught.value.column


def ruamel(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


@given(VALUES, STYLES)
@settings(max_examples=150, deadline=None)
def test_documents_of_any_style_are_read_as_ruamel_reads_them(made: Any, style: dict[str, Any]) -> None:
    text = yaml.safe_dump(made, **style)
    assert data(text) == ruamel(text)
    assert data(text, pure=True) == data(text)
    assert data(text.replace("\r\n", "\n").replace("\n", "\r\n")) == data(text)


def has_text(made: Any, *starts: str) -> bool:
    """Tell whether some text in a value begins in one of the given ways."""
    if isinstance(made, str):
        return made.startswith(starts)
    children = made.values() if isinstance(made, dict) else made if isinstance(made, list) else ()
    return any(has_text(child, *starts) for child in children)


@given(VALUES, st.booleans())
@settings(max_examples=100, deadline=None)
def test_what_a_1_2_writer_wrote_comes_back(made: Any, flow: bool) -> None:
    # Plain texts such as [:a] and [?a] within brackets are allowed by YAML 1.2 and no such texts to libyaml.
    assume(not (flow and has_text(made, ":", "?")))
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = flow
    writer.width = 10_000  # folding long texts, it loses or adds blanks beside escapes
    stream = io.StringIO()
    writer.dump(made, stream)
    assert data(stream.getvalue()) == made


@given(
    st.text(st.sampled_from("&*ab[]{}:,-?|>'\"!#%@ \n\t~1.<é😀\u2028\x85\x00\ufeff"), max_size=25)
    | st.text(max_size=25)
)
@settings(max_examples=400, deadline=None)
def test_whatever_comes_in_only_unreadable_comes_out(text: str) -> None:
    for pure in (False, True):
        with suppress(Unreadable):
            assert load_yaml(text, pure=pure).noise == ()


def test_keys_are_texts_as_written() -> None:
    assert data("1: a\nno: b\n~: c\n'x y': d\n1.0: e\n!t k: f\n'': g\n") == {
        "1": "a",
        "no": "b",
        "~": "c",
        "x y": "d",
        "1.0": "e",
        "k": "f",
        "": "g",
    }


def test_several_documents_and_none() -> None:
    assert load_yaml("--- 1\n---\na: 2\n...\n---\n").documents == (1, {"a": 2}, None)
    assert load_yaml("").documents == load_yaml("# nothing\n").documents == ()


def test_directives_tabs_and_line_ends() -> None:
    assert data("%YAML 1.2\n---\na:\t1 \t# one\r\nb: [2,\t3]\n") == {"a": 1, "b": [2, 3]}
    assert data('{"a":1,"b":"\\/\\u00e9"}') == {"a": 1, "b": "/é"}


def test_line_breaks_of_yaml_1_1_are_ordinary_characters() -> None:
    text = "a: x\u2028y\nb: |\n  p\x85q\u2029\nc: 'r\u2028 s'\n\u2028: d\n"
    assert (
        data(text) == data(text, pure=True) == {"a": "x\u2028y", "b": "p\x85q\u2029\n", "c": "r\u2028 s", "\u2028": "d"}
    )


def test_anchors_aliases_and_merge_keys() -> None:
    text = """
        base: &base {voice: robin, speed: 1, deep: {x: 1}}
        other: &other {speed: 2, style: calm}
        one: {<<: *base, speed: 3}
        two:
          speed: 4
          <<: [*base, *other]
        three: {<<: {<<: *other, a: b}}
        four: {"<<": *base}
        list: &list [1, *base]
        again: *list
        null anchor: &empty
        empty: *empty
    """
    found = data(text)
    assert found["one"] == {"voice": "robin", "speed": 3, "deep": {"x": 1}}
    assert found["two"] == {"voice": "robin", "speed": 4, "deep": {"x": 1}, "style": "calm"}
    assert found["three"] == {"speed": 2, "style": "calm", "a": "b"}
    assert found["four"] == {"<<": found["base"]}
    assert found["again"] == [1, {"voice": "robin", "speed": 1, "deep": {"x": 1}}]
    assert found["empty"] is None
    assert found == ruamel(text.replace('"<<"', "'<<'")) | {"four": found["four"]}


def test_aliases_of_scalars_stand_as_keys() -> None:
    assert data("a: &n 1\n*n : b\n&k c: *k\n") == {"a": 1, "1": "b", "c": "c"}


def test_an_anchor_may_be_given_again_but_not_seen_in_the_next_document() -> None:
    assert data("[&a 1, *a, &a 2, *a]") == [1, 1, 2, 2]
    assert refusal("--- &a 1\n--- *a\n") == ("the alias *a has no anchor before it", 2, 5)


def test_foreign_tags_are_kept_on_scalars_and_dropped_from_collections() -> None:
    found = data(
        "a: !include prompts/a.md\nb: !secret\nc: !t [1]\nd: !t {e: 2}\nf: !!binary aGk=\ng: &x !env '${KEY}'\nh: *x\n"
    )
    assert found == {"a": "prompts/a.md", "b": "", "c": [1], "d": {"e": 2}, "f": "aGk=", "g": "${KEY}", "h": "${KEY}"}
    assert [found[key].tag for key in "abfgh"] == ["!include", "!secret", "!!binary", "!env", "!env"]
    assert all(isinstance(found[key], Unresolved) for key in "abfgh")


def test_an_unresolved_scalar_can_be_copied() -> None:
    made = Unresolved("a.md", "!include")
    for twin in (copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert (type(twin), twin, twin.tag) == (Unresolved, "a.md", "!include")
    assert repr(made) == "Unresolved('a.md', '!include')"


def test_duplicates_are_found_with_their_routes() -> None:
    loaded = load_yaml("a: {x: 1, x: 2}\nb:\n- 0\n- 'y': 1\n  y: 2\n--- {&k c: 1, *k : 2}\n")
    assert loaded.documents == ({"a": {"x": 2}, "b": [0, {"y": 2}]}, {"c": 2})
    assert loaded.duplicates == (Duplicate(("a",), "x"), Duplicate(("b", 1), "y"), Duplicate((), "c", 1))
    assert load_yaml("a: &a {x: 1}\nb: {<<: *a, x: 2, <<: *a}\n").duplicates == ()


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: 1\nb: c: d\n", 2, 5, "not YAML: mapping values are not allowed in this context"),
        ("é: '😀' x\n", 1, 8, "not YAML: did not find expected key"),
        ("a: [1,\r\n 2", 2, 3, "not YAML: did not find expected ',' or ']'"),
        ("a:\n\tb: 1\n", 2, 1, "a tab was found where YAML requires spaces"),
        ("a: @b\n", 1, 4, "a text that begins with '@' requires quotes in YAML"),
        ("a: {{name}}\n", 1, 5, "a mapping was found as a key; a text that begins with '{{' requires quotes in YAML"),
        ("? [a]\n: b\n", 1, 3, "a list or mapping was found as a key, a text is required"),
        ("a: &a [b]\n*a : c\n", 2, 1, "a list or mapping was found as a key, a text is required"),
        ("a: *b\n", 1, 4, "the alias *b has no anchor before it"),
        ("a: &a\n  b: [*a]\n", 2, 7, "the alias *a stands inside its own anchor"),
        ("a: &a {<<: *a}\n", 1, 12, "the alias *a stands inside its own anchor"),
        ("a:\n  <<: 1\n", 2, 7, "the merge key << requires a mapping or a list of mappings"),
        ("a: !!int yes\n", 1, 4, "not a value of the type !!int"),
        ("a: !!bool yes\n", 1, 4, "not a value of the type !!bool"),
        ("a: !!float x\n", 1, 4, "not a value of the type !!float"),
        ("a: !!null x\n", 1, 4, "not a value of the type !!null"),
        ("é: '\x00'\n", 1, 5, "the character U+0000 is not allowed in YAML"),
        ("a: 1\nb: \x1b[0m\n", 2, 4, "the character U+001B is not allowed in YAML"),
        ('a: "\\ud83d"\n', 1, 7, "not YAML: found invalid Unicode character escape code"),
        ("a: \ud83d\n", 1, 4, "the character U+D83D is not allowed in YAML"),
    ],
)
def test_broken_yaml_is_named_at_its_place(text: str, line: int, column: int, words: str) -> None:
    assert refusal(text) == (words, line, column)


def test_nesting_has_a_limit_with_a_place() -> None:
    words = "nested deeper than the limit of 200 levels (max_depth)"
    assert load_yaml("[" * 200 + "]" * 200).duplicates == ()
    assert refusal("[" * 201 + "]" * 201) == (words, 1, 201)
    assert refusal("- " * 5000) == (words, 1, 401)
    assert refusal("{a: " * 300)[0] == words
    assert refusal("[" * 5000, Limits(max_depth=5000))[0] == "nested too deeply to be read"


def test_aliases_do_not_hide_nesting() -> None:
    def chain(links: int) -> str:
        return "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, links))

    assert load_yaml(chain(199)).duplicates == ()
    assert load_yaml("a: &a [[[[1]]], &b [2]]\nc: [[*a]]", Limits(max_depth=7)).duplicates == ()
    assert refusal("a: &a [[[[1]]], &b [2]]\nc: [[*a]]", Limits(max_depth=6))[1:] == (2, 6)
    assert refusal(chain(200))[0] == "nested deeper than the limit of 200 levels (max_depth)"


def test_alias_bombs_are_refused() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    words, line, _ = refusal(bomb)
    assert words == "more than the limit of 100,000 values (max_nodes), aliases written out"
    assert line == 5
    merges = "a0: &a0 {k0: 1}\n" + "".join(
        f"a{n}: &a{n} {{k{n}: [*a{n - 1}, *a{n - 1}], <<: *a{n - 1}}}\n" for n in range(1, 60)
    )
    assert refusal(merges)[0] == words


def test_values_have_a_limit() -> None:
    text = "a: [1, 2, 3]\nb: &b {c: 4}\nd: *b\n"  # the root, a and its 3, b and its 1, d and its 1
    assert load_yaml(text, Limits(max_nodes=9)).duplicates == ()
    assert refusal(text, Limits(max_nodes=8))[0].startswith("more than the limit of 8 values (max_nodes)")
    assert refusal("- a\n" * 5000, Limits(max_nodes=1000))[0].startswith("more than the limit of 1,000 values")
    assert refusal("--- a\n" * 5000, Limits(max_nodes=1000))[0].startswith("more than the limit of 1,000 values")


def test_integers_have_a_limit_with_a_place() -> None:
    words = "an integer beyond the limit of 4,300 digits (3,000 after 0x or 0o)"
    assert refusal("a: 1\nb: " + "9" * 5000) == (words, 2, 4)
    assert refusal("b: &x 0x" + "f" * 5000) == (words, 1, 4)
    assert data("'" + "9" * 5000 + "'") == "9" * 5000
