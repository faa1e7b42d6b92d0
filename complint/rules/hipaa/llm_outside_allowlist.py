"""Language model outside the allowlist of zero retention mode.

Why
    Under zero retention only the models on the vendor's allowlist may hear a conversation: the vendor has business associate
    agreements with their providers and with no others. The API refuses an agent that names another one (HTTP 400), and a
    model named in a quiet corner (a backup order, post-call analysis, a guardrail, a language preset, a workflow node, a
    test, a call's override) hears the same words as the main one. A custom guardrail that names no model gets a default
    that is itself not on the list. Dated checkpoints count as the model they are taken from.

    A model that your own agreement covers is added with `parameters: {also_allowed: [model-id]}` under `rules:`; an older
    edition of the list is pinned with `edition: DATE`.
Bad
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings:
      privacy: {zero_retention_mode: true}
      analysis_llm: gpt-4o
    ```
Good
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings:
      privacy: {zero_retention_mode: true}
      analysis_llm: gemini-2.0-flash-001
    ```
Fix
    none. Which model takes its place is yours to choose; a prompt has to be tried on the new one.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import FAIL, UNKNOWN, WARNING, Hit, unknown
from complint.facts.llm_allowlist import allowlist_of, judge
from complint.facts.llm_references import LlmReferences
from complint.facts.phi_agents import PhiAgents
from complint.policy.law import Law
from complint.settings import Settings


def check(references: LlmReferences, agents: PhiAgents, settings: Settings, law: Law) -> Iterator[Hit]:
    """Yield a hit per model that is not on the list; `law.value` is an allowlist (see `complint.facts.llm_allowlist`).

    An agent whose integration forces zero retention is judged by `hipaa/integration-forces-zero-retention` instead. Models
    that a test gets by default are a warning: tests should hold no real patient's words.
    """
    agent = next((one for one in agents.items if one.forcing is None), None)
    if agent is None or not (references.items or references.elsewhere):
        return
    allowlist = allowlist_of(law, settings)
    for reference in references.items:
        verdict = judge(reference, allowlist)
        if verdict.allowed is not True:
            outcome = FAIL if verdict.allowed is False else UNKNOWN
            severity = WARNING if reference.is_test_default else None
            yield Hit(reference.route, verdict.message, severity, outcome, related=agent.related, why=agent.why)
    for route in references.elsewhere:
        message = "analysis items are kept outside this file: whether their models are on the allowlist cannot be told"
        yield unknown(route, message, related=agent.related)
