"""What is wrong, in a clause: faults, what is missing, whether it was fixed or only guarded."""

from __future__ import annotations

import re
from functools import lru_cache

from handlers.understand import casualties, clauses, lexicon, major, results, stock, unmeant, wrong
from handlers.understand.clauses import KEPT
from handlers.understand.progress import doing_words, fixed_words
from handlers.understand.said import Said


@lru_cache(maxsize=KEPT)
def fault_in(text: str) -> str:
    """The fault that a clause tells of, unless it is denied or only the name of something."""
    if _SUPPOSED.search(text) or _OF_SENDING.search(text) or unmeant.no_fault(text):
        return ""
    if results.nothing_wrong(text) and not lexicon.hit("places.tails", text):
        text = text.replace(results.nothing_wrong(text), "好")
    text = _GOOD.sub(lambda match: "好" * len(match.group()), text)
    for match in lexicon.pattern("hazard.fault").finditer(text):
        if not _denied_fault(text, match):
            return match.group()
    return (
        _missing_equipment(text)
        or _bad_state(text)
        or next((hint.words for hint in major.hints(text) if hint.number != _TOGETHER), "")
    )


#: The point of what must not stand together: "一起到货" meets it and is none.
_TOGETHER = 20
_SUPPOSED = re.compile(
    r"^(?:如|若|倘|假如|如果|要是)(?:有|发现)?[^,。;]{0,6}(?:不足|不妥|不当|问题|疏漏|错误)[^,。;]{0,3}(?:请|"
    r"望|敬请|还请|恳请)"
)


#: What kept a report from going out, or an eye from seeing, is no hazard of the plant.
_OF_SENDING = re.compile(
    r"(?:信号|网络?|视频|照片|图片|消息|流量|群|微信|手机|文件|报告)(?!监控|探头)[^,。;、]{0,8}"
    r"(?:[传发送点刷]不[上出了开动去过]|没[传发送]|卡[住壳]|加载不|转圈|断断续续)"
    r"|(?<!监控)(?<!监测)(?<!预警)(?:网络?|信号|宽带|WIFI|wifi|WiFi)(?:又|也|都|老是?|一直|就|突然|当时)*(?:断|掉线|中断|不通|没了|不好|瘫痪)"
    r"|\A(?:当时|那会儿?|那阵|[昨今前](?:晚上?|夜|天|儿|日)(?:夜里|晚上|半夜)?|夜里|半夜|刚才|刚刚|之前|前面|早上|凌晨|山[上里]|路上|这边|那边|俺?我?手机|我|俺){1,3}"
    r"(?:也|都|就|一直|老是|又|突然|完全|根本|实在){0,2}(?:没有?|无|断)(?:信号|网络?|流量|WIFI|wifi|电)(?:了|啦)?[,。]?\Z"
    r"|(?:没|无|信号)[^,。;、]{0,5}(?:[传发送]不[上出了去过]|打不通)|(?:风|雾|雨|雪|天|太阳|"
    r"霾|灰)[^,。;、]{0,6}(?:瞅|看|瞧|望|照|拍)不(?:清|见|着|远)"
    r"|(?:人|刮得|冻得|晒得|熏得|累得|困得)[^,。;、]{0,4}(?:站|立|待|受|顶|撑)不(?:住|稳|了)"
)


def _bad_state(text: str) -> str:
    """A thing in a bad state, told by no word of the lists; what is mended, promised or praised is in none."""
    if _MENDED.search(text):
        return ""
    states = (match for match in wrong.states(text) if not _denied_fault(text, match))
    return next((match.group() for match in states), "")


_MENDED = re.compile(
    r"^(?:已经?|当场|现场|立即|随手|马上|立马|当时)|换新|(?:修|换|弄|整|装|补|接|清|拧|焊|盖|关|锁|"
    r"贴|搞|疏通|紧|打开|处理)(?:好|完|上|掉|住|紧|牢|齐|开|净)(?:了|的|啦|嘞|咧|$)|已(?:经)?(?:修|"
    r"换|整改|更换|处理|清|恢复)"
    r"|(?:没|不)(?:漏|响|坏|掉|断|松|渗)(?:也)?(?:没|不)|(?:注意|记得|别|不要|不能|不许|严禁|"
    r"禁止|防止|请|如何|怎么|如果|要是)"
)


