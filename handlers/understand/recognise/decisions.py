"""More time that is granted or refused by officers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from handlers.acts import Act, ExtensionDecision
from handlers.understand import asserted, dates, interrogative, refs
from handlers.understand.clauses import Clause
from handlers.understand.faults import control
from handlers.understand.numbers import NUMBER
from handlers.understand.recognise import meant
from handlers.understand.recognise.extensions import EXTENSION, POLITE, later, new_deadline
from handlers.understand.said import Said, asked, because


def decision(said: Said) -> Iterator[Act]:
    """A request for more time is granted or refused: an officer's word.

    Example: officer "0027同意延期到25日"
        -> ExtensionDecision hazard_no=YH-2026-0027 decision=approve deadline=2026-03-25
    """
    if not (said.officer and said.to_bot) or _really_asks(said) or asserted.put_off(said.text) or _of_list(said):
        return
    if _RECHECK.search(said.text) and "延" not in said.text:
        return
    if partly := _PARTLY.search(said.text):  # 不同意延10天,只给3天
        said = replace(said, text=said.text[: partly.start("no")] + said.text[partly.start("yes") :])
    about = _about_extension(said)
    reject = _refusal(said, about)
    words = reject or (_consent(said, about) if "几" not in said.text else "")
    if words:
        yield _decided(said, words, "reject" if reject else "approve")


_RECHECK = re.compile(r"复查|复核|复验|验收|整改不(?:合格|到位|彻底)")
#: So much is refused, and less is given.
_PARTLY = re.compile(
    rf"(?P<no>(?:不同意|不批|不能|不准|不给)[^,。;]{{0,6}}(?:{NUMBER}|半)(?:天|个?星期|周|个?礼拜|个?月)"
    r"[^,。;]{0,4}[,。; ])"
    rf"[^,。;]{{0,4}}?(?P<yes>(?:只|最多|顶多|就|但)(?:能|可以|准)?(?:给|延|批|宽限|准)(?:到)?(?:{NUMBER}|半))"
)
_SCOLDS = re.compile(
    r"(?:都|又|已经?|拖|延|缓)[^,。;]{0,3}[几多少]+(?:回|次|遍|天)了|(?:当初|早|之前|上次|以前"
    r"|原来)[^,。;?]{0,4}(?:咋|怎么|干啥|干什么|干嘛)|(?:咋|怎么)(?:搞|弄|整|办|承诺|答应|保证|说|讲|回事|又|还|老"
    r"|才|这么"
    r"|拖|不早)|(?:为啥|为什么|凭什么|凭啥|干啥|干什么|干嘛)[^,。;]{0,4}(?:去|不|拖|又|老|还|总)|哪有|哪能|谁信"
)


def _really_asks(said: Said) -> bool:
    """Whether an answer is wanted: beside a decision "当初咋承诺的" only scolds."""
    if not said.asks:
        return False
    asking = [clause for clause in said.clauses if asked(clause) or interrogative.how_many(clause.text)]
    answered = (said.context.reply_to or "").startswith(EXTENSION) or "延" in said.text
    return not answered or not asking or len(asking) == len(said.clauses) or not all(map(_scolds, asking))


def _scolds(clause: Clause) -> bool:
    return bool(_SCOLDS.search(clause.text))


def _of_list(said: Said) -> bool:
    """Whether a list of several is decided, line by line."""
    listed = len(said.context.last_list) > 1 and not (said.context.reply_to or "").startswith(EXTENSION)
    return listed and "延" not in said.text


def _about_extension(said: Said) -> bool:
    """Whether a request is what is spoken of: it is answered, named 延期, or the only thing in the list."""
    context = said.context
    return (
        (context.reply_to or "").startswith(EXTENSION)
        or "延" in said.text
        or (len(context.last_list) == 1 and not refs.numbers(said.text, context))
    )


_NO = re.compile(
    r"不同意|不批准|不批|没批|未批|驳回|不予"
    r"|不准(?!开|动|用|进|出|上|卸|装|充|投|运|启|生产|作业|使|停|关|超|抽烟|人|有|再?(?:用|开|进|动))|不能再?延|不得再?延|别再?延|不让再?延|不可以(?!开|动|用|进|装"
    r"|卸|充|投|启|生产|作业|使)|^不行|^不中|延不了"
    r"|不许再?延|不延|不(?:能)?给(?:他们?|你们?|企业|它)?再?(?:延|宽限|批|缓)|延期?(?:申请|报告)?(?:的)?(?:不给"
    r"|不批|不行|不中|不准|不可|不通过|没门)"
    r"|(?:没|无)(?:法|得|门)延|延不(?:成|得)|不用延|别想(?:再)?延|甭(?:想)?(?:再)?延"
)
#: To a request for more time: the old day stands.
_AS_BEFORE = re.compile(
    r"(?:还是?|仍|仍然|就|都|得|照|继续)?(?:按照?|照|维持|保持|执行|坚持|遵照)(?:着)?(?:原来?|原先|原定|原有|之前"
    r"|以前|先前|老|既定|当初)(?:定|说|约定"
    r"|要求|承诺|计划|规定)?(?:的|那个)*(?:整改)?(?:时间|日子|日期|期限|时限|计划|时间节点|节点|限期|方案|期)"
    r"|原(?:来|定|先)?(?:的)?(?:整改)?(?:期限|时限|时间|日期|日子|计划)(?:不变|不动|不改|照旧)|(?:期限|时限|时间"
    r"|日期)(?:不变|不能变|不能改|不能动)"
)


_YES_ALONE = re.compile(
    r"(?:好的?|没意见|OK|那就|那|我|原则上?|这个|这次|先|就|也|都){0,6}(?:同意|批准|可以|准许|允许|准|批|行|中|照准"
    r"|照办|没意见|没问题|通过|就这么办|就按这个来|照此办理|依你们|认可)(?:延期?|申请|他们|企业|吧|了|的|啊|哈"
    r"|予以|OK){0,6}"
)


_YES = re.compile(
    r"(?:同意|批准|准予|准许|可以|允许)(?:他们?|你们?|企业|该企业|这次|这个|其|再|给)*(?:的)?(?:延|到|至|申请|宽"
    r"|缓|推|\d)"
    r"|延期?(?:申请)?(?:我)?(?:可以|同意|批准|准了|批了)|(?:只|最多|再|最晚|就)(?:能|再|可以)?(?:给|延|宽限|批"
    r"|准)|^批(?:准)?(?:给)?(?:到|至|\d|[一二两三四五六七八九十半])|^(?:只|最多|顶多|就)(?:能|再)?(?:给|延)?(?:\d"
    r"|[一二两三四五六七八九十半])|^准(?:予)?(?:延|到|至|你们|他们|\d|[一二两三四五六七八九十半])|^给(?:他们|你们|企业)?.{0,6}(?:天|周|月|到|至)|延期?到|宽限到"
    rf"|(?:延期?|宽限|缓期|展期)(?:的)?(?:申请|报告|请求)?(?:的)?[, ]?(?:我|就|只|先|可以|最多|再"
    rf"|同意){{0,3}}(?:批|准|给|宽限)(?:他们?|你们?|企业|它)?"
    rf"(?:{NUMBER}|半|到|至|了\Z|\Z)"
)


_OTHER_YES = re.compile(r"(?:复工|开工|复产|动火|销号|方案|大家|开车|停产|入库|作业)")


def _refusal(said: Said, about: bool) -> str:
    for clause in said.clauses:
        bare = refs.without(clause.text, said.context)
        match = _NO.search(bare) or (_AS_BEFORE.search(bare) if about else None)
        if match and (about or "延" in clause.text) and "销号" not in clause.text:
            return match.group()
    return ""


def _consent(said: Said, about: bool) -> str:
    """A yes that is the whole clause, or one to more time; a yes to something else is none."""
    named = bool(refs.numbers(said.text, said.context))
    for clause in said.clauses:
        bare = refs.without(clause.text, said.context).strip(" :的")
        alone = _YES_ALONE.fullmatch(bare) if about or (named and bare.startswith("同意")) else None
        match = alone or (_YES.search(bare) if about or named else None)
        if match and not _OTHER_YES.search(clause.text):
            return match.group()
    return ""


def _decided(said: Said, words: str, choice: str) -> ExtensionDecision:
    numbers = meant.meant_hazards(said) or (said.context.last_list if len(said.context.last_list) == 1 else ())
    day, length = _decided_day(said, numbers) if choice == "approve" else (None, None)
    return ExtensionDecision(
        hazard_no=numbers[0] if len(numbers) == 1 else "",
        decision=choice,
        days=length,
        deadline=day,
        reason=_why_not(said) if choice == "reject" else "",
        control_measure=_meanwhile(said) if choice == "approve" else "",
        enterprise=said.enterprise,
        why=(because(words, "延期批复"),),
    )


_MEANWHILE = re.compile(
    r"^(?:但|不过|前提是?|条件是?|延期|宽限|整改)*(?:期间|期内|在此期间|这期间|这段时间|这几天|未改完前|改好前"
    r"|整改前)[,:]?"
)


def _meanwhile(said: Said) -> str:
    """What shall guard the place until then: 期间专人盯守."""
    told = (clause.text.strip() for clause in said.clauses)
    return ",".join(_MEANWHILE.sub("", text) for text in told if control(text) or _MEANWHILE.match(text))


_LENGTH_ALONE = re.compile(
    rf"(?:就|最多|只|那就)?(?P<len>(?:{NUMBER}|半)(?:天|个?星期|周|个?礼拜|个?月))(?:吧|内|以内)?"
)


def _decided_day(said: Said, numbers: tuple[str, ...]) -> tuple[date | None, int | None]:
    day, length = new_deadline(said.text, said, numbers)
    if day or length:
        return day, length
    for clause in said.clauses:
        if match := _LENGTH_ALONE.fullmatch(clause.text.strip()):
            return later(match["len"], said, numbers)
    return dates.due(refs.without(said.text, said.context), said.context.now), None


def _why_not(said: Said) -> str:
    """What is said beside the refusal."""
    left: list[str] = []
    for clause in said.clauses:
        bare = _NO.sub("", refs.without(clause.text, said.context)).strip(" :的")
        bare = re.sub(r"^(?:延期|申请)?(?:(?:原因|理由)[:是为]+|因为|由于)?", "", bare).strip(" :了")
        if len(bare) >= _SAYS_SOMETHING and not POLITE.search(bare):
            left.append(bare)
    return ",".join(left)


_SAYS_SOMETHING = 3
