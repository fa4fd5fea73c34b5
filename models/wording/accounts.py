"""What is said to those whom the bot does not know yet, and to the admin about them (docs/WORDING.md, M29, M44)."""

from collections.abc import Sequence
from datetime import datetime

from models.wording import times
from models.wording.lines import COLUMNS, joined, short


def unknown_sender(sent: str, at: datetime, duty_phone: str) -> str:
    """M29: once, to somebody whom nobody has bound; ``sent`` names what they sent, or is empty."""
    return joined(
        "还不知道您是哪家企业的",
        "请回：企业 姓名 岗位",
        "例：宏达加油站 王建国 夜班",
        f"刚发的{sent}已收下，按{times.clock(at)}算" if sent else "",
        f"出事打119、120，再打{duty_phone}" if duty_phone else "出事先打119、120",
    )


def bound(plant: str, name: str, post: str, earlier: int) -> str:
    """M44: the account is bound."""
    return joined(
        f"登记好了｜{short(f'{plant} {name} {post}'.strip(), 26)}",
        f"刚才发的{earlier}条也算上了" if earlier else "以后夜巡发到这里就行",
        "" if earlier else "现在发1张照片试试",
    )


def already_bound(plant: str, name: str) -> str:
    """Somebody binds who is bound already."""
    return f"已经登记过了｜{plant} {name}"


def code(digits: str, name: str, plant: str) -> str:
    """A binding code, to the one who asked for it."""
    return joined(f"绑定码 {digits}，24小时内有效", f"给{plant} {name}", f"让他发：绑定 {digits}")


def wrong_code(duty_phone: str) -> str:
    """A binding code that does not fit."""
    return "绑定码不对或已过期，请找安全员再要1个" + (f"，或打{duty_phone}" if duty_phone else "")


def too_many_codes(duty_phone: str) -> str:
    """Too many wrong codes from one account."""
    return "绑定码错了5次，先停用1天，请找值班室" + (f"{duty_phone}" if duty_phone else "")


def may_not_invite() -> str:
    """Somebody asks for a code who may not give one."""
    return "绑定码由安全员或管理员发，请找他们"


def unknown_plant(asked: str) -> str:
    """A stranger names an enterprise that is not in the register."""
    return joined(f"没找到“{short(asked, 20)}”", "请写企业全称，再加姓名、岗位")


def needs_code(name: str) -> str:
    """A stranger claims to be a safety manager or principal."""
    return joined(f"{short(name, 12)}在册，要用绑定码登记", "请安全员发1个，再回：绑定 6位数字")


def strangers(names: Sequence[str]) -> str:
    """To the admin at 08:20: accounts that wrote and are not bound."""
    return joined(
        f"{len(names)}个账号还没登记",
        short("、".join(names), COLUMNS * 2),
        "认得就让安全员发绑定码，或导入人员表",
    )


def newly_bound(plant: str, name: str, post: str) -> str:
    """To the admin: somebody bound himself by words."""
    return joined(
        "新登记1人，请看是否对", short(f"{plant} {name} {post}".strip(), COLUMNS), "不对就在人员表“状态”写停用，再导入"
    )


def robot_gone(group: str) -> str:
    """To the admin, once: the platform takes nothing for a group any more."""
    return joined(
        f"群里发不出去了｜{short(group, 20)}",
        "群机器人被移出、停用，或没配置",
        "请在群里重新添加，新地址填进配置",
        "重启后再导入1次工作群，就恢复",
    )


def failed_message(count: int, ids: Sequence[int]) -> str:
    """To the admin: messages that could not be handled."""
    shown = "、".join(str(one) for one in ids[:5])
    return joined(f"{count}条消息没处理成，原文都在", f"编号 {shown}", "请把编号和服务日志发给技术人员")
