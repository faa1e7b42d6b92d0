"""Where the calls of a batch go, as columns; equals `complint.calls.place.place` row by row, a test proves it."""

from __future__ import annotations

import numpy as np

from complint.calls.numbering import FOREIGN, INVALID, UNPLACED
from complint.calls.numbers import kinds
from complint.calls.place import FEDERAL, state_zones
from complint.calls.zip import read_zip, zip_place
from complint.calls.zones import STATES, ZONES, read_state, read_zones
from complint.columns.clocks import offsets_at
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.frames import Frame
    from complint.calls.numbers import Numbers

_RECIPIENT = ("recipient_timezone", "recipient_zip", "recipient_state", "recipient_address_state")


@record
class Spot:
    """One place: IANA zones (none where unknown), ISO 3166-2 jurisdictions, sorted both; status as in `numbering`."""

    zones: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    status: int


class Places:
    """The places met so far, by number; `spots[i]` and the columns `states`, `zoned`, `status`, indexed by it."""

    def __init__(self) -> None:
        self.spots: list[Spot] = []
        self._ids: dict[tuple[Any, ...], int] = {}
        self._by_kind: dict[int, int] = {}
        self._values: dict[str, list[Any]] = {name: [] for name in _RECIPIENT}
        self._value_ids: dict[str, dict[Any, int]] = {name: {} for name in _RECIPIENT}
        self._by_combination: dict[tuple[int, ...], int] = {}
        self.states = np.zeros(0, np.uint64)
        self.zoned = np.zeros(0, bool)
        self.status = np.zeros(0, np.uint8)

    def of(self, numbers: Numbers, frame: Frame) -> Any:
        """Return the place of each row (int64: what numpy indexes by at once)."""
        columns = [self._column(frame, name) for name in _RECIPIENT]
        given = [column for column in columns if column is not None]
        if not given:
            size = int(numbers.kind.max()) + 1
            table = np.full(size, -1, np.int64)
            for kind in np.flatnonzero(np.bincount(numbers.kind, minlength=size)).tolist():
                if kind not in self._by_kind:
                    self._by_kind[kind] = self._place(kind, (-1, -1, -1, -1))
                table[kind] = self._by_kind[kind]
            return table[numbers.kind]
        empty = np.full(frame.count, -1, np.int64)
        parts = [numbers.kind.astype(np.int64), *(empty if column is None else column for column in columns)]
        combined = np.zeros(frame.count, np.int64)
        for part in parts:
            combined = combined * (int(part.max()) + 2) + part + 1
        _, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
        ids = np.empty(len(first), np.int64)
        for position, row in enumerate(first.tolist()):
            key = tuple(int(part[row]) for part in parts)
            if key not in self._by_combination:
                self._by_combination[key] = self._place(key[0], key[1:])
            ids[position] = self._by_combination[key]
        return ids[inverse]

    def offsets(self, place: Any, at: Any) -> tuple[Any, Any]:
        """Return (lowest, highest) offset in seconds over the candidate zones of each row; of all zones where none is known."""
        low, high = np.zeros(len(place), np.int64), np.zeros(len(place), np.int64)
        zones_of = {one: self.spots[one].zones or ZONES for one in np.unique(place).tolist()}
        for zones in sorted(set(zones_of.values())):
            wanted = np.zeros(len(self.spots), bool)
            wanted[[one for one, of in zones_of.items() if of == zones]] = True
            rows = np.flatnonzero(wanted[place])
            all_of = np.stack([offsets_at(zone, at[rows]) for zone in zones])
            low[rows], high[rows] = all_of.min(axis=0), all_of.max(axis=0)
        return low, high

    def under(self, jurisdiction: str) -> Any:
        """Return a mask over places: whose law includes a jurisdiction ("US", "US-KY", another country's)."""
        state = jurisdiction.removeprefix(FEDERAL + "-")
        if jurisdiction.startswith(FEDERAL + "-") and state in STATES:
            return (self.states >> np.uint64(STATES.index(state)) & np.uint64(1)).astype(bool)
        return np.array([jurisdiction in spot.jurisdictions for spot in self.spots], bool)

    def _column(self, frame: Frame, name: str) -> Any:
        reader = {
            "recipient_timezone": lambda text: self._value(name, read_zones(text) or None),
            "recipient_zip": lambda text: self._value(name, zip_place(read_zip(text) or "")),
        }.get(name, lambda text: self._value(name, read_state(text)))
        return frame.read(name, reader, -1, np.int64)

    def _value(self, name: str, value: Any) -> int | None:
        if value is None:
            return None
        key = (value.states, value.zones) if name == "recipient_zip" else value
        ids = self._value_ids[name]
        if key not in ids:
            ids[key] = len(self._values[name])
            self._values[name].append(value)
        return ids[key]

    def _place(self, kind_index: int, given: tuple[int, ...]) -> int:
        kind = kinds().classes[kind_index]
        zones, spot, home, address = (
            self._values[name][value] if value >= 0 else None for name, value in zip(_RECIPIENT, given, strict=True)
        )
        states = {kind.state, home, address, *(spot.states if spot else ())} - {None}
        law = {f"{FEDERAL}-{state}" for state in states}
        if law or kind.country == FEDERAL or kind.status in (UNPLACED, INVALID):
            law.add(FEDERAL)
        if kind.status == FOREIGN:
            law.add(kind.country or "ZZ")
        if zones is None:
            if spot is not None:
                zones = spot.zones
            elif home is not None or address is not None:
                zones = state_zones(str(home or address), kind)
            else:
                zones = kind.zones
        return self.number(Spot(tuple(sorted(zones)), tuple(sorted(law)), kind.status))

    def number(self, spot: Spot) -> int:
        """Return the number of a place, a new one where it was not met before."""
        key = (spot.zones, spot.jurisdictions, spot.status)
        if key not in self._ids:
            self._ids[key] = len(self.spots)
            self.spots.append(spot)
            mask = 0
            for name in spot.jurisdictions:
                state = name.removeprefix(FEDERAL + "-")
                mask |= 1 << STATES.index(state) if state in STATES and name != state else 0
            self.states = np.append(self.states, np.uint64(mask))
            self.zoned = np.append(self.zoned, bool(spot.zones))
            self.status = np.append(self.status, np.uint8(spot.status))
        return self._ids[key]
