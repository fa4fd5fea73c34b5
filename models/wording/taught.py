"""What an admin teaches: learnt, not learnt and why, and what is held now. Pure sentences."""

from collections.abc import Sequence

from models.wording.lines import joined, short


def learnt_short(word: str, full: str) -> str:
    """A short name of an enterprise."""
    return f"学会了：“{short(word, 20)}”是{short(full, 40)}"


def learnt_place(word: str) -> str:
    """A place."""
    return f"学会了：“{short(word, 20)}”是地点"


def learnt_phrase(word: str, means: str) -> str:
    """A phrase."""
    return f"学会了：“{short(word, 20)}”就是“{short(means, 20)}”"


def forgotten(word: str) -> str:
    """A word that holds no longer."""
    return f"不再算了：“{short(word, 20)}”"


def never_taught(word: str) -> str:
    """忘 of a word that nobody taught."""
    return f"没教过“{short(word, 20)}”，不用忘"


def only_admins() -> str:
    """Somebody else wants to teach."""
    return "教新词由管理员来，请找管理员"


def how() -> str:
    """学 without what is to be learnt."""
    return joined("写法：学：兜一圈=巡查", "学简称：宏达二厂=企业全称", "学地点：老泵房", "取消：忘：兜一圈")


def wrong_length(word: str) -> str:
    """A word of one character, or a sentence."""
    return f"“{short(word, 20)}”不行，词要2到20个字"


def means_unclear(means: str) -> str:
    """A phrase whose meaning the bot does not know either."""
    return joined(f"“{short(means, 20)}”我也不懂，换个已经懂的说法", "例：学：兜一圈=巡查")


def known_already(word: str) -> str:
    """A phrase that is read like that already."""
    return f"“{short(word, 20)}”本来就懂，不用教"


def part_of(word: str, common: str) -> str:
    """A phrase that stands within a common word."""
    return f"“{short(word, 20)}”是“{short(common, 20)}”的一部分，会读错别的话，请教长一点的说法"


def is_a_name(word: str) -> str:
    """A phrase or place that is the name of an enterprise."""
    return f"“{short(word, 20)}”是企业名，不能当别的词"


def no_such_enterprise(full: str) -> str:
    """A short name for an enterprise that is not in the register."""
    return f"没找到“{short(full, 24)}”，请写企业全称"


def several_enterprises(names: Sequence[str]) -> str:
    """A short name for one of several enterprises."""
    return joined("有几家，请写全称：", *(short(one, 34) for one in names[:4]))


def would_change(word: str, count: int, of: int, first: str) -> str:
    """A phrase by which many messages would be read otherwise: only with another yes."""
    return joined(
        f"最近{of}条里有{count}条会换读法，先没学",
        short(first, 70),
        f"确定要学“{short(word, 12)}”就回1",
    )


def before_and_after(words: str, before: str, after: str) -> str:
    """One message, and how it would be read from now on."""
    return f"“{short(' '.join(words.split()), 24)}”：{short(before, 20)}→{short(after, 20)}"
