"""Opening of which nobody can tell from the file what it says.

Why
    An opening that is only variables is filled in when the call begins; one that is generated, or brought in from elsewhere,
    is not in the file; one in a language without phrases cannot be judged. An empty one lets the other side speak first,
    and where nothing says how people reach the agent, nothing says how they are told. None of these is a pass: give
    the variables default values (`dynamic_variable_placeholders`), write the notice out, or declare it as told elsewhere.
Bad
    ```yaml agent.yaml
    name: Reminder line
    conversation_config:
      agent:
        first_message: "{{opening_line}}"
        prompt: {prompt: Remind people of visits.}
    ```
Good
    ```yaml agent.yaml
    name: Reminder line
    conversation_config:
      agent:
        first_message: "{{opening_line}}"
        dynamic_variables:
          dynamic_variable_placeholders:
            opening_line: I'm an AI calling for Brackenridge Vets. The call is recorded and shared with our vendors.
        prompt: {prompt: Remind people of visits.}
    ```
Fix
    none. Only the owner knows what is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, Related, unknown
from complint.facts.channel import WEB
from complint.facts.missing import listed
from complint.facts.notices import Notices
from complint.facts.surface import Surface, says_words, variable_names


def check(notices: Notices) -> Iterator[Hit]:
    """Yield an unknown per opening whose words are not in the file, and one for all in languages that are not judged."""
    foreign = []
    for surface in notices.surfaces:
        if not notices.owed(surface) or _told_by_terms(notices, surface):
            continue
        if surface.empty:
            if not notices.channel.known:
                yield unknown(
                    surface.route, f"{surface.named} is empty and nothing says how people reach the agent: {_EMPTY}"
                )
            continue
        heard = notices.judgements.opening(surface)
        if not heard.covered:
            foreign.append(surface)
        elif heard.variables_only:
            yield unknown(
                surface.route, f"{surface.named} {_unread(surface, heard.ai.why)}: what it tells cannot be checked"
            )
    if foreign:
        related = tuple(Related(other.route, f"in {other.language!r}") for other in foreign[1:4])
        languages = ", ".join(dict.fromkeys(repr(surface.language) for surface in foreign))
        whose = listed(tuple(foreign))
        yield unknown(
            foreign[0].route, f"{whose}: the language {languages} is not among those that are judged", related=related
        )


_EMPTY = "whether anything is told before the conversation cannot be checked"


def _told_by_terms(notices: Notices, surface: Surface) -> bool:
    if notices.channel.name != WEB or not notices.terms.items:
        return False
    return all(notices.in_terms(label, surface.language) is not None for label in notices.owed(surface))


def _unread(surface: Surface, why: str) -> str:
    if surface.unread:
        return surface.unread
    if says_words(surface.text):
        return f"cannot be judged ({why})"
    names = variable_names(surface.text)
    return f"is only variables ({', '.join(names[:3])})" if names else "holds no words"
