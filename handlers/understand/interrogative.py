"""Whether words are a question: by a mark, a particle, a question word that asks, V不V."""

from __future__ import annotations

import re
from functools import lru_cache

from handlers.understand import lexicon
from handlers.understand.clauses import KEPT

UNIT = r"[条家个项处起件次天回晚夜份遍户趟批张期篇则场段人名]"
_END = r"(?:啊|呀|呢|嘞|哩|哦|哇|嘛|啦|领导)*\Z"
_NOT = r"(?:没有?|没得|冇|木有?)"  # 没 as it ends a question in several dialects
# What may stand before 没 and before 不 where they ask at the end.
_DONE = r"(?:[了过好完到住着上下齐全掉走开成期妥毕清批来去报交发传销改弄修换录记巡查搞动通复]|处理|整改|落实|合格|正常)"

_WHETHER = re.compile(
    r"(?<![时动])(?P<v>[\u4e00-\u9fff])不(?P=v)"
    r"|是(?:直接|先|要|得|该|用|打|发|填|报|传|找|走|按|算|写|交|拍|给|去|来|在|到|从|今天"
    r"|明天)[^,。;]{0,12}还是[^,。;]"
    r"|(?P<w>[报发交传巡查改弄修换收批销过完好有去来看开关停在到])没(?P=w)"
    r"|(?P<x>[\u4e00-\u9fff]{2})[不没](?P=x)"
    rf"|(?<![都也还就])(?:发|报|交|传|巡|拍|收到|看到)(?!现|生)[^,。;没]{{1,8}}(?<![都也还啥一]){_NOT}{_END}"
    rf"|(?<![都也一]){_DONE}{_NOT}{_END}"
    rf"|(?<![没都也])有[^,。;没]{{1,8}}{_NOT}{_END}|还[有剩][^,。;]{{1,12}}的?{_NOT}{_END}"
    rf"|有[^,。;]{{1,10}}的{_NOT}{_END}|(?<![要可岂决绝从也都就还毫偏只并并])不{_END}"
    r"|(?:[了的过好到能有]|可以|行|成|中)(?:么|嘛)\Z"
    r"|(?:报|交|发|传|收|巡)(?:齐|全|上|到|来|完)?了吧\Z|(?:已经?|算)[^,。;]{1,8}了吧\Z|(?:收到|看到|看见|算报"
    r"|(?:报|发|交|传|记|录|登)(?:上|到|进|成功)(?:去"
    r"|来)?)(?:了|过)?吧\Z"
)
_HOW_MANY = re.compile(
    r"(?:[报漏缺欠差剩余有共批推销断迟延罚挂压拖落留攒]|[得要](?:拍|报|发|交|填|巡|查)|超期|逾期|到期|推送|登记"
    r"|发现|查出|新增|申请)(?:了|过|下|着|出|的)?"
    rf"几{UNIT}上?(?=[啊呀呢哦嘛]?\Z|的?(?:隐患|企业|单位|延期|零报|夜巡|没|未|要|快|到期|超期|逾期|待|等着))"
)
_OPENS = re.compile(
    r"请问|问一?下|问问|想问|请教|求教|讨教|求问|打听|咨询|(?:麻烦|请)(?:您|你)?(?:帮忙|帮)?(?:查(?!收|阅|验|看附)|看看"
    r"|看一?下(?!附))|帮(?:我|俺|忙)?(?:查|看)"
)
_OR = re.compile(
    r"是[^,。;]{1,6}还是[^,。;]{1,6}|"
    r"多[长大高远重宽厚深久](?:合适|合格|算好?|才行|可以|为好|为宜|合规|够)?\Z|([多高快好])了?(?:还是)?([少低慢坏])了|[多高快好大]了?还是[少低慢坏差小]|(?:涨|升|增"
    r"|上升|增加)了?还是(?:跌|降|减|下降"
    r"|减少)"
)

