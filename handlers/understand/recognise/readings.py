"""What is said about the bot's own reading: what it did not make out, how it read something, words to be learnt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, AskReading, AskUnclear, Teach
from handlers.understand.said import Said, because

_NOT_HEARD = r"(?:没|没有|不)(?:听|看|读|弄|搞)?(?:准|懂|清|明白)(?:楚)?(?:的|到的)"
_UNCLEAR = re.compile(
    rf"(?:看看?|查看?|列)?(?:一下)?(?:有)?{_NOT_HEARD}(?:消息|信息|话)?(?:名单|清单|列表)?(?:有)?(?:哪些|哪几条|几条|什么)?"
    r"|(?:看看?|查看?|还)?(?:有)?(?:哪些|哪几条|什么|几条)(?:消息|信息|话)?(?:你)?(?:没|没有|不)(?:听|看|读|弄|搞)(?:准|懂|清|明白)(?:楚)?(?:的)?"
)
_HOW = re.compile(
    r"(?:我)?(?:这|那|刚才|刚刚|上面?)?(?:那|这)?(?:一)?(?:条|句|个)?(?:话|消息)?(?:你们?|系统|机器人)?(?:是|都)?(?:怎么|咋|如何)(?:理解|读|听|认)(?:的|成的)?"
    r"(?:这条|这句|那条|那句|我的话|我说的)?(?:的)?"
    r"|(?:你们?)?(?:为什么|为啥|为何|怎么|咋)(?:会)?(?:这么|这样|那么|那样|给?我)(?:记|理解|登记|读|写)(?:的|了|成这样)?"
    r"|(?:为什么|为啥|怎么|咋)(?:会)?(?:记|理解|登记|读)成(?:这样|这个|那样)(?:了)?"
)
_TEACH = re.compile(
    r"学(?:习|会)?(?P<kind>简称|地点|地名|位置|说法|词)?:\s{0,3}(?P<word>[^=\n]{1,60}?)\s{0,3}(?:=\s{0,3}(?P<means>[^=\n]{1,200}))?"
)
_FORGET = re.compile(r"(?:忘|忘记|忘掉)(?:简称|地点|说法|词)?:\s{0,3}(?P<word>[^=\n]{1,60})")
_KINDS = {"简称": "short", "地点": "place", "地名": "place", "位置": "place"}


def unclear(said: Said) -> Iterator[Act]:
    """没听准的, 哪些没听懂: the list of the officers.

    Example: officer "没听准的" -> AskUnclear
    """
    text = _whole(said).rstrip("吗呢啊")
    if said.officer and said.to_bot and _UNCLEAR.fullmatch(text):
        yield AskUnclear(why=(because(text, "问没听准的消息"),))


def how_read(said: Said) -> Iterator[Act]:
    """怎么理解的, 为什么这么记: asked of the bot about a message.

    Example: officer "怎么理解的" -> AskReading
    """
    text = _whole(said).rstrip("呢啊呀")
    if said.to_bot and _HOW.fullmatch(text):
        yield AskReading(why=(because(text, "问怎么理解的"),))


def _whole(said: Said) -> str:
    return re.sub(r"[\s,。.!;?、]", "", said.text)


def asks_how(text: str) -> bool:
    """Whether a text asks how another was understood."""
    return bool(_HOW.fullmatch(re.sub(r"[\s,，。.!！;；?？、]|[呢啊呀]\Z", "", text)))


def teaches(text: str) -> re.Match[str] | None:
    """Whether a text teaches a word, or has one forgotten: its own words are not to be read otherwise."""
    return _TEACH.fullmatch(text) or _FORGET.fullmatch(text)


def teach(said: Said) -> Iterator[Act]:
    """学：兜一圈=巡查, 学简称：宏达二厂=宏达化工有限公司, 学地点：老泵房, 忘：兜一圈.

    Example: officer [chat=direct] "学：兜一圈=巡查" -> Teach word=兜一圈
    """
    text = said.text.strip(" 。")
    if not said.officer or said.context.chat != "direct":
        return
    if match := _TEACH.fullmatch(text):
        kind = _KINDS.get(match["kind"] or "", "phrase")
        yield Teach(kind=kind, word=match["word"], means=match["means"] or "", why=(because("学", "教一个词"),))
    elif match := _FORGET.fullmatch(text):
        yield Teach(kind="forget", word=match["word"].strip(), why=(because("忘", "忘掉一个词"),))
