"""Whether words are told as so: not supposed, forbidden, threatened, quoted, explained away, or of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from handlers.understand import clauses
from handlers.understand.clauses import KEPT, Clause

_SENTENCE = re.compile(r"[。;!?\n]")


@dataclass(frozen=True)
class Scope:
    """A stretch in which nothing is told as so, and the word that makes it one."""

    start: int
    end: int
    word: str


def unsaid(text: str, start: int) -> str:
    """The word that keeps what stands at a position from being told as so, or nothing."""
    return next((one.word for one in scopes(text) if one.start <= start < one.end), "")


_SUBJECT = 6  # so many characters of a clause stand before "要是"


def supposed(text: str, clause: Clause) -> bool:
    """Whether a whole clause is not told as so; "一下雨就漏" and what stands behind such a word is."""
    if not scopes(text):
        return False
    first = clause.start + len(clause.text) - len(clause.text.lstrip())
    last = clause.start + len(clause.text.rstrip()) - 1
    return any(
        one.start <= first + _SUBJECT and last < one.end and "就" not in text[one.start : last] for one in scopes(text)
    )


@lru_cache(maxsize=KEPT)
def scopes(text: str) -> tuple[Scope, ...]:
    """Every stretch of a text in which nothing is told as so."""
    return (*_supposed(text), *_ruled(text), *_taken_back(text), *_spoken_of(text))


# Supposed

_IF = re.compile(
    r"如果|假如|假使|假设|倘若|倘使|要是|万一|一旦|(?<![受般])若(?=发生|有|出现|遇|是|不|再|无|发现|因)"
    r"|(?<![比例诸正譬])如(?=发生|遇|出现|发现|再|有(?=人|泄|着|险|异|不|问|情|任|特|变|突|紧|需|误|错|疑|隐))"
)
_WHEN = re.compile(
    r"(?:遇到?|碰到|碰上|发生|出现)[^,。;]{1,12}(?:时|的时候|的情况|的话)|[^,。;]{1,12}的话(?=[,。;]|\Z)"
)
_THEN = re.compile(
    r"^[ ]?(?:那|我们?|大家|各|请|你们?|人)?"
    r"(?:就|要|会|得|先|该|怎么|咋|应|必须|立即|马上|第一|谁|是|可|能|不能|请|务必|及时)"
)


def _supposed(text: str) -> Iterator[Scope]:
    """From the word of a condition to the end of its clause, and the clauses that follow from it."""
    for match in _IF.finditer(text):
        end = match.end() + len(_rest(text, match.end()))
        while (mark := text[end : end + 1]) and not _SENTENCE.match(mark):
            rest = _rest(text, end + 1)
            if not _THEN.match(rest):
                break
            end += 1 + len(rest)
        yield Scope(match.start(), end, match.group())
    for match in _WHEN.finditer(text):
        yield Scope(match.start(), match.end(), match.group())


def _rest(text: str, start: int) -> str:
    """What stands behind a position up to the next mark."""
    match = re.compile(r"[,。;!?\n]").search(text, start)
    return text[start : match.start() if match else len(text)]


# Rules and threats

_FORBIDS = re.compile(
    r"防止|谨防|严防|以防|提防|当心|避免|以免|免得|省得|杜绝|预防|防范|切勿|切忌|(?:可|千万|先)别|别让|别叫"
    r"|不要让|不能让|甭让"
)
_THREAT = re.compile(
    r"(?:的|者|了)?(?:话)?(?:一律|一概|都|要|将|会|从严|从重|严肃|坚决|按规定|直接|由){0,6}"
    r"(?:追责|问责|追究|倒查|处罚|重罚|严惩|严办|通报批评|约谈|拿[^,。;]{1,6}是问|后果自负|自己负责|谁负责)"
    r"|的(?:企业|单位|人员|厂家)?,?(?:一律|一概|坚决|直接|从严|严肃)(?:停产|关停|停业|停工|退回|曝光|清退"
    r"|取缔|扣分|上报|处理|查处)"
)


def _ruled(text: str) -> Iterator[Scope]:
    """What shall not happen, behind the word for it; what is threatened with, before it."""
    for match in _FORBIDS.finditer(text):
        yield Scope(match.start(), match.end() + len(clauses.after(text, match.end())), match.group())
    for match in _THREAT.finditer(text):
        before = clauses.before(text, match.start())
        yield Scope(match.start() - len(before), match.end(), match.group())


# Learnt, read, heard, and only spoken of

_LEARNT = re.compile(
    r"培训(?:讲|学|说|教|时|课)|(?:今天|昨天|上午|下午|刚)?(?:讲了|学了|课上|(?<![知见令定告诺议证])书上(?=说"
    r"|写|讲|学|看|有|都)|课件|练习题|考题|竞赛|题目?[:是])|抖音|快手|朋友圈|电影|电视(?:里|上|剧)|新闻(?:里"
    r"|上|说|报)|小说"
    r"|听(?:广播|课|讲座)|标语|口号|案例|做(?:了个)?梦|梦见|预案(?:里|上|规定|写)|规程(?:里|上|规定|写)"
    r"|第[一二三四五六七八九十\d]{1,3}[条题](?:就|都)?[:规是]"
)
#: 脚本里写的是着火, “发生泄漏立即疏散”这句话, 视频是五年前的, 填表示例:…: written somewhere, and nothing told.
_WRITTEN = re.compile(
    r"(?:脚本|方案|剧本|题目|台本|情景|想定|推演|科目|卡片|处置卡|手册)(?:里|上|中)?(?:面)?(?:写|设|说|规定|假设|设定|是|要求)[^。;!?\n]{0,40}"
    r"|[“\"「『][^”\"」』。]{2,40}[”\"」』](?:这|那|的|几个)*(?:句|话|字|标语|横幅|口号|牌|贴|挂)"
    r"|[^,。;!?]{0,16}(?:视频|图片?|照片|消息|帖子|截图)(?:都|就|其实|原来)?是[^,。;]{0,8}(?:[年月周天回次]前的|假的|网上的|外地的|别处的|别人的|去年的)"
    r"|[^,。;!?]{0,16}是[^,。;]{1,5}[年月周]前的(?:事|了)"
    r"|(?:举例|示例|样例|范例|范文|例句|填写说明|填表说明)[^,。;]{0,6}:[^。;!?\n]{0,60}"
)
_NEWS = re.compile(
    r"[^,。;!?]{0,16}(?:(?:的|那个|这个|那)(?:视频|新闻|通报|片子|帖子|文章|事故通报|案例|谣言|传言|说法)(?:真|太|怪|好|可|吓|怕|揪|惊|惨|你|大家|都|也|我"
    r"|已经?|别|不要|不能|是)*(?:看|听|学|传|信|转|刷|假|人|怕|心|险)|(?:说|讲)[^,。;]{0,10}(?:是假的|骗人|是吹|那是骗"
    r"|鬼才信|谁信)|那家(?:厂|企业|单位|公司|店)?|那个(?:厂|企业|公司|店))"
)
#: Judgement is put off: nothing is decided yet.
_PUT_OFF = re.compile(
    r"(?:看|去|问|查|核实|研究|商量|请示|资料|齐|完)[^,。;]{0,6}(?:再|才|然后)(?:定|说|批|看|销|决定|答复"
    r"|表态|签)|先(?:放放|放一放|缓缓|等等|别(?:销|批|动|急)|不(?:销|批))"
    r"|(?:不是|并非|没有?说)不(?:同意|批|准|让|给|予)"
)
_MUST_FIRST = re.compile(
    r"不[^,。;不]{1,8}(?:就)?(?:不准|不许|不得|不能(?=[复开动进用])|不让|别想|不予|不可)[^,。;]{0,6}"
)


def put_off(text: str) -> str:
    """The words by which a judgement is put off, or its denial denied."""
    match = _PUT_OFF.search(text)
    return match.group() if match else ""


def _spoken_of(text: str) -> Iterator[Scope]:
    """What is taught, read or seen in films, to the end of its sentence; what others' news is about."""
    for match in _LEARNT.finditer(text):
        rest = _SENTENCE.search(text, match.end())
        yield Scope(match.start(), rest.start() if rest else len(text), match.group())
    for finder in (_NEWS, _MUST_FIRST, _WRITTEN):
        for match in finder.finditer(text):
            yield Scope(match.start(), match.end(), match.group())


