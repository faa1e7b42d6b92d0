"""A stand-in for the vendor's API: lists and items in the shapes of its OpenAPI and SDK, with faults on demand."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "sk_0123456789abcdef0123456789abcdef0123456789abcdef"
ACCESS = {"is_creator": True, "creator_name": "Kim Ode", "creator_email": "kim.ode@hazelmoor.example", "role": "admin"}
OPENING = (
    "Hello, this is the AI assistant of Hazelmoor Dental. This call is recorded and shared with our service providers."
)

Fault = Callable[["Answering"], None]


def agent(identity: str, name: str = "", **prompt: Any) -> dict[str, Any]:
    """Return an agent as GET gives it: what somebody wrote, and much that the API fills in."""
    return {
        "agent_id": identity,
        "name": name or f"Desk {identity}",
        "conversation_config": {
            "asr": {
                "provider": "scribe_realtime",
                "quality": "high",
                "user_input_audio_format": "pcm_16000",
                "keywords": [],
            },
            "agent": {
                "first_message": OPENING,
                "language": "en",
                "hinglish_mode": False,
                "disable_first_message_interruptions": True,
                "prompt": {
                    "prompt": "Answer questions about opening hours.",
                    "llm": "gemini-2.5-flash",
                    "temperature": 0.0,
                    "max_tokens": -1,
                    "tool_ids": [],
                    "built_in_tools": {"end_call": None, "skip_turn": None},
                    "mcp_server_ids": [],
                    **prompt,
                },
            },
        },
        "platform_settings": {"auth": {"enable_auth": True, "allowlist": []}, "safety": {"is_blocked_ivc": False}},
        "metadata": {"created_at_unix_secs": 1_780_000_000, "updated_at_unix_secs": 1_790_000_000},
        "phone_numbers": [],
        "workflow": {"edges": {}, "nodes": {"start_node": {"type": "start", "position": {"x": 0.0, "y": 0.0}}}},
        "access_info": ACCESS,
        "tags": [],
        "version_id": "agtvrsn_1",
        "branch_id": "agtbrch_1",
    }


def tool(identity: str, name: str) -> dict[str, Any]:
    """Return a tool as the list gives it."""
    config = {
        "type": "webhook",
        "name": name,
        "description": "Books a visit.",
        "api_schema": {"url": f"https://ehr.hazelmoor.example/{name}", "method": "POST"},
    }
    return {
        "id": identity,
        "tool_config": config,
        "access_info": ACCESS,
        "usage_stats": {"total_calls": 3, "avg_latency_secs": 0.2},
    }


def server(identity: str) -> dict[str, Any]:
    """Return an MCP server as the list gives it."""
    config = {
        "name": "Handbook",
        "url": "https://mcp.hazelmoor.example/sse",
        "transport": "SSE",
        "approval_policy": "require_approval_all",
    }
    return {
        "id": identity,
        "config": config,
        "metadata": {"created_at": 1},
        "access_info": ACCESS,
        "dependent_agents": [],
    }


def batch(identity: str, agent_id: str, start: int = 1_795_392_000) -> dict[str, Any]:
    """Return a batch call with its recipients; `start` is a UNIX time (2026-11-23T00:00:00Z)."""
    return {
        "id": identity,
        "name": "Recall letters",
        "agent_id": agent_id,
        "phone_number_id": "phnum_1",
        "created_at_unix": 1_790_000_000,
        "scheduled_time_unix": start,
        "status": "pending",
        "total_calls_scheduled": 1,
        "agent_name": "Desk",
        "recipients": [
            {
                "id": "rcpt_1",
                "phone_number": "+12125550142",
                "status": "pending",
                "created_at_unix": 1,
                "updated_at_unix": 1,
            }
        ],
    }


def campaign(identity: str, agent_id: str, leads: int = 1) -> dict[str, Any]:
    """Return a campaign as the SDK models it, with calling periods from 9 to 17 o'clock in New York."""
    hours = {"weekdays": [0, 1, 2, 3, 4], "intervals": [{"start": "09:00", "end": "17:00"}]}
    return {
        "campaign_id": identity,
        "call_name": "Check-ups",
        "agent_id": agent_id,
        "channel_config": {"channel": "phone", "agent_phone_number_id": "phnum_1"},
        "status": "active",
        "policy": {"timezone": "America/New_York", "calling_periods": [hours], "retry": {"max_total_calls": 1}},
        "variant": "advanced",
        "created_at_unix": 1_790_000_000,
        "updated_at_unix": 1_790_000_001,
        "channel": "phone",
        "mode": "voice",
        "counts": {"leads": leads, "terminal_leads": 0, "open_attention": 0},
        "agent_name": "Desk",
    }


