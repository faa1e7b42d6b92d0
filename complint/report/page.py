"""The page of a rule, which is the docstring of its module: headline, why, bad and good example, fix."""

from __future__ import annotations

from complint.core.record import record

SECTIONS = ("Why", "Bad", "Good", "Fix")
_SAFETIES = {
    "safe": "Safe: it changes no behaviour.",
    "unsafe": "Unsafe: it may change behaviour.",
    "safe or unsafe": "Safe or unsafe, by case.",
    "shown": "Shown, never written: its wording has legal effect.",
    "none": "None.",
}


@record
class Page:
    """A rule's page: `sections` by name, in order, dedented; `safety` is the first phrase of its Fix section.

    Bad and Good hold Markdown with fenced files; Why and Fix are prose.
    """

    rule: str
    headline: str
    sections: dict[str, str]

    @property
    def safety(self) -> str:
        """Return how safe the rule's fix is: safe, unsafe, safe or unsafe, shown, none."""
        return self.sections.get("Fix", "").partition(".")[0].strip()

    @property
    def fix(self) -> str:
        """Return the Fix section in whole sentences: how safe the fix is, and what it does."""
        rest = paragraphs(self.sections.get("Fix", "").partition(".")[2])
        return f"{_SAFETIES.get(self.safety, self.safety)} {rest}".strip()


def read_page(rule: str, text: str) -> Page:
    """Return the page of a docstring; what it lacks is empty."""
    sections: dict[str, list[str]] = {"": []}
    here = sections[""]
    for line in text.strip("\n").split("\n"):
        if line.rstrip() in SECTIONS:
            here = sections.setdefault(line.rstrip(), [])
        else:
            here.append(line[4:] if line.startswith("    ") else line)
    read = {name: "\n".join(lines).strip("\n") for name, lines in sections.items()}
    return Page(rule, read.pop("").strip(), read)


def page_of(rule: str) -> Page:
    """Return the page of a rule by its id; an empty one where the rule cannot be loaded, which is reported elsewhere."""
    from complint.core.errors import BrokenPart
    from complint.engine.catalog import load_rule

    try:
        module = load_rule(rule)
    except BrokenPart:  # whatever breaks a rule is an outcome of the run; a page must not add to it
        return Page(rule, "", {})
    return read_page(rule, module.__doc__ or "")


def paragraphs(text: str) -> str:
    """Return prose with the lines of each paragraph joined."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def markdown(page: Page, level: int = 2) -> str:
    """Return the sections of a page as Markdown, their headings at a level, without headline."""
    marks = "#" * level
    bodies = {
        "Why": paragraphs(page.sections.get("Why", "")),
        "Bad": page.sections.get("Bad"),
        "Good": page.sections.get("Good"),
        "Fix": page.fix,
    }
    return "\n\n".join(f"{marks} {name}\n\n{body}" for name, body in bodies.items() if body)
