"""The terms a web user is shown before a conversation: widget terms, per language. Callers never see them."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.surface import Surface, joined, language_of, surface
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

WIDGET: Route = ("platform_settings", "widget")
_FIELDS: tuple[Route, ...] = (("terms_text",), ("terms_html",), ("terms_translation", "text"))


@record
class Terms:
    """The widget's terms: `items` one surface per language, the agent's own first.

    `keys` are the routes of `terms_key` that are set beside terms: with one, a browser shows them only once. `written`
    tells whether the document says anything about the widget.
    """

    items: tuple[Surface, ...]
    keys: tuple[tuple[Route, Surface], ...]
    written: bool


def compute(document: Document) -> Terms:
    """Return the widget terms of an agent document."""
    widget = get(document.data, *WIDGET)
    if not isinstance(widget, dict):
        return Terms((), (), False)
    language = language_of(get(document.data, "conversation_config", "agent"))
    found = list(_found(widget, language))
    keys = tuple(((*route, "terms_key"), terms) for route, data, terms in found if _text(get(data, "terms_key")))
    return Terms(tuple(terms for _, _, terms in found), keys, True)


def _found(widget: dict[str, JSON], language: str) -> Iterator[tuple[Route, JSON, Surface]]:
    own = _terms(widget, WIDGET, language, "the widget's terms")
    if own is not None:
        yield WIDGET, widget, own
    presets = widget.get("language_presets")
    for code, preset in presets.items() if isinstance(presets, dict) else ():
        route = (*WIDGET, "language_presets", code)
        terms = _terms(preset, route, str(code), f"the widget's terms in {str(code)!r}")
        if terms is not None:
            yield route, preset, terms
        elif own is not None and _text(get(preset, "terms_key")):
            yield route, preset, own


def _terms(data: JSON, route: Route, language: str, what: str) -> Surface | None:
    """Return the terms of one language: text, HTML and translation together, as one of them is what a user reads."""
    whole: Surface | None = None
    for steps in _FIELDS:
        value = get(data, *steps)
        if _text(value):
            part = surface(what, language, (*route, *steps), value, {})
            whole = (
                part if whole is None else joined(whole, Surface(what, language, part.route, part.text, part.unread))
            )
    return None if whole is None else Surface(what, language, whole.route, whole.text, whole.unread)


def _text(value: JSON) -> bool:
    return isinstance(value, str) and bool(value.strip())
