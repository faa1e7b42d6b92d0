"""What was read as documents: the API's JSON, keys sorted, under paths that are on no disk; registries tie it together."""

from __future__ import annotations

import json
import os
import posixpath

from complint.core.errors import ComplintError
from complint.core.record import replace
from complint.core.route import JSON, get
from complint.live.workspace import SCHEMA, LiveWorkspace, Problem
from complint.model import kind as kinds
from complint.model.project import LIVE_FOLDERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.live.reader import Items

KINDS = {
    "agents": kinds.AGENT,
    "tools": kinds.TOOL,
    "mcp_servers": kinds.MCP_SERVER,
    "batch_calls": kinds.SCHEDULE,
    "campaigns": kinds.SCHEDULE,
}
SUMMARY = "workspace.json"
_NOT_CONFIG = ("access_info", "usage_stats")  # who may see a thing and how often it is used: no part of what it is


def files_of(found: dict[str, Items], base: str, partial: set[str]) -> tuple[str, dict[str, bytes], list[Problem]]:
    """Return the folder, the bytes of each document by path, and problems with what is no document that complint knows.

    `partial` are the lists that could not be read in full.
    """
    folder = _folder(base)
    files: dict[str, bytes] = {}
    problems = []
    names = _tool_names(found["tools"])
    registries: dict[str, list[dict[str, JSON]]] = {"agents": [], "tools": []}
    for name, items in found.items():
        for identity, body in items.items():
            path = f"{folder}/{name}/{identity}.json"
            try:
                data = _document(name, body, names)
                text = _bytes(data)
            except RecursionError:
                problems.append(Problem(name, identity, "the answer is nested too deeply"))
                continue
            if kinds.classify(path, data).kind != KINDS[name]:
                problems.append(Problem(name, identity, "the answer is none that complint understands"))
                continue
            files[path] = text
            if name in registries:
                what = get(body, "tool_config", "type")
                entry = {"config": f"{name}/{identity}.json", "id": identity}
                registries[name].append({**entry, "type": what} if isinstance(what, str) else entry)
    partial = partial | {problem.list for problem in problems}
    for name, entries in registries.items():
        # a tool that is missing from a list that broke off is not missing from the workspace
        if entries and not (name == "tools" and name in partial):
            files[f"{folder}/{name}.json"] = _bytes({name: entries})
    return folder, files, problems


def _document(name: str, body: dict[str, JSON], names: dict[str, str]) -> JSON:
    data = {key: value for key, value in body.items() if key not in _NOT_CONFIG}
    return without_echo(data, names) if name == "agents" else data


def with_summary(workspace: LiveWorkspace, archived: list[str]) -> LiveWorkspace:
    """Return the workspace with a document about the read itself, which the rules of the family `live` judge."""
    broken = {problem.list for problem in workspace.problems}
    summary = {
        "schema": SCHEMA,
        "host": workspace.host,
        "read_at": workspace.read_at,
        "lists": {
            name: {
                "items": count,
                "complete": name not in broken,
                **({"read_from": workspace.resumed[name]} if name in workspace.resumed else {}),
            }
            for name, count in workspace.counts.items()
        },
        "archived": archived,
        "problems": [
            {"list": problem.list, **({"id": problem.id} if problem.id else {}), "why": problem.why}
            for problem in workspace.problems
        ],
    }
    return replace(workspace, files={**workspace.files, f"{workspace.folder}/{SUMMARY}": _bytes(summary)})


def campaign_body(campaign: dict[str, Any], leads: list[dict[str, Any]]) -> dict[str, JSON]:
    """Return a campaign as a schedule: with its leads as recipients, and its start, which is its creation if it has none.

    Source: CampaignResponse of the SDK, "When the campaign starts calling; unset to start once created".
    """
    start = campaign.get("scheduled_time_unix")
    return {
        **campaign,
        "scheduled_time_unix": campaign.get("created_at_unix") if start is None else start,
        "recipients": [_recipient(lead) for lead in leads],
    }


def _recipient(lead: dict[str, Any]) -> dict[str, JSON]:
    kept = {key: value for key, value in lead.items() if key not in ("dynamic_variables", "overrides")}
    told = lead.get("overrides")
    flat: dict[str, Any] = told if isinstance(told, dict) else {}
    agent = {key: flat[key] for key in ("first_message", "language") if flat.get(key) is not None}
    if flat.get("prompt") is not None:
        agent["prompt"] = {"prompt": flat["prompt"]}
    override = {"agent": agent} if agent else {}
    initiation = {"dynamic_variables": lead.get("dynamic_variables"), "conversation_config_override": override}
    given = {key: value for key, value in initiation.items() if value}
    identity = lead.get("recipient_id") or lead.get("lead_id")
    return {**kept, "id": identity, **({"conversation_initiation_client_data": given} if given else {})}


def without_echo(value: JSON, names: dict[str, str]) -> JSON:
    """Return an agent without the copies of referenced tools that the API puts beside `tool_ids` in its answers.

    Only a proven copy goes: a system tool that stands in `built_in_tools`, a tool whose name one of the ids has.
    """
    if isinstance(value, list):
        return [without_echo(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: without_echo(item, names) for key, item in value.items()}
    tools, ids = made.get("tools"), made.get("tool_ids")
    if isinstance(tools, list) and "prompt" in made:
        listed = ids if isinstance(ids, list) else []
        referenced = {names[identity] for identity in listed if isinstance(identity, str) and identity in names}
        built_in = made.get("built_in_tools")
        left = [tool for tool in tools if not _is_copy(tool, referenced, built_in)]
        made["tools"] = left
        if not left:
            del made["tools"]
    return made


def _is_copy(tool: JSON, referenced: set[str], built_in: JSON) -> bool:
    name = get(tool, "name")
    if get(tool, "type") == "system":
        return isinstance(name, str) and get(built_in, name) is not None
    return name in referenced


def _tool_names(tools: Items) -> dict[str, str]:
    named = {identity: get(body, "tool_config", "name") for identity, body in tools.items()}
    return {identity: name for identity, name in named.items() if isinstance(name, str)}


def _folder(base: str) -> str:
    """Return a folder for the documents, beside the configuration, that is not on disk: nothing there may mix with them."""
    for name in LIVE_FOLDERS:
        folder = posixpath.join(base, name)
        if not os.path.lexists(folder):
            return folder
    raise ComplintError(
        f"the folders {' and '.join(LIVE_FOLDERS)} both exist, so that live documents have no name", base
    )


def _bytes(data: JSON) -> bytes:
    try:
        return (json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # halves of characters, which JSON can escape and UTF-8 cannot hold
        return (json.dumps(data, indent=2, sort_keys=True) + "\n").encode()