# Explained away

_NOT_OURS = re.compile(
    r"(?:跟|和|与|同)?(?:咱|我|俺|本)(?:们|厂|站|库|公司|单位|家|这)*(?:里|边)?(?:都|也|可|倒)?(?:没|无"
    r"|不)(?:有)?(?:啥|什么|任何|半点)?"
    r"(?:关系|相干|相关|沾边|搭界|牵扯|挨|影响|波及|瓜葛|关)"
    r"|(?:不关|没)(?:咱|我|俺)们?[^,。;]{0,2}事|不是(?:咱|我|俺)(?:们|厂|站|库|公司|家)*(?:的|这|里|厂|站"
    r"|库)(?!人)|八竿子|跟(?:厂|站|库|公司)(?:里|上)?(?:都)?(?:不|没)(?:有)?(?:搭界|关系|相干|沾边)"
)
_OURS = re.compile(r"(?:咱|我|俺|本)(?:们|厂|站|库|公司|家)*[^,。;]{0,6}(?:撤|疏散|停了|飘|熏|波及|呛)")
_FOUND_OUT = re.compile(
    r"(?:原来|结果|其实|才知道|才发现|敢情|闹了半天|一看|一问|问是|问了是|看是|查是|看了是|弄清|核实)(?:就|都"
    r"|后|了|才知道){0,4}(?:是|为)?[^,。;]{0,10}?"
    r"(?:烧(?:秸秆|麦|荒|纸|水|饭|烤|香|炕|柴|锅)|做饭|炒菜|蒸馒头|水汽|水蒸气|蒸汽|起雾|雾气|冷凝水|空调水"
    r"|鞭炮|放炮|烟花|烟雾弹|烧烤|消毒水|香水"
    r"|电焊|焊花(?!把|将|引|溅)|切割|演练|演习|测试|试验|误报|虚惊|气球|爆胎|电视|电影|游戏|锅盖|煤炉)"
)
_ONLY_STEAM = re.compile(
    r"(?:烟|味儿?|味道|响声|动静|气|雾)(?:的)?,?(?:那|这)?(?:就|都|其实|原来|应该|只|不过)*是(?:水汽|水蒸气"
    r"|蒸汽|起雾|雾气|冷凝水|灰尘|扬尘|粉笔灰|尾气|做饭|烧秸秆|鞭炮|炊烟)(?![管阀泵炉罐])"
)
#: 报警器响是因为喷了酒精; 计划内,别报警; 谁说我们着火了; 不是我们泄漏.
_NO_ALARM = re.compile(
    r"(?:报警|响|叫|警报)了?[^,。;]{0,3}(?:是因为|因为|是)[^,。;]{0,6}(?:打扫|抽烟|做饭|蒸汽|灰尘|水汽|潮气|喷(?:了|的)?(?:酒精|杀虫|消毒|香水)|杀虫|受潮|没电|电池|误碰|碰到|按错|误按|虫子|飞虫)"
    r"|(?:汽|气|冒|响),?(?:那|这)?(?:就)?是(?:疏水|排凝|排汽|暖管|正常排|在?放空|计划)[^,。;]{0,6}|计划内[^。;]{0,20}|(?:别|不用|勿|无需|不必|不要)(?:惊慌)?报警|火炬[^,。;灭]{0,10}(?:放|烧)"
    r"|(?<!还)谁(?:说|讲|传|造谣)(?:的)?(?:咱|我|俺)(?:们)?(?:厂|站|家|这|公司|单位|里)*(?!没)[^,。;没不]{1,8}|不是(?:咱|我|俺)(?:们)?(?:厂|站|家|这|公司|单位|里|儿|边)*(?=[着起失漏泄爆炸冒跑])[^,。;]{1,6}"
)
_DOUBTED = re.compile(
    r"(?:说|讲|称|告诉我)[^,。;]{0,14},?(?:可|但是?)?(?:我|俺)?(?:不信|看悬|不放心|心里没底"
    r"|(?:还)?没(?:去)?(?:看|见|验|核实)|先?(?:去)?(?:看看|核实|验验|瞅瞅)再|等(?:我|俺)(?:去)?(?:看|核|验|瞅))"
)
_SLIP = re.compile(
    r"(?:刚才|刚刚|方才|上午|下午|昨[天晚]|上面|前面|上一?[条句]|[那这]一?[条句]|刚[发说报])[^。;!?\n]{0,24}?"
    r"(?:发错|说错|打错|误发|错发|手滑|手误|(?:开|说|闹)?个?(?:玩笑|笑话)|闹着玩|看电视|看电影|看错|听错|没看清|虚惊|乌龙"
    r"|没那回事|没这回事|瞎说|瞎传|谣言|造谣)"
)
_FAR = 40  # so many characters before it an explanation reaches


