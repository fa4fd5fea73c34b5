"""What a message is as a whole: passed on, an advertisement, a receipt with the order repeated, a denial."""

from __future__ import annotations

import re

from handlers.acts import (
    Acknowledge,
    Act,
    AskEnterprise,
    AskReporting,
    Broadcast,
    Chatter,
    Correction,
    HazardReport,
    Help,
    Incident,
    PatrolReport,
)
from handlers.understand import lexicon, spans
from handlers.understand.faults import fault_in
from handlers.understand.progress import fixed_words
from handlers.understand.recognise import broadcasts, incidents, putright
from handlers.understand.said import Said, because, pending

_ADVERT = re.compile(
    r"承接|承揽|包(?:验收|通过|过|拿证)|代办|欢迎(?:来电|咨询|选购|订购)|价格优惠|厂家直销|优惠(?:价|活动)"
    r"|诚(?:招|聘|征)|高薪|加微信|扫码(?:领|加|入群)|口碑|免费上门|有需要的?(?:联系|私|加)|限时(?![\d一二三完整改修内])|团购|低价|出售"
    r"|转让|求购|拼车"
)


def passed_on(said: Said) -> bool:
    """Whether an enterprise only passes something on, or advertises."""
    if said.officer:
        return False
    return incidents.forwarded(said.text) or bool(_ADVERT.search(said.text))


# A receipt

_RECEIPT = re.compile(
    r"^(?:好的?(?!了)|嗯|哦|行|中|是的?|OK|收到了?|已?收到|(?:已)?(?:收|知|敬)悉|知道了?|明白了?|晓得了?|了解了?"
    r"|清楚了?|得嘞|好嘞|好滴|要得"
    r"|没问题|遵命|照办|领会了?|记住了?|接到(?:通知)?){1,6}(?:领导|科长|主任|局长|老师|啦|哈|的"
    r"|通知){0,4}[,。!:; ]{1,5}(?P<rest>.+)\Z",
    re.DOTALL | re.IGNORECASE,
)
_WILL = re.compile(
    r"前(?:准时|按时|及时|一定|必须|务必)?(?:上报|报|发|交|传|巡|完成|整改|改|弄|落实|到位|拍|清|修|换)"
    r"|明[早天晚儿]|后天|今晚|晚上|下午|待会|回头|马上|立即|立马|这就|尽快|抓紧|保证|一定|争取|坚决|严格|按要求"
    r"|按时|落实|安排|组织|传达|照办|执行|注意|加强|会(?:按|及时|尽)|(?:记下|记住|记着|看到|看见|知道|清楚)了?"
    r"|(?:无|没)[^,。;]{1,6}(?:也)?报零报告"
    r"|[本这下]周|周末|[本这下]个?月|(?:逐个|逐一|挨个|全面|彻底|重新|再)(?:自查|排查|检查|查|过)一?(?:遍|下)"
    r"|的(?:话)?(?:都|全|要|就|得|赶紧|立即|必须|一律)*(?:换|更换|修|补|拆|清|处理|整改|扔|挪|校|送检|报废)(?:掉|好|上|走)?\Z"
    r"|准时|不再|下次|以后|今后|[日天周月]内|月底|下周|周[一二三四五六日]前|就(?:去|办|改|弄|安排|整)"
)
_DONE_ALREADY = re.compile(
    r"已[经整改完发报交巡拍处]|刚(?:才|刚)?(?:巡|查|报|发|拍|转)|[巡查转拍发报交看改换修](?:完|过|好)?了|当场"
)


_AT_ONCE = re.compile(
    r"(?:我们?|俺们?|咱们?|我司|我厂|我站)?(?:这就|马上|立即|立刻|尽快|坚决|全力|一定|抓紧|尽早)[^,。;了已]{0,10}(?:到位|完成|完毕|合格|清零|好)"
)
_POLITE = re.compile(r"(?:谢谢|辛苦|领导|科长|主任|好的?|嗯|行|明白|收到|知道|了|您|啦|哈|的){1,9}")


def receipt_of_order(said: Said) -> str:
    """A receipt with nothing behind it but a promise, or the order in its own words; nothing is reported."""
    match = _RECEIPT.match(said.text.lstrip(" ,。!"))
    if said.officer or match is None or said.asks or lexicon.pattern("talk.ack_not").match(said.text):
        return ""
    rest = match["rest"]
    if _DONE_ALREADY.search(rest) or (fixed_words(rest) and not _AT_ONCE.fullmatch(rest.strip(" ,。!"))):
        return ""
    told = Said(rest, said.context)
    plain = all(_WILL.search(one.text) or pending(one.text) or _POLITE.fullmatch(one.text) for one in told.clauses)
    return said.text[: match.start("rest")] if plain and not fault_in(rest) and not told.asks else ""


