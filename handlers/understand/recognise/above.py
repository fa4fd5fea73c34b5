"""What an officer says of what the bureau owes to the authority above: orders, answers, forms, 附件6."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from handlers.acts import Act, AnnexDone, AnsweredAbove, AskAbove, FormWent, FromAbove, HazardReport, ReplyDraft
from handlers.understand import dates, refs
from handlers.understand.recognise import hazards
from handlers.understand.said import Said, because

_ABOVE = (
    r"(?:国务院|应急管理部|应急部|省里?|市里?|上级)(?:政府|委|安委|安全|应急|消防|厅|局|办|督|导|查|巡|考核|组|管理|委员会|会|暗访"
    r"|专项|检查|[一二三四五六七八九十\d]|第|综合|联合){0,10}"
)
_AUTHORITY = re.compile(_ABOVE)
_HANDED = re.compile(
    rf"(?P<authority>{_ABOVE})[^,。;:]{{0,8}}?(?:交办|转办|转来|督办|移交|下发|反馈|通报|交来)"
    r"(?:给?我们|给?我局|给?县里|过来|下来|了|的|一批|单|函)*"
)
#: 〔2026〕12号, as documents are numbered; brackets of every kind.
_DOCUMENT = re.compile(r"(?P<no>[\u4e00-\u9fff]{0,10}[〔\[(【]20\d\d[〕\])】](?:第)?\d{1,5}号)")
_NAMED_DOCUMENT = re.compile(r"(?:文号|文件号|交办单号|编号)[:是为]? ?(?P<no>[^,。;\s]{2,40})")
_ANSWER = r"(?:书面)?(?:回复|反馈|答复|回函|复函|报结果|报整改情况|报回|上报|报送|报)"
_REPLY_BY = re.compile(
    rf"(?:务必|请|要求|须|限|需|要|应){{0,3}}(?:于|在)?(?P<until>[^,。;:]{{1,20}}?)(?:之?前|以前|内)(?:务必|必须|要|须|需|将?整改情况)?"
    rf"{_ANSWER}(?:整改)?(?:情况|结果|市局|省厅|上级|市里|省里)?"
    rf"|{_ANSWER}(?:期限|时限|日期|时间)[:是为]?(?P<day>[^,。;]{{1,16}})|(?P<vague>尽快|及时|抓紧|按时|限期){_ANSWER}"
)


def from_above(said: Said) -> Iterator[Act]:
    """Findings that were handed down from above, with a document or a day until which they are answered.

    Example: officer "市局交办：宏达加油站配电箱没接地，3月30日前回复" -> FromAbove authority=市局
    """
    match = _HANDED.search(said.text)
    reply, document = _REPLY_BY.search(said.text), _document(said.text)
    if match is None or not (said.officer and said.to_bot) or said.asks or not (reply or document):
        return
    if said.hit("notices.tip_off") or said.hit("notices.tip_off_sure"):
        return  # a tip-off has its own way, wherever it came from
    yield FromAbove(
        authority=match["authority"],
        document=document,
        reply_on=_day(reply, said) if reply else None,
        report=_report(said, [match.group(), reply.group() if reply else ""]),
        why=(because(match.group(), "上级交办"),),
    )


def _document(text: str) -> str:
    match = _NAMED_DOCUMENT.search(text) or _DOCUMENT.search(text)
    return re.sub(r"^(?:文号|交办单)[:是为]?", "", match["no"]) if match else ""


def _day(reply: re.Match[str], said: Said) -> date | None:
    words = reply["until"] or reply["day"] or ""
    named = dates.days(words, said.context.now)
    if named and re.match(r"20\d\d", named[0].words):
        return named[0].day  # said with its year: of a day that has gone by the officer is told
    within = bool(re.search(r"天|周|日", words)) and f"{words}内" in reply.group()
    told = (f"{words}内" if within else f"{words}前", words) if words else ()
    return next((day for one in told if (day := dates.due(one, said.context.now))), None)


def _report(said: Said, parts: list[str]) -> HazardReport:
    """The findings in it, as an officer assigns them; what is said of document and answer is none of theirs."""
    text = said.text
    documents = [match.group() for rule in (_NAMED_DOCUMENT, _DOCUMENT) for match in rule.finditer(text)]
    for part in [*parts, *documents]:
        text = text.replace(part, ",") if part else text
    for name in said.names:
        text = text.replace(name.text, ",", 1)
    text = re.sub(r"[,:; ]*,[,:; ]*", ",", text).strip(" ,:;。的存在有")
    told = Said(f"交办{said.enterprise or ''}:{text}", said.context)
    found = [act for act in hazards.hazard(told) if isinstance(act, HazardReport)]
    return replace(found[0] if found else HazardReport(), enterprise=said.enterprise, why=())


# Answered

_ANSWERED = re.compile(
    rf"(?:已经?|都|刚)[^,。;]{{0,6}}?(?:书面)?(?:回复|答复|回函|复函|反馈)|{_ABOVE}[^,。;]{{0,10}}(?:回复|答复|复函)(?:了|过|完|好)"
    r"|(?:回复|答复|复函)(?:了|给了?|完)(?:省|市|上级)"
)
_UNANSWERED = re.compile(r"(?:还没|没有?|未|尚未)[^,。;]{0,4}(?:回复|答复|回函|反馈)|前[^,。;]{0,4}(?:回复|答复|反馈)")


def answered_above(said: Said) -> Iterator[Act]:
    """An order of an authority above is answered.

    Example: officer "已回复市局，文号榆应急〔2026〕30号" -> AnsweredAbove authority=市局
    """
    match, above = _ANSWERED.search(said.text), _AUTHORITY.search(said.text)
    document = _document(said.text)
    if match is None or not (said.officer and said.to_bot) or said.asks or not (above or document):
        return
    if not _UNANSWERED.search(said.text):
        authority = above.group() if above else ""
        yield AnsweredAbove(authority, document, said.enterprise, why=(because(match.group(), "上级交办已回复"),))


_DRAFT = re.compile(
    r"回复(?:稿|函稿|草稿|件草稿|材料)|(?:起草|写|拟|生成|出|弄)(?:个|一?份|一?下)?(?:给[^,。;]{1,8}的?)?(?:回复|复函|答复)"
)


def reply_draft(said: Said) -> Iterator[Act]:
    """The draft of an answer is wanted.

    Example: officer "回复稿" -> ReplyDraft
    """
    match, above = _DRAFT.search(said.text), _AUTHORITY.search(said.text)
    if match is None or not (said.officer and said.to_bot):
        return
    authority = above.group() if above else ""
    yield ReplyDraft(authority, _document(said.text), said.enterprise, why=(because(match.group(), "要回复稿"),))


# Forms

_FORM = (
    r"(?:附件 ?[1-9一二三四五六七八九](?:[^,。;的]{0,10}?(?:表|清单|台账))?|[^,。;:的]{0,14}?(?:调度表|统计表|报表|周报"
    r"|月报|季报|旬报|半年报|年报|工作总结|总结|小结|工作方案|进展情况|汇总表|清单|情况表|信息表))"
)
_TIME = r"(?:\d{1,2}月份?的?|这期|本期|本月|这个月|今天|刚才|刚)*"
_WENT = re.compile(
    rf"^(?:市里|省里|上级)?(?:要的)?{_TIME}(?P<form>{_FORM}){_TIME}(?P<how>已经?|都|全)*(?:按时|准时|全部|盖章)?"
    r"(?:上?报送?|交|寄|送|传|发)(?:上去|走|出|过去|给?(?:市局|省厅|市里|省里|上级|市安委办))*(?P<done>了|完|好|过)*\Z"
)
_NOT_WENT = re.compile(
    rf"^{_TIME}(?P<form>{_FORM})(?:其实|还|并)?(?:没有?|未)(?:上?报|交|寄|送|发)(?:上去|走|出)?(?:呢|了)?\Z"
)


#: 附件4、附件5都报了, 附件3和4已报.
_SEVERAL = re.compile(
    r"^(?P<forms>附件 ?[1-9一二三四五七八九](?:[、和,及跟 ]+(?:附件 ?)?[1-9一二三四五七八九])+)(?:都|全|均|已经?)*"
    r"(?:上?报送?|交)(?:上去|走|出|给?(?:市局|省厅|市里|省里|上级))*(?:了|完|好)"
)


def form_went(said: Said) -> Iterator[Act]:
    """A form went to the authority above, or did not after all.

    Example: officer "附件3已报" -> FormWent name=附件3
    """
    text = said.clauses[0].text.strip(" 。,!") if said.clauses else ""
    if not (said.officer and said.to_bot) or said.asks or said.names or _ANNEX.search(text):
        return
    if several := _SEVERAL.match(said.text):
        for number in re.findall(r"[1-9一二三四五七八九]", several["forms"]):
            yield FormWent(f"附件{number}", why=(because(several["forms"], "报表已报"),))
    elif denied := _NOT_WENT.match(text):
        yield FormWent(denied["form"], sent=False, why=(because(denied["form"], "报表没报"),))
    elif (match := _WENT.match(text)) and (match["how"] or match["done"]):
        yield FormWent(match["form"], why=(because(match["form"], "报表已报"),))


# 附件6

_ANNEX = re.compile(r"附件 ?[6六]|重大隐患台账")
_STAGES = (
    (
        "sent",
        re.compile(
            r"(?:上?报(?:送|走|上去|给?市局|给?市安委办|给?市里)?|送市局|送上去|交上去|寄出)(?:了|完|好|过)|已(?:经)?上?报"
        ),
    ),
    ("county", re.compile(r"(?:县政府|政府|县里|县领导)[^,。;]{0,6}(?:章|盖|签)")),
    ("bureau", re.compile(r"(?:县局|局里|本局|我局|局)[^,。;]{0,6}(?:章|盖|签)|盖(?:好|完|了)[^,。;]{0,3}局章")),
    ("print", re.compile(r"打(?:印|出来)|验收组?签|签字|签了")),
)
_NOT_DONE = re.compile(r"没|未|还差|等着|准备|去(?:打|盖|报)|明天|后天|要(?:打|盖|报)|打印一?[份下]|给我|发我|帮")


def annex_done(said: Said) -> Iterator[Act]:
    """A step of 附件6 is done: printed, sealed by the bureau, sealed by the county, sent.

    Example: officer "附件6县局章盖了" -> AnnexDone stage=bureau
    """
    if not (said.officer and said.to_bot) or said.asks or not _ANNEX.search(said.text) or _NOT_DONE.search(said.text):
        return
    stage = next(((name, match) for name, rule in _STAGES if (match := rule.search(said.text))), None)
    if stage is None:
        return
    numbers = refs.numbers(said.text, said.context)
    yield AnnexDone(stage[0], numbers, why=(because(stage[1].group(), "附件6办到哪步"),))


# Questions

_ORDERS = re.compile(rf"(?:{_ABOVE})[^,。;]{{0,6}}(?:交办|转办|督办)(?:的|单|事项|问题)*(?P<rest>[^。;]{{0,20}})")
_WHICH = re.compile(r"几[件条个]|多少|哪[些几]|有啥|有什么|没回复|未回复|没答复|列一?下|看一?下|清单")
_SHEET = r"(?:报?表|报表|材料)"
_FORMS = re.compile(
    rf"(?:该|要|应|需要?|得|待)(?:往上|向上|给市局|给市里|给省里|给上级)?(?:上?报|报送|交|填)(?:的)?(?:什么|哪些|啥|几张)?{_SHEET}"
    rf"|(?:还有|有)?(?:哪些|什么|啥|几张)往?上?报?的?{_SHEET}(?:还)?(?:没|未|要|该)(?:上?报|交|填|送)"
)


def asked_above(said: Said) -> Iterator[Act]:
    """What is still owed to the authority above.

    Example: officer "上级交办还有几件" -> AskAbove subject=orders
    """
    if not (said.officer and said.to_bot) or said.names:
        return
    if (match := _FORMS.search(said.text)) and not _FILLED.search(said.text):
        yield AskAbove("forms", why=(because(match.group(), "问该报的表"),))
        return
    orders = _ORDERS.search(said.text)
    if orders and _WHICH.search(orders["rest"]) and not _REPLY_BY.search(said.text) and not _document(said.text):
        yield AskAbove("orders", why=(because(orders.group(), "问上级交办"),))


#: Of what the enterprises send in.
_FILLED = re.compile(r"企业|厂|各家|哪家|谁|通知|提醒|催")
