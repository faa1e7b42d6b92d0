"""The nouns of a result: hits that rules yield, findings that reports show, outcomes of requirements."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.fix import Fix

ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)
RANK = {ERROR: 3, WARNING: 2, INFO: 1}

FAIL, UNKNOWN, PASS, NOT_APPLICABLE, BROKEN = "fail", "unknown", "pass", "not-applicable", "error"


@record
class Related:
    """A second place that explains a finding: the setting that makes a model matter, the registry entry behind an id.

    `path` is None for the document under check.
    """

    route: Route
    message: str
    path: str | None = None


@record
class Hit:
    """One wrong thing, as a rule sees it: a canonical route and words; places and law are added later.

    `severity` is for rules whose weight depends on the case; None takes the requirement's. `outcome` is "fail" or
    "unknown" (what cannot be decided is said, never passed). `on_key` points at the key instead of its value. `why` is
    shown under --verbose: which phrase decided, which entry matched. `path` names another document of the project.
    `citations` replaces the requirement's where only some of its values are concerned. `span` (line, column, end line,
    end column) is for what stands in the text beside the data, such as a comment; the route is then the root.
    """

    route: Route
    message: str
    severity: str | None = None
    outcome: str = FAIL
    on_key: bool = False
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    why: str | None = None
    path: str | None = None
    citations: tuple[Citation, ...] | None = None
    span: tuple[int, int, int, int] | None = None


@record
class Aside:
    """What a rule says of a whole document without a finding: "not-applicable", or "unknown" where another rule tells it."""

    outcome: str
    why: str


def unknown(route: Route, message: str, **more: JSON) -> Hit:
    """Return a hit that says: this cannot be decided from the file."""
    return Hit(route, message, outcome=UNKNOWN, **more)


@record
class Citation:
    """Where a requirement is written."""

    title: str
    url: str | None = None


@record
class Place:
    """A span of a file: lines and columns from 1, columns in characters, the end column one past the last character.

    All None for a finding that has no place (a row of a table, a file that cannot be read).
    """

    path: str
    pointer: str | None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


@record
class RelatedPlace:
    """A related place made concrete."""

    place: Place
    message: str


@record
class Rows:
    """The rows of a table that a finding is about: how many, and the numbers of the first ones, from 1."""

    count: int
    first: tuple[int, ...]


@record
class Suppression:
    """Why a finding does not count: a waiver with its owner and reason, or the baseline.

    `source` is "waiver" (an entry of a waivers file), "comment" (in the file itself) or "baseline".
    """

    source: str
    reason: str
    owner: str | None = None
    expires: str | None = None
    ticket: str | None = None


@record
class Finding:
    """A fail or an unknown at a place, with the requirement it breaks.

    `subject` is the document under check, as path and index in a YAML stream: the edits of the fix speak of it. `rows`
    is there where the finding is about calls of a schedule, `suppression` where a finding is waived or baselined.
    """

    rule: str
    requirement: str
    severity: str
    outcome: str
    message: str
    place: Place
    citations: tuple[Citation, ...] = ()
    fix: Fix | None = None
    related: tuple[RelatedPlace, ...] = ()
    why: str | None = None
    status: str = "active"
    fingerprint: str = ""
    subject: tuple[str, int] = ("", 0)
    rows: Rows | None = None
    suppression: Suppression | None = None


@record
class Outcome:
    """What came of one requirement on one document; every outcome but pass says why."""

    requirement: str
    rule: str
    path: str
    outcome: str
    why: str | None = None
