"""A surface: one text that may be the first thing a person hears or reads, with its place, its language and its variables."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.text.loaded import Unresolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_LANGUAGE = "en"  # what the API takes where `agent.language` is absent
# Stands for a text that is not in the file: a variable of which nothing is known is judged the same way.
OPAQUE = "{{text}}"
NOT_TEXT = "is not a text"


@record
class Surface:
    """One spoken or shown text.

    `what` names it in words ("the first message", "language preset 'de'"), `language` is the code as written, `text` what
    is said ("" says nothing). `unread` says why the words are not in the file (an include, a prompt that generates them);
    `text` then holds OPAQUE in their stead. `variables` are default values of dynamic variables. `source` is the document
    and route of a text that stands in another file; `route` then leads to what causes it to be spoken. `count` is the
    number of recipients of a schedule that share it.
    """

    what: str
    language: str
    route: Route
    text: str
    unread: str = ""
    variables: Mapping[str, str] = {}
    source: tuple[str, Route] | None = None
    count: int = 1

    @property
    def empty(self) -> bool:
        """Return whether nothing is said."""
        return not self.text.strip()

    @property
    def named(self) -> str:
        """Return the surface in words, with its language."""
        return self.what if f"'{self.language}'" in self.what else f"{self.what} ({self.language})"


def surface(what: str, language: str, route: Route, value: JSON, variables: Mapping[str, str]) -> Surface:
    """Return the surface of a written value; anything but a text is a surface whose words cannot be read."""
    if value is None:
        return Surface(what, language, route, "", "", variables)
    if isinstance(value, Unresolved):
        return Surface(what, language, route, OPAQUE, f"is brought in by {value.tag}", variables)
    if not isinstance(value, str):
        return Surface(what, language, route, OPAQUE, NOT_TEXT, variables)
    if "${" in value:
        value = _environment(value)
    return Surface(what, language, route, value, "", variables)


def outside_variables(text: str) -> str:
    """Return a text without its dynamic variables."""
    if "{{" not in text:
        return text
    return "".join(part.partition("}}")[2] if index else part for index, part in enumerate(text.split("{{")))


def variable_names(text: str) -> list[str]:
    """Return the names of a text's dynamic variables, each once, in order."""
    return list(dict.fromkeys(part.partition("}}")[0].strip() for part in text.split("{{")[1:] if "}}" in part))


def says_words(text: str) -> bool:
    """Tell whether anything but variables and punctuation is said."""
    return any(letter.isalnum() for letter in outside_variables(text))


def _environment(text: str) -> str:
    """Return a text with `${NAME}` of the environment written like a dynamic variable: both are filled in later."""
    import re

    return re.sub(r"\$\{\s*+([A-Za-z_][A-Za-z0-9_.]*+)[^{}]*+\}", r"{{\1}}", text)


def joined(first: Surface, then: Surface) -> Surface:
    """Return two surfaces that are heard one after the other as one; its place is the first that says anything."""
    if first.empty:
        return then
    if then.empty:
        return first
    what = f"{first.what} and {then.what}"
    unread = first.unread or then.unread
    variables = {**first.variables, **then.variables}
    return Surface(what, first.language, first.route, f"{first.text}\n{then.text}", unread, variables)


def placeholders(agent: JSON) -> dict[str, str]:
    """Return the default values of an `agent` object's dynamic variables that are texts or numbers."""
    found = get(agent, "dynamic_variables", "dynamic_variable_placeholders")
    return spoken_values(found)


def spoken_values(values: JSON) -> dict[str, str]:
    """Return the entries of a map of variables that can be spoken, as text."""
    if not isinstance(values, dict):
        return {}
    return {
        str(name): str(value)
        for name, value in values.items()
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip()
    }


def language_of(agent: JSON, default: str = DEFAULT_LANGUAGE) -> str:
    """Return the language code of an `agent` object as written."""
    found = get(agent, "language")
    return found if isinstance(found, str) and found.strip() else default
