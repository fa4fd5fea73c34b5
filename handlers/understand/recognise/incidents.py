"""Accidents and emergencies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from handlers.acts import Act, Incident
from handlers.understand import asserted, casualties, clauses, emergency, lexicon, mishaps, perils, places, refs
from handlers.understand.recognise import broadcasts, drills
from handlers.understand.said import Said, because

EVENTS = {
    "fire": "火灾",
    "blast": "爆炸",
    "poison": "中毒",
    "leak": "泄漏",
    "smell": "泄漏",
    "hurt": "人员受伤",
    "call": None,
}
_LEAKING = re.compile(
    r"(?:阀门?|法兰|管道|管线|管子|储罐|球罐|罐|釜|钢瓶|瓶|槽车|软管|鹤管|接头|充装间|气站|气化器)(?:[^,。]{0,4})漏(?:了|着|得|气|液|料|氨|氯)"
)
_WATER = re.compile(r"漏(?:水|油|电|雨|风|报|了报)|(?:水|雨|屋顶|油)(?:管|箱)?[^,。]{0,3}漏")
_GETS_OUT = re.compile(
    r"(?:氯气|氨气|液氨|液氯|燃气|煤气|天然气|液化气|氢气|硫化氢|一氧化碳|毒气|酸雾|硝酸|硫酸|盐酸|液碱|甲醇|甲苯|苯|氯乙烯|丙烯|乙炔)"
    r"(?:又|正|都|一直)?(?:漏|跑|泄|冒|喷)(?:了|出|着|得|开)"
)
_POPPED = re.compile(r"(?:安全阀|爆破片)[^,。;]{0,4}(?:起跳|启跳|跳开|跳了|爆了|破了|动作)(?:了|[,。; ]|喷|放|后|\Z)")
_SMELT = re.compile(
    r"(?:闻到|闻着|有股|一股|好大|很大|股子)(?![^,。]{0,5}[香饭菜酒花汗脚茶霉])[^,。]{0,6}味(?!道?正常|精)"
)


@dataclass(frozen=True)
class Alarm:
    """A dangerous word that really tells of danger."""

    word: str
    start: int
    event: str | None


def alarms(said: Said) -> list[Alarm]:
    """Every dangerous word that is neither denied nor the name of a thing, here and now."""
    found = {*_listed(said.text), *_leaking(said.text)}
    return sorted((alarm for alarm in found if not _elsewhere(said.text, alarm)), key=lambda alarm: alarm.start)


#: Nobody cries for help in more words of a kind.
_MOST = 40


def _listed(text: str) -> Iterator[Alarm]:
    for kind, event in EVENTS.items():
        for match in islice(lexicon.pattern(f"incident.{kind}").finditer(text), _MOST):
            if is_real(text, match, kind):
                yield Alarm(match.group(), match.start(), event)


def _leaking(text: str) -> Iterator[Alarm]:
    for finder in (_LEAKING, _SMELT, _POPPED, _GETS_OUT):
        for match in finder.finditer(text):
            if not _WATER.search(match.group()) and is_real(text, match, "smell"):
                yield Alarm(match.group(), match.start(), "泄漏")
    for event, match in (*emergency.dangers(text), *mishaps.dangers(text), *perils.dangers(text)):
        if is_real(text, match, "smell"):
            yield Alarm(match.group(), match.start(), event)


_FAR = 80
_SENTENCE = re.compile(r"[。;!?\n]")


def _elsewhere(text: str, alarm: Alarm) -> bool:
    """Whether the word stands in a supposition, a test, a case, or news of another place or time."""
    clause = clauses.before(text, alarm.start) + clauses.after(text, alarm.start)
    if (
        asserted.unsaid(text, alarm.start)
        or asserted.of_beasts(clauses.before(text, alarm.start), alarm.event)
        or lexicon.hit("incident.suppose", clause)
        or lexicon.hit("incident.mistaken", text if alarm.event is None else clause)
    ):
        return True
    if _TOLD_BEFORE.search(clauses.before(text, alarm.start)) and _NOT_SO.search(text):
        return True
    sentence = _sentence(text, alarm.start)
    return far_away(sentence) and not lexicon.hit("incident.now", sentence)


def _sentence(text: str, position: int) -> str:
    """The sentence around a position, as far as a sentence reaches."""
    before, behind = text[max(0, position - _FAR) : position], text[position : position + _FAR]
    return _SENTENCE.split(before)[-1] + _SENTENCE.split(behind)[0]


_TOLD_BEFORE = re.compile(r"(?:刚才?|刚刚|上午|下午|昨天|昨晚|前面|上面|早上|方才|才)[^,。;]{0,4}(?:说|报|讲|发|写|喊)")
_NOT_SO = re.compile(
    r"不是[^,。;]{0,3}(?:漏|火|烟|泄|爆|真)|看错|看岔|弄错|搞错|听错|误报|虚惊|不属实|没那回事|别登记|别记|没有(?:漏|着|火)|其实是"
)
_KINDS = tuple(f"incident.{kind}" for kind in ("fire", "leak", "blast", "poison", "hurt", "smell"))
_OWN = ("incident.fillers", "incident.medium", *_KINDS)


def is_real(text: str, match: re.Match[str], kind: str) -> bool:
    """Whether a dangerous word stands for something that happens."""
    before, after = clauses.before(text, match.start()), clauses.after(text, match.end())
    lights = match.group()[0] == "着" and _UNLIT.search(before)
    if lights or _NO_DANGER.match(after) or casualties.at_home(match.group(), before):
        return False
    if kind == "call" and (_TRIFLES.search(text) or ("撤" in match.group() and _WORK_OVER.search(text))):
        return False
    if _only_asked(before, after) or clauses.denied(before, "incident.denials", *_OWN) or clauses.denied_behind(after):
        return False
    if (
        casualties.none_counted(after, match.group())
        or lexicon.ending(before, "incident.before")
        or _in_mood(text, match)
        or asserted.feared(before, match.group())
    ):
        return False
    return kind == "call" or not lexicon.pattern("incident.after").match(after.lstrip("、和及/ "))


#: What makes danger normal, a likeness, or somebody who was asked after.
_NO_DANGER = re.compile(
    r"[^,。;]{0,3}(?:很|是|属于?|都|挺)?正常(?!情况|压力|值)|了?(?:一样|似的|一般(?!隐患)|那么(?:热|急|快|红))|的[^,。;]{1,8}(?:好了|好点|怎么样|咋样|回来|出院|恢复)"
)
_UNLIT = re.compile(r"(?:打|点|引)(?:不|得|没)\Z")
#: Whoever leaves when a work is over flees from nothing.
_WORK_OVER = re.compile(
    r"(?:作业|动火|吊装|受限空间|高处|盲板|检修|施工|焊接|断路|动土|清罐|清池|装车|卸车)[^。;!?]{0,16}(?:结束|完工|完成|收工|完毕|干完|收尾)"
)
_TRIFLES = re.compile(
    r"表格|附件|填表|重填|开饭|没饭|食堂|搬东西|搬货|快递|密码|登录|打印|PPT|工资|考核|加班|稻草|恩人|领导(?:都|已经?|快|马上)?(?:来|到|进)|检查组|签字|领(?:东西|劳保|福利)|合影|作业本|WiFi|群昵称|改昵称"
)


def _only_asked(before: str, after: str) -> bool:
    """Whether a word is only asked for: "有泄漏吗" asks, "漏气了怎么办" tells."""
    return bool(re.search(r"(?:有没有|有无|是否|会不会)[^,。]{0,6}\Z", before)) or (
        before.endswith("有") and bool(re.match(r"(?:吗|没|么)", after))
    )


def _in_mood(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 4) : match.end() + 3]
    return any(match.group() in mood and mood in around for mood in lexicon.words("incident.moods"))


_OTHERS = re.compile(
    r"(?:别的|别人家?的?|人家|其他|其它|兄弟|外地的?|外面的?)(?:厂|矿|站|库|企业|单位|公司|化工|工厂|加油站)"
    r"|(?:楼下|街上|镇上|县城|城里|村里|邻村|对门)(?:的)?[^,。;]{0,6}(?:超市|饭店|商场|酒店|网吧|市场|学校|麦地|饭馆|店|民房|村)"
    r"|某(?:省|市|县|区|地|厂|矿|企业|公司|化工|单位|加油站|油库)"
)
_LESSON = re.compile(
    r"举一反三|(?:吸取|汲取)[^,。;]{0,6}教训|引以为戒|警示教育|警钟|事故案例|案例|每日一学|每日一题|小知识|安全知识|须知|[一二三四五六七八九十]不准|十条禁令|口诀"
    r"|^[【\[(]?(?:转发|转载|转|分享|学习)[】\]):,]"
)


def forwarded(text: str) -> bool:
    """Whether a text was passed on to be learnt from: a case, a rule, news of somebody else."""
    return bool(_LESSON.search(text)) and not re.search(r"(?:我|俺|本)(?:厂|站|库|公司|司|矿|单位|们)", text)


def far_away(sentence: str) -> bool:
    """Whether a sentence tells of another place, another time, a case, or hearsay."""
    if lexicon.hit("incident.elsewhere", sentence) or _OTHERS.search(sentence):
        return True
    return bool(lexicon.hit("incident.hearsay", sentence)) and not lexicon.hit("places.tails", sentence)


_STAGE = re.compile(r"续报|终报|首报|初报")


def stage_of(text: str) -> str:
    """首报 unless the message says another."""
    match = _STAGE.search(text)
    return match.group() if match and match.group() in ("续报", "终报") else "首报"


def incident(said: Said) -> Iterator[Act]:
    """An incident: a dangerous word that is real, or a follow-up named as such.

    Example: enterprise "瓶库有一只钢瓶嘶嘶响" -> Incident stage=首报 event_type=泄漏 location=瓶库
    """
    if (drills.is_drill(said) and not drills.hurt_in_earnest(said)) or forwarded(said.text):
        return
    real = alarms(said)
    found = [] if only_hazard(said, real) else real
    stage = _follow_up(said)
    if (not found and not stage) or _officer_only_asks(said):
        return
    rule = "突发词，未被否定，不是演练" if found else "事故续报、终报"
    yield _told(said, found, because(found[0].word if found else stage, rule))


def _told(said: Said, found: list[Alarm], why: str) -> Incident:
    return Incident(
        stage=stage_of(said.text),
        event_type=_event(said, found),
        location=_location(said, found),
        time=_time(said.text),
        injured=casualties.injured(said.text),
        cause=casualties.cause(said.text),
        enterprise=said.enterprise if said.officer else said.context.enterprise,
        why=(why,),
    )


def _event(said: Said, found: list[Alarm]) -> str | None:
    """What happens: a fire or a leak before the people who are hurt by it."""
    events = [alarm.event for alarm in found if alarm.event]
    grave = next((event for event in events if event in ("火灾", "爆炸")), None)
    first = grave or next((event for event in events if event != EVENTS["hurt"]), None)
    return first or _event_followed(said.text) or next(iter(events), None)


def _event_followed(text: str) -> str | None:
    """The event of a follow-up that no longer tells of danger: "火已扑灭"."""
    events = (("火灾", "火已|明火|扑灭|灭火"), ("泄漏", "堵漏|漏点|泄漏"), ("爆炸", "爆炸"), ("中毒", "中毒"))
    return next((event for event, words in events if re.search(words, text)), None)


def _follow_up(said: Said) -> str:
    match = re.search(
        r"^(?:【)?(?:事故|险情)?(?:情况)?(?:续报|终报|首报|初报)|事故快报|事故初报|(?:事故|险情)(?:续报|终报|首报)",
        said.text,
    )
    return match.group() if match and not said.asks else ""


def _officer_only_asks(said: Said) -> bool:
    """An officer who asks, or speaks to everybody, reports nothing; with a plant named it is a report."""
    if not said.officer:
        return False
    tells_all = not said.names and any(True for _ in broadcasts.broadcast(said))
    return said.asks or tells_all or not (said.to_bot or said.names)


_LISTED = re.compile(r"隐患|自查|排查")
_GRAVE = re.compile(r"气|氨|氯|大量|喷|人|撤|疏散|119|120|刺鼻|味")


def only_hazard(said: Said, found: list[Alarm]) -> bool:
    """A small leak at a seal, told as a hazard."""
    if not found or _GRAVE.search(_around(said.text, found)):
        return False
    if not _LISTED.search(said.text) and not _mended(said, found):
        return False
    return all(alarm.event == "泄漏" and alarm.word in ("泄漏", "漏液", "漏料", "异味") for alarm in found)


def _mended(said: Said, found: list[Alarm]) -> bool:
    """Whether a leak at a seal, or one that is known as a hazard, is told as mended."""
    if not lexicon.hit("hazard.done", said.text):
        return False
    known = any("漏" in hazard.text for hazard in said.context.open_hazards) or bool(
        refs.numbers(said.text, said.context)
    )
    return known or all(lexicon.ending(clauses.before(said.text, alarm.start), "incident.seals") for alarm in found)


def _around(text: str, found: list[Alarm]) -> str:
    return " ".join(text[max(0, alarm.start - 8) : alarm.start + len(alarm.word) + 4] for alarm in found)


_LEAD = re.compile(
    r":(?!\d)|快来人|快点来?人?|来人啊?|救命啊?|不好了|出事了|出大事了|(?:东|西|南|北)(?:头|边|面|侧|半拉|院)(?=[\u4e00-\u9fff])|(?<!\d)\d{1,2}[:点时]\d{0,2}分?许?|今日|今天|刚才|刚刚|现在|但是?|时?发现|正在"
)


def _location(said: Said, found: list[Alarm]) -> str:
    """Where it happens: before the first dangerous word that has a place before it, else anywhere around."""
    for text in [
        *(clauses.before(said.text, alarm.start) + alarm.word for alarm in found),
        *(one.text for one in said.clauses),
    ]:
        for match in reversed(said.names):
            text = text.split(match.text)[-1]
        last = _LEAD.split(text)[-1]
        if place := places.located(last, len(last)):
            return place
    return ""


_TIME = re.compile(r"(?<!\d)(?P<h>[01]?\d|2[0-3])(?::|点|时)(?P<m>[0-5]\d)?(?P<half>半)?(?!\d)")


def _time(text: str) -> str:
    match = _TIME.search(text)
    if match is None:
        return ""
    minute = match["m"] or ("30" if match["half"] else "00")
    return f"{int(match['h']):02d}:{minute}"
