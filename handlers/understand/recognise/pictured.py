"""What words say of the pictures around them: how a hazard looks now, or that they are no round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, NotARound, Rectification
from handlers.understand import refs
from handlers.understand.recognise import meant, states
from handlers.understand.said import Said, because, pending

_SHOWN = re.compile(
    r"(?:(?:这|那|上面|上边|刚才|以上|前面)?(?:发的)?(?:这|那)?(?:几|两|俩|三|四|\d)?[张个]?(?:照片|图片|图|视频)?(?:都|就)?(?:是|为)?)"
    r"(?P<thing>[^,。;]{0,12}?)(?:隐患)?的?"
    r"(?P<after>(?:整改|改|修|换|处理|清理|维修)(?:好|完|完成)?(?:以|之)?后|整改前后)的?"
    r"(?:对比)?(?:照片|图片|图|视频|情况|效果|样子|现场)?[。!]?"
)


#: Words that point at pictures, sent or on their way.
_POINTS = re.compile(r"照片|图|视频|^(?:这|那|上面|上边|刚才|以上|前面)")


def shown(said: Said) -> Iterator[Act]:
    """Pictures of a known hazard as it looks now, where no other word says that it is fixed: "这是0031整改后的".

    Example: enterprise [media=image:1] "这是0031整改后的" -> Rectification hazard_no=YH-2026-0031
    """
    if said.officer or said.asks or pending(said.text):
        return
    match = _SHOWN.fullmatch(refs.without(said.text, said.context).strip(" ,。:!"))
    state = states.state(said) if match else None
    if match is None or state is None or state.done or state.doing or not (said.pictured or _POINTS.search(said.text)):
        return
    found = meant.meant_hazards(said)
    if found or (said.pictured and said.context.open_hazards and not match["thing"].strip()):
        yield Rectification(
            hazard_nos=found,
            item_indices=refs.placed(found, said.context),
            status="已整改",
            done_count=len(found) or 1,
            why=(because(match["after"], "照片是整改后的"),),
        )


_NO_ROUND = re.compile(
    r"(?:不算|不能算|别算|不是|别当|不作为|不当)(?:是|作|成|做)?(?:我们?|俺们?)?(?:今晚|昨晚|今天|夜里)?的?"
    r"(?P<round>夜巡|夜查|巡查|巡检)(?:的)?(?:视频|照片|图|报送)?(?=[,。;! ]|了?\Z)"
)


def no_round(said: Said) -> Iterator[Act]:
    """What was sent is no round, says who sent it: "这个不算夜巡".

    Example: enterprise "这个不算夜巡" -> NotARound
    """
    match = _NO_ROUND.search(said.text)
    if match and not said.officer and not said.asks:
        yield NotARound(why=(because(match.group(), "说了不算巡查"),))
