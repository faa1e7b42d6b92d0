"""Personal data in a committed file.

Why
    A pulled agent carries who made it, and prompts and sample values tend to keep the address or the number of a real person.
    In a repository these reach everybody who may read it, stay in the history, and cannot be deleted on request.
Bad
    ```yaml agent.yaml
    name: Shop line
    conversation_config: {agent: {prompt: {prompt: "If it is urgent, text Maria at (212) 555-0147.", llm: gemini-2.5-flash}}}
    access_info: {is_creator: true, creator_name: Maria Lopez, creator_email: maria.lopez@acme.example, role: admin}
    ```
Good
    ```yaml agent.yaml
    name: Shop line
    conversation_config: {agent: {prompt: {prompt: "If it is urgent, transfer to the person on duty.", llm: gemini-2.5-flash}}}
    ```
Fix
    none. Whether somebody agreed to stand in the file, only the owner knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.route import JSON, Route, get
from complint.facts.contacts import EMAIL, PHONE, Contact, find_contacts, is_invented
from complint.facts.prompts import Prompts
from complint.model.document import Document
from complint.policy.law import Law

_REQUIRED = "no contact of a person is to stand in a file"
_REMOVED = ("", "redacted", "removed", "hidden", "masked", "anonymous")
_PLACEHOLDERS: Route = ("agent", "dynamic_variables", "dynamic_variable_placeholders")


def check(document: Document, prompts: Prompts, law: Law) -> Iterator[Hit]:
    """Yield a hit for the creator, and one per prompt or sample value and sort of contact.

    `law.value` has what is nobody's own: `role_mailboxes`, `sample_domains` with `sample_names`, `toll_free` area codes;
    and `phone_names`, words in the name of a variable that make bare digits a phone number.
    """
    yield from _creator(document)
    targets: set[str] | None = None
    for route, text, where, name in _texts(prompts):
        found = [one for one in find_contacts(text) if not _is_nobodys(one, law.value)]
        if not found and name and _is_bare_number(text, name, law.value["phone_names"]):
            found = [Contact(0, len(text), PHONE, text.strip())]
        if any(one.sort == PHONE for one in found):
            targets = _targets(document.data) if targets is None else targets
            found = [one for one in found if one.value not in targets]
        for sort in (EMAIL, PHONE):
            hints = list(dict.fromkeys(one.hint for one in found if one.sort == sort))
            if hints:
                yield Hit(route, f"{where} holds {_counted(len(hints), sort)} ({', '.join(hints[:3])}); {_REQUIRED}")


def _counted(count: int, sort: str) -> str:
    if count == 1:
        return f"an {sort}" if sort == EMAIL else f"a {sort}"
    return f"{count} {sort}{'es' if sort == EMAIL else 's'}"


def _creator(document: Document) -> Iterator[Hit]:
    for key, what in (("creator_email", "e-mail address"), ("creator_name", "name")):
        value = get(document.data, "access_info", key)
        if isinstance(value, str) and value.lower().strip("*x.-_@<>[]{} ") not in _REMOVED:
            yield Hit(("access_info", key), f"the file holds the {what} of its creator; access_info is to be left out")
            return


def _texts(prompts: Prompts) -> Iterator[tuple[Route, str, str, str]]:
    """Yield (route, text, whose it is in words, name of the variable or "") of every prompt and sample value."""
    for place in prompts.places:
        text = place.data.get("prompt")
        if isinstance(text, str):
            yield (*place.route, "prompt"), text, f"the prompt ({place.where})", ""
    for config in prompts.configs:
        samples = get(config.data, *_PLACEHOLDERS)
        for name, value in samples.items() if isinstance(samples, dict) else ():
            if isinstance(value, str):
                yield (*config.route, *_PLACEHOLDERS, name), value, f"the placeholder {str(name)[:40]!r}", str(name)


def _is_nobodys(one: Contact, value: dict[str, list[str]]) -> bool:
    """Tell an address of a role, one that is only a sample, or a toll-free number."""
    if one.sort == PHONE:
        return one.value.startswith("1") and len(one.value) == 11 and one.value[1:4] in value["toll_free"]
    local, _, domain = one.value.partition("@")
    if local.partition("+")[0] in value["role_mailboxes"]:
        return True
    return domain in value["sample_domains"] and local.replace("_", ".").replace("-", ".") in value["sample_names"]


def _is_bare_number(text: str, name: str, words: list[str]) -> bool:
    digits, low = text.strip(), name.lower()
    return (
        digits.isascii()
        and digits.isdigit()
        and 10 <= len(digits) <= 15
        and any(word in low for word in words)
        and not is_invented(digits)
    )


def _targets(data: JSON) -> set[str]:
    """Return the digits of every phone number that calls are transferred to, or that is the agent's own."""
    found: set[str] = set()
    stack = [data]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            number = here.get("phone_number")
            if isinstance(number, str):
                digits = "".join(char for char in number if char.isdigit())
                found |= {digits, "1" + digits}
            stack += [
                child for key, child in here.items() if key != "dynamic_variables" and isinstance(child, (dict, list))
            ]
        elif isinstance(here, list):
            stack += here
    return found
