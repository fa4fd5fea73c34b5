"""Words about sending in: who has not sent, who has, whether something arrived."""

from __future__ import annotations

import re

# What is done with a report, and not with anything else.
SEND = (
    r"(?:上报|报送|报备|报(?![警废修错价喜失名到]|告单)|上传|传(?![达染])|发(?![现生动放热霉货电])|上交|交(?![班接办代叉流底])"
    r"|提交|填报|填|巡(?![视员])|夜巡|巡查|打卡|签到|上线|拍|录入|送(?![教检修货电水风]))"
)
_NOT = r"(?:没有?|未|还没|尚未|没能|没见|未见|没按时|未按时|没及时|未及时|不)"
_BETWEEN = r"(?:按时|及时|按要求|往上|往群里|在群里|在?系统里?|给|有|人|见|把|零报告?|夜巡|视频|日报|周报|今晚的?|昨晚的?|主动)*"
SEND_ANY = re.compile(SEND + r"|零报|夜巡|视频|报告|动静|消息")
NOT_SENT = re.compile(
    rf"{_NOT}{_BETWEEN}{SEND}|(?:漏|缺|欠|断)(?:报|巡|交|发|传|了)|没(?:动静|消息|音讯|反应|吭声|冒泡|露头|信儿|影儿?|声|回音)"
    r"|没看?见(?:到)?[^,。;]{0,6}(?:视频|夜巡|零报|报告)|没收[到住着][^,。;]{0,8}(?:视频|夜巡|零报|报告|的)|掉队|挂零"
)
SHORT_OF = re.compile(r"(?:差|缺|欠|剩)(?:着|了|下)?(?:谁|哪|几家|几个(?!隐患)|多少家|多少户)")
SENT = re.compile(
    rf"{SEND}(?:了|上来|上去|到|齐|全|得|的|过|完|上)+(?:几|多少|哪|谁|咋样?|怎么样|怎样|如何|没|吗|么|\?|\Z)"
    rf"|(?:几|多少)(?:家|个|户|份|条)?(?:企业|单位)?(?:已经?|都)?{SEND}|(?:收|来|到|接)(?:到|了|上来)*(?:几|多少)(?:家|份|个|户)"
    rf"|(?:谁家?|哪家|哪些|哪几家)(?:已经?|都)?{SEND}(?:了|过)|{SEND}(?:情况|率|进度|名单|明细|统计)|(?:报|交|发|巡|收)(?:齐|全)"
)
LATE = re.compile(
    r"迟报|(?<![今昨前当明])晚报(?!名)|补报|超时(?:上)?报|迟交|(?<![今昨前当明])晚交|不按时|(?:报|交|发)(?:得|的)?(?:晚|迟)|(?:过了|超过)(?:点|时间|时限)(?:才|再|后)(?:报|交|发)|卡点"
)
_ASKS_BEHIND = r"(?=没|吗|么|不(?:啊|呀|呢)?\Z|\?|吧\Z)"
ARRIVED = re.compile(
    r"(?:收|接|看|瞧|见|查)(?:到|住|着|见)|有(?:没有)?(?:我们?|俺们?|咱们?|记录|我家|俺家)"
    rf"|(?:记|登|录|传|报|发|交|上|入)(?:上|进|过|到|成功|成|全|齐|住)?(?:去|来|了)?{_ASKS_BEHIND}"
    rf"|(?:算|够|合格|有效|过关|通过)(?:数|报)?(?:了)?{_ASKS_BEHIND}"
)
_MODAL = re.compile(
    r"(?:要不要|用不用|需不需要|要|用|能|可以|得|该|需要?|应该|怎么|咋|如何|几点|什么时候|啥时候|多会儿?)[^,。;?]{0,8}"
    + SEND
)
#: An officer wants to see something, without a question word.
SHOW = re.compile(
    r"(?:列|拉|捋|理|梳理|汇总|统计|归拢|盘点|筛|查询|查|调|找|看|瞧|数|算)(?:一?下|一遍|一?列|一?看|出来?|看看|个|一个|一份|份|[^,。;]{0,8}(?:我|名单|清单|单子|明细|情况))"
    r"|(?:都|全|全部|给我|发我|报我)(?:列|拉|捋|汇总|统计|调|找|查|筛|报|发|看)|(?:列|拉|发|报|说|讲)(?:给|一下给)我(?:看看|听听)?|(?:名单|清单|单子|明细|列表)(?:给我|发我|来一份|拿来|出来)?\Z"
    r"|(?:报|说|讲)(?:一?下|说)[^,。;]{0,16}(?:情况|进度|进展|数|名单)|(?:给我|跟我|和我)(?:说|讲|报)(?:说|讲|一?下)"
)
#: Others shall do it.
OTHERS = re.compile(
    r"各(?:单位|企业|家|厂|站|公司|乡镇|部门)|大家|你们|他们|通知|让|叫(?!什么)|告诉|要求|督促|务必|抓紧|尽快|请(?:于|在|按|及时|各)|必须|提醒"
)


def modal(text: str) -> bool:
    """Whether it is asked whether or how one has to send: that wants help, not a look into the books."""
    return bool(_MODAL.search(text))


def wants_to_see(text: str) -> str:
    """The words by which an officer wants to see something, unless others shall do it."""
    match = SHOW.search(text)
    return match.group() if match and not OTHERS.search(text) else ""
