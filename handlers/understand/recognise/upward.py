"""What an officer says about reporting an incident upward, and the sheets that are read out on the phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, AskAnomalies, AskClocks, AskCourse, AskSheet, EndAnomaly, ReportedUpward
from handlers.understand import clocks
from handlers.understand.said import Said, because

#: An office above a county's emergency office.
_ABOVE = (
    r"(?:市|省|县|区|州|两)(?:应急(?:管理)?(?:局|厅|办)|安委办|政府(?:办(?:公室)?|总值班室|值班室)?|委(?:办|总值班室|值班室)?"
    r"|总值班室|应急值班室|值班室|指挥中心|应急|里|上|局|办|厅)|上级|上面|总值班室|政府办|两办"
)
_TOLD = r"(?:上报|报告|汇报|报送|报给|报至|报到|通报|报了|报(?=市|省|县|区|上|两|总))"
_DONE = re.compile(
    rf"(?:已经?|刚刚?|都)[^,。;?]{{0,12}}?{_TOLD}|{_TOLD}[^,。;?]{{0,16}}?(?:了|过|完)"
    rf"|{_TOLD}[^,。;?]{{0,20}}?接(?:的|听|报)?"
)
_TO = re.compile(rf"(?P<to>{_ABOVE})")
_PHONE = re.compile(r"电话|口头|打给|接的|接听|[\u4e00-\u9fff]接(?:了|[,。; ]|\Z)")
_WRITTEN = re.compile(r"书面|传真|文件|公文|系统(?:里|上)?(?:报|填)|材料")
_NOT_YET = re.compile(
    r"(?:没|未|不用|不需|无需|别|先别|准备|马上|正在|要不要|是否|等会儿?)[^,。;]{0,8}(?:上报|报告|报市|报省|汇报)"
)
_TITLE = r"(?:处长|局长|科长|主任|厅长|县长|秘书长|书记|值班员|科员|同志|工)"
_TAKER = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{1,4}}?{_TITLE}|[\u4e00-\u9fff]{{2,3}})(?:接(?:的|听|报|收)?|收的?)(?=了|[,。;! ]|\Z)"
)
#: What is sent upward by the day, the week and the month is no incident.
_FORMS = re.compile(r"日报|周报|月报|报表|台账|隐患|附件|总结|计划|方案|名单|数据|统计")
_UPON = re.compile(r"事故|险情|突发|情况|火|泄漏|爆炸|首报|续报|终报|电话|书面|口头|接的?(?:[,。;! ]|\Z)|上报")


def reported(said: Said) -> Iterator[Act]:
    """An officer says that an incident was reported upward, and who took it.

    Example: officer "已电话上报市局 03:20 王处长接" -> ReportedUpward time=03:20 receiver=市局 taker=王处长
    """
    if not _of_officer(said) or said.asks or _NOT_YET.search(said.text) or _FORMS.search(said.text):
        return
    done, to = _DONE.search(said.text), _TO.search(said.text)
    if done is None or not (to or "上报" in done.group()) or not _UPON.search(said.text):
        return
    told = clocks.every(said.text)
    minutes = int(told[0].time.total_seconds()) // 60 if told else None
    taker = _TAKER.search(said.text.replace(to["to"], ",") if to else said.text)
    yield ReportedUpward(
        manner="written" if _WRITTEN.search(said.text) else "phone",
        time="" if minutes is None else f"{minutes // 60 % 24:02d}:{minutes % 60:02d}",
        receiver=to["to"] if to else "",
        taker=taker["name"] if taker else "",
        why=(because(done.group(), "已上报"),),
    )


def _of_officer(said: Said) -> bool:
    return said.officer and said.to_bot


_WANTS = r"(?:看|出|给我?|要|写|生成|来|查)?(?:一?下|一?份|个)?"
_OF = r"(?:事故|突发|险情)?"
_SHEETS = {
    "首报": re.compile(rf"{_WANTS}{_OF}(?:首报|初报)(?:稿|单|材料|表)?"),
    "续报": re.compile(rf"{_WANTS}{_OF}续报(?:稿|单|材料|表)"),
    "终报": re.compile(rf"{_WANTS}{_OF}终报(?:稿|单|材料|表)"),
}
_COURSE = re.compile(
    rf"{_WANTS}(?:这起|这次|那起)?(?:事故|突发|险情|处置)的?(?:经过|过程|时间线|记录)|(?:看|查)?(?:一?下)?经过"
)
_ANOMALIES = re.compile(
    r"(?:今天|今晚|昨晚|现在|还)?(?:都)?(?:有)?(?:哪些|什么|几个|几条|多少)(?:未结束的?|没处理的?)?异常"
    r"|异常(?:有|还有)?(?:哪些|几个|几条|多少|清单|列表)|(?:看|查)(?:一?下)?异常"
)
_CLOCKS = re.compile(
    rf"{_OF}(?:信息)?上报(?:时限|时间|要求|期限)(?:表|是多少|是多久|多久|多长)?|{_OF}(?:要|得|该)?(?:多久|几小时)(?:之?内)?上报"
)


def asked(said: Said) -> Iterator[Act]:
    """An officer wants a sheet to read out, the course of an incident, the list of anomalies, or the upward clocks.

    Example: officer "首报稿" -> AskSheet stage=首报
    """
    if not _of_officer(said):
        return
    bare = said.bare
    for match in said.names:
        bare = bare.replace(match.text, "", 1)
    why = (because(bare, "要看这个"),)
    if stage := next((name for name, words in _SHEETS.items() if words.fullmatch(bare)), ""):
        yield AskSheet(stage=stage, enterprise=said.enterprise, why=why)
    elif _COURSE.fullmatch(bare):
        yield AskCourse(enterprise=said.enterprise, why=why)
    elif _ANOMALIES.fullmatch(bare):
        yield AskAnomalies(why=why)
    elif _CLOCKS.fullmatch(bare):
        yield AskClocks(why=why)


_HANDLED = re.compile(
    r"异常(?P<n>\d{1,4})?(?:号|已经?|都|全部?|的)*(?:处理|处置|解决|恢复|排除|关闭|消除|结束)(?:好|完|正常)?(?:了|完)?"
)


def anomaly_over(said: Said) -> Iterator[Act]:
    """An officer closes an anomaly of the list.

    Example: officer "异常2已处理" -> EndAnomaly number=2
    """
    match = _HANDLED.fullmatch(said.bare) if _of_officer(said) and not said.asks else None
    if match:
        yield EndAnomaly(number=int(match["n"] or 0), why=(because(match.group(), "异常结束"),))
