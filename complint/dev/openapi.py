"""Read OpenAPI 3.1 components as plain JSON Schema: lenient, structure only, tagged unions as if/then."""

from __future__ import annotations

from typing import Any

from complint.dev.leniency import IGNORED, LIMITS, OPAQUE, OPEN_ENUMS, OPEN_UNIONS, RULE_JUDGED

Schema = Any

ANYTHING: Schema = True
NOTHING: Schema = False

COMPONENTS = "#/components/schemas/"
DEFINITIONS = "#/$defs/"
SCALARS = ("string", "integer", "number", "boolean")


class SpecError(ValueError):
    """The specification lacks something that is needed, or holds something this reader does not know."""


class Spec:
    """One OpenAPI document, and the components that the schemas taken from it refer to."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.components: dict[str, Schema] = document.get("components", {}).get("schemas", {})
        self.wanted: dict[str, None] = {}

    def component(self, name: str, *steps: str) -> Schema:
        """Return the schema of a component, or at some steps below it."""
        here = self.components.get(self.resolved(name))
        for step in steps:
            here = here.get(step) if isinstance(here, dict) else None
        if here is None:
            raise SpecError(f"the specification has no component {'/'.join((name, *steps))}")
        return self.plain(here, f"{name}.{steps[1] if len(steps) > 1 else ''}")

    def body(self, method: str, path: str) -> Schema:
        """Return the schema of a request body; a referenced one comes whole, not as a reference."""
        schema = self.content(self.operation(method, path).get("requestBody"), f"{method} {path}")
        return self.component(component_of(schema["$ref"])) if "$ref" in schema else self.plain(schema, "")

    def body_keys(self, method: str, path: str) -> list[str]:
        """Return the keys of a request body."""
        schema = self.content(self.operation(method, path).get("requestBody"), f"{method} {path}")
        return sorted(self.pointed(schema).get("properties", ()))

    def answer_keys(self, path: str) -> list[str]:
        """Return the keys of what GET gives back."""
        schema = self.content(self.operation("get", path).get("responses", {}).get("200"), f"get {path}")
        return sorted(self.pointed(schema).get("properties", ()))

    def parameters(self, method: str, path: str, where: str) -> Schema:
        """Return the parameters of an operation that stand in its `path` or `query`, as an object schema.

        Rules judge the values; and what stands in a URL may be written as the text that it becomes.
        """
        found = [item for item in self.operation(method, path).get("parameters", ()) if item.get("in") == where]
        plain = {item["name"]: without_enums(self.plain(item.get("schema", {}), "")) for item in found}
        return {
            "type": "object",
            "properties": {name: {"type": types_of([schema, {"type": "string"}])} for name, schema in plain.items()},
        }

    def shared(self) -> dict[str, Schema]:
        """Return every component reached so far, by its short name, with the keys that only answers have."""
        made: dict[str, Schema] = {}
        done: set[str] = set()
        while todo := [name for name in self.wanted if name not in done]:
            for name in todo:
                done.add(name)
                made[self.short(name)] = self.with_answer_keys(name, self.component(name))
        return made

    def body_defaults(self, method: str, path: str) -> dict[str, Any]:
        """Return the defaults of a request body, by key."""
        schema = self.content(self.operation(method, path).get("requestBody"), f"{method} {path}")
        return defaults_of(self.pointed(schema))

    def defaults(self) -> dict[str, dict[str, Any]]:
        """Return the defaults of every component reached so far, by its short name and key."""
        self.shared()
        return {self.short(name): defaults_of(self.components[self.resolved(name)]) for name in self.wanted}

    # How one schema is read. A place is "Component.property", and "" in a parameter.

    def plain(self, schema: Schema, place: str) -> Schema:
        """Return a schema without annotations, null alternatives and discriminators."""
        if isinstance(schema, bool):
            return schema
        if place in OPAQUE:
            return OPAQUE[place]
        if "$ref" in schema:
            return self.reference(schema["$ref"], place)
        if branches := schema.get("anyOf") or schema.get("oneOf"):
            return self.union([branch for branch in branches if branch.get("type") != "null"], schema, place)
        if schema.get("type") == "null":
            return NOTHING
        made: dict[str, Schema] = {}
        for keyword, value in schema.items():
            if keyword == "type" or keyword in LIMITS:
                made[keyword] = value
            elif keyword == "properties":
                made[keyword] = {name: self.plain(value[name], inside(place, name)) for name in value}
            elif keyword == "items":
                made[keyword] = self.plain(value, place)
            elif keyword == "additionalProperties":
                # Unknown keys are a rule of their own, so only a schema for the values of a map is kept.
                made.update({keyword: self.plain(value, place)} if isinstance(value, dict) and value else {})
            elif keyword not in IGNORED and not keyword.startswith("x-"):
                raise SpecError(f"unknown keyword {keyword!r} in {place or 'a parameter'}")
        if place in OPEN_ENUMS or place.startswith(RULE_JUDGED):
            made = without_enums(made)
        idle = {"required": [], "minLength": 0, "minItems": 0, "properties": {}, "items": {}}
        return {key: value for key, value in made.items() if key not in idle or value != idle[key]}

    def reference(self, ref: str, place: str) -> Schema:
        """Return a reference to a component, or the component itself where it is a mere scalar."""
        name = self.resolved(component_of(ref))
        if self.components[name].get("type") in SCALARS:
            scalar = self.plain(self.components[name], name + ".")
            return without_enums(scalar) if place.startswith(RULE_JUDGED) else scalar
        self.wanted.setdefault(name)
        return {"$ref": DEFINITIONS + self.short(name)}

    def union(self, branches: list[Schema], schema: Schema, place: str) -> Schema:
        """Return one branch alone, several scalars as one list of types, objects told apart by a tag, or anyOf."""
        if len(branches) == 1:
            return self.plain(branches[0], place)
        if found := self.tagged(branches, schema.get("discriminator", {}).get("propertyName")):
            return self.switch(*found, place)
        plain = [self.plain(branch, place) for branch in branches]
        if all(isinstance(branch, dict) and set(branch) == {"type"} for branch in plain):
            return {"type": types_of(plain)}
        return {"anyOf": [branch for index, branch in enumerate(plain) if branch not in plain[:index]]}

    def tagged(self, branches: list[Schema], tag: str | None) -> tuple[str, dict[str, Schema], Schema | None] | None:
        """Return the tag of a union of objects, its branch by value, and the branch of all other values, if any.

        Without a discriminator a tag is a key that all branches have and that at most one leaves open.
        """
        shared = set.intersection(*(set(self.pointed(branch).get("properties", ())) for branch in branches))
        for candidate in [tag] if tag else sorted(shared):
            values = [self.values(branch, candidate) for branch in branches]
            rest = [branch for branch, value in zip(branches, values, strict=True) if not value]
            flat = [item for value in values for item in value]
            if len(rest) <= 1 and len(flat) == len(set(flat)) >= 2:
                chosen = {item: branch for branch, value in zip(branches, values, strict=True) for item in value}
                return candidate, chosen, rest[0] if rest else None
        return None

    def values(self, branch: Schema, tag: str) -> list[str]:
        """Return the strings that a tag may be in a branch, or nothing where it is open.

        A branch that is itself a union has the values that all of its members share.
        """
        schema = self.pointed(branch)
        if members := schema.get("oneOf") or schema.get("anyOf"):
            each = [self.values(member, tag) for member in members]
            return each[0] if all(value == each[0] for value in each) else []
        key = schema.get("properties", {}).get(tag, {})
        return [key["const"]] if "const" in key else key.get("enum", []) if key.get("type") == "string" else []

    def switch(self, tag: str, chosen: dict[str, Schema], rest: Schema | None, place: str) -> Schema:
        """Return a tagged union: the tag picks one branch, so a failure is told of that branch alone.

        A missing tag is accepted: the vendor gives it a default.
        """
        cases = [
            {"if": {"properties": {tag: {"const": value}}, "required": [tag]}, "then": self.plain(branch, place)}
            for value, branch in sorted(chosen.items())
        ]
        if rest is not None:
            other = {"properties": {tag: {"not": {"enum": sorted(chosen)}}}, "required": [tag]}
            return {"type": "object", "allOf": [*cases, {"if": other, "then": self.plain(rest, place)}]}
        key: Schema = {"type": "string"} if place in OPEN_UNIONS else {"type": "string", "enum": sorted(chosen)}
        return {"type": "object", "properties": {tag: key}, "allOf": cases}

    # Names.

    def resolved(self, name: str) -> str:
        """Return the component a name means; a dangling name means its twin with or without the suffix."""
        base = name.removesuffix("-Input").removesuffix("-Output")
        for candidate in (name, base, base + "-Input", base + "-Output"):
            if candidate in self.components:
                return candidate
        raise SpecError(f"the specification has no component {name}")

    def short(self, name: str) -> str:
        """Return the name without "-Input", unless that is the name of a component that differs."""
        base = name.removesuffix("-Input")
        if base == name or base not in self.components:
            return base
        return base if self.component(base) == self.component(name) else name

    def pointed(self, schema: Schema) -> dict[str, Any]:
        """Return the component a reference points at, or the schema itself."""
        target = self.components[self.resolved(component_of(schema["$ref"]))] if "$ref" in schema else schema
        return target if isinstance(target, dict) else {}

    def with_answer_keys(self, name: str, schema: Schema) -> Schema:
        """Add the keys that only the answer's twin of a component has: files pulled from the API hold them."""
        known = schema.get("properties")
        if not known:
            return schema
        twins = (name.replace("-Input", "-Output"), name.replace("RequestModel", "ResponseModel"))
        keys = [key for twin in twins if twin != name for key in self.components.get(twin, {}).get("properties", ())]
        return {**schema, "properties": {**dict.fromkeys(keys, ANYTHING), **known}}

    def operation(self, method: str, path: str) -> dict[str, Any]:
        """Return one operation of one path."""
        found = self.document.get("paths", {}).get(path, {}).get(method)
        if not isinstance(found, dict):
            raise SpecError(f"the specification has no {method} {path}")
        return found

    def content(self, message: dict[str, Any] | None, what: str) -> dict[str, Any]:
        """Return the schema of a request body or an answer; `what` names it where there is none."""
        for media in (message or {}).get("content", {}).values():
            schema: dict[str, Any] = media.get("schema", {})
            return schema
        raise SpecError(f"the specification has no content for {what}")


