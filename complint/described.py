"""What each key of a configuration and of a pack means, in a sentence, by model and key: shown by editors and in the schemas."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

KEYS: dict[str, dict[str, str]] = {
    "ConfigModel": {
        "profile": "A named choice of packs, such as us-outbound; `complint policies list` shows them all.",
        "policies": "Policy packs or patterns of them (us/states/*), in place of those of the profile.",
        "organization": "Who calls: the name that callers must hear, other names for it, its toll-free number.",
        "workspace": "What is true of the whole vendor workspace and stands in no file.",
        "agents": "What cannot be read from the configurations of agents, by agent.",
        "baa": "What business associate agreements cover.",
        "calls": "The lists beside call schedules, how they are dialled, and which tables are schedules.",
        "rules": "Changes of rules or requirements, by id or pattern, each with its reason.",
        "overrides": "Changes of rules for some paths only.",
        "requests": "What cannot be read from speech requests, by request.",
        "exclude": "Globs of files that a walk passes by, from the folder of this file.",
        "policy_paths": "Folders with packs of one's own.",
        "waivers": "The waivers file; waivers.yaml beside this file where nothing is said.",
        "baseline": "The file of known findings that do not count.",
        "extends": "Configurations or a profile that this one builds on.",
        "root": "Whether the search for further configurations ends here.",
        "plugins": "Python files with rules of one's own; they run only where the command line allows it.",
        "limits": "How much of a file is read before it is refused.",
        "fail_on_unknown": "Whether what cannot be decided makes a check fail.",
    },
    "Organization": {
        "name": "The name that callers must hear.",
        "aliases": "Other names that count as well.",
        "toll_free": "The toll-free number of the organization, such as +18005550142.",
    },
    "Workspace": {
        "zero_retention": "How zero retention mode is set: enforced for the whole workspace, per agent, or not at all.",
        "baa": "Whether the vendor has signed a business associate agreement for this workspace.",
        "residency": "Where the workspace keeps its data.",
    },
    "Match": {
        "path": "A glob of files, from the folder of this file.",
        "name": "The name of the agent.",
        "tag": "A tag of the agent.",
        "id": "The vendor's id of the agent.",
    },
    "Agent": {
        "match": "Which agents this is about; all that is given must match.",
        "handles_phi": "Whether protected health information passes through the agent.",
        "direction": "Whether the agent is called, calls, or is on a web page.",
        "purpose": "What its calls are for: marketing or informational.",
        "disclosed_elsewhere": "Notice that is given outside of the configuration, and how.",
        "integrations": "Integrations of the vendor that the agent uses.",
        "states": "The states where it calls or answers; all where nothing is said.",
    },
    "DisclosedElsewhere": {
        "items": "What is told elsewhere: ai, recording, sharing.",
        "how": "Where and in which way it is told.",
    },
    "Baa": {
        "llm_hosts": "Hosts of language models that an agreement covers.",
        "tool_hosts": "Hosts of tools that an agreement covers.",
        "custom_llm_enabled": "Whether the vendor's support has enabled custom models under zero retention.",
    },
    "Override": {"paths": "Globs of files, from the folder of this file.", "rules": "What changes for them."},
    "Request": {
        "match": "Which speech requests this is about.",
        "handles_phi": "Whether they hold protected health information.",
    },
    "LimitsModel": {
        "max_bytes": "The size of a file.",
        "max_depth": "The levels of objects and lists inside each other.",
        "max_nodes": "The number of values in a file.",
    },
    "Calls": {
        "consents": "The table of consents.",
        "internal_dnc": "The list of people who asked this company not to call.",
        "national_dnc": "Copies of the national Do-Not-Call registry.",
        "reassigned": "The answers of the reassigned numbers database.",
        "history": "The calls made so far.",
        "emergencies": "Declared emergencies, during which nobody is called in a state.",
        "concurrency": "How many calls are dialled at once.",
        "call_seconds": "How long a call takes.",
        "hours_severity": "What a call outside of its hours weighs, by what is known of consent.",
        "columns": "Names of the columns of tables, by what they hold.",
        "schedules": "Globs of tables that are schedules of calls.",
    },
    "RuleOverride": {
        "severity": "What the findings weigh; off for none at all.",
        "edition": "The day whose value of the law is used.",
        "parameters": "Changes of the rule's parameters.",
        "reason": "Why it is changed.",
    },
    "RequirementModel": {
        "id": "Its path within the folder of packs, without extension.",
        "title": "What is required, in a sentence.",
        "rule": "The rule that finds where it is not met.",
        "when": "What it applies to; every key given must hold.",
        "severity": "What a finding weighs.",
        "mandatory": "Whether it can be waived by nobody.",
        "before_first": "What holds before the first dated value: nothing, or that value.",
        "given": "A JSONPath to the places that are looked at, in place of a rule.",
        "assert": "The JSON Schema that a value there must meet.",
        "message": "What a finding says.",
        "fix": "What mends a place: one of set, remove, rename.",
        "values": "What it says by date, oldest first, each with its citations.",
    },
    "DatedValue": {
        "from": "The first day on which it holds.",
        "until": "The last day on which it holds.",
        "status": "Whether it is in force.",
        "value": "The parameter of the rule.",
        "severity": "What a finding weighs during these days.",
        "confidence": "How sure it is that this is the law.",
        "verified_on": "The day on which somebody last looked.",
        "note": "What a reader should know.",
        "citations": "Where it is written.",
    },
    "When": {
        "kind": "Kinds of documents.",
        "direction": "Directions of the agent.",
        "purpose": "Purposes of the calls.",
        "call_type": "Whether an artificial voice speaks.",
        "jurisdiction": "States, as ISO 3166-2 names them (US-WA), that an agent declares.",
        "phi": "Whether the agent handles PHI or runs under zero retention.",
        "handles_phi": "Whether the agent handles PHI.",
        "zero_retention": "Whether the agent runs under zero retention.",
    },
    "PackModel": {
        "id": "Its folder within the folder of packs.",
        "title": "The source of its requirements.",
        "jurisdiction": "Where it is law, as ISO 3166 names it.",
        "note": "What a reader should know.",
        "always_on": "Whether it is part of every choice of packs.",
        "sources": "Where the source is published.",
    },
    "ProfileModel": {
        "id": "The name of the profile.",
        "title": "What it is for.",
        "extends": "Profiles that come first.",
        "policies": "Packs or patterns of them.",
        "rules": "Changes of rules, each with its reason.",
        "fail_on_unknown": "Whether what cannot be decided makes a check fail.",
        "require_reasons": "Whether a configuration must say why it changes a rule.",
    },
}


def with_words(schema: dict[str, Any], name: str = "") -> dict[str, Any]:
    """Return a schema made from models with a description of each key that has one here; `name` is that of its root."""
    models = {**schema.get("$defs", {}), **({name: schema} if name else {})}
    for model, words in KEYS.items():
        for key, text in words.items():
            place = models.get(model, {}).get("properties", {}).get(key)
            if place is not None:
                place.setdefault("description", text)
    return schema
