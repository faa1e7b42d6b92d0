"""Say in words why a document does not fit its schema; slow and thorough, and only called where `check` says no.

`jsonschema` judges here, so a verdict of the fast checker never stands alone. Its validator is taught complint's one
liberty: null is absent.
"""

from __future__ import annotations

from complint.core.record import record
from complint.schema.check import is_valid, top_level
from complint.schema.load import definitions
from complint.schema.wording import message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from complint.core.route import JSON, Route
    from complint.schema.load import Schema
    from complint.schema.wording import Failure

MOST = 50


@record
class Violation:
    """One place where a document does not fit: its route, and what was found and what is required there."""

    route: Route
    message: str


def explain(kind: str, data: JSON, partial: bool = False) -> list[Violation]:
    """Return why a document does not fit the schema of its kind, by route, at most 50; nothing where it fits.

    `partial` is as in `complint.schema.check.examine`, whose verdict this list shares: one is empty exactly where the
    other is good. Raises KeyError for a kind that does not exist.
    """
    definitions()[kind]
    schema = {"$ref": f"#/$defs/{kind}", "$defs": {name: definitions()[name] for name in definitions().lines}}
    try:
        failures = list(_validator()(schema).iter_errors(data))
    except RecursionError:  # `jsonschema` needs many more frames a level than the fast checker
        return [] if is_valid(kind, data, partial) else [Violation((), "the document nests too deeply to be explained")]
    if partial:
        failures = [item for item in failures if item.validator != "required" or not top_level(tuple(item.path))]
    at_route = [(tuple(failure.absolute_path), failure) for failure in map(_relevant, failures)]
    chosen = {route for route, failure in at_route if failure.validator in ("enum", "const")}
    found = {
        (route, message(failure, route))
        for route, failure in at_route
        if failure.validator != "type" or route not in chosen  # "one of a or b" says the type as well
    }
    ordered = sorted(found, key=lambda item: (_order(item[0]), item[1]))
    return [Violation(route, text) for route, text in ordered[:MOST]]


def _relevant(failure: Failure) -> Failure:
    """Return the failure that tells most: of "any of these", that of the branch that was meant, if it is clear."""
    while failure.validator == "anyOf" and failure.context:
        branches: dict[int, list[Failure]] = {}
        for inner in failure.context:
            branches.setdefault(inner.relative_schema_path[0], []).append(inner)
        # A branch was meant where the type is right; better yet where all failures lie inside the value.
        meant = [inner for inner in branches.values() if not any(_of_type(item) for item in inner)]
        if len(meant) > 1:
            meant = [inner for inner in meant if all(item.relative_path for item in inner)]
        if len(meant) != 1:
            break
        failure = min(meant[0], key=_depth)
    return failure


def _depth(failure: Failure) -> tuple[object, ...]:
    """Return the sort key that puts the deepest failure first, and those of one depth in a fixed order."""
    return -len(failure.absolute_path), _order(tuple(failure.absolute_path)), str(failure.message)


def _of_type(failure: Failure) -> bool:
    return failure.validator == "type" and not failure.relative_path


def _order(route: Route) -> tuple[tuple[bool, int, str], ...]:
    return tuple((False, step, "") if type(step) is int else (True, 0, str(step)) for step in route)


def _validator() -> Any:
    """Return the validator class for which null is absent; made late, as the package takes long to import."""
    from jsonschema import Draft202012Validator, validators

    keywords = {
        "properties": _properties,
        "additionalProperties": _additional,
        "items": _items,
        "required": _required,
        "minProperties": _counted("minProperties"),
        "minItems": _counted("minItems"),
        "maxItems": _counted("maxItems"),
    }
    return validators.extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]


def _properties(validator: Any, properties: Schema, instance: JSON, schema: Schema) -> Iterator[Failure]:
    if isinstance(instance, dict):
        for key, value in properties.items():
            if instance.get(key) is not None:
                yield from validator.descend(instance[key], value, path=key, schema_path=key)


def _additional(validator: Any, value: Schema, instance: JSON, schema: Schema) -> Iterator[Failure]:
    if isinstance(instance, dict):
        for key, item in instance.items():
            if item is not None and key not in schema.get("properties", ()):
                yield from validator.descend(item, value, path=key)


def _items(validator: Any, items: Schema, instance: JSON, schema: Schema) -> Iterator[Failure]:
    if isinstance(instance, list):
        for index, item in enumerate(instance):
            if item is not None:
                yield from validator.descend(item, items, path=index)


def _required(validator: Any, required: list[str], instance: JSON, schema: Schema) -> Iterator[Failure]:
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, dict):
        for key in required:
            if instance.get(key) is None:
                yield ValidationError(f"{key} is required", validator="required", validator_value=[key])


def _counted(keyword: str) -> Any:
    """Return a keyword that limits how many items or keys are not null."""
    kind = dict if keyword == "minProperties" else list

    def check(validator: Any, limit: int, instance: JSON, schema: Schema) -> Iterator[Failure]:
        from jsonschema.exceptions import ValidationError

        if isinstance(instance, kind):
            values = instance.values() if isinstance(instance, dict) else instance
            count = sum(value is not None for value in values)
            if count > limit if keyword == "maxItems" else count < limit:
                yield ValidationError(f"{count} {keyword} {limit}")

    return check
