"""Setting that does not work under zero retention.

Why
    Some features keep or summarise what a caller said. The vendor documents them as unavailable in zero retention mode, so an
    agent that keeps zero retention and asks for one of them behaves otherwise than its file says.
Bad
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash, enable_reasoning_summary: true}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
Good
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash, enable_reasoning_summary: false}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
Fix
    safe. The setting is turned off; under zero retention it has no effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import SAFE, Fix, Set
from complint.facts.phi_agents import because
from complint.facts.profile import Profile
from complint.facts.prompts import Prompts
from complint.policy.law import Law


def check(prompts: Prompts, profile: Profile, law: Law) -> Iterator[Hit]:
    """Yield a hit per prompt that turns on a setting of `law.value["prompt_flags"]` (names of boolean prompt keys)."""
    related = because(profile)
    for place in prompts.places:
        for key in law.value["prompt_flags"]:
            if place.data.get(key) is True:
                here = (*place.route, key)
                fix = Fix(SAFE, f"set {key} to false", (Set(here, False),))
                yield Hit(here, f"{key} does not work under zero retention ({place.where})", fix=fix, related=related)
