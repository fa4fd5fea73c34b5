"""The sentences about notices and warnings of the weather, as long as they get; for test_wording."""

from dataclasses import replace
from datetime import date
from types import ModuleType

from models import calendar
from models.notices import Standing
from models.questions import Contact, Plant
from models.wording import notices, notices_by_phone, weather
from models.wording.notices import Answer, Draft, Told
from models.wording.weather import Warned

DAY = date(2026, 12, 25)
AT = calendar.at(DAY, calendar.clock("10:31"))
NEXT = calendar.at(date(2026, 12, 28), calendar.clock("12:00"))
MIDNIGHT = calendar.midnight(date(2026, 12, 29))
LONG = "河南恒泰新材料股份有限公司第二分厂"
PLANTS = [Plant(number, f"金源气体{number}", LONG, number < 5) for number in range(1, 81)]
CONTACTS = [Contact(plant, "欧阳建国", "13800138000") for plant in PLANTS] + [Contact(PLANTS[0], "", "")]
WORDS = "明天10点在局三楼会议室开危险化学品企业四季度安全生产例会，请主要负责人参加，带上隐患台账"
TITLE = notices.title(WORDS)
FULL = Told(WORDS, "榆川县应急管理局值班室", "欧阳建国", "加油站、储存企业", "榆应急〔2026〕112号", NEXT)
BARE = Told("明天停水", "应急值班室", "李明")
STATES = [Standing(80, 0, PLANTS), Standing(80, 77, PLANTS[:3]), Standing(3, 3, ()), Standing(0, 0, ())]
GIVEN = [Answer(LONG, AT, "喷淋、通风都查了\n没有问题"), Answer("瑞康", AT, ""), Answer("豫丰", AT, "1")] * 30
PHONED = [notices_by_phone.Told(TITLE, LONG, "欧阳建国", said, "李明") for said in ("周全参加，材料晚上发", "")]
DRAFTS = [
    Draft(notices.told(FULL, DAY), 80, FULL.called, 3, 12, 7, later, shifts, before, too_late)
    for later, shifts, too_late in ((None, "", False), (NEXT, "明天", False), (NEXT, "", True))
    for before in (None, AT)
] + [Draft(notices.told(BARE, DAY), 1)]
CHECKS = "喷淋、通风、11—16点不装卸"
HEAT = Warned("高温", "橙", "26日最高38度", "县气象台", "", CHECKS, NEXT, MIDNIGHT)
RAIN = replace(
    HEAT, name="强降水", detail="26日到28日有大暴雨，累计120到180毫米，局地260毫米", source="榆川县气象服务中心"
)
PLAIN = Warned("大风", "蓝", text="高处、吊装和露天装卸注意停工", ends=MIDNIGHT)
WARNED = [HEAT, RAIN, PLAIN, replace(HEAT, checks=CHECKS * 6, detail="")]
HELD = ["乙醇", "丙酮", "过氧化二叔丁基", "石脑油", "甲基叔丁基醚", "乙酸乙酯", "露天罐区"] * 2
KINDS = ["低温", "大风", "强降水", "暴雪", "雷电", "高温", "沙尘暴", "大雾", "道路结冰", "冰雹", "台风", "霜冻"]

