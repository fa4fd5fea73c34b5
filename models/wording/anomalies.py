"""Anomalies that nobody has closed: the list, and what closes one. Pure sentences."""

from collections.abc import Sequence
from datetime import datetime

from models.wording import times
from models.wording.incidents import Event
from models.wording.lines import COLUMNS, joined, short


def listed(anomalies: Sequence[tuple[int, Event]], most: int = 15) -> str:
    """The anomalies of the last week that nobody has closed, with their numbers, the newest first."""
    if not anomalies:
        return "没有未结束的异常，近7天"
    shown = anomalies[:most]
    left = len(anomalies) - len(shown)
    lines = (f"{number} {times.stamp(one.at)} {short(one.title, COLUMNS)} {one.contact}" for number, one in shown)
    return joined(
        f"异常{len(anomalies)}条没结束，近7天",
        *lines,
        f"另有{left}条更早的" if left else "",
        f"处理完写：异常{anomalies[0][0]}已处理",
    )


def ended(event: Event, at: datetime) -> str:
    """The receipt of the word that closes one."""
    return short(f"已记{times.clock(at)}恢复｜{event.title}", COLUMNS * 2)


def no_such(number: int) -> str:
    """An officer closes an anomaly that is not there, or closed already."""
    return f"没有未结束的异常{number}，写“看异常”看编号" if number else "没有未结束的异常"


def ended_already(event: Event, at: datetime) -> str:
    """It was closed before."""
    return short(f"{times.stamp(at)}已结束过｜{event.title}", COLUMNS * 2)
