"""Who somebody is: unknown senders, binding by words and by code, somebody who stands for two plants, rights."""

import re
from datetime import date, timedelta

from sqlmodel import select

from models import calendar
from models.obligations import DueStatus
from models.people import Binding, Person, Role, Stranger
from tests.conftest import NIGHT
from tests.scene import Scene

UNKNOWN = (
    "还不知道您是哪家企业的\n请回：企业 姓名 岗位\n例：宏达加油站 王建国 夜班\n"
    "刚发的视频已收下，按00:33算\n出事打119、120，再打0000-7100000"
)


async def test_an_unknown_sender_is_told_once_and_what_was_sent_counts_after_binding(county: Scene) -> None:
    await county.clock.to("00:33")
    await county.says("wx_77", media="video")
    await county.clock.forward(minutes=1)
    assert county.heard("wx_77") == [UNKNOWN]
    await county.says("wx_77", "有人吗")
    await county.clock.forward(minutes=5)
    county.silent()

    await county.says("wx_77", "宏达加油站 赵夜 夜班")
    await county.clock.forward(minutes=2)
    heard = county.heard()
    assert heard[0] == "wx_77: 登记好了｜宏达站 赵夜 夜班\n刚才发的2条也算上了"
    assert "wx_77: 已报 00:33｜3月14日夜夜巡\n宏达站 视频1，没写情况\n正常回1，有问题直接写。不回也算已巡" in heard
    assert (await county.night(NIGHT)).count(DueStatus.REPORTED) == 1
    await county.clock.to("07:29", date(2026, 3, 16))
    assert not [line for line in county.heard() if line.startswith("管理")]  # quiet hours, and a Sunday
    await county.clock.to("07:30")
    assert county.heard("管理") == ["新登记1人，请看是否对\n宏达站 赵夜 夜班\n不对就在人员表“状态”写停用，再导入"]


async def test_somebody_listed_with_more_rights_needs_a_code(county: Scene) -> None:
    await county.says("wx_88", "宏达加油站 刘安 安全员")
    await county.clock.forward(minutes=1)
    assert county.heard("wx_88") == ["刘安在册，要用绑定码登记\n请安全员发1个，再回：绑定 6位数字"]

    await county.says("刘安", "绑定码 刘安")
    await county.clock.forward(seconds=2)
    [told] = county.heard("刘安")
    assert "给宏达站 刘安" in told
    code = re.search(r"绑定码 (\d{6})", told)
    assert code
    await county.says("wx_88", f"绑定 {code[1]}")
    await county.clock.forward(seconds=2)
    assert county.heard("wx_88") == ["登记好了｜宏达站 刘安\n以后夜巡发到这里就行\n现在发1张照片试试"]
    bound = await county.work.read(lambda s: s.exec(select(Binding).where(Binding.user_id == "wx_88")).all())
    assert [one.how for one in bound] == ["code"]
    county.heard()


async def test_a_code_works_once_and_wrong_ones_are_counted(county: Scene) -> None:
    for _ in range(5):
        await county.says("wx_99", "绑定 000000")
    await county.clock.forward(seconds=2)
    assert len([line for line in county.heard("wx_99") if line.startswith("绑定码不对")]) == 5
    await county.says("wx_99", "绑定 000000")
    await county.clock.forward(seconds=2)
    assert county.heard("wx_99") == ["绑定码错了5次，先停用1天，请找值班室0000-7100000"]
    stored = await county.work.read(lambda s: s.exec(select(Stranger)).one())
    assert stored.wrong_codes == 5


async def test_a_guard_cannot_give_out_codes_and_a_safety_manager_only_for_the_own_plant(county: Scene) -> None:
    await county.says("王建国", "绑定码 李四")
    await county.says("刘安", "绑定码 瑞康制药有限公司 李四")
    await county.clock.forward(seconds=2)
    assert county.heard() == ["王建国: 绑定码由安全员或管理员发，请找他们", "刘安: 绑定码由安全员或管理员发，请找他们"]


async def test_strangers_are_shown_to_the_admin_in_one_message(county: Scene) -> None:
    for user in ("wx_1", "wx_2"):
        await county.says(user, "在吗")
    await county.clock.to("08:20")
    told = [line for line in county.heard() if line.startswith("管理")]
    assert told == ["管理: 2个账号还没登记\nwx_1、wx_2\n认得就让安全员发绑定码，或导入人员表"]


