"""The events of libyaml (or of PyYAML's own parser where libyaml is missing), and their errors with exact places.

libyaml reads YAML 1.1, which breaks lines at U+0085, U+2028 and U+2029 too; in YAML 1.2, JSON and every editor these
are ordinary characters. They are exchanged for private ones of the same length while parsing, so that offsets stay
true. Two things are libyaml's own: within brackets a plain text may not begin with ":" (an error) or "?" (read as a key
mark, blank or not), and halves of characters written as escapes (backslash u d83d) are errors even in pairs.

The module imports PyYAML: import it late.
"""

from __future__ import annotations

from yaml.error import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from complint.text.errors import Unreadable
from complint.text.lines import unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.core.route import JSON

PARSER_ERRORS = (YAMLError, ValueError, OverflowError, IndexError)  # what iterating over broken text may raise

_BREAKS = "\x85\u2028\u2029"


def events(text: str, *, pure: bool = False) -> Iterator[JSON]:
    """Return the events of a YAML stream as objects of `yaml.events`; `pure` asks for the parser without libyaml.

    What iterating raises, `explain` turns into an Unreadable.
    """
    return _parsed(text, "get_event", pure=pure)


def tokens(text: str, *, pure: bool = False) -> Iterator[JSON]:
    """Return the tokens of a YAML stream as objects of `yaml.tokens`, for edits; what stands between is blank or a comment."""
    return _parsed(text, "get_token", pure=pure)


def explain(text: str, error: Exception) -> Unreadable:
    """Return the Unreadable for an error of the parser."""
    import re

    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        offset = mark.index if mark else 0
        problem = str(error.problem or error.context)
        hint = _hint(text, offset) if "cannot start any token" in problem else None
        return unreadable(hint or f"not YAML: {problem}", text, offset)
    if isinstance(error, ReaderError | UnicodeError):
        found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
        if found:
            return unreadable(f"the character U+{ord(found[0]):04X} is not allowed in YAML", text, found.start())
    return Unreadable("not YAML: " + (str(error).splitlines() or [type(error).__name__])[0])


def _native_parser() -> JSON:
    try:
        from yaml._yaml import CParser
    except ImportError:
        return None
    return CParser


def _pure_parser(text: str) -> JSON:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class PureParser(Reader, Scanner, Parser):
        def __init__(self) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)

        def get_event(self) -> JSON:
            """Return the next event; halves of characters are refused, as libyaml does."""
            event: JSON = super().get_event()  # type: ignore[no-untyped-call]
            value = getattr(event, "value", "")
            if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
                problem = "found invalid Unicode character escape code"
                raise MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
            return event

    return PureParser()


def _parsed(text: str, method: str, *, pure: bool) -> Iterator[JSON]:
    parser = _pure_parser if pure else _native_parser() or _pure_parser
    if not text.isascii() and any(character in text for character in _BREAKS):
        return _with_breaks_guarded(text, parser, method)
    return iter(getattr(parser(text), method), None)


def _with_breaks_guarded(text: str, parser: JSON, method: str) -> Iterator[JSON]:
    free = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    guards = {guard: character for character, guard in zip(_BREAKS, free, strict=False)}
    if len(guards) < len(_BREAKS):  # every private character is taken
        guards = {}
    there = str.maketrans({character: guard for guard, character in guards.items()})
    back = str.maketrans(guards)
    for event in iter(getattr(parser(text.translate(there)), method), None):
        if isinstance(getattr(event, "value", None), str):
            event.value = event.value.translate(back)
        yield event


def _hint(text: str, offset: int) -> str | None:
    """Return a plainer message for the usual mistakes, by the character at which the parser gave up."""
    found = text[offset : offset + 1]
    if found == "\t":
        return "a tab was found where YAML requires spaces"
    if found in ("@", "`", "%"):
        return f"a text that begins with {found!r} requires quotes in YAML"
    return None