# Good results whose characters must not be read as a fault: "木有问题" has no "有问题" in it.
_GOOD = re.compile(
    "|".join(
        word for word in lexicon.words("patrol.normal") if word[0] in "没无未木冇莫么零0" and not word.endswith("发现")
    )
)


def _denied_fault(text: str, match: re.Match[str]) -> bool:
    before, behind = text[: match.start()], text[match.end() :]
    between = (
        "incident.fillers",
        "incident.medium",
        "hazard.fault",
        "hazard.breaks",
        "hazard.equipment",
        "places.tails",
    )
    if (
        _STOPPED.search(before + match.group())
        or clauses.denied(before, "hazard.denials", *between)
        or clauses.denied_behind(behind)
        or casualties.none_counted(behind)
    ):
        return True
    if _FORBIDDEN.search(before) or _TO_BE_MENDED.match(behind):
        return True
    if (
        unmeant.is_other(before, behind)
        or _DRY.search(before + match.group())
        or (match.group() == "开焊" and _TO_WELD.search(before))
    ):
        return True
    if _NOT_PUT.search(before) and match.group()[0] in "和跟与同、连混挨":
        return True
    if _NO_PLANT.search(before) or (match.group()[0] == "不" and before.endswith(match.group()[1:])):
        return True
    if lexicon.ending(before, "incident.before") and match.group() == "泄漏":
        return True
    if re.search(r"(?:未|没有?|无)(?:发现|见|出现|看到)[^,。;]{0,14}\Z", before):
        return True
    return bool(
        re.match(
            r"(?:检查|检测|监测|探测|报警|演练|演习|试验|测试|情况正常|处置|应急|排查|治理|"
            r"记录|隐患排查|整改率|的?风险|报警器正常)",
            behind,
        )
    ) or _benign(text, match)


#: "严禁在罐区吸烟" finds nobody smoking; "过期的换掉" is an order.
_FORBIDDEN = re.compile(
    r"(?:严禁|禁止|不得|不准|不许|请勿|切勿|不要|杜绝|严控|严查|整治|打击|拒绝)[^,。;牌标字处]{0,6}\Z"
)
_TO_BE_MENDED = re.compile(
    r"的(?:话)?(?:都|全|要|就|得|赶紧|及时|立即|必须|马上|一律|尽快)*(?:换|更换|修|补|拆|清|"
    r"处理|整改|扔|挪|校|送检|报废)(?:掉|好|上|走|齐)?(?![了\u4e00-\u9fff])"
)
#: "严禁在罐区吸烟" finds nobody smoking; "过期的换掉" is an order.
_FORBIDDEN = re.compile(
    r"(?:严禁|禁止|不得|不准|不许|请勿|切勿|不要|杜绝|严控|严查|整治|打击|拒绝)[^,。;牌标字处]{0,6}\Z"
)
_TO_BE_MENDED = re.compile(
    r"的(?:话)?(?:都|全|要|就|得|赶紧|及时|立即|必须|马上|一律|尽快)*(?:换|更换|修|补|拆|清|"
    r"处理|整改|扔|挪|校|送检|报废)(?:掉|好|上|走|齐)?(?![了\u4e00-\u9fff])"
)
#: 围堰里没有水: as it has to be.
_DRY = re.compile(
    r"(?:围堰|沟|坑|地面|地上|防火堤|隔堤|井|屋里|墙上|窗台|平台上|楼道)(?:里|内|底|上)?(?:头|"
    r"面)?(?:也|都|一点)?(?:没有?|无)(?:积)?(?:水|油|料)\Z"
)
#: 明早开焊: the welder begins.
_TO_WELD = re.compile(
    r"(?:明[天早儿晚日]|后天|今[天晚]|上午|下午|晚上|准备|马上|可以|计划|预计|打算|就|能|再|才|[号日点])[^,。;]{0,3}\Z"
)
_NOT_PUT = re.compile(r"(?:没有?|不|未|别|勿|严禁|禁止|无|防止|避免|分开)[^,。;]{0,10}\Z")
_NO_PLANT = re.compile(
    r"(?:手机|相机|记录仪|流量(?![计表阀孔变])|微信|软件(?!包)|电脑|网络(?!线|柜|交)|电瓶车|"
    r"饭菜|心情|脾气|天气|肚子|私家车"
    r"|^车(?![间库位棚辆床挡场])|(?<![支罐塔桌柜炉])腿|胳膊|手指|(?<![地支管底撑垫机座扣])脚(?!手架|"
    r"踏|轮)|腰(?!轮)|骨头|(?<![螺丝齿滑])牙"
    r"|高速(?!泵|轴)|国道|省道|人手|时间(?!继)|经费)[^,。;]{0,3}\Z"
)
_STOPPED = re.compile(r"(?:已经?|安排|先|暂时?|立即|马上)(?:停用)\Z")
_BENIGN = (
    "堆放整齐",
    "堆放规范",
    "缺席",
    "不缺",
    "缺人",
    "缺钱",
    "缺觉",
    "没缺",
    "没关系",
    "不可缺",
    "至少",
    "多少",
    "很少",
    "减少",
    "故障排除",
    "坏了吗",
    "缺陷已",
    "停用期间",
)