def whole(said: Said) -> list[Act]:
    """The act for which a whole message stands, whatever words are in it."""
    if words := receipt_of_order(said):
        return [Acknowledge(why=(because(words.strip(" ,。!:"), "回执，后面是答应或重复要求"),))]
    if match := _THANKED.search(said.text):
        return [Chatter(why=(because(match.group(), "为以前的事道谢"),))]
    if _of_a_period(said):
        return []
    if (match := _BOASTS.search(said.text) or _SUPPOSES.match(said.text)) and not _really_asks(said.text):
        return [Chatter(why=(because(match.group(), "说大话、假设的话"),))]
    return []


def _of_a_period(said: Said) -> bool:
    """Whether a week or some days are named and reported on by name: "上周整整七天都没事,零报告" is no boast."""
    return bool(said.hit("patrol.zero") and not _YEARS.search(said.text) and spans.several(said.text, said.context.now))


_YEARS = re.compile(r"年|个月|[百千]天|\d{3,4}天|牛不牛|天天|整天|最牛")
_COUNT_OF_TIME = (
    r"(?:\d{2,4}|[一二三四五六七八九十百千两]{1,4}|多少|好几)(?:多)?(?:年|个月|百天|千天|天|个(?:星期|礼拜))"
)
_BOASTS = re.compile(
    rf"(?:连着|连续|一连|已经|整整|建厂|建站|开厂|开站)[^,。;]{{0,3}}{_COUNT_OF_TIME}[^,。;]{{0,6}}(?:零报告"
    rf"|没出过|没有出过|零事故|无事故|没出事|没事)"
    r"|(?:\d{1,3}|[一二三四五六七八九十几]{1,3})(?:来|多)?年[^,。;]{0,4}(?:没出过|没有出过|零事故|无事故|没出事)"
    r"|牛不牛|(?:天天|整天|成天|老是)[^,。;]{0,4}零报告|(?:咱|我们|俺们)[^,。;]{0,6}(?:最牛|第一名|数一数二)"
)
_SUPPOSES = re.compile(r"(?:要是真|真要是?|要真|如果真|真有|倘若|假如真|哪天(?:要是)?真|要不是)")


def _really_asks(text: str) -> bool:
    """Whether a question stands in it that wants an answer."""
    return bool(re.search(r"是先|怎么办|咋办|该|打(?:119|120)|找谁|报给谁", text))


_THANKED = re.compile(
    r"(?:上回|上次|之前|那次|那回|昨天|前几天|前段|这次|这回)[^,。;]{0,14}(?:多亏|感谢|谢谢|谢了|亏得|幸亏|辛苦)"
)


# What is denied, and what is told to others


def told_apart(said: Said, found: list[Act]) -> list[Act]:
    """An accident that is only denied or only warned of is none; a new hazard beside a withdrawal stands."""
    retracted = next((act for act in found if isinstance(act, Correction)), None)
    rest = Said(putright.rest(said.text), said.context)
    if retracted and any(isinstance(act, Incident) for act in found) and not any(incidents.incident(rest)):
        found = [act for act in found if not isinstance(act, Incident)]
    if said.officer and any(isinstance(act, Broadcast) for act in found) and broadcasts.is_warning(said.text):
        found = [act for act in found if not isinstance(act, Incident | HazardReport)]
    if any(isinstance(act, AskEnterprise | AskReporting | Help) for act in found):
        found = [act for act in found if not (isinstance(act, PatrolReport) and act.result is None)]
    if _GOING.search(said.text) and _WILL_SEND.search(said.text):
        found = [act for act in found if not isinstance(act, PatrolReport)]
    return found


_GOING = re.compile(
    r"(?:马上|这就|正要|准备|等会儿?|一会儿?|待会儿?|立马|现在就?|先)[^,。;]{0,6}(?:去|就)?(?:转|巡|查|看|走)"
)
_WILL_SEND = re.compile(r"(?:转|巡|查|看|走|回)(?:完|来|好|罢)[^,。;]{0,3}(?:再|就|发|报|给|跟|说|回|拍)(?!了|现|过)")
