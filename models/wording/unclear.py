"""What the bot did not make out: to its writer, to the group, and as the officers' list. Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models import calendar
from models.wording import times
from models.wording.lines import joined, short


@dataclass(frozen=True)
class Line:
    """A message on the officers' list."""

    at: datetime
    plant: str
    name: str
    words: str
    understood: str

    def told(self, now: datetime) -> str:
        """02:13 豫丰 张强“兜了一圈”，没听懂"""
        today = calendar.today(now) == calendar.today(self.at)
        at = times.clock(self.at) if today else times.stamp(self.at)
        who = " ".join(part for part in (short(self.plant, 12), short(self.name, 10)) if part)
        return f"{at} {who}“{short(' '.join(self.words.split()), 40)}”，{short(self.understood, 40)}"


def in_group(name: str) -> str:
    """In the group, two minutes after a private question that nobody has answered."""
    return f"{short(name, 12)}，刚才那条没听准，已私聊您。"


def none_of_them() -> str:
    """都不是: nothing of what was offered."""
    return "好，先不算。请写全再发1次：哪家、哪里、什么情况"


def no_then_what() -> str:
    """不是, where a guess at a result was offered."""
    return "好，没算。请写在哪里、什么问题"


def listing(lines: Sequence[Line], count: int, now: datetime) -> str:
    """没听准的: the list, numbered, because somebody asked for it."""
    told = (f"{number} {line.told(now)}" for number, line in enumerate(lines, 1))
    more = f"等{count}条，办完这些再看" if count > len(lines) else ""
    return joined(f"没听准{count}条", *told, more, "处理好的回数字，例：1")


def nothing_listed() -> str:
    """没听准的, where there is nothing."""
    return "现在没有要看的，都听准了"


def seen_to(words: str, left: int) -> str:
    """One of the list has been seen to."""
    return joined(f"记下了，已处理｜“{short(' '.join(words.split()), 20)}”", f"还有{left}条没听准" if left else "")


def seen_to_already() -> str:
    """One of the list that somebody has seen to before."""
    return "这条已经处理过了"


def from_memory(word: str, full: str) -> str:
    """Below an answer for which a short name was taken as its asker has meant it before."""
    return f"“{short(word, 12)}”当作{short(full, 40)}，不对回：不是"
