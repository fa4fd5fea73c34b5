"""The test of contacts 联络测试: asked for, sent, and who gave no sign. Pure sentences."""

from collections.abc import Sequence
from datetime import datetime

from models import calendar
from models.contact_tests import Reached, Road
from models.wording import times
from models.wording.lines import COLUMNS, columns, fitted, joined, short

#: So many who gave no sign stand in the message itself.
FEW = 3


def probe(until: datetime) -> str:
    """To everybody: one digit is enough."""
    return joined("联络测试，看看能不能找到您", f"看到就回1，{times.hour(until)}前")


def heard() -> str:
    """To whoever gave a sign."""
    return "好，通了"


def over() -> str:
    """A sign that came after the end."""
    return "联络测试已经结束，谢谢"


def asked(bureau: int, plants: int, lost: int) -> str:
    """Before anything is sent: how many would hear of it."""
    return joined(
        f"联络测试会发给{bureau + plants}人",
        f"局里{bureau}人，企业{plants}人",
        f"另有{lost}人没有账号，发不到" if lost else "",
        "回1只测局里，回2全部",
    )


def begun(count: int, begins: datetime, *, later: bool) -> str:
    """It goes out, by night not before the morning; when its result comes."""
    when = f"{times.hour(begins)}发" if later else "发"
    return f"联络测试{when}给{count}人，2小时后告诉您谁没回"


def running(until: datetime) -> str:
    """One is under way."""
    return f"联络测试正在做，{times.hour(until)}出结果"


def may_not() -> str:
    """Somebody who may not have everybody written to."""
    return "联络测试由值班员、科长、带班领导或管理员发起"


def never() -> str:
    """Nobody has tested yet."""
    return "还没做过联络测试，要做就说：联络测试"


def result(begins: datetime, everybody: Sequence[Reached]) -> str:
    """Two hours later: how many could be reached, and whom to call."""
    silent = [one for one in everybody if not one.answered]
    done = len(everybody) - len(silent)
    head = f"联络测试：通{done}人，没通{len(silent)}人｜{times.day(calendar.today(begins))}"
    if not silent:
        return f"联络测试：{done}人都通｜{times.day(calendar.today(begins))}"
    rest = f"回1看全部{len(silent)}人" if len(silent) > FEW else ""
    return fitted(head, *(_line(one) for one in silent[:FEW]), rest)


_WHY = {Road.ACCOUNT: "没回", Road.PHONE: "没账号", Road.NONE: "没账号没电话"}


def _line(one: Reached) -> str:
    told = f" {one.phone} {_WHY[one.road]}".replace("  ", " ")
    return short(f"{one.plant}{one.name}", COLUMNS - columns(told)) + told


def silent(begins: datetime, found: Sequence[Reached]) -> str:
    """The whole list of who could not be reached."""
    return joined(f"没通{len(found)}人｜{times.day(calendar.today(begins))}", *(_line(one) for one in found))
