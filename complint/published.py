"""The published JSON Schemas of what complint writes and reads: what `complint schema` prints and editors complete from."""

from __future__ import annotations

import json
import os
from typing import Any

from complint.described import with_words

DIALECT = "https://json-schema.org/draft/2020-12/schema"


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

    made = with_words(ConfigModel.model_json_schema(by_alias=True), "ConfigModel")
    return {"$schema": DIALECT, "$id": "complint-config/1", **made, "title": "complint.yaml"}


def pack_schema() -> dict[str, Any]:
    """Return the schema of the files of a pack: pack.yaml, a requirement, a profile."""
    from pydantic.json_schema import models_json_schema

    from complint.policy.model import PackModel, ProfileModel, RequirementModel

    models = (PackModel, RequirementModel, ProfileModel)
    places, defined = models_json_schema([(model, "validation") for model in models], by_alias=True)
    with_words(defined)
    files = [places[model, "validation"] for model in models]
    return {
        "$schema": DIALECT,
        "$id": "complint-pack/1",
        "title": "a file of a policy pack",
        "anyOf": files,
        **defined,
    }


def waivers_schema() -> dict[str, Any]:
    """Return the schema of a waivers file."""
    text = {"type": "string", "minLength": 1}
    day = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    entry = {
        "type": "object",
        "description": "A finding accepted for a time; without owner, reason or expiry it waives nothing.",
        "additionalProperties": False,
        "required": ["path", "owner", "reason", "expires"],
        "anyOf": [{"required": ["rule"]}, {"required": ["requirement"]}],
        "properties": {
            "rule": {
                "description": "Id, family or glob of a rule or requirement, or several.",
                "anyOf": [text, {"type": "array", "items": text, "minItems": 1}],
            },
            "requirement": {**text, "description": "Id or glob of a requirement; with a rule, both must match."},
            "path": {**text, "description": "Glob of files, counted from the folder of complint.yaml."},
            "pointer": {
                "type": "string",
                "description": "JSON pointer of the finding, a glob of it, or of what it stands in.",
            },
            "owner": {**text, "description": "Who accepts the risk."},
            "reason": {**text, "description": "Why it is accepted."},
            "created": {**day, "description": "The day on which it was accepted."},
            "expires": {**day, "description": "The last day on which it counts."},
            "ticket": {"type": ["string", "integer"], "description": "Where it is discussed."},
        },
    }
    return {
        "$schema": DIALECT,
        "$id": "complint-waivers/1",
        "title": "waivers.yaml",
        "type": "object",
        "additionalProperties": False,
        "properties": {"waivers": {"type": "array", "items": entry}},
    }
