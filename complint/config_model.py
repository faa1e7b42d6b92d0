"""The format of complint.yaml as pydantic models; imported only to validate a configuration that the cache does not know.

The published JSON Schema (`complint schema config`) is generated from here.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from complint.policy.model import RuleOverride


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[list[str], BeforeValidator(_listed)]


class Strict(BaseModel):
    """Unknown keys are errors that name the nearest known key."""

    model_config = ConfigDict(extra="forbid")


class Organization(Strict):
    """Who calls: the name callers must hear, other names for it, and its toll-free number."""

    name: str | None = None
    aliases: list[str] = Field(default_factory=list)
    toll_free: str | None = None


class Workspace(Strict):
    """What is true of the whole vendor workspace and cannot be read from a file."""

    zero_retention: Literal["enforced", "per-agent", "none"] | None = None
    baa: bool | None = None
    residency: Literal["global", "us", "eu", "in", "sg"] | None = None


class Match(Strict):
    """Which agents an entry is about: path globs (from this file's folder), names, tags, ids; all given must match."""

    path: str | None = None
    name: str | None = None
    tag: str | None = None
    id: str | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Match:
        if not (self.path or self.name or self.tag or self.id):
            raise ValueError("match needs a path, name, tag or id")
        return self


class DisclosedElsewhere(Strict):
    """Notice given outside the configuration, and how."""

    items: list[Literal["ai", "recording", "sharing"]] = Field(min_length=1)
    how: str


class Agent(Strict):
    """What cannot be read from an agent's configuration."""

    match: Match
    handles_phi: bool | None = None
    direction: Literal["inbound", "outbound", "web"] | None = None
    purpose: Literal["marketing", "informational"] | None = None
    disclosed_elsewhere: DisclosedElsewhere | None = None
    integrations: list[str] | None = None
    states: list[str] | None = None


class Baa(Strict):
    """Hosts that a business associate agreement covers, and what the vendor's support has enabled."""

    llm_hosts: list[str] = Field(default_factory=list)
    tool_hosts: list[str] = Field(default_factory=list)
    custom_llm_enabled: bool | None = None


class Override(Strict):
    """Rules changed for some paths only."""

    paths: Names
    rules: dict[str, RuleOverride]


class Request(Strict):
    """What cannot be read from a speech request."""

    match: Match
    handles_phi: bool | None = None


class LimitsModel(Strict):
    """How much of a file is read before it is refused."""

    max_bytes: int | None = Field(default=None, gt=0)
    max_depth: int | None = Field(default=None, gt=0)
    max_nodes: int | None = Field(default=None, gt=0)


def _day(value: object) -> object:
    """Return a day as ISO text: YAML readers make dates of some, TOML of all."""
    return value.isoformat() if isinstance(value, datetime.date) else value


Day = Annotated[str, BeforeValidator(_day), Field(pattern=r"^\d{4}-\d\d-\d\d$")]
Level = Literal["error", "warning", "info"]


class NationalCopy(Strict):
    """A copy of the national Do-Not-Call registry, and the day it was downloaded."""

    path: str
    downloaded_at: Day | None = None


class Emergency(Strict):
    """A declared emergency: a state, and the local days on which nobody is called there, both included."""

    state: str
    from_: Day = Field(alias="from")
    until: Day


class HoursSeverity(Strict):
    """What hours and forbidden days weigh by call: marketing without consent, with consent or relationship, informational."""

    unconsented: Level | None = None
    consented: Level | None = None
    informational: Level | None = None


class Calls(Strict):
    """Call schedules: the lists beside them (paths from this file's folder), how they are dialled, which tables they are."""

    consents: str | None = None
    internal_dnc: str | None = None
    national_dnc: str | NationalCopy | list[str | NationalCopy] | None = None
    reassigned: str | None = None
    history: str | None = None
    emergencies: list[Emergency] = Field(default_factory=list)
    concurrency: int | None = Field(default=None, gt=0)
    call_seconds: int | None = Field(default=None, gt=0)
    hours_severity: HoursSeverity | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    schedules: Names = Field(default_factory=list)


class ConfigModel(Strict):
    """A complint.yaml, or the table tool.complint of a pyproject.toml."""

    profile: str | None = None
    policies: Names = Field(default_factory=list)
    organization: Organization = Field(default_factory=Organization)
    workspace: Workspace = Field(default_factory=Workspace)
    agents: list[Agent] = Field(default_factory=list)
    baa: Baa = Field(default_factory=Baa)
    calls: Calls = Field(default_factory=Calls)
    rules: dict[str, RuleOverride] = Field(default_factory=dict)
    overrides: list[Override] = Field(default_factory=list)
    requests: list[Request] = Field(default_factory=list)
    exclude: Names = Field(default_factory=list)
    policy_paths: Names = Field(default_factory=list)
    waivers: str | None = None
    baseline: str | None = None
    extends: Names = Field(default_factory=list)
    root: bool = False
    plugins: Names = Field(default_factory=list)
    limits: LimitsModel = Field(default_factory=LimitsModel)
    fail_on_unknown: bool | None = None
