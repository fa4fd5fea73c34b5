"""Hazards in a form or in a table that was pasted as text: what stands under which head, behind which label."""

from __future__ import annotations

import re
from functools import cache

from handlers.understand import lexicon

Row = dict[str, str]

_CELLS = re.compile(r"[ |\t]+")
_LINES = re.compile(r"\n+")
_FEW = 2


@cache
def heads() -> dict[str, str]:
    """What each head of a column, or label of a form, stands for."""
    return {word: item for item, word in (pair.split("=") for pair in lexicon.lists()["hazard.heads"])}


def rows(text: str) -> list[Row]:
    """The hazards of a table or of a form, each with what is said of it; none where the text is neither."""
    return _table(text) or _form(text)


def is_table(text: str) -> bool:
    """Whether a line of a text is the head of a table of hazards or of a round."""
    if "\n" not in text:
        return False
    return any(_is_head(_items(cells)) or _of_round(cells) for cells in map(_cells, _LINES.split(text)))


def _of_round(cells: list[str]) -> bool:
    """Whether cells are the head of a table of a round: a place with a time or a result."""
    items = _items(cells)
    return "location" in items and len(cells) > 1 and ("时间" in cells or "desc" in items or "status" in items)


def _cells(line: str) -> list[str]:
    return _CELLS.split(line.strip(" |\t"))


def _items(cells: list[str]) -> list[str]:
    return [heads().get(cell.strip(":"), "") for cell in cells]


def _is_head(items: list[str]) -> bool:
    return "desc" in items and sum(map(bool, items)) > _FEW


def _table(text: str) -> list[Row]:
    lines = [_cells(line) for line in _LINES.split(text)]
    for at, cells in enumerate(lines):
        if _is_head(items := _items(cells)):
            return [_row(items, line) for line in lines[at + 1 :] if _fits(items, line)]
    return []


def _fits(items: list[str], line: list[str]) -> bool:
    """Whether a line is one of the table: as long as its head, or shorter by what was left empty at its end."""
    return len(items) - 1 <= len(line) <= len(items) and (
        "no" not in items or line[items.index("no")].rstrip(".、").isdecimal()
    )


def _row(items: list[str], line: list[str]) -> Row:
    return {item: cell for item, cell in zip(items, line, strict=False) if item}


# Forms


@cache
def _label() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, heads()), key=len, reverse=True))
    return re.compile(
        rf"(?:\A|(?<=[\n;。,\s]))(?:\d[.、])?(?P<label>{words}):(?P<value>[^\n;]*?)(?=\s*(?:\Z|[\n;]|[。,\s](?:{words}):))"
    )


def fields(text: str) -> list[tuple[str, str]]:
    """The labels of a form with what stands behind each; in a line with bars the marks may be left out."""
    if text.count("|") >= _FEW and "\n" not in text:
        return [pair for cell in text.split("|") if (pair := _labelled(cell.strip()))]
    return [(heads()[match["label"]], match["value"].strip(" 。,")) for match in _label().finditer(text)]


def _labelled(cell: str) -> tuple[str, str] | None:
    """A cell that begins with its label: "责任人赵大勇"."""
    word = max((word for word in heads() if cell.startswith(word)), key=len, default="")
    return (heads()[word], cell.removeprefix(word).strip(" :")) if word else None


def _form(text: str) -> list[Row]:
    """The blocks of a form: a label that comes again begins the next."""
    blocks: list[Row] = [{}]
    for item, value in fields(text):
        if item in blocks[-1] and item in ("desc", "location"):
            blocks.append({})
        if value:
            blocks[-1].setdefault(item, value)
    return [block for block in blocks if block.get("desc") and len(block) >= _FEW and not _FINE.search(block["desc"])]


_FINE = re.compile(
    r"^(?:均|都|全部|一切)?(?:无|没有?|未)(?:发现|见)?(?:任何)?(?:异常|隐患|问题)|^(?:均|都|全部|一切)?正常"
)