# Question words that ask nothing: denied, whatever it is, "and so on", what nobody knows, of course.
_ANY = r"(?:啥|什么|甚么?|谁|哪|多少|几)"
_NOTHING = re.compile(
    r"(?:(?<!有)没有?|无|未|冇|木有?|不|莫得|没得)(?:发现|见|看见|看到|出|发生|出现|用|花|费|干|听说)?(?:着|到|过|了)?"
    rf"(?:{_ANY}|(?:咋|怎么)(?!办|弄|报|填|发|整|回))"
    r"|(?:啥|什么|哪儿|哪里|哪|谁家?|怎么|咋)[^,。;家些个]{0,4}(?:都|也)"
    r"|(?:啥|什么)(?:事儿?|事情|毛病|问题|情况|异常|隐患|动静|岔子)(?:没|木|冇|莫|无)"
    r"|(?:不知道?|不清楚|不晓得|说不清|闹不清|弄不清)(?:是)?[^,。;]{1,16}还是[^,。;]{1,8}"
    r"|(?:这|这都|都)?(?:是)?谁(?:入|放|堆|搁|弄|搞|干|停|锁|关|开|拆|挪|扔|码|存|摆|装|接|"
    r"动|拔)(?:的[\u4e00-\u9fff]?)(?:啊|呀|呢|这是|嘛|哩|这)*\Z"
    r"|(?:认|分|辨|看)(?:不出来?|不得)(?:是|写的)?(?:啥|什么|哪)[^,。;]{0,3}"
    r"|(?:无论|不管|不论|随便|任凭)[^,。;]{0,8}(?:谁|哪|啥|什么|怎么|咋|如何|多少|是否|是不是|有没有)"
    r"|(?<![干做是有为])(?:啥|什么)的(?=\Z|[,。;都全堆放没])"
    r"|不(?:知道?|清楚|晓得|明白)(?:是|被|叫|让|从)*"
    r"(?:谁|哪|啥原因|什么原因|为啥|为什么|咋回事|怎么回事|什么时候|啥时候)"
    r"|(?:谁|哪家|为啥|为什么|咋回事|啥时候|什么时候)[^,。;]{0,8}(?:不知道|不清楚|没查|查不|还没查|说不清)"
    r"|^[有报发查巡弄改是在][了过啊呀的]*(?:咋|怎么|哪)(?:会|能|可能)?(?:没有?|不|未)[啊呢呀嘛]*"
    r"|(?:咋|怎么|哪)(?:会|能|可能|敢)(?:没有?|不|有)"
    r"|(?P<q>哪|谁|啥|什么|几|怎么|咋)[^,。;]{0,4}(?P=q)"
    r"|(?:啥|什么|怎么|咋)[^,。;]{0,4}(?:回头|等会|再说|再报|稍后|晚点|随后|之后|待会|细说)"
    r"|多少(?=有点|有些|还是|漏|渗|带点|会|都|也)|哪怕|谁知道?(?=[,。;]|\Z)|有啥说啥|几乎|好几|十几|几十"
    r"|是否[^,。;?]{1,24}: ?[是否有无]|\(?是/否\)?|不咋的?|不怎么|没怎么"
)
#: What is still left undone is asked, though 啥隐患没 tells of none: 还有啥隐患没改的.
_STILL_OPEN = re.compile(
    r"还[有剩差欠][^,。;]{0,2}(?:啥|什么|哪些?|几|多少)[^,。;]{0,8}(?:没|未)(?:整?改|处理|销|完|弄|修|换|交|报|办|闭环|清|落实)"
)
_AND_THIS = re.compile(r"(?:那|那么|可|然后)?[\u4e00-\u9fff\d#]{1,8}(?<!着)呢\Z")
_CALM = re.compile(r"[正在着还没可才就都早快差忙刚挺很看吃弄干做开修换等跑走说查转巡值睡上下来去]")


@lru_cache(maxsize=KEPT)
def asks(text: str, mark: str = "") -> bool:
    """Whether a clause with its mark is a question."""
    if mark == "?":
        return True
    if _STILL_OPEN.search(text):
        return True
    # 有没有谁 asks, and 没有谁 in it denies nothing
    rest = _NOTHING.sub("", lexicon.pattern("talk.asks_not").sub("", text.replace("有没有", "是否有")))
    if lexicon.hit("talk.asks", rest) or (_AND_THIS.match(rest) and not _CALM.search(rest)):
        return True
    return any(finder.search(rest) for finder in (_WHETHER, _HOW_MANY, _OPENS, _OR))


_COUNTED = re.compile(rf"(?<![这那好前后近过等头缓晚宽上十])几{UNIT}|多少")


def how_many(text: str) -> bool:
    """Whether a number is asked for, in the mouth of somebody who only asks."""
    return bool(_COUNTED.search(text))