def _taken_back(text: str) -> Iterator[Scope]:
    """What stands before the words that explain it away."""
    if _OURS.search(text):
        return
    for match in (
        *_NOT_OURS.finditer(text),
        *_FOUND_OUT.finditer(text),
        *_ONLY_STEAM.finditer(text),
        *_DOUBTED.finditer(text),
        *_NO_ALARM.finditer(text),
    ):
        yield Scope(max(0, match.start() - _FAR), match.end(), match.group())
    for match in _SLIP.finditer(text):
        yield Scope(match.start(), match.end(), match.group())


_FEARS = re.compile(r"(?:(?<!不)怕(?!是)|担心|唯恐|生怕|小心|免不了|早晚|迟早|容易|万一)[^,。;]{0,3}\Z")
_SCREENS = re.compile(
    r"(?:网络?|系统|服务器|电脑|手机|软件|程序|平台|心态|情绪|人都快|群里?|朋友圈)(?:又|都|也|给|快|要|彻底)*\Z"
)


#: 热得要自燃, 电费爆了, 信息泄露: a way of speaking.
_FIGURES = re.compile(
    r"(?:热|气|急|累|烦|忙|乐|笑|困|愁|激动|高兴|开心|馋|饿|渴|吵|闹|催|逼|压|闷)得(?:我们?|人|大家|都|快|要|像|跟|就要|简直|真|头顶){0,4}\Z"
    r"|(?:电费|水费|话费|油价|房价|股价|物价|价格|流量|工资|预算|账单|订单|微信|朋友圈|人气|销量|车位|鱼|鸡|虾|丸子|油条|肉|豆腐|花生|薯条|菜角|麻花)"
    r"(?:都|要|快|又|真|给|全|彻底)*\Z"
)
_SECRETS = re.compile(r"(?:信息|密码|资料|数据|题目?|考题|隐私|微信|号码|账号|名单|机密|秘密)(?:都|被|又|给|全)*\Z")
_BEASTS = re.compile(
    r"猫|(?<!热)狗|鸟|老鼠|耗子|黄鼠狼|(?<!火)鸡|蛇|麻雀|野兔|鸽子|喜鹊|蝙蝠|刺猬|(?<!山)羊|蚂蚁|蚊子|苍蝇"
)
_PEOPLE = re.compile(r"人|工|师傅|保安|司机|姐|哥|被|让|叫|[老小](?![鼠鸟猫狗鸡猪])[\u4e00-\u9fff](?=[被让叫])")


