"""Custom LLM of an agent with PHI at a host that no BAA covers.

Why
    A custom LLM is your own provider's server: the vendor's agreements say nothing about it. Under zero retention it may be
    used when you have a business associate agreement with that provider and bring your own key, over https. Newer terms
    also ask you to tell the vendor's support, who then enable custom LLMs for the mode. None of this can be read from the
    agent's file: declare the host under `baa: {llm_hosts: [...]}` and the support's answer as
    `baa: {custom_llm_enabled: true}` in complint.yaml. A host may be written `*.acme.example`.
Bad
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt:
          prompt: Help callers.
          llm: custom-llm
          custom_llm: {url: "https://models.example/v1", model_id: answers-1}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
Good
    ```yaml complint.yaml
    baa: {llm_hosts: [llm.acme.example], custom_llm_enabled: true}
    ```
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt:
          prompt: Help callers.
          llm: custom-llm
          custom_llm: {url: "https://llm.acme.example/v1", model_id: answers-1}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
Fix
    none. Sign the agreement, or take a model from the allowlist.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import INFO, Hit, unknown
from complint.facts.baa_hosts import covers, is_variable
from complint.facts.custom_llms import CustomLlm, CustomLlms
from complint.facts.phi_agents import PhiAgents
from complint.policy.law import Law
from complint.settings import Settings


def check(custom: CustomLlms, agents: PhiAgents, settings: Settings, law: Law) -> Iterator[Hit]:
    """Yield a hit per custom LLM in use that is not covered.

    `law.value["enabling"]` tells whether the vendor's support must enable custom LLMs under zero retention;
    `law.value["schemes"]` are the URL schemes that encrypt.
    """
    if not custom.items or not agents.items:
        return
    agent = agents.items[0]
    enabled = settings.baa.get("custom_llm_enabled")
    missing = bool(law.value["enabling"]) and enabled is not True
    for llm in custom.items:
        if llm.url is None or is_variable(llm.host):
            message = f"the host of the custom LLM cannot be told ({llm.where}): it must be one that a BAA covers"
            yield unknown(llm.route, message, related=agent.related)
            continue
        wrong = list(_wrong(llm, settings, law))
        if missing and enabled is False:
            wrong.append(
                "the vendor's support has not enabled custom LLMs under zero retention (baa.custom_llm_enabled)"
            )
        if wrong:
            if missing and enabled is None:
                wrong.append("the vendor's support must have enabled custom LLMs under zero retention")
            yield Hit(llm.route, f"{'; '.join(wrong)} ({llm.where})", related=agent.related, why=agent.why)
        elif missing:
            message = (
                "under zero retention the vendor's support must enable custom LLMs; declare baa.custom_llm_enabled"
            )
            yield Hit(llm.route, f"{message} ({llm.where})", INFO, related=agent.related)


def _wrong(llm: CustomLlm, settings: Settings, law: Law) -> Iterator[str]:
    if not covers(settings.baa.get("llm_hosts"), llm.host):
        yield f"the custom LLM at {llm.host[:60] or 'a URL without a host'} is not declared under baa.llm_hosts"
    if llm.scheme not in law.value["schemes"]:
        yield "its URL is not https"
