"""What secrets look like: the formats of keys, credentials told by the words before them, and masking both in a text."""

from __future__ import annotations

import re
from functools import cache

from complint.core.record import record
from complint.facts.credential_words import (
    decoded_basic,
    is_credential_name,
    is_literal_credential,
    is_placeholder,
    is_random,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_API_KEY, _ELEVENLABS, _BASIC = "an API key", "an ElevenLabs API key", "basic credentials"
_URL_TOKEN, _HOOK = "a token in a URL", "a webhook URL that is a secret by itself"

# Keys with a beginning of their own: (what, beginnings, pattern). They are looked for by their beginning, at the speed of C,
# and only where no letter or digit stands before it ("task_…" holds no "sk_").
_KEYS = (
    (_ELEVENLABS, ("sk_",), r"sk_[0-9a-f]{40,64}(?:_residency_[a-z0-9]+)?(?![A-Za-z0-9])"),
    ("a Stripe key", ("sk_live_", "sk_test_", "rk_live_", "rk_test_"), r"[sr]k_(?:live|test)_[0-9A-Za-z]{16,}"),
    (_API_KEY, ("sk_",), r"sk_[0-9A-Za-z]{24,}"),
    (_API_KEY, ("sk-",), r"sk-(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{20,}"),
    (_API_KEY, ("gsk_",), r"gsk_[A-Za-z0-9]{32,}"),
    ("an AWS access key", ("AKIA", "ASIA"), r"A[KS]IA[0-9A-Z]{16}(?![A-Za-z0-9])"),
    ("a GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9]{30,}"),
    ("a GitHub token", ("github_pat_",), r"github_pat_[A-Za-z0-9_]{22,}"),
    ("a GitLab token", ("glpat-",), r"glpat-[A-Za-z0-9_-]{20,}"),
    ("a Slack token", ("xox",), r"xox[abeoprs]-[0-9A-Za-z-]{10,}"),
    ("a Google API key", ("AIza",), r"AIza[0-9A-Za-z_-]{35}"),
    ("a JSON web token", ("eyJ",), r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{8,}"),
    ("a SendGrid key", ("SG.",), r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("a Hugging Face token", ("hf_",), r"hf_[A-Za-z0-9]{30,}"),
    ("a Shopify token", ("shpat_", "shpss_", "shpca_", "shppa_"), r"shp(?:at|ss|ca|pa)_[0-9a-fA-F]{32}"),
    ("a HubSpot token", ("pat-",), r"pat-(?:na|eu)\d-[0-9a-f-]{30,}"),
    (_API_KEY, ("cal_",), r"cal_(?:live_|test_)?[0-9a-f]{32}"),
    ("a Supabase key", ("sbp_", "sb_secret_"), r"sb(?:p_[0-9a-f]{40}|_secret_[A-Za-z0-9_-]{20,})"),
    ("a signing secret", ("whsec_",), r"whsec_[A-Za-z0-9+/=_-]{20,}"),
    ("Twilio credentials", ("AC",), r"AC[0-9a-f]{32}:([0-9a-f]{32})(?![0-9a-z])"),
    ("a private key", ("-----BEGIN",), r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,40}-----)?"),
)

# Secrets told by what stands before them: (what, text that must occur in lower case, pattern); group 1 is the secret.
_IS = r"[\"'\\]{0,4}\s{0,9}[:=]\s{0,9}[\"'\\]{0,4}"
_URL_PARAMETER = (
    r"(?i)[?&;](?:[\w.-]{0,40}[-_.])?(?:api[-_]?key|apikey|(?:access|auth|bearer|session)?[-_]?token|client[-_]?secret|secret"
    r"|password|passwd|pwd|sig|signature|subscription-key|code|key)=([^&#\s\"'<>]{8,})"
)
_CONTEXTS = (
    ("an AWS secret key", "secret_access_key", rf"(?i)secret_access_key{_IS}([A-Za-z0-9/+=]{{40}})"),
    ("a bearer token", "bearer", r"(?i)bearer\s{1,9}(?=[A-Za-z._~+/=-]*\d)([A-Za-z0-9._~+/=-]{16,})"),
    (_BASIC, "basic", r"(?i)basic\s{1,9}([A-Za-z0-9+/]{10,}={0,2})(?![A-Za-z0-9+/=])"),
    (_ELEVENLABS, "xi-api-key", rf"(?i)xi-api-key{_IS}([A-Za-z0-9_-]{{20,}})"),
    (_ELEVENLABS, "xi_api_key", rf"(?i)xi_api_key{_IS}([A-Za-z0-9_-]{{20,}})"),
    ("a Twilio auth token", "token", rf"(?i)auth[-_]?token{_IS}([0-9a-f]{{32}})(?![0-9a-z])"),
    ("a password in a URL", "@", r"://[^\s/?#:@\"'<>]{0,128}:([^\s/?#@\"'<>]{3,256})@"),
    (_URL_TOKEN, "@", r"://([A-Za-z0-9_.~-]{20,256})@"),
    (_URL_TOKEN, "=", _URL_PARAMETER),
    (_HOOK, "hooks.zapier.com", r"hooks\.zapier\.com/hooks/(?:catch|standard)/(\w[\w/-]{6,})"),
    (_HOOK, "zapier.com/api/mcp", r"zapier\.com/api/mcp/s/([\w=-]{16,})"),
    (_HOOK, "hooks.slack.com", r"hooks\.slack\.com/(?:services|workflows|triggers)/([\w/-]{16,})"),
    (_HOOK, "/api/webhooks/", r"discord(?:app)?\.com/api/webhooks/(\d{1,30}/[\w-]{20,})"),
    (_HOOK, "make.com", r"hook\.[\w.]{0,40}make\.com/([a-z0-9]{20,})"),
    (_HOOK, "webhook.office.com", r"webhook\.office\.com/webhookb?2?/([\w@/-]{30,})"),
)

# Words that end the name of a credential; a text is searched for them before any pattern is tried.
_NAME_ENDS = tuple(
    "key token secret password passwd passphrase pwd auth authorization bearer jwt credential credentials cookie"
    " encrypted_value encryptedvalue".split()
)
_NAME = r"[\w.-]{0,100}\Z"
_VALUE = (  # after `name:` or `name=`, or after `"name": "Authorization", "value":`
    r"\\{0,4}[\"']?(?:\s{0,9}[:=]|\s{0,9},?\s{0,99}[\"']?value[\"']?\s{0,9}:)\s{0,99}"
    r"(?:\\{1,4}\"((?:[^\"\\\n]|\\[^\"\n])+)|\"((?:[^\"\\\n]|\\[^\n])+)|'([^'\n]+)'"
    r"|((?:(?:bearer|basic|token)[ \t]{1,9}|[^\s\"'{\[#,}\]&*!|>\\])(?:(?!&[\w.-]{1,40}=)[^\s\"'#,}\]])*))"
)


@record
class Found:
    """A secret within a text: characters `start` to `end`, and what it is in words. Never the secret itself."""

    start: int
    end: int
    what: str


@cache
def _pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(text, flags)


def find_secrets(text: str) -> list[Found]:
    """Return what looks like a secret in a text, by its shape or the words right before it; in order, overlaps joined."""
    found = [*_keys(text), *_in_context(text)]
    if len(found) < 2:
        return found
    found.sort(key=lambda one: (one.start, -one.end))
    joined = found[:1]
    for one in found[1:]:
        last = joined[-1]
        if one.start >= last.end:
            joined.append(one)
        elif one.end > last.end:
            joined[-1] = Found(last.start, one.end, last.what)
    return joined


def _keys(text: str) -> Iterator[Found]:
    for what, beginnings, shape in _KEYS:
        for beginning in beginnings:
            at = text.find(beginning)
            while at >= 0:
                match = None
                if not (at and text[at - 1].isalnum()):
                    match = _pattern(shape).match(text, at)
                    if match is not None and not is_placeholder(match[match.re.groups]):
                        yield Found(*match.span(match.re.groups), what)
                at = text.find(beginning, match.end() if match is not None else _word_end(text, at))


def _word_end(text: str, at: int) -> int:
    """Return where the word at an offset ends: no other key can begin in it, and a long one is not to be read twice."""
    match = _pattern(r"[\w-]+").match(text, at)
    return match.end() if match is not None else at + 1


def _in_context(text: str) -> Iterator[Found]:
    low = text.lower()
    for what, gate, shape in _CONTEXTS:
        if gate in low:
            for match in _pattern(shape).finditer(text):
                if _is_real(what, match[1]):
                    yield Found(*match.span(1), what)


def _is_real(what: str, secret: str) -> bool:
    if what == _BASIC:
        decoded = decoded_basic(secret)
        return decoded is not None and not is_placeholder(decoded.partition(":")[2])
    if what == _URL_TOKEN and not is_random(secret):
        return False
    if what == _ELEVENLABS and not secret.startswith("sk_") and not any(char.isdigit() for char in secret):
        return False
    return not is_placeholder(secret)


def mask(text: str, spans: Iterable[tuple[int, int]] = ()) -> str:
    """Return a text with every secret in it turned to asterisks, of equal length so that columns stay.

    `spans` are secrets known by position, as (start, end) in characters of `text`. By itself it masks what has the shape
    of a secret and literal values of keys that name a credential. Mask first and cut afterwards: half a secret has no shape.
    """
    hidden = [(max(start, 0), min(end, len(text))) for start, end in spans]
    hidden += [(one.start, one.end) for one in find_secrets(text)]
    hidden += _named_values(text)
    if not hidden:
        return text
    parts = []
    at = 0
    for start, end in sorted(hidden):
        if end > at:
            parts += [text[at : max(start, at)], "*" * (end - max(start, at))]
            at = end
    return "".join(parts) + text[at:]


_BARE = 4


def _is_prose(word: str) -> bool:
    """Tell a short lower-case word, as follows "password:" in a sentence."""
    return len(word) < 8 and word.isalpha() and word.islower()


def _named_values(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of literal values that stand after the name of a credential, in JSON, YAML, headers and prose."""
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower case is two: fold ASCII alone, so that offsets stay
        low = "".join(char.lower() if char.isascii() else char for char in text)
    for word in _NAME_ENDS:
        at = low.find(word)
        while at >= 0:
            end = at + len(word)
            match = _pattern(_VALUE, re.IGNORECASE).match(text, end)
            if match is not None:
                group = match.lastindex or 1
                name = _pattern(_NAME).search(text, max(0, at - 100), end)
                prose = group == _BARE and _is_prose(match[group])
                if (
                    name is not None
                    and not prose
                    and is_credential_name(name[0])
                    and is_literal_credential(match[group])
                ):
                    yield match.span(group)
                end = match.end()
            at = low.find(word, end)
