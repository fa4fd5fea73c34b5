"""A day's or a week's figures that are all nought."""

from __future__ import annotations

import re

from handlers.understand import casualties


def empty_table(text: str) -> str:
    """The head of a table that counts hazards, with nothing but noughts in its rows."""
    lines = [re.split(r"[ |\t]+", line.strip(" |\t")) for line in text.split("\n") if line.strip()]
    if len(lines) < _HEAD_AND_ROW or len(lines[0]) < _HEAD_AND_ROW or not re.search(r"隐患|问题", " ".join(lines[0])):
        return ""
    counted = [cell for row in lines[1:] for cell in row if cell.isdecimal() or cell in ("无", "零")]
    long_enough = all(len(row) == len(lines[0]) for row in lines[1:])
    return lines[0][0] if long_enough and len(counted) > 1 and set(counted) <= {"0", "无", "零"} else ""


_HEAD_AND_ROW = 2


def all_zero(text: str) -> str:
    """The figures of a day that are all nought: "隐患0项，整改0项", "隐患0 事故0"."""
    if head := empty_table(text):
        return head
    figures = [*_FIGURE.finditer(text)]
    if (together := _TOGETHER.search(text)) and all(match["n"] in ("0", "零", "无") for match in figures):
        return together.group()
    return figures[0].group() if len(figures) > 1 and all(match["n"] in ("0", "零", "无") for match in figures) else ""


_FIGURE = re.compile(
    rf"(?:一般|重大|较大|隐患|问题|异常|整改|违章|漏点|伤|报警|事件|{casualties.COUNTED})(?:数|数量|情况|人数|起数|次数)?"
    r"[:为]? ?(?P<n>\d+|零|无)(?![.\d])(?:处|项|条|个|起|人|例|次|名)?"
)


_TOGETHER = re.compile(
    rf"(?:{casualties.COUNTED}[、/和及与]){{1,6}}{casualties.COUNTED}(?:数|情况|人数|起数|次数)?(?:均|都|全|皆)(?:为|是)?(?:0|零|无)(?![.\d])"
)
