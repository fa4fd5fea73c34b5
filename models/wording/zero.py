"""The zero report (docs/WORDING.md, M10, M11). Pure sentences."""

from collections.abc import Sequence
from datetime import datetime

from models.wording import times
from models.wording.lines import COLUMNS, joined, listed, short
from models.wording.receipts import Told


def prompt(names: Sequence[str], closes_at: datetime, *, routine: bool) -> str:
    """M10: to the silent, one to one; who has heard it often this week reads two lines (docs/WORDING.md 0.11)."""
    until = f"{times.hour(closes_at)}前"
    if len(names) > 1:
        return joined(
            f"今天还差{len(names)}家零报告，{until}",
            listed(names, COLUMNS),
            "没有隐患，请回：零报告",
            "" if routine else "有隐患就直接写：哪家、在哪里、什么问题",
        )
    return joined(
        f"今天还差1项：零报告，{until}",
        f"{short(names[0], 14)}没有隐患，请回：零报告",
        "" if routine else "有隐患就直接写：在哪里、什么问题",
    )


def registered(told: Told) -> str:
    """M11: a zero report was stated."""
    return f"零报告已登记 {times.clock(told.at)}｜{short(told.plant, 16)}"


def registered_no_round(told: Told) -> str:
    """A zero report at night, while the round has not been told of: the one does not stand for the other."""
    return joined(
        registered(told),
        f"{times.night(told.night)}夜巡还没收到",
        "这就是夜巡结果请回1；没巡就拍了再发",
    )