def of_beasts(before: str, event: str | None) -> bool:
    """Whether a beast is hurt and nobody else: "野猫从屋顶掉下来了"."""
    return event in ("人员受伤", "中毒") and bool(_BEASTS.search(before)) and not _PEOPLE.search(before)


def feared(before: str, word: str) -> bool:
    """Whether danger is only feared, befalls a computer, or is a way of speaking: by what stands before its word."""
    if _FEARS.search(before) or (word[0] in "崩炸爆" and _SCREENS.search(before)):
        return True
    figure = word[0] in "崩炸爆燃自冒喘着吐" and _FIGURES.search(before)
    return bool(figure or (word[0] == "泄" and _SECRETS.search(before)))


# Whole messages in which nothing is told

_OFFERS = re.compile(
    r"承接|承揽|诚招|招聘|招工|代办|代考|办证|出售|低价|特价|促销|优惠|包过|包验收|包拿证|加微信|扫码"
    r"|欢迎(?:来电|咨询|新老)|厂家直销|诚信|口碑|量大从优|价格面议|免费上门|专业(?:承接|施工|办理|团队)|一站式"
)
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|0\d{2,3}-\d{7,8}|(?:微信|vx|V信|热线|联系电话|咨询)[:号]?")


def advert(text: str) -> str:
    """The words by which somebody offers goods or services, with where to ask for them."""
    match = _OFFERS.search(text)
    return match.group() if match and _PHONE.search(text) else ""
