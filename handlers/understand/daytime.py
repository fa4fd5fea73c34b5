"""Words of what is sent by day: whether an office's own words are stated, a watch report, a form, tickets, hours."""

from __future__ import annotations

import re

_NOT_YET = re.compile(r"(?:没有?|未|不|等|待|准备|计划|打算|将|明天|下周|什么时候|啥时候|怎么)[^,。;!?]{0,6}\Z")


def stated(text: str, word: str) -> bool:
    """Whether a text says these words, and not that it is still to be done.

    Example: "4月带队检查已完成", "带队检查已完成" -> True
    """
    at = text.find(word.replace(" ", ""))
    return at >= 0 and not _NOT_YET.search(text[:at])


_WEEK = re.compile(r"周报|本周|这周|上周|一周|星期|礼拜")
_DAY = re.compile(r"日报|今日|今天|当日|每日")


def form_of_figures(text: str) -> str:
    """Which form figures are that are told in words; empty where they are of no day or week."""
    if _WEEK.search(text):
        return "weekly"
    return "daily" if _DAY.search(text) else ""


_GUARDED = re.compile(r"值守|值班|停产|停工|看守|留守|看护")
_FINE = re.compile(r"正常|无异常|没异常|未见异常|未发现异常|平安|无事|没事|安全|没情况|无情况|都好|稳定")


def guarded(text: str) -> bool:
    """Whether it speaks of somebody who stays where all stands still."""
    return bool(_GUARDED.search(text))


def guarded_well(text: str) -> bool:
    """Whether whoever stays says that all is well: 值守正常."""
    return guarded(text) and bool(_FINE.search(text)) and "夜巡" not in text


_TICKET = re.compile(
    r"(?:作业票|动火票|票证?|作业证|许可证)(?:编?号)?[:：为是 ]{0,2}(?P<no>[A-Za-z]{0,6}-?\d[A-Za-z\d-]{2,30})"
)


def ticket(text: str) -> str:
    """The number of a work ticket."""
    match = _TICKET.search(text)
    return match["no"] if match else ""


_LONG = re.compile(
    r"(?P<n>(?<!\d)\d{1,4}(?:\.\d)?|[一二两三四五六七八九十半])个?(?P<half>半)?多?(?P<unit>分钟|小时|学时|课时|钟头)"
)
_DIGITS = {"半": 0.5, "两": 2.0} | {char: float(number) for number, char in enumerate("一二三四五六七八九十", 1)}


def minutes(text: str) -> int | None:
    """How long something took: 40分钟, 2小时, 1个半小时 is ninety."""
    found = _LONG.search(text)
    if found is None:
        return None
    count = _DIGITS.get(found["n"]) or float(found["n"])
    if found["unit"] == "分钟":
        return round(count)
    return round((count + (0.5 if found["half"] else 0)) * 60)
