"""Names that announce a credential, and values that only stand for one: variables, references, "your_api_key", "REDACTED"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

_CREDENTIAL_NAME = (
    r"(?i)(?:^|.*[-_. ])(?:api[-_]?key|access[-_]?key|secret[-_]?key|private[-_]?key|auth[-_]?key|subscription[-_]?key"
    r"|key[-_]?secret|secret|token|password|passwd|passphrase|pwd|authorization|auth|credentials?|bearer|jwt|cookie"
    r"|encrypted[-_]?value)$"
)
_CAMEL_NAME = (
    r".*[a-z](?:ApiKey|AccessKey|SecretKey|PrivateKey|Secret|Token|Password|Authorization|Credentials?|EncryptedValue)$"
)
# One of these stands in every such name: an ordinary name is told without a pattern, which takes a while to compile.
_HINTS = ("key", "secret", "token", "pass", "pwd", "auth", "credential", "bearer", "jwt", "cookie", "encrypted")
_SCHEME = r"(?i)(?:bearer|basic|token|apikey|api-key|key|digest)\s+"

_STANDS_FOR = (
    r"(?i)x{4,}|\*{3,}|•{2,}|\.{3,}|…|_{4,}|#{4,}|\{\{|\$\{|\$\("
    r"|placeholder|change[-_ ]?me|redacted|example|not[-_ ]?a[-_ ]?real"
)
_LOCATOR = (
    r"(?i)(?:process\.env|os\.environ|env[.:(]|secrets?[.:/]|vars?\.|vault:|op://|ref\+|arn:aws:|ssm:|projects/)"
    r"|(?:your|insert|replace|enter|put|add|paste|fill)(?:[^a-z]|$)|your[A-Z_a-z]|my[-_]"
)
_ENV_NAME = r"\$?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|\$[A-Za-z_]\w*|<.*>|\[.*\]|\{.*\}|%.*%"
_WORD = r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+"
_VOCABULARY = frozenset(
    "a abc access account agent api app application auth authorization base64 basic bearer change code credential"
    " credentials default demo dummy eleven elevenlabs empty env environment fake false foo bar baz from goes header here hidden"
    " id insert key keys me missing my name nil no none null of openai or pass password placeholder public replace sample sandbox"
    " secret set some something sid string stripe test testing text the this to todo token true tbd twilio undefined unset user"
    " username value variable webhook with xi xxx xyz your".split()
)
_COUNTING = "01234567890123456789"


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


@lru_cache(maxsize=2048)
def is_credential_name(name: str) -> bool:
    """Tell whether a key or header of this name holds a credential: Authorization, x-api-key, clientSecret, …"""
    if len(name) > 100 or (name.isascii() and not any(map(name.lower().__contains__, _HINTS))):
        return False
    return _pattern(_CREDENTIAL_NAME).fullmatch(name) is not None or _pattern(_CAMEL_NAME).fullmatch(name) is not None


def is_placeholder(text: str) -> bool:
    """Tell whether a text only stands for a secret: a variable, a reference, "your_api_key", "<token>", "xxxx", "REDACTED"."""
    plain = text.strip().strip("\"'")
    if len(plain) > 4096:
        return False
    if not plain or _pattern(_STANDS_FOR).search(plain) or _pattern(_LOCATOR).match(plain):
        return True
    if _pattern(_ENV_NAME).fullmatch(plain) or plain.strip("0") == "" or plain.lower().endswith(("_here", "-here")):
        return True
    return all(_is_filler(word) for word in _pattern(_WORD).findall(plain))


def _is_filler(word: str) -> bool:
    return word in _COUNTING if word.isdigit() else word.lower() in _VOCABULARY


def is_random(text: str) -> bool:
    """Tell whether a text looks made by a machine: one long word of letters and digits, and no date, URL or file name."""
    if len(text) < 12 or any(char.isspace() for char in text) or "://" in text:
        return False
    if text[:4].isdigit() and text[4:5] == "-" and text[5:7].isdigit():
        return False
    letters = sum(char.isalpha() for char in text)
    digits = sum(char.isdigit() for char in text)
    if letters + digits < 0.8 * len(text) or letters == 0:
        return False
    return digits >= 2 or (len(text) >= 32 and not text.islower() and not text.isupper())


def is_literal_credential(text: str) -> bool:
    """Tell whether the value of a credential is written out: not a placeholder, not prose, after a scheme word is taken off."""
    scheme = _pattern(_SCHEME).match(text.strip())
    value = text.strip()[scheme.end() :] if scheme else text.strip()
    if scheme and scheme[0].strip().lower() == "basic":
        decoded = decoded_basic(value)
        value = decoded.partition(":")[2] if decoded is not None else value
    return len(value) >= 4 and not any(char.isspace() for char in value) and not is_placeholder(value)


def decoded_basic(text: str) -> str | None:
    """Return user:password of basic credentials, None where it is none ("basic information" decodes to noise)."""
    import binascii

    try:
        plain = binascii.a2b_base64(text + "=" * (-len(text) % 4)).decode("utf-8")
    except (ValueError, binascii.Error):
        return None
    return plain if ":" in plain and plain.isprintable() else None
