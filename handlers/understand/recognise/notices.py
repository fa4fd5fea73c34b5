"""What enterprises give notice of: corrections, special work, commitments, summaries, stops, files, tip-offs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import (
    Act,
    ExemptionRequest,
    ReportFile,
    SummaryReport,
    TipOff,
)
from handlers.understand import dates, lexicon, spans
from handlers.understand.numbers import NUMBER, number
from handlers.understand.said import Said, because

# Summaries, stops


def summary(said: Said) -> Iterator[Act]:
    """Figures of a period; a file or a question is none."""
    total, done, pending = figures(said.text)
    words = said.hit("notices.summary") or _period(said.text, total, done)
    if said.officer or said.asks or not words or said.hit("notices.file") or (total is None and done is None):
        return
    span = spans.span(said.text, said.context.now)
    yield SummaryReport(
        total_count=total,
        done_count=done,
        pending_count=pending,
        span=span,
        why=(because(words, "累计或一段时间的数字"),),
    )


_PERIOD = re.compile(r"(?:本|这|上)(?:个)?(?:周|月|星期|季度)|[上下]半年|全年|今年|(?<!\d)\d{1,2}月份|季度|本年")


def _period(text: str, total: int | None, done: int | None) -> str:
    """A week or month beside both what was found and what was fixed."""
    match = _PERIOD.search(text) if total is not None and done is not None else None
    return match.group() if match else ""


_COUNT = rf"(?:隐患|问题)?(?:数)?[:]? ?(?P<n>{NUMBER})(?:处|项|条|个|起)"


def figures(text: str) -> tuple[int | None, int | None, int | None]:
    """Found, fixed and left over, as the words before the figures name them."""
    done = _figure(text, r"(?:已整改|整改完成|完成整改|已完成|已销号|整改|(?<![未没])完成|改完|已改)")
    pending = _figure(text, r"(?:剩余|剩|未整改|未完成|待整改|还有|正在整改)")
    total = _figure(text, r"(?:隐患|问题|排查|查出|发现)(?:出|了)?(?:各类)?(?:安全)?")
    return total, done, pending


def _figure(text: str, words: str) -> int | None:
    match = re.search(words + _COUNT, text)
    return number(match["n"]) if match else None


def exemption(said: Said) -> Iterator[Act]:
    """Asking to be excused, or notice of a stop of some days."""
    if said.officer:
        return
    asked_off, stop = said.hit("notices.excuse") or _asked_off(said.text), said.hit("notices.notice")
    span = spans.span(said.text, said.context.now)
    ahead = bool(span and span.end > dates.calendar_day(said.context.now))
    if not asked_off and not (stop and ahead and not said.asks):
        return
    yield ExemptionRequest(
        reason=_stop_reason(said.text) or stop, span=span, why=(because(asked_off or stop, "申请免报或告知停产停电"),)
    )


_OFF = re.compile(
    r"(?:能不能|能否|可否|可不可以|是否可以|申请|请求)[^,。;]{0,8}(?:免|停(?!车|电|产|用)|不(?:用)?(?:报|巡|发|拍))"
)


def _asked_off(text: str) -> str:
    match = _OFF.search(text)
    return match.group() if match else ""


def _stop_reason(text: str) -> str:
    match = lexicon.pattern("notices.notice").search(text)
    return match.group() if match else ""


# Files and tip-offs


def report_file(said: Said) -> Iterator[Act]:
    """A form that was sent as a file: the file stands in the burst or in the text."""
    attached = said.context.media.get("file", 0) > 0 or "[文件]" in said.text
    if said.officer or said.asks or not attached or said.hit("notices.extension"):
        return
    form = form_in(said.text)
    span = spans.span(said.text, said.context.now)
    several = span if span and span.start != span.end else None
    yield ReportFile(
        form=form,
        report_date=None if several else dates.report_day(said.text, said.context.now),
        span=several,
        why=(because("[文件]", "发来报表文件"),),
    )


def form_in(text: str) -> str:
    """The first form that is named; a number wins over 台账."""
    return next(iter(forms_in(text)), "")


def forms_in(text: str) -> tuple[str, ...]:
    """The forms that are named; 附件N wins over 台账."""
    named = dict.fromkeys(
        form for pair in lexicon.lists()["questions.forms"] for form, word in [pair.split("=")] if word in text
    )
    found = tuple(named)
    return tuple(form for form in found if form != "ledger") if len(found) > 1 else found


def tip_off(said: Said) -> Iterator[Act]:
    """Somebody blows the whistle on an enterprise."""
    others = [name for name in said.enterprises if name != said.context.enterprise]
    words = said.hit("notices.tip_off_sure") or (said.hit("notices.tip_off") if said.names else "")
    words = words or (said.hit("notices.secret") if others else "")
    if not words or _about_tips(said):
        return
    yield TipOff(
        text=said.text,
        enterprise=said.enterprise,
        anonymous=bool(re.search(r"匿名|群众|有人|不要说是我|别说是我|保密", said.text)),
        why=(because(words, "举报"),),
    )


def _about_tips(said: Said) -> bool:
    return bool(
        re.search(r"举报(?:电话|方式|渠道|制度|奖励|多少|几)|怎么举报|如何举报|(?:没有|无|零)(?:收到)?举报", said.text)
    ) or (said.officer and said.asks)
