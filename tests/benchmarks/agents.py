"""Invented agents of about 12 KB, clean under the default profile, for the benchmarks."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

WORDS = (
    "answer questions about opening hours parking deliveries gift wrapping returns exchanges stock reservations events "
    "readings book clubs school orders invoices and loyalty cards kindly briefly and in plain words then ask whether "
    "anything else is needed before you say goodbye"
).split()

OPENING = (
    "Hello, this is the AI assistant of Alder Books. This call is recorded and shared with our service providers. "
    "How can I help you today?"
)


def agent(seed: int) -> dict[str, Any]:
    """Return one agent; the same seed gives the same agent."""
    rng = random.Random(seed)
    paragraphs = [" ".join(rng.choice(WORDS) for _ in range(60)).capitalize() + "." for _ in range(7)]
    return {
        "name": f"Front desk {seed}",
        "tags": ["shop", "front-desk"],
        "conversation_config": {
            "asr": {
                "quality": "high",
                "provider": "elevenlabs",
                "user_input_audio_format": "pcm_16000",
                "keywords": [],
            },
            "turn": {"turn_timeout": 7.0, "silence_end_call_timeout": -1, "mode": "turn"},
            "tts": {
                "model_id": "eleven_flash_v2",
                "voice_id": "voice0000000000000001",
                "agent_output_audio_format": "pcm_16000",
                "optimize_streaming_latency": 3,
                "stability": 0.5,
                "speed": 1.0,
                "similarity_boost": 0.8,
                "pronunciation_dictionary_locators": [],
            },
            "conversation": {
                "text_only": False,
                "max_duration_seconds": 600,
                "client_events": ["audio", "interruption"],
            },
            "language_presets": {},
            "vad": {"background_voice_detection": False},
            "agent": {
                "first_message": OPENING,
                "language": "en",
                "disable_first_message_interruptions": True,
                "dynamic_variables": {"dynamic_variable_placeholders": {"shop_city": "Alderton"}},
                "prompt": {
                    "prompt": "\n\n".join(paragraphs),
                    "llm": "gemini-2.5-flash",
                    "temperature": 0.2,
                    "max_tokens": -1,
                    "tool_ids": [],
                    "built_in_tools": {
                        "end_call": {
                            "name": "end_call",
                            "description": "",
                            "response_timeout_secs": 20,
                            "type": "system",
                            "params": {"system_tool_type": "end_call"},
                        },
                        "language_detection": None,
                        "transfer_to_agent": None,
                        "transfer_to_number": None,
                        "skip_turn": None,
                    },
                    "mcp_server_ids": [],
                    "native_mcp_server_ids": [],
                    "knowledge_base": [
                        {"type": "file", "name": f"Shelf {n}", "id": f"kb{seed:06d}{n:012d}", "usage_mode": "auto"}
                        for n in range(12)
                    ],
                    "custom_llm": None,
                    "ignore_default_personality": False,
                    "rag": {
                        "enabled": True,
                        "embedding_model": "e5_mistral_7b_instruct",
                        "max_vector_distance": 0.6,
                        "max_documents_length": 50000,
                        "max_retrieved_rag_chunks_count": 20,
                    },
                },
            },
        },
        "platform_settings": {
            "auth": {"enable_auth": True, "allowlist": [{"hostname": "shop.example"}], "shareable_token": None},
            "evaluation": {
                "criteria": [
                    {
                        "id": f"goal_{n}",
                        "name": f"Goal {n}",
                        "type": "prompt",
                        "conversation_goal_prompt": " ".join(rng.choice(WORDS) for _ in range(20)),
                        "use_knowledge_base": False,
                    }
                    for n in range(4)
                ]
            },
            "widget": {
                "variant": "full",
                "expandable": "never",
                "avatar": {"type": "orb", "color_1": "#2792dc", "color_2": "#9ce6e6"},
                "feedback_mode": "none",
                "bg_color": "#ffffff",
                "text_color": "#000000",
                "btn_color": "#000000",
                "btn_text_color": "#ffffff",
                "border_color": "#e1e1e1",
                "focus_color": "#000000",
                "shareable_page_show_terms": True,
                "show_avatar_when_collapsed": False,
                "disable_banner": False,
                "mic_muting_enabled": False,
                "transcript_enabled": True,
                "text_input_enabled": True,
                "language_selector": False,
            },
            "data_collection": {
                f"field_{n}": {"type": "string", "description": " ".join(rng.choice(WORDS) for _ in range(12))}
                for n in range(6)
            },
            "overrides": {
                "conversation_config_override": {
                    "tts": {"voice_id": False},
                    "conversation": {"text_only": True},
                    "agent": {"first_message": False, "language": False, "prompt": {"prompt": False}},
                },
                "custom_llm_extra_body": False,
                "enable_conversation_initiation_client_data_from_webhook": False,
            },
            "call_limits": {"agent_concurrency_limit": -1, "daily_limit": 100000, "bursting_enabled": True},
            "privacy": {
                "record_voice": True,
                "retention_days": 30,
                "delete_transcript_and_pii": False,
                "delete_audio": False,
                "apply_to_existing_conversations": False,
                "zero_retention_mode": False,
            },
        },
    }


def write(folder: Path, count: int, syntax: str = "json") -> list[Path]:
    """Write `count` agents as JSON (indent 4, as the vendor's client does) or YAML; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for seed in range(count):
        path = folder / f"agent-{seed}.{syntax}"
        if syntax == "json":
            path.write_text(json.dumps(agent(seed), indent=4), "utf-8")
        else:
            import yaml

            path.write_text(yaml.safe_dump(agent(seed), sort_keys=False, allow_unicode=True, width=10_000), "utf-8")
        paths.append(path)
    return paths
