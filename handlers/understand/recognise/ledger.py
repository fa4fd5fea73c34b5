"""Questions to the ledger: hazards, deadlines, figures, pushes, what one owes, and why nobody was reminded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, AskLedger, AskWhy, Span
from handlers.understand import dates, lexicon, refs, sending, spans
from handlers.understand.progress import fixed_words
from handlers.understand.said import Said, asked, because

NAMES = {"rate": "rectification_rate", "push": "push_stats", "detail": "hazard_detail"}
OWED = "owed"
#: The subjects in the order in which their words are looked for.
SUBJECTS = ("rate", "push", "ranking", "certs", "extension", "overdue", "due_soon", "summary", "hazards", "detail")


def ledger(said: Said) -> Iterator[Act]:
    """A question about hazards, deadlines, rates, pushes and the like; a hazard's number alone asks for it.

    Example: officer "0105弄得咋样" -> AskLedger subject=hazard_detail hazard_no=YH-2026-0105
    """
    numbers = _numbers(said)
    if (
        not _asks(said, numbers)
        or (not said.officer and _LOOKS_FOR.match(said.text))
        or (not said.officer and _only_appeals(said))
    ):
        return
    subject = "detail" if numbers and not _of_many(said) else subject_of(said)
    if numbers and _OF_TIME.search(said.text):
        subject = "extension"
    if subject:
        for number in numbers[:_MOST] if subject == "detail" or (numbers and subject == "extension") else ("",):
            yield _ask(said, subject, number)
        if subject == "detail" and not numbers:
            yield _ask(said, subject, "")


_MOST = 4
#: 谁家的车停俺门口了: of owners and lenders, not of hazards.
_LOOKS_FOR = re.compile(
    r"(?:请问|问下|问一下|麻烦)?(?:谁|谁家|哪家|哪位|哪个)(?:的|有|能|会|捡|看见|见|知道|认识|家)?[^,。;?]{0,10}"
    r"(?:车|狗|猫|手机|钥匙|钱包|帽子|雨伞|伞|快递|外卖|电话|号码|师傅|叉车|吊车|铲车|梯子|配件|厂家|微信|羊|孩子|衣服|水杯|充电器|U盘|证件|身份证|卡)"
    r"(?![^。;]{0,12}(?:隐患|整改|超期|到期|没报|未报|销号))"
)
#: 恁看看中不中, 啥时候来验: said behind what was mended, and no question to the ledger.
_APPEAL = re.compile(
    r"(?:您|你|恁|领导|科长|局里|给)?(?:再|先|帮忙|给)?(?:看|瞅|瞧|验|查|检查|过目|过来|来|派人)[^,。;]{0,10}(?:中不|行不|可以不|合格不|成不|好不|对不|够不|吗|么|中吗|行吗|不\Z)"
    r"|(?:中不中|行不行|可以不|合格不|这样行|这样中|算不算(?:完|改)|能销(?:号|了)?[不吗]|可以销号[吗不])"
    r"|(?:啥时候|什么时候|何时|几时|哪天|啥时|几点|多会儿?)[^,。;]{0,6}(?:验|复查|复核|看|销|核查|检查|过来)"
)
_MENDED = re.compile(r"还(?:有|剩|差)|到期|期限|几天|几条|多少|哪|谁")


def _only_appeals(said: Said) -> bool:
    """Whether what asks only begs an officer to look at what is told as mended."""
    asking = [clause.text for clause in said.clauses if asked(clause)]
    told = any(fixed_words(clause.text) for clause in said.clauses)
    return told and bool(asking) and all(_APPEAL.search(text) and not _MENDED.search(text) for text in asking)


_OF_TIME = re.compile(r"(?:延期|展期|缓期)[^,。;]{0,6}(?:批|同意|通过|下来|结果)|批[^,。;]{0,4}延期")


def _of_many(said: Said) -> bool:
    return bool(re.search(r"送教|推送|整改率", said.text))


def _numbers(said: Said) -> tuple[str, ...]:
    """The hazards that are asked about: named, at a place of the list, answered, or known by their words."""
    found = tuple(no for one in refs.references(said.text, said.context) for no in one.numbers)
    if found or not said.hit("questions.detail") or said.hit("questions.hazards"):
        return found
    if replied := refs.replied(said.context):
        return (replied,)
    worded = refs.by_words(said.text, said.context.open_hazards)
    return worded if len(worded) == 1 else ()


def _ask(said: Said, subject: str, number: str) -> AskLedger:
    return AskLedger(
        subject=NAMES.get(subject, subject),
        span=_span(said, subject),
        enterprises=said.enterprises if said.officer else (),
        hazard_no=number,
        item_indices=refs.placed((number,), said.context) if number else (),
        level=_level(said.text) if not number else "",
        status=_status(said.text, subject),
        supervised="挂牌督办" in said.text and not number,
        to_group=said.to_group,
        why=(because(number or _words(said, subject), "问台账"),),
    )


def _words(said: Said, subject: str) -> str:
    return (said.hit(f"questions.{subject}") if subject in SUBJECTS else "") or said.text[:8]


def _span(said: Said, subject: str) -> Span | None:
    """The days that are meant: those ahead for deadlines, else those that the words name."""
    if subject in ("detail", OWED):
        return None
    ahead = spans.days_ahead(said.text, said.context.now) if subject == "due_soon" else None
    return ahead or spans.span(said.text, said.context.now)


def _level(text: str) -> str:
    match = re.search(r"(?P<level>重大|一般)(?!危险源|节日|活动)(?:的|事故)?(?:安全)?(?:隐患)?", text)
    return match["level"] if match else ""


_DEALT = (
    r"(?:整改|整治|治理|改|销号?|完成|闭环|弄|修|处理|处置|清|办|了结|办结|落实|解决|搞|整|动|清零|到位|换|消除|关闭)"
)
_OPEN = re.compile(
    rf"(?:没有?|未|还没|尚未|没能|不曾)(?:有|按期|及时|全部|全|都|彻底|按时|给|开始|怎么)*{_DEALT}|在改|整改中"
    rf"|遗留|欠账|挂账|挂着|在册|在账|开着的"
    r"|没完|未完|剩(?:下|余)?(?:的)?(?:几|多少|哪|啥|什么)"
)
_WAITS = re.compile(
    r"没批|未批|待批|待审|没审|未审|等着?[^,。;]{0,3}批|等着?[^,。;]{0,3}审|还没|要批|需要批|没答复|未答复|待答复"
    r"|待办|没处理|未处理|没定|压着|没回"
)


def _status(text: str, subject: str) -> str:
    if subject == "extension":
        return "pending" if _WAITS.search(text) else ""
    return "open" if subject in ("hazards", "summary") and _OPEN.search(text) else ""


# Whether it is a question, and of what


def _asks(said: Said, numbers: tuple[str, ...]) -> bool:
    if said.officer:
        return said.to_bot and (said.asks or bool(sending.wants_to_see(said.text)) or _bare_topic(said, numbers))
    asks = (
        said.asks
        or _COUNTS_OWN.search(said.text)
        or (said.context.chat == "direct" and _is_number_alone(said, numbers))
    )
    return bool(asks) and not _HOW.search(said.text) and (bool(_WHICH.search(said.text)) or bool(numbers))


_COUNTS_OWN = re.compile(r"几(?:条|个|项|处)[^,。;]{0,4}(?:到期|没改|没销|没整改|未整改|超期|逾期|没批)")
_HOW = re.compile(r"怎么(?!样)(?:报|填|发|写|改|弄|办|处理|整改|申请)|咋(?!样)(?:报|填|发|写|改|弄|办)|如何")
_WHICH = re.compile(
    r"几|多少|哪|什么|啥|谁|到期|[了过来的]吗|[了来]没|没有?\Z|还[有剩]|情况|怎么样|咋样|超期|逾期|批(?:了|没|下)"
    r"|进展|状态|到期|欠|差"
)
_TOPIC = re.compile(
    r"(?:到期的?|进度|情况|多少|清单|列表|数据|名单|率|统计|明细|的|到期|超期|逾期|台账|汇总|延期|隐患|送教|状态"
    r"|进展|期限|总数|数量|一览|一览表|(?:隐患|问题|整改|到期|超期|逾期|延期|销号)数|名单|明细表|概况|汇总表)\Z"
)
_LONGEST_TOPIC = 20


def _bare_topic(said: Said, numbers: tuple[str, ...]) -> bool:
    """A headline, or a hazard's number, with nothing else said of it."""
    text = _nameless_end(said)
    topic = (
        len(said.text) <= _LONGEST_TOPIC and bool(_TOPIC.search(text)) and not re.search(r"请|把|已|要(?!到期)", text)
    )
    return topic or bool(period_behind(said)) or _is_number_alone(said, numbers)


