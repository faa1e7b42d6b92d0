"""The questions that a read asks, each by the vendor's SDK; the answers are the JSON that was sent, not the SDK's models.

The models would drop or reshape what they do not know; a linter has to see every key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from elevenlabs.client import ElevenLabs
from elevenlabs.core.request_options import RequestOptions

from complint.live.access import Access
from complint.live.client import Patience, ReadOnlyClient, Unanswered

PAGE = 100  # the most that the API gives at once
_ONCE: RequestOptions = {"max_retries": 0}  # the client below retries, and knows when to stop


class Api:
    """One workspace. Every method returns parsed JSON and raises Unanswered."""

    def __init__(self, access: Access, patience: Patience) -> None:
        self.access = access
        self.patience = patience
        self.http = ReadOnlyClient(access, patience)
        client = ElevenLabs(base_url=access.base_url, api_key=access.key, httpx_client=self.http, timeout=None)
        self._convai = client.conversational_ai

    def __enter__(self) -> Api:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def _ask(self, method: Callable[..., Any], *arguments: str, **query: Any) -> Any:
        self.http.answer = None
        try:
            method(*arguments, **query, request_options=_ONCE)
        except Unanswered:
            raise
        except Exception as error:  # noqa: BLE001 - the SDK's models do not matter; the JSON is enough
            if self.http.answer is None:
                raise Unanswered(f"the vendor's SDK failed ({type(error).__name__})") from None
        return self.http.answer

    def agents(self, cursor: str | None, *, archived: bool) -> Any:
        """Return a page of agents' summaries, the oldest first, so that new ones come last."""
        raw = self._convai.agents.with_raw_response
        order = {"sort_by": "created_at", "sort_direction": "asc"}
        return self._ask(raw.list, page_size=PAGE, archived=archived, cursor=cursor, **order)

    def agent(self, identity: str) -> Any:
        """Return an agent: what its main branch deploys."""
        return self._ask(self._convai.agents.with_raw_response.get, identity)

    def tools(self, cursor: str | None) -> Any:
        """Return a page of tools with their configs, the oldest first."""
        raw = self._convai.tools.with_raw_response
        return self._ask(raw.list, page_size=PAGE, cursor=cursor, sort_by="created_at", sort_direction="asc")

    def mcp_servers(self) -> Any:
        """Return all MCP servers; the API has no pages of them."""
        return self._ask(self._convai.mcp_servers.with_raw_response.list)

    def batch_calls(self, cursor: str | None) -> Any:
        """Return a page of batch calls without their recipients."""
        return self._ask(self._convai.batch_calls.with_raw_response.list, limit=PAGE, last_doc=cursor)

    def batch_call(self, identity: str) -> Any:
        """Return a batch call with its recipients."""
        return self._ask(self._convai.batch_calls.with_raw_response.get, identity)

    def campaigns(self, cursor: str | None) -> Any:
        """Return a page of outbound campaigns."""
        return self._ask(self._convai.outbound_campaigns.with_raw_response.list, page_size=PAGE, cursor=cursor)

    def leads(self, campaign: str, cursor: str | None) -> Any:
        """Return a page of whom a campaign calls."""
        raw = self._convai.outbound_campaigns.leads.with_raw_response
        return self._ask(raw.list, campaign, page_size=PAGE, cursor=cursor)
