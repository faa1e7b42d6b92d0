"""Bodies and lines of any shape get verdicts or a usage error, never a traceback; side files as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complint.core.errors import ComplintError
from complint.schedules.check import check_schedule
from complint.settings import Settings

NOW = 1_795_348_800
odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=6),
    st.sampled_from(
        ["+12125550142", "2026-12-01T15:00:00Z", "1796137200", "FL", "pewc", "yes", "America/New_York", "24:00"]
    ),
)
anything = st.recursive(
    odd,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
columns = st.sampled_from(
    "phone_number scheduled_at timezone attempts duration_seconds purpose call_type consent_type consent_at consent_text"
    " consent_phone_number revoked_at ebr_type ebr_at national_dnc internal_dnc rnd_result recipient_zip recipient_state"
    " recipient_timezone agent_id call_id consent_id line_type national_dnc_checked_at".split()
)
row = st.dictionaries(columns, anything, max_size=6)
recipient = st.one_of(
    anything,
    st.fixed_dictionaries(
        {"phone_number": odd},
        optional={
            "id": anything,
            "conversation_initiation_client_data": st.fixed_dictionaries(
                {"dynamic_variables": st.one_of(row, anything)}
            ),
        },
    ),
)
policy = st.one_of(
    anything,
    st.fixed_dictionaries(
        {},
        optional={
            "timezone": odd,
            "retry": st.one_of(anything, st.fixed_dictionaries({"max_total_calls": odd, "retry_delay_seconds": odd})),
            "calling_periods": st.lists(
                st.one_of(anything, st.fixed_dictionaries({"weekdays": anything, "intervals": anything})), max_size=2
            ),
        },
    ),
)
body = st.one_of(
    st.fixed_dictionaries(
        {"calls": st.lists(st.one_of(row, anything), max_size=4)},
        optional={"timezone": anything, "defaults": st.one_of(row, anything), "dispatch": anything},
    ),
    st.fixed_dictionaries(
        {"agent_id": anything, "recipients": st.lists(recipient, max_size=4)},
        optional={
            "scheduled_time_unix": anything,
            "target_concurrency_limit": anything,
            "policy": policy,
            "timezone": odd,
        },
    ),
    st.fixed_dictionaries({"agent_id": anything, "to_number": anything}),
)


def checked(path: Path, **values: Any) -> None:
    try:
        _, result = check_schedule(str(path), Settings(), values, NOW, output=str(path) + ".jsonl")
    except ComplintError:
        return
    lines = [json.loads(line) for line in Path(f"{path}.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == result.rows == sum(result.verdicts)
    assert [line["row"] for line in lines] == list(range(1, result.rows + 1))


@given(body)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_body(tmp_path: Path, data: Any) -> None:
    path = tmp_path / "body.json"
    path.write_text(json.dumps(data).replace("NaN", "null").replace("Infinity", "1e99"), "utf-8")
    checked(path)


@given(st.lists(st.one_of(row, anything), max_size=4))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_lines(tmp_path: Path, rows: list[Any]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"phone": 1}\n' + "".join(json.dumps(one) + "\n" for one in rows), "utf-8")
    checked(path)


@given(st.binary(max_size=120))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_after_a_header(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"phone,scheduled_at,recipient_zip,consent_at\n" + data)
    checked(path)


@pytest.mark.parametrize("option", ["consents", "internal_dnc", "national_dnc", "reassigned", "history"])
@given(data=st.binary(max_size=80))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_side_file(tmp_path: Path, option: str, data: bytes) -> None:
    path, side = tmp_path / "rows.csv", tmp_path / "side.csv"
    path.write_text("phone,scheduled_at\n+12125550142,2026-12-01T15:00:00Z\n")
    side.write_bytes(b"phone_number,rnd_result,called_at,consent_at,requested_at\n" * (option != "national_dnc") + data)
    checked(path, **{option: str(side)})
