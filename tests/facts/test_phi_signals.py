"""Names that say health information."""

from __future__ import annotations

import pytest
from hypothesis import given

from complint.engine.context import Context
from complint.facts.phi_signals import PhiSignals
from complint.model.document import Document
from complint.model.project import Project
from complint.settings import Settings

from .test_llm_references import ODD

STRONG, WEAK = ["patient", "mrn", "medical record"], ["insurance", "dob", "clinic"]


def signals(raw: object) -> PhiSignals:
    document = Document("agent_configs/a.json", None)
    document.fill(raw)
    found = Context(document, Project([document], lambda _path: None, whole=True), Settings()).fact(PhiSignals)
    assert isinstance(found, PhiSignals)
    return found


def collecting(*names: str) -> dict[str, object]:
    items = {name: {"type": "string"} for name in names}
    return {
        "name": "A",
        "conversation_config": {"agent": {"prompt": {}}},
        "platform_settings": {"data_collection": items},
    }


@pytest.mark.parametrize(
    "name",
    [
        "patient",
        "patientName",
        "PATIENT_ID",
        "the-patients-name",
        "mrn",
        "callerMRN",
        "medical_record_number",
        "medicalRecord",
    ],
)
def test_one_strong_name_tells(name: str) -> None:
    sign = signals(collecting("reason", name)).in_names(STRONG, WEAK)
    assert sign is not None
    assert sign.route == ("platform_settings", "data_collection", name)


@pytest.mark.parametrize(
    "names", [("impatient",), ("mrnx",), ("medical", "record"), ("insurance",), ("insurance", "insurer"), ("adobe",)]
)
def test_others_do_not(names: tuple[str, ...]) -> None:
    assert signals(collecting(*names)).in_names(STRONG, WEAK) is None


def test_two_weak_names_tell() -> None:
    sign = signals(collecting("clinic_name", "insurance")).in_names(STRONG, WEAK)
    assert sign is not None
    assert sign.term == "insurance and clinic"


@given(ODD)
def test_nothing_breaks_it(raw: object) -> None:
    found = signals(raw)
    found.in_names(STRONG, WEAK)
    list(found.in_prompts())
