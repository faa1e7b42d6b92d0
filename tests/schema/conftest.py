"""Invented documents of every kind, which the vendor's schemas accept."""

from __future__ import annotations

import copy
from typing import Any

import pytest

WEBHOOK: dict[str, Any] = {
    "type": "webhook",
    "name": "book_table",
    "description": "Books a table.",
    "response_timeout_secs": 20,
    "api_schema": {
        "url": "https://api.alder.example/tables",
        "method": "POST",
        "request_headers": {
            "X-Plain": "yes",
            "X-Secret": {"secret_id": "abc"},
            "X-Var": {"variable_name": "branch"},
            "X-Env": {"env_var_label": "stage"},
        },
        "path_params_schema": {"table": {"type": "string", "description": "Which table"}},
        "query_params_schema": {"properties": {"dryRun": {"type": "boolean", "constant_value": True}}},
        "request_body_schema": {
            "type": "object",
            "required": ["guestName"],
            "properties": {
                "guestName": {"type": "string", "description": "The guest"},
                "seats": {"type": ["integer", "null"], "description": "How many"},
                "dishes": {"type": "array", "items": {"type": "string", "description": "A dish"}},
                "address": {"type": "object", "properties": {"zip": {"type": "string", "dynamic_variable": "zip"}}},
            },
        },
    },
    "dynamic_variables": {"dynamic_variable_placeholders": {"zip": "00000", "anyThing": 3}},
    "assignments": [{"source": "response", "dynamic_variable": "table", "value_path": "table.id"}],
}
CLIENT: dict[str, Any] = {
    "type": "client",
    "name": "show_map",
    "description": "Shows a map.",
    "expects_response": False,
    "parameters": {"type": "object", "properties": {"place": {"type": "string", "description": "Where"}}},
}
END_CALL: dict[str, Any] = {"type": "system", "name": "end_call", "params": {"system_tool_type": "end_call"}}
INTEGRATION: dict[str, Any] = {
    "type": "api_integration_webhook",
    "name": "calendar",
    "description": "Looks into the calendar.",
    "api_integration_id": "example_calendar",
    "api_integration_connection_id": "icxn_1",
    "base_api_schema": {"url": "https://calendar.example"},
}
TRANSFER: dict[str, Any] = {
    "type": "system",
    "name": "transfer_to_number",
    "params": {
        "system_tool_type": "transfer_to_number",
        "transfers": [
            {
                "condition": "The guest asks for a person.",
                "transfer_destination": {"type": "phone", "phone_number": "+12025550142"},
                "transfer_type": "conference",
                "custom_sip_headers": [{"type": "static", "key": "X-From", "value": "desk"}],
            }
        ],
    },
}
AGENT: dict[str, Any] = {
    "name": "Front desk",
    "tags": ["restaurant"],
    "agent_id": "agent_1",
    "metadata": {"created_at_unix_secs": 1},
    "conversation_config": {
        "asr": {"quality": "high", "provider": "elevenlabs", "user_input_audio_format": "pcm_16000", "keywords": []},
        "turn": {"turn_timeout": 7.0, "silence_end_call_timeout": -1, "mode": "turn", "initial_wait_time": None},
        "tts": {
            "model_id": "eleven_of_next_year",
            "voice_id": "voice1",
            "stability": 0.5,
            "speed": 1,
            "optimize_streaming_latency": 3.0,
            "supported_voices": [{"label": "calm", "voice_id": "voice2"}],
        },
        "conversation": {"text_only": False, "max_duration_seconds": 600, "client_events": ["audio", "brand_new"]},
        "vad": {"background_voice_detection": False},
        "language_presets": {
            "pt_br": {
                "overrides": {"agent": {"first_message": "Olá", "prompt": {"llm": "some-new-model"}}, "tts": None},
                "first_message_translation": {"source_hash": "x", "text": "Olá"},
            }
        },
        "agent": {
            "first_message": "Hello, this is the AI assistant of Alder Diner.",
            "language": "en",
            "dynamic_variables": {"dynamic_variable_placeholders": {"guestName": "Ada"}},
            "prompt": {
                "prompt": "Take reservations.",
                "llm": "some-new-model",
                "temperature": 0,
                "max_tokens": -1,
                "tool_ids": ["tool_1"],
                "tools": [WEBHOOK, CLIENT, END_CALL, INTEGRATION, {"type": "brand_new_tool", "anything": [1]}],
                "built_in_tools": {"end_call": END_CALL, "transfer_to_number": TRANSFER, "memory_entry_search": None},
                "mcp_server_ids": [],
                "knowledge_base": [{"type": "file", "name": "menu", "id": "doc1", "usage_mode": "auto"}],
                "custom_llm": {
                    "url": "https://llm.alder.example/v1",
                    "api_key": {"secret_id": "s1"},
                    "request_headers": {"X-Team": "desk"},
                },
                "backup_llm_config": {"preference": "override", "order": ["some-new-model"]},
                "rag": {"enabled": True, "max_vector_distance": 0.6},
                "service_tier": "standard",
            },
        },
    },
    "platform_settings": {
        "auth": {"enable_auth": True, "allowlist": [{"hostname": "alder.example"}], "shareable_token": None},
        "privacy": {"record_voice": True, "retention_days": 30, "zero_retention_mode": False},
        "call_limits": {"agent_concurrency_limit": -1, "daily_limit": 100000},
        "evaluation": {
            "criteria": [{"id": "c1", "name": "Booked", "type": "prompt", "conversation_goal_prompt": "Was it booked?"}]
        },
        "data_collection": {"guestName": {"type": "string", "description": "Who"}},
        "guardrails": {
            "version": "1",
            "content": {"config": {"violence": {"is_enabled": True, "threshold": "high"}}, "trigger_action": None},
            "custom": {"config": {"configs": [{"name": "No advice", "prompt": "Do not advise.", "model": "newest"}]}},
        },
        "widget": {
            "variant": "compact",
            "avatar": {"type": "orb", "color_1": "#fff", "color_2": "#000"},
            "language_presets": {"de": {"terms_text": "Nutzung"}},
        },
        "overrides": {"conversation_config_override": {"agent": {"first_message": True, "prompt": {"llm": False}}}},
        "workspace_overrides": {
            "conversation_initiation_client_data_webhook": {
                "url": "https://hook.example",
                "request_headers": {"a": "b"},
            }
        },
        "ban": None,
        "safety": {"is_blocked_ivc": False},
    },
    "workflow": {
        "nodes": {
            "start_node": {"type": "start", "position": {"x": 0, "y": 0.5}, "edge_order": ["e1"]},
            "desk": {
                "type": "override_agent",
                "label": "Desk",
                "conversation_config": {"agent": {"prompt": {"llm": "some-new-model", "temperature": 0.3}}},
            },
            "greet": {"type": "say", "label": "Hi", "message": {"type": "literal", "text": "Hi"}},
            "state": {"type": "update_state", "updates": []},
            "person": {
                "type": "phone_number",
                "transfer_destination": {"type": "phone", "phone_number": "+12025550142"},
            },
        },
        "edges": {
            "e1": {"source": "start_node", "target": "desk", "forward_condition": {"type": "unconditional"}},
            "e2": {
                "source": "desk",
                "target": "person",
                "forward_condition": {
                    "type": "expression",
                    "expression": {
                        "type": "and_operator",
                        "children": [
                            {"type": "boolean_literal", "value": True},
                            {
                                "type": "eq_operator",
                                "left": {"type": "dynamic_variable", "name": "mood"},
                                "right": {"type": "llm", "prompt": "Is the guest angry?"},
                            },
                        ],
                    },
                },
            },
        },
    },
}
OVERRIDE: dict[str, Any] = {
    "tool_name": "search",
    "execution_mode": "immediate",
    "response_timeout_secs": 30,
    "tool_call_sound": "typing",
    "input_overrides": {"$.limit": {"source": "constant", "constant_value": 5}, "$.page": {"source": "omit"}},
}
SERVER: dict[str, Any] = {
    "url": {"secret_id": "s1"},
    "name": "Alder search",
    "approval_policy": "require_approval_per_tool",
    "transport": "SSE",
    "request_headers": {"X-Team": "desk"},
    "tool_approval_hashes": [{"tool_name": "search", "tool_hash": "0a", "approval_policy": "auto_approved"}],
    "tool_config_overrides": [OVERRIDE],
}
CLIENT_DATA: dict[str, Any] = {
    "conversation_config_override": {"agent": {"first_message": "Hi", "language": "en"}},
    "dynamic_variables": {"guestName": "Ada", "visits": 3},
}
DOCUMENTS: dict[str, list[Any]] = {
    "agent": [AGENT, {"conversation_config": {}}, {"conversation_config": {"agent": {"prompt": {}}}}],
    "tool": [
        WEBHOOK,
        CLIENT,
        END_CALL,
        INTEGRATION,
        {"tool_config": WEBHOOK, "response_mocks": [{"mock_result": "{}"}]},
    ],
    "inline-tool": [WEBHOOK, TRANSFER, {"type": "smb", "name": "x", "params": {"smb_tool_type": "list_staff"}}],
    "mcp-server": [SERVER, {"config": SERVER, "id": "server1"}],
    "mcp-override": [OVERRIDE, {"pre_tool_speech": "auto"}],
    "speech-request": [
        {"text": "Hello.", "voice_settings": {"stability": 0.5, "speed": 1.1}, "previous_request_ids": ["r1"]},
        {"text": "Hello.", "voice_id": "v1", "enable_logging": False, "output_format": "mp3_44100_128"},
        {"inputs": [{"text": "Hi.", "voice_id": "v1"}, {"text": "Hello.", "voice_id": "v2"}]},
        {"url": "https://tts.example", "query": {"enable_logging": "false"}, "body": {"text": "Hello."}},
        {"text": " ", "generation_config": {"chunk_length_schedule": [120]}, "xi_api_key": "{{key}}"},
        {"audio": "greeting.wav", "voice_settings": '{"stability": 0.5}', "remove_background_noise": True},
    ],
    "batch-call": [
        {
            "call_name": "Reminders",
            "agent_id": "agent_1",
            "agent_phone_number_id": "phnum_1",
            "scheduled_time_unix": 1790000000,
            "timezone": "America/Chicago",
            "recipients": [
                {"phone_number": "+12025550101", "conversation_initiation_client_data": CLIENT_DATA},
                {"id": "r2", "phone_number": "+12025550102"},
            ],
            "telephony_call_config": {"ringing_timeout_secs": 30, "twilio_machine_detection": {"mode": "enable"}},
        }
    ],
    "outbound-call": [
        {
            "agent_id": "agent_1",
            "agent_phone_number_id": "phnum_1",
            "to_number": "+12025550101",
            "call_recording_enabled": None,
            "conversation_initiation_client_data": CLIENT_DATA,
        }
    ],
    "test": [
        {
            "type": "llm",
            "name": "Says hello",
            "chat_history": [{"role": "user", "message": "Hi", "time_in_call_secs": 0}],
            "success_condition": "The agent greets.",
            "success_examples": [{"response": "Hello!", "type": "success"}],
            "failure_examples": [{"response": "What?", "type": "failure"}],
        },
        {
            "type": "tool",
            "name": "Books",
            "chat_history": [{"role": "user", "message": "A table, please", "time_in_call_secs": 0}],
            "tool_call_parameters": {
                "referenced_tool": {"id": "tool_1", "type": "webhook"},
                "parameters": [{"path": "seats", "eval": {"type": "exact", "expected_value": "2"}}],
            },
        },
    ],
}


@pytest.fixture
def documents() -> dict[str, list[Any]]:
    """Return valid documents by kind, free to change."""
    return copy.deepcopy(DOCUMENTS)


@pytest.fixture
def agent() -> dict[str, Any]:
    """Return a valid agent config, free to change."""
    return copy.deepcopy(AGENT)
