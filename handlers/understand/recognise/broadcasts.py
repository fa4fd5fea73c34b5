"""What all enterprises shall be told, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, Broadcast
from handlers.understand import addressed, clauses, sending
from handlers.understand.said import Said, because

_ALL = (
    r"(?:(?:所有|全体|全部|全县|全区|全市|辖区|县里|县域|各|每家?|每个|咱县|群里|下面|底下|手底下)(?:的|各|内|这些"
    r"|那些|所有){0,2}"
    r"(?:危化品?|化工|涉氨|涉氯|涉爆|涉危|涉粉|粉尘|工贸|危货|危险化学品|非煤|烟花爆竹|烟花|花炮|加油|加气"
    r"|加油加气|液化气|燃气|气体|充装|医药|制药"
    r"|农药|涂料|油漆|氯碱|矿山|非煤矿山|冶金|建材|运输|仓储|储存|经营|生产|使用|批发|零售|重点|规上|停产|在产"
    r"|危险源|实验室){0,3}的?"
    r"(?:企业|单位|厂家?|油站|气站|化工厂|药厂"
    r"|油库|仓库|矿山|矿|库|站|公司|家|户"
    r"|加油站|负责人|安全员|成员)+|大家伙?|企业们|各家|各单位|企业群|全群|@?所有人|全体成员)"
)
_TELLS = (
    r"(?:发|转|通知|提醒|说|讲|吆喝|喊|招呼|传达|宣布|公告|告知|广播|推|叮嘱|嘱咐|强调|提个醒|知会|布置|提示|@"
    r"|艾特)"
)
_TO_ALL = re.compile(
    rf"(?:给|向|跟|对|往|朝|让|叫|告诉|通知|提醒|转告|提示|知会){_ALL}(?:都|再|也)?[^,。;]{{0,6}}{_TELLS}"
    rf"|(?:通知|提醒|告诉|转告|提示|知会|告知|叮嘱|要求|转发|转告)(?:一?下|到|给)?{_ALL}|{_ALL}(?:都|全"
    rf"|全部)?(?:通知到|转发一?下|转到|转达|传达到)|{_TELLS}[^,。;]{{0,10}}(?:给"
    rf"|到|至|向){_ALL}"
    r"|群发|广播一?下|发(?:个|一?份|一?条|一?下)?(?:通知|公告|预警|通告|提醒|提示)|在?(?:大|工作|企业)?群里?(?:发"
    r"|说|通知|提醒|喊|吆喝|转)(?:个|一?下|一?声|一?条|一?份)|群里(?:都|全|再|给)?(?:通知|转发|传达"
    r"|提醒)(?![的了过])(?:到|一?下|一?声)?"
    r"|(?:预警|通知|公告|通报|通告|提示|提醒|消息|文件|精神|倡议书|一封信)[^,。;]{0,6}(?:发|转发?|贴|推送?)(?:到"
    r"|进|在)(?:各)?(?:大|工作|企业|微信)?群"
    r"|转发(?:一?下|到|给)(?:群|各|企业)"
)


def to_all(said: Said) -> bool:
    """Whether everybody is told something, not only those who have not reported."""
    told = said.hit("questions.broadcast") or _TO_ALL.search(said.text)
    return bool(told) and not said.names and not sending.NOT_SENT.search(said.text)


TOLD_ALREADY = re.compile(
    r"已(?:经)?[^,。;]{0,6}(?:发给|通知|转发|发到|群发)|(?:先别|别急着|不用|不要|甭|别忘了?)[^,。;]{0,4}(?:发"
    r"|通知|转|提醒)"
    r"|通知到(?:位)?了|(?:发|转)(?:过|完|好)了|发给[^,。;]{1,8}了\Z"
)


def broadcast(said: Said) -> Iterator[Act]:
    """Something shall be told to all enterprises.

    Example: officer "通知各企业明天开安全例会" -> Broadcast topic=安全例会
    """
    words = said.hit("questions.broadcast")
    match = _TO_ALL.search(said.text)
    words = words or (match.group() if match else "")
    if TOLD_ALREADY.search(said.text):
        return
    if said.officer and said.to_bot and words and not said.asks and not said.hit("questions.ranking"):
        told = addressed.loose(said.text, match.group() if match else words, _called(match), said.context.now)
        yield Broadcast(
            topic=topic(said.text),
            text=said.text,
            to=told.to,
            says=told.says,
            until=told.until,
            at_once=told.at_once,
            document=told.document,
            why=(because(words, "发给各企业"),),
        )


_WHO = re.compile(_ALL)


def _called(match: re.Match[str] | None) -> str:
    """Who is to be told, within the order to tell them."""
    who = _WHO.search(match.group()) if match else None
    return who.group() if who else ""


def is_warning(text: str) -> bool:
    """Whether what follows the order to tell all is a warning, not news."""
    match = _TO_ALL.search(text)
    return bool(match) and not re.search(r"刚才|刚刚|现在|正在|已经?|发生|了(?=[,。;!]|\Z)", text)


_TOPIC = re.compile(
    r"(?:(?:特大|短时|局部|持续|极端|倒春)?(?:高温|低温|暴雨|强降雨|强降水|大雨|雷电|雷雨|雷阵雨|雷暴|大风|寒潮"
    r"|春寒|降温|降雪|大雪|暴雪|雨雪|冻雨|冰雹|沙尘暴?"
    r"|台风|大雾|雾霾|浓雾|霜冻|结冰|冰冻|凝冻|洪水|山洪|内涝|强对流|龙卷风?|干旱|地震|干热风|扬沙|团雾"
    r"|热浪)[和、及]?){1,4}(?<![和、及])"
    r"|汛期|防汛|防火|防雷|防冻|防滑|防暑|停电|停水|停气|限电"
    r"|春节|国庆|五一|中秋|端午|元旦|元宵|清明|重阳|两会|高考|中考|党代会|全会|进博会|亚运会|秋收|麦收|三夏|三秋"
)
#: What may belong to a topic and stands behind it.
_OF_TOPIC = re.compile(
    r"(?:(?:来袭|红色|橙色|黄色|蓝色|期间|假期|节日|天气|过程|应急|工作|预警|响应|信号|通知|提醒){1,3}"
    r"|[^,。;:!?、\s]{1,6}(?=[,。;!\s]|\Z))?"
)
_MEETING = re.compile(
    r"(?:开|召开|组织|参加|举行|举办|进行|搞|有)(?:一?[个场次])?(?P<what>[^,。;:!、的]{0,12}?(?:会议|例会|动员会"
    r"|调度会|推进会|视频会|会(?![议员])|培训|演练|考试|检查|督查|竞赛|活动))"
)
_ABOUT = re.compile(r"关于(?P<what>[^,。;]{2,20}?)(?:的|(?=通知|提醒|提示|事))|《(?P<book>[^》]{2,30})》")
_NOUN = re.compile(r"[^,。;:!、]{0,8}(?:安全月|培训|演练|例会|大检查|检查|考试|会议|专项整治|排查)")


def topic(text: str) -> str:
    """What it is about: the weather or the feast, a meeting, what stands behind 关于, else its first words."""
    if match := _TOPIC.search(text):
        behind = _OF_TOPIC.match(text, match.end())
        return match.group() + (behind.group() if behind else "")
    if match := _ABOUT.search(text):
        return match["what"] or match["book"]
    if match := _MEETING.search(text):
        return match["what"]
    rest = _TO_ALL.sub("", text)
    if match := _NOUN.search(rest):
        return match.group().strip(": ")
    bare = (_LEADS.sub("", clause.text.strip()) for clause in clauses.split(rest))
    return next((words[:_LONGEST_TOPIC] for words in bare if len(words) > 1), "")


_LONGEST_TOPIC = 12
_LEADS = re.compile(
    r"^(?:都|再|也|给|一?下|一声|一条|说|:|严查|注意|做好|加强|防范|严防|开展|检查|进行|要|务必|请|认真|抓好|落实"
    r"|组织|关注|警惕|防止|把|内容是|就说|告诉他们|今天起|从|即日起)+"
)
