"""What the archive's records mean, kind by kind; nothing here needs a library."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.archive_words import REMEMBERED, Words
from models.incoming import Incoming, IncomingMedia, MessageKind
from tests.platform.demo_corp import NOW

AT_MS = int(NOW.timestamp() * 1000) + 783


def record(kind: str, body: Mapping[str, Any], place: str = "", **more: Any) -> dict[str, Any]:
    told = {"msgid": "CAQQluDa4QUY0On2rYSAAgM=", "action": "send", "from": "zhang", "tolist": ["liming"]}
    return told | {"roomid": "wrRoom1", "msgtime": AT_MS, "msgtype": kind, place or kind: body} | more


def heard(kind: str, body: Mapping[str, Any], place: str = "", **more: Any) -> Incoming:
    found = Words("archive").incoming(record(kind, body, place, **more), NOW)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "told, kind, text",
    [
        (("text", {"content": "罐区正常"}), "text", "罐区正常"),
        (("text", {"content": "【未知消息类型】"}), "unknown", ""),
        (("markdown", {"content": "**已整改**"}, "info"), "text", "**已整改**"),
        (
            (
                "location",
                {"longitude": 113.9, "latitude": 33.5, "address": "人民路1号", "title": "宏达加油站", "zoom": 15},
            ),
            "location",
            "宏达加油站\n人民路1号\n33.5,113.9",
        ),
        (
            ("link", {"title": "通知", "description": "说明", "link_url": "https://e.invalid/", "image_url": "x"}),
            "link",
            "通知\n说明\nhttps://e.invalid/",
        ),
        (
            ("news", {"item": [{"title": "一", "url": "https://e.invalid/1"}, {"title": "二"}]}, "info"),
            "link",
            "一\nhttps://e.invalid/1\n二",
        ),
        (("weapp", {"title": "小程序"}), "unknown", ""),
        (("card", {"userid": "wangwu"}), "unknown", ""),
        (("emotion", {"type": 1, "sdkfileid": "sticker"}), "unknown", ""),
        (("chatrecord", {"title": "群聊记录", "item": [{"type": "ChatRecordVideo"}]}), "unknown", ""),
        (("voiptext", {"callduration": 10}, "info"), "unknown", ""),
        (("agree", {"userid": "wm1", "agree_time": AT_MS}), "event", "consent"),
        (("something_new", {"a": 1}), "unknown", ""),
        (("text", "no object"), "text", ""),
    ],
)
def test_each_kind_has_its_words(told: tuple[Any, ...], kind: str, text: str) -> None:
    found = heard(*told)
    assert (found.kind, found.text, found.media) == (kind, text, ())
    assert (found.sender, found.chat, found.channel) == ("zhang", "wrRoom1", "archive")
    assert found.sent_at == NOW + timedelta(milliseconds=783)
    assert json.loads(found.raw)["msgtype"] == told[0]


@pytest.mark.parametrize(
    "kind, body, media",
    [
        ("image", {"md5sum": "5", "filesize": 7, "sdkfileid": "i"}, IncomingMedia(MessageKind.IMAGE, "i", size=7)),
        (
            "voice",
            {"voice_size": 9, "play_length": 3, "sdkfileid": "v"},
            IncomingMedia(MessageKind.VOICE, "v", size=9, mime="audio/amr"),
        ),
        ("video", {"filesize": 15169724, "sdkfileid": "f"}, IncomingMedia(MessageKind.VIDEO, "f", size=15169724)),
        (
            "file",
            {"filename": "C:\\表\\台账.xlsx", "fileext": "xlsx", "filesize": 0, "sdkfileid": "x"},
            IncomingMedia(MessageKind.FILE, "x", "台账.xlsx"),
        ),
    ],
)
def test_files_are_known_by_their_sdkfileid(kind: str, body: dict[str, Any], media: IncomingMedia) -> None:
    found = heard(kind, body)
    assert (found.kind, found.media) == (kind, (media,))
    assert heard(kind, body | {"sdkfileid": ""}).media == ()


def test_words_and_pictures_of_one_message_stay_together() -> None:
    items = [
        {"type": "text", "content": json.dumps({"content": "灭火器过期"})},
        {"type": "image", "content": json.dumps({"sdkfileid": "i1", "filesize": 5})},
        {"type": "ChatRecordImage", "content": json.dumps({"sdkfileid": "i2"})},
        {"type": "text", "content": {"content": "2具"}},
        {"type": "mixed", "content": json.dumps({"item": []})},
        {"type": "image", "content": "{broken"},
        "no object",
    ]
    found = heard("mixed", {"item": items})
    assert (found.kind, found.text) == ("mixed", "灭火器过期\n2具")
    assert [one.locator for one in found.media] == ["i1", "i2"]


def test_a_recall_names_what_was_taken_back() -> None:
    found = heard("revoke", {"pre_msgid": "14822339130656386894_1603875600"}, action="recall")
    assert (found.kind, found.reply_to) == ("recall", "14822339130656386894_1603875600")


def test_who_switches_the_corp_says_nothing() -> None:
    told = {"msgid": "125289002219525886280", "action": "switch", "time": AT_MS, "user": "zhang"}
    found = Words("archive").incoming(told, NOW)
    assert found is not None
    assert (found.kind, found.text, found.sender, found.chat) == ("event", "switch", "zhang", "")
    assert found.sent_at == NOW + timedelta(milliseconds=783)


def test_what_a_robot_writes_nobody_has_said() -> None:
    found = heard("text", {"content": "夜巡已收12家"}, **{"from": "wbJJZECQAAzQ"})
    assert (found.kind, found.text) == ("event", "robot text")


# Quotes


QUOTE = "这是一条引用/回复消息：\n{nick}\n{quoted}\n------\n{text}"


def said(words: Words, text: str, msg_id: str, room: str = "wrRoom1") -> Incoming:
    found = words.incoming(record("text", {"content": text}, msgid=msg_id, roomid=room), NOW)
    assert found is not None
    return found


def test_a_quote_is_taken_apart_and_known() -> None:
    words = Words("archive")
    said(words, "1号灭火器过期\n2号没压力", "first")
    found = said(words, QUOTE.format(nick="王建国", quoted="1号灭火器过期\n2号没压力", text="已换新"), "second")
    assert (found.text, found.reply_to) == ("已换新", "first")
    in_marks = said(words, QUOTE.format(nick="“王建国：", quoted="已换新”", text="收到"), "third")
    assert (in_marks.text, in_marks.reply_to) == ("收到", "second")


def test_a_quote_of_what_was_not_heard_here_keeps_its_words() -> None:
    words = Words("archive")
    said(words, "灭火器过期", "elsewhere", room="wrRoom2")
    found = said(words, QUOTE.format(nick="王建国", quoted="灭火器过期", text="哪里的？\n------\n请说清"), "second")
    assert (found.text, found.reply_to) == ("哪里的？\n------\n请说清", "")
    assert "灭火器过期" in found.raw


def test_only_so_much_is_remembered() -> None:
    words = Words("archive")
    for number in range(REMEMBERED + 1):
        said(words, f"第{number}条", f"id-{number}")
    assert said(words, QUOTE.format(nick="某", quoted="第0条", text="x"), "q").reply_to == ""
    assert said(words, QUOTE.format(nick="某", quoted="第9条", text="y"), "r").reply_to == "id-9"


# What is nobody's business


def test_talk_one_to_one_is_heard_only_where_it_is_for_the_desk() -> None:
    words = Words("archive", frozenset({"zhibanshi"}))
    private = record("text", {"content": "晚上一起吃饭"}, roomid="")
    assert words.incoming(private, NOW) is None
    assert words.incoming(private | {"from": "zhibanshi"}, NOW) is None
    assert words.incoming(private | {"tolist": "zhibanshi"}, NOW) is None
    found = words.incoming(private | {"tolist": ["zhibanshi"]}, NOW)
    assert found is not None
    assert (found.chat, found.sender) == ("", "zhang")
    assert words.incoming(private | {"tolist": ["zhibanshi"], "from": "zhibanshi"}, NOW) is None


def test_an_at_with_the_bots_name_is_meant_for_it() -> None:
    words = Words("archive", bot_name="夜巡")
    found = said(words, "@夜巡 今晚报了多少", "first")
    assert (found.text, found.mentions_bot) == ("今晚报了多少", True)
    quoting = said(words, QUOTE.format(nick="夜巡", quoted="还差2家", text="@夜巡\u2005都有谁"), "second")
    assert (quoting.text, quoting.mentions_bot) == ("都有谁", True)
    assert not said(words, "@王建国 视频呢", "third").mentions_bot
    assert not said(Words("archive"), "@夜巡 今晚报了多少", "fourth").mentions_bot


# What is odd


def test_what_is_odd_is_kept_and_fits() -> None:
    found = heard("text", {"content": "a\0b\ud800"}, msgid="x" * 101, msgtime="soon", **{"from": "u" * 200})
    assert (found.text, len(found.sender), found.sent_at) == ("ab?", 128, NOW)
    assert found.msg_id.startswith("sha1:")
    assert heard("text", {"content": "x"}, msgid="").msg_id.startswith("sha1:")
    found.raw.encode()


@given(
    st.dictionaries(
        st.sampled_from(["msgid", "action", "from", "tolist", "roomid", "msgtime", "msgtype", "text", "mixed", "info"]),
        st.recursive(
            st.none() | st.integers() | st.text() | st.sampled_from(["text", "mixed", "news", "revoke", "switch"]),
            lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["content", "item", "type"]), inner),
            max_leaves=6,
        ),
    )
)
def test_no_record_is_an_error(told: dict[str, Any]) -> None:
    found = Words("archive", frozenset({"zhibanshi"})).incoming(told, NOW)
    if found is not None:
        assert found.msg_id
        assert len(found.msg_id) <= 100
        assert len(found.sender) <= 128
        found.raw.encode()
