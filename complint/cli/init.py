"""`complint init`: a commented complint.yaml made from what the repository holds."""

from __future__ import annotations

import os
from collections import Counter

import click

from complint.config import NAMES
from complint.core.errors import ComplintError
from complint.core.route import get
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import agent_ids
from complint.report.about import many
from complint.sources import find, open_documents
from complint.text.loaded import Limits

_HEAD = """\
# Configuration of complint. `complint schema config` prints every key; `complint check --show-settings` what is in force.
# yaml-language-server: $schema=complint-config.schema.json
# (`complint schema config > complint-config.schema.json` gives editors completion)

# The named choice of policy packs. Others: {profiles}.
profile: {profile}
"""
_REST = """
# Who calls: the name that callers must hear, and the number at which they can opt out.
# organization: {name: "", aliases: [], toll_free: ""}

# What is true of the whole vendor workspace.
# workspace: {zero_retention: per-agent, baa: false, residency: us}

# Hosts that a business associate agreement covers.
# baa: {llm_hosts: [], tool_hosts: []}

# Rules changed, each with a reason.
# rules:
#   disclosure/interruptible-disclosure: {severity: error, reason: ""}

# Accepted findings, with owner, reason and last day (`complint schema waivers`), and those from before complint came
# (`complint baseline create`).
# waivers: waivers.yaml
# baseline: complint-baseline.json
"""


@click.command("init")
@click.option("--force", is_flag=True, help="Replace a complint.yaml that is there.")
@click.option("--stdout", "printed", is_flag=True, help="Print the configuration; write nothing.")
def init(force: bool, printed: bool) -> None:
    """Write a commented complint.yaml from what the working directory holds."""
    documents = [document for named in find((".",)) for document in open_documents(named.path, Limits())]
    text = configuration(documents)
    if printed:
        click.echo(text, nl=False)
        return
    taken = [name for name in NAMES if os.path.lexists(name)]
    if taken and not force:
        raise ComplintError("there is a configuration already; --force replaces it", taken[0])
    target = taken[0] if taken else NAMES[0]
    with open(target, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
    known = Counter(document.kind for document in documents if document.kind not in (None, kinds.SETTINGS))
    found = ", ".join(many(number, f"{kind} file") for kind, number in sorted(known.items(), key=str))
    click.echo(f"{target} is written; found {found or 'nothing that complint checks'}.")


def configuration(documents: list[Document]) -> str:
    """Return the text of a configuration for some documents: what they tell is filled in, what they do not is asked for."""
    from complint.policy.store import Store

    agents = [document for document in documents if document.kind == kinds.AGENT]
    called = {one for document in documents if document.kind == kinds.SCHEDULE for one in agent_ids(document.data)}
    profile = (
        "us-healthcare" if any(_hints_at_phi(agent) for agent in agents) else "us-outbound" if called else "default"
    )
    others = ", ".join(sorted(name for name in Store.open().profiles if name != profile))
    return _HEAD.format(profile=profile, profiles=others) + _agents(agents, called) + _REST


def _agents(agents: list[Document], called: set[str]) -> str:
    lines = [
        "",
        "# What cannot be read from a config. direction: inbound, outbound, web; purpose: marketing, informational.",
    ]
    if not agents:
        lines += ["# agents:", '#   - match: {path: "agent_configs/*.json"}', "#     direction: inbound"]
        return "\n".join(lines) + "\n"
    lines.append("agents:")
    for agent in sorted(agents, key=lambda one: one.path):
        lines.append(f"  - match: {{path: {_quoted(agent.path)}}}")
        if get(agent.data, "agent_id") in called and called:
            lines.append("    direction: outbound  # a schedule calls with it")
            lines.append("    # purpose: informational")
        else:
            lines.append("    # direction: inbound")
        if _hints_at_phi(agent):
            lines.append("    handles_phi: true  # by its tag, or since zero retention is on")
        else:
            lines.append("    # handles_phi: false")
    return "\n".join(lines) + "\n"


def _quoted(path: str) -> str:
    import json

    special = {character: f"[{character}]" for character in "[*?"}
    return json.dumps("".join(special.get(character, character) for character in path), ensure_ascii=True)


def _hints_at_phi(agent: Document) -> bool:
    tags = get(agent.data, "tags")
    tagged = isinstance(tags, list) and any(isinstance(tag, str) and tag.lower() in ("hipaa", "phi") for tag in tags)
    return tagged or get(agent.data, "platform_settings", "privacy", "zero_retention_mode") is True