_HEAD = re.compile(
    r"(?P<topic>(?:整改|销号|完成|闭环|上报|报送)率|隐患(?:情况|清单|统计)?|(?:超期|逾期|到期|快到期|未整改|没整改"
    r"|未销号|没销号|挂牌督办|重大隐患|一般隐患)的?|延期(?:申请)?|排名|排行|送教|推送|家次|台账|汇总|总体情况"
    r"|夜巡|巡查|零报告?|值班|带班)"
)
_AT_END = re.compile(r"的?(?P<topic>夜巡|巡查|零报告?|值班|带班)\Z")
_ONLY_DAYS = re.compile(
    r"[\d一二三四五六七八九十两上下本这今昨明后前去近年月日号天晚夜周旬半底初末至到个的份星期礼拜季度\-./最度]{2,14}"
)


def period_behind(said: Said) -> str:
    """The topic of a headline with nothing but days around it, wherever the enterprise stands: 整改率 二月份."""
    rest = said.text.strip(" ?。!")
    for match in said.names:
        rest = rest.replace(match.text, "")
    rest = rest.strip(" ,的")
    topic = _HEAD.match(rest) or _AT_END.search(rest)
    behind = (rest[: topic.start()] + rest[topic.end() :]).strip(" ,:的") if topic else ""
    if topic is None or not _ONLY_DAYS.fullmatch(behind) or not spans.span(behind, said.context.now):
        return ""
    return topic["topic"]


