"""Hazards that an officer has entered: the order by its words, and what it describes."""

from __future__ import annotations

import re

from handlers.understand import clauses, dates, faults, refs
from handlers.understand.said import Said

#: Entering, handing over, having it mended.
_ENTER = re.compile(
    r"交办|派(?:个|一|张)?(?:工)?单|下(?:个|张|一张)?(?:单子|工单|任务)|转办|下发|下达|派发|转给"
    r"|发给[^,。;]{0,10}整改|交给(?:他们?|企业|厂里|站里|库里|你们?)[^,。;]{0,8}(?:改|整改|"
    r"弄|处理|修|换)|登(?:记)?(?:上|一条|一下|下|个|几条|两条|入|账|到)"
    r"|记(?:上|一条|一个|一处|一项|一下|下来|个|一笔|账|两条|几条|入)|录(?:入|上|一条|进|一下)|"
    r"入账|上账|建账|挂账|列入(?:台账"
    r"|隐患)"
    r"|(?:下|开|派|提|给)(?:达|发|了)?(?:一|两|三|几|\d)?(?:条|个|项|处)(?:一般|重大)?(?:事故|安全)?隐患:"
    r"|(?:新增|加|补|添)(?:一|两|几)?条(?:隐患)?|开(?:个|一张|张)?(?:整改)?(?:单|通知单|指令)|(?:列|记|算|定"
    r"|报)(?:入|为|上|个|成)?(?:一般|重大)?隐患|定(?:为)?(?:重大|一般)|挂牌督办|(?:限期|责令|责成"
    r"|督促|要求|通知|让|叫)[^,。;]{0,20}(?:整改|改正|改好|改完|整治|消除)"
)
_CHECKED = re.compile(
    r"(?:检查|督查|暗查|抽查|巡查|查看|走访|执法|现场|检查组|暗访|督导|去了?|到)[^。;]{0,16}(?:发现|看到|查出"
    r"|查到|有|存在)|(?:检查|督查|暗查|抽查)(?:时|中|反馈|问题|隐患|出)"
)
_BY = re.compile(
    r"(?:前|内|底|之前|下班前)(?:必须|要|务必|全部|都)?(?:整改|改|清|修|换|完成|弄|处理|到位|落实|销)"
    r"|限[^,。;]{1,8}(?:整改|改|完成|清)|(?:请|要求)(?:立即|马上|尽快|抓紧)?(?:核实)?整改"
)


#: What is spoken of stands in the ledger already.
_LISTED = re.compile(
    r"[一二两三四五六七八九十\d]{1,2}[项条处个](?:隐患|问题)?:"
    r"|(?:隐患|问题)[一二两三四五六七八九十\d]{1,2}[项条处个][:, ]?(?=1[.、)])"
)
_KNOWN = re.compile(r"复查|复核|复验|验收|销号|延期|那[条个处]|这[条个处]|退回")
_OF_A_ROUND = re.compile(r"巡|转了|查了|看了|零报|正常|没事|平安|无异常")


def is_order(said: Said) -> bool:
    """Whether an officer has something entered: by an order, or as found in a named enterprise with a day for it."""
    if not said.to_bot:
        return False
    if said.hit("questions.proxy"):
        return bool(said.hit("questions.assign") or (faults.fault_in(said.text) and not _OF_A_ROUND.search(said.text)))
    if said.hit("questions.assign"):
        return True
    if _ENTER.search(said.text) and not refs.references(said.text, said.context):
        return True
    if _KNOWN.search(said.text):
        return False
    return bool(said.names) and bool(_LISTED.search(said.text) or _CHECKED.search(said.text) or _BY.search(said.text))


def is_explicit(said: Said) -> bool:
    """Whether an officer says in so many words that something is to be entered."""
    return said.officer and bool(_ENTER.search(said.text))


