"""What a rule asks for, by the types of its arguments: facts computed at most once per document, lazily.

A fact is a class; the module that defines it has a function `compute` whose arguments say, again by their types, what it
is made from. Base facts (Document, Project, Settings) are given by the engine; a rule may also ask for its Law.
"""

from __future__ import annotations

import sys
from operator import itemgetter

from complint.policy.law import Law

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    Facts: TypeAlias = dict[type, Any]
    Take: TypeAlias = Callable[[Facts], tuple[Any, ...]]
else:
    Facts = dict

_takes: dict[Any, Take] = {}
_computes: dict[type, Callable[..., Any]] = {}


class Context(Facts):
    """The facts of one document by their class; looking up one that is not there yet computes it."""

    __slots__ = ()

    def __init__(self, *given: object) -> None:
        super().__init__()
        for value in given:
            self[type(value)] = value

    def __missing__(self, wanted: type) -> object:
        compute = _computes.get(wanted) or _compute_of(wanted)
        take = _takes.get(compute) or taking(compute)
        made = self[wanted] = compute(*take(self))
        return made

    def fact(self, wanted: type) -> object:
        """Return a fact by its class; LookupError where its module has no `compute`."""
        return self[wanted]

    def call(self, function: Callable[..., Any], law: Law | None = None) -> Any:
        """Call a rule's `check` with what its annotations ask for."""
        self[Law] = law
        return function(*taking(function)(self))


def _compute_of(wanted: type) -> Callable[..., Any]:
    compute: Callable[..., Any] | None = getattr(sys.modules[wanted.__module__], "compute", None)
    if compute is None:
        raise LookupError(f"nothing computes {wanted.__name__}")
    _computes[wanted] = compute
    return compute


def taking(function: Callable[..., Any]) -> Take:
    """Return what takes, from the facts of a document, those that a function asks for, in order of its arguments."""
    found = _takes.get(function)
    if found is None:
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        wanted = [_resolve(function, name) for name in names]
        _takes[function] = found = _getter(*wanted)
    return found


def _getter(*wanted: type) -> Take:
    if len(wanted) > 1:
        return itemgetter(*wanted)  # all in one step of C, for it is done fifty times a document
    if not wanted:
        return lambda _facts: ()
    only = wanted[0]
    return lambda facts: (facts[only],)


def _resolve(function: Callable[..., Any], name: str) -> type:
    annotation = function.__annotations__[name]
    if isinstance(annotation, str):
        annotation = function.__globals__[annotation]
    if not isinstance(annotation, type):
        raise LookupError(f"{function.__module__}: argument {name!r} names no class")
    return annotation
