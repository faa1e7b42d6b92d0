"""A waiver begun for a finding: an entry of the waivers file that counts for nothing before somebody answers for it."""

from __future__ import annotations

import os
import posixpath
import re

from complint.core.fix import Append
from complint.report.about import bound_by_id
from complint.sources import tidy
from complint.suppress import FAMILY
from complint.suppress import NAME as WAIVERS
from complint.text.edit import Refused
from complint.text.errors import Unreadable
from complint.text.patch import patch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.finding import Finding
    from complint.lsp.session import Found
    from complint.settings import Settings

DECLARED = "policy/unmet-assertion"  # a rule that many requirements share says too little
_SPECIAL = re.compile(r"[\[*?]")


def waivable(found: Found) -> bool:
    """Tell whether a waiver could meet a finding: not one on a waiver, nor one of a mandatory requirement."""
    bound = bound_by_id(found.run.report).get(found.finding.requirement)
    return not found.finding.rule.startswith(FAMILY + "/") and bound is not None and not bound.mandatory


def waivers_path(settings: Settings) -> str:
    """Return where the waivers of a file lie, or would."""
    return tidy(settings.waivers) if settings.waivers else posixpath.join(settings.base, WAIVERS)


def begun(finding: Finding, settings: Settings, text: str | None) -> str:
    """Return a waivers file, `text` so far, with an entry for a finding that lacks owner, reason and last day.

    Raises Refused where the file is not one that an entry can be added to.
    """
    entry = {
        **({"requirement": finding.requirement} if finding.rule == DECLARED else {"rule": finding.rule}),
        "path": _SPECIAL.sub(r"[\g<0>]", _from(settings.base, finding.place.path)),
        **({"pointer": finding.place.pointer} if finding.place.pointer else {}),
        "owner": "",
        "reason": "",
        "expires": "",
    }
    if not (text or "").strip():
        text = "waivers: []\n"
    try:
        return patch(text or "", "yaml", [Append(("waivers",), entry)])
    except Unreadable as error:
        raise Refused(f"{WAIVERS} cannot be read: {error}") from None


def _from(base: str, path: str) -> str:
    return os.path.relpath(path, base).replace(os.sep, "/") if base else path
