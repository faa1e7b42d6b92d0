"""Duties to disclose by state bind agents that declare their states, and say the same thing of one place only once."""

from __future__ import annotations

from complint.testing import Case, run_case

AGENT = """
name: Parcel line
conversation_config:
  agent:
    first_message: Hello, this is Wexmoor Parcels. How can I help?
    prompt: {prompt: Find parcels.}
platform_settings: {privacy: {record_voice: true}}
"""


def findings(states: str, rule: str, more: str = "") -> list[tuple[str, str, list[str]]]:
    entry = f"agents: [{{match: {{path: agent.yaml}}{states}{more}}}]\n"
    case = Case("", (("agent.yaml", AGENT), ("complint.yaml", entry)), profile="us-outbound")
    return [(f.severity, f.requirement, [c.title for c in f.citations]) for f in run_case(case, rule)]


def test_many_states_are_one_finding_with_all_citations() -> None:
    (alone,) = findings("", "disclosure/undisclosed-recording")
    assert alone[1] == "elevenlabs/disclosure/undisclosed-recording"
    assert not any("934.03" in title for title in alone[2])
    (both,) = findings(", states: [FL, ca, TX]", "disclosure/undisclosed-recording")
    assert both[:2] == alone[:2]
    assert both[2][: len(alone[2])] == alone[2]
    assert any("934.03" in title for title in both[2])
    assert "Cal. Penal Code § 632" in both[2]


def test_ai_disclosure_of_states() -> None:
    (outbound,) = findings(", states: [CA, ME]", "disclosure/undisclosed-ai", ", direction: outbound")
    assert any("1500-DD" in title for title in outbound[2])
    assert any("§ 2874" in title for title in outbound[2])
    assert not any("17940" in title for title in outbound[2])
    (inbound,) = findings(", states: [CA]", "disclosure/undisclosed-ai", ", direction: inbound")
    assert not any("§ 2874" in title for title in inbound[2])
