"""Write the documentation that is generated: a page per rule, their index, the families in the README, the picture of a terminal.

`python -m complint.dev.docs` writes, `--check` says what is out of date and exits 1. The same rules and packs give the same
bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from complint.core.errors import ComplintError
from complint.dev.terminal import picture
from complint.engine.catalog import load_rule, rule_ids
from complint.policy.store import Store
from complint.report.catalogue import Entry, entries, table
from complint.report.markdown import code, link, prose
from complint.report.page import markdown, read_page
from complint.report.requirements import applies_to, days

ROOT = Path(__file__).parents[2]
PAGES = "docs/rules"
BEGIN, END = "<!-- rules:begin -->", "<!-- rules:end -->"
INDEX = f"{PAGES}/README.md"
PICTURE = "docs/terminal.svg"
FAMILIES = {
    "calls": "is this call lawful, to this number, at this time, with this consent",
    "disclosure": "does the opening tell what callers must be told, in every language and on every way in",
    "document": "can the file be read, and does it fit its kind",
    "hipaa": "health information and zero retention: models, hosts, channels, storage",
    "live": "what is deployed: read in full, reviewed, and as reviewed",
    "mcp": "MCP servers: who approves what their tools do",
    "policy": "what a requirement without code asserts",
    "security": "credentials, encryption, overrides, who may talk to an agent",
    "speech": "speech requests: settings, logging, residency",
    "tcpa": "agents that call out: who calls, how to opt out, on voicemail too",
    "tools": "tools that an agent has, lacks, or loses with the next push",
    "waiver": "accepted findings: explained, in time, still needed",
}
_MADE = "<!-- Made by `python -m complint.dev.docs` from the rule and the policy packs; edit those. -->"


def documents(store: Store, readme: str) -> dict[str, str]:
    """Return the texts of all generated files, by path from the root; `readme` is the README as it stands.

    Raises ValueError where the README has no markers for the table.
    """
    rules = entries(store)
    made = {
        "README.md": with_table(readme, families(rules)),
        INDEX: index(rules),
        PICTURE: picture(ROOT),
    }
    for rule in rule_ids():
        made[address(rule)] = page(rule, store)
    return made


def by_family(rules: list[Entry]) -> dict[str, list[Entry]]:
    """Return the rules by family, in order. Raises ValueError for a family that `FAMILIES` does not describe, or the reverse."""
    found: dict[str, list[Entry]] = {}
    for rule in rules:
        found.setdefault(rule.id.partition("/")[0], []).append(rule)
    if found.keys() != FAMILIES.keys():
        raise ValueError(f"FAMILIES and the rules differ: {', '.join(sorted(found.keys() ^ FAMILIES.keys()))}")
    return found


def families(rules: list[Entry]) -> str:
    """Return the families as one sentence: how many rules each has, with links to their lists."""
    found = by_family(rules)
    named = [f"[{family}]({INDEX}#{family}) ({len(members)})" for family, members in found.items()]
    return f"{len(rules)} rules in {len(found)} families: {', '.join(named)}.\n"


def index(rules: list[Entry]) -> str:
    """Return the page that lists all rules, family by family."""
    parts = [
        f"# Rules\n\n{_MADE}\n\n{len(rules)} rules. `complint explain RULE` prints a page; `complint rules` prints this list.\n"
    ]
    for family, members in by_family(rules).items():
        parts.append(f"## {family}\n\n{FAMILIES[family].capitalize()}.\n\n{table(members, lambda rule: f'{rule}.md')}")
    return "\n".join(parts)


def address(rule: str) -> str:
    """Return the path of a rule's page from the root."""
    return f"{PAGES}/{rule}.md"


def with_table(readme: str, rules: str) -> str:
    """Return the README with the families between its markers. Raises ValueError where it has none."""
    head, begin, rest = readme.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {BEGIN} … {END}")
    return f"{head}{BEGIN}\n{rules}{END}{tail}"


def page(rule: str, store: Store) -> str:
    """Return the Markdown page of a rule."""
    read = read_page(rule, load_rule(rule).__doc__ or "")
    bound = [one for pack in store.packs.values() for one in pack["requirements"] if one["rule"] == rule]
    required = "\n\n".join(requirement(one) for one in bound) or "No shipped policy pack binds this rule."
    return f"# {rule}\n\n{_MADE}\n\n{prose(read.headline)}\n\n{markdown(read)}\n\n## Required by\n\n{required}\n"


def requirement(one: dict[str, Any]) -> str:
    """Return what a page says of a requirement (pack data): its title, weight, and the days and sources of its values."""
    lines = [f"### {code(one['id'])}", "", f"{prose(one['title'])}.", ""]
    lines.append(f"Severity {one['severity']}; applies to: {prose(applies_to(one['when']))}.")
    lines += ["", "| in force | status | confidence | verified on | sources |", "|---|---|---|---|---|"]
    for value in one["values"]:
        sources = "<br>".join(link(citation["title"], citation["url"]) for citation in value["citations"])
        status = value["status"].replace("-", " ") + (f", {value['severity']}" if value["severity"] else "")
        cells = (days(one, value), status, value["confidence"], value["verified_on"], sources)
        lines.append(f"| {' | '.join(cells)} |")
    if one["before_first"] == "first-holds":
        lines += ["", "Before its first day the first value holds."]
    return "\n".join(lines)


def outdated(root: Path, made: dict[str, str]) -> list[str]:
    """Return the paths whose text differs from what is made, and those of pages that no rule has any more."""
    pages = {path.relative_to(root).as_posix() for path in (root / PAGES).rglob("*.md")}
    differ = [
        path for path, text in made.items() if not (root / path).is_file() or (root / path).read_text("utf-8") != text
    ]
    return sorted([*differ, *(pages - made.keys())])


def write(root: Path, made: dict[str, str]) -> list[str]:
    """Bring the files under a root up to date and return the paths that changed."""
    changed = outdated(root, made)
    for path in changed:
        file = root / path
        if path in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(made[path], "utf-8", newline="\n")
        else:
            file.unlink()
    return changed


def main(arguments: list[str]) -> int:
    """Write the generated documentation, or with `--check` only say what is out of date (exit code 1)."""
    try:
        made = documents(Store.open(), (ROOT / "README.md").read_text("utf-8"))
    except (ComplintError, OSError, ValueError) as error:
        print(f"the documentation cannot be made: {error}", file=sys.stderr)
        return 2
    if arguments == ["--check"]:
        stale = outdated(ROOT, made)
        for path in stale:
            print(f"out of date: {path}")
        if stale:
            print("run `python -m complint.dev.docs`")
        return 1 if stale else 0
    if arguments:
        print("usage: python -m complint.dev.docs [--check]", file=sys.stderr)
        return 2
    for path in write(ROOT, made):
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