async def test_who_stands_for_two_plants_is_asked_unless_one_is_named(county: Scene) -> None:
    await county.enterprise("城东加油站", "城东站")
    await county.person("王建国", of="城东加油站", user="王建国")
    await county.clock.to("00:30")
    await county.says("王建国", "城东站巡查正常", media="video")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["已报 00:30｜3月14日夜夜巡\n城东站 视频1，无隐患\n写错了就回：更正"]
    await county.clock.forward(minutes=15)
    await county.says("王建国", "巡查正常", media="video")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["收到 00:46，视频1已存\n是哪家的？回数字：\n1 宏达站，2 城东站"]
    await county.says("王建国", "1")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["已报 00:46｜3月14日夜夜巡\n宏达站 视频1，无隐患\n写错了就回：更正"]


async def test_one_combined_reminder_to_who_stands_for_two_plants(county: Scene) -> None:
    await county.enterprise("城东加油站", "城东站")
    await county.person("王建国", of="城东加油站", user="王建国")
    await county.clock.to("03:30")
    mine = [line for line in county.heard() if line.startswith("王建国")]
    assert len(mine) == 1
    assert "还差2次夜巡，5:00前\n宏达站、城东站" in mine[0]


async def test_an_order_to_who_stands_for_two_plants_is_one_message_and_none_when_the_ladder_has_just_spoken(
    county: Scene,
) -> None:
    await county.enterprise("城东加油站", "城东站")
    await county.person("王建国", of="城东加油站", user="王建国")
    await county.clock.to("01:10")
    county.heard()
    await county.says("李明", "今晚谁没报")
    await county.says("李明", "1")
    await county.clock.forward(seconds=2)
    mine = [line for line in county.heard() if line.startswith("王建国")]
    assert len(mine) == 1
    assert "宏达站、城东站" in mine[0]
    await county.clock.to("03:32")
    assert len([line for line in county.heard() if line.startswith("王建国")]) == 1
    await county.says("李明", "今晚谁没报")
    await county.says("李明", "1")
    await county.clock.forward(seconds=2)
    heard = county.heard()
    assert not [line for line in heard if line.startswith("王建国")]
    assert "1小时内提醒过" in heard[-1]


async def test_an_enterprise_sees_only_its_own(county: Scene) -> None:
    await county.clock.to("00:30")
    await county.says("王建国", "昨晚谁没报")
    await county.says("王建国", "瑞康这周报了没")
    await county.says("王建国", "我家昨晚报了吗")
    await county.clock.forward(seconds=2)
    heard = county.heard("王建国")
    assert heard[:2] == ["只能查本单位的，例：我家这周报了没"] * 2
    assert "宏达站" in heard[2]
    assert not [text for text in heard if "瑞康" in text]


async def test_a_supervisor_with_a_grid_may_ask_about_that_grid_only(county: Scene) -> None:
    await county.enterprise("东区化工厂", "东化", grid="东区")

    def put(session):  # type: ignore[no-untyped-def]
        session.add(Person(name="赵静", role=Role.EXPERT, grid="西区"))
        session.flush()
        person = session.exec(select(Person).where(Person.name == "赵静")).one()
        session.add(Binding(channel="app", user_id="赵静", person_id=person.id, bound_at=county.clock.now))

    await county.work.write(put)
    await county.says("赵静", "东化这周报了没")
    await county.clock.forward(seconds=2)
    assert county.heard("赵静") == ["只能查本单位的，例：我家这周报了没"]


async def test_the_first_nights_of_an_enterprise_are_a_trial(county: Scene) -> None:
    await county.enterprise("新来化工厂", "新来", days=2)
    await county.person("小新", of="新来化工厂")
    await county.person("新安", Role.SAFETY, "新来化工厂")
    await county.clock.to("06:45", calendar.local(county.clock.now).date() + timedelta(days=1))
    heard = county.heard()
    assert len([line for line in heard if line.startswith("小新")]) == 1
    assert not [line for line in heard if line.startswith("新安")]
    assert (await county.night(NIGHT)).owed == 3
