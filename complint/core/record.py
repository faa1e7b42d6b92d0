"""Frozen, slotted value classes without the start-up price of `dataclasses`.

`dataclasses` imports `inspect` and compiles one function per class: about 1.5 times a bare interpreter start before any
work is done. A pre-commit hook pays that on every commit, so the values on its path are declared with `@record`, which
type checkers read as a frozen dataclass.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")

    @dataclass_transform(frozen_default=True)
    def record(cls: type[T]) -> type[T]:  # noqa: D103 - see the real one below
        ...


else:

    def record(cls):
        """Return `cls` rebuilt with slots, an initialiser from its annotations, equality, hash and repr; frozen."""
        fields = tuple(cls.__dict__.get("__annotations__", ()))  # noqa: RUF063 - inspect is what this file avoids
        body = dict(cls.__dict__)
        defaults = {name: body.pop(name) for name in fields if name in body}
        for name in ("__dict__", "__weakref__"):
            body.pop(name, None)
        body["__slots__"] = fields
        body["__record_fields__"] = fields
        body["__record_defaults__"] = defaults
        for name, method in _METHODS.items():
            body.setdefault(name, method)
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__record_setters__ = tuple(made.__dict__[name].__set__ for name in fields)
        made.__record_uses__ = [0]
        return made


_MANY = 256  # instances after which a class is worth an initialiser of its own: it is five times as fast, but compiled


def _init(self: Any, *args: Any, **kwargs: Any) -> None:
    cls = type(self)
    setters = cls.__record_setters__
    uses = cls.__record_uses__
    uses[0] += 1
    if uses[0] == _MANY and cls.__init__ is _init:
        cls.__init__ = _own_init(cls)
    if len(args) > len(setters):
        raise TypeError(f"{cls.__name__} takes {len(setters)} values, {len(args)} given")
    for setter, value in zip(setters, args, strict=False):
        setter(self, value)
    if kwargs or len(args) < len(setters):
        defaults = cls.__record_defaults__
        for position in range(len(args), len(setters)):
            name = cls.__record_fields__[position]
            if name in kwargs:
                value = kwargs.pop(name)
            elif name in defaults:
                value = defaults[name]
            else:
                raise TypeError(f"{cls.__name__} misses {name!r}")
            setters[position](self, value)
        if kwargs:
            raise TypeError(f"{cls.__name__} has no field {sorted(kwargs)[0]!r}, or it is given twice")


def _own_init(cls: Any) -> Any:
    """Return the initialiser of a class written out, as `dataclasses` does, for one that a long run makes many of."""
    fields, defaults = cls.__record_fields__, cls.__record_defaults__
    names = {f"_set_{name}": setter for name, setter in zip(fields, cls.__record_setters__, strict=True)}
    names |= {f"_default_{name}": value for name, value in defaults.items()}
    arguments = ", ".join(f"{name}=_default_{name}" if name in defaults else name for name in fields)
    body = "".join(f"\n    _set_{name}(self, {name})" for name in fields)
    exec(f"def __init__(self, {arguments}):{body or ' pass'}", names)  # noqa: S102 - nothing but names of fields goes in
    return names["__init__"]


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in type(self).__record_fields__)


def _eq(self: Any, other: object) -> bool:
    return type(self) is type(other) and _values(self) == _values(other)


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    pairs = (f"{name}={getattr(self, name)!r}" for name in type(self).__record_fields__)
    return f"{type(self).__name__}({', '.join(pairs)})"


def _frozen(self: Any, name: str, value: object = None) -> None:
    raise AttributeError(f"{type(self).__name__} is frozen: cannot set {name!r}")


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), _values(self)


_METHODS = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _frozen,
    "__delattr__": _frozen,
    "__reduce__": _reduce,
}


def replace(value: T, **changes: Any) -> T:
    """Return a copy of a record with some fields changed."""
    cls: Any = type(value)
    fields = {name: getattr(value, name) for name in cls.__record_fields__}
    made: T = cls(**{**fields, **changes})
    return made
