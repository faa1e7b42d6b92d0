"""What a file is, told by its content first and by its name second; a file that is nothing we know says what it seems.

Kinds: agent, tool, registry, test, mcp-server, mcp-override, speech-request, schedule, settings, workspace.
"""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON

AGENT, TOOL, REGISTRY, TEST = "agent", "tool", "registry", "test"
MCP_SERVER, MCP_OVERRIDE = "mcp-server", "mcp-override"
SPEECH, SCHEDULE, SETTINGS, WORKSPACE = "speech-request", "schedule", "settings", "workspace"
KINDS = (AGENT, TOOL, REGISTRY, TEST, MCP_SERVER, MCP_OVERRIDE, SPEECH, SCHEDULE, SETTINGS, WORKSPACE)

AGENT_FOLDERS = ("agent_configs",)
TOOL_FOLDERS = ("tool_configs",)
TEST_FOLDERS = ("test_configs",)
CONFIG_FOLDERS = AGENT_FOLDERS + TOOL_FOLDERS + TEST_FOLDERS
REGISTRY_NAMES = {"agents.json": "agents", "tools.json": "tools", "tests.json": "tests"}

SPEECH_URLS = ("/v1/text-to-speech", "/v1/text-to-dialogue", "/v1/speech-to-speech", "stream-input")

_TOOL_TYPES = {
    "webhook",
    "client",
    "system",
    "mcp",
    "api_integration_webhook",
    "smb",
    "workflow",
    "server_tool",
    "client_tool",
}
_TOOL_KEYS = {
    "api_schema",
    "apiSchema",
    "parameters",
    "response_timeout_secs",
    "expects_response",
    "params",
    "mcp_server_id",
}
_TOOL_KEYS |= {"api_integration_id", "dynamic_variables", "assignments", "url", "api_schema_overrides"}
_OVERRIDE_KEYS = {
    "force_pre_tool_speech",
    "disable_interruptions",
    "tool_call_sound",
    "tool_call_sound_behavior",
    "execution_mode",
}
_OVERRIDE_KEYS |= {"assignments", "pre_tool_speech", "interruption_mode", "response_timeout_secs", "input_overrides"}
_OVERRIDE_KEYS |= {"response_mocks", "approval_policy"}
_SPEECH_KEYS = {"text", "inputs", "audio", "enable_logging", "output_format", "voice_settings", "previous_request_ids"}
_SPEECH_KEYS |= {
    "next_request_ids",
    "optimize_streaming_latency",
    "previous_text",
    "next_text",
    "apply_text_normalization",
}
_SOCKET_KEYS = {"voice_settings", "generation_config", "xi-api-key", "xi_api_key"}
_SCHEDULE_KEYS = {"agent_id", "agent", "dispatch"}
_FLAT_KEYS = {
    "tts",
    "asr",
    "turn",
    "conversation",
    "language_presets",
    "vad",
    "evaluation",
    "guardrails",
    "privacy",
    "widget",
}

_NOTHING = (
    "nothing that complint checks: no conversation_config, tool, registry, MCP server, speech request or schedule"
)

_FOREIGN: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"openapi"}), "an OpenAPI description"),
    (frozenset({"swagger"}), "an OpenAPI description"),
    (frozenset({"asyncapi"}), "an AsyncAPI description"),
    (frozenset({"nodes", "connections"}), "an n8n workflow"),
    (frozenset({"mcpServers"}), "settings of an MCP client"),
    (frozenset({"$schema", "$defs"}), "a JSON Schema"),
    (frozenset({"$schema", "properties"}), "a JSON Schema"),
    (frozenset({"lockfileVersion"}), "a package lock file"),
    (frozenset({"compilerOptions"}), "a TypeScript configuration"),
)


@record
class Guess:
    """A kind, or None with the reason a person can check."""

    kind: str | None
    reason: str = ""


def classify(path: str, data: JSON) -> Guess:
    """Return the kind of one loaded document; `path` has "/" between its parts."""
    parts = path.split("/")
    name, folders = parts[-1], parts[:-1]
    if isinstance(data, dict):
        return _classify_object(name, folders, data)
    if isinstance(data, list):
        return _classify_list(name, folders, data)
    if data is None:
        return Guess(None, "empty")
    if any(folder in CONFIG_FOLDERS for folder in folders):
        return _by_folder(folders) or Guess(None, "not an object")
    return Guess(None, "not an object or a list")


def _classify_object(name: str, folders: list[str], data: dict[str, JSON]) -> Guess:
    agent = is_agent(data)
    if agent and _says_something(data):  # before names and foreign keys: neither may hide an agent that a push takes
        return Guess(AGENT)
    if name in ("complint.yaml", "complint.yml", "waivers.yaml", "complint-baseline.json"):
        return Guess(SETTINGS)
    for keys, what in _FOREIGN:
        if keys <= data.keys():
            return Guess(None, what)
    if agent:
        return Guess(AGENT)
    registry = REGISTRY_NAMES.get(name)
    if registry is not None and isinstance(data.get(registry), (list, dict)) and _is_registry(data[registry]):
        return Guess(REGISTRY)
    for test in (_is_schedule, _is_test, _is_mcp_server, _is_mcp_override, _is_speech, _is_tool):
        kind = test(data, folders)
        if kind is not None:
            return Guess(kind)
    if str(data.get("schema", "")).startswith("complint-live/"):  # last: a mark of our own may hide nothing else
        return Guess(WORKSPACE)
    by_folder = _by_folder(folders)
    if by_folder is not None:
        return by_folder
    return Guess(None, _NOTHING)


