"""A thing of a plant in a bad state, whatever verb tells of it: "护栏开焊", "货车堵得死死的", "探头不吱声"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from handlers.understand import lexicon
from handlers.understand.clauses import KEPT


@lru_cache(maxsize=KEPT)
def thing_in(text: str) -> str:
    """The first thing or place of a plant that a clause names."""
    return next((match.group() for match in _things().finditer(text)), "")


@cache
def _things() -> re.Pattern[str]:
    named = lexicon.either("hazard.things", "hazard.equipment", "places.tails")
    other = "(?!" + lexicon.either("hazard.no_things") + ")"
    return re.compile(
        rf"{other}(?:{named}|[\u4e00-\u9fff\d#]{lexicon.either('hazard.thing_ends')}(?![\u4e00-\u9fff]们))"
    )


@lru_cache(maxsize=KEPT)
def states(text: str) -> tuple[re.Match[str], ...]:
    """The bad states that a clause tells of, where it names a thing that can be in one."""
    return tuple(_bad().finditer(text)) if thing_in(text) else ()


@cache
def _bad() -> re.Pattern[str]:
    return re.compile("|".join((_broken(), _cannot(), _left_undone(), _in_the_way(), _without(), *_SHUT_OR_MIXED)))


_DONE = (
    "(?:了(?!个?(?:新|一口气))|着|啦|喽|嘞|咧|掉|得|成|没了|(?:的)(?=\\Z|[,。;!])|\\Z|"
    "一(?:块|截|半|道|个|圈|片|大|根|处|条|角)|个(?:口|洞|缝|角|眼|窟窿))"
)


def _broken() -> str:
    """断了, 歪着, 有点渗, 掉得只剩一半."""
    breaks = lexicon.either("hazard.breaks")
    stuck = r"(?:套|蒙|捂|包|罩|冻|糊|缠|粘|锈|卡|堵|埋|淹|盖|压|挡|裹|焊|别|憋|泡)(?:住|死|满|没)"
    full = r"(?:一(?:滩|地|层|圈|片|道|股)|全是|都是|净是|满是|积了?|淌了?)(?:积)?"
    full += r"(?:油|水|锈|灰|泥|料|液|渣|沫|粉|白印|碱|酸)"
    return (
        r"(?:地上|地面|地下|平台上|楼梯上|台阶上|路上|沟里|坑里)(?:都|全|净|还)?(?:有|是)(?:不少|好多|很多|一些|些|点|一滩|一层|一片|好些)?"
        r"(?:油|水|料|泥|冰|碱|酸|玻璃|钉子|杂物|垃圾|纸箱|烟头)(?![管泵罐箱桶枪池])|"
        rf"(?<!没)(?<!没有)(?<!不){stuck}|(?<!没)(?<!没有){full}|见底|(?:太|过于|偏|忒|"
        rf"恁|特别)(?:近|远|高|低|大|小|松|紧|薄|短|窄|矮|陡|滑|旧|热|烫|响|吵|密|挤)|(?:温度|压力|液位|"
        rf"电流|电压|振动|浓度|间距|读数|水位|流量)[^,。;]{0, 6}(?:低了|高了|大了|小了|不稳|波动|掉得|往下掉|"
        rf"降不下|升不上|上不去|下不来)|积(?:了|着|有|满)[^,。;]{0, 6}(?:水|油|灰|料)|(?:往|朝)(?:下|"
        rf"外|上|里|地上)(?:滴|"
        rf"淌|流|漏|冒|渗|掉|喷|滋)|(?:起|冒)(?:泡|皮|壳|卷|毛)|(?<![事题常病患况人])(?:没|没有|不见|丢)了(?=\Z|"
        rf"[,。;])|一[^,。;]{1, 6}就(?:灭|停|跳|掉|断|漏|响|死|卡|黑|没)|(?:黑|灭|裂|豁|秃|光|散|烂)着|(?:焊口|"
        rf"焊缝|接缝|接口|胶|漆|皮|线)(?:都|也|全)?开了|(?:拔|拆|剪|摘|卸|偷|借|挪|拿)(?:了|掉|走)(?:了)?(?!下来换)|"
        rf"(?<![卸倒清腾放排抽推打切剪停关别不没未有]){breaks}(?:也|都|全|开|裂|坏|烂|弯)?{_DONE}|有(?:点|些)(?:儿)?{breaks}|"
        rf"(?:老|总|一直|天天|经常|频繁|时不时)(?:是|往外|自己)?{breaks}"
    )


def _cannot() -> str:
    """不亮, 不吱声, 关不严, 打不着."""
    faculty = lexicon.either("hazard.faculties")
    return (
        rf"(?:不|不太|不大|不咋|不怎么|不会|没法){faculty}"
        r"|[打关开拧说看听转启发报拍录传充放起落伸收升降锁用使喷]不了|[打关开拧拉推合锁点启发转动摇抽泵用看听接拔插按扳伸升降盖套扣刷读调充放停刹固绑立站卡夹吸落够压回起认测]不(?:开|"
        r"动|上|下|严|紧|住|着|了|出|起|通|清|到|回|来|亮|响|准|够|稳|牢|死|全|合|实|平)"
    )


def _left_undone() -> str:
    """没接地, 未按规定检定, 没人看."""
    duty = lexicon.either("hazard.duties")
    return (
        rf"(?:没有(?!堵|占)|没|未)(?:给|及时|按时|按规定|按要求|按期|再|能|进行|做|定期|全部?|完全)?{duty}(?![系法到会工始现])"
        r"|没(?:有)?人(?:管|看|监护|值守|盯|守)"
    )


def _in_the_way() -> str:
    """通道停着车, 叫货车堵了, 门口堆满."""
    done = "(?:着|了|满|得|一堆|一地|住|死|过|坏|弯|断)"
    return (
        rf"(?:通道|出口|门口|门前|路口|楼梯|卸油口|消火栓|消防栓|应急灯|配电箱|配电柜|控制柜|阀门)[^,。;]{{0,8}}(?:停|放|堆|摆|搁|码|垛){done}"
        rf"|(?:叫|让|被|给)[^,。;]{{1,8}}(?:堵|占|挡|撞|砸|刮|蹭|拆|剪|偷|卡|缠|遮|轧|碾|压){done}"
        r"|(?:堆|放|摆|停|占|堵|挡|压)在[^,。;]{0,6}(?:通道|出口|门口|楼梯|消火栓|消防栓|阀门|路上)"
    )


def _without() -> str:
    """没压力, 无信号, 缺签字: what a thing must have."""
    needs = lexicon.either("hazard.needs")
    things = lexicon.either("hazard.things")
    return (
        rf"(?:没有?|无|缺少?|少|未设|未装|未配)(?:个|一个|一块|块|了|装|配|设|放|见)?{things}(?!异常|问题|隐患|损坏|"
        rf"故障|泄|渗|漏|堵|过期|破|缺|正常|被|断|松|坏|老化|锈|[^,。;]{{0,4}}(?:现象|情况|发生|出现))"
        rf"|(?:没有?|无|缺少?|欠){needs}(?!异常|问题|隐患|损坏|故障|泄|渗|漏|污|渍|迹|泥|垢|锈|点)|(?:少|缺|掉|"
        rf"丢)了?(?:个|一|两|几|三|半)(?:个|只|根|条|块|颗|套|把|张|副|截|层|具|瓶)?[\u4e00-\u9fff]"
        r"|(?:掉|落|降|跌|到|在|进|跑)(?:到|进|在|了)?红(?:区|线|格)|(?:不在|没在|低于)绿区|绿区(?:以下|外)|指针(?:不动|归零|不归零|不在绿|偏)"
    )


_SHUT = "(?:是|被人?|让人|给|长期|一直|全|都|还|也|不知谁|处于)*"
_SHUT_OR_MIXED = (
    # a valve or a door that must stand open
    rf"(?:安全阀|爆破片|根部阀|手阀|前阀|后阀|呼吸阀|喷淋阀|消防阀|消防水阀|疏散门|安全出口|逃生门|安全门|紧急出口)[^,。;]{{0,8}}{_SHUT}(?:关|"
    rf"锁|拧|封|堵|捆|绑)(?:闭|着|了|的|死|住|上)(?!严)",
    r"(?:阀门?|门|井盖|盖板|人孔|柜门|箱门)(?:一直|长期|老是|总是|就|全|都|还|也)*(?:敞|虚掩|半开|大开|常开|开着没|开着没人)(?:着|的)?",
    # what must not stand together
    r"挨着(?:放|堆|搁|码|摆|存)|(?:跟|和|与|同|、|连)[^,。;]{1,10}(?:搁|放|堆|存|码|摆|锁|装|挨)(?:放|"
    r"着)?(?:在)?(?:一(?:堆|块儿?|起|个|间|屋|垛|处)|同一|同库|同间)|混(?:着|在一起)?(?:放|堆|存|装|搁|摆|"
    r"码|运)",
    # a line over the plant
    r"(?:千伏|高压|架空|电力|电)(?:电)?线[^,。;]{0,14}(?:跨|穿|横|架|拉)(?:过|越|在)",
)