_UNKNOWN = re.compile(r"(?:我|俺|这个|那个|这|那|也|还|真|具体)*(?:的)?不清楚.{0,3}")


#: Out of use is a fault of what guards; a pump or a tank may stand idle.
_SAFEGUARD = re.compile(
    r"报警|探头|联锁|喷淋|消防|灭火|监控|切断|急停|安全|自控|摄像|水幕|应急|泄|排风|通风|风机|"
    r"洗眼|避雷|接地|阻火|紧急|DCS|SIS|GDS|PLC|ESD"
    r"|防|注水|氮封|除尘|仪表|液位计|压力表|温度计|爆破片|呼吸阀|UPS|备用电源|双电源|照明|疏散|"
    r"泡沫|水炮|烟感|温感|广播|联动|限位|巡更|围堰|洗涤|吸收塔|尾气|伴热|回收"
)
_UNMANNED = re.compile(r"的?(?:点|站|库|泵|变|井|机房|模式|式|称|磅|地磅|道闸|处|岗|场所|区|坝|加油|设备|系统|控制|\))")


def _benign(text: str, match: re.Match[str]) -> bool:
    if _UNKNOWN.fullmatch(text.strip()) or (match.group() == "无人值守" and _UNMANNED.match(text, match.end())):
        return True
    if match.group() == "停用" and not _SAFEGUARD.search(text):
        return True
    around = text[max(0, match.start() - 2) : match.end() + 3]
    return any(word in around for word in _BENIGN)


_ABSENT = re.compile(
    lexicon.either("hazard.absent")
    + r"(?:任何|有|个|配|一只|一个)?"
    + r"(?P<thing>[^,。;、]{0,6}?"
    + lexicon.either("hazard.equipment")
    + r")(?P<rest>[^,。;]{0,6})"
)


_GONE = re.compile(lexicon.either("hazard.equipment") + r"(?:没了|没有了|不见了|丢了|让人拿走|缺了)")


def _missing_equipment(text: str) -> str:
    """The absence of what must be there ("无消火栓"), not of what is wrong with it."""
    if gone := _GONE.search(text):
        return gone.group()
    for match in _ABSENT.finditer(text):
        if not lexicon.hit("hazard.named", match.group()) and not re.match(
            r"(?:异常|问题|隐患|损坏|缺失|过期|故障|失效|正常|破损)", match["rest"]
        ):
            return match.group()
    return ""


def level_of(text: str) -> str:
    """The level where it is said: no title, no denial."""
    match = _LEVEL.search(text)
    return (match["a"] or match["b"] or match["c"]) if match else ""


_LEVEL = re.compile(
    r"(?<!发现)(?<!有)(?<!无)(?<!没)(?P<a>一般|重大)(?:事故|安全)?隐患(?!报告|排查|判定|治理|"
    r"清单|台账|挂牌|整改|通知|督办|标准|(?:数|数量|共|有)?[:为是]?(?:0|零|〇|无|没)(?!\d))"
    r"|^(?:其中|有)?(?P<c>一般|重大)的(?:那?[一1]?[条项处个])?(?:是|为|:)"
    r"|(?:等级|级别|(?<!不)定(?=重大|一般)|定为|定级|列为|判为|判定|属于|属|按)[:为是]?(?P<b>一般|重大)"
)


