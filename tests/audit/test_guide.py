"""The guide names what there is: every field of the evidence, every role, every option of the commands."""

from __future__ import annotations

import re
from pathlib import Path

from complint.audit.model import Configuration, Input, Predicate, Requirement, Run, Statement
from complint.audit.statement import PREDICATE
from complint.cli.audit import audit

GUIDE = (Path(__file__).parents[2] / "docs/guide/audit.md").read_text("utf-8")


def test_every_field_of_the_evidence_is_in_the_guide() -> None:
    for name in Predicate.model_fields:
        assert f"| `predicate.{name}` |" in GUIDE, name
    for model in (Configuration, Requirement, Run, Statement):
        for name, field in model.model_fields.items():
            said = field.alias or name
            assert f"`{said}`" in GUIDE or f"predicate.{said}" in GUIDE or said == "predicate", said
    assert PREDICATE in GUIDE
    assert Input.model_fields["roles"]


def test_every_command_and_special_option_is_in_the_guide() -> None:
    for name in audit.list_commands(None):  # type: ignore[arg-type]
        assert f"complint audit {name}" in GUIDE
    mentioned = set(re.findall(r"--[a-z-]+", GUIDE))
    known = {"--key", "--previous", "--new-chain", "--root", "--output", "--public-key", "--chain", "--evidence-only"}
    assert known | {"--allow-unsigned", "--allow-unknown-key", "--exit-zero", "--as-of"} <= mentioned
