"""The consents file: records joined to calls by consent id, else by number, the last one before the call."""

from __future__ import annotations

import numpy as np

from complint.calls.frames import LOCAL, ODD, ZONED, Frame
from complint.calls.numbers import Numbers
from complint.calls.schema import COLUMNS, CONSENT_COLUMNS
from complint.calls.tables import frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.wording import Wording

NAMES = {"phone_number": COLUMNS["phone_number"], **{name: COLUMNS[name] for name in CONSENT_COLUMNS}}
# what is read of a consent, wherever it stands: column → (type, empty)
PARTS: dict[str, tuple[Any, int]] = {
    "type": (np.int8, -1),
    "at": (np.int64, 0),
    "at_form": (np.uint8, ODD),
    "source": (np.int8, -1),
    "signer": (np.int8, -1),
    "method": (np.int8, -1),
    "text": (np.int8, -1),
    "seller": (np.int8, -1),
    "phone": (np.int64, -1),
    "prechecked": (np.int8, -1),
    "revoked": (np.int64, 0),
    "revoked_form": (np.uint8, ODD),
}
_GIVEN = {"source": "consent_source", "signer": "consent_signer", "method": "consent_method"}


def consent_parts(frame: Frame, wording: Wording, region: str) -> dict[str, Any]:
    """Return the parts of the consents that a frame tells, each as a column; parts that it has no column for are absent."""
    found: dict[str, Any] = {}
    kind = frame.words("consent_type")
    if kind is not None:
        found["type"] = kind
    for name, column in (("at", "consent_at"), ("revoked", "revoked_at")):
        moments = frame.moments(column, dates=True)
        if moments is not None:
            found[name], found[f"{name}_form"] = moments
    for name, column in _GIVEN.items():
        given = frame.given(column)
        if given is not None:
            found[name] = np.where(given, 1, -1).astype(np.int8)
    text = frame.read("consent_text", wording.text, -1, np.int8)
    seller = frame.read("consent_seller", wording.seller, -1, np.int8)
    prechecked = frame.words("consent_prechecked", "yes_no")
    for name, column in (("text", text), ("seller", seller), ("prechecked", prechecked)):
        if column is not None:
            found[name] = column
    if frame.has("consent_phone_number"):
        given = frame.given("consent_phone_number")
        found["phone"] = np.where(given, Numbers(frame.raw.columns["consent_phone_number"], region).key, -1)
    return found


def coalesce(own: dict[str, Any], below: dict[str, Any]) -> dict[str, Any]:
    """Return `own` parts where they are given, else those `below`; a moment goes with its form."""
    merged = dict(below)
    for name, column in own.items():
        if name.endswith("_form"):
            continue
        other = below.get(name)
        empty = PARTS[name][1]
        if f"{name}_form" in PARTS:
            form = own[f"{name}_form"]
            other_form = below.get(f"{name}_form")
            merged[name] = column if other is None else np.where(form != ODD, column, other)
            merged[f"{name}_form"] = form if other_form is None else np.where(form != ODD, form, other_form)
        else:
            merged[name] = column if other is None else np.where(column != empty, column, other)
    return merged


class Consents:
    """The records of a consents file, sorted by number and then by time."""

    def __init__(self, path: str, wording: Wording, region: str) -> None:
        keys: list[Any] = []
        ids: list[str | None] = []
        gathered: list[dict[str, Any]] = []
        for frame in frames(path, "consents", NAMES):
            parts = consent_parts(frame, wording, region)
            gathered.append(
                {
                    name: np.broadcast_to(np.asarray(parts.get(name, empty), kind), (frame.count,))
                    for name, (kind, empty) in PARTS.items()
                }
            )
            column = frame.raw.columns.get("phone_number")
            keys.append(Numbers(column, region).key if column is not None else np.zeros(frame.count, np.int64))
            found = frame.texts("consent_id")
            ids += [found[1][code] if code >= 0 else None for code in found[0]] if found else [None] * frame.count
        key = np.concatenate([*keys, np.zeros(0, np.int64)])
        parts = {
            name: np.concatenate([*(one[name] for one in gathered), np.zeros(0, kind)])
            for name, (kind, _) in PARTS.items()
        }
        when = np.where(parts["at_form"] != ODD, parts["at"], np.iinfo(np.int64).min)
        order = np.lexsort((when, key))
        self.key = key[order]
        self.parts = {name: column[order] for name, column in parts.items()}
        self.by_id = {ids[old]: new for new, old in enumerate(order.tolist()) if ids[old] is not None}

    def join(self, frame: Frame, key: Any, at: Any, low: Any, high: Any) -> dict[str, Any]:
        """Return the parts of each call's record; `low` and `high` are the offsets of its westernmost and easternmost zone."""
        record = self._by_number(key, at, low)
        ids = frame.texts("consent_id")
        if ids is not None and self.by_id:
            known = np.array([self.by_id.get(text, -1) if text is not None else -1 for text in ids[1]] + [-1], np.int64)
            by_id = known[ids[0]]
            record = np.where(by_id >= 0, by_id, record)
        found = {
            name: np.where(record >= 0, column[np.maximum(record, 0)], PARTS[name][1]).astype(PARTS[name][0])
            if len(column)
            else np.full(len(key), PARTS[name][1], PARTS[name][0])
            for name, column in self.parts.items()
        }
        self._later_revocations(found, key, at, high)
        return found

    def _by_number(self, key: Any, at: Any, low: Any) -> Any:
        """Return the index of the last record of each number that is not after the call; -1 where there is none."""
        if not len(self.key):
            return np.full(len(key), -1, np.int64)
        start = np.searchsorted(self.key, key, "left")
        found = np.searchsorted(self.key, key, "right") - 1
        found = np.where((found >= start) & (key > 0), found, -1)
        pending = np.flatnonzero(found >= 0)
        while len(pending):
            one = found[pending]
            after = later(self.parts["at"][one], self.parts["at_form"][one], at[pending], low[pending])
            pending, one = pending[after], one[after] - 1
            found[pending] = np.where(one >= start[pending], one, -1)
            pending = pending[found[pending] >= 0]
        return found

    def _later_revocations(self, found: dict[str, Any], key: Any, at: Any, high: Any) -> None:
        """Let a revocation on any record of the number count, unless a newer consent than it was given."""
        if not (self.parts["revoked_form"] != ODD).any():
            return
        start = np.searchsorted(self.key, key, "left")
        end = np.searchsorted(self.key, key, "right")
        for step in range(int((end - start).max(initial=0))):
            one = np.minimum(start + step, len(self.key) - 1)
            moment, form = self.parts["revoked"][one], self.parts["revoked_form"][one]
            counts = (start + step < end) & (key > 0) & (form != ODD) & ~later(moment, form, at, high)
            counts &= (found["at_form"] == ODD) | (moment >= found["at"])
            counts &= (found["revoked_form"] == ODD) | (moment < found["revoked"])
            found["revoked"] = np.where(counts, moment, found["revoked"])
            found["revoked_form"] = np.where(counts, form, found["revoked_form"])


def later(moment: Any, form: Any, at: Any, offset: Any) -> Any:
    """Tell which moments are after the call: instants by UTC, times without a zone by the recipient's clock."""
    return ((form == ZONED) & (moment > at)) | ((form == LOCAL) & (moment > at + offset))
