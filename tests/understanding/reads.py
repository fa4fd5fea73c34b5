"""The register of the examples, and a short way to read a message."""

from datetime import datetime
from typing import Any

from handlers.acts import Act
from handlers.understand import Context, Reading, Register, understand

REGISTER = Register.build(
    [
        ("河南豫丰化工有限公司", ["豫丰", "豫丰化工"]),
        ("河南恒泰新材料股份有限公司", ["恒泰", "恒泰新材"]),
        ("金源气体充装有限公司", ["金源", "金源气体"]),
        ("宏达加油站", ["宏达", "宏达站", "宏达油站"]),
        ("宏达化工有限公司", ["宏达", "宏达化工"]),
        ("鑫盛涂料有限公司", ["鑫盛", "鑫盛涂料"]),
        ("瑞康制药有限公司", ["瑞康", "瑞康制药"]),
        ("华宇烟花爆竹批发有限公司", ["华宇", "华宇烟花"]),
        ("中原油库", ["中原库", "中原油库"]),
        ("天润助剂有限公司", ["天润", "天润助剂"]),
        ("兴达氯碱有限公司", ["兴达", "兴达氯碱"]),
        ("百川危货运输有限公司", ["百川", "百川物流"]),
        ("联众医药化工有限公司", ["联众", "联众医化"]),
        ("城东加油站", ["城东", "城东站"]),
        ("永固矿业有限公司", ["永固", "永固矿业"]),
    ]
)
NIGHT = "2026-03-15T00:41+08:00"
DAY = "2026-03-15T16:41+08:00"
MORNING = "2026-03-15T10:10+08:00"


def read(text: str, now: str = DAY, **context: Any) -> Reading:
    """A message of an enterprise, in the group, by day, unless told otherwise."""
    known = {"chat": "group", "enterprise": "宏达加油站", "register": REGISTER, **context}
    return understand(text, Context(now=datetime.fromisoformat(now), **known))


def at_night(text: str, **context: Any) -> Reading:
    """A message in the window with a video beside it."""
    return read(text, NIGHT, **{"media": {"video": 1}, **context})


def officer(text: str, now: str = MORNING, **context: Any) -> Reading:
    """A message of an officer to the bot."""
    return read(text, now, **{"role": "officer", "enterprise": None, "mention_bot": True, **context})


def unknown(text: str, **context: Any) -> Reading:
    """A private message of somebody whom the bot does not know."""
    return read(text, NIGHT, **{"known": False, "chat": "direct", "enterprise": None, **context})


def kinds(reading: Reading) -> list[str]:
    """The names of its acts."""
    return [type(act).__name__ for act in reading.acts]


def first(reading: Reading) -> Act:
    """Its primary act."""
    assert reading.acts, reading
    return reading.acts[0]