def suggested_level(said: Said) -> str:
    """重大 where the words meet one of the twenty points."""
    return "重大" if major.hints(said.text) or stock.over(said.text) else ""


def status_of(text: str, fault: str = "") -> str:
    """已整改 or 整改中 where the words say so; the fault itself, "没锁", tells of no work."""
    rest = text.replace(fault, " ") if fault else text
    if doing_words(rest):
        return "整改中"
    return "已整改" if fixed_words(rest) and fixed_words(text) else ""


_SHUT = re.compile(r"[关锁敞盖围停断切]|开着")


def unguarded(text: str, fault: str) -> str:
    """What is told without the clauses of guarding, which mend nothing, and without what was left undone: 未清."""
    kept = ",".join(one.text for one in clauses.split(text) if _SHUT.search(fault) or not control(one.text))
    return _LEFT_UNDONE.sub(" ", kept)


_LEFT_UNDONE = re.compile(
    r"(?:(?<!还)没有?|未|无人)(?:及时|按时|按规定|人|能|全部?){0,2}(?:清|清理|打扫|收拾|分开|"
    r"归位|管|处理|修|换|挪|搬|拆|盖|锁|关|装|贴|补)(?!好|完)"
)


#: Things whose names only hold a word of guarding.
_NAMES = re.compile(r"(?:紧急)?切断(?:阀|装置|系统)|停车(?:场|位|区|库|坪)|监护(?:人|仪)|隔离(?:墙|开关|变压器)|看守所")


def control(text: str) -> str:
    """Stopping, isolating, guarding: the clause that tells of it."""
    guarding = (
        one.text.strip()
        for one in clauses.split(text)
        if _GUARD.search(one.text) or lexicon.hit("hazard.control", _NAMES.sub(" ", one.text))
    )
    return ",".join(one for one in guarding if _guards(one))


_TO_BE_STOPPED = re.compile(
    r"(?:期间|先|暂时?|该段|该区|那段|已经?|立即|马上|临时)[^,。;]{0,6}停用|(?:拉闸|断电|关阀|"
    r"关停)[^,。;]{0,3}停用|停用(?:该|了|这|那|此)"
)


_COVERS = re.compile(
    r"(?:拿|用|找|弄)[^,。;]{1,6}(?:挡|盖|垫|接|围|堵|绑|压|罩|蒙|苫|缠|支|顶)(?:着|上|住|了)(?!.*(?:消防|通道|出口))"
)
_GUARD = re.compile(
    r"(?:警戒|隔离|警示)(?:带|绳|线)|拉[上起了好]{1,2}(?:绳|围)|"
    rf"{_COVERS.pattern}|"
    r"每(?:隔)?[^,。;]{1,6}(?:巡|查|看|测|记录)|(?:关|切|停)(?:闭|掉|了|断)(?:了)?[^,。;]{0,5}(?:阀|"
    r"泵|电|料|气|汽|机)|(?:阀门?|阀组|电源|电闸|总闸|料)(?:已经?|都|也|先|给){0,3}(?:关|切|"
    r"停|断|拉)(?:了|闭|死|上|掉|断|下)?(?=\Z|[,。;])|(?:停|断|关)了(?=\Z|挂|[,。;])|挂上?(?:了)?(?:个)?牌|"
    r"(?:先|暂时?|"
    r"暂且)(?:不叫|不让|不许|不|别|停|禁)[^,。;]{0,4}(?:用|开|进|动|上手|作业|装|卸|充)"
)
_WAITS = re.compile(r"(?:要|得|需|须)?等[^,。;]{0,8}(?:停车|停机|停产|检修)|才能|方[能可]|需[^,。;]{0,6}停[车机产]")


def _guards(text: str) -> bool:
    """Whether a clause tells of guarding, not of a fault: "期间该段停用"; what waits for a stop guards nothing."""
    if _COVERS.search(text):
        return True
    if "挂牌督办" in text or _WAITS.search(text):
        return False
    return not fault_in(text) or (fault_in(text) == "停用" and bool(_TO_BE_STOPPED.search(text)))