_HEAD = re.compile(
    r"^[^:]{0,40}(?:交办|转办|下发|下达|登|记|录|反馈|整改|隐患|问题|检查|督查|发现|如下|督办)[^:]{0,12}:"
)
_META = re.compile(
    r"^(?:交给|让|叫|由)(?:他们?|企业|厂里|站里|库里)[^,。;]{0,8}\Z|^(?:国务院|部里?|省|市|"
    r"县|区|厅|局)[^,。;]{0,8}(?:通报|检查|暗访|督查|交办|反馈|转办|抽查)(?:的|来的|过来)?\Z|"
    r"^(?:交办下去|派下去|发下去|转下去|你们?跟进|12350|12345|转来|以上|均|都|全部|两条|三条|"
    r"这[两三几]?条|上述"
    r"|请|要求|限|责令|务必|必须|抓紧|由|登记|记一|录入|挂牌"
    r"|县政府|市政府|责任人|负责人|定|按|级别|列为|属于|属|整改|到期|反馈|照片|附|一般隐患|重大隐患)"
    r"|(?:登记|登|记|录|交办|入账|上账)(?:一?下|一条|上|入|起来|个)?\Z|责任人|挂牌督办|隐患\d+[条处项个]"
    r"|^\d+[条处项个]|^(?:期限|整改期限|时限)|清单|随后|稍后|详见|后附|明细|拍照|照片|给我看|再说|交办|派单|逾期|否则"
    r"|立案|处罚"
    r"|追责|罚款|反馈|回复|别跟|下不为例"
)
_GOES_ON = re.compile(r"^(?:未|没|无|不|仍|还|已|导致|造成|存在|致使|容易|有|且|并|也|都|而且|就)")
_WENT = re.compile(
    r"(?:检查|督查|抽查|暗查|走访)(?:了)?(?:你|贵|该|他)?们?(?:单位|公司|厂|站|企业|家)\Z|"
    r"(?:去|到|在)[^,。;]{2,16}(?:检查|督查|抽查|暗查|看)(?:了|时|中|发现)?\Z|^(?:检查|督查|抽查|暗查)(?:发现|时"
    r"|中)?\Z"
)


def texts(said: Said) -> list[str]:
    """What is described, clause by clause, once the order, the days and the names are left out."""
    if not said.officer or said.hit("questions.proxy") or not is_order(said):
        return []
    body = _HEAD.sub("", said.text, count=1)
    for match in said.names:
        body = re.sub(rf"^(?:给|向|对|把|让|叫)?{re.escape(match.text)}(?:的|这边|那边)?[:, ]?", "", body)
    body = re.sub(r"(?:\A|(?<=[:,]))你(?:们)?(?:单位|公司|厂|站|库|矿)的?", "", body)
    told: list[str] = []
    body = re.sub(r"\A注意[:, ]", "", body)
    for clause in clauses.split(_AND.sub(",", body)):
        text = _MARK.sub("", clause.text.strip())
        if len(text) < _SHORTEST or _META.search(text) or _WENT.search(text) or _is_day(text, said):
            continue
        if told and _GOES_ON.match(text):
            if faults.fault_in(text) and not faults.fault_in(told[-1]):
                told[-1] = text
            continue
        parts = text.split("、")
        told += parts if len(parts) > 1 and all(map(faults.fault_in, parts)) else [text]
    return told


#: Two findings that stand together: 通风机未开、稀释剂桶敞口.
_STATE = "[未没不无缺少坏断漏锈裂松堵敞歪倒脱破旧压乱]"
_AND = re.compile(rf"(?<={_STATE}[\u4e00-\u9fff])、(?=[^,。;、]{{3,}}{_STATE})")
_SHORTEST = 4
_MARK = re.compile(r"^(?:重大|一般)(?:隐患)?\d{1,2}[条项处个](?:[:-]{1,2}|——)|^\d{1,2}[、.)](?!\d)|^[一二三四五]是")


def _without_days(text: str, said: Said) -> str:
    for day in reversed(dates.days(text, said.context.now)):
        text = text[: day.start] + text[day.end :]
    return text


def _is_day(text: str, said: Said) -> bool:
    """Whether a clause only says by when it shall be mended."""
    if re.sub(r"[本这下]个?月|[,。 前内底号日完成之]", "", _without_days(text, said)) == "":
        return True
    return dates.due(text, said.context.now) is not None and bool(re.search(r"前|内|底|完成|整改|改|清|到位|弄", text))
