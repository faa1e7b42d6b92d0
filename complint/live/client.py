"""The HTTP client that the vendor's SDK is given: it only reads, from one host, with bounded answers and bounded patience."""

from __future__ import annotations

import email.utils
import json
import random
import time
from collections.abc import Callable
from typing import Any

import httpx

from complint.live.access import Access

TRIES = 6  # of one request
GIVEN_UP = 3  # requests in a row that failed for good: then nothing more is asked
LONGEST_WAIT = 120.0  # seconds that a server may ask us to wait
LONGEST_BACKOFF = 30.0
MAX_BYTES = 64 * 1024 * 1024
DEADLINE = 120.0  # seconds for a whole answer: a server that drips bytes never times out by itself
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_BUSY = (408, 425, 429)
_WORDS = {
    401: "the API refuses the key (401)",
    403: "the key may not read this (403)",
    404: "there is no such thing (404)",
    422: "the API does not understand the request (422)",
    429: "the API asks for fewer requests (429), and went on asking",
}


class Unanswered(Exception):
    """A request without a usable answer: why, in words of our own, and the HTTP status where there was one."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.status = status


class _Again(Exception):
    """A try that failed and may be repeated; `wait` is what the server asked for, in seconds."""

    def __init__(self, why: str, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.status = status
        self.wait = wait


class Patience:
    """How long to try: clock, sleep and jitter are given, so that tests need no time."""

    def __init__(
        self,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        jitter: Callable[[], float] = random.random,
        timeout: httpx.Timeout = TIMEOUT,
        deadline: float = DEADLINE,
    ) -> None:
        self.sleep = sleep
        self.clock = clock
        self.jitter = jitter
        self.timeout = timeout
        self.deadline = deadline

    def before(self, attempt: int, asked: float | None) -> None:
        """Wait before the next try: as long as the server asks for, else ever longer, with jitter against herds."""
        backoff = min(LONGEST_BACKOFF, 2.0**attempt) * (0.5 + self.jitter() / 2)
        self.sleep(backoff if asked is None else asked + backoff / 10)


class ReadOnlyClient(httpx.Client):
    """Sends nothing but GET, and that to the one host the key is for; retries what a moment may cure.

    Proxies and certificates are httpx's own defaults. Redirects are not followed: the key would go with them. `answer`
    is the JSON value of the last answer, as the server sent it; the response itself says only that there is one.
    """

    def __init__(self, access: Access, patience: Patience) -> None:
        super().__init__(timeout=patience.timeout, follow_redirects=False)
        self._access = access
        self._patience = patience
        self._given_up: list[Unanswered] = []  # since the last answer
        self._answered = False
        self.answer: Any = None

    def send(self, request: httpx.Request, **_options: Any) -> httpx.Response:
        """Put the answer to a request in `answer`, and return a response without it. Raises Unanswered."""
        self.answer = None
        if request.method != "GET":
            raise Unanswered(f"complint only reads: it sends no {request.method}")
        if request.url.host != self._access.host or request.url.port != self._access.port:
            raise Unanswered("complint sends the key to no other host")
        self._stop_if_hopeless()
        try:
            response = self._patiently(request)
        except Unanswered as error:
            if error.status is None or error.status >= 500 or error.status in _BUSY:
                self._given_up.append(error)
            raise
        self._given_up.clear()
        self._answered = True
        return response

    def _stop_if_hopeless(self) -> None:
        """Ask no more of a server that gave nothing but failures, or that never was there at all."""
        if not self._given_up:
            return
        last = self._given_up[-1]
        never_there = last.status is None and not self._answered
        if len(self._given_up) >= (1 if never_there else GIVEN_UP):
            raise Unanswered(f"not asked any more, since the last requests failed: {last.why}")

    def _patiently(self, request: httpx.Request) -> httpx.Response:
        for attempt in range(TRIES):
            try:
                return self._once(request)
            except _Again as failed:
                if attempt + 1 == TRIES:
                    raise Unanswered(failed.why, failed.status) from None
                if failed.wait is not None and failed.wait > LONGEST_WAIT:
                    raise Unanswered(f"the API asks to wait for {failed.wait:.0f} seconds", failed.status) from None
                self._patience.before(attempt, failed.wait)
        raise AssertionError("the last try returns or raises")

    def _once(self, request: httpx.Request) -> httpx.Response:
        try:
            response = super().send(request, stream=True, follow_redirects=False)
            try:
                body = self._body(response)
            finally:
                response.close()
        except httpx.TimeoutException:
            raise _Again("the API does not answer in time") from None
        except (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL) as error:
            raise _Again(f"the connection failed ({type(error).__name__})") from None
        return self._judged(request, response, body)

    def _body(self, response: httpx.Response) -> bytes:
        end = self._patience.clock() + self._patience.deadline
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                raise Unanswered(f"the answer is larger than {MAX_BYTES:,} bytes", response.status_code)
            if self._patience.clock() > end:
                raise _Again("the API does not answer in time")
        return b"".join(parts)

    def _judged(self, request: httpx.Request, response: httpx.Response, body: bytes) -> httpx.Response:
        status = response.status_code
        if status in _BUSY or status >= 500:
            raise _Again(_words(status), status, _retry_after(response.headers, self._patience.clock()))
        if status != 200:
            raise Unanswered(_words(status), status)
        try:
            self.answer = json.loads(body, parse_constant=_refuse)
        except (ValueError, RecursionError):
            page = " but a page of HTML" if body.lstrip()[:1] == b"<" else ""
            raise _Again(f"the answer is no JSON{page}") from None
        # the SDK is given null in place of the body: making its models of it takes longer than all else, for nothing
        return httpx.Response(200, headers={"content-type": "application/json"}, content=b"null", request=request)


def _refuse(name: str) -> Any:
    raise ValueError(name)  # NaN and the like, which Python's reader takes and JSON has not


def _words(status: int) -> str:
    if status in _WORDS:
        return _WORDS[status]
    if 300 <= status < 400:
        return f"the API redirects ({status}), which is not followed: the key would go with it"
    return f"the API fails ({status})" if status >= 500 else f"the API refuses the request ({status})"


def _retry_after(headers: httpx.Headers, now: float) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110, 10.2.3: seconds or a date); None without a readable one."""
    written = headers.get("retry-after", "").strip()
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(written).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None
