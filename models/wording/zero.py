"""The zero report (docs/WORDING.md, M11). Pure sentences."""

from models.wording import times
from models.wording.lines import joined, short
from models.wording.receipts import Told


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
