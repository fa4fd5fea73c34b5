"""More time that is granted or refused by officers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from handlers.acts import Act, ExtensionDecision
from handlers.understand import asserted, dates, refs
from handlers.understand.numbers import NUMBER
from handlers.understand.recognise import meant
from handlers.understand.recognise.extensions import EXTENSION, POLITE, later, new_deadline
from handlers.understand.said import Said, because


def decision(said: Said) -> Iterator[Act]:
    """A request for more time is granted or refused: an officer's word.

    Example: officer "0027同意延期到25日"
        -> ExtensionDecision hazard_no=YH-2026-0027 decision=approve deadline=2026-03-25
    """
    if (
        not (said.officer and said.to_bot)
        or said.asks
        or "几" in said.text
        or asserted.put_off(said.text)
        or _of_list(said)
    ):
        return
    about = _about_extension(said)
    reject = _refusal(said, about)
    words = reject or _consent(said, about)
    if words:
        yield _decided(said, words, "reject" if reject else "approve")


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
    r"不同意|不批准|不批|没批|未批|驳回|不予|不准|不能再?延|不得再?延|别再?延|不让再?延|不可以|^不行|^不中|延不了"
    r"|不许再?延|不延"
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
    r"|准)|^批(?:准)?(?:给)?(?:\d|[一二两三四五六七八九十半])|^(?:只|最多|顶多|就)(?:能|再)?(?:给|延)?(?:\d"
    r"|[一二两三四五六七八九十半])|^准(?:到|至|你们|他们)|^给(?:他们|你们|企业)?.{0,6}(?:天|周|月|到|至)|延期?到|宽限到"
)


_OTHER_YES = re.compile(r"(?:复工|开工|复产|动火|销号|方案|大家|开车|停产|入库|作业)")


def _refusal(said: Said, about: bool) -> str:
    for clause in said.clauses:
        match = _NO.search(refs.without(clause.text, said.context))
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
        enterprise=said.enterprise,
        why=(because(words, "延期批复"),),
    )


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
