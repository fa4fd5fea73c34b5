"""Receipts: what the bot answers to something sent in (docs/WORDING.md, M01 to M05). Pure sentences."""

from dataclasses import dataclass
from datetime import date, datetime

from models.reports import Evidence, Result
from models.wording import times
from models.wording.lines import joined, short


@dataclass(frozen=True)
class Told:
    """What a receipt speaks of."""

    at: datetime
    night: date
    plant: str
    evidence: Evidence
    places: str = ""
    result: str = ""
    routine: bool = False  # had three receipts this week: two lines are enough


def media(evidence: Evidence) -> str:
    """视频1 照片3; 无影像 where there is nothing."""
    counted = [
        ("视频", evidence.videos),
        ("照片", evidence.photos),
        ("语音", evidence.voices),
        ("文件", evidence.files),
    ]
    return " ".join(f"{word}{count}" for word, count in counted if count) or "无影像"


def _kept(evidence: Evidence) -> str:
    """What was kept: 视频1 照片3, or 原话 where nothing but words came."""
    return media(evidence) if evidence.any else "原话"


def _what(told: Told) -> str:
    found = "无隐患" if told.result == Result.NORMAL else ""
    parts = [f"{short(told.plant, 16)} {media(told.evidence)}", short(told.places, 14), found]
    return "，".join(part for part in parts if part)


def in_time(told: Told) -> str:
    """M01, M02: a patrol inside its window."""
    head = f"已报 {times.clock(told.at)}｜{times.night(told.night)}夜巡"
    return joined(head, *_rest(told))


def late(told: Told, closes_at: datetime) -> str:
    """A patrol between the end of the window and the cut-off."""
    head = f"迟报 {times.clock(told.at)}｜{times.night(told.night)}夜巡，{times.hour(closes_at)}截止"
    return joined(head, *_rest(told))


def _rest(told: Told) -> tuple[str, ...]:
    if told.result == Result.NORMAL:
        return (_what(told), "" if told.routine else "写错了就回：更正")
    if told.result == Result.HEDGED:
        return (_what(told), "没说准有没有隐患，没有回1", "有就写在哪里、什么问题")
    return (_what(told) + "，没写情况", "正常回1，有问题直接写。不回也算已巡")


def made_up(told: Told) -> str:
    """M04: after the cut-off, until noon."""
    head = f"收到 {times.clock(told.at)}，记为{times.night(told.night)}补报"
    return joined(head, _what(told), f"今晚（{times.next_night(told.night)}）照常")


def again(told: Told, first_at: datetime) -> str:
    """A second report of a night that has one."""
    head = f"收到 {times.clock(told.at)}，一起存下了"
    return joined(head, _what(told), f"{times.night(told.night)}夜巡{times.clock(first_at)}已报")


def early(told: Told, opens_at: datetime, closes_at: datetime) -> str:
    """M03: before the window opens."""
    opens, closes = times.hour(opens_at), times.hour(closes_at)
    return joined(
        f"收到 {times.clock(told.at)}，还没到{'零点' if opens == '0:00' else opens}",
        f"{times.night(told.night)}的夜巡在{opens}—{closes}拍",
        f"{'零点' if opens == '0:00' else opens}后请再发1次",
    )


def too_late(told: Told, until: datetime, duty_phone: str) -> str:
    """A patrol after the time to make it up has passed."""
    return joined(
        f"收到 {times.clock(told.at)}，{_kept(told.evidence)}已存",
        f"{times.night(told.night)}补报到{times.hour(until)}为止，仍记未报",
        f"有情况说明请打{duty_phone}" if duty_phone else "",
    )


def waiting_for_a_word(told: Told) -> str:
    """Pictures without words by day."""
    return joined(
        f"收到 {times.clock(told.at)}，{short(told.plant, 16)} {_kept(told.evidence)}已存",
        "是哪件事的？回一句就行",
    )


def remark(told: Told) -> str:
    """Words that belong to no due."""
    return f"已记下 {times.clock(told.at)}｜{short(told.plant, 20)}"


def not_a_round(told: Told) -> str:
    """Words that something is in order, while the round of this night has not been told of: never guessed, asked."""
    return joined(
        f"已记下 {times.clock(told.at)}｜{short(told.plant, 20)}",
        f"{times.night(told.night)}夜巡还没收到",
        "这就是夜巡结果请回1；没巡就拍了再发",
    )


def not_owed(told: Told) -> str:
    """A patrol of a class that owes none."""
    return joined(f"收到 {times.clock(told.at)}，{_kept(told.evidence)}已存", f"{short(told.plant, 16)}不用报夜巡")


def which_plant(told: Told, plants: list[str]) -> str:
    """Somebody who stands for several enterprises named none."""
    choices = "，".join(f"{number} {short(name, 16)}" for number, name in enumerate(plants[:4], 1))
    return joined(f"收到 {times.clock(told.at)}，{_kept(told.evidence)}已存", "是哪家的？回数字：", choices)


def denied(at: datetime, night: date | None, still: str) -> str:
    """What was sent is no round, says its sender: kept, and how the night stands now."""
    return joined(
        f"好，{times.clock(at)}那条不算夜巡，已存", f"{times.night(night)}夜巡现为{still}" if night and still else ""
    )


def no_round_yet(at: datetime) -> str:
    """Words that something is no round, before anything was sent."""
    return f"好，{times.clock(at)}起发的不算夜巡，是哪件事的回一句"


def withdrawn(told: Told, still: str, kept: str = "") -> str:
    """A report taken back: what the night is now, and what stays in the ledger."""
    return joined(
        f"已撤回{times.clock(told.at)}那条，记录留底",
        f"{times.night(told.night)}夜巡现为{still}" if still else "",
        kept,
    )


def media_lost(videos: int, others: int, at: datetime) -> str:
    """M05: a file that could not be fetched for good."""
    lost = f"{videos}个视频" if videos else f"{others}个文件"
    count = videos or others
    return joined(f"有{lost}没传完整，请重发这{count}个", f"文字不用重写，时间仍按{times.clock(at)}算")


def media_too_large(count: int) -> str:
    """A file above the limit: sending the same again would not help."""
    return joined(f"有{count}个文件太大，没收下", "请拍短一点（10—30秒）再发1次")


def voice_without_words(at: datetime) -> str:
    """A voice message that the platform did not turn into words."""
    return joined(f"收到 {times.clock(at)}，语音已存，听不出内容", "请打字回一句：哪里、什么情况")
