"""Print what the text layer costs beside json.loads and PyYAML's CSafeLoader, in CPU time on one agent of 12 KB.

Run it as `python tests/benchmarks/text_speed.py`. Each figure is the median of interleaved rounds; it never fails.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import yaml

from complint.text.json_text import load_json
from complint.text.locate import locate
from complint.text.yaml_text import load_yaml

ROUNDS = 15
LOOPS = 60
PROMPT = """# Role
You are Robin, the voice assistant of Bluebird Dental (a fictional clinic). You book, move and cancel visits.

# Rules
- Ask for one thing at a time: the reason, the day, then the time. Never guess a date.
- Offer at most two free slots, the nearest first; say the weekday and the date.
- If the caller is in pain, offer the first slot of the day and transfer the call if none is free.
- Prices are given as ranges only. For insurance questions say that the desk calls back.
- Read numbers back digit by digit, such as 2-0-2-5-5-5-0-1-4-2, and wait for a yes.
"""


def agent() -> dict[str, Any]:
    """Return an invented agent with the shape and size of one that the vendor's tool pulls."""
    tool = {
        "type": "webhook",
        "name": "find_slots",
        "description": "Finds free slots of a dentist on a day; needs the day as YYYY-MM-DD.",
        "response_timeout_secs": 20,
        "api_schema": {
            "url": "https://api.bluebird.example/slots",
            "method": "POST",
            "request_headers": {"Content-Type": "application/json"},
            "request_body_schema": {
                "type": "object",
                "required": ["day"],
                "properties": {
                    name: {"type": "string", "description": f"The {name} of the visit.", "dynamic_variable": ""}
                    for name in ("day", "reason", "dentist")
                },
            },
        },
    }
    platform = {
        "evaluation": {
            "criteria": [
                {"id": f"goal_{n}", "name": f"goal {n}", "type": "prompt", "use_knowledge_base": False, "scope": None}
                for n in range(6)
            ]
        },
        "call_limits": {"agent_concurrency_limit": -1, "daily_limit": 100000, "bursting_enabled": True},
        "privacy": {"record_voice": True, "retention_days": -1, "delete_audio": False, "zero_retention_mode": False},
        "overrides": {"conversation_config_override": {"agent": {"first_message": False, "language": True}}},
        "data_collection": {f"field_{n}": {"type": "string", "description": "What was said."} for n in range(8)},
    }
    greetings = {"de": "Guten Tag", "es": "Buenos días", "fr": "Bonjour", "pl": "Dzień dobry", "ja": "こんにちは"}
    return {
        "name": "Bluebird Dental – front desk",
        "conversation_config": {
            "asr": {
                "quality": "high",
                "provider": "elevenlabs",
                "user_input_audio_format": "pcm_16000",
                "keywords": [],
            },
            "turn": {"turn_timeout": 7.0, "silence_end_call_timeout": -1, "mode": "turn"},
            "tts": {"model_id": "eleven_turbo_v2", "voice_id": "voice-0142", "stability": 0.5, "speed": 1.0},
            "conversation": {"max_duration_seconds": 600, "client_events": ["audio", "interruption"]},
            "language_presets": {
                code: {"overrides": {"agent": {"first_message": f"{text}! Robin, Bluebird Dental.", "language": code}}}
                for code, text in greetings.items()
            },
            "agent": {
                "first_message": "Hello, this is Robin, the AI assistant of Bluebird Dental. This call is recorded.",
                "language": "en",
                "dynamic_variables": {"dynamic_variable_placeholders": {"clinic_hours": "08:00 to 17:00"}},
                "prompt": {
                    "prompt": PROMPT * 2,
                    "llm": "gemini-2.5-flash",
                    "temperature": 0.2,
                    "max_tokens": -1,
                    "tool_ids": ["tool_0142"],
                    "built_in_tools": {"end_call": None, "language_detection": None, "skip_turn": None},
                    "tools": [{**tool, "name": f"find_slots_{n}"} for n in range(3)],
                    "knowledge_base": [],
                    "custom_llm": None,
                },
            },
        },
        "platform_settings": platform,
        "tags": ["clinic", "hipaa"],
    }


def figures(cases: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the median CPU time of each case in µs; the rounds are interleaved, so that load hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(ROUNDS):
        for name, case in cases.items():
            begin = time.process_time()
            for _ in range(LOOPS):
                case()
            times[name].append((time.process_time() - begin) / LOOPS * 1e6)
    return {name: statistics.median(series) for name, series in times.items()}


def main() -> None:
    """Print the table."""
    data = json.loads(json.dumps(agent()))  # a copy of every part, so that the YAML has no aliases
    json_text = json.dumps(data, indent=4, ensure_ascii=False)
    yaml_text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
    routes = [
        ("conversation_config", "agent", "prompt", "llm"),
        ("platform_settings", "privacy", "retention_days"),
        ("tags", 1),
    ]
    cases: dict[str, Callable[[], object]] = {
        "json.loads": lambda: json.loads(json_text),
        "load_json": lambda: load_json(json_text),
        "locate json, 3 routes": lambda: locate(json_text, "json", routes),
        "locate json, unique": lambda: locate(json_text, "json", routes, unique=True),
        "CSafeLoader": lambda: yaml.load(yaml_text, yaml.CSafeLoader),
        "load_yaml": lambda: load_yaml(yaml_text),
        "locate yaml, 3 routes": lambda: locate(yaml_text, "yaml", routes),
        "locate yaml, 1 early": lambda: locate(yaml_text, "yaml", [("name",)], unique=True),
    }
    found = figures(cases)
    print(f"JSON {len(json_text):,} characters, YAML {len(yaml_text):,}")
    for name, micros in found.items():
        base = "json.loads" if "json" in name else "CSafeLoader"
        print(f"{name:24}{micros:9.0f} µs {micros / found[base]:7.2f} x {base}")


if __name__ == "__main__":
    main()
