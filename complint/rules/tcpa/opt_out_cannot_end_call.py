"""Marketing agent that cannot end the call or record an opt-out.

Why
    Who opts out is to be hung up on at once, and the number goes onto the organization's own do-not-call list. An agent
    without the built-in tool `end_call` has no way to hang up, and one without a tool that records the wish (or a collected
    data item that a post-call webhook hands on) forgets it.
Bad
    ```yaml complint.yaml
    agents: [{match: {path: agent.yaml}, direction: outbound, purpose: marketing}]
    ```
    ```yaml agent.yaml
    name: Solar offers
    conversation_config:
      agent:
        first_message: Sunmere Solar here. To stop these calls, press 9.
        prompt: {prompt: Offer panels., tool_ids: []}
    ```
Good
    ```yaml complint.yaml
    agents: [{match: {path: agent.yaml}, direction: outbound, purpose: marketing}]
    ```
    ```yaml agent.yaml
    name: Solar offers
    conversation_config:
      agent:
        first_message: Sunmere Solar here. To stop these calls, press 9.
        prompt:
          prompt: Offer panels.
          built_in_tools: {end_call: {type: system, name: end_call, params: {system_tool_type: end_call}}}
    platform_settings:
      data_collection: {opt_out: {type: boolean, description: True when the person asked for no more calls}}
    ```
Fix
    unsafe. The built-in tool `end_call` is added; the agent may then hang up. A tool that records has to be made by its owner.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import WARNING, Hit, unknown
from complint.core.fix import UNSAFE, Fix
from complint.facts.completeness import Completeness
from complint.facts.opt_out_means import END_CALL, OptOutMeans
from complint.facts.prompts import MAIN
from complint.facts.setting import put
from complint.model.document import Document
from complint.policy.law import Law

_ENTRY = {"type": "system", "name": END_CALL, "description": "", "params": {"system_tool_type": END_CALL}}


def check(document: Document, means: OptOutMeans, completeness: Completeness, law: Law) -> Iterator[Hit]:
    """Yield a hit where the call cannot be ended, and a warning where no tool can record an opt-out.

    `law.value["record_words"]` are words in names and descriptions of tools that record one. A partial document that does
    not write its tools says nothing of them.
    """
    if not completeness.complete:
        return
    if not means.ends_call:
        message = "who opts out cannot be hung up on: the built-in tool end_call is off"
        yield Hit((*MAIN, "built_in_tools", END_CALL), message, fix=_fix(document))
    words = [f" {word} " for word in law.value["record_words"]]
    if any(word in tool for tool in means.tools for word in words):
        return
    route = (*MAIN, "tool_ids")
    if means.unseen is not None:
        yield unknown(
            route, f"no tool tells by its name that it records an opt-out, and what {means.unseen} can do is not known"
        )
    else:
        yield Hit(route, "no tool or collected data item can record an opt-out", WARNING)


def _fix(document: Document) -> Fix | None:
    """Return the edit that adds the tool; None in a camelCase file, whose spelling of the tool's keys is not known."""
    edit = None if document.camel else put(document, (*MAIN, "built_in_tools", END_CALL), _ENTRY)
    return Fix(UNSAFE, "turn on the built-in tool end_call", (edit,)) if edit is not None else None
