"""`complint audit run`: one check with every outcome, its reports, and the evidence that ties them to what was checked."""

from __future__ import annotations

from complint.audit.canonical import sha256
from complint.audit.envelope import sealed
from complint.audit.folder import EVIDENCE, REPORTS, audit_files
from complint.audit.inputs import beside, gather, hashed
from complint.audit.law import configurations
from complint.audit.statement import statement
from complint.core.record import record, replace
from complint.options import NOTHING
from complint.report import load
from complint.report.view import View
from complint.run import Options, Report, check, exit_code
from complint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from complint.audit.envelope import Signature
    from complint.audit.folder import Previous

_VIEW = View(verbose=True, outcomes=True)
_FORMATS = {"report.html": "html", "report.json": "json", "findings.csv": "csv"}


@record
class Live:
    """What was read of a live workspace: `files` as in `complint.run.check`.

    `gate` takes an exit code and the report and returns the code that an incomplete read has; `conceal` takes the key out of
    a text.
    """

    files: Mapping[str, bytes]
    gate: Callable[[int, Report], int]
    conceal: Callable[[str], str]


@record
class Audit:
    """What an audit made: the report, the exit code of the run, and the bytes of each file of its folder."""

    report: Report
    code: int
    files: dict[str, bytes]


def audit(
    options: Options,
    settings: Settings,
    settings_of: Callable[[str], Settings] | None,
    checked_at: str,
    previous: Previous | None = None,
    sign: Callable[[bytes], Signature] | None = None,
    live: Live | None = None,
) -> Audit:
    """Check files and return the reports with their evidence; nothing is written.

    `checked_at` is the instant of the run (`2026-11-22T10:00:00Z`), `previous` the run it follows, `sign` signs; `live` is what
    was read of a workspace. Raises ComplintError like `complint.run.check`, and for a file that changes while it is checked.
    """
    own = settings_of or (lambda path: settings)
    options = replace(options, outcomes=True, brief=False)
    roles = beside(options, settings, own)
    before = hashed(roles)
    read = NOTHING if live is None else live.files
    report = check(options, settings, settings_of, live=read)
    report, filed = _without_audits(report)
    inputs = gather(report, roles, before, read, filed)
    code = exit_code(report, options)
    code = code if live is None else live.gate(code, report)
    conceal = live.conceal if live is not None else str
    files = {name: _rendered(_FORMATS[name], report, conceal) for name in REPORTS}
    made = statement(
        report,
        options,
        inputs,
        configurations(options, settings, own, [document.path for document in report.documents]),
        {name: sha256(data) for name, data in files.items()},
        code,
        {"checked_at": checked_at, "previous": _link(previous)},
        "nearest" if settings_of is not None else "named" if settings.path else "none",
    )
    return Audit(report, code, {**files, EVIDENCE: sealed(made, sign)})


def _link(previous: Previous | None) -> dict[str, Any] | None:
    return None if previous is None else {"name": previous.name, "digest": {"sha256": previous.digest}}


def _rendered(form: str, report: Report, conceal: Callable[[str], str]) -> bytes:
    text = conceal(load(form).render(report, _VIEW))
    return text.encode("utf-8", "backslashreplace")


def _without_audits(report: Report) -> tuple[Report, frozenset[str]]:
    """Return a report without the files of earlier audits, and those files: what is filed does not change what is checked.

    Only files that are as their evidence says are left out, and none that a run would check.
    """
    checked = {document.path for document in report.documents if document.skipped is None}
    filed = frozenset(audit_files(document.path for document in report.documents) - checked)
    kept = tuple(document for document in report.documents if document.path not in filed)
    return replace(report, documents=kept), filed
