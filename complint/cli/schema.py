"""`complint schema`: the published JSON Schemas of what complint writes and reads."""

from __future__ import annotations

import json

import click

from complint.cli.terminal import show
from complint.published import config_schema, pack_schema, report_schema, waivers_schema


@click.command("schema")
@click.argument("name", type=click.Choice(["report", "config", "pack", "waivers"]))
def schema(name: str) -> None:
    """Print a JSON Schema: of the JSON report, of complint.yaml, of the files of a policy pack, or of waivers.yaml."""
    makers = {"report": report_schema, "config": config_schema, "pack": pack_schema, "waivers": waivers_schema}
    show(json.dumps(makers[name](), indent=2) + "\n")
