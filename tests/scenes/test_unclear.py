"""What was not clear: asked at once, answered by a digit or in words, listed for the officers after two hours."""

from datetime import date

from sqlmodel import select

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


async def two_of_a_name(county: Scene) -> None:
    await county.enterprise("榆川宏达化工有限公司", "宏达化工、宏达")


async def test_a_short_name_of_two_is_asked_once_and_remembered_for_its_asker(county: Scene) -> None:
    await two_of_a_name(county)
    await county.says("李明", "宏达这周报了没")
    await county.clock.forward(seconds=2)
    assert county.heard("李明") == ["是哪家？回数字：\n1 宏达加油站\n2 榆川宏达化工有限公司"]
    assert await rows(county) == [("which_enterprise", UnclearStatus.ASKED)]

    await county.says("李明", "今晚谁值班")  # another matter leaves it open
    await county.says("李明", "就是加油站的")
    await county.clock.forward(seconds=2)
    answer = "没有应报的夜巡\n宏达站 3月9日—14日\n“宏达”当作宏达加油站，不对回：不是"
    assert county.heard("李明")[1:] == [answer]
    assert await rows(county) == [("which_enterprise", UnclearStatus.ANSWERED)]

    await county.says("李明", "宏达这周报了没")
    await county.clock.forward(seconds=2)
    assert county.heard("李明") == [answer]

    await county.says("李明", "不是，是宏达化工")
    await county.says("李明", "宏达这周报了没")
    await county.clock.forward(seconds=2)
    other = "没有应报的夜巡\n宏达化工 3月9日—14日\n“宏达”当作榆川宏达化工有限公司，不对回：不是"
    assert county.heard("李明") == [other, other]

    await county.says("李明", "不是")
    await county.says("李明", "1")
    await county.clock.forward(seconds=2)
    assert county.heard("李明") == ["是哪家？回数字：\n1 宏达加油站\n2 榆川宏达化工有限公司", answer]
    await county.says("李明", "宏达化工这周报了没")  # another name always wins
    await county.clock.forward(seconds=2)
    assert county.heard("李明") == ["没有应报的夜巡\n宏达化工 3月9日—14日"]
    await county.says("王强", "宏达这周报了没")  # remembered for one, asked of the other
    await county.clock.forward(seconds=2)
    assert county.heard("王强") == ["是哪家？回数字：\n1 宏达加油站\n2 榆川宏达化工有限公司"]


async def test_what_nobody_says_again_goes_to_the_officers_list_without_a_push(county: Scene) -> None:
    await county.person("赵静", Role.SUPERVISOR)
    await county.clock.to("00:31")
    await county.says("张强", "那个东西整了下先这么着")
    await county.clock.forward(seconds=2)
    assert county.heard("张强") == ["没听准，原话已存\n夜巡发视频，再写一句情况\n要看怎么发，回：帮助"]
    await county.says("张强", "反正就那个样儿呗")  # told a moment ago
    await county.says("李明", "没听准的")
    await county.clock.forward(seconds=2)
    assert county.heard("李明") == ["现在没有要看的，都听准了"]

    await county.clock.to("02:33")
    county.silent()
    await county.says("李明", "没听准的")
    await county.clock.forward(seconds=2)
    assert county.heard("李明") == [
        "没听准2条\n1 00:31 豫丰化工 张强“那个东西整了下先这么着”，没听懂\n"
        "2 00:31 豫丰化工 张强“反正就那个样儿呗”，没听懂\n处理好的回数字，例：1"
    ]
    await county.clock.to("08:20", date(2026, 3, 16))
    [morning] = [line for line in county.heard() if line.startswith("赵静")]
    assert "没听准2" in morning
    assert "回“没听准的”看是哪几条" in morning
    await county.says("赵静", "哪些没听懂")
    await county.says("赵静", "第1条 已处理")
    await county.clock.forward(seconds=2)
    told = county.heard("赵静")
    assert told[1:] == ["记下了，已处理｜“那个东西整了下先这…”\n还有1条没听准"]
    assert await rows(county) == [("unread", UnclearStatus.HANDLED), ("unread", UnclearStatus.LISTED)]


async def test_words_that_say_it_again_settle_it(county: Scene) -> None:
    await county.clock.to("00:31")
    await county.says("张强", "那个东西整了下先这么着")
    await county.clock.forward(minutes=3)
    await county.says("张强", "夜巡正常")
    await county.clock.forward(minutes=3)
    county.heard()
    assert await rows(county) == [("unread", UnclearStatus.ANSWERED)]


async def test_where_nothing_is_awaited_talk_is_left_in_peace_and_kept_for_teaching(county: Scene) -> None:
    await county.clock.to("14:00", date(2026, 3, 16))
    county.heard()
    await county.says("张强", "张强休假了")
    await county.clock.forward(minutes=3)
    county.silent()
    assert await rows(county) == [("unread", UnclearStatus.KEPT)]


async def test_which_hazard_is_answered_by_a_word_of_it(county: Scene) -> None:
    await county.clock.to("14:00", date(2026, 3, 16))
    await county.says("张强", "三车间灭火器过期；危废库门口堆杂物")
    await county.clock.forward(minutes=20)
    county.heard()
    await county.says("张强", "改好了", media="image")
    await county.clock.forward(seconds=2)
    assert county.heard("张强") == ["改好的是哪条？回数字，或写编号\n1 0001 三车间灭火器过期\n2 0002 危废库门口堆杂物"]
    await county.says("张强", "三车间那条")
    await county.clock.forward(minutes=2)
    [told] = [one for one in county.heard() if "改好已记下" in one]
    assert "0001 三车间灭火器过期" in told
    assert await rows(county) == [("which_hazard", UnclearStatus.ANSWERED)]


