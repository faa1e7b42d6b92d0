"""What a person sees at a terminal."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.core.finding import Place, RelatedPlace
from complint.report.characters import cells, visible
from complint.report.text import render
from complint.report.view import View

WHOLE = """\
agent_configs/alder.json:5:24 error house/wrong-thing the opening does not say who speaks
    |
  4 |     "agent": {
  5 |       "first_message": "Hello, this is Mona from Alder Books.",
    |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  6 |       "prompt": {
    |
    = requirement: Things are right (house/example/right-thing)
    = source: Alder handbook, chapter 3 <https://alder.example/handbook#3>
    = proposal: say it first
        Hello, I am the assistant of Alder Books.

agent_configs/alder.json:5:24 unknown house/wrong-thing the opening may be replaced
    |
  4 |     "agent": {
  5 |       "first_message": "Hello, this is Mona from Alder Books.",
    |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  6 |       "prompt": {
    |
    = requirement: Things are right (house/example/right-thing)

agent_configs/alder.json:7:16 warning house/forgetful-model the model 'nova-9' keeps what it hears
    |
  6 |       "prompt": {
  7 |         "llm": "nova-9"
    |                ^^^^^^^^
  8 |       }
...
 13 |       "zero_retention_mode": true
    |                              ---- zero_retention_mode is on
  ::: agents.json:1:59
    |
  1 | {"agents": [{"config": "agent_configs/alder.json", "id": "agent_7"}]}
    |                                                           ---------
    |                                                           registered here
    |
    = requirement: Models forget (house/example/model)
    = source: Alder handbook, chapter 3 <https://alder.example/handbook#3>
    = fix (safe): take the model out

Found 1 error, 1 warning and 1 unknown in 2 documents (law as of 2026-11-22).
Unknown is what the files do not tell: it is neither a pass nor a fail.
Skipped 1 file: package.json (--verbose says why).
complint reports; it gives no legal advice.
"""

REASONS = """\
Not applicable
  nothing says PHI (agent_configs/alder.json)
    house/example/phi

Skipped 1 file
  package.json: no agent, tool or registry

Policies
  house/example  sha256:0000000000000000000000000000000000000000000000000000000000000000
"""


def _frame(text: str) -> list[str]:
    """Return the lines of the first code frame of a report, gutter and all."""
    lines = text.split("\n")
    edges = [number for number, line in enumerate(lines) if line.strip() == "|"]
    return lines[edges[0] + 1 : edges[1]]


def _marked(text: str) -> str:
    """Return the text above the carets of the first frame, cell by cell (ASCII only)."""
    frame = _frame(text)
    number = next(number for number, line in enumerate(frame) if set(line.split("|", 1)[1].strip()) == {"^"})
    return "".join(a for a, b in zip(frame[number - 1], frame[number], strict=False) if b == "^")


def test_whole_report(make: Any) -> None:
    assert render(make.sample(), View(width=80)) == WHOLE


def test_quiet_is_a_line_a_finding(make: Any) -> None:
    assert render(make.sample(), View(quiet=True)).splitlines() == [
        "agent_configs/alder.json:5:24 error house/wrong-thing the opening does not say who speaks",
        "agent_configs/alder.json:5:24 unknown house/wrong-thing the opening may be replaced",
        "agent_configs/alder.json:7:16 warning house/forgetful-model the model 'nova-9' keeps what it hears",
    ]


def test_clean_run_is_one_line_and_nothing_when_quiet(make: Any) -> None:
    clean = make.report([make.document("a.json", "{}")])
    said = "1 document checked, nothing found (law as of 2026-11-22). complint reports; it gives no legal advice.\n"
    assert render(clean, View()) == said
    assert render(clean, View(quiet=True)) == ""


def test_clean_run_names_a_few_of_the_skipped_files(make: Any) -> None:
    skipped = [make.document(f"{name}.json", "{}", None, skipped="not ours") for name in "bcdefg"]
    text = render(make.report([make.document("a.json", "{}"), *skipped]), View())
    assert "Skipped 6 files: b.json, c.json, d.json and 3 more (--verbose says why)." in text
    assert text.count("\n") == 1


def test_verbose_gives_reasons(make: Any) -> None:
    text = render(make.sample(), View(verbose=True))
    assert '= why: no phrase of "assistant" was found' in text
    assert "= at: /conversation_config/agent/prompt/llm" in text
    assert "= law: in force since 2025-01-01; verified on 2026-10-01, confidence high" in text
    assert "= note: Read it whole." in text
    assert REASONS in text
    assert "--verbose says why" not in text


def test_nothing_checked_says_why_at_once(make: Any) -> None:
    text = render(make.report([make.document("a.json", "[]", None, skipped="not ours")]), View())
    assert text == "Nothing was checked.\n  a.json: not ours\ncomplint reports; it gives no legal advice.\n"
    assert render(make.report([]), View(quiet=True)) == "Nothing was checked.\n"


def test_a_broken_rule_is_said_and_no_clean_run(make: Any) -> None:
    text = render(make.report([make.document("a.json", "{}")], broken=("rule house/x failed: KeyError: 'y'",)), View())
    assert text.startswith(
        "complint failed: rule house/x failed: KeyError: 'y'\nFound nothing, but the check is incomplete"
    )


def test_statistics_count_by_rule(make: Any) -> None:
    at = make.place("a.json", "", 1, 1, 1)
    found = [make.finding(at), make.finding(at), make.finding(at, rule="house/other", severity="info")]
    text = render(make.report([make.document("a.json", "{}")], found), View(quiet=True, statistics=True))
    assert text.endswith("\n\n2  error  house/wrong-thing\n1  info   house/other\n")


def test_outcomes_list_every_requirement(make: Any) -> None:
    text = render(make.sample(), View(outcomes=True))
    assert "  pass            house/example/calm\n" in text
    assert "  not-applicable  house/example/phi  nothing says PHI\n" in text


def test_waived_findings_are_counted_and_shown_when_verbose(make: Any) -> None:
    waived = make.finding(make.place("a.json", "", 1, 1, 1), status="waived")
    done = make.report([make.document("a.json", "{}")], [waived])
    assert render(done, View()).startswith("1 document checked, nothing found, 1 waived (law")
    assert render(done, View(verbose=True)).startswith("a.json:1:1 error house/wrong-thing wrong (waived)\n")


def test_colour_only_where_asked(make: Any) -> None:
    plain, painted = render(make.sample(), View(width=80)), render(make.sample(), View(width=80, color=True))
    assert "\x1b" not in plain
    assert "\x1b[1;31merror\x1b[0m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain


HOSTILE = "\x1b]0;owned\x07 \u202egnp.exe\u2066 \x9b31m \x7f \u200b line\u2028two"


def test_text_of_strangers_is_neutralised_everywhere(make: Any) -> None:
    path = f"agents/{HOSTILE}.json"
    text = f"{{'x': '{HOSTILE}'}}"
    at = make.place(path, f"/{HOSTILE}", 1, 7, 10)
    aside = RelatedPlace(at, HOSTILE)
    elsewhere = RelatedPlace(Place(HOSTILE, None), HOSTILE)
    broken = make.document(path, text, "agent", error=("broken", 1, 1))
    skipped = make.document(HOSTILE, "", None, skipped=HOSTILE, error=("broken", 1, 1))
    found = make.finding(at, HOSTILE, why=HOSTILE, related=(aside, elsewhere))
    done = render(make.report([broken, skipped], [found], broken=(HOSTILE,)), View(verbose=True, outcomes=True))
    assert set(re.findall(r"[^\x20-\x7e]", done)) == {"\n"}
    for shown in ("\\x1b]0;owned\\x07", "<U+202E>gnp.exe<U+2066>", "\\x9b31m", "\\x7f", "<U+200B>", "line<U+2028>two"):
        assert shown in done


def test_a_path_of_raw_bytes_is_printable(make: Any) -> None:
    path = b"caf\xe9.json".decode("utf-8", "surrogateescape")
    line = render(make.report([make.document(path, "{}")], [make.finding(Place(path, None))]), View(quiet=True))
    assert line == "caf\\udce9.json error house/wrong-thing wrong\n"


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('"naïve": "word"', "word"),
        ('"日本語のテキスト": "word"', "word"),
        ('"👩\u200d⚕️ 👍🏽 🏳️": "word"', "word"),
        ('"한국어": "word", "e\u0301": 1', "word"),
    ],
)
def test_carets_stand_under_the_span_whatever_its_line_holds(make: Any, line: str, word: str) -> None:
    text = "{" + line + "}"
    at = make.place("a.json", "/x", 1, text.index(word) + 1, len(word))
    code, carets = _frame(render(make.report([make.document("a.json", text)], [make.finding(at)]), View()))
    before = code[: code.index(word)]
    assert cells(before) == len(carets) - len(word)
    assert carets.endswith("^" * len(word))


def test_tabs_are_four_cells(make: Any) -> None:
    at = make.place("a.json", "/x", 2, 7, 1)
    text = render(make.report([make.document("a.json", '{\n\t"a":\t1}')], [make.finding(at)]), View())
    assert _frame(text)[1:] == ['  2 |     "a":    1}', "    |             ^"]


def test_a_minified_file_is_cut_around_the_span(make: Any) -> None:
    filler = ", ".join(f'"key{number}": {number}' for number in range(5000))
    text = f'{{{filler}, "llm": "nova-9", {filler}}}'
    at = make.place("a.json", "/llm", 1, text.index('"nova-9"') + 1, 8)
    shown = render(make.report([make.document("a.json", text)], [make.finding(at)]), View(width=60))
    code, carets = _frame(shown)
    assert code.startswith("  1 | ...")
    assert code.endswith("...")
    assert cells(code) <= 60
    assert code[carets.index("^") : carets.index("^") + 8] == '"nova-9"'


def test_a_long_span_is_cut_at_its_end(make: Any) -> None:
    text = '{"prompt": "' + "word " * 2000 + '"}'
    at = make.place("a.json", "/prompt", 1, 12, 10002)
    code, carets = _frame(render(make.report([make.document("a.json", text)], [make.finding(at)]), View(width=60)))
    assert code == '  1 | {"prompt": "word word word word word word word word...'
    assert carets == "    |            " + "^" * 40


def test_a_span_of_several_lines_says_where_it_ends(make: Any) -> None:
    text = "prompt: |\n  one\n  two\nname: x\n"
    found = make.finding(Place("a.yaml", "/prompt", 1, 9, 3, 6))
    shown = render(make.report([make.document("a.yaml", text)], [found]), View())
    assert _frame(shown) == ["  1 | prompt: |", "    |         ^ to line 3", "  2 |   one"]


def test_windows_line_ends_and_old_mac_ones(make: Any) -> None:
    at = make.place("a.yaml", "/b", 2, 4, 3)
    for text in ("a: 1\r\nb: two\r\nc: 3\r\n", "a: 1\rb: two\rc: 3\r"):
        shown = render(make.report([make.document("a.yaml", text)], [make.finding(at)]), View())
        assert _frame(shown) == ["  1 | a: 1", "  2 | b: two", "    |    ^^^", "  3 | c: 3"]


SECRET = "sk_" + "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978"


def test_secrets_beside_a_finding_are_masked(make: Any) -> None:
    text = f'{{\n  "note": "{SECRET}",\n  "llm": "nova-9",\n  "Authorization": "hunter22x"\n}}'
    shown = render(
        make.report([make.document("a.json", text)], [make.finding(make.place("a.json", "/llm", 3, 10, 8))]), View()
    )
    assert SECRET not in shown
    assert "hunter22x" not in shown
    assert _frame(shown)[1:3] == ['  3 |   "llm": "nova-9",', "    |          ^^^^^^^^"]


def test_a_secret_that_only_its_place_tells_is_masked(make: Any) -> None:
    secret = "correct-horse-77-battery"
    text = (
        '{"conversation_config": {"agent": {"dynamic_variables": {"dynamic_variable_placeholders": {\n'
        f'"secret__ehr": "{secret}",\n"city": "Oslo"}}}}}}}}}}'
    )
    found = make.finding(make.place("a.json", "/x", 3, 9, 6))
    shown = render(make.report([make.document("a.json", text)], [found]), View())
    assert secret not in shown
    assert '  2 | "secret__ehr": "************************",' in shown
    assert '"Oslo"' in shown


def test_a_cut_never_uncovers_half_a_secret(make: Any) -> None:
    text = '{"a": "' + "x" * 80 + " " + SECRET + '"}'
    at = make.place("a.json", "/a", 1, 100, 20)
    shown = render(make.report([make.document("a.json", text)], [make.finding(at)]), View(width=50))
    assert not any(SECRET[start : start + 8] in shown for start in range(len(SECRET) - 8))


def test_a_message_that_quotes_a_secret_by_accident_is_masked(make: Any) -> None:
    found = make.finding(make.place("a.json", "", 1, 1, 1), f"{SECRET} is no number", why=SECRET)
    shown = render(make.report([make.document("a.json", "{}")], [found], broken=(SECRET,)), View(verbose=True))
    assert SECRET not in shown
    assert "*** is no number" in shown


def test_a_private_key_of_many_lines_is_masked_and_lines_stay(make: Any) -> None:
    key = "-----BEGIN PRIVATE KEY-----\n  MIIEvQIBADANBgkqhkiG9w0\n  BAQEFAASCBKcwggSjAgEAAoIB\n  -----END PRIVATE KEY-----"
    text = f"pem: |\n  {key}\nllm: nova-9\n"
    shown = render(
        make.report([make.document("a.yaml", text)], [make.finding(make.place("a.yaml", "/llm", 6, 6, 6))]), View()
    )
    assert _frame(shown)[1:3] == ["  6 | llm: nova-9", "    |      ^^^^^^"]
    shown = render(
        make.report([make.document("a.yaml", text)], [make.finding(make.place("a.yaml", "/pem", 3, 3, 5))]), View()
    )
    assert "MIIE" not in shown


def test_a_place_beyond_the_file_has_no_frame(make: Any) -> None:
    found = make.finding(make.place("a.json", "/x", 40, 1, 3))
    assert "|" not in render(make.report([make.document("a.json", "{}")], [found]), View())


@settings(max_examples=300, deadline=None)
@given(
    lines=st.lists(st.text(st.characters(exclude_characters="\n\r"), max_size=120), min_size=1, max_size=6),
    line=st.integers(0, 5),
    start=st.integers(0, 130),
    length=st.integers(0, 130),
    label=st.text(max_size=60),
    width=st.integers(40, 120),
)
def test_any_text_is_framed_within_the_width_and_without_controls(
    lines: list[str], line: int, start: int, length: int, label: str, width: int
) -> None:
    from complint.report.frame import Mark, frame
    from complint.report.paint import painter

    class Lines:
        count = len(lines)

        def line(self, number: int) -> str:
            return lines[number - 1]

        def length(self, number: int) -> int:
            return len(lines[number - 1])

    number = line % len(lines) + 1
    mark = Mark(number, start + 1, number, start + 1 + length, "error", label)
    made = frame(Lines(), [mark], 3, width, painter(False))  # type: ignore[arg-type]
    for shown in made:
        assert not set(shown) & set(map(chr, [*range(32), *range(127, 160), 0x202E, 0x2066, 0x200F]))
    for shown in made[1:-1]:
        assert cells(shown) <= max(width, 6 + max(cells(word) for word in visible(label).split(" ")))


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60),
    data=st.data(),
)
def test_carets_of_a_short_ascii_line_mark_exactly_the_span(text: str, data: st.DataObject) -> None:
    from complint.report.frame import Mark, frame
    from complint.report.paint import painter

    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))

    class Line:
        count = 1

        def line(self, number: int) -> str:
            return text

        def length(self, number: int) -> int:
            return len(text)

    _, code, carets, _ = frame(Line(), [Mark(1, start + 1, 1, stop + 1, "error")], 3, 100, painter(False))  # type: ignore[arg-type]
    assert "".join(a for a, b in zip(code, carets, strict=False) if b == "^") == text[start:stop]
