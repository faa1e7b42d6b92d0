"""The client that the vendor's SDK is given: what it refuses to do, and where the key comes from and goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from vendor_workspace import KEY, Workspace, agent, busy

from complint.core.errors import ComplintError
from complint.live.access import HOSTS, Access, access
from complint.live.api import Api
from complint.live.client import Patience, ReadOnlyClient, Unanswered
from complint.settings import Settings


@pytest.fixture
def api(workspace: Workspace, patience: Patience) -> Iterator[Api]:
    """Return the API of the workspace."""
    environ = {"ELEVENLABS_API_KEY": KEY, "ELEVENLABS_BASE_URL": workspace.url}
    with Api(access(Settings(), environ), patience) as made:
        yield made


def test_the_sdk_cannot_write_through_it(workspace: Workspace, api: Api) -> None:
    workspace.hold(agent("agent_a"))
    convai = api._convai
    writes: list[Callable[[], object]] = [
        lambda: convai.agents.delete("agent_a"),
        lambda: convai.agents.update("agent_a", name="Mine now"),
        lambda: convai.batch_calls.cancel("btcal_1"),
        lambda: convai.outbound_campaigns.pause_all(),
    ]
    for write in writes:
        with pytest.raises(Unanswered, match="complint only reads"):
            write()
    assert workspace.asked == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "X-GET"])
def test_no_other_method_leaves_the_machine(workspace: Workspace, api: Api, method: str) -> None:
    with pytest.raises(Unanswered, match="complint only reads"):
        api.http.request(method, f"{workspace.url}/v1/convai/agents")
    with pytest.raises(Unanswered, match="complint only reads"), api.http.stream(method, workspace.url):
        pass
    assert workspace.asked == []


def test_the_key_goes_to_no_other_host(workspace: Workspace, api: Api) -> None:
    for url in ("http://localhost:1/", "https://api.vendor.example/", "http://127.0.0.1:1/"):
        with pytest.raises(Unanswered, match="no other host"):
            api.http.get(url)


def test_a_redirect_is_not_followed(workspace: Workspace, api: Api) -> None:
    workspace.faults = [("/", 1, busy(307, location=f"{workspace.url}/elsewhere"))]
    with pytest.raises(Unanswered, match="redirects"):
        api.mcp_servers()
    assert len(workspace.asked) == 1


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> None:
    monkeypatch.setenv("HTTP_PROXY", workspace.url)
    monkeypatch.setenv("NO_PROXY", "")
    client = ReadOnlyClient(Access("http://127.0.0.2", "127.0.0.2", None, KEY), Patience())
    with client:
        client.get("http://127.0.0.2/v1/convai/agents", headers={"xi-api-key": KEY})
    assert workspace.paths() == ["/v1/convai/agents"]


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "not set"),
        ({"ELEVENLABS_API_KEY": "  "}, "not set"),
        ({"ELEVENLABS_API_KEY": "sk_geheim\x1b[2J"}, "characters"),
        ({"ELEVENLABS_API_KEY": "sk_geheim\nX: y"}, "characters"),
        ({"ELEVENLABS_API_KEY": "sk_geheim", "ELEVENLABS_BASE_URL": "http://api.vendor.example"}, "not encrypted"),
        (
            {"ELEVENLABS_API_KEY": "sk_geheim", "ELEVENLABS_BASE_URL": "http://127.0.0.1.vendor.example"},
            "not encrypted",
        ),
        ({"ELEVENLABS_API_KEY": "sk_geheim", "ELEVENLABS_BASE_URL": "ftp://127.0.0.1"}, "no URL"),
        ({"ELEVENLABS_API_KEY": "sk_geheim", "ELEVENLABS_BASE_URL": "api.vendor.example"}, "no URL"),
        ({"ELEVENLABS_API_KEY": "sk_geheim", "ELEVENLABS_BASE_URL": "https://[::1"}, "no URL"),
        ({"ELEVENLABS_API_KEY": "sk_geheim", "ELEVENLABS_BASE_URL": "https://me:sk_geheim@host.example"}, "more than"),
        (
            {"ELEVENLABS_API_KEY": "sk_geheim", "ELEVENLABS_BASE_URL": "https://host.example/?key=sk_geheim"},
            "more than",
        ),
    ],
)
def test_what_is_unfit_is_refused_without_showing_it(environ: dict[str, str], words: str) -> None:
    with pytest.raises(ComplintError, match=words) as caught:
        access(Settings(), environ)
    assert caught.value.exit_code == 2
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("residency", [None, *HOSTS])
def test_the_residency_chooses_the_vendors_host(residency: str | None) -> None:
    from elevenlabs.environment import ElevenLabsEnvironment

    found = access(Settings(workspace={"residency": residency}), {"ELEVENLABS_API_KEY": KEY})
    assert found.host == HOSTS[residency or "global"]
    assert found.base_url in {one.value for one in ElevenLabsEnvironment}


def test_the_environments_url_wins_and_is_taken_apart() -> None:
    environ = {"ELEVENLABS_API_KEY": KEY, "ELEVENLABS_BASE_URL": "https://gate.vendor.example:443/el/"}
    found = access(Settings(workspace={"residency": "eu"}), environ)
    assert (found.base_url, found.place, found.port) == (
        "https://gate.vendor.example:443/el",
        "gate.vendor.example",
        None,
    )


def test_printing_what_opens_a_workspace_shows_no_key() -> None:
    assert KEY not in repr(access(Settings(), {"ELEVENLABS_API_KEY": KEY}))


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    from complint.live import read

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ComplintError, match=r"complint\[live\]"):
        read(Settings())
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if "campaigns" in name else object())
    with pytest.raises(ComplintError, match="too old"):
        read(Settings())
