"""The form of evidence and reports that are read back, as pydantic models: any file may have been forged.

What a model does not name is ignored: the digest covers it all the same.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Read = TypeVar("Read", bound=BaseModel)


class Strict(BaseModel):
    """Nothing is converted: a number is no text."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Sha256(Strict):
    """A digest set that holds SHA-256, as 64 hex digits."""

    sha256: Hex


class Descriptor(Strict):
    """A file with its digest."""

    name: str
    digest: Sha256


class Pack(Strict):
    """A pack or a profile with its digest."""

    id: str
    digest: Sha256


class Requirement(Strict):
    """A requirement on the day of a run; see `complint.audit.law`."""

    id: str
    pack: str
    rule: str
    severity: str
    pinned: bool
    state: Literal["in-force", "off", "not-in-force"]
    since: str | None
    until: str | None
    law: Sha256
    choice: Sha256


class Configuration(Strict):
    """Settings and the law under them."""

    path: str | None
    settings: dict[str, Any]
    profile: Pack
    policies: list[Pack]
    requirements: list[Requirement]


class Tool(Strict):
    """What did the work."""

    name: Literal["complint"]
    version: str
    digest: Sha256


class Plugin(Strict):
    """A rule that is not complint's own."""

    rule: str
    module: str | None
    digest: Sha256 | None


class Input(Strict):
    """A file that was looked at, and what it was to the run."""

    name: str
    roles: list[str]


class Unhashed(Strict):
    """A file that could not be read."""

    name: str
    why: str


class Run(Strict):
    """What differs between two runs over the same inputs."""

    checked_at: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    previous: Descriptor | None


class Predicate(Strict):
    """What complint says of its inputs."""

    run: Run
    as_of: str
    paths: list[str]
    options: dict[str, Any]
    tool: Tool
    data: dict[str, str] | None
    configuration: Literal["nearest", "named", "none"]
    configurations: list[Configuration]
    plugins: list[Plugin]
    inputs: list[Input]
    unhashed: list[Unhashed]
    absent: list[str]
    waivers: list[dict[str, Any]]
    results: dict[str, Any]
    files: list[Descriptor]


class Statement(Strict):
    """An in-toto statement whose predicate is an audit."""

    type_: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: list[Descriptor]
    predicate_type: Literal["urn:complint:audit:v1"] = Field(alias="predicateType")
    predicate: Predicate


class Suppression(Strict):
    """Why a finding does not count."""

    source: str
    reason: str
    owner: str | None = None
    expires: str | None = None


class ReportFinding(Strict):
    """A finding of a JSON report."""

    rule: str
    requirement: str
    severity: str
    outcome: str
    status: str
    message: str
    path: str
    pointer: str | None
    line: int | None
    fingerprint: str
    suppression: Suppression | None = None


class ReportDocument(Strict):
    """A document of a JSON report."""

    path: str
    kind: str | None = None
    sha256: str | None = None
    skipped: str | None = None


class ReportOutcome(Strict):
    """What came of a requirement on a document."""

    requirement: str
    path: str
    outcome: str
    why: str | None


class ReportPack(Strict):
    """A pack of a JSON report."""

    id: str
    digest: str


class ReportData(Strict):
    """A JSON report with outcomes."""

    schema_: Literal["complint-report/1"] = Field(alias="schema")
    as_of: str
    policies: list[ReportPack]
    documents: list[ReportDocument]
    findings: list[ReportFinding]
    outcomes: list[ReportOutcome] = Field(default_factory=list)


def fitted(model: type[Read], data: Any) -> Read:
    """Return data as a model. Raises ValueError that names the first place which does not fit."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(str(step) for step in first["loc"]) or "the whole"
        raise ValueError(f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
