"""Records keep their behaviour when a class gets an initialiser of its own after many instances."""

from __future__ import annotations

import pytest

from complint.core.record import record


@record
class Parcel:
    """Two values that must be given and two that need not."""

    sender: str
    weight: int
    fragile: bool = False
    marks: tuple[str, ...] = ()


WAYS = [
    (("Acme", 3), {}),
    (("Acme",), {"weight": 3}),
    ((), {"weight": 3, "sender": "Acme"}),
    (("Acme", 3, True, ("up",)), {}),
    (("Acme", 3), {"marks": ("up",)}),
]
WRONG = [
    ((), {}),
    (("Acme",), {}),
    (("Acme", 3, True, (), 5), {}),
    (("Acme", 3), {"colour": "red"}),
    (("A", 3), {"weight": 4}),
]


def fields(parcel: Parcel) -> tuple[object, ...]:
    return parcel.sender, parcel.weight, parcel.fragile, parcel.marks


def test_the_thousandth_instance_is_like_the_first() -> None:
    first = [Parcel(*args, **kwargs) for args, kwargs in WAYS]  # type: ignore[arg-type]
    generic = Parcel.__init__
    for _ in range(1000):
        Parcel("Acme", 3)
    assert Parcel.__init__ is not generic, "a class of many instances has an initialiser of its own"
    later = [Parcel(*args, **kwargs) for args, kwargs in WAYS]  # type: ignore[arg-type]
    assert later == first
    assert list(map(fields, later)) == list(map(fields, first))
    for args, kwargs in WRONG:
        with pytest.raises(TypeError):
            Parcel(*args, **kwargs)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        later[0].weight = 4  # type: ignore[misc]


@pytest.mark.parametrize(("args", "kwargs"), WRONG)
def test_the_first_instance_refuses_wrong_values(args: tuple[object, ...], kwargs: dict[str, object]) -> None:
    @record
    class Fresh:
        sender: str
        weight: int
        fragile: bool = False
        marks: tuple[str, ...] = ()

    with pytest.raises(TypeError):
        Fresh(*args, **kwargs)  # type: ignore[arg-type]
