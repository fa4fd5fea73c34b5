"""What a text says of the work on a hazard: finished, being done, or only promised."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from handlers.understand import arranged, asserted, clauses, lexicon, unmeant
from handlers.understand.clauses import KEPT
from handlers.understand.numbers import NUMBER, number


@lru_cache(maxsize=KEPT)
def fixed_words(text: str) -> str:
    """The words that say it is finished, unless they are denied, supposed or ahead; a plain verb before 恢复正常."""
    vague = ""
    for finder in _finders():
        for match in finder.finditer(text):
            if not _undone(text, match):
                if match.group() not in lexicon.words("hazard.weak"):
                    return match.group()
                vague = vague or match.group()
    return vague


@cache
def _finders() -> tuple[re.Pattern[str], ...]:
    """A word that says it whole; 已更换; 换上新的了; 弄好 at the end of a clause."""
    verb, result, end = (
        lexicon.either("hazard.verbs"),
        lexicon.either("hazard.results"),
        "(?:了|啦|咧|喽|嘞|勒|哒|哩|咯)",
    )
    object_ = r"[^,。;!?没未不能]{0,4}"
    return (
        lexicon.pattern("hazard.done"),
        re.compile(
            rf"已(?:经)?(?:全部|全|都|按要求|按期|及时|当场|现场|重新|统一)?{verb}(?!中|前|人|计划|期|方案|停用|封条|隔离)"
        ),
        re.compile(rf"(?!除了|开了)(?<![报送待安约开]){verb}(?:过|{result})?(?:新的?|一遍)?{end}(?!吗|没|么|\?)"),
        re.compile(rf"{verb}{result}{object_}{end}(?!吗|没|么|\?)"),
        re.compile(rf"{lexicon.either('hazard.handwork')}{_OUTCOME}{object_}{end}(?!吗|没|么|\?)"),
        re.compile(
            rf"已(?:经)?(?:给|把|将|叫人|让人|重新|都|全){{0,4}}[^,。;]{{0,4}}{lexicon.either('hazard.handwork')}{_OUTCOME}(?=\Z|"
            rf"[,。;!]|重)"
        ),
        re.compile(
            rf"(?:当场|现场|随手|顺手|立即|立马|马上就|随即|当时就)(?:就|给|把|让人|叫人)?[^,。;]{{0,6}}(?:{verb}|"
            rf"{lexicon.either('hazard.handwork')})(?:{_OUTCOME})?(?:了|\Z|[,。;!])"
        ),
        re.compile(
            rf"(?:当场|现场|随手|顺手|立即|立马|随即)(?:就|给|把|让人|叫人)?[^,。;没未]{{0,6}}(?:{verb}|{lexicon.either('hazard.handwork')})"
            rf"(?:[^,。;没未不]{{0,4}}(?:上|里|边|好|起来|回去|走|掉)了"
            rf"|(?:{_OUTCOME})?(?:了)?(?:[一二两三四五六七八九十几\d]{{1,2}}[个只盘块套根条具张把瓶桶副盏片节段枚颗支道]|个?新的)"
            rf"[^,。;]{{0,4}}(?=\Z|[,。;]))"
        ),
        *_more_finders(),
    )


#: What stands behind a word of finishing where a clause ends with it.
_CLOSED = r"(?=\Z|[,。;!?\n 、]|:(?=0|第|YH)|请|见|附|后?照片|[,]?(?:0|第|YH)|[{(\[])"


@cache
def _more_finders() -> tuple[re.Pattern[str], ...]:
    """弄好了 of whatever verb; water and power that are back; the rest that is well."""
    verb, end = lexicon.either("hazard.verbs"), "(?:了|啦|咧|喽|嘞|勒|哒)"
    return (
        re.compile(rf"(?![{_TALK}])[\u4e00-\u9fff](?:好|妥|完|利索){end}(?!吗|没|么|\?)"),
        re.compile(rf"{verb}{lexicon.either('hazard.finished')}{NUMBER}[条处项个]"),
        re.compile(
            r"(?<!没)(?:通|有|出|上|送|充|加|补|注|灌)(?:上)?(?:水|电|气|油|汽|风|压|氮|料|粉|沙)(?:了|啦)(?!吗|没)"
        ),
        re.compile(rf"{verb}(?:好|完)?了{NUMBER}[条处项个](?!不|没)"),
        re.compile(
            rf"(?<![未没待])(?:{verb}(?:完成|好|完|掉|了){{1,2}}|完成了?|销号?了|办结了?|了结了?|消除了?|解决了){NUMBER}[条处项个](?![不没月小人])"
        ),
        re.compile(
            r"(?:全部|全都|都|均|统统)(?:已经?)?(?:闭环|销号|清零|办结|整治|治理|处理|解决|修复|更换|消除|完成)(?=\Z|[,。;!])"
        ),
        re.compile(
            r"按(?:照)?[^,。;]{0,4}(?:要求|规定|标准|意见|图纸|规范)(?:已经?|都|全部?|重新)*"
            r"(?:换成|改成|改为|换为|换上|装上|加装|贴上|补上|更换)[^,。;]{1,10}(?=\Z|[,。;])"
        ),
        re.compile(
            r"(?:检定|检验|校验|检测|年检|复审|登记|操作|资格|许可|上岗|焊工|电工|充装)[^,。;]{0,2}(?:证书?|合格证)(?:已经?|也|都)?"
            r"(?:拿到手?|办下来|取回来?|领到手?|领回来?|到手|换下来)了"
        ),
        re.compile(rf"(?:今早|今[天儿晚]|昨[天晚儿夜]|上午|前天|刚|刚刚|刚才)(?:才|给|又)?{verb}(?:的|上)新"),
        re.compile(r"已(?:经)?(?:全部|全|都|按期)?(?:完|销|妥|好|办结|清零|到位)(?=\Z|[,。;! ])"),
        re.compile(rf"已(?:经)?{lexicon.either('hazard.handwork')}(?=\Z|[,。;!)])"),
        re.compile(
            r"(?:其他|其它|其余|别的|剩下|余下|另外|那几|这几)[^,。;]{0,3}(?:都|全|也|均)+"
            r"(?:好|妥|完|中|利索)(?:了|啦|咧|嘞)"
        ),
        re.compile(
            r"(?:[条项处个边号]|(?<![\d.])\d{1,2}|(?<=第)[一二三四五六七八九])(?:都|全|也|均|已经?|就|算是)*(?:好|妥|完|中|利索)(?:了|啦|咧|嘞)(?!吗|没)"
        ),
        re.compile(rf"{verb}{lexicon.either('hazard.finished')}的(?=\Z|[,。;\s])"),
        re.compile(
            rf"刚(?:刚|才)?{verb}(?:{lexicon.either('hazard.finished')})?的(?=\Z|[,。;\s])|(?<![未没])(?:完成|完毕)(?=\Z|[,。;!:])"
        ),
        re.compile(rf"{verb}{lexicon.either('hazard.finished')}{_CLOSED}"),
        re.compile(_BEFORE_AND_AFTER),
    )


#: 24号改前改后, 整改前后对比: pictures of before and after show that it is done, unless they are to come.
_BEFORE_AND_AFTER = (
    r"(?<![要拍补传交求附缺])(?P<b>整改|治理|更换|维修|改造|处理|清理|改|换|修|弄|装|补|焊|清)前(?:[、,和跟与及/]?(?P=b)?后)"
    r"(?:的)?(?:对比|对照|比对)?(?:照片?|图片?|视频|相片)?"
    r"(?=\Z|[,。;!、 ])"
)
_OUTCOME = (
    "(?:好|完|妥|上|(?<=[拆拔卸剪砍割铲刮清擦换理决弄搞销倒排扔撤去除关停灭拿])掉|(?<![锁盖封门焊绷崩裂皮])开|紧|齐|净|回|"
    "走|平|通|严|牢|正|直|满|稳|成|毕|(?<=[绑捆拴箍定夹钉抹糊砌])住|下来|起来|回去|过来|干净|利索|到位)"
)
#: Verbs that do nothing to a hazard, and words that are no verbs before 好.
_TALK = (
    "找请雇叫喊租借选挑凑筹问购托寄用花耗卖烧喝交谈批签说讲约谈量备排系定订报写填拍发看巡查转吃睡喝学会训息"
    "想不没才更最很太挺多还够刚都算真幸正就也可要快只最友良爱美"
)
_BEHIND = re.compile(
    r"(?:再|就|后|以后|之后|的话|才|时|前|告诉|通知)|拍(?:个|张)?照(?!片[^,。;]{0,6}了)|(?:发|传|拍)(?:照片|视频|你|过去|给|图|群)(?![^,。;]{0,6}了)"
)
_THEN = re.compile(
    r"[^,。;]{0,3}(?:下午|晚上|明天|后天|下周|准备|打算|马上|等|再|还没|还差|就等|就差|没)(?!问题|事|毛病)"
)
_NEXT = re.compile(r"[ ,](?:下午|晚上|明天|明早|后天|回头|等会儿?)(?:就|再)?(?:去|来)(?:挂|装|安|贴|换|弄|上|立|摆)")
_ABOVE = 10


_NUMBERED = re.compile(rf"{NUMBER}[条处项个]\Z|{NUMBER}[条处项个](?!不|没|看)")


def _undone(text: str, match: re.Match[str]) -> bool:
    """Whether a word of fixing is denied, supposed, ahead, or followed by what shall happen then."""
    before = clauses.before(text, match.start())
    behind = text[match.end() :]
    if before.endswith("先") and (_NUMBERED.search(match.group()) or _NUMBERED.match(behind)):
        before = before[:-1]  # 先改好了一个: one of them is finished
    near = _AT_ONCE.sub("", before[-_ABOVE:]) if _perfect(match.group()) else before[-_ABOVE:]
    if lexicon.pattern("hazard.undone").search(near) or dates_ahead(before):
        return True
    waits = lexicon.ending(before.rstrip(), "hazard.not_yet")
    if waits and match.group()[0] != "已" and not _BROUGHT.search(before):
        return True
    if not _perfect(match.group()) and (
        _DEMANDED.search(before) or (_AS_PLANNED.search(before) and "已" not in before and not _PAST.search(before))
    ):
        return True
    if _TOLD_LATER.match(behind) or unmeant.in_vain(before, behind):
        return True
    if asserted.unsaid(text, match.start()) or arranged.covers(text, match.start(), match.end()):
        return True
    if _OF_PAPERS.search(before + match.group()) or _ONLY_WORDS.match(behind):
        return True
    if re.search(r"[没未][^,。;]{1,8}就\Z|送[^,。;]{0,4}\Z", before):
        return True
    if not _perfect(match.group()) and _DAY.search(before) and not _PAST.search(before) and "已" not in before:
        return True
    if _THEN.match(clauses.after(text, match.end())) or _NEXT.match(behind):
        return True
    if _BEHIND.match(behind) and not match.group().startswith(("已", "当场", "现场")):
        return True
    return not _perfect(match.group()) and _day_behind(behind)


#: 买回来换上了: brought, and then done.
_BROUGHT = re.compile(r"[回过买拿拉取运领送找叫请]来\s?\Z")
#: 赶紧给分开放好了: done, in a hurry.
_AT_ONCE = re.compile(r"(?:赶紧|赶快|赶忙|连忙|急忙)(?:就)?(?=给|把|将|叫人|喊人|找人|让人|拿|用)")
#: Who wants it done has not done it; a plan that is written mends nothing; words that are only quoted neither.
_DEMANDED = re.compile(
    r"(?<!按)(?<!按照)(?<!根据)(?:要求|命令|责令|叫|让|催|逼|规定|指示|强调)(?:我们?|俺们?|咱们?|他们?|你们?|各|企业|单位|必须|限|都|在|今天|明天|尽快)*(?:全部|全|都)?\Z"
)
_AS_PLANNED = re.compile(
    r"(?:按期|按时|尽量|尽力|如期|准时|尽早|早日|(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})(?:天|日|周|小时|个月|个?星期)(?:之?内|以内|就|能|可以|准能|才)*)\Z"
)
_TOLD_LATER = re.compile(
    r"[,]?(?:我|俺|咱)?(?:们)?(?:再|就|会|第一时间|马上|及时)?(?:告诉|通知|拍给|发给|报给|拍照给|给|跟|向|上报|汇报|回复|叫|喊|联系)(?:你|您|领导|局|大家|群里?"
    r"|一声|各位|科长)(?!汇报[:,])"
)
_OF_PAPERS = re.compile(
    r"(?:方案|计划书?|申请书?|合同|预算|报告|通知|回复|图纸|材料单|采购单|请示|措施|台账|表)(?:都|也|已经?|给|刚|就|我|早)*(?:写|做|定|编|拟|批|弄|整|报|签|填|发"
    r"|交)?(?:好|完|妥|完毕|完成)"
)
_ONLY_WORDS = re.compile(
    r"[了的]?[”\"]?(?:[一二两三四五六七八几]个字|字(?!迹)|这(?:几个字|[句]?话)|说起来|(?:谁都)?会(?:说|写)|是(?:一)?句)"
)


def _perfect(words: str) -> bool:
    """Whether the words themselves say that it is past."""
    shown = "前" in words and "后" in words  # 改前改后
    return shown or words[-1] in "了啦咧喽嘞勒哒的" or words.startswith(("已", "当场", "现场"))


_DAY_ALONE = re.compile(
    r" ?[,。; ]?(?:\d{1,2}月)?"
    r"(?:\d{1,2}[日号](?:之?前|以前)?|明天|后天|[^,。;]{1,6}(?:日|天|周|月)内|月底|[^,。;]{0,4}前)(?:完成?)?(?=\Z|[,。;])"
)


def _day_behind(behind: str) -> bool:
    """Whether a day by which stands behind: "换好,17日前" is a plan."""
    return bool(_DAY_ALONE.match(behind))


_DAY = re.compile(r"\d[日号](?!那|的|这|隐患|问题|条)|周[一二三四五六日]|今[天晚日]|[上下]午|晚上|这两天")
_PAST = re.compile(
    r"(?<![将拟定须应要])于(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}[日号](?:上午|下午|晚上?|中午)?\Z|昨|前天|上周|上个?月|刚|之前"
    r"|(?:到|截至|截止|至)(?:今天|今日|今晚|目前|\d{1,2}[日号])"
)
_AHEAD = re.compile(
    r"(?:(?:礼拜|星期|周)[一二三四五六日天]之?前|之前(?=[弄改修换整搞完])|明儿|明个|后儿|一准|准能|准给|明天|后天|明日|明早|下周|下月|[日号]之?前|[日天周]内|月底"
    r"|周[一二三四五六日]前|(?:本|这|下)个?(?:周末|双休)|周末之?前|月中之?前|预计|计划|准备|争取|力争|保证|马上|尽快|打算)"
)


def dates_ahead(before: str) -> bool:
    """Whether a day ahead is named just before."""
    return bool(
        _AHEAD.search(before) or re.search(r"\d[^,。;]{0,3}(?<!目)前(?:要|能|必须|一定|保证|都|全部)*\Z", before)
    )


@cache
def _working() -> re.Pattern[str]:
    verb, result = lexicon.either("hazard.verbs"), lexicon.either("hazard.finished")
    return re.compile(
        r"(?:货|料|件|漆|泵|阀|管|配件|备件|材料|设备|师傅|厂家|施工队)(?:还|也|都|一直)?(?:没|未)(?:有)?(?:到|来|发|送|进)(?!过)|"
        r"正(?:在)?(?:往|向|朝|给)[^,。;]{1,8}(?:送|拉|运|搬|寄)(?!完|到了)|正(?:在)?(?:喊|叫|找|催|让|联系|安排|组织|派|等)|(?:还)?没(?:回来|拿回|送回|取回)|"
        r"(?:拿|送|拉|寄|发|抬|搬|带)(?:去|到|走|回厂)[^,。;]{0,6}(?:充|检|修|校|焊|灌|加工|镀|标定)(?!好|完|过|回|毕)|"
        rf"差(?:个|半|俩|仨|口|套|点儿?(?=料|活|件|漆|管|线|材料|配件|收尾|手续|钱|工|时间|水泥|砂))|悬着|(?:漆|胶|水泥|砂浆|混凝土|腻子|灰)[^,。;]{{0,3}}(?:没|未|不)干"
        rf"|正在(?![巡查报发传拍开吃赶路回上值等])[\u4e00-\u9fff]|(?<![\d相误温压偏])差(?:[一两三几]|\d)|(?<![前周月])送[^,。;]{{0,4}}(?:检|修"
        rf"|校)(?!回|完|好|过|毕)"
        rf"|送(?:到|去|了)?[^,。;]{{0,4}}(?:计量|检测|特检|质检|鉴定|检验)(?:所|院|站|局|中心|机构)"
        rf"|(?:正在|正|还在|仍在|一直在|(?<![现存])在|开始|抓紧|继续){verb}(?!厂|位|线|产)"
        rf"|{verb}(?:着呢|着哩)|(?:没|未|还没|尚未|没有)(?:{verb}|{result}|动)|{verb}(?:不了|不成|不完)"
        rf"|(?:还在|正在|一直在|就|还得|还要|需要|得)等(?!级|于)|等(?!老板|领导|我|你|他|明天|会)[\u4e00-\u9fff]{{2,6}}(?:到|来|发货|批|检|通知|有空)"
        rf"|还在(?!上[岗班头面]|干活|[使在]?用|[漏滴响冒流渗淌晃]|作业|营业|运行|运转|生产|值班|里|外|这|那|原|跟着|开车|焊)[\u4e00-\u9fff]{{2}}"
        rf"|(?<!\d)[1-9]?\d(?:\.\d)?%|[一二三四五六七八九]成"
        rf"|(?:还是|仍然?|依然|依旧|又(?!发现|有|出现|查)|还有点|还是有点?)[^,。;]{{0,6}}(?:{lexicon.either('hazard.fault')}|"
        rf"不行|不好|松|漏|渗|响|堵|滴|晃|歪|裂)"
        rf"|正(?!常|好|要|式)[^,。;]{{0,2}}(?:{verb}|{lexicon.either('hazard.handwork')})(?:着|呢|嘞|旧|新|[,。;]|\Z)|(?:快"
        rf"|差不多|基本|就要|马上就){verb}|{verb}(?:到|了)?一(?:半|点|部分|些)"
        rf"|(?:才|只)(?:{verb}|干|做|弄|补|刷|焊)(?:了|到)?(?!好|完|了?(?:YH|0\d{{3}}|第))|(?:一|大|少|小)?(?:多半|大半|小半|半拉)|"
        rf"三分之[一二两]|七七八八|收尾|扫尾|剩(?:下)?(?:个|一点|点)?(?:尾巴|收尾)"
        rf"|(?:就|只|还)差[^,。;]{{0,4}}(?:{verb}|涂|抹|试|收|验|漆|封口)|还没[^,。;想定说谈商看吃睡]{{0,3}}(?:完|"
        rf"好|妥|利索)|(?:接着|继续|再)(?:{verb}|干|做)|(?:弄|搞|做|上|用|盖|挡|顶)(?:了|着)?(?:个)?(?:临时|"
        rf"先凑合)|临时(?:弄|盖|挡|顶|凑合|处理|封|堵|用)"
        rf"|(?:交给|包给|委托|找了?|请了?|联系了?|约了?|定了?|签了?)(?:给)?(?:[^,。;]{{0,6}}(?:外协|厂家|施工队|"
        rf"师傅|公司|单位|人)|合同)|合同(?:已)?签|(?:定金|预付款)(?:已)?(?:付|交|打)"
        rf"|另(?:外)?一(?:台|个|处|条|半|块|组|套|只|根)[^,。;]{{0,6}}(?:没|未|还|在|等)|(?:材料|配件|备件|"
        rf"设备|货|料|人)[^,。;]{{0,4}}(?:明天|后天|下周|\d{{1,2}}[号日])[^,。;]{{0,2}}(?:到|来)|(?:明天|"
        rf"后天|下周|过几天|\d{{1,2}}[号日])(?:才|再|就)?(?:开干|开工|动工|动手|进场|开始|施工)"
    )


_PART = r"(?:只|台|块|根|盏|具|套|把|张|扇|节|段|面|组|颗|盘|米|支|瓶|桶|片|副|座|路|道)"
_SOME_OF = re.compile(
    rf"(?<![\d.])(?P<t>{NUMBER})(?:{_PART}[^,。;\d]{{0,10}}?|个[^,。;\d换修弄装补清改里中]{{2,8}}?)(?:换|修|弄|装|补|清|改|焊|贴|检|校"
    rf"|拆|做|刷|更换|处理|搞|整)(?:好|完|掉|上|齐)?(?:了|过)?(?P<n>{NUMBER})(?:{_PART}|个)"
)
_OTHER_LEFT = re.compile(
    rf"另(?:外)?[一两几]?{_PART}[^,。;]{{0,6}}(?:没|未|还|在|等|上午|中午|下午|晚上|今晚|明|后天|下周|下个?月|回头|过|再|今天|待|周[一二三四五六日])"
)


def _partly(text: str) -> str:
    """Some of several things that are one hazard: "两只阀换了一只"."""
    match = _SOME_OF.search(text)
    total, done = (number(match["t"]), number(match["n"])) if match else (None, None)
    if match and total and done is not None and done < total:
        return match.group()
    left = _OTHER_LEFT.search(text)
    return left.group() if left else ""


#: 联系厂家把灭火器换好了: whoever was called has done it.
_CALLED = re.compile(r"联系|找了?|请了?|委托|交给|包给|已?安排|约了|叫了?|喊了?")


@lru_cache(maxsize=KEPT)
def doing_words(text: str) -> str:
    """The words that say it is being worked on or still open."""
    if part := _partly(text):
        return part
    words = lexicon.hit("hazard.doing", text)
    if not words and (match := _working().search(text)):
        words = match.group()
    called = _CALLED.match(words)
    return "" if called and fixed_words(text.partition(words)[2]) else words


@cache
def _plan() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_AHEAD.pattern})[^,。;]{{0,8}}(?:{lexicon.either('hazard.verbs')}|完|来人|到货)"
        rf"|\d{{1,2}}[日号](?!隐患|问题|条|那)前?[^,。;]{{0,4}}{lexicon.either('hazard.verbs')}"
        rf"|(?:师傅|厂家|人员|工人)[^,。;]{{0,4}}来|(?:下午|晚上|中午|今天|回头)[^,。;]{{0,4}}(?:去|来|{lexicon.either('hazard.verbs')})"
    )


def planned_words(text: str) -> str:
    """The words that announce the work: of a hazard that is named, this is progress."""
    match = _plan().search(text)
    return match.group() if match else ""
