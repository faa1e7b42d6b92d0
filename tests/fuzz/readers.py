"""Each parser of bytes from outside: it gives data, or the one error that it documents; nothing else, ever."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from complint.baseline import read_baseline
from complint.config import load_settings
from complint.core.errors import ComplintError
from complint.model.document import Document
from complint.model.waiver import comments, entries
from complint.policy.jsonpath import parse, select
from complint.policy.load import load_folder
from complint.schedules.check import check_schedule
from complint.settings import Settings
from complint.text.errors import Unreadable
from complint.text.json_text import load_json
from complint.text.loaded import Limits
from complint.text.locate import locate_duplicates
from complint.text.source import make_source, to_bytes
from complint.text.yaml_text import load_yaml

LIMITS = Limits(max_bytes=1 << 20, max_depth=50, max_nodes=5000)
NOW = 1_795_348_800


def usage(error: ComplintError, *others: int) -> None:
    """Expect an error of usage: whatever is read, nothing of complint itself may fail."""
    assert error.exit_code in (2, *others), error


@cache
def folder() -> Path:
    """Return a folder of this process for the files of one input after the other."""
    made = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (made / "acme" / "x").mkdir(parents=True)
    (made / "acme" / "x" / "pack.yaml").write_text("id: acme/x\ntitle: x\nsources: [{title: House}]\n", "utf-8")
    return made


def _text(data: bytes) -> str | None:
    try:
        source = make_source("x", data)
    except Unreadable:
        return None
    assert to_bytes(source, source.text) == data
    return source.text


def read_json(data: bytes) -> None:
    """Load JSON; what the standard library reads strictly, and is within the limits, is read alike."""
    text = _text(data)
    if text is None:
        return
    try:
        loaded = load_json(text, LIMITS)
    except Unreadable:
        return
    if not loaded.noise:
        assert loaded.documents[0] == json.loads(text)
    if loaded.duplicates:
        locate_duplicates(text, "json")


def read_yaml(data: bytes) -> None:
    """Load YAML; what it gives is plain data, and keys written twice have their places."""
    text = _text(data)
    if text is None:
        return
    try:
        loaded = load_yaml(text, LIMITS)
    except Unreadable:
        return
    if loaded.duplicates:
        locate_duplicates(text, "yaml")
    json.dumps(loaded.documents, ensure_ascii=True)


def read_config(data: bytes) -> None:
    """Load a configuration, as YAML and as TOML."""
    for name, head in (("complint.yaml", b""), ("pyproject.toml", b"[tool.complint]\n")):
        (folder() / name).write_bytes(head + data)
        try:
            load_settings(str(folder() / name), str(folder() / name))
        except ComplintError as error:
            usage(error)


def read_waivers(data: bytes) -> None:
    """Read waivers, from a file and from comments."""
    text = _text(data)
    if text is None:
        return
    try:
        loaded = load_yaml(text, LIMITS)
    except Unreadable:
        return
    for raw in loaded.documents[:1]:
        try:
            list(entries("waivers.yaml", "", raw))
        except ValueError:
            pass
    document = Document("x.yaml", make_source("x.yaml", data), "yaml")
    document.raw = document.data = loaded.documents[0] if loaded.documents else None
    list(comments(document))


def read_pack(data: bytes) -> None:
    """Load a folder of packs with one requirement of any content."""
    (folder() / "acme" / "x" / "y.yaml").write_bytes(data)
    try:
        load_folder(str(folder()))
    except ComplintError as error:
        usage(error)


def read_known(data: bytes) -> None:
    """Read a baseline."""
    (folder() / "b.json").write_bytes(data)
    try:
        read_baseline(str(folder() / "b.json"))
    except ComplintError as error:
        usage(error)


def read_jsonpath(data: bytes) -> None:
    """Parse a JSONPath and walk it."""
    path = data.decode("utf-8", "replace")
    try:
        parse(path)
    except ValueError:
        return
    select({"a": [{"b": 1}, [2, {"a": {"c": "x"}}]], "b c": {"a": {"a": [1, 2]}}}, [path, "$..*"])


def read_calls(data: bytes) -> None:
    """Check a table of calls, comma-separated and as JSON lines, and a body."""
    for name in ("calls.csv", "calls.jsonl", "calls.json", "calls.yaml"):
        (folder() / name).write_bytes(data)
        try:
            check_schedule(str(folder() / name), Settings(), {}, NOW)
        except ComplintError as error:
            usage(error, 4)


READERS: dict[str, Callable[[bytes], None]] = {
    "json": read_json,
    "yaml": read_yaml,
    "config": read_config,
    "waivers": read_waivers,
    "pack": read_pack,
    "baseline": read_known,
    "jsonpath": read_jsonpath,
    "calls": read_calls,
}
