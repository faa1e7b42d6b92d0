"""The texts that rows put in place of their agent's own: which distinct ones there are, and which rows have them."""

from __future__ import annotations

from complint.calls.frames import Frame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from complint.calls.raw import Raw

Texts = dict[tuple[str, ...], tuple[int, list[int]]]  # how many rows have (the COLUMNS), and the first ones, from 1
COLUMNS = ("first_message", "system_prompt", "language", "agent_id")
MOST = 2_000  # distinct texts; each is judged like an agent of its own
_FIRST = 20  # rows named


def has_texts(matched: Collection[str]) -> bool:
    """Tell whether a table with these columns has texts of its own."""
    return "first_message" in matched or "system_prompt" in matched


def distinct_texts(raws: Iterable[Raw], only: Collection[tuple[str, ...]] | None = None) -> tuple[Texts, list[int]]:
    """Return the first MOST distinct texts (or `only` some), with how many rows have them and the numbers of the first ones.

    Beside them the numbers of the rows that have other texts.
    """
    found: Texts = {}
    left = []
    for raw in raws:
        frame = Frame(raw)
        columns = [_texts(frame, name) for name in COLUMNS]
        for at, texts in enumerate(zip(*columns, strict=True)):
            if texts[0] or texts[1]:
                if texts not in found and (len(found) >= MOST if only is None else texts not in only):
                    left.append(raw.first + at + 1)
                    continue
                many, first = found.get(texts, (0, []))
                found[texts] = (many + 1, first if len(first) >= _FIRST else [*first, raw.first + at + 1])
    return found, left


def joined_texts(parts: Iterable[Texts]) -> Texts:
    """Return the distinct texts of parts that follow each other, the first MOST of them."""
    found: Texts = {}
    for part in parts:
        for texts, (many, first) in part.items():
            if texts in found or len(found) < MOST:
                before, rows = found.get(texts, (0, []))
                found[texts] = (before + many, [*rows, *first][:_FIRST])
    return found


def _texts(frame: Frame, name: str) -> list[str]:
    found = frame.texts(name)
    if found is None:
        return [""] * frame.count
    codes, words = found
    return [words[code] or "" if code >= 0 else "" for code in codes.tolist()]
