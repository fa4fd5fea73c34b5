"""What is said of answers to a notice that an officer heard on the phone (docs/WORDING.md, Answers). Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.wording import times
from models.wording.lines import COLUMNS, joined, listed, short


@dataclass(frozen=True)
class Told:
    """What an officer heard: of which notice, from whom."""

    notice: str
    plant: str
    name: str
    says: str
    officer: str


def confirm(told: Told, at: datetime) -> str:
    """It is read back before it is kept."""
    return joined(
        f"代录请核对：{short(told.plant, 16)} 回通知",
        short(told.notice, COLUMNS),
        f"电话答：{told.says or '知道了'}，{told.name} {times.clock(at)}",
        f"回1登记（注明{told.officer}代录），回2不登记",
    )


def by_phone(name: str, says: str) -> str:
    """The words of the answer as they are kept."""
    return f"{name}电话：{says or '知道了'}"


def kept(notice: str, plant: str, officer: str, silent: Sequence[str]) -> str:
    """It is kept; who is still to be called."""
    left = listed(silent, COLUMNS - 8) if silent else ""
    return joined(
        f"已记下（代录）｜{short(plant, 16)}",
        short(notice, COLUMNS),
        f"还差{len(silent)}家：{left}" if silent else "都回了",
        f"{officer}代录，名单有标注",
    )


def already(notice: str, plant: str) -> str:
    """An enterprise that has answered by itself."""
    return f"已回过了｜{short(plant, 16)}\n{short(notice, COLUMNS - 10)}，不用代录"


def none(plant: str, topic: str) -> str:
    """No notice that this enterprise could answer."""
    if not topic:
        return f"近14天没有发给{short(plant, 16)}的通知，没登记"
    return joined(
        f"没有发给{short(plant, 16)}的“{short(topic, 10)}”通知，没登记", "只写“回通知”，就是没回的里面最近1条"
    )


def which_plant() -> str:
    """An answer without an enterprise, or with a short name of several in a group."""
    return joined("代录哪家的答复？请写全称，例：", "代录 宏达加油站 王建国 回通知：已查")


def who_answered(plant: str) -> str:
    """An answer without the name of whoever was on the phone."""
    return joined("谁接的电话？请写上姓名再发，例：", f"代录 {short(plant, 14)} 王建国 回通知：已查")
