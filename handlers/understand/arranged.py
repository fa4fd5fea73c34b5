"""What was arranged for a work, not done: people found, goods bought or come, money paid, plans approved."""

from __future__ import annotations

import re
from functools import lru_cache

from handlers.understand.clauses import KEPT

_DONE = r"(?:好|妥|定|成|下来|完|到位)"
_END = r"(?:了|啦|咧|嘞|喽|哒|的|(?=\Z|[,。;!、 ]))"
_WHO = (
    r"(?:人手?|师傅|电工|焊工|瓦工|工人|工程队|施工队|施工方|施工单位|队伍|厂家|厂商|厂里|供应商|经销商|外协"
    r"|维保|第三方|检测(?:公司|机构|单位|中心|所|院)|设计院|安装公司|消防公司|公司|单位|吊车|铲车|车辆?)"
)
_GOODS = (
    r"(?:新的?|配件|备件|零件|材料|货|物料|料|件|设备|器材|管子|管件|垫片|密封圈|阀门?|探头|灭火器|电缆|线缆|钢板|水泥|油漆"
    r"|漆|砂子|沙子|牌子|标牌|灯具?|泵|电机|轴承|皮带|软管|胶管|风机|护栏|盖板)"
)
_PAPERS = r"(?:合同|协议|订单|报价|预算|招标|标书|采购(?:单|计划|申请)?|请购单?|资金|经费|款项?|货款|方案|图纸)"
_ARRANGED = re.compile(
    rf"(?:联系|预?约|商谈|商量|谈|协商|沟通|对接|说|讲|预?订|雇|租|招|聘|询价?|招标|物色){_DONE}+{_END}"
    rf"|{_WHO}(?:那边|那头)?(?:已经?|也|都|给|全)?(?:联系|约|找|请|定|订|谈|安排|叫|喊|雇){_DONE}{{0,2}}{_END}"
    rf"|(?:找|请|叫|喊|安排){_DONE}+(?:了)?{_WHO}"
    rf"|{_PAPERS}(?:已经?|也|都|刚)?(?:签|批|定|订|下|谈|走|报|递|打|付|交|汇|转|拨){_DONE}{{0,2}}(?:过去|出去|上去|过)?{_END}"
    rf"|(?:签|订|定|谈){_DONE}?(?:了)?(?:合同|协议|订单)"
    rf"|(?:的)?(?:钱|定金|订金|预付款|押金|全款)(?:已经?|也|都)?(?:打|付|交|汇|转|拨){_DONE}?(?:过去|出去|过)?{_END}"
    rf"|(?:买|购|采购|订购|网购|淘)(?:回来|到货?|着|来|妥|好|齐){_END}(?!换|装|贴|摆|放)"
    rf"|{_GOODS}(?:已经?|也|都|今天|刚|总算|终于)?(?:买|购|订|定做?|领|拉|运|发|寄|送)(?:回来|到货?|过来|来|妥|好){_END}"
    rf"|(?:材料|物料|设备|施工队|队伍|工人|人员|机具|吊车|脚手架)(?:已经?|也|都|全)?(?:进场|到场|入场|进厂){_END}"
    rf"|(?:配件|备件|零件|材料|货|物料|新件|设备)(?:已经?|也|都|今天|刚刚?|总算|终于|才)?到(?:货|厂|站|家)?{_END}(?!位)"
)


@lru_cache(maxsize=KEPT)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text tells that something was arranged: "师傅联系好了" mends nothing yet."""
    return tuple(match.span() for match in _ARRANGED.finditer(text))


def words(text: str) -> str:
    """The first words that tell of it."""
    return next((text[start:end] for start, end in spans(text)), "")


def covers(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text is part of such words."""
    return any(first < end and start < last for first, last in spans(text))
