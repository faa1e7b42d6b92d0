"""What a rule asks for, by the types of its arguments: facts computed at most once per document, lazily.

A fact is a class; the module that defines it has a function `compute` whose arguments say, again by their types, what it
is made from. Base facts (Document, Project, Settings) are given by the engine; a rule may also ask for its Law.
"""

from __future__ import annotations

import sys

from complint.policy.law import Law

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_needs: dict[Any, tuple[type, ...]] = {}
_computes: dict[type, Callable[..., Any]] = {}


class Context:
    """The facts of one document."""

    __slots__ = ("_facts",)

    def __init__(self, *given: object) -> None:
        self._facts: dict[type, object] = {type(value): value for value in given}

    def fact(self, wanted: type) -> object:
        """Return a fact by its class; LookupError where its module has no `compute`."""
        facts = self._facts
        if wanted in facts:
            return facts[wanted]
        compute = _computes.get(wanted) or _compute_of(wanted)
        made = facts[wanted] = self.call(compute)
        return made

    def call(self, function: Callable[..., Any], law: Law | None = None) -> Any:
        """Call a rule's `check` or a fact's `compute` with what its annotations ask for."""
        facts = self._facts
        wanted = _needs.get(function) or needs(function)
        return function(*[facts[one] if one in facts else law if one is Law else self.fact(one) for one in wanted])


def _compute_of(wanted: type) -> Callable[..., Any]:
    compute: Callable[..., Any] | None = getattr(sys.modules[wanted.__module__], "compute", None)
    if compute is None:
        raise LookupError(f"nothing computes {wanted.__name__}")
    _computes[wanted] = compute
    return compute


def needs(function: Callable[..., Any]) -> tuple[type, ...]:
    """Return the classes a function asks for, in order of its arguments."""
    found = _needs.get(function)
    if found is None:
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        found = tuple(_resolve(function, name) for name in names)
        _needs[function] = found
    return found


def _resolve(function: Callable[..., Any], name: str) -> type:
    annotation = function.__annotations__[name]
    if isinstance(annotation, str):
        annotation = function.__globals__[annotation]
    if not isinstance(annotation, type):
        raise LookupError(f"{function.__module__}: argument {name!r} names no class")
    return annotation
