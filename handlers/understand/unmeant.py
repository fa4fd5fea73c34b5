"""Words that sound of a hazard, a zero report or a finished work and mean none: private things, doubts, in vain."""

from __future__ import annotations

import re

# Hazards

_PRIVATE = re.compile(
    r"马桶|饮水机|冰箱|冰柜|打印机|复印机|洗衣机|电视(?!监控)|微波炉|电饭[锅煲]|咖啡机|考勤机|打卡机|麦克风|投影仪?|WiFi|地磅(?!房|仪|坑)|手电筒?|充电宝|耳机|眼镜|雨伞|水杯"
    r"|(?:我|俺|咱)(?:们)?家|楼道|小区|物业|出租屋|办公室(?:的)?(?:空调|门锁?|窗|椅|桌|灯泡?)|(?:氧气|乙炔|氮气|氩气|煤气|液化气|二氧化碳)?(?:瓶|罐)(?:里)?(?:都)?没气了"
    r"|(?:信息|密码|资料|隐私|考题|题目|个人信息)泄[漏露]|(?:县里|村里|街上|城里|广场|河边|镇上|外面|对面|远处)[^,。;]{0,4}(?:放|燃放)(?:烟花|炮|鞭炮)"
)
#: A private thing that is a danger all the same, or stands in a plant's rooms.
_STILL = re.compile(r"防爆|电线|线路|充电|飞线|漏电|私拉|着火|冒烟|插座|库|车间|罐|配电|机房|消防|实验室|泵|探头|监控")
_RULES = re.compile(
    r"(?:没|未|不)[^,。;没未不]{1,8}(?:的|者)?(?:,)?(?:就|都|一律|要|将)?(?:不准|不许|不得|不让|禁止|罚(?!单)|清退|开除|滚蛋|走人|别想|甭想)(?!了)"
    r"|(?:不能|别|勿|莫|不可|甭)(?:再|在|把|让)?(?:带|吸|抽|堆|占|停|乱|私)[^,。;]{1,6}"
    r"|^(?:险些|差点|差一点)[^,。;]{0,3}(?:漏|忘|错|填|迟|晚)|(?P<v>坏|漏|松|堵|断|破|裂)没(?P=v)|(?:忘|漏)[^,。;]{0,4}没填|不存在[^,。;]{1,8}(?:问题|现象|情况)"
)
_NOT_THIS = re.compile(r"(?<!是)(?<!要)(?<!还)(?<!又)不是(?!很|太|吗|没|不|因|有|这|那)[^,。;]{0,2}\Z")


def no_fault(text: str) -> bool:
    """Whether a clause speaks of private things, or of a rule, and tells of nothing wrong in the plant."""
    return bool(_RULES.search(text)) or bool(_PRIVATE.search(text) and not _STILL.search(text))


def is_other(before: str, after: str) -> bool:
    """Whether something is said not to be this fault but another thing: "那不是裂缝", "不是泄漏"."""
    return bool(_NOT_THIS.search(before)) and not re.match(r"[^,。;]{0,4}(?:就是|而是|,就|的问题)", after)


# Zero reports

_DOUBTS = re.compile(
    r"谁知道呢|天知道|鬼知道|鬼才?信|我才不信|才怪|骗谁|骗鬼|糊弄谁|你信(?:吗|不|么)|呵呵|个屁|个鬼|个锤子|才有鬼"
    r"|(?:不等于|不代表|不意味着?|不见得|不敢说|难说|谈不上|算不上|说不上|难保|保不[准齐]|不能保证|不好说)[^,。;]{0,6}(?:没|无|零|正常|平安|安全)"
    r"|(?:要|让|叫|逼|求|教|劝)(?:我|俺|咱|他|她|人家)(?:们)?(?:写|报|说|填|发|回|讲)[^,。;]{0,3}(?:没|无|零|正常|平安|一切)"
    r"|(?:上|里)(?:面)?(?:写|记|填|登|印)(?:的|着|了)?(?:是|都是)?(?:正常|无|没|一切|平安|零)|(?:他们?|人家|别人|隔壁|对门|别)(?:家|厂|站)[^,。;]{0,3}(?:平安|正常|没事|没隐患|无隐患|零隐患)"
    r"|(?<!按)(?<!照)(?<!用)(?:模板|样板|范文|示例|样例|例子|格式)[^。;]{0,8}:|除非没(?:啥|什么)?事|都说(?:一切|没|无|平安|正常)|(?:没|未|还没)(?:巡|去看|去查|看过|查过|转)[^。;]{0,3},?(?:所以|当然|自然|也就|哪来)?[^,。;]{0,3}(?:没|无)(?:异常|隐患|问题|情况)?(?:可|能)?报"
    r"|有(?:点|些|几个)小(?:事|问题|毛病|情况|状况)(?:儿)?(?=[,。;]|\Z)|没毛病,?(?:老铁|兄弟|哥|亲|家人)"
)
#: 没啥活: nothing of another kind.
_NO_OTHER = re.compile(
    r"(?:没啥|没什么|没有什么)(?:活|课|人(?!员)|货|车|钱|料|菜|饭|空|时间|生意|客|单子|油水|胃口|意思|关系|用|好说)"
)


def no_zero(text: str) -> str:
    """The words by which nothing is reported of a day, though they say that there is nothing."""
    match = _DOUBTS.search(text) or _NO_OTHER.search(text)
    return match.group() if match else ""


# Finished work

_IN_VAIN = re.compile(
    r"(?:[,\s]|但是?|可是?|就是|结果|试(?:了|车)?(?:一下)?|一试|它|也|都|一?开|一?用|今天|昨天|早上|过后?|完|后|没(?:两|几)?天|没过?多久|接着|紧接着|现在|倒是){0,6}"
    r"(?:没(?:有)?(?:修|改|弄|换|装|搞|整|焊|堵|调|治|止)(?:成|好|住|上|利索)|没(?:用|效果|效|作用|管用|试压|调试|打压|验收|通过|试)|不(?:管|顶|中|起)(?:用|事|作用)"
    r"|还(?:是|在|有点|照样|照旧|老)?(?:渗|漏|滴|淌|响|晃|松|堵|抖|冒|不亮|不行|不动|不转|不响|坏|歪|报警)|照样|照旧|依旧|依然|又(?:渗|漏|坏|掉|断|松|堵|响|裂|滴|不)|白(?:换|修|弄|搞|干|忙|费)|等于没)"
)
_DISOWNED = re.compile(
    r"[^。;!?]{0,6}?(?:(?:是)?(?:我|俺|他)?(?:们)?(?:说|报|发)(?:早|大|快|过头|错)了|(?:那|这)?(?:是|都是)?(?:不可能|做梦|瞎说|瞎扯|骗人|骗鬼|扯淡|吹牛|假话|鬼话))"
)
_SAID_TO_BE = re.compile(
    r"(?:谁|哪个)(?:把|给)[^,。;]{0,10}(?:点|写|标|改|登|弄|录|填|报|销|设|勾)(?:成|为|作)?(?:了)?(?:已)?\Z|(?P<v>[\u4e00-\u9fff])(?:上|好|完)?是(?P=v)\Z|(?:说|讲|算|当|以为|号称|自称|所谓)(?:是|它|的)?\Z"
)


def in_vain(before: str, behind: str) -> bool:
    """Whether a work that is told as finished came to nothing, is disowned, or is only said to be so."""
    return bool(_IN_VAIN.match(behind) or _DISOWNED.match(behind) or _SAID_TO_BE.search(before))
