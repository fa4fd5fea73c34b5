"""What the bot says of itself: that it no longer works as it should, that the clock jumped. Pure sentences."""

from datetime import datetime, timedelta

from models import calendar
from models.wording import times
from models.wording.lines import joined


def lasted(span: timedelta) -> str:
    """7天, 3小时, 25分钟"""
    minutes = round(abs(span).total_seconds() / 60)
    if minutes >= 2 * 24 * 60:
        return f"{round(minutes / (24 * 60))}天"
    return f"{round(minutes / 60)}小时" if minutes >= 2 * 60 else f"{minutes}分钟"


def no_tick(since: datetime, now: datetime) -> str:
    """Nothing that is due is looked for any more."""
    return joined(
        f"定时检查停了{lasted(now - since)}（{times.clock(since)}起）",
        "提醒和催报没按时发；重启程序就补上",
    )


def behind(since: datetime, now: datetime) -> str:
    """A message waits for its turn."""
    return joined(
        f"有消息{lasted(now - since)}没处理（{times.clock(since)}收到）",
        "消息都存着，没丢；看运行日志或重启程序",
    )


def unsaid(since: datetime, now: datetime) -> str:
    """A letter that is due is not said."""
    return joined(
        f"有通知{lasted(now - since)}没发出去（{times.clock(since)}起）",
        "检查网络，再在值班电脑上运行：",
        "yexun doctor",
    )


def silent(heard: int, usual: int) -> str:
    """Far fewer messages than usual at this hour."""
    return joined(
        f"近1小时只收到{heard}条消息，平时这时约{usual}条",
        "在群里发1条试试；没有回应就检查网络和平台后台",
    )


def refusing(channel: str) -> str:
    """Nothing goes through a channel."""
    return joined(
        f"通道{channel}发不出去，能换的已走别的通道",
        "在值班电脑上看原因：",
        "yexun doctor",
    )


def jumped(was: datetime, now: datetime) -> str:
    """The clock of the machine jumped; both times as it showed them."""
    way = "快了" if now > was else "慢了"
    says = times.clock if calendar.today(was) == calendar.today(now) else times.stamp
    return joined(
        f"本机时钟突然{way}{lasted(now - was)}",
        f"{says(was)}变成{says(now)}",
        "核对本机时间：不对的话，提醒和应报都会错",
    )
