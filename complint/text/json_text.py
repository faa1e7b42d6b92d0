"""JSON text to plain data by the standard library's C scanner; finds duplicate keys, survives the dirt of real files.

Two kinds of dirt are stepped over and reported as noise: log lines before the value (the shell redirect of a tool that
prints its progress to stdout) and literal backslash-n after it (an escaped heredoc). Everything else is an error.
"""

from __future__ import annotations

from json import JSONDecoder
from json.decoder import WHITESPACE, scanstring  # type: ignore[attr-defined]

from complint.text.errors import Unreadable
from complint.text.lines import place, unreadable
from complint.text.loaded import DEFAULT_LIMITS, Duplicate, Limits, Loaded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.core.route import JSON

    Noise = tuple[tuple[str, int, int], ...]

BLANK = " \t\n\r"  # the white space of JSON
_LOG_LINES = 20  # at most so many lines may stand before the value


class ForeignConstantError(ValueError):
    """NaN or Infinity: Python's scanner takes them, JSON has no such literals."""


def load_json(text: str, limits: Limits = DEFAULT_LIMITS) -> Loaded:
    """Load one JSON value. Raises Unreadable for broken syntax and beyond `limits`, with the exact place."""
    start = value_start(text)
    if len(text) > limits.max_nodes and sum(map(text.count, "[{,")) >= limits.max_nodes:
        _refuse_many_nodes(text, start, limits)
    repeated = False
    objects = 0

    def to_object(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
        nonlocal repeated, objects
        objects += 1
        made = dict(pairs)
        if len(made) != len(pairs):
            repeated = True
        return made

    try:
        decoder = JSONDecoder(object_pairs_hook=to_object, parse_constant=_refuse_constant)
        data, end = decoder.raw_decode(text, start)
    except RecursionError:
        raise _too_deep(text, start, limits) from None
    except ValueError as error:
        from complint.text.json_errors import explain

        raise explain(text, start, error) from None
    if _exceeds(text, "[", limits.max_depth - objects) and _deeper_than(data, limits.max_depth):
        raise _too_deep(text, start, limits)
    noise = _noise_around(text, start, end)
    slash = text.find("\\")
    if slash >= 0 and text.find("\\u", slash) >= 0:
        data, halves = _without_halves(text, data)
        noise += halves
    return Loaded((data,), _duplicates(text) if repeated else (), noise)


def value_start(text: str) -> int:
    """Return the offset at which the JSON value begins: past white space, and past log lines where there are some."""
    start = skip_whitespace(text, 0)
    first = text[start : start + 1]
    if first in ("{", '"', "") or (first == "[" and not _is_log_line(text, start)):
        return start
    later = _after_log_lines(text, start)
    return start if later is None else later


def skip_whitespace(text: str, offset: int) -> int:
    """Return the offset of the first character from `offset` on that is not JSON white space."""
    end: int = WHITESPACE.match(text, offset).end()
    return end


def outside_strings(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches (start, end) of a JSON text that lie outside its strings, up to the first broken string."""
    while True:
        quote = text.find('"', start)
        if quote < 0:
            yield start, len(text)
            return
        yield start, quote
        try:
            _, start = scanstring(text, quote + 1)
        except ValueError:
            return


def _is_log_line(text: str, start: int) -> bool:
    """Tell whether the line at an offset reads like one of a log: words, or a bracketed stamp and words."""
    import re

    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    if line[:1] == "[":
        return re.match(r'\[[^\[\]{}",]*\]\s*\w', line) is not None
    if line[:1] in ("{", "]", "}", '"', "#", "%"):
        return False
    return not line.startswith(("//", "/*", "---")) and re.fullmatch(r"(true|false|null|-?[\d.eE+-]+)\s*", line) is None


def _after_log_lines(text: str, start: int) -> int | None:
    """Return where a line begins with an object or list after nothing but log lines from `start` on, if one does."""
    for _ in range(_LOG_LINES):
        if not _is_log_line(text, start):
            return None
        end = text.find("\n", start)
        if end < 0:
            return None
        start = end + 1
        if text[start : start + 1] in ("{", "[") and not _is_log_line(text, start):
            return start
        start = skip_whitespace(text, start)
    return None


def _noise_around(text: str, start: int, end: int) -> Noise:
    """Report what stands before the value and after it. Raises Unreadable where the rest is not known dirt."""
    noise: Noise = ()
    if text[:start].strip(BLANK):
        noise += _note("text before the JSON value is not part of it", text, skip_whitespace(text, 0))
    rest = skip_whitespace(text, end)
    if rest < len(text):
        if text[rest:].replace("\\n", "").strip(BLANK):
            from complint.text.json_errors import extra_text

            raise extra_text(text, rest)
        noise += _note("a literal \\n (two characters) after the JSON value is not part of it", text, rest)
    return noise


def _note(message: str, text: str, offset: int) -> Noise:
    return ((message, *place(text, offset)),)


def _refuse_constant(name: str) -> JSON:
    raise ForeignConstantError(name)


def _refuse_many_nodes(text: str, start: int, limits: Limits) -> None:
    """Count the values of a large text before any is built, to keep memory safe; raise Unreadable over the limit.

    A value follows each comma and each opening bracket, unless nothing stands between it and the closing one.
    """
    nodes = 1
    for begin, end in outside_strings(text, start):
        part = "".join(text[begin:end].split())
        nodes += part.count(",") + part.count("[") + part.count("{") - part.count("[]") - part.count("{}")
        if nodes > limits.max_nodes:
            raise Unreadable(f"more than the limit of {limits.max_nodes:,} values (max_nodes)")


def _exceeds(text: str, letter: str, most: int) -> bool:
    """Tell whether a letter stands in a text more than so many times: where it is rare, finding is faster than counting."""
    at = -1
    for _ in range(most + 1):
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    return True


def _deeper_than(data: JSON, max_depth: int) -> bool:
    level = [data] if type(data) is dict or type(data) is list else []
    for _ in range(max_depth):
        level = [
            value
            for container in level
            for value in (container.values() if type(container) is dict else container)
            if type(value) is dict or type(value) is list
        ]
        if not level:
            return False
    return bool(level)


def _too_deep(text: str, start: int, limits: Limits) -> Unreadable:
    import re

    bracket = re.compile(r"[\[{\]}]")
    depth = 0
    for begin, end in outside_strings(text, start):
        for found in bracket.finditer(text, begin, end):
            depth += 1 if found[0] in "[{" else -1
            if depth > limits.max_depth:
                message = f"nested deeper than the limit of {limits.max_depth} levels (max_depth)"
                return unreadable(message, text, found.start())
    return Unreadable("nested too deeply to be read")


def _duplicates(text: str) -> tuple[Duplicate, ...]:
    from complint.text.locate_json import repeats

    return tuple(repeat.duplicate for repeat in repeats(text))


def _without_halves(text: str, data: JSON) -> tuple[JSON, Noise]:
    """Replace halves of characters (an escaped surrogate without its twin) by U+FFFD: they cannot be printed."""
    import re

    for escape in re.finditer(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u([dD][89a-fA-F]..)|.)", text):
        if escape[1] is not None:
            return _whole(data), _note(
                f"\\u{escape[1]} is half of a character; it is read as U+FFFD", text, escape.start()
            )
    return data, ()


def _whole(data: JSON) -> JSON:
    if isinstance(data, str):
        return whole(data)
    if isinstance(data, dict):
        return {whole(key): _whole(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_whole(value) for value in data]
    return data


def whole(text: str) -> str:
    """Return a string with U+FFFD for each half of a character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