def lead(identity: str, number: str) -> dict[str, Any]:
    """Return one whom a campaign calls."""
    return {
        "lead_id": identity,
        "phone_number": number,
        "phone_numbers_index": 0,
        "user_id": number,
        "attempt_count": 0,
        "do_not_call": False,
        "updated_at_unix": 1,
        "dynamic_variables": {"line_type": "landline"},
        "overrides": {"first_message": OPENING},
    }


class Answering:
    """One request under way: what would be answered, and the means to answer something else."""

    def __init__(self, handler: BaseHTTPRequestHandler, status: int, data: Any) -> None:
        self.handler = handler
        self.status = status
        self.data = data

    def send(
        self, body: bytes, status: int = 200, headers: dict[str, str] | None = None, length: int | None = None
    ) -> None:
        """Send some bytes, with a true content-length or another."""
        self.handler.send_response(status)
        for name, value in {"content-type": "application/json", **(headers or {})}.items():
            self.handler.send_header(name, value)
        self.handler.send_header("content-length", str(len(body) if length is None else length))
        self.handler.end_headers()
        self.handler.wfile.write(body)
        self.handler.wfile.flush()

    @property
    def body(self) -> bytes:
        """Return the bytes that would be answered."""
        return json.dumps(self.data).encode()

    def hang_up(self) -> None:
        """Cut the connection."""
        self.handler.close_connection = True
        self.handler.connection.shutdown(socket.SHUT_RDWR)


