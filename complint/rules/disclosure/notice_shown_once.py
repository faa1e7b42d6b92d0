"""Widget terms that a browser shows only once.

Why
    With `terms_key` the browser remembers that somebody accepted the terms, and later sessions begin without them. Notice is
    due before each interaction, also for the second person at the same computer.
Bad
    ```yaml agent.yaml
    name: Web guide
    conversation_config: {agent: {first_message: Hello!, prompt: {prompt: Guide visitors.}}}
    platform_settings:
      widget: {terms_text: "You talk to an AI, and we record and share it with our vendors.", terms_key: guide_terms}
    ```
Good
    ```yaml agent.yaml
    name: Web guide
    conversation_config: {agent: {first_message: Hello!, prompt: {prompt: Guide visitors.}}}
    platform_settings:
      widget: {terms_text: "You talk to an AI, and we record and share it with our vendors."}
    ```
Fix
    safe. The key is removed; the terms are shown before every conversation again.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, Related
from complint.core.fix import SAFE, Fix, Remove
from complint.facts.channel import PHONE, Channel
from complint.facts.terms import Terms


def check(terms: Terms, channel: Channel) -> Iterator[Hit]:
    """Yield a hit per `terms_key` beside widget terms; none for phone agents, whose callers see no widget."""
    if channel.name == PHONE:
        return
    for route, shown in terms.keys:
        fix = Fix(SAFE, "remove terms_key", (Remove(route),))
        related = (Related(shown.route, "the terms"),)
        yield Hit(
            route, "terms_key hides the widget's terms from later sessions of a browser", fix=fix, related=related
        )
