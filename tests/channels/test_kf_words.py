"""What customer service hands out, entry by entry; nothing here needs a platform."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import kf_words
from bot.channels.kf_window import Window
from tests.platform.demo_corp import NOW

AT = int(NOW.timestamp())


def entry(kind: str, body: Mapping[str, Any] | str, origin: int = 3, **more: Any) -> dict[str, Any]:
    told = {"msgid": "4z7jWL1", "open_kfid": "wkX", "external_userid": "wm1", "send_time": AT, "origin": origin}
    return told | {"servicer_userid": "", "msgtype": kind, kind: body} | more


@pytest.mark.parametrize(
    "said, kind, text, reply_to",
    [
        (entry("text", {"content": "罐区正常"}), "text", "罐区正常", ""),
        (entry("text", {"content": "1 是", "menu_id": "letter-12#1"}), "text", "1", "letter-12"),
        (entry("text", {"content": "满意", "menu_id": "101"}), "text", "满意", ""),
        (entry("business_card", {"userid": "zhang"}), "unknown", "", ""),
        (entry("merged_msg", {"title": "记录", "item": []}), "unknown", "", ""),
        (entry("event", {"event_type": "enter_session", "external_userid": "wm1"}, 4), "event", "enter_session", ""),
        (entry("event", {"event_type": "user_recall_msg", "recall_msgid": "m1"}, 4), "recall", "", "m1"),
        (
            entry("event", {"event_type": "msg_send_fail", "fail_msgid": "m2", "fail_type": 6}, 4),
            "event",
            "msg_send_fail m2 6",
            "",
        ),
    ],
)
def test_each_entry_has_its_words(said: dict[str, Any], kind: str, text: str, reply_to: str) -> None:
    found = kf_words.incoming("kf", said, NOW)
    assert found is not None
    assert (found.kind, found.text, found.reply_to, found.sender) == (kind, text, reply_to, "wm1")


@pytest.mark.parametrize(
    "said",
    [entry("text", {"content": "servicer"}, 5), entry("text", {}, 0), entry("text", {}, msgid=""), {}],
)
def test_what_nobody_said_to_us_is_left_out(said: dict[str, Any]) -> None:
    assert kf_words.incoming("kf", said, NOW) is None


def test_a_failure_has_its_reason() -> None:
    told = {"event_type": "msg_send_fail", "fail_msgid": "m2", "fail_type": 13}
    assert kf_words.failed(entry("event", told, 4)) == "13"
    assert kf_words.failed(entry("event", {"event_type": "enter_session"}, 4)) == ""
    assert kf_words.failed(entry("text", {"content": "x"})) == ""


@pytest.mark.parametrize(
    "mark, wanted, after, told",
    [
        ("", 1, timedelta(), "95002"),
        (f"{AT}:0", 5, timedelta(hours=47, minutes=59), ""),
        (f"{AT}:0", 6, timedelta(), "95001"),
        (f"{AT}:4", 1, timedelta(), ""),
        (f"{AT}:4", 2, timedelta(), "95001"),
        (f"{AT}:5", 1, timedelta(), "95001"),
        (f"{AT}:0", 1, timedelta(hours=48), "95002"),
    ],
)
def test_when_a_window_is_shut(mark: str, wanted: int, after: timedelta, told: str) -> None:
    why = Window.read(mark).shut(wanted, NOW + after)
    assert (told in why) if told else (why == "")


def test_a_window_is_read_as_it_was_written() -> None:
    window = Window(datetime(2026, 3, 14, 16, 5, tzinfo=UTC), 3)
    assert Window.read(window.written) == window
    assert Window.read(Window().written) == Window()


@given(
    st.dictionaries(
        st.sampled_from(["msgid", "origin", "send_time", "msgtype", "text", "event", "external_userid", "location"]),
        st.recursive(
            st.none() | st.integers() | st.text() | st.sampled_from(["text", "event", "location", 3, 4]),
            lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["content", "event_type", "name"]), inner),
            max_leaves=4,
        ),
    )
)
def test_no_entry_is_an_error(said: dict[str, Any]) -> None:
    kf_words.failed(said)
    found = kf_words.incoming("kf", said, NOW)
    if found is not None:
        assert 0 < len(found.msg_id) <= kf_words.MOST_ID
        found.raw.encode()
