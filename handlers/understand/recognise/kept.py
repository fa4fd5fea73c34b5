"""What is asked of the registers in so many words: special work of a day or tonight, drills and trainings held."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from handlers.acts import Act, AskDrills, AskWork
from handlers.understand import dates, lexicon, spans
from handlers.understand.said import Said, because

_DAY = r"(?P<day>今天|今日|今儿|今晚上?|今夜|夜里|晚上|明天|明日|明晚|昨天|昨日|昨晚|现在|目前|眼下|这会儿?)"
_WHICH = r"(?:哪些|哪几家|哪几项|哪几处|哪家|哪里|谁家?|几家|几处|几项|几个|多少家?|多少项|多少处|什么)"
_KINDS = tuple(pair.split("=") for pair in lexicon.words("notices.work"))
_KIND = "|".join(sorted({re.escape(word) for _, word in _KINDS} | {"特殊", "危险"}, key=len, reverse=True))
_WORK = rf"(?:{_KIND})(?:作业)?(?:的?报备|报备的|的企业)?"
_ASK_WORK = re.compile(
    rf"(?:查|看|列|问)?(?:一?下|看)?{_DAY}?(?:的|都|还|报备了?|正)*"
    rf"(?:(?:有|在|要|报了?)*(?P<before>{_WHICH})(?:企业|单位|厂)?(?:有|在|要|报了?|做)*(?P<one>{_WORK})"
    rf"|(?:有|在)?(?P<other>{_WORK})(?:都|还)?(?:有|在|是)*(?P<behind>{_WHICH}|名单|清单|情况|有没有|有)?)(?:做|干)?"
)
_TONIGHT = ("今晚", "今晚上", "今夜", "夜里", "晚上")
_AHEAD = {"明天": 1, "明日": 1, "明晚": 1, "昨天": -1, "昨日": -1, "昨晚": -1}


def works_asked(said: Said) -> Iterator[Act]:
    """The special works of a day; what an enterprise says without a question is its notice.

    Example: officer "今晚动火有哪些" -> AskWork tonight=True kind=动火
    """
    match = _ASK_WORK.fullmatch(_bare(said))
    if not match or not said.to_bot:
        return
    which = match["before"] or match["behind"] or ""
    if not which and not (said.officer and match["day"]):
        return
    if not said.officer and (which not in ("哪些", "几项", "几处", "哪几项", "哪几处", "几个") or said.names):
        return
    day = match["day"] or ""
    told = match["one"] or match["other"]
    kind = next((kind for kind, word in _KINDS if told.startswith(word)), "")
    yield AskWork(
        day=dates.calendar_day(said.context.now) + timedelta(days=_AHEAD.get(day, 0)),
        tonight=day in _TONIGHT,
        kind=kind,
        enterprise=said.enterprise,
        why=(because(told, "问特殊作业"),),
    )


def _bare(said: Said) -> str:
    """The words without names, marks and closing particles."""
    text = said.text
    for match in said.names:
        text = text.replace(match.text, "", 1)
    return re.sub(r"[\s,。.!;?、:]", "", text).rstrip("吗呢啊呀吧")


_WHAT = r"(?:应急|消防|安全|事故)*(?:演练|演习|培训)"
_SINCE = (
    r"(?:今年|去年|本月|这个?月|上个?月|本季度|上季度|[一二三四]季度|上半年|下半年|本年|年内|\d{1,2}月份?|本周|上周)"
)
_MANY = r"(?:几|多少)(?:次|场|回)?"
_DID = r"(?:搞|做|开展|组织|举办|办|进行|报|完成|登记)?(?:了|过)?"
_ASK_DRILLS = re.compile(
    rf"(?:我们?厂?|我家|全县|各企业|企业)?{_SINCE}(?:以来|里|内|份)?(?:的|一共|总共|共|都|我们?|全县|各企业|企业)*"
    rf"(?:{_DID}(?:一共|总共|共)?{_MANY}{_WHAT}|{_WHAT}(?:一共|总共|共)?{_DID}{_MANY})了?"
)
_TRAINING = "培训"


def drills_asked(said: Said) -> Iterator[Act]:
    """How many drills or trainings were held.

    Example: officer "今年演练几次" -> AskDrills
    """
    match = _ASK_DRILLS.fullmatch(_bare(said))
    if not match or not said.to_bot:
        return
    what = _TRAINING if _TRAINING in match.group() else "演练"
    yield AskDrills(
        training=what == _TRAINING,
        span=spans.span(said.text, said.context.now),
        enterprise=said.enterprise,
        why=(because(what, "问办了几次"),),
    )
