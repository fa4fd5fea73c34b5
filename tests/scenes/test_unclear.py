"""What was not clear: asked at once, answered by a digit or in words, listed for the officers after two hours."""

from datetime import date

from sqlmodel import select

from models import calendar
from models.obligations import DueStatus
from models.people import Role
from models.unclear import Unclear, UnclearStatus
from tests.conftest import NIGHT
from tests.scene import Scene

HEDGED = "已报 00:31｜3月14日夜夜巡\n豫丰化工 视频1\n没说准有没有隐患，没有回1\n有就写在哪里、什么问题"


async def rows(county: Scene) -> list[tuple[str, str]]:
    found = await county.work.read(lambda s: s.exec(select(Unclear).order_by(Unclear.id)).all())
    return [(one.doubt, one.status) for one in found]


async def test_a_hedged_round_is_answered_in_words(county: Scene) -> None:
    await county.clock.to("00:31")
    await county.says("张强", "转了一圈，大体可以", media="video")
    await county.clock.forward(minutes=2)
    assert county.heard("张强") == [HEDGED]
    assert await rows(county) == [("hedged", UnclearStatus.ASKED)]

    await county.says("张强", "没有")
    await county.clock.forward(minutes=2)
    assert county.heard("张强") == ["已报 00:31｜3月14日夜夜巡\n豫丰化工 视频1，无隐患\n写错了就回：更正"]
    assert await rows(county) == [("hedged", UnclearStatus.ANSWERED)]