def _classify_list(name: str, folders: list[str], data: list[JSON]) -> Guess:
    objects = [item for item in data if isinstance(item, dict)]
    if objects and len(objects) == len(data):
        first = objects[0]
        for test in (_is_mcp_override, _is_speech, _is_tool):
            kind = test(first, folders)
            if kind is not None:
                return Guess(kind)
    return _by_folder(folders) or Guess(None, _NOTHING)


def _by_folder(folders: list[str]) -> Guess | None:
    for folder in reversed(folders):
        if folder in AGENT_FOLDERS:
            return Guess(AGENT)
        if folder in TOOL_FOLDERS:
            return Guess(TOOL)
        if folder in TEST_FOLDERS:
            return Guess(TEST)
    return None


def is_agent(data: dict[str, JSON]) -> bool:
    """Tell an agent in any of its shapes: API body, JS-SDK camelCase, nested under `agent`, or the dashboard's flat copy."""
    if isinstance(data.get("conversation_config"), dict) or isinstance(data.get("conversationConfig"), dict):
        return True
    agent = data.get("agent")
    if isinstance(agent, dict):
        if isinstance(agent.get("conversation_config"), dict) or isinstance(agent.get("conversationConfig"), dict):
            return True
        spoken = isinstance(agent.get("prompt"), dict) or "first_message" in agent
        return spoken and bool(_FLAT_KEYS & data.keys())
    return False


def _says_something(data: dict[str, JSON]) -> bool:
    """Tell an agent with content from a foreign file that has an empty block of the same name."""
    return any(bool(data.get(key)) for key in ("conversation_config", "conversationConfig", "agent"))


def _is_registry(entries: JSON) -> bool:
    if isinstance(entries, dict):
        return True
    keys = {"config", "config_path", "config_file", "environments", "env"}
    return not entries or any(isinstance(entry, dict) and bool(keys & entry.keys()) for entry in entries)


def _is_schedule(data: dict[str, JSON], _folders: list[str]) -> str | None:
    if isinstance(data.get("recipients"), list) and (
        "agent_id" in data or "call_name" in data or "channel_config" in data
    ):
        return SCHEDULE
    if "agent_id" in data and ("to_number" in data or "whatsapp_user_id" in data):
        return SCHEDULE
    if isinstance(data.get("calls"), list) and (_SCHEDULE_KEYS & data.keys() or _holds_calls(data)):
        return SCHEDULE
    return None


def _holds_calls(data: dict[str, JSON]) -> bool:
    """Tell complint's own schedule without any other mark: by its schema, or calls that have a number."""
    if str(data.get("schema", "")).startswith("complint-calls/"):
        return True
    first = data["calls"][0] if data["calls"] else None
    return isinstance(first, dict) and bool({"phone_number", "phone"} & first.keys())


def _is_test(data: dict[str, JSON], folders: list[str]) -> str | None:
    if isinstance(data.get("chat_history"), list) or isinstance(data.get("success_condition"), str):
        return TEST
    if "simulation_specification" in data or "agent_config_override" in data:
        return TEST
    return TEST if folders and folders[-1] in TEST_FOLDERS and "conversation_config" not in data else None


def _is_mcp_server(data: dict[str, JSON], _folders: list[str]) -> str | None:
    config = data.get("config")
    body = config if isinstance(config, dict) else data
    if "url" not in body or "api_schema" in body:
        return None
    if isinstance(config, dict) and "name" in config:
        return MCP_SERVER
    marks = {"approval_policy", "transport", "tool_approval_hashes", "tool_config_overrides", "secret_token"}
    return MCP_SERVER if marks & body.keys() and "type" not in body else None


def _is_mcp_override(data: dict[str, JSON], folders: list[str]) -> str | None:
    if isinstance(data.get("tool_name"), str) and bool(_OVERRIDE_KEYS & data.keys()) and "type" not in data:
        return MCP_OVERRIDE
    if isinstance(data.get("tool_config_overrides"), list) and "url" not in data:
        return MCP_OVERRIDE
    return MCP_OVERRIDE if "tool-configs" in folders and bool(_OVERRIDE_KEYS & data.keys()) else None


def _is_speech(data: dict[str, JSON], _folders: list[str]) -> str | None:
    url = data.get("url")
    if isinstance(url, str) and any(part in url for part in SPEECH_URLS):
        return SPEECH
    if "voice_id" in data and bool(_SPEECH_KEYS & data.keys()):
        return SPEECH
    if isinstance(data.get("text"), str) and bool(_SOCKET_KEYS & data.keys()):
        return SPEECH
    inputs = data.get("inputs")
    if isinstance(inputs, list) and inputs and all(isinstance(item, dict) and "voice_id" in item for item in inputs):
        return SPEECH
    return None


def _is_tool(data: dict[str, JSON], folders: list[str]) -> str | None:
    for wrapper in ("tool_config", "toolConfig"):
        if isinstance(data.get(wrapper), dict):
            return TOOL
    if _has_tool_type(data) and "name" in data and bool(_TOOL_KEYS & data.keys()):
        return TOOL
    if isinstance(data.get("api_schema"), dict) and "name" in data:
        return TOOL
    tools = data.get("tools")
    if isinstance(tools, list) and tools and all(isinstance(item, dict) for item in tools):
        first = tools[0]
        if _has_tool_type(first) and "name" in first and bool((_TOOL_KEYS | {"description"}) & first.keys()):
            return TOOL
    in_tools = any(folder in TOOL_FOLDERS for folder in folders)
    return TOOL if in_tools and "name" in data else None


def _has_tool_type(data: dict[str, JSON]) -> bool:
    kind = data.get("type")
    return isinstance(kind, str) and kind in _TOOL_TYPES
