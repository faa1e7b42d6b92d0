"""The texts that `complint new` writes; `<name>` stands for what the command fills in."""

RULE = '''"""Agent with a <words>.

Why
    Say here what goes wrong for whom, in a few sentences.
Bad
    ```yaml agent.yaml
    name: unnamed
    conversation_config: {agent: {prompt: {prompt: Help callers.}}}
    ```
Good
    ```yaml agent.yaml
    name: Front desk
    conversation_config: {agent: {prompt: {prompt: Help callers.}}}
    ```
Fix
    none. Say what a person has to do.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.route import get
from complint.model.document import Document


def check(document: Document) -> Iterator[Hit]:
    """Yield a hit per <words>."""
    if get(document.data, "name") == "unnamed":
        yield Hit(("name",), "the agent has no name of its own; one is required")
'''

RULE_CASES = """\
# <identity>

## a name that is none
```yaml agent.yaml
name: unnamed
conversation_config: {agent: {prompt: {prompt: Help callers.}}}
```
```findings
warning agent.yaml /name
```

## a name
```yaml agent.yaml
name: Front desk
conversation_config: {agent: {prompt: {prompt: Help callers.}}}
```
```findings
```
"""

PACK = """\
id: <pack>
title: "Requirements of <pack>"
sources:
  - title: "Name the policy, statute or contract"
"""

REQUIREMENT = """\
id: <identity>
title: "<title>"
rule: <rule>
when: {kind: [agent]}
severity: warning
values:
  - from: <day>
    confidence: medium
    verified_on: <day>
    citations:
      - title: "Name the policy, statute or contract, and its section"
"""

DECLARED = """\
id: <identity>
title: "<title>"
when: {kind: [agent]}
severity: warning
# the places that are looked at, and the JSON Schema that each of them must meet
given: $.conversation_config.agent.prompt.temperature
assert: {type: number, maximum: 0.5}
message: the temperature is above 0.5
# fix: {set: 0.5}
values:
  - from: <day>
    confidence: medium
    verified_on: <day>
    citations:
      - title: "Name the policy, statute or contract, and its section"
"""

CASES = """\
- title: what breaks it
  as_of: <day>
  files: {agent.yaml: {name: Desk, conversation_config: {agent: {prompt: {prompt: Help., temperature: 0.9}}}}}
  findings: ["warning agent.yaml /conversation_config/agent/prompt/temperature"]
- title: what meets it
  as_of: <day>
  files: {agent.yaml: {name: Desk, conversation_config: {agent: {prompt: {prompt: Help., temperature: 0.2}}}}}
  findings: []
"""
