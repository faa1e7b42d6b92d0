"""Value that an assertion of a policy pack forbids.

Why
    An organisation has rules of its own: a ceiling for the temperature, voices that are cleared, a suffix that every agent's name
    bears. A requirement says such a rule without code: `given` selects places by a JSONPath, `assert` is a JSON Schema that each
    of them must meet, `message` says what is required, and `fix` may set, remove or rename. What is absent is not selected; to
    require a key, select the object around it and assert `required`.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config: {agent: {prompt: {prompt: Answer questions., llm: gemini-2.5-flash, temperature: 0.9}}}
    ```
    ```yaml complint.yaml
    policies: [house/example]
    ```
Good
    ```yaml agent.yaml
    name: Front desk
    conversation_config: {agent: {prompt: {prompt: Answer questions., llm: gemini-2.5-flash, temperature: 0.3}}}
    ```
    ```yaml complint.yaml
    policies: [house/example]
    ```
Fix
    safe or unsafe. As the requirement says: set a value, remove the key, or rename it; unsafe where it does not say.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.errors import BrokenPart
from complint.core.finding import Hit
from complint.core.fix import SAFE, UNSAFE, Fix, Remove, Rename, Set
from complint.core.route import JSON, Route, get
from complint.facts.givens import Givens
from complint.policy.assertion import TooManyReferencesError, why_not
from complint.policy.law import Law
from complint.policy.patterns import OverBudgetError


def check(givens: Givens, law: Law) -> Iterator[Hit]:
    """Yield a hit per selected place that does not meet the assertion.

    The law's value is `{given, assert, message, fix}`; parameters of a profile or a configuration replace its keys.
    """
    asked = {**law.value, **{key: law.parameters[key] for key in ("assert", "message") if key in law.parameters}}
    for route, value in givens.at(asked["given"]):
        try:
            reason = why_not(asked["assert"], value)
        except (OverBudgetError, TooManyReferencesError, RecursionError) as error:
            what = str(error) if not isinstance(error, RecursionError) else "assert is nested without end"
            raise BrokenPart(f"requirement {law.requirement}: {what}") from None
        if reason is not None:
            yield Hit(route, asked["message"], fix=_fix(asked.get("fix"), route), why=reason)


def _fix(wanted: JSON, route: Route) -> Fix | None:
    if not wanted or not route:
        return None
    safety = SAFE if get(wanted, "safety") == SAFE else UNSAFE
    if wanted.get("remove"):
        return Fix(safety, f"remove {route[-1]}", (Remove(route),))
    name = wanted.get("rename")
    if name is not None:
        return Fix(safety, f"rename it to {name}", (Rename(route, name),)) if isinstance(route[-1], str) else None
    return Fix(safety, f"set it to {wanted['set']!r}", (Set(route, wanted["set"]),))
