"""The one question that a message leaves open, and the bot's words for what it could not make out. Pure sentences."""

from collections.abc import Sequence

from models.wording.lines import joined, short


def hedged(words: str) -> str:
    """A result that is a guess."""
    return joined(f"“{short(words, 16)}”算没有隐患吗？", "没有回1，有问题直接写在哪里、什么问题")


def count(declared: int, listed: int) -> str:
    """Said and listed differ."""
    return f"说了{declared}处，写出来{listed}处，以哪个为准？"


def describe() -> str:
    """Hazards that are counted and not described."""
    return "还差几处没写：在哪里、什么问题？"


def which_hazard(numbers: Sequence[str]) -> str:
    """A completion that fits several."""
    shown = "、".join(numbers[:5]) + ("…" if len(numbers) > 5 else "")
    return f"是哪一条？请回编号：{shown}"


def which_of(shown: Sequence[str]) -> str:
    """A completion, a request or a decision that fits a few: each with its words and a digit."""
    return joined(
        "是哪一条？回数字：", *(f"{digit} {short(one, 30)}".rstrip() for digit, one in enumerate(shown[:4], 1))
    )


def which_hazards(count: int, numbers: Sequence[str]) -> str:
    """So many are finished of more that are open."""
    shown = "、".join(numbers[:6]) + ("…" if len(numbers) > 6 else "")
    return f"是哪{count}条？请回编号：{shown}"


def extension(lacking: Sequence[str]) -> str:
    """An extension that lacks something."""
    return f"延期还差：{'、'.join(lacking)}"


def which_enterprise(names: Sequence[str]) -> str:
    """A short name that fits several."""
    return joined("是哪家？回数字：", *(f"{number} {short(name, 30)}" for number, name in enumerate(names[:4], 1)))


def name_in_full(names: Sequence[str]) -> str:
    """A short name that fits several, in a group, where digits belong to nobody."""
    return joined("重名了，请写全称再问：", *(short(one, 34) for one in names[:4]))


def name(plant: str) -> str:
    """Somebody unknown gave an enterprise only."""
    return f"{short(plant, 24)}，请再回：姓名 岗位"


def not_understood(examples: Sequence[str]) -> str:
    """A question in which nothing was recognised."""
    return joined("没听准，换个说法再问1次", *examples)


def not_understood_report() -> str:
    """Words of an enterprise in which nothing was recognised."""
    return joined("没听准，原话已存", "夜巡发视频，再写一句情况", "要看怎么发，回：帮助")


def too_long() -> str:
    """A message that is kept and not read."""
    return "太长了没细看，原文已存；请拆短再发1次"


def nothing_to_correct() -> str:
    """更正 where nothing was sent."""
    return "没有可更正的报送，直接写对的就行"


def correct_how() -> str:
    """更正 without what is right."""
    return "请把对的写成一句，例：更正，隐患2处"


def name_the_plant() -> str:
    """A question about an enterprise that names none."""
    return "请写企业名，例：豫丰这周报了没"


def code_for_whom() -> str:
    """A binding code without a name."""
    return "给谁？例：绑定码 王建国"