def defaults_of(component: Schema) -> dict[str, Any]:
    """Return the defaults of an object's keys; null means absent, so it is none."""
    known = component.get("properties", {}) if isinstance(component, dict) else {}
    found = {key: schema.get("default") for key, schema in known.items() if isinstance(schema, dict)}
    return {key: value for key, value in found.items() if value is not None}


def component_of(ref: str) -> str:
    """Return the component that a reference points at."""
    return ref.removeprefix(COMPONENTS)


def inside(place: str, name: str) -> str:
    """Return the place of a property; what lies deeper in a component keeps the place of its property."""
    return place + name if place.endswith(".") else place


def without_enums(schema: Schema) -> Schema:
    """Return a schema without its choices of values."""
    if not isinstance(schema, dict):
        return schema
    if "anyOf" in schema:
        branches = [without_enums(branch) for branch in schema["anyOf"]]
        return branches[0] if all(branch == branches[0] for branch in branches) else {**schema, "anyOf": branches}
    return {key: value for key, value in schema.items() if key not in ("enum", "const")}


def types_of(schemas: list[Schema]) -> list[str] | str:
    """Return the types that any of some scalar schemas allows, alone or as a list."""
    listed = [schema["type"] for schema in schemas]
    types = {name for item in listed for name in ([item] if isinstance(item, str) else item)}
    types -= {"integer"} if "number" in types else set()
    return sorted(types) if len(types) > 1 else types.pop()
