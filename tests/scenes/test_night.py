"""A normal night, minute by minute, and its near misses."""

from datetime import date

import pytest

from models.obligations import DueStatus
from tests.conftest import NIGHT
from tests.scene import Scene


async def test_it_takes_a_night_from_the_first_video_to_the_morning_list(county: Scene) -> None:
    await county.clock.to("00:31")
    await county.says("张强", "罐区、泵房都巡查了，无隐患", media=["video", "image", "image", "image"])
    await county.clock.forward(seconds=19)
    county.silent()
    await county.clock.forward(seconds=1)
    assert county.heard("张强") == [
        "已报 00:31｜3月14日夜夜巡\n豫丰化工 视频1 照片3，罐区、泵房，无隐患\n写错了就回：更正"
    ]

    await county.clock.to("02:00")
    await county.says("王建国", media="video")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == [
        "已报 02:00｜3月14日夜夜巡\n宏达站 视频1，没写情况\n正常回1，有问题直接写。不回也算已巡"
    ]
    await county.says("王建国", "1")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["已报 02:00｜3月14日夜夜巡\n宏达站 视频1，无隐患\n写错了就回：更正"]

    await county.clock.to("03:30")
    assert county.heard("陈夜") == [
        "还差1次夜巡，5:00前\n瑞康\n发1段10—30秒视频或几张照片\n防爆区内别用普通手机，在区外拍\n发不了就回一句原因，早上再补"
    ]
    await county.clock.to("04:30")
    assert len(county.heard("陈夜")) == 1
    await county.clock.to("05:10")
    assert county.heard("李明") == ["重大危险源1家没报｜3月14日夜\n5:00已截止，催过2次\n瑞康 陈夜13800138000"]

    await county.clock.to("06:30")
    assert county.heard("李明") == ["应报3：已报2 未报1\n3月14日夜，截至6:30\n未报：瑞康★\n回1提醒1家，回2看电话"]
    await county.clock.to("06:40")
    assert county.heard("周全") == [
        "没收到夜巡｜3月14日夜\n瑞康\n已巡：中午12:00前补发视频或照片\n没巡：回一句原因\n要帮忙打0000-7100000"
    ]
    await county.clock.to("08:00")
    assert county.heard("王强") == ["未报1：瑞康★\n应报3：已报2 未报1\n3月14日夜（★重大危险源）"]
    await county.clock.to("08:20")
    await county.says("陈夜", "巡查了，正常", media="video")
    await county.clock.to("08:25")
    assert county.heard() == [
        "陈夜: 收到 08:20，记为3月14日夜补报\n瑞康 视频1，无隐患\n今晚（15日夜）照常",
        "李明: 更正：应报3：已报2 补报1 未报0\n3月14日夜，6:30时未报1",
    ]


@pytest.mark.parametrize("words", ["收到", "晚点发", "好的等会儿补上", "这就去查，回来报", "👌"])
async def test_words_that_report_nothing_satisfy_nothing(county: Scene, words: str) -> None:
    await county.clock.to("01:00")
    await county.says("王建国", words)
    await county.clock.forward(minutes=2)
    county.silent()
    assert (await county.night(NIGHT)).count(DueStatus.WAITING) == 3


async def test_nine_photos_a_video_and_a_sentence_are_one_report_in_any_order(county: Scene) -> None:
    await county.clock.to("00:20")
    for _ in range(5):
        await county.says("张强", media="image")
        await county.clock.forward(seconds=8)
    await county.says("张强", "巡查罐区一切正常")
    for _ in range(4):
        await county.says("张强", media="image")
    await county.says("张强", media="video")
    await county.clock.forward(minutes=3)
    assert county.heard("张强") == ["已报 00:20｜3月14日夜夜巡\n豫丰化工 视频1 照片9，罐区，无隐患\n写错了就回：更正"]


async def test_a_late_sentence_that_changes_the_meaning_is_said_once(county: Scene) -> None:
    await county.clock.to("00:20")
    await county.says("张强", media="video")
    await county.clock.forward(minutes=2)
    assert "没写情况" in county.heard("张强")[0]
    await county.says("张强", media="image")
    await county.clock.forward(minutes=1)
    county.silent()
    await county.says("张强", "泵房巡查正常，无隐患")
    await county.clock.forward(minutes=1)
    assert county.heard("张强") == ["已报 00:20｜3月14日夜夜巡\n豫丰化工 视频1 照片1，泵房，无隐患\n写错了就回：更正"]


