"""What AI bots are told by the thousand and makes no sense: read as a message, or turned away, and nothing else."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import aibot_words
from bot.channels.aibot_hook import AibotHook
from bot.channels.aibot_media import Unsealer
from bot.channels.aibot_memory import HEAD, Texts
from bot.channels.base import ChannelSettings
from models.errors import BadInput
from models.incoming import Incoming
from tests.platform import codec
from tests.platform.aibot_hook import AibotCaller
from tests.platform.demo_corp import NOW, Watch
from tests.platform.vectors import AI_KEY

KEYS = [
    *("msgid", "chatid", "chattype", "from", "userid", "msgtype", "text", "content", "image", "url", "aeskey", "mixed"),
    *("msg_item", "quote", "event", "eventtype", "template_card_event", "event_key", "task_id", "create_time"),
]
WORDS = st.one_of(
    st.text(), st.sampled_from(["text", "mixed", "event", "video", "template_card_event", "stream", "\0\ud800"])
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), WORDS)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner), max_leaves=12
)
BODIES = st.dictionaries(st.sampled_from(KEYS), JSON)
HOOK = AibotHook(ChannelSettings("hook", "wecom_aibot", {"token": "AiBotToken8848", "aes_key": AI_KEY}))
CALLER = AibotCaller(clock=Watch(), escapes=True)


def fits(one: Incoming) -> bool:
    """Whether every database takes it."""
    texts = (one.msg_id, one.sender, one.chat, one.text, one.reply_to, one.raw, *(media.locator for media in one.media))
    plain = all("\0" not in text and text.encode() is not None for text in texts)
    return plain and len(one.msg_id) <= 200 and len(one.sender) <= 128 and len(one.chat) <= 128


@given(BODIES, st.text(max_size=5))
@settings(max_examples=150, deadline=None)
def test_whatever_a_callback_holds_it_is_a_message_or_bad_input(body: dict[str, Any], bot_name: str) -> None:
    with suppress(BadInput):
        found = aibot_words.heard("aibot", body, NOW, bot_name)
        assert fits(found.incoming)
        assert found.incoming.sent_at <= datetime(2026, 3, 16, tzinfo=UTC)


@given(BODIES)
@settings(max_examples=60, deadline=None)
def test_what_is_sealed_rightly_may_still_be_nonsense(body: dict[str, Any]) -> None:
    query, sealed = CALLER.seal(body)
    with suppress(BadInput):
        assert all(map(fits, HOOK.parse(query, sealed, NOW)))


@given(st.binary(max_size=200), st.dictionaries(st.sampled_from(["timestamp", "nonce", "msg_signature"]), st.text()))
@settings(max_examples=200, deadline=None)
def test_what_is_not_sealed_is_never_read(body: bytes, query: dict[str, str]) -> None:
    with suppress(BadInput):
        HOOK.parse(query, body, NOW)
        raise AssertionError("nobody signed it")
    with suppress(BadInput):
        HOOK.parse(query, json.dumps({"encrypt": body.hex()}).encode(), NOW)
        raise AssertionError("nobody signed it")


@given(st.binary(max_size=300), st.lists(st.integers(0, 400), max_size=8))
@settings(max_examples=100, deadline=None)
def test_a_file_is_opened_however_it_is_cut_on_its_way(content: bytes, cuts: list[int]) -> None:
    sealed = codec.seal_file(codec.key_of(AI_KEY), content)
    ends = [0, *sorted(cuts), len(sealed)]
    unsealer = Unsealer(AI_KEY)
    opened = b"".join(unsealer.feed(sealed[start:end]) for start, end in pairwise(ends))
    assert opened + unsealer.finish() == content


@given(st.lists(st.text(min_size=1), min_size=1, max_size=20))
@settings(max_examples=50, deadline=None)
def test_a_quote_leads_to_the_last_who_said_it(texts: list[str]) -> None:
    known = Texts()
    for number, text in enumerate(texts):
        known.note("group", text, f"msg-{number}")
    last = {"".join(text.split())[:HEAD]: f"msg-{number}" for number, text in enumerate(texts)}
    for text in texts:
        bare = "".join(text.split())[:HEAD]
        assert known.of("group", text + " \n") == (last[bare] if bare else "")
        assert known.of("another group", text) == ""