SAID_OF_NOTICES: dict[str, list[str]] = {
    "notices.title": [TITLE, notices.title("停水")],
    "notices.told": [notices.told(one, DAY) for one in (FULL, BARE)],
    "notices.in_group": [notices.in_group(one) for one in (FULL, BARE)],
    "notices.draft": [notices.draft(one, DAY) for one in DRAFTS],
    "notices.sent": [
        notices.sent(80, missing, later, DAY, wanted=wanted)
        for missing in (0, 12)
        for later in (None, NEXT)
        for wanted in (True, False)
    ],
    "notices.dropped": [notices.dropped()],
    "notices.already": [notices.already(AT, DAY), notices.already(None, DAY)],
    "notices.nobody": [notices.nobody("有液氯的"), notices.nobody("")],
    "notices.unknown_kind": [notices.unknown_kind("冶炼加工", KINDS * 3), notices.unknown_kind("冶炼", [])],
    "notices.several_of": [notices.several_of("宏达", [LONG] * 6)],
    "notices.out_of_grid": [notices.out_of_grid([LONG, LONG, "瑞康"])],
    "notices.past": [notices.past(AT)],
    "notices.no_words": [notices.no_words()],
    "notices.too_long": [notices.too_long(500)],
    "notices.may_not": [notices.may_not()],
    "notices.standing": [notices.standing(TITLE, one, until, DAY) for one in STATES for until in (None, AT, NEXT)],
    "notices.listed_at_end": [notices.listed_at_end(TITLE, one, CONTACTS[: len(one.silent)]) for one in STATES],
    "notices.phones": [notices.phones(TITLE, CONTACTS[: notices.MOST], 81), notices.phones(TITLE, CONTACTS[:3], 3)],
    "notices.everybody_answered": [notices.everybody_answered(TITLE)],
    "notices.answers": [notices.answers(TITLE, GIVEN), notices.answers(TITLE, [])],
    "notices.none": [notices.none("安全生产例会"), notices.none("")],
    "notices.reminded": [notices.reminded(14, 0, None, DAY), notices.reminded(14, 3, NEXT, DAY)],
    "notices.reminded_lately": [notices.reminded_lately(AT, NEXT, DAY)],
    "notices.again": [notices.again(one, TITLE, DAY) for one in (FULL, BARE)],
    "notices.answered": [notices.answered(TITLE, f"{LONG}、{LONG}", AT), notices.answered("高温橙色预警", "瑞康", AT)],
    "notices.over": [notices.over(TITLE, AT, "欧阳建国")],
    "notices.over_already": [notices.over_already(TITLE)],
    "notices.cancelled": [
        notices.cancelled(TITLE, heard=heard, later=later, today=DAY)
        for heard in (True, False)
        for later in (None, NEXT)
    ],
    "notices.not_yours": [notices.not_yours("欧阳建国")],
    "notices_by_phone.confirm": [notices_by_phone.confirm(one, AT) for one in PHONED],
    "notices_by_phone.by_phone": [notices_by_phone.by_phone("欧阳建国", said) for said in (WORDS, "")],
    "notices_by_phone.kept": [
        notices_by_phone.kept(TITLE, LONG, "欧阳建国", names) for names in ([LONG] * 80, ["瑞康★"], ())
    ],
    "notices_by_phone.already": [notices_by_phone.already(TITLE, LONG)],
    "notices_by_phone.none": [notices_by_phone.none(LONG, topic) for topic in ("安全生产四季度例会", "")],
    "notices_by_phone.which_plant": [notices_by_phone.which_plant()],
    "notices_by_phone.who_answered": [notices_by_phone.who_answered(LONG)],
    "weather.title": [weather.title("强降水", "红")],
    "weather.warning": [weather.warning(one, held, DAY) for one in WARNED for held in (HELD, HELD[:2], ())],
    "weather.draft": [
        weather.draft(
            weather.Draft(weather.warning(one, HELD, DAY), one, 43, unknown, unknown, replaces, bool(replaces)), DAY
        )
        for one in WARNED
        for unknown in (0, 12)
        for replaces in ("", "高温黄色预警")
    ],
    "weather.draft_quiet": [
        weather.draft_quiet(one, was, DAY) for one in (PLAIN, RAIN) for was in ("", "大风橙色预警")
    ],
    "weather.noted": [weather.noted(PLAIN, DAY)],
    "weather.sent": [weather.sent("强降水", 43, 0), weather.sent("强降水", 43, 12)],
    "weather.unknown": [weather.unknown("龙卷风冰雹", KINDS * 3), weather.unknown("沙尘", [])],
    "weather.which_colour": [weather.which_colour("强降水", ["蓝", "黄", "橙", "红"])],
    "weather.ended_before": [weather.ended_before(AT)],
    "weather.stands_already": [weather.stands_already(one, AT, DAY) for one in (HEAT, replace(HEAT, ends=None))],
    "weather.concerns_nobody": [weather.concerns_nobody("强降水", 0), weather.concerns_nobody("强降水", 43)],
    "weather.lifted": [
        weather.lifted("强降水", "红", heard=heard, later=later, today=DAY)
        for heard in (True, False)
        for later in (None, NEXT)
    ],
    "weather.over": [weather.over("强降水", "红", AT)],
    "weather.none_stands": [weather.none_stands("龙卷风冰雹沙尘暴")],
    "weather.again": [weather.again(one, DAY) for one in WARNED],
}
#: An officer's own words are as long as they are; the others were asked for.
ASKED_OF_NOTICES = {
    *("notices.told", "notices.in_group", "notices.draft", "weather.draft"),
    *("notices.phones", "notices.answers"),
}
NOTICE_MODULES: dict[str, ModuleType] = {"notices": notices, "notices_by_phone": notices_by_phone, "weather": weather}