async def test_none_of_them_is_an_answer(county: Scene) -> None:
    await two_of_a_name(county)
    await county.says("李明", "宏达这周报了没")
    await county.says("李明", "都不是")
    await county.clock.forward(seconds=2)
    assert county.heard("李明")[1:] == ["好，先不算。请写全再发1次：哪家、哪里、什么情况"]
    assert await rows(county) == [("which_enterprise", UnclearStatus.DROPPED)]


async def test_a_sender_of_two_plants_is_asked_and_answers_by_name(county: Scene) -> None:
    await county.enterprise("城东加油站", "城东站", class_name="加油站")
    await county.person("王建国", Role.REPORTER, "城东加油站")
    await county.clock.to("00:46")
    await county.says("王建国", "夜巡正常", media="video")
    await county.clock.forward(minutes=2)
    assert county.heard("王建国") == ["收到 00:46，视频1已存\n是哪家的？回数字：\n1 宏达站，2 城东站"]
    await county.says("王建国", "城东那家")
    await county.clock.forward(minutes=2)
    assert county.heard("王建国") == ["已报 00:46｜3月14日夜夜巡\n城东站 视频1，无隐患\n写错了就回：更正"]
    assert await rows(county) == [("which_plant", UnclearStatus.ANSWERED)]
    night = await county.night(NIGHT)
    assert night.count(DueStatus.REPORTED) == 1


async def test_the_named_one_of_two_plants_needs_no_question(county: Scene) -> None:
    await county.enterprise("城东加油站", "城东站", class_name="加油站")
    await county.person("王建国", Role.REPORTER, "城东加油站")
    await county.clock.to("00:46")
    await county.says("王建国", "城东站夜巡正常", media="video")
    await county.clock.forward(minutes=2)
    [told] = county.heard("王建国")
    assert told.startswith("已报 00:46｜3月14日夜夜巡\n城东站 视频1")
    assert await rows(county) == [("which_plant", UnclearStatus.ANSWERED)]  # settled before it was asked


async def test_in_the_group_one_line_says_that_the_question_went_out_in_private(county: Scene) -> None:
    await county.clock.to("10:00", date(2026, 3, 16))
    await county.says("张强", "三车间灭火器过期；危废库门口堆杂物")
    await county.clock.forward(minutes=20)
    county.heard()
    await county.says("张强", "改好了", chat="g1")
    await county.clock.forward(minutes=1)
    assert len(county.heard("张强")) == 1
    await county.clock.forward(minutes=2)
    assert county.heard() == ["g1: 张强，刚才那条没听准，已私聊您。"]
    await county.says("张强", "弄好了", chat="g1")
    await county.clock.forward(minutes=3)
    assert not [line for line in county.heard() if line.startswith("g1")]  # once in half an hour


async def test_danger_is_never_an_answer(county: Scene) -> None:
    await county.clock.to("14:00", date(2026, 3, 16))
    await county.says("张强", "罐区阀门漏油；危废库门口堆杂物")
    await county.clock.forward(minutes=20)
    await county.says("张强", "改好了")
    await county.clock.forward(seconds=2)
    county.heard()
    await county.says("张强", "罐区着火了")
    await county.clock.forward(seconds=2)
    assert any("119" in line for line in county.heard())
    assert (await rows(county))[-1] == ("which_hazard", UnclearStatus.ASKED)
    county.strict = False


async def test_somebody_unknown_who_gives_an_enterprise_is_asked_for_the_name(county: Scene) -> None:
    await county.says("wx_5", "宏达加油站的")
    await county.clock.forward(seconds=5)
    assert county.heard("wx_5") == ["宏达加油站，请再回：姓名 岗位"]
    await county.says("wx_5", "不知道")  # no name: it is told how to bind
    await county.clock.forward(seconds=5)
    assert county.heard("wx_5")[0].startswith("还不知道您是哪家企业的")
    await county.says("wx_5", "赵夜 夜班")
    await county.clock.forward(seconds=5)
    assert county.heard("wx_5")[0].startswith("登记好了｜宏达站 赵夜 夜班")
    await county.clock.forward(hours=2)
    assert await rows(county) == [("name", UnclearStatus.ANSWERED)]
    county.heard()


async def test_what_was_counted_and_not_described_is_answered_by_its_description(county: Scene) -> None:
    await county.clock.to("14:00", date(2026, 3, 16))
    await county.says("张强", "发现3处隐患：1.三车间灭火器过期；2.危废库门口堆杂物")
    await county.clock.forward(minutes=2)
    assert await rows(county) == [("count", UnclearStatus.ASKED)]
    await county.says("张强", "还有泵房护栏松动")
    await county.clock.forward(minutes=20)
    assert await rows(county) == [("count", UnclearStatus.ANSWERED)]
    await county.says("李安", "检查发现2处隐患")
    await county.clock.forward(minutes=2)
    assert (await rows(county))[1:] == [("describe", UnclearStatus.ASKED)]
    await county.clock.forward(hours=2)
    assert (await rows(county))[1:] == [("describe", UnclearStatus.LISTED)]
    county.heard()


async def test_what_a_request_for_more_time_lacks_is_answered_by_the_rest(county: Scene) -> None:
    await county.clock.to("14:00", date(2026, 3, 16))
    await county.says("张强", "三车间灭火器过期，责任人张强，换新，20日前改好")
    await county.clock.forward(minutes=20)
    await county.says("张强", "0001延期")
    await county.clock.forward(seconds=5)
    assert await rows(county) == [("extension", UnclearStatus.ASKED)]
    await county.says("张强", "到25日，厂家没货")
    await county.clock.forward(seconds=5)
    assert await rows(county) == [("extension", UnclearStatus.ANSWERED)]
    county.heard()
