"""What has a new date: a certificate that was renewed, a re-check that was passed, a risk review that is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from handlers.acts import Act, NewDate, RiskReviewed
from handlers.understand import dates, refs
from handlers.understand.said import Said, because

_TRADE = (
    r"(?:特种作业|特种设备|高压|低压|防爆|化工自动化|自动化控制|自动化|氯化|硝化|氟化|重氮化|光气|加氢|聚合|氧化|合成氨|制冷|电石"
    r"|熔化焊接|焊接与热切割|焊接|热切割|高处|登高|叉车|锅炉|压力容器|起重|吊装|司索|危险品|危化品?|危险化学品|押运|驾驶|安全"
    r"|注册安全工程师|气瓶充装|充装|消防|仪表|主要负责人|安全管理人员|安全员|焊工|电焊|电工)"
)
_OF_PERSON = (
    rf"(?:{_TRADE}(?:与|和|的|及)?){{0,3}}(?:操作|作业|资格|上岗|合格|管理|考核|从业|人员){{0,3}}证书?(?![明照])"
)
_OF_PLANT = (
    r"(?:(?:危险化学品|安全)?(?:生产|经营|使用|充装|排污|储存|运输)?许可证|营业执照|经营证|防雷检测报告|消防验收意见书"
    r"|安全标准化证书|标准化证书|(?:安全)?(?:现状|验收|预)?评价(?:报告)?|(?:生产安全事故|综合|专项)?应急预案(?:备案)?|预案(?:备案)?"
    r"|重大危险源备案|备案登记表)"
)
_PAPER = re.compile(rf"(?P<plant>{_OF_PLANT})|(?P<person>{_OF_PERSON})")
#: Before the day on which something ends, and before the day of the next re-check.
_UNTIL = re.compile(
    r"(?:新证|新的|新|证|有效期|有效期限|有效|期限|日期|延续?|续|延期|展期|换证?){0,4}"
    r"(?:到|至|截至|截止到?|为|是|:){1,3} ?\Z"
)
_RECHECK = re.compile(r"复审[^,。;]{0,6}\Z")
_RENEWED = re.compile(
    r"换(?:了|好|过|新|证|发|领|下来|完)|新证|续(?:了|上|好|期|办)|延续|办(?:好|下来|完|了|过|理)|(?:拿|领|发|批|下)(?:到|下来|来|了)"
    r"|复审(?:过|通过|完|好|了|合格|到)|有效期|有效(?:到|至)|取(?:得|到)|备案(?:了|好|过|完|到|至)|评审(?:过|通过|完|了)|修订|更新|重新|年审"
)
_MONTH = re.compile(r"(?<!\d)(?P<y>20\d\d)(?:年|[-/.])(?P<m>\d{1,2})月?(?:底|末)?(?![\d月日号/.-])")
_NUMBER = re.compile(r"(?:证号|编号|证书号|号码|备案号)[:是为]? ?(?P<no>[A-Za-z0-9()〔〕\[\]-]{4,40})")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}\Z")
_NOT_A_NAME = re.compile(
    r"我们?|俺们?|咱们?|本厂|我厂|我司|公司|单位|企业|今天|刚|现在|已经?|全部|所有|新|换|办|续|领|两个|几个|员工|师傅|更正|厂里|站里"
    r"|报告|人员|同志|电工|焊工|安全员|负责人|的\Z"
)
#: A certificate that is found wanting is a hazard, not a new date.
_WANTING = re.compile(
    r"隐患|整改|责任人|资金|过期|无证|没证|失效|未(?:持|复审|换)|没(?:有|换|复审|续|办)|不(?:合格|能|够|齐)|还在(?:上岗|作业|干)|快到期"
)


def new_date(said: Said) -> Iterator[Act]:
    """Something that expires has a new date: what it is, whose, until when.

    Example: enterprise "王建国焊工证换了，新证到2029年3月15日" -> NewDate paper=焊工证 person=王建国 until=2029-03-15
    """
    match = _PAPER.search(said.text)
    if match is None or (not said.to_bot and said.officer) or said.asks or _WANTING.search(said.text):
        return
    told = _RENEWED.search(said.text) or _until_somewhere(said) or _only_that(said, match)
    if not told or refs.numbers(said.text, said.context):
        return
    until, recheck, sure = _days(said)
    if until is None and recheck is None:
        return
    number = _NUMBER.search(said.text)
    yield NewDate(
        paper=match.group(),
        person=_person(said, match) if match["person"] else "",
        until=until,
        recheck=recheck,
        number=number["no"] if number else "",
        enterprise=said.enterprise,
        sure=sure,
        why=(because(match.group(), "证件有了新日期"),),
    )


def _only_that(said: Said, paper: re.Match[str]) -> bool:
    """Name, paper and day, and nothing else: 王建国 焊工证 2029年3月15日."""
    rest = said.text.replace(paper.group(), "")
    for day in reversed(dates.days(rest, said.context.now)):
        rest = rest[: day.start] + rest[day.end :]
    for name in said.names:
        rest = rest.replace(name.text, "")
    return len(rest.strip(" ,。:的")) <= _LONGEST_NAME


def _until_somewhere(said: Said) -> bool:
    """Whether a day is named as an end."""
    return any(_UNTIL.search(said.text[: day.start]) for day in dates.days(said.text, said.context.now))


def _days(said: Said) -> tuple[date | None, date | None, bool]:
    """Until when it holds, when it is re-checked, and whether both were said in full."""
    until, recheck, sure = None, None, True
    found = [(day.day, day.start, day.words) for day in dates.days(said.text, said.context.now) if not day.relative]
    months = [(_end_of(one), one.start(), "") for one in _MONTH.finditer(said.text)]
    for day, start, words in sorted([*found, *((day, start, words) for day, start, words in months if day)], key=_at):
        before = said.text[:start]
        full = bool(re.match(r"20\d\d", words))
        day = day if full or day is None else _ahead(day, said.today)
        if _RECHECK.search(before):
            recheck, sure = day, sure and full
        elif _UNTIL.search(before) or (full and day > said.today and until is None):
            until, sure = day, sure and full
    return until, recheck, sure


def _ahead(day: date, today: date) -> date:
    """A day without its year lies ahead."""
    return day if day >= today else dates.make(day.year + 1, day.month, day.day) or day


def _at(found: tuple[date | None, int, str]) -> int:
    return found[1]


def _end_of(match: re.Match[str]) -> date | None:
    first = dates.make(int(match["y"]), int(match["m"]), 1)
    return dates.month_end(first) if first else None


def _person(said: Said, paper: re.Match[str]) -> str:
    """The name before the paper: 王建国焊工证, 王建国的焊工证, 王建国 焊工证."""
    before = said.text[: paper.start()].rstrip(" 的:")
    for name in said.names:
        before = before.replace(name.text, ",")
    last = re.split(r"[ ,。;:、!]|我们|我厂|我司|我站|咱厂|俺厂", before)[-1]
    match = _NAME.search(last) if len(last) <= _LONGEST_NAME else None
    return match.group() if match and not _NOT_A_NAME.search(match.group()) else ""


_LONGEST_NAME = 4

# Risk reviews

_REVIEW = re.compile(
    r"(?:安全)?风险(?:辨识与?评估|辨识和评估|辨识评价|辨识|评估|评价)(?:工作|报告)?(?P<between>[^,。;?]{0,12}?)"
    r"(?:已经?|都|全部|全)?(?:完成|做完|搞完|评完|办完|结束|弄完|做好|通过|完了|完毕)"
)
_UNDONE = re.compile(r"没|未|不|还|准备|计划|打算|将|要|马上|正在|争取|前\Z|什么时候|何时")
_MAJOR_RISK = re.compile(
    r"(?P<no>无|没有?|未|不存在|零|0(?:处|个|项|条)?)?[^,。;]{0,6}重大(?:安全)?风险(?P<count>0|无|没有)?"
)


def risk_reviewed(said: Said) -> Iterator[Act]:
    """The risk review of an enterprise is done.

    Example: enterprise "今年的风险辨识评估已完成，没有重大风险" -> RiskReviewed major=False
    """
    match = _REVIEW.search(said.text)
    if match is None or said.asks or (said.officer and not said.to_bot) or _UNDONE.search(match["between"]):
        return
    if _UNDONE.search(said.text[: match.start()]) or "安全承诺" in said.text or "研判" in said.text:
        return
    risk = _MAJOR_RISK.search(said.text)
    named = [day.day for day in dates.days(said.text, said.context.now)]
    yield RiskReviewed(
        day=named[0] if named else None,
        major=bool(risk) and not (risk and (risk["no"] or risk["count"])),
        enterprise=said.enterprise,
        why=(because(match.group(), "风险评估做完了"),),
    )
