"""The format of packs and profiles, as pydantic models: strict, every value dated and cited. Imported only to validate.

The published JSON Schema (`complint schema pack`) is generated from here.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from complint.policy.assertion import check_schema
from complint.policy.jsonpath import parse

Severity = Literal["error", "warning", "info"]
Status = Literal["in-force", "adopted", "proposed", "stayed", "repealed", "unconfirmed"]


def _date(value: object) -> object:
    if isinstance(value, str):
        return datetime.date.fromisoformat(value)
    return value


Day = Annotated[datetime.date, BeforeValidator(_date)]
Kind = Literal[
    "agent",
    "tool",
    "registry",
    "test",
    "mcp-server",
    "mcp-override",
    "speech-request",
    "schedule",
    "settings",
    "workspace",
    "any",
]


class Strict(BaseModel):
    """Unknown keys are errors: a misspelt `until` must never silently make a law eternal."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class CitationModel(Strict):
    """Where a value is written."""

    title: str
    url: str | None = None
    note: str | None = None


class DatedValue(Strict):
    """One value of a requirement and the days it holds: from `from` through `until`, both inclusive."""

    from_: Day = Field(alias="from")
    until: Day | None = None
    status: Status = "in-force"
    value: Any = None
    severity: Severity | None = None
    confidence: Literal["high", "medium", "low"]
    verified_on: Day
    note: str | None = None
    citations: list[CitationModel] = Field(min_length=1)

    @model_validator(mode="after")
    def _ordered(self) -> DatedValue:
        if self.until is not None and self.until < self.from_:
            raise ValueError(f"until {self.until} is before from {self.from_}")
        return self


Jurisdiction = Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]


class When(Strict):
    """What a requirement applies to; every key given must hold.

    `call_type` is asked of each call of a schedule; `jurisdiction` (ISO 3166-2) of the states that an agent declares.
    """

    kind: list[Kind] = Field(min_length=1)
    direction: list[Literal["inbound", "outbound", "web"]] | None = None
    purpose: list[Literal["marketing", "informational"]] | None = None
    call_type: list[Literal["artificial_voice", "live"]] | None = None
    jurisdiction: list[Jurisdiction] | None = None
    phi: bool | None = None
    handles_phi: bool | None = None
    zero_retention: bool | None = None


DECLARED = "policy/unmet-assertion"  # the rule that declarative requirements bind


class FixModel(Strict):
    """What repairs a place that fails an assertion: one of set, remove, rename; unsafe unless said otherwise."""

    set: Any = None
    remove: bool = False
    rename: str | None = None
    safety: Literal["safe", "unsafe"] = "unsafe"

    @model_validator(mode="after")
    def _one(self) -> FixModel:
        if ("set" in self.model_fields_set) + self.remove + (self.rename is not None) != 1:
            raise ValueError("a fix is one of set, remove, rename")
        return self


class RequirementModel(Strict):
    """One obligation: a rule, its parameters by date, when it applies, how much it weighs.

    In place of `rule` it may have `given` (a JSONPath), `assert` (a JSON Schema) and `message`; a dated value that is not
    null is then the schema that holds from that day on.
    """

    id: str
    title: str
    rule: str = ""
    when: When
    severity: Severity
    mandatory: bool = False
    before_first: Literal["not-in-force", "first-holds"] = "not-in-force"
    given: str | None = None
    assert_: Any = Field(default=None, alias="assert")
    message: str | None = None
    fix: FixModel | None = None
    values: list[DatedValue] = Field(min_length=1)

    @model_validator(mode="after")
    def _declares(self) -> RequirementModel:
        declared = [self.given, self.assert_, self.message, self.fix]
        if self.rule:
            if any(value is not None for value in declared):
                raise ValueError("a requirement has a rule, or given, assert and message; not both")
            return self
        if self.given is None or self.message is None:
            raise ValueError("a requirement without a rule requires given, assert and message")
        parse(self.given)
        for schema in [self.assert_, *(one.value for one in self.values)]:
            if schema is not None:
                check_schema(schema)
        if self.assert_ is None and any(one.value is None for one in self.values):
            raise ValueError("a requirement without a rule requires assert, or a schema as the value of each day")
        return self

    @model_validator(mode="after")
    def _timeline(self) -> RequirementModel:
        for earlier, later in zip(self.values, self.values[1:], strict=False):
            if later.from_ <= earlier.from_:
                raise ValueError(f"values are not in the order of their dates: {later.from_} after {earlier.from_}")
            if earlier.until is not None and earlier.until >= later.from_:
                raise ValueError(f"values overlap: until {earlier.until}, next from {later.from_}")
        return self


class PackModel(Strict):
    """The head of a pack: what source its requirements come from."""

    id: str
    title: str
    jurisdiction: Jurisdiction | None = None
    note: str | None = None
    always_on: bool = False
    sources: list[CitationModel] = Field(min_length=1)


class RuleOverride(Strict):
    """What a profile or a configuration changes about a rule, and why."""

    severity: Literal["error", "warning", "info", "off"] | None = None
    edition: Day | None = None
    parameters: dict[str, Any] | None = None
    reason: str | None = None


class ReasonedOverride(RuleOverride):
    """What a profile changes about a rule; a profile is read by many, so it says why."""

    reason: str = Field(min_length=1)


class ProfileModel(Strict):
    """A named choice of packs and overrides; what it `extends` comes first.

    `require_reasons` asks the same of a configuration: each change of a rule says why.
    """

    id: str
    title: str
    extends: list[str] = Field(default_factory=list)
    policies: list[str] = Field(default_factory=list)
    rules: dict[str, ReasonedOverride] = Field(default_factory=dict)
    fail_on_unknown: bool = False
    require_reasons: bool = False

    @model_validator(mode="after")
    def _chooses(self) -> ProfileModel:
        if not self.policies and not self.extends:
            raise ValueError("a profile names policies, or profiles that it extends")
        return self
