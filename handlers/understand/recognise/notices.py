"""What enterprises give notice of: stops, files, tip-offs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import (
    Act,
    ExemptionRequest,
    GrantStop,
    ReportFile,
    Resume,
    Span,
    TipOff,
)
from handlers.understand import dates, lexicon, spans
from handlers.understand.numbers import number
from handlers.understand.said import Said, because
from handlers.understand.stops import stop_in

# Stops


def exemption(said: Said) -> Iterator[Act]:
    """Asking to be excused, or notice of a stop of some days.

    Example: enterprise "明早8点到10点停电，特此告知" -> ExemptionRequest
    """
    if said.officer:
        return
    asked_off, stop = said.hit("notices.excuse") or _asked_off(said.text), _stop(said)
    if not asked_off and not stop:
        return
    span = _stop_span(said)
    ahead = bool(span and span.end > dates.calendar_day(said.context.now))
    if not asked_off and not (stop and ahead and not said.asks):
        return
    yield ExemptionRequest(
        reason=_reason(said) or stop, span=span, why=(because(asked_off or stop, "申请免报或告知停产停电"),)
    )


def _stop_span(said: Said) -> Span | None:
    """The days of the stop: a range, else the single day that lies ahead, else what the words name."""
    text, now = said.text, said.context.now
    due = None if spans.in_range(text, now) or spans.several(text, now) else dates.due(text, now)
    return Span(due, due) if due and dates.days(text, now) else spans.several(text, now) or spans.span(text, now)


_EXCUSED = re.compile(
    r"免报|免巡|不用(?:夜)?巡|不用(?:再)?报|准(?:予)?停|同意(?:停|放假|检修|免)|批准(?:停|放假|检修|免)|可以不(?:报|巡)"
)


def granted(said: Said) -> Iterator[Act]:
    """An officer says that an enterprise which stands still owes nothing for some days.

    Example: officer "宏达加油站3月20日到25日停产检修，免报" -> GrantStop enterprise=宏达加油站
    """
    words = _EXCUSED.search(said.text)
    if not said.officer or not said.to_bot or said.asks or words is None or not said.names or not stop_in(said.text):
        return
    span = _stop_span(said)
    yield GrantStop(enterprise=said.enterprise, span=span, why=(because(words.group(), "停产免报"),))


_WORKS_AGAIN = re.compile(r"(?:复工|复产|恢复生产|恢复报送|重新开工|开工了|提前开工|停产结束|检修结束|检修完)")
_NOT_YET = re.compile(
    r"(?:不能|不|未|没|暂不|推迟|申请|等)(?:有|能|会|了)?(?:复工|复产|恢复|开工|结束)|复工复产|"
    r"方可|才能|方能|后再|前提|会议|方案|条件|验收|通知|准|不得|禁止|完毕"
)


def resume(said: Said) -> Iterator[Act]:
    """An enterprise that stood still works again, today or from a day on.

    Example: enterprise "我们明天复工，夜巡照常报" -> Resume day=2026-03-17
    """
    match = _WORKS_AGAIN.search(said.text)
    if said.officer or said.asks or match is None or _NOT_YET.search(said.text):
        return
    day = dates.due(said.text, said.context.now) if dates.days(said.text, said.context.now) else None
    yield Resume(day=day, why=(because(match.group(), "停产结束"),))


_OFF = re.compile(
    r"(?:能不能|能否|可否|可不可以|是否可以|申请|请求|想)[^,。;]{0,8}(?:免|停(?!车|电|产|用)|不(?:用)?(?:报|巡|发|拍))"
    r"|(?:夜巡|零报告|报送)[^,。;]{0,3}(?:[报发交拍巡录]不[了成])"
    r"|(?:夜巡|巡查|视频|零报告|报送)[^,。;]{0,6}(?:报备|请(?:个|一天|一晚|几天|两天|三天)?假|先停|停(?:几|两|三|一)天"
    r"|免了吧|就免了|不报了[吧行])|请个假|(?:能|可以)(?:先|给|帮|都|不)*(?:免|停报|不报|不发|不巡|不拍"
    r"|缓)[^,。;]{0,3}(?:不"
    r"|吗|么|没)"
)


def _asked_off(text: str) -> str:
    match = _OFF.search(text)
    return match.group() if match else ""


_BEFORE_STOP = re.compile(
    r"^(?:关于|因为?|由于|兹|现|特|接)*(?:我|俺|本|咱)?(?:们|厂|站|库|矿|公司|司|单位)?(?:定于|拟于|计划于|计划"
    r"|预计|从|自|于|将|要|准备|打算|已)*"
)


def _stop_reason(said: Said) -> str:
    """The clause that tells of the cause or the stop, without the days before it and the request behind it."""
    telling = [clause for clause in said.clauses if _CAUSE.search(clause.text)]
    telling += [clause for clause in said.clauses if lexicon.hit("notices.notice", clause.text)]
    for clause in telling:
        text = clause.text
        for day in reversed(dates.days(text, said.context.now)):
            text = text[: day.start] + " " + text[day.end :]
        parts = re.split(
            r"(?<=[ \d])(?:到|至|-|起)|[ ]|申请|请求|期间|暂停|能否|能不能|可否|的请示|不报|免报|免巡", text
        )
        told = [_BEFORE_STOP.sub("", part).strip(" 的,:") for part in parts]
        reason = next((part for part in told if _CAUSE.search(part)), "")
        reason = reason or next((part for part in told if lexicon.hit("notices.notice", part)), "")
        if reason:
            return reason
    return ""


def _reason(said: Said) -> str:
    """The cause, else what stands before the wish, with the stop that it leads to."""
    stop = _stop_reason(said)
    told = "" if _CAUSE.search(stop) else _told_before(said)
    return stop if told in stop else told if stop in told else f"{told},{stop}"


_REQUEST = re.compile(
    r"能不能|能否|可否|可不可以|是否|申请|请求|请(?:个|一|几|两|三)?[天晚]?假|想|(?:能|可以)(?:先|给|都)?(?:免|停"
    r"|不|缓)|免报|免巡|不报|不巡|不发|不拍|免一"
    r"|夜巡|零报告?|视频|录像|报送|巡查|日报|行不|行吗|中不|可以吗|好吗"
)
_POLITE = re.compile(
    r"^(?:领导|科长|主任|老师|您好|你好|麻烦|请问|打扰|不好意思|抱歉|报告|在吗|谢谢|辛苦)[\u4e00-\u9fff]{0,2}\Z"
)
_SAYS_WHO = re.compile(rf"(?:我|俺|咱|这里|这边|本人|我们|俺们)(?:是|叫)|{_POLITE.pattern}")
_LEAST = 3


def _told_before(said: Said) -> str:
    """What stands before the wish to be excused: 值班手机摔坏了，今晚视频请个假."""
    for clause in said.clauses:
        text = clause.text
        for day in reversed(dates.days(text, said.context.now)):
            text = text[: day.start] + " " + text[day.end :]
        told = _BEFORE_STOP.sub("", _REQUEST.split(text, maxsplit=1)[0].strip()).strip(" 的,:")
        if len(told) >= _LEAST and not _SAYS_WHO.match(told):
            return told
    return ""


#: Why there is a stop, rather than that there is one.
_CAUSE = re.compile(
    r"年检|检验|拆迁|修路|检修|维修|改造|装修|施工|清洗|清罐|清淤|大修|扩建|更换|升级|盘库|盘点|标定|停电|限电"
    r"|停水|停气|放假|过年"
    r"|过节|年假|搬迁|拆除|没订单|订单不足|没原料|缺料|淡季|农忙|暴雪|台风|疫情|封路"
)


def _stop(said: Said) -> str:
    """The words of a stop, or of rounds that will not be."""
    if words := said.hit("notices.notice"):
        return words
    return said.hit("patrol.no_round") if _CAUSE.search(said.text) else ""


# Files and tip-offs


_POLITE_CHECK = re.compile(r"(?:对|行|中|可以|合适|齐)(?:不|吗|没)|(?:看看|瞅瞅|审)[^,。;]{0,8}")


def report_file(said: Said) -> Iterator[Act]:
    """A form that was sent as a file: the file stands in the burst or in the text.

    Example: enterprise [media=file:1] "这是我们的日报，请查收" -> ReportFile form=daily report_date=2026-03-16
    """
    attached = said.context.media.get("file", 0) > 0 or "[文件]" in said.text
    forms = forms_in(said.text)
    wants = said.asks and not (forms and _POLITE_CHECK.search(said.text))
    if said.officer or wants or not attached or said.hit("notices.extension"):
        return
    span = spans.span(said.text, said.context.now)
    several = span if span and span.start != span.end else None
    yield ReportFile(
        form=next(iter(forms), ""),
        forms=forms if len(forms) > 1 else (),
        report_date=None if several else dates.report_day(said.text, said.context.now),
        span=several,
        why=(because("[文件]", "发来报表文件"),),
    )


def form_in(text: str) -> str:
    """The first form that is named; a number wins over 台账."""
    return next(iter(forms_in(text)), "")


_ANNEX = re.compile(
    r"附件? ?(?P<a>[3-6三四五六])(?:号)?(?: ?(?P<between>-|到|至|~|、|和|,|及"
    r"|跟)(?: ?附件)? ?(?P<b>[3-6三四五六])(?![月日号\d]))?(?:(?:、|和|,|及"
    r"|跟)(?:附件)?(?P<c>[3-6三四五六])(?![月日号\d]))?"
)


def forms_in(text: str) -> tuple[str, ...]:
    """The forms that are named; 附件N wins over 台账; 附件3到附件6 are four."""
    named = dict.fromkeys(form for match in _ANNEX.finditer(text) for form in _annexes(match))
    others = (pair.split("=") for pair in lexicon.lists()["questions.forms"])
    named |= dict.fromkeys(form for form, word in others if word in text and not form.startswith("fujian"))
    return tuple(form for form in named if form != "ledger" or not any(one.startswith("fujian") for one in named))


def _annexes(match: re.Match[str]) -> list[str]:
    first, last = number(match["a"]) or 0, number(match["b"] or "") or 0
    if last and match["between"] in ("-", "到", "至", "~"):
        return [f"fujian{one}" for one in range(first, last + 1)]
    rest = [last, number(match["c"] or "") or 0]
    return [f"fujian{one}" for one in (first, *rest) if one]


def tip_off(said: Said) -> Iterator[Act]:
    """Somebody blows the whistle on an enterprise.

    Example: officer "接群众举报，瑞康晚上偷偷排气" -> TipOff enterprise=瑞康制药有限公司 anonymous=True
    """
    others = [name for name in said.enterprises if name != said.context.enterprise]
    words = said.hit("notices.tip_off_sure") or (said.hit("notices.tip_off") if said.names else "")
    words = words or (_secret(said.text) if others or said.enterprises else "")
    if not words or _about_tips(said):
        return
    yield TipOff(
        text=said.text,
        enterprise=said.enterprise,
        anonymous=bool(_NAMELESS.search(said.text)),
        why=(because(words, "举报"),),
    )


_NAMELESS = re.compile(
    r"匿名|群众|有人|(?:不要|别|甭)(?:说|讲|提)(?:出去)?(?:是)?我|保密|(?:别|不要|甭)问我?(?:是)?谁|我是谁"
    r"|(?:别|不要|甭|莫|勿|不许|不能)(?:给|把|对外|往外|随便|到处|跟人)?[^,。;]{0,4}(?:透|露|泄|提|说|讲|漏|传|暴露|卖|供|出卖|捅|写)[^,。;]{0,6}(?:我|俺|名|是谁|咱)"
    r"|不(?:想|敢|愿|便|方便|能|好)意?(?:说|留|署|透露|讲|报|露|写|提)(?:我的?|俺的?|真实|真)?(?:姓名|名字?|名姓|是谁|身份|大名)"
    r"|(?:名字|姓名|名|身份)(?:我|俺)?(?:就|可)?(?:不|别|甭|千万别)(?:说|留|提|写|讲|往外|外传|透|告诉)"
    r"|(?:给|替|帮)(?:我|俺|咱)(?:们)?(?:保个?密|捂|瞒|遮|兜)|(?:得|要|请|务必|可得|一定)(?:给|替|帮)?(?:我|俺)?保(?:个)?密"
    r"|(?:别|不要|甭)(?:让|叫|给)(?:人|别人|他们|老板|厂里|厂子|公司|领导|单位|外人|第三个人)[^,。;]{0,4}(?:知道|晓得|看到|听见)|别把(?:我|俺)(?:给)?(?:卖|供|说|捅|抖)"
    r"|[不没](?:敢|想|愿)?留(?:名|姓名)|不便透露|不方便(?:说|透露)|别透露|不要透露|别暴露|怕(?:被)?报复"
)


def _secret(text: str) -> str:
    match = _NAMELESS.search(text)
    return match.group() if match and match.group() not in ("有人", "群众") else ""


def _about_tips(said: Said) -> bool:
    return bool(
        re.search(r"举报(?:电话|方式|渠道|制度|奖励|多少|几)|怎么举报|如何举报|(?:没有|无|零)(?:收到)?举报", said.text)
    ) or (said.officer and said.asks)
