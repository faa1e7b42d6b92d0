"""Known key at a wrong level, or a near miss of one.

Why
    The API passes over keys that it does not know. A setting at the wrong level or with a slip in its name looks as if it
    were on, and is not: the agent runs with the default.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        first_mesage: Hello, this is an AI assistant.
        prompt: {prompt: Book visits.}
    ```
Good
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        first_message: Hello, this is an AI assistant.
        prompt: {prompt: Book visits.}
    ```
Fix
    safe. A key that is another spelling (camelCase) of a known key, or one letter away from it, is renamed where the known
    key is absent. Otherwise the right place is only shown. A file that is camelCase throughout is the JavaScript SDK's and
    no finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import SAFE, Fix, Rename, shown
from complint.core.route import Route, get, holds
from complint.facts.examined import Examined, ExaminedPart
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.schema.keys import Suggestion

# parameters of a speech request's URL: in the structured form they stand beside the body
QUERY_PARAMETERS = frozenset({"enable_logging", "optimize_streaming_latency", "output_format"})
_MOST = 10
_LOOKED_AT = 200


def check(examined: Examined, document: Document) -> Iterator[Hit]:
    """Yield a hit per key that is written where or as the schema does not know it, and is clearly meant; at most ten."""
    found = [hit for part in examined.parts for hit in _of_part(part, document)]
    yield from found[:_MOST]


def _of_part(part: ExaminedPart, document: Document) -> Iterator[Hit]:
    for route, key in part.renamed.items():
        place, name = part.place(route), str(route[-1])
        message = f"{key} is camelCase, the API reads {name}"
        yield Hit(place, message, on_key=True, fix=Fix(SAFE, f"rename {key} to {name}", (Rename(place, name),)))
    if part.verdict.unknown:
        yield from _of_unknown(part, document)


def _of_unknown(part: ExaminedPart, document: Document) -> Iterator[Hit]:
    from complint.schema.keys import suggest

    for route in part.verdict.unknown[:_LOOKED_AT]:
        suggestion = None if _is_of_command_line(str(route[-1])) else suggest(part.schema, route, part.data)
        if suggestion is not None:
            yield _hit(part, route, suggestion, document)


def _hit(part: ExaminedPart, route: Route, suggestion: Suggestion, document: Document) -> Hit:
    key, place, name = str(route[-1]), part.place(route), suggestion.name
    above = f"a key of {route[-2][:40]}" if len(route) > 1 and isinstance(route[-2], str) else "a key here"
    if suggestion.kind == "rename":
        there = get(part.data, *suggestion.target) is not None
        message = f"{key[:40]} is not {above}, did you mean {name}?"
        if suggestion.certain and not document.camel and not holds(part.data, suggestion.target):
            return Hit(
                place, message, on_key=True, fix=Fix(SAFE, f"rename {key[:40]} to {name}", (Rename(place, name),))
            )
        title = f"{name} is there already, remove {key[:40]}" if there else f"rename {key[:40]} to {name}"
        return Hit(place, message, on_key=True, fix=shown(title, _dotted(part, suggestion.target)))
    if part.schema == "speech-request" and place[-2:-1] == ("body",) and name in QUERY_PARAMETERS:
        target = ".".join(str(step) for step in (*place[:-2], "query", name))
    else:
        target = _dotted(part, suggestion.target)
    message = f"{key[:40]} is not {above}, it belongs at {target}"
    if name == "tools":
        message += ", as tool_ids and built_in_tools"
    return Hit(place, message, on_key=True, fix=shown(f"move {key[:40]}", target))


def _dotted(part: ExaminedPart, target: Route) -> str:
    return ".".join(str(step) for step in (*part.route, *target))


def _is_of_command_line(key: str) -> bool:
    """Tell a spelling that the vendor's own command line writes and reads back: color1 for color_1."""
    return key[-1:].isdigit() and key.isalnum() and key == key.lower()