def _nameless_end(said: Said) -> str:
    """The text without an enterprise that stands behind the topic: 上个月的整改率 恒泰."""
    text = said.text.rstrip("?。! ")
    last = said.names[-1].text if said.names else ""
    return text.removesuffix(last).rstrip(" ,") or text


_LOOK = re.compile(r"(?:查|看|调|说|讲)?(?:一下|看看|看下|下|看|查)?(?:这个|那个|隐患|号|的)*")


def _is_number_alone(said: Said, numbers: tuple[str, ...]) -> bool:
    rest = refs.without(said.text, said.context).strip(" ?。!,")
    return bool(numbers) and bool(refs.numbers(said.text, said.context)) and bool(_LOOK.fullmatch(rest))


_OWES = re.compile(
    r"(?:差|欠|缺)(?:些|着|的)?(?:是)?(?:什么|啥|哪些|哪几|几样|几项|多少(?:没|材料|东西))|还有(?:什么|啥|哪些"
    r"|哪几样)(?:东西)?(?:没|未)(?:交|报|办|补|做|弄)"
)
_SUMMARY = re.compile(
    r"家次|检查[^。;]{0,10}(?:隐患|问题)|查了(?!(?:多少|几)[处条个项]?(?:隐患|问题))[^。;]{0,12}(?:隐患|问题)|(?:查|检查|跑|去)(?:了|过)?(?:几"
    r"|多少)(?:家|个企业|户|次)"
)
_RANKING = re.compile(
    r"(?:哪|谁)[^,。;]{0,12}(?:最|垫底|拖后腿|打头|靠前|靠后)|最[多少差好高低慢快](?:的)?(?:是|有)?(?:哪|谁"
    r"|前?几)|(?:排|列)(?:个|一下|下)?(?:名|序|行|队)|名次|前[三五十\d几]+名"
)
_CERT = (
    r"(?:操作证|上岗证|资格证|合格证书?|许可证|预案|评价报告|安全评价|风险(?:辨识)?评估|特种证|证书|证件|资质|执照|证)"
)
_CERTS = re.compile(
    rf"{_CERT}[^。;]{{0,12}}(?:到期|过期|到日子|到头|有效|到没到|复审|年审|换证|失效|临期|没有|齐)|(?:到期|过期"
    rf"|失效|临期"
    rf"|复审)(?:的)?[^,。;]{{0,6}}{_CERT}|持证|无证"
)
_OVERDUE = re.compile(
    r"(?:过期|到期|超时|过了?(?:期|期限|时限|时间|日子|点)|超(?:了|过)?(?:期限|时限|时间|日子)|到日子|到点"
    r"|到了?期限)(?:了)?(?:的)?(?:都)?(?:还|也)?(?:没|未|仍|不)(?=[有改弄整完销动修处闭办见]|[^,。;]{0,3}(?:整改"
    r"|销))"
    r"|拖过(?:头|期|了)|误了?期|过了头|超期|逾期|脱期|超(?:了|过)(?:期|期限|时限|日子)|过了?(?:期限|时限|整改期"
    r"|日子)|拖(?:了|着|到现在)(?:没|不"
    r"|未|的)|(?<!快)到期(?:了)?(?:还)?(?:没|未)"
)


