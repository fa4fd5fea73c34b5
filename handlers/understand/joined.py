"""What belongs together although a space was written in it: days, times, counts, names, words of the trade, cells."""

from __future__ import annotations

import re
from functools import cache

from handlers.understand import lexicon, named, tabled

_FIGURES = re.compile(
    # 3 月 18 日, 下午 2 点 30 分
    r"(?<=\d) (?=[年月日号点时分](?!度))|(?<=\d月) (?=\d{1,2} ?[日号])|(?<=\d\d年) (?=\d{1,2} ?月)"
    r"|(?<=[点时]) (?=[0-5]?\d ?分)"
    r"|(?<=\d点) (?=[0-5]\d(?![\d.处项条个]))|(?<=[日号]) (?=[上下]午|晚上|早上|\d{1,2} ?[点时:])"
    r"|(?<=上午|下午|晚上|早上|中午|凌晨|今晚|昨晚|明早|明晚|夜里|半夜) (?=\d{1,2} ?[点时:])"
    # 运行 4 套, 改完 4 条, 一天 两次
    r"|(?<=运行|停产|停车|检修|停用|在用|开车|备用|在产) (?=\d{1,3} ?[套台])"
    r"|(?<=改完|完成|销号|整改|处理|改好|改了|办结|完了) (?=\d{1,3} ?[处项条个件](?![\u4e00-\u9fff]))"
    r"|(?<=[换修改清补销装]了) (?=\d{1,3} ?[处项条个件台具只](?! ?(?:隐患|问题)))"
    r"|(?<=一天|每天|每日|每晚|一日|一晚) (?=[一二两三四五\d报发巡早])"
    r"|(?<=\d[处项条]) (?=(?:隐患|问题)(?:整改|情况|[,:。;]|\Z))"
    # 转了 两趟, 塌了 一角, 报了 几个, 缺 1 人
    r"|(?<=[\u4e00-\u9fff]了) (?=(?:多少|好?几|[一两二三四五六七八九十俩仨]{1,2})"
    r"[趟圈遍次遭个块角道截根条处项台具只家天回把盏片辆](?!是)"
    r"|多少)"
    # 今晚 22 点 前, 22 号 到期的, 20 号 才到, 3 月 上半月, 春节 期间
    r"|(?<=\d[日号点]) (?=之?前(?![后面门院台])|到期|能|完[工成]|才|报了料|发货)"
    r"|(?<=\d月) (?=[上下]半月|[上中下]旬)|(?<=[上下]) (?=半[月年])"
    r"|(?<=[节明午秋旦会考庆]) (?=期间)|(?<=除了|倒数) (?=第)"
    # 检测所 8 月 10 号才上班, 操作证 1 月份就到期
    r"|(?<=[\u4e00-\u9fff]) (?=(?:\d{1,2}月(?:份|\d{1,2}[日号])|\d{1,2}[日号])[才就能])"
    # 2. 警示牌, 2# 釜
    r"|(?<=\d[.、#]) (?=[\u4e00-\u9fff])"
    # 换了 垫片没用
    r"|(?<=[换修弄改补]了) (?=[\u4e00-\u9fff]{1,4}(?:没用|不管用|没效果))"
    # 第二人 孙莉
    r"|(?<=第二人) (?=[\u4e00-\u9fff])"
)
_CELLS = re.compile(r"( *\| *| {2,20})")
_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff\d]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=\d)")
_SINGLE = re.compile(r"(?<=[^\s|]) (?=[^\s|])")
_APART = re.compile(r"(\n| {2,})")
#: The lists whose words a space does not take apart.
_WHOLE = (
    *("hazard.equipment", "hazard.things", "hazard.fault", "places.tails", "typos.whole"),
    *("questions.rate", "questions.key_period", "questions.certs", "questions.ranking", "incident.after"),
)
#: Shorter words are found by jieba; two characters meet by chance.
_LEAST = 3


def together(text: str) -> str:
    """A text without the spaces inside what belongs together."""
    if " " not in text:
        return text
    cells = "\n".join(map(_cells, text.split("\n"))) if "\n" in text else text
    text = cells if cells != text and tabled.is_table(cells) else text
    text = _names().sub("", _FIGURES.sub("", text))
    return "".join(map(_whole, _APART.split(text)))


def _cells(line: str) -> str:
    """A line of a table without the spaces inside its cells; without wide gaps its cells cannot be told."""
    parts = _CELLS.split(line)
    return (
        "".join(part if at % 2 else _INSIDE.sub("", part) for at, part in enumerate(parts)) if len(parts) > 3 else line
    )


@cache
def _names() -> re.Pattern[str]:
    family = "[" + "".join(sorted(char for char in named.family_names() if len(char) == 1)) + "]"
    return re.compile(
        rf"(?<![\u4e00-\u9fff])(?<={family}) (?=[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff]))"
        rf"|(?<![大最不很太多更][小老])(?<=[小老]) (?={family})"
    )


def _whole(text: str) -> str:
    """A stretch with its words of the trade in one piece."""
    gaps = [match.start() for match in _SINGLE.finditer(text)]
    if not gaps:
        return text
    squeezed = _SINGLE.sub("", text)
    places = [gap - number for number, gap in enumerate(gaps)]  # where they stood, were they gone
    words = [(match.start(), match.end()) for match in _trade().finditer(squeezed)]
    inside = {gap for gap, at in zip(gaps, places, strict=True) if any(start < at < end for start, end in words)}
    return "".join(char for at, char in enumerate(text) if at not in inside)


@cache
def _trade() -> re.Pattern[str]:
    words = {word for name in _WHOLE for word in lexicon.lists()[name] if len(word) >= _LEAST and " " not in word}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
