"""The table of hours and days that kernels look up equals the scalar judgement, also where clocks and law change."""

from __future__ import annotations

import datetime
import os
import random
import sys

import numpy as np
import pytest

sys.path.insert(0, os.path.dirname(__file__))

from complint.calls.chosen import chosen_law
from complint.calls.hours import HoursTable
from complint.calls.law import CallLaw
from complint.calls.zones import STATE_ZONES, STATES, ZONES
from complint.settings import Settings

UTC = datetime.UTC
# three days from each: changes of clocks and of law, an emergency, the turn of a year
STARTS = [
    datetime.datetime(2025, 12, 31, 12, tzinfo=UTC),
    datetime.datetime(2026, 3, 7, 12, tzinfo=UTC),
    datetime.datetime(2026, 10, 17, 6, tzinfo=UTC),
    datetime.datetime(2026, 10, 31, 18, tzinfo=UTC),
    datetime.datetime(2027, 12, 30, 18, tzinfo=UTC),
    datetime.datetime(2026, 8, 27, 12, tzinfo=UTC),
]


def law_with_emergency() -> CallLaw:
    return chosen_law(Settings(calls={"emergencies": [{"state": "LA", "from": "2026-08-28", "until": "2026-08-28"}]}))


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_the_table_equals_the_scalar_judgement(start: datetime.datetime) -> None:
    law = law_with_emergency()
    table = HoursTable(law)
    random_ = random.Random(str(start))
    for state in (*random_.sample(STATES, 24), "LA", "MS", "NE", "PA"):
        zones = tuple(sorted({*STATE_ZONES[state], random_.choice(ZONES)}))
        places = tuple(sorted({"US", f"US-{state}", f"US-{random_.choice(STATES)}"}))
        call_type, purpose = (
            random_.choice(("artificial_voice", "live")),
            random_.choice(("marketing", "informational")),
        )
        seconds = [random_.randrange(3 * 86400) for _ in range(60)]
        at = np.array([int(start.timestamp()) + second for second in seconds], np.int64)
        key = table.key(zones, places, call_type, purpose)
        for outcome, instant in zip(table.slots.at(np.full(len(at), key), at).tolist(), at.tolist(), strict=True):
            moment = datetime.datetime.fromtimestamp(instant, UTC)
            rulings = law.judge(zones, places, moment, call_type, purpose)
            found = {(one.bound.id, one.bound.weight, one.emergency) for one in table.outcomes[outcome]}
            expected = {(one.bound.id, one.bound.weight, one.emergency) for one in rulings}
            # on a day that is banned anyway the table names an emergency's law for both
            emergencies = {name for name, _, emergency in expected if emergency}
            found = {one for one in found if one[2] or one[0] not in emergencies}
            assert found == {one for one in expected if one[2] or one[0] not in emergencies}, (zones, places, moment)
