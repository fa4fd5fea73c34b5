"""Emergencies: they go first, also from senders nobody knows (docs/WORDING.md, M36, M37). Pure sentences."""

from datetime import datetime

from models.wording import times
from models.wording.lines import COLUMNS, joined, short


def receipt(at: datetime, duty_phone: str, *, calling: bool) -> str:
    """M36: to the writer, at once; it never says that somebody is being called when nobody is."""
    head = f"{times.clock(at)}已记下" + ("，正在叫值班员" if calling else "")
    return joined(
        head,
        "先撤人到上风处，打119、120",
        f"再打{duty_phone}，发消息不能代替打电话" if duty_phone else "发消息不能代替打电话",
        "方便时回一句：什么事、伤没伤人",
    )


def officer(at: datetime, who: str, words: str, reporter: str, phone: str) -> str:
    """M37: to the duty officer, at once."""
    return joined(
        f"【突发】{times.clock(at)} {short(who, 16)}，未核实",
        short(f"原话：“{words}”", COLUMNS * 2),
        short(f"报告人 {reporter} {phone}".strip(), COLUMNS),
        "先打电话核实",
    )
