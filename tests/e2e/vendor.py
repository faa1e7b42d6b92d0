"""A small stand-in for the vendor's API, as documented: what `elevenlabs tools push` and `agents push` talk to."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from complint.schema.explain import explain

SYSTEM_TOOLS = {"end_call", "language_detection", "transfer_to_agent", "transfer_to_number", "skip_turn"}


class Vendor:
    """Agents and tools by id; `refused` lists the requests that were answered with 400, and why."""

    def __init__(self) -> None:
        self.agents: dict[str, dict[str, Any]] = {}
        self.tools: dict[str, dict[str, Any]] = {}
        self.refused: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Vendor:
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

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """Return status and body for one request."""
        parts = path.split("?")[0].strip("/").split("/")
        if parts[:3] == ["v1", "convai", "agents"] and len(parts) == 4:
            return self._agent(method, parts[3], body)
        if parts[:3] == ["v1", "convai", "tools"]:
            return self._tool(method, parts[3] if len(parts) > 3 else None, body)
        return 404, {"detail": f"no such thing: {path}"}

    def _agent(self, method: str, identity: str, body: Any) -> tuple[int, Any]:
        if method == "PATCH":
            problem = self._wrong_agent(body)
            if problem:
                self.refused.append(f"agent {identity}: {problem}")
                return 400, {"detail": problem}
            self.agents[identity] = body
        return 200, {"agent_id": identity, **self.agents.get(identity, {})}

    def _wrong_agent(self, body: Any) -> str | None:
        for prompt in _prompts(body):
            if "tools" in prompt:
                both = " beside prompt.tool_ids" if prompt.get("tool_ids") else ""
                return f"prompt.tools{both} is not accepted"
            for identity in prompt.get("tool_ids") or []:
                if identity in SYSTEM_TOOLS:
                    return f"the system tool {identity} is not supported in tool_ids"
                if identity not in self.tools:
                    return f"there is no tool {identity}"
        wrong = explain("agent", body, partial=True)
        return wrong[0].message if wrong else None

    def _tool(self, method: str, identity: str | None, body: Any) -> tuple[int, Any]:
        if method in ("POST", "PATCH"):
            wrong = explain("tool", body["tool_config"])
            if wrong:
                self.refused.append(f"tool: {wrong[0].message}")
                return 400, {"detail": wrong[0].message}
            identity = identity or f"tool_{len(self.tools) + 1:028d}"
            self.tools[identity] = body["tool_config"]
        if identity is None:
            return 200, {"tools": [{"id": key, "tool_config": value} for key, value in self.tools.items()]}
        return 200, {"id": identity, "tool_config": self.tools.get(identity, {})}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def _respond(self) -> None:
                size = int(self.headers.get("content-length") or 0)
                data = self.rfile.read(size)
                status, answer = vendor.answer(self.command, self.path, json.loads(data) if data else None)
                out = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)

            do_GET = do_POST = do_PATCH = _respond  # noqa: N815 - named by http.server

            def log_message(self, *_: object) -> None:
                """Say nothing: pytest shows what matters."""

        return Handler


def _prompts(body: Any) -> list[dict[str, Any]]:
    found = []
    configs = [body.get("conversation_config")]
    configs += [node.get("conversation_config") for node in (body.get("workflow") or {}).get("nodes", {}).values()]
    for config in configs:
        prompt = ((config or {}).get("agent") or {}).get("prompt")
        if isinstance(prompt, dict):
            found.append(prompt)
    return found
