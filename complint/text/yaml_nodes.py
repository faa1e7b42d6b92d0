"""The nodes of a YAML tree for edits: values and entries with every offset that an edit may need."""

from __future__ import annotations

SCALAR, ALIAS, EMPTY, MAPPING, SEQUENCE = "scalar", "alias", "empty", "mapping", "sequence"


class Node:
    """A value: `start` with its anchor and tag, `content` without; `end` is where its last character has ended.

    `text` is the value of a scalar, the name of an alias. `target` is the node an alias stands for, `used` tells that an
    alias stands for this one.
    """

    __slots__ = (
        "anchor",
        "content",
        "end",
        "entries",
        "flow",
        "kind",
        "start",
        "style",
        "tagged",
        "target",
        "text",
        "used",
    )

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = self.content = start
        self.end = end
        self.anchor: str | None = None
        self.tagged = False
        self.target: Node | None = None
        self.used = False
        self.style = ""
        self.text = ""
        self.flow = False
        self.entries: list[Entry] = []


class Entry:
    """A child of a collection: it begins at its dash, question mark, key or (in a flow sequence) value.

    `head` is the offset behind the dash or colon, -1 where there is none; `comma` that of the comma behind it, -1 for none.
    `pair` marks a mapping of one key in a flow sequence, written without braces; `explicit` a key behind a question mark.
    """

    __slots__ = ("begin", "comma", "explicit", "head", "key", "pair", "value")

    def __init__(self, begin: int, head: int, key: Node | None, value: Node) -> None:
        self.begin = begin
        self.head = head
        self.key = key
        self.value = value
        self.comma = -1
        self.explicit = False
        self.pair = False

    @property
    def end(self) -> int:
        """Return where the entry has ended: its value, or what stands before an absent one."""
        if self.value.kind != EMPTY or self.value.start < self.value.end:
            return self.value.end
        if self.head >= 0:
            return self.head
        return self.key.end if self.key is not None else self.value.end

    @property
    def name(self) -> str | None:
        """Return the text of the key; an alias as a key has the text of its anchor."""
        key = self.key
        if key is not None and key.kind == ALIAS:
            key = key.target
        return key.text if key is not None else None

    @property
    def merges(self) -> bool:
        """Tell whether this is the merge key `<<`, not a quoted one."""
        return self.key is not None and self.key.kind == SCALAR and self.key.text == "<<" and self.key.style == ""