def busy(status: int, **headers: str) -> Fault:
    """Return a fault that answers a status, with the key in the body, as careless servers do."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda one: one.send(json.dumps({"detail": f"no, {KEY}"}).encode(), status, named)


def html(one: Answering) -> None:
    """Answer 200 with the error page of some gateway."""
    one.send(b"<!doctype html><title>Bad gateway</title>", 200, {"content-type": "text/html"})


def malformed(one: Answering) -> None:
    """Answer JSON that ends in the middle."""
    one.send(one.body[: len(one.body) // 2])


def cut(one: Answering) -> None:
    """Cut the connection in the middle of the body."""
    one.send(one.body[: len(one.body) // 2], length=len(one.body))
    one.hang_up()


def too_short_a_length(one: Answering) -> None:
    """Claim fewer bytes than are sent."""
    one.send(one.body, length=len(one.body) // 2)
    one.hang_up()


def hang(one: Answering) -> None:
    """Answer later than anybody waits."""
    time.sleep(0.6)
    one.hang_up()


def drip(one: Answering) -> None:
    """Send a byte now and then, so that no read times out."""
    one.handler.send_response(200)
    one.handler.send_header("content-length", "1000")
    one.handler.end_headers()
    try:
        for _ in range(30):
            one.handler.wfile.write(b" ")
            one.handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


class Workspace:
    """The workspace behind the server: what it holds, what was asked, and what goes wrong on the way.

    `faults` has (beginning of a path, times, fault); the first that matches happens and is used up. `page_size` caps pages.
    """

    def __init__(self) -> None:
        self.agents: dict[str, dict[str, Any]] = {}
        self.tools: dict[str, dict[str, Any]] = {}
        self.mcp_servers: dict[str, dict[str, Any]] = {}
        self.batch_calls: dict[str, dict[str, Any]] = {}
        self.campaigns: dict[str, dict[str, Any]] = {}
        self.leads: dict[str, list[dict[str, Any]]] = {}
        self.archived: set[str] = set()
        self.page_size = 100
        self.faults: list[tuple[str, int, Fault]] = []
        self.before: Callable[[str], None] = lambda path: None
        self.edit: Callable[[str, Any], Any] = lambda path, data: data
        self.asked: list[tuple[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Workspace:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Return the base URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def hold(self, *things: dict[str, Any]) -> Workspace:
        """Put agents, tools, servers, batches and campaigns where they belong, told by their keys."""
        for one in things:
            if "conversation_config" in one:
                self.agents[one["agent_id"]] = one
            elif "campaign_id" in one:
                self.campaigns[one["campaign_id"]] = one
            elif "recipients" in one:
                self.batch_calls[one["id"]] = one
            else:
                (self.tools if "tool_config" in one else self.mcp_servers)[one["id"]] = one
        return self

    def paths(self, beginning: str = "") -> list[str]:
        """Return the paths that were asked for, in order."""
        return [path for _, path in self.asked if path.startswith(beginning)]

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        """Return status and data for one GET."""
        parts = path.strip("/").split("/")[2:]
        cursor = query.get("cursor")
        if parts == ["agents"]:
            hidden = query.get("archived") == "true"
            shown = [_summary(one) for key, one in self.agents.items() if (key in self.archived) is hidden]
            return self._page("agents", shown, cursor, query)
        if parts == ["tools"]:
            return self._page("tools", list(self.tools.values()), cursor, query)
        if parts == ["mcp-servers"]:
            return 200, {"mcp_servers": list(self.mcp_servers.values())}
        if parts == ["batch-calling", "workspace"]:
            shown = [
                {key: value for key, value in one.items() if key != "recipients"} for one in self.batch_calls.values()
            ]
            status, page = self._page("batch_calls", shown, query.get("last_doc"), query)
            return status, {**page, "next_doc": page.pop("next_cursor")}
        if parts == ["outbound-campaigns", "campaigns"]:
            return self._page("campaigns", list(self.campaigns.values()), cursor, query)
        if parts[:2] == ["outbound-campaigns", "campaigns"] and parts[3:] == ["leads"]:
            return self._page("leads", self.leads.get(parts[2], []), cursor, query)
        held = {"agents": self.agents, "batch-calling": self.batch_calls}.get(parts[0], {})
        return (200, held[parts[1]]) if len(parts) == 2 and parts[1] in held else (404, {"detail": "not found"})

    def _page(
        self, name: str, items: list[Any], cursor: str | None, query: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        size = min(self.page_size, int(query.get("page_size") or query.get("limit") or 30))
        start = int(cursor.removeprefix("after-")) if cursor else 0
        more = start + size < len(items)
        page = {name: items[start : start + size], "has_more": more}
        return 200, {**page, "next_cursor": f"after-{start + size}" if more else None}

    def _handler(workspace) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler below
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_: object) -> None:
                pass

            def _any(self) -> None:
                url = urlsplit(self.path)
                workspace.asked.append((self.command, url.path))
                if self.headers.get("xi-api-key") != KEY:
                    Answering(self, 401, None).send(b'{"detail": {"status": "invalid_api_key"}}', 401)
                    return
                workspace.before(url.path)
                status, data = workspace.answer(url.path, {key: found[0] for key, found in parse_qs(url.query).items()})
                one = Answering(self, status, workspace.edit(self.path, data))
                for position, (beginning, times, fault) in enumerate(workspace.faults):
                    if url.path.startswith(beginning):
                        left = [] if times == 1 else [(beginning, times - 1, fault)]
                        workspace.faults[position : position + 1] = left
                        fault(one)
                        return
                one.send(one.body, status)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815 - names of http.server

        return Handler


def _summary(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "agent_id": one["agent_id"],
        "name": one["name"],
        "voice_id": "voice",
        "tags": [],
        "created_at_unix_secs": 1,
        "access_info": ACCESS,
    }