async def test_a_post_before_midnight_does_not_turn_the_night_green(county: Scene) -> None:
    await county.clock.to("22:05")
    await county.says("王建国", "巡查正常", media="video")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["收到 22:05，还没到零点\n3月14日夜的夜巡在0:00—5:00拍\n零点后请再发1次"]
    await county.clock.to("00:30")
    assert (await county.night(NIGHT)).count(DueStatus.WAITING) == 3


async def test_a_post_in_the_morning_makes_up_last_night_and_never_tonight(county: Scene) -> None:
    await county.clock.to("06:20")
    county.heard()
    await county.says("王建国", media="video")
    await county.clock.forward(minutes=1)
    assert "王建国: 收到 06:20，记为3月14日夜补报\n宏达站 视频1\n今晚（15日夜）照常" in "\n".join(
        county.heard()
    ).replace("，没写情况", "")
    await county.clock.to("00:10", date(2026, 3, 16))
    county.heard()
    assert (await county.night(date(2026, 3, 15))).count(DueStatus.WAITING) == 3


async def test_nobody_who_reported_is_reminded_and_only_the_duty_phone_hears(county: Scene) -> None:
    await county.clock.to("03:29")
    await county.says("陈夜", "巡查正常", media="video")
    await county.clock.to("03:31")
    heard = county.heard()
    assert [line.split(":")[0] for line in heard] == ["陈夜", "张强", "王建国"] or sorted(
        line.split(":")[0] for line in heard
    ) == ["张强", "王建国", "陈夜"]
    assert not [line for line in heard if "@" in line]


async def test_an_enterprise_without_a_place_to_patrol_owes_nothing(county: Scene) -> None:
    await county.enterprise("票据贸易行", class_name="无储存经营")
    await county.person("老票", of="票据贸易行")
    await county.clock.to("00:30")
    assert (await county.night(NIGHT)).owed == 3
    await county.says("老票", "巡查正常", media="image")
    await county.clock.forward(minutes=1)
    assert county.heard("老票") == ["收到 00:30，照片1已存\n票据贸易行不用报夜巡"]


async def test_a_class_with_a_window_of_its_own_may_report_at_22(county: Scene) -> None:
    await county.enterprise("北关夜班站", class_name="夜班站")
    await county.person("夜班", of="北关夜班站")
    await county.clock.to("22:10")
    await county.says("夜班", "巡查正常", media="video")
    await county.clock.forward(minutes=1)
    assert county.heard("夜班") == ["已报 22:10｜3月14日夜夜巡\n北关夜班站 视频1，无隐患\n写错了就回：更正"]


@pytest.mark.parametrize("words", ["储罐区无跑冒滴漏，正常", "都正常"])
@pytest.mark.parametrize("chat", ["", "g1"])
async def test_a_result_without_a_round_is_asked_about_and_never_guessed(county: Scene, words: str, chat: str) -> None:
    await county.clock.to("01:31")
    await county.says("王建国", words, chat=chat)
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == [
        "已记下 01:31｜宏达站\n3月14日夜夜巡还没收到\n这就是夜巡结果请回1；没巡就拍了再发"
    ]
    assert (await county.night(NIGHT)).count(DueStatus.WAITING) == 3
    await county.says("王建国", "1")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["已报 01:31｜3月14日夜夜巡\n宏达站 无影像，无隐患\n写错了就回：更正"]


async def test_a_result_without_a_round_after_the_report_is_only_noted(county: Scene) -> None:
    await county.clock.to("01:00")
    await county.says("王建国", "巡查正常", media="video")
    await county.clock.forward(minutes=20)
    county.heard()
    await county.says("王建国", "今晚平安无事")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["零报告已登记 01:20｜宏达站"]


async def test_a_voice_without_words_is_no_round_and_asks_for_a_sentence(county: Scene) -> None:
    await county.clock.to("01:31")
    await county.says("王建国", media="voice")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["收到 01:31，语音已存，听不出内容\n请打字回一句：哪里、什么情况"]
    assert (await county.night(NIGHT)).count(DueStatus.WAITING) == 3


@pytest.mark.parametrize("media", ["", "video"])
async def test_a_round_that_found_something_says_two_things_in_one_message(county: Scene, media: str) -> None:
    await county.clock.to("01:31")
    await county.says("王建国", "夜巡发现1处隐患：3号泵密封渗漏，已通知维修", media=media or ())
    await county.clock.forward(minutes=1)
    [told] = county.heard("王建国")
    assert told == (
        f"已报 01:31｜3月14日夜夜巡，登记1条\n宏达站 {'视频1' if media else '无影像'}\n"
        "YH-2026-0001 3号泵 密封渗漏\n先顾现场，其他早上问安全员"
    )
    assert (await county.night(NIGHT)).count(DueStatus.REPORTED) == 1
