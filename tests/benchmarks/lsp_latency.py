"""How long an editor waits: from a change to the findings, by a warm server, for agents of 12 KB and 200 KB.

Run with `python tests/benchmarks/lsp_latency.py`. Beside it stands what the check itself takes, in this process.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from agents import agent
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from complint.lsp.buffers import Buffer
from complint.lsp.session import analyse
from complint.lsp.wishes import DELAY, Wishes

ROUNDS = 25


def grown(size: int) -> str:
    """Return an agent of about a number of bytes, as JSON: further nodes of a workflow, each with a prompt of its own."""
    data: dict[str, Any] = agent(1)
    prompt = data["conversation_config"]["agent"]["prompt"]["prompt"][:1500]
    nodes: dict[str, Any] = {}
    while (
        len(text := json.dumps({**data, "workflow": {"nodes": nodes, "edges": {}}} if nodes else data, indent=4)) < size
    ):
        nodes[f"node_{len(nodes)}"] = {
            "type": "override_agent",
            "label": f"Step {len(nodes)}",
            "additional_prompt": prompt,
            "position": {"x": 10.0, "y": 20.0 * len(nodes)},
        }
    return text


async def waits(text: str, delay: float) -> list[float]:
    """Return the seconds from each of several changes to what is said then."""
    with tempfile.TemporaryDirectory() as folder:
        client = LanguageClient("latency", "1")
        said: asyncio.Queue[int | None] = asyncio.Queue()

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]  # pygls
        def publish(params: types.PublishDiagnosticsParams) -> None:
            said.put_nowait(params.version)

        await client.start_io(sys.executable, "-m", "complint", "lsp")
        await client.initialize_async(
            types.InitializeParams(
                types.ClientCapabilities(),
                root_uri=Path(folder).as_uri(),
                initialization_options={"delay": delay * 1000},
            )
        )
        uri = (Path(folder) / "agent_configs/a.json").as_uri()
        client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "json", 0, text)))
        await said.get()
        line = next(number for number, each in enumerate(text.split("\n")) if '"prompt": "' in each)
        column = text.split("\n")[line].index('"prompt": "') + len('"prompt": "')
        where = types.Range(types.Position(line, column), types.Position(line, column))
        found = []
        for version in range(1, ROUNDS + 1):
            begin = time.perf_counter()
            change = types.TextDocumentContentChangePartial(where, "x")
            identifier = types.VersionedTextDocumentIdentifier(version, uri)
            client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))
            while await said.get() != version:
                pass
            found.append(time.perf_counter() - begin)
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()  # type: ignore[no-untyped-call]  # pygls
        return found


def check_alone(text: str) -> float:
    """Return the median seconds of CPU time of the check that a change asks for."""
    buffers = {"agent_configs/a.json": Buffer("file:///a.json", "agent_configs/a.json", 1, text)}
    analyse(buffers, Wishes())
    found = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        analyse(buffers, Wishes())
        found.append(time.process_time() - begin)
    return median(found)


def main() -> None:
    """Print a line for each size."""
    for size in (12_000, 200_000):
        text = grown(size)
        asked = asyncio.run(waits(text, DELAY))
        at_once = asyncio.run(waits(text, 0))
        print(
            f"{len(text) // 1000:4} KB: median {median(asked) * 1000:.0f} ms with the rest of {DELAY * 1000:.0f} ms,"
            f" {median(at_once) * 1000:.0f} ms without (worst {max(at_once) * 1000:.0f});"
            f" the check alone {check_alone(text) * 1000:.0f} ms of CPU time"
        )


if __name__ == "__main__":
    main()
