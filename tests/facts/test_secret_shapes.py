"""What looks like a secret, what only stands for one, and masking. Every secret here is made up."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.facts.credential_words import is_credential_name, is_literal_credential, is_placeholder
from complint.facts.secret_shapes import find_secrets, mask

HEX = "3f0a9b1c2d4e5f60718293a4b5c6d7e8"
ELEVEN = "sk_" + HEX + HEX[:16]
MIXED = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d"

SECRETS = [
    ("an ElevenLabs API key", ELEVEN, ELEVEN),
    ("an ElevenLabs API key", ELEVEN + "_residency_eu", ELEVEN + "_residency_eu"),
    ("an ElevenLabs API key", f"curl -H 'xi-api-key: {HEX}'", HEX),
    ("an ElevenLabs API key", '{"xi_api_key": "' + HEX + '"}', HEX),
    ("an ElevenLabs API key", '{\\"xi-api-key\\": \\"' + HEX + '\\"}', HEX),
    ("a Stripe key", "rk_live_" + MIXED[:24], "rk_live_" + MIXED[:24]),
    ("an API key", "use sk-proj-" + MIXED + " here", "sk-proj-" + MIXED),
    ("an API key", "gsk_" + MIXED, "gsk_" + MIXED),
    ("an AWS access key", "AKIA" + "Q3EGRTY7HDJ2KLMN", "AKIAQ3EGRTY7HDJ2KLMN"),
    ("an AWS secret key", "aws_secret_access_key = " + MIXED[:40], MIXED[:40]),
    ("a GitHub token", "ghp_" + MIXED[:36], "ghp_" + MIXED[:36]),
    ("a GitHub token", "github_pat_" + MIXED, "github_pat_" + MIXED),
    ("a Slack token", "xoxb-1234567890-" + MIXED[:24], "xoxb-1234567890-" + MIXED[:24]),
    ("a Google API key", "AIza" + MIXED[:35], "AIza" + MIXED[:35]),
    (
        "a JSON web token",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9." + MIXED,
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9." + MIXED,
    ),
    ("a SendGrid key", f"SG.{MIXED[:22]}.{MIXED}", f"SG.{MIXED[:22]}.{MIXED}"),
    ("a Twilio auth token", f'"authToken": "{HEX}"', HEX),
    ("Twilio credentials", f"curl -u AC{HEX}:{HEX[::-1]} https://api.example", HEX[::-1]),
    ("a bearer token", "Authorization: Bearer 7f3a9c1e5b2d48f6a0c4", "7f3a9c1e5b2d48f6a0c4"),
    ("basic credentials", "basic c3ZjOmJsdWUtS2V0dGxlOQ==", "c3ZjOmJsdWUtS2V0dGxlOQ=="),
    ("a password in a URL", "https://svc:blue-Kettle9@llm.acme.example/v1", "blue-Kettle9"),
    ("a token in a URL", f"https://{MIXED}@llm.acme.example/v1", MIXED),
    ("a token in a URL", f"https://a.example/x?a=1&X-Api-Key={MIXED[:16]}#t", MIXED[:16]),
    (
        "a webhook URL that is a secret by itself",
        "https://hooks.zapier.com/hooks/catch/987654/b3xk9qz/",
        "987654/b3xk9qz/",
    ),
    ("a webhook URL that is a secret by itself", "https://hooks.slack.com/services/T0AB/B0CD/" + MIXED[:24], None),
    ("a webhook URL that is a secret by itself", "https://hook.eu2.make.com/" + HEX, HEX),
    ("a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIB3xyz\n-----END RSA PRIVATE KEY-----", None),
]

NONE = [
    "task_3f0a9b1c2d4e5f60718293a4b5c6d7e83f0a9b1c2d4e5f60",
    "a risk-adjusted-and-well-thought-out-plan-2026",
    "basic information about the account",
    "Bearer tokens are explained in chapter 12345678901",
    "Bearer {{secret__orders_key}} and Bearer ${TOKEN_OF_ORDERS_1}",
    "xi-api-key: YOUR_ELEVENLABS_API_KEY_HERE",
    "xi-api-key: $ELEVENLABS_API_KEY",
    f"AC{HEX}",
    f"the hash {HEX} of the file",
    "AKIAIOSFODNN7EXAMPLE",
    "https://user:{{password}}@a.example and https://user:PASSWORD@a.example",
    "https://a.example/x?token={{t}}&api_key=<key>&page_token=2&key=value&code=en",
    "https://a.example/x?since=2026-01-01T00:00:00Z",
    "ask_ sk_ sk- eyJ AKIA ghp_ xox hooks.zapier.com -----BEGIN",
    "piet@acme.example://",
    "agent_0101k3w6qy2wfn399ftkfjn8k2m6 21m00Tcm4TlvDq8ikWAM",
    "",
]


@pytest.mark.parametrize(("what", "text", "secret"), SECRETS)
def test_a_secret_is_found_and_masked(what: str, text: str, secret: str | None) -> None:
    found = find_secrets(text)
    assert [one.what for one in found] == [what]
    hidden = text[found[0].start : found[0].end]
    assert secret is None or hidden == secret
    masked = mask(text)
    assert len(masked) == len(text)
    assert hidden not in masked
    assert masked[found[0].end :] == text[found[0].end :]


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_alike_is_left_alone(text: str) -> None:
    assert find_secrets(text) == []
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    ["your_api_key", "YOUR-KEY-HERE", "<token>", "xxxxxxxx", "****", "REDACTED", "changeme", "change-me-please", "secret",
     "password", "api_key", "ELEVENLABS_API_KEY", "$API_KEY", "${API_KEY}", "{{secret__x}}", "%TOKEN%", "process.env.TOKEN",
     "test-token", "my_secret", "insert token here", "sk_your_key_here", "...", "none", "00000000", "1234567890", "", "  "],
)  # fmt: skip
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)
    assert not is_literal_credential(text)
    assert not is_literal_credential(f"Bearer {text}")


@pytest.mark.parametrize(
    "text", ["hunter22", "tulip-Granite-77", HEX, "Bearer n1O2p3Q4r5", "Basic c3ZjOmJsdWUtS2V0dGxlOQ=="]
)
def test_literal_credentials(text: str) -> None:
    assert is_literal_credential(text)


def test_names_of_credentials() -> None:
    for name in [
        "Authorization",
        "x-api-key",
        "xi_api_key",
        "apiKey",
        "clientSecret",
        "ACCESS_TOKEN",
        "db.password",
        "X-Auth",
    ]:
        assert is_credential_name(name), name
    for name in [
        "max_tokens",
        "secret_id",
        "terms_key",
        "token_type",
        "authorized",
        "Content-Type",
        "keyboard",
        "",
        "x" * 5000,
    ]:
        assert not is_credential_name(name), name


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('"password": "hunter22"', '"password": "********"'),
        ('"password": "a\\"b1c2d3"', '"password": "*********"'),
        ('"body": "{\\"api_key\\": \\"hunter22\\"}"', '"body": "{\\"api_key\\": \\"********\\"}"'),
        ("api_key: hunter22 # ours", "api_key: ******** # ours"),
        ("Authorization: Bearer hunter22", "Authorization: ***************"),
        ('{"name": "X-Api-Key", "value": "hunter22"}', '{"name": "X-Api-Key", "value": "********"}'),
        ("- name: X-Api-Key\n  value: 'hunter22'", "- name: X-Api-Key\n  value: '********'"),
        ('"api_key": {"secret_id": "abcdefgh12345678wxyz"}', '"api_key": {"secret_id": "abcdefgh12345678wxyz"}'),
        ('"max_tokens": 250, "shareable_token": null', '"max_tokens": 250, "shareable_token": null'),
        ("Ask for the password: then go on.", "Ask for the password: then go on."),
        ("İ token: hunter22", "İ token: ********"),
    ],
)
def test_values_of_credentials_are_masked_by_their_names(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_known_spans_are_masked_wherever_they_are() -> None:
    assert mask("abcdef", [(1, 3)]) == "a**def"
    assert mask("abcdef", [(4, 99), (-5, 1), (2, 2)]) == "*bcd**"
    assert mask("abcdef", [(1, 5), (2, 3)]) == "a****f"


@given(st.text(), st.sampled_from([secret for _, _, secret in SECRETS[:22] if secret]), st.text())
def test_no_text_around_a_secret_brings_it_to_light(before: str, secret: str, after: str) -> None:
    text = f"{before} Authorization: Bearer {secret} {after}"
    masked = mask(text)
    assert len(masked) == len(text)
    assert secret not in masked[len(before) :]


@given(st.text(st.sampled_from('sk_-eyJ.:=/?&@"\\ \n{}aA1token<>key'), max_size=200))
def test_no_text_breaks_it_and_masking_twice_changes_nothing(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert mask(masked) == masked
    assert mask(json.dumps(text)) is not None


HOSTILE = [
    "password=",
    "eyJ",
    ".eyJ",
    "-eyJ",
    "eyJaaaaaaaaa.",
    "://",
    "?token=",
    "bearer a",
    'key="a',
    "token: a",
    "SG.",
    "&a=",
]


@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_texts_take_no_more_than_their_length(part: str) -> None:
    text = part * (200_000 // len(part))
    start = time.process_time()
    mask(text)
    assert time.process_time() - start < 5  # a quadratic search takes minutes