_ALL_OF_IT = re.compile(r"(?:近|最近|这|本|上|今年|去年|整体|总体|全部)[^,。;]{0,8}(?:情况|表现|状况)")


def subject_of(said: Said) -> str:
    """What of the ledger is asked about, or nothing."""
    text = said.text
    if _OWES.search(text) and (said.names or not said.officer):
        return OWED
    for finder, subject in ((_SUMMARY, "summary"), (_RANKING, "ranking"), (_CERTS, "certs"), (_OVERDUE, "overdue")):
        if finder.search(text):
            return subject
    if said.officer and said.names and _ALL_OF_IT.search(text) and not lexicon.hit("questions.hazards", text):
        return "summary"
    found = next((subject for subject in SUBJECTS if lexicon.hit(f"questions.{subject}", text)), "")
    if not found and re.search(r"(?:重大|一般)(?!危险源|节|活动)|在册|在账|挂牌", text):
        return "hazards"
    if not found and _OPEN.search(text):
        return "hazards"
    return "hazards" if found == "detail" and said.names and not refs.replied(said.context) else found


# Why nobody was reminded

_WHY = re.compile(
    r"(?:为什么|为啥|为何|咋|怎么|凭啥|凭什么|干嘛|干啥)[^,。;?!]{0,8}(?:没|不|未)(?:有)?[^,。;?!]{0,8}(?:提醒|催"
    r"|通知|告诉|告知|预警|叫|喊)"
)
_MEETING = re.compile(r"开会|培训|检查|会议|放假|学习|停电|演练")


def why(said: Said) -> Iterator[Act]:
    """为什么没提醒豫丰: of a named enterprise, or of the sender's own.

    Example: officer "为啥夜里没给百川发提醒" -> AskWhy enterprise=百川危货运输有限公司
    """
    match = _WHY.search(said.text)
    if match is None or not said.to_bot or _MEETING.search(said.text):
        return
    named = dates.days(said.text, said.context.now)
    yield AskWhy(
        enterprise=said.enterprise if said.officer else None,
        day=named[0].day if named else None,
        why=(because(match.group(), "问为什么没提醒"),),
    )
