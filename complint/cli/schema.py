"""`complint schema`: the published JSON Schemas of what complint writes and reads."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from complint.cli.terminal import show

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@click.command("schema")
@click.argument("name", type=click.Choice(["report", "config", "pack"]))
def schema(name: str) -> None:
    """Print a JSON Schema: of the JSON report, of complint.yaml, or of the files of a policy pack."""
    show(json.dumps({"report": report_schema, "config": config_schema, "pack": pack_schema}[name](), indent=2) + "\n")


def report_schema() -> dict[str, Any]:
    """Return the schema of `complint check --format json`."""
    import complint.report

    path = os.path.join(os.path.dirname(complint.report.__file__), "schema.json")
    with open(path, encoding="utf-8") as stream:
        found: dict[str, Any] = json.load(stream)
    return found


def config_schema() -> dict[str, Any]:
    """Return the schema of complint.yaml and of the table tool.complint."""
    from complint.config_model import ConfigModel

    made = ConfigModel.model_json_schema(by_alias=True)
    return {"$schema": _DIALECT, "$id": "complint-config/1", **made, "title": "complint.yaml"}


def pack_schema() -> dict[str, Any]:
    """Return the schema of the files of a pack: pack.yaml, a requirement, a profile."""
    from pydantic.json_schema import models_json_schema

    from complint.policy.model import PackModel, ProfileModel, RequirementModel

    models = (PackModel, RequirementModel, ProfileModel)
    places, defined = models_json_schema([(model, "validation") for model in models], by_alias=True)
    files = [places[model, "validation"] for model in models]
    return {
        "$schema": _DIALECT,
        "$id": "complint-pack/1",
        "title": "a file of a policy pack",
        "anyOf": files,
        **defined,
    }
