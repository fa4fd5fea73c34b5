"""Whatever people write, to whomever and with whatever beside it: it is handled, and nothing fails."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from models.inbox import Message, MessageStatus
from tests.scene import Scene

EXAMPLES = Path(__file__).parent.parent / "understanding" / "examples.jsonl"
MORE = [
    "夜巡发现1处隐患：3号泵密封渗漏，已通知维修",
    "更正：隐患2处，罐区漏油",
    "撤回，夜巡正常",
    "零报告，已巡查罐区",
    "发现隐患2处：1.三车间灭火器过期；2.危废库堆杂物。夜巡其余正常",
    "充装间漏气了，夜巡已停",
    "1",
    "9",
    "绑定 123456",
    "绑定码 王建国",
    "宏达加油站 王建国 夜班",
    "昨晚谁没报",
    "豫丰这周报了没 今晚谁值班",
    "导出周报，提醒没报的",
    "\u202e正常\u0007🆗",
    "无" * 2500,
]


def texts() -> list[str]:
    told = [json.loads(line)["text"] for line in EXAMPLES.read_text("utf-8").splitlines() if line.strip()]
    return [*dict.fromkeys(told), *MORE]


@pytest.mark.parametrize("wall", ["01:31", "09:10"])
async def test_no_words_make_a_message_fail(county: Scene, wall: str) -> None:
    county.strict = False
    await county.clock.to(wall)
    for number, text in enumerate(texts()):
        # at each hour one half of the people says one half of it, the other half the other
        if (number % 2 == 0) == (wall == "01:31"):
            await county.says("王建国", text, media="video")
            await county.says("张强", text, chat="g1", at_bot=True)
        else:
            await county.says("李明", text)
            await county.says("wx_any", text)
    await county.clock.forward(minutes=3)
    stored = await county.work.read(lambda session: session.exec(select(Message)).all())
    assert {one.status for one in stored} == {MessageStatus.DONE, MessageStatus.ASIDE}
    assert not [one.text for one in stored if one.attempts > 1 and one.error]
