"""Special work that is planned, cancelled or ended, and the daily safety commitment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from handlers.acts import Act, Commitment, SpecialWork, Work
from handlers.understand import clauses, clocks, dates, lexicon, named, places, results
from handlers.understand.numbers import NUMBER, number
from handlers.understand.said import Said, because
from models.calendar import ZONE

# Special work

_LEVEL = r"(?:特级|特殊|一级|二级|三级|四级|[I]{1,3}级|[1-4]级)"


@cache
def _kinds() -> dict[str, str]:
    """Each word for special work with its kind."""
    return {word: kind for pair in lexicon.words("notices.work") for kind, word in [pair.split("=")]}


@cache
def _work() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _kinds()), key=len, reverse=True))
    return re.compile(
        rf"(?P<none>[不没未]安排|不进行|不开展|不用|禁止|严禁|无|没有|不涉及|未涉及|不含"
        rf"|未安排)?(?P<level>{_LEVEL})?(?:的)?(?P<word>{words})(?:特殊)?(?:作业|施工)?"
        rf"(?![孔口带绳架梯钩机工]|平台|工具|设备|车辆"
        rf"|孔洞)(?:[:(](?=[特一二三四\dI]))?(?P<behind>{_LEVEL})?\)?(?:共|有"
        rf"|计)?(?:[:为] ?)?(?:(?P<n>{NUMBER})(?:处"
        rf"|个|项|次|起|张|份|场))?"
    )


def special_work(said: Said) -> Iterator[Act]:
    """Hot work and its kin, planned, cancelled or ended; a fault of it is a hazard.

    Example: enterprise "盲板抽堵已完成，共4块" -> SpecialWork work_type=盲板抽堵 status=结束
    """
    if said.officer or said.asks or (_is_fault(said) and not _called_off(said)):
        return
    works = found(said.text)
    if not works or not _is_notice(said, works) or repeats_order(said.text):
        return
    start, end = _times(said)
    first = works[0]
    yield SpecialWork(
        work_type=first.type,
        work_level=first.level or _level_apart(said.text),
        location=_place(said.text),
        start=start,
        end=end,
        guardian=_guardian(said.text),
        status=_status(said.text),
        works=works if len(works) > 1 or first.count else (),
        why=(because(first.type, "特殊作业报备"),),
    )


def found(text: str) -> tuple[Work, ...]:
    """The special works of a text, each with its level and how many there are; those that are denied left out."""
    works: list[Work] = []
    for match in _work().finditer(text):
        count = number(match["n"]) if match["n"] else None
        kind, level = _kinds()[match["word"]], match["level"] or match["behind"] or ""
        if match["none"] or count == 0:
            continue
        if count is None and any(work.type == kind and level in ("", work.level) for work in works):
            continue
        works.append(Work(kind, level, count))
    named_later = {work.type for work in works if work.level or work.count}
    return tuple(work for work in works if work.level or work.count or work.type not in named_later)


_FINE = re.compile(r"(?:未|没有?|无)(?:发现|见)?[^,。;]{0,6}(?:隐患|异常|问题|余火|火种|明火)|监护人已到位")


def _called_off(said: Said) -> bool:
    """Whether a work is called off because something lacks, and nothing is told as found."""
    return bool(_CANCELLED.search(said.text)) and not re.search(r"隐患|发现|违章|查[着出到]|自查|排查", said.text)


def _is_fault(said: Said) -> bool:
    text = _FINE.sub("", said.text)
    return bool(lexicon.hit("notices.work_fault", text) or re.search(r"毛病|查[着出到]|自查|排查", text))


def _is_notice(said: Said, works: tuple[Work, ...]) -> bool:
    """Whether it is told of as work to be done, called off or over, not only named."""
    told = said.hit("notices.work_notice") or _status(said.text) or _guardian(said.text)
    return bool(told) or clocks.between(said.text) is not None or any(work.count for work in works)


_RECEIVED = re.compile(r"^[ ,。!]{0,3}(?:收到|收悉|明白|好的|好嘞|知道了|知悉|晓得|清楚|了解|遵命|OK|行|中|嗯|照办)")
_ORDERED = re.compile(
    r"(?:停止|暂停|叫停|停掉|停下|禁止|严禁|不准|不许|不得|杜绝)[^,。;]{0,8}$|(?:一切|所有|一律|凡是?|任何|各类|各项|全部|全面)[^,。;]{0,6}$"
)
_BINDS = re.compile(
    r"(?:作业|施工)?(?:前|之前|时|中|期间|过程)?(?:先|要|得|都|一定|务必|必须|须|应|应当|需|不得|不准|一律|全部|严格|提级|升级|提前|一样不落)"
    r"|(?:作业|施工)?(?:前|之前|时|期间|过程)[\u4e00-\u9fff]|(?:[、和及与/][\u4e00-\u9fff]{2,4}){0,6}(?:作业)?(?:提级|升级|都要|一律|必须|全停|全部停|从严)"
)


_LISTED_BEFORE = re.compile(r"[、和及与/]?[\u4e00-\u9fff]{2,4}[、和及与/]\Z")


def repeats_order(text: str) -> bool:
    """Whether a receipt only says again what was ordered: every work in it stands under a ban or a rule."""
    if not _RECEIVED.match(text) or any(work.count for work in found(text)):
        return False
    if _guardian(text) or clocks.between(text) is not None:
        return False
    bound = False
    for match in _work().finditer(text):
        before = clauses.before(text, match.start())
        banned = _ORDERED.search(_LISTED_BEFORE.sub("", before)) or _ORDERED.search(before)
        if not banned and not _BINDS.match(text[match.end("word") : match.end() + 20]):
            return False
        bound = True
    return bound


_CANCELLED = re.compile(
    r"取消|不(?:做|干|搞|弄|动|进|焊|吊|挖)了|不做|推迟|暂停|作废|撤销|撤了|停了不|改期|延后|往后推|先不(?:做|干"
    r"|搞|弄|动)|泡汤|没干成|干不成"
)
_ENDED = re.compile(
    r"结束|完工|完成|收工|收尾|完毕|撤场|撤票|关票|销票|闭票|(?:干|做|弄|搞|焊|吊|挖|割|清|抽|装|拆|整|忙)(?:完"
    r"|好|妥|利索|毕)了?|完事|已完"
)
_NOT_ENDED = re.compile(
    r"(?:没|未|还没|尚未|等|待|预计|计划|争取)[^,。;]{0,10}\Z|(?:票|手续|审批|分析|检测|置换|交底|培训|准备"
    r"|验收)[^,。;]{0,4}\Z"
)


def _status(text: str) -> str:
    if _CANCELLED.search(text):
        return "取消"
    ended = (match for match in _ENDED.finditer(text) if not _NOT_ENDED.search(clauses.before(text, match.start())))
    return "结束" if any(True for _ in ended) else ""


def _level_apart(text: str) -> str:
    match = re.search(rf"(?:等级|级别|作业级)[:是为]?(?P<level>{_LEVEL})|(?<![^,。;:\s]){_LEVEL}(?![^,。;:\s])", text)
    return (match["level"] or match.group()) if match else ""


def _times(said: Said) -> tuple[datetime | None, datetime | None]:
    """From when until when; a single time is when it ended, or when it begins."""
    days = dates.days(said.text, said.context.now)
    midnight = datetime.combine(days[0].day if days else said.today, datetime.min.time(), tzinfo=ZONE)
    if both := clocks.between(said.text):
        return midnight + both[0].time, midnight + both[1].time
    several = clocks.every(said.text)
    if not several:
        return None, None
    one, last = several[0], several[-1]
    if len(several) == _BOTH and one.time < last.time:
        return midnight + one.time, midnight + last.time
    moment = midnight + one.time
    return (None, moment) if _status(said.text) == "结束" else (moment, None)


_BOTH = 2
_GUARDIAN = re.compile(
    r"(?:监护|看护|看火|监火|守着|盯着|盯守|值守)(?:人员|人|员|的)*(?:[:是为由]|安排|让"
    r"|找)* ?(?P<name>[\u4e00-\u9fff]{2,3})"
)
_GUARDS = re.compile(
    r"(?:由|让|安排|派|找)?(?P<name>[\u4e00-\u9fff]{2,4}?)(?:负责|现场|全程|担任|当|做|旁边|在场|专门)*(?:监护"
    r"|看护|看火|监火|盯着)"
)


def _guardian(text: str) -> str:
    match = _GUARDIAN.search(text)
    if match and match["name"] not in ("到位", "在场", "到场", "就位", "在岗", "落实", "齐全"):
        return named.name_at(text[match.start("name") :]) or _alone(text, match)
    for clause in clauses.split(text):
        match = _GUARDS.match(clause.text.strip())
        if match and named.is_name(match["name"]):
            return match["name"]
    return ""


def _alone(text: str, match: re.Match[str]) -> str:
    """A rare family name, where the word stands alone."""
    behind = text[match.end() : match.end() + 1]
    return "" if "\u4e00" <= behind <= "\u9fff" else match["name"]


_WHEN = re.compile(
    r"(?:今|明|后|昨)(?:天|日|晚|早|儿)?(?:上午|下午|晚上|中午|夜里|早上)?|(?:上午|下午|晚上|中午|早上|夜里)"
    r"|\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号](?=\d"
    r"|上|下|早|晚|中|,| |在)"
    r"|\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,2})?"
)
_HEAD = re.compile(
    r"^(?:报备|申请|备案|通知|告知|汇报|计划|拟|将|定于|准备|要|打算|安排|开始|一下|下|特殊|作业|有|关于|特此"
    r"|我们|俺们|我|俺|(?:厂|站|库|司|公司)(?=[在于将拟计今明后,: ])|在|于|去|到|进入?|对|:|,| |的"
    r"|上|清理?)+"
)
_TAIL = re.compile(
    rf"(?:进行|开展|做|搞|实施|要|将|有|安排|那个|这个|那处|的|上|{_LEVEL}|内|里){{1,6}}\Z|{NUMBER}(?:处|个|项)\Z"
)


_ROOM = re.compile(r"[\u4e00-\u9fffA-Za-z\d#-]{1,9}[区库间房室站台塔釜炉罐楼棚院池井坑沟门廊岛口顶]")
_EQUIPMENT = re.compile(
    r"(?:[A-Za-z]{1,3}-?\d{1,4}[A-Z]?|\d{1,3}(?:#|号))[\u4e00-\u9fff]{0,3}?[釜罐塔炉池泵库槽井机线楼]"
)
_ENTERED = re.compile(
    r"[\u4e00-\u9fffA-Za-z\d#-]{1,9}?[池罐釜塔炉井槽仓沟管库箱房间棚廊台机泵](?=(?:里|内|上|顶)?(?:要|需|得)?"
    r"(?:进人|下人|进去人|清[泥淤洗渣理罐]|检修|动火|焊接|补焊|切割|维修|打磨|刷漆|防腐|换填料|拆|吊))"
)
_FURTHER = re.compile(r"[塔釜炉罐区楼库间房室站台棚]?(?:[东西南北]侧|[东西南北]边|上部|下部|顶|底|门口|旁|里|内|外)?")


def _place(text: str) -> str:
    """Where it is done: the place of a clause, else what stands before the word for the work."""
    stretches = [_bare_place(part) for clause in clauses.split(text) for part in clause.text.split(":") if part]
    for stretch in stretches:
        bare = places.stripped(stretch)
        if _ROOM.fullmatch(bare) and not _work().search(bare):
            return bare
        if end := places.place_end(bare):
            further = _FURTHER.match(bare, end)
            return bare[: further.end() if further else end]
    if match := _EQUIPMENT.search(text) or next(filter(None, map(_ENTERED.match, stretches)), None):
        return match.group()
    for clause in clauses.split(text):
        if match := _work().search(clause.text):
            before = _TAIL.sub("", _bare_place(clause.text[: match.start()]))
            if 1 < len(before) <= places.LONGEST and not results.normal_words(before):
                return before
    return ""


def _bare_place(text: str) -> str:
    """A clause without its times and the words before a place."""
    if both := clocks.between(text):
        text = text[: both[0].start] + text[both[0].end :]
    if one := clocks.first(text):
        text = text[: one.start] + text[one.end :]
    return _HEAD.sub("", _WHEN.sub("", text).strip(" ,:点时分-")).strip()


# The daily commitment

_PROMISES = re.compile(
    r"承诺[^,。;]{0,14}(?:安全|风险|受控|运行|稳定|可控|平稳)|承诺人|承诺公告|(?:我|本人|俺)[^,。;]{0,8}承诺"
)
_OTHER_PROMISE = re.compile(
    r"承诺书|承诺(?:[^,。;]{0,6})(?:整改|完成|改|修|弄|不再|报|延期)|(?:整改|延期)承诺|怎么承诺|承诺(?:吗|没)"
)


def commitment(said: Said) -> Iterator[Act]:
    """The daily commitment, with its signer.

    Example: enterprise "本公司承诺今日安全生产 3月16日 总经理 王刚" -> Commitment report_date=2026-03-16 signer=王刚
    """
    if said.officer or said.asks or "承诺" not in said.text or _OTHER_PROMISE.search(said.text):
        return
    words = said.hit("notices.commitment") or _PROMISES.search(said.text)
    if not words:
        return
    yield Commitment(
        report_date=dates.report_day(said.text, said.context.now),
        signer=_signer(said),
        units_total=_units(said.text, r"(?:生产装置|装置|共有|总共|共|总数|合计)(?:总数|共|共有|数)?"),
        units_running=_units(
            said.text,
            r"(?:正常)?(?:运行|在运|开车|在产|运转|开着|在开|开(?=[,。;、 \d一二两三四五]|\Z)|生产(?!装置))(?:的|数)?",
        ),
        units_stopped=_units(said.text, r"(?:停产|停用|停车|停工|停运|停着|备用|停)(?:的|数)?"),
        units_overhaul=_units(said.text, r"(?:检维修|检修|大修|维修)(?:的|数)?"),
        works=found(said.text),
        why=(because("承诺", "每日安全承诺"),),
    )


_SIGNED = re.compile(r"(?:主要负责人|承诺人|负责人|法人代表|法定代表人|法人|签字|签名|署名)(?:签字|签名)?[:是为]* ?")
_I_AM = re.compile(
    rf"我是(?:本?(?:厂|站|库|公司|企业"
    rf"|矿)(?!长)的?)?(?:{lexicon.either('people.posts')})?(?P<name>[\u4e00-\u9fff]{{2,4}})"
)


def _signer(said: Said) -> str:
    """Who signs: behind a label, 我是…, or a name that stands alone at the end."""
    for match in _SIGNED.finditer(said.text):
        if name := named.name_at(said.text[match.end() :]) or _word_at(said.text[match.end() :]):
            return name
    if own := _I_AM.search(said.text):
        rest = said.text[own.start("name") :]
        return named.name_at(rest) or next((rest[:size] for size in (3, 2) if named.is_name(rest[:size])), "")
    for last in reversed(said.clauses):
        words = re.sub(r"20\d\d年|\d{1,2}月\d{1,2}[日号]|[\d./-]", "", last.text).strip()
        if words:
            peeled = named.peeled(words)
            return peeled if named.is_name(peeled) else ""
    return ""


def _word_at(text: str) -> str:
    match = re.match(r"[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])", text)
    return match.group() if match else ""


def _units(text: str, words: str) -> int | None:
    """How many units are so: "运行4套", "4套正常运行"."""
    before = re.search(rf"{words}(?:装置)?[:有为是]*(?P<n>{NUMBER})(?:套|条|个|台)", text)
    behind = re.search(rf"(?P<n>{NUMBER})(?:套|条|台)(?:装置|生产线)?(?:都|均|处于|在)*{words}", text)
    short = re.search(
        rf"(?<![\u4e00-\u9fff])(?:{words})(?P<n>\d{{1,2}}|[一二两三四五六七八九十])(?=[,。;、 ]|\Z|[停检开运备])", text
    )
    if match := before or behind or short:
        return number(match["n"])
    every = re.search(
        rf"(?P<n>{NUMBER})(?:套|条|台)[^,。;\d]{{0,6}}(?:全部|全都|都|均|全)(?:在|正常|处于)*{words}", text
    )
    return number(every["n"]) if every else None
