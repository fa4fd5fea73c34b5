"""A labelled message written otherwise: widths, spaces, marks, stickers, other names; what it means stays the same."""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from handlers.understand import Register, lexicon
from tests.understanding import gates
from tests.understanding.scoring import Record, Verdict, plain

#: Each enterprise of the register with its short names, and by what other names it goes, in five registers.
ENTERPRISES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("河南豫丰化工有限公司", ("豫丰", "豫丰化工")),
    ("河南恒泰新材料股份有限公司", ("恒泰", "恒泰新材")),
    ("金源气体充装有限公司", ("金源", "金源气体")),
    ("宏达加油站", ("宏达", "宏达站", "宏达油站")),
    ("宏达化工有限公司", ("宏达", "宏达化工")),
    ("鑫盛涂料有限公司", ("鑫盛", "鑫盛涂料")),
    ("瑞康制药有限公司", ("瑞康", "瑞康制药")),
    ("华宇烟花爆竹批发有限公司", ("华宇", "华宇烟花")),
    ("中原油库", ("中原库", "中原油库")),
    ("天润助剂有限公司", ("天润", "天润助剂")),
    ("兴达氯碱有限公司", ("兴达", "兴达氯碱")),
    ("百川危货运输有限公司", ("百川", "百川物流")),
    ("联众医药化工有限公司", ("联众", "联众医化")),
    ("城东加油站", ("城东", "城东站")),
    ("永固矿业有限公司", ("永固", "永固矿业")),
)
#: The invented part of each name, in the order above; the rest of a name stays, the clash of 宏达 too.
OTHERS: tuple[tuple[str, ...], ...] = tuple(
    tuple(names.split())
    for names in (
        "昌隆 博远 启明 润泽 润泽 金彩 仁和 喜庆 淮北 海纳 盐都 顺驰 同心 柳林 铁山",
        "嘉禾 中科 蓝焰 路畅 路畅 虹彩 百草 吉祥 黄河 天成 银海 飞驰 万邦 桥头 金石",
        "平安 安全 正常春 大桥 大桥 新正常 平安堂 消防庄 平安里 无忧 安顺 一路平安 百安 平安路 安泰",
        "三力 九鼎 五星 七里河 七里河 双虎 四方 百花 八里 十力 双汇达 万里 三友 六合 九里山",
        "零点 急救箱 火炬 合格村 合格村 已达 没药堂 巡河 夜明 整新 复兴 快速 康复 报喜 隐山",
    )
)
_PROVINCES = {"河南": ("安徽", "山东", "江苏", "湖北", "河北")}
_STICKERS = ("😊", "🌹", "[玫瑰]", "[微笑]", "😂", "🌙", "💐", "[呲牙]", "🏭", "😅")
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in [*range(48, 58), *range(65, 91), *range(97, 123)]})
_KEPT = re.compile(r"\[[^\]]*\]|@\S*|https?://\S+")
#: A mark may go where a reader would still hear the pause: between clauses of some length.
_LONG = 4
_OPEN = tuple("没不无未否非别勿零了的是有")


def disturbed(record: Record, seed: int) -> Record:
    """The same message under other names and written otherwise, always alike for one seed."""
    chance = random.Random(f"{seed}:{record['id']}")
    renamed = rename(record, seed % len(OTHERS))
    text = renamed["text"]
    for change in (_marks, _stickers, _spaces, _widths):
        text = _outside(text, change, chance) if chance.random() < 0.7 else text
    return {**renamed, "text": text, "written": renamed["text"]}


def judged(records: list[Record], seed: int) -> list[Verdict]:
    """Each message disturbed, beside its label."""
    known = register(seed % len(OTHERS))
    return gates.judged((disturbed(record, seed) for record in records), known, loosely)


def _outside(text: str, change: Callable[[str, random.Random], str], chance: random.Random) -> str:
    """A change of everything but stickers, mentions and addresses."""
    done, start = "", 0
    for kept in _KEPT.finditer(text):
        done += change(text[start : kept.start()], chance) + kept.group()
        start = kept.end()
    return done + change(text[start:], chance)


def loosely(text: str) -> str:
    """A text without what the disturbance puts in or takes out."""
    bare = re.sub(r"\[[\u4e00-\u9fff]{1,4}\]", "", plain(text))
    return "".join(char for char in bare if unicodedata.category(char)[0] not in "SPZ")


# Names


def register(which: int) -> Register:
    """The register under other names."""
    names = renaming(which)
    return Register.build([(names[full], [names[short] for short in shorts]) for full, shorts in ENTERPRISES])


def renaming(which: int) -> Mapping[str, str]:
    """Every name of the register and by what it is called instead."""
    found: dict[str, str] = {}
    for (full, shorts), other in zip(ENTERPRISES, OTHERS[which], strict=True):
        own = shorts[0].removesuffix("库")
        for name in (*shorts, full, full.removesuffix("有限公司"), full.removesuffix("股份有限公司")):
            new = name.replace(own, other)
            for province, others in _PROVINCES.items():
                new = new.replace(province, others[which])
                if province in name:
                    found[name.replace(province, "")] = new.replace(others[which], "")
            found[name] = new
        found[own] = other
    return found


def rename(record: Record, which: int) -> Record:
    """A record in which every enterprise has its other name."""
    names = renaming(which)
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))

    def other(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda match: names[match.group()], value)
        if isinstance(value, dict):
            return {key: other(one) for key, one in value.items()}
        return [other(one) for one in value] if isinstance(value, list) else value

    return {key: value if key in ("id", "intent") else other(value) for key, value in record.items()}


# Ways of writing


def _widths(text: str, chance: random.Random) -> str:
    return text.translate(_WIDE)


def _spaces(text: str, chance: random.Random) -> str:
    """Spaces between words, and between a number and its neighbours."""
    done = ""
    for word in lexicon.cut(text):
        beside = done and (done[-1].isdigit() != word[0].isdigit()) and done[-1].isalnum() and word[0].isalnum()
        latin = done and done[-1].isascii() and word[0].isascii()
        done += (" " if not latin and chance.random() < (0.4 if beside else 0.08) else "") + word
    return done


def _marks(text: str, chance: random.Random) -> str:
    """Marks at the end are dropped; those between clauses too where both are long, else a space stands for them."""
    parts = re.split(r"([，。；！、]+)", text)
    done = parts[0]
    for mark, part in zip(parts[1::2], parts[2::2], strict=True):
        way = chance.random()
        if not part.strip() or way > 0.6:
            done += part if not part.strip() else mark + part
        elif "、" not in mark and way < 0.25 and _joins(done, part):
            done += part
        else:
            done += " " + part
    return done


def _joins(before: str, after: str) -> bool:
    """Whether two clauses can be read without the mark between them."""
    left, right = re.split(r"[，。；！？、\s:：]", before)[-1], re.split(r"[，。；！？、\s:：]", after)[0]
    words = len(left) >= _LONG and len(right) >= _LONG and left[-1].isalpha() and right[0].isalpha()
    return words and left[-1] not in _OPEN and right[0] not in _OPEN and not re.search(r"\d", left[-2:] + right[:2])


def _stickers(text: str, chance: random.Random) -> str:
    """A sticker at the end, or behind a mark."""
    sticker = chance.choice(_STICKERS)
    places = [match.end() for match in re.finditer(r"[，。；！]", text)]
    at = chance.choice(places) if places and chance.random() < 0.5 else len(text)
    return text[:at] + sticker + text[at:] if text.strip() else text
