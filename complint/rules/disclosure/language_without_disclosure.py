"""Language, workflow entry or transfer that drops a notice of the default.

Why
    An agent answers in the language its caller speaks, and each language has its own first message; a workflow may begin at
    a node with its own, and an agent that takes over may greet anew. People who hear one of these hear nothing else: what
    the default opening tells (an AI speaks, the call is recorded, it may be shared), each of them has to tell as well.
Bad
    ```yaml agent.yaml
    name: Hotel line
    conversation_config:
      agent:
        first_message: I'm the AI assistant of Hotel Tarn. This call is recorded and shared with our service providers.
        prompt: {prompt: Take bookings.}
      language_presets:
        es: {overrides: {agent: {first_message: "Hola, soy Lucía, del Hotel Tarn. ¿En qué puedo ayudarle?"}}}
    ```
Good
    ```yaml agent.yaml
    name: Hotel line
    conversation_config:
      agent:
        first_message: I'm the AI assistant of Hotel Tarn. This call is recorded and shared with our service providers.
        prompt: {prompt: Take bookings.}
      language_presets:
        es: {overrides: {agent: {first_message: "I'm an AI. This call is recorded and shared with our service providers."}}}
    ```
Fix
    shown. A wording for what is missing is proposed in the language of the place; a person reviews and places it.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import WARNING, Hit, Related
from complint.facts.duties import asked_by
from complint.facts.judgements import AI, RECORDED, SHARED
from complint.facts.missing import reason, telling
from complint.facts.notices import Notices
from complint.facts.proposals import Proposals
from complint.policy.law import Law

_TELLS = {AI: "that an AI is speaking", RECORDED: "that the conversation is recorded", SHARED: "that it may be shared"}


def check(notices: Notices, proposals: Proposals, law: Law) -> Iterator[Hit]:
    """Yield a hit per opening beside the default that leaves out what the default tells; the default is a related place.

    `law.value["notices"]` names the notices that the law asks for (ai, recording, sharing); all where there is no value.
    A warning where the channel is not known and widget terms tell all that is left out.
    """
    default = notices.openings.default
    asked = asked_by(law)
    for surface, all_lacking in notices.left_out():
        lacking = [one for one in all_lacking if one[0] in asked]
        if not lacking:
            continue
        assert default is not None
        labels = tuple(label for label, _, _ in lacking)
        related = [telling(default, told) for label in labels if (told := notices.told(default, label)).value]
        if surface.source is not None:
            path, route = surface.source
            related.append(Related(route, "what is said there", path))
        why = "; ".join(reason(told) for _, told, _ in lacking)
        untold = ", nor ".join(_TELLS[label] for label in labels)
        message = f"{surface.named} does not tell {untold}, as {default.named} does"
        in_terms = all(terms is not None for _, _, terms in lacking)
        if in_terms:
            message += "; only the widget's terms do, and callers never see terms"
        fix = proposals.fix(labels, surface.language, surface.what)
        yield Hit(surface.route, message, WARNING if in_terms else None, fix=fix, related=tuple(related), why=why)
