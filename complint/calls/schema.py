"""The CALLS columns: their names, the headers that mean them, and which header of a file is which column."""

from __future__ import annotations

from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ALIASES = """
call_id: id, lead_id, contact_id, record_id, external_id
phone_number: phone, phone_e164, to, to_number, number, telephone, telephone_number, mobile, mobile_phone, contact_number, msisdn
scheduled_at: scheduled_time, scheduled_for, start_time, call_time, call_at, dial_at, datetime, scheduled_time_unix
timezone: tz, time_zone, schedule_timezone
duration_seconds: duration, expected_duration, expected_duration_seconds, call_length_seconds
attempts: max_attempts, dial_attempts
agent_id: agent
campaign: campaign_id, campaign_name, call_name
purpose: call_purpose
call_type: voice_type
line_type: phone_type, number_type
recipient_timezone: contact_timezone, lead_timezone, customer_timezone, recipient_tz
recipient_state: state, contact_state, state_code
recipient_zip: zip, zipcode, zip_code, postal_code
recipient_address_state: address_state, billing_state, mailing_state, home_state
consent_type: consent, consent_level
consent_at: consent_date, consented_at, opt_in_at, opt_in_date, signature_captured_at_utc
consent_source: page_url, source_url, opt_in_source, certificate_url, xxTrustedFormCertUrl
consent_signer: signer, signer_name, signer_name_or_session
consent_method: signature_type, opt_in_method
consent_text: consent_text_exact, consent_language, tcpa_text
consent_id: jornaya_leadid
consent_seller: seller, seller_name
consent_phone_number: consent_phone
consent_prechecked: prechecked
revoked_at: revocation_date, opt_out_at, opted_out_at, opt_out_date
ebr_type: relationship
ebr_at: ebr_date
national_dnc: dnc, federal_dnc
national_dnc_checked_at: dnc_checked_at, dnc_scrub_date
internal_dnc: company_dnc, do_not_call
rnd_result: rnd, reassigned
first_message:
system_prompt:
language:
voice_id:
"""

COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(alias.strip() for alias in aliases.split(",") if alias.strip())
    for name, _, aliases in (line.partition(":") for line in _ALIASES.strip().split("\n"))
}
# what a consents file may say of a call, beside the number that joins it
CONSENT_COLUMNS = (*(name for name in COLUMNS if name.startswith("consent_")), "revoked_at")
# a recipient's variables that speak of the call; all others are the agent's own and must not decide
VARIABLES = tuple(
    name
    for name in COLUMNS
    if name.startswith(("consent_", "ebr_", "recipient_", "national_dnc"))
    or name in ("revoked_at", "line_type", "purpose", "internal_dnc", "rnd_result")
)


def plain(header: str) -> str:
    """Return a header without what does not matter: case, spaces, hyphens and underscores."""
    return "".join(letter for letter in header.casefold() if letter not in " -_\t\ufeff\u00a0")


_NAMES = {plain(name): name for name in COLUMNS}
_BY_ALIAS = {plain(alias): name for name, aliases in COLUMNS.items() for alias in aliases}


def known(header: str) -> str | None:
    """Return the column that a header means by its own name or an alias, or None."""
    key = plain(header)
    return _NAMES.get(key) or _BY_ALIAS.get(key)


def match(headers: Iterable[str], chosen: Mapping[str, str] = {}) -> dict[str, str]:
    """Return column → header. `chosen` (column → header) is what the user said; a column's own name wins over an alias.

    Raises ComplintError where two headers claim one column, or a chosen header or column does not exist.
    """
    listed = list(headers)
    wishes = _wishes(chosen, listed)
    claims: dict[str, list[str]] = {}
    taken = set(wishes.values())
    for header in listed:
        column = known(header)
        if column is not None and header not in taken and column not in wishes:
            claims.setdefault(column, []).append(header)
    found = dict(wishes)
    for column, candidates in claims.items():
        own = [header for header in candidates if plain(header) == plain(column)]
        best = own or candidates
        if len(best) > 1:
            raise ComplintError(_twice(column, best))
        found[column] = best[0]
    return found


def _wishes(chosen: Mapping[str, str], headers: list[str]) -> dict[str, str]:
    found = {}
    for name, wanted in chosen.items():
        column = _NAMES.get(plain(name))
        if column is None:
            raise ComplintError(f"there is no column {name!r}; known: {', '.join(COLUMNS)}")
        exact = [header for header in headers if header == wanted]
        near = exact or [header for header in headers if plain(header) == plain(wanted)]
        if not near:
            raise ComplintError(
                f"{column} is to be read from the column {wanted!r}, but the file has: {', '.join(headers)}"
            )
        found[column] = near[0]
    return found


def _twice(column: str, headers: list[str]) -> str:
    named = " and ".join(repr(header) for header in headers)
    way = headers[0]
    return (
        f"the columns {named} both mean {column}; say which: "
        f"calls.columns: {{{column}: {way}}} in the configuration, or --column {column}={way}"
    )
