"""More time that enterprises ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from handlers.acts import Act, ExtensionRequest
from handlers.understand import clauses, dates, lexicon, refs, tabled
from handlers.understand.faults import control
from handlers.understand.numbers import NUMBER, in_days, without_vague
from handlers.understand.progress import dates_ahead, fixed_words
from handlers.understand.recognise import meant
from handlers.understand.said import Said, asked, because

EXTENSION = "extension:"

# Asking


def extension(said: Said) -> Iterator[Act]:
    """More time is asked for a hazard; "不延期了" asks for none.

    Example: enterprise [open_hazards=YH-2026-0027(氯气管道 支架锈蚀)[deadline:2026-03-20]] "0027延期一周，配件没到"
        -> ExtensionRequest hazard_no=YH-2026-0027 days=7 deadline=2026-03-27 reason=配件没到
    """
    if words := asks_for_time(said):
        yield _extension(said, words)


def asks_for_time(said: Said) -> str:
    """The words by which an enterprise asks for more time."""
    if said.officer or (said.hit("notices.no_extension") and not _MUST.search(said.text)):
        return ""
    if any(finder.search(said.text) for finder in (_TAKEN_BACK, _HOW, _OTHER, _OVER, _NEEDLESS)):
        return ""
    return "" if any(_ANSWERED.search(clause.text) for clause in said.clauses) else _request_words(said)


#: What became of an earlier request is asked.
_ANSWERED = re.compile(
    r"(?:点头|批|同意|答应|答复|通过|下来|回话|有信|有消息|有结果)[^,。;]{0,2}(?:了没|了吗|没(?:有)?\Z|咋样|吗\Z|没下来)"
)
_LATER = re.compile(
    r"(?:往后|向后|朝后)(?:推|延|拖|挪|放|错|顺|移|捎|缓|靠)|(?:拖|挪|错|宽延|容|展|延|推|顺)(?:后|缓|到|至)(?=\d|下|月底|月末|明天|后天|周|年|节|这|本|大后)"
    rf"|(?:期限|时限|整改时间|日期)(?:能不能|能否|可否|想|要|请)?(?:往后|再|给)?(?:放宽|延长|改到|调到|推(?!进)|宽)|(?:宽容|通融|容)(?:我们?"
    rf"|俺们?)?(?:个)?(?:{NUMBER}|几|半)"
    rf"|(?:拖|迟|缓|晚|延|宽|推)(?:个)?(?:{NUMBER}|几|半)(?:来|多)?(?:天|日|周|个?星期|个?礼拜|个?月)"
    r"|申请[^,。;]{2,12}(?:再|以后|之后|后)[^,。;]{0,2}(?:弄|改|修|换|整|做|搞|干|刷|施工|处理)"
    r"|等[^,。;]{1,12}(?:再|以后|之后|了)[^,。;]{0,3}(?:弄|改|修|换|整|做|搞|干|刷|施工|处理)[^,。;]{0,2}(?:中不|中吗|行不|行吗|成不|成吗|可以[吗不]|好不好|能行)"
    rf"|(?:能不能|能否|可否|可不可以|想|请求|请)(?:再|多|往后)?(?:等等|缓缓|拖拖|拖一拖|宽一宽|放一放|晚点|迟点)"
    rf"|(?:再|多)(?:给|要|批|宽限?)(?:我们?|俺们)?(?:个)?(?:{NUMBER}|几|半)(?:天|日|周|个?星期|个?礼拜|个?月)"
    rf"|(?:给|批|宽|(?<!要)求|匀|容)(?:我们?|俺们?|咱们?)?(?:个)?(?:{NUMBER}|几|半)(?:天|周|个?星期|个?礼拜|个月)(?=吧|中不|中吗|行不|行吗|成不|可以[吗不]|好不|呗)"
    rf"|(?:宽|(?<!要)求|匀)(?:我们?|俺们?|咱们?)?(?:个)?(?:{NUMBER}|几|半)(?:天|日|周|个?星期|个?礼拜|个月)"
    rf"|(?:再|多)?(?:延|缓|宽|宽限|晚|推|往后推|往后延|推后|延后|后延|后推|顺延|放宽|挪后)(?:个)?(?:{NUMBER}|几|半)(?:天|日|周|个?工作日|个?星期|个?礼拜|个?月)"
    r"|(?:延|缓|宽|推|宽限|延期|延长|顺延|再给)(?:24|48|72|96)个?小时"
    r"|(?:放|推|缓|宽)到(?=\d|下|月底|月末|明天|后天|周)"
)
_MUST = re.compile(r"不(?:申请)?延期?(?:是)?(?:不行|不成|不中|来不及|弄不完)")
_TAKEN_BACK = re.compile(
    r"(?:撤销|撤回|取消|收回|撤了?|作废|退了?)[^,。;]{0,8}(?:延期|宽限|展期)"
    r"|(?:延期|宽限|展期|延时)(?:整改)?(?:的)?(?:申请|请示|报告|条子|那个|这个|那事儿?|这事儿?|那条|的事)*[^,。;]{0,4}"
    r"(?:撤(?:销|回|掉|下|了|吧)|取消|收回|作废|不要了|不用了|算了|退了|不算)"
)
#: The day alone is moved: 由3月31日调整至4月15日.
_MOVED = re.compile(
    r"(?:期限|时限|时间|日期|限期|工期)[^,。;]{0,6}?(?:由|从|自|拟|申请|想|能否|能不能|可否|原定|原为|原来)?[^,。;]{0,16}?(?:调整?|变更|更改|更|改|挪|推|放"
    r"|移|延)(?:到|至|为|成)(?=[^,。;]{0,6}(?:日|号|底|周|月|\d))"
    r"|(?:由|从|自|原定(?:于)?|原)(?:本月|下月|\d{1,2}月)?\d{1,2}(?:日|号|\.\d{1,2})?[^。;]{0,10}?(?:调整?|变更|更改|更|改|挪|推|移"
    r"|延)(?:到|至|为|成)(?=[^,。;]{0,6}(?:日|号|底|周|月|\d))"
    r"|(?:申请|拟|想|请求|恳请)(?:将|把)?[^,。;]{0,8}(?:调整|变更|更改)(?:到|至|为|成)(?=[^,。;]{0,6}(?:日|号|底|周|月|\d))"
)
#: 不延期不行: a denial denied asks for it.
_MUST = re.compile(
    r"不(?:申请|再|给)?延(?:期|长|一下|几天)?(?:真|是|就|可|怕是|恐怕|也|肯定|确实|实在)*(?:不行|不成|不中|不可|没法|没办法|来不及|赶不上|弄不完|完不成|干不完|不够)"
    r"|(?:不得不|不能不|只好|只能|没法不|非)[^,。;]{0,4}延"
)
#: 用不着延期了: nothing is asked for.
_NEEDLESS = re.compile(
    r"(?:用不着|用不上|犯不着|没必要|不必|甭|不需要?|不用|(?<!要)不要|不求|不想|不打算|不再|不会|何必|无须|无需|不劳|别)(?:再|给|去|往后|多|另|跟你们?|我们?"
    r"|俺们?){0,3}(?:申请|办|搞|弄)?"
    r"(?:延(?!误)|宽限|宽容|推迟|推后|往后推|往后拖|展期|缓(?!解)|(?:推|拖)(?=了|期|[,。;]|\Z)|加时间|时间)"
)
#: What came of an earlier request, and thanks for it.
_OVER = re.compile(
    r"没有?(?:说|提|想|讲)(?:要|过|着)?(?:延|宽限)|(?:延期|宽限)(?:的事儿?|那事儿?|这事儿?)?[^,。;]{0,4}(?:回头|以后|改天|再说|再议|不急|另说)|"
    r"(?:上回|上次|之前|以前|前面|那次|那回|去年|上个?月|昨天|前天)[^,。;]{0,8}(?:延期|延的?|宽限)[^。;]{0,16}(?:多亏|谢|感激|理解|照顾|支持)"
    r"|(?:多亏|谢谢|感谢|感激)[^,。;]{0,8}(?:批|给|同意|支持|理解)[^,。;]{0,6}(?:延|宽限)|(?:延期|宽限)[^,。;]{0,8}(?:批下来了|已经批了|已批准了?|谢谢|多亏)"
)
_HOW = re.compile(
    r"去哪|哪下|下载|听说|要写|得写|怎么|咋(?!办)|如何|流程(?!没|还|在|走|未|正|慢|长|多|卡|复杂)|需要什么|能延几|什么材料|在哪|哪里|哪儿|找谁|向谁|跟谁|写条子|啥手续|什么手续"
    r"|啥材料|走啥|几次|最多能"
)
_OTHER = re.compile(
    r"(?:证|许可|合同|会议|培训|演练|检查|体检|考试|项目|工期|工程|验收|保险|租期|交货|交付|开工|投产|试生产|评审|放假|开会)[^,。;]{0,6}(?:延期|延长|推迟|改期|延到)"
    r"|(?:上回|上次|之前|那次|前面|上个月)[^,。;]{0,4}延期(?!.*再)|(?:跟|和|与)[^,。;]{0,10}(?:没关系|没啥关系|无关|不相干|两码事|两回事|不搭界)|^(?:不?同意"
    r"|批准|已批)|收到.{0,4}延期|再给(?:您|你们?|领导|大家|他们?)(?:说|报|发|讲|汇报|回)"
)
_ASKED_ABOUT = re.compile(r"[了过]吗|了没|批延|批了|批没|批下|通过|结果|几条|多少|哪些|哪条|情况|谁")


_SLIPPED = re.compile(r"错|有误|笔误|应为|应该是|不是")


def _request_words(said: Said) -> str:
    """The words that ask for more time, not for what became of an earlier request."""
    correcting = lexicon.hit("notices.correct_sure", said.text) or _SLIPPED.search(said.text)
    for clause in said.clauses:
        match = (
            lexicon.pattern("notices.extension").search(clause.text)
            or _LATER.search(clause.text)
            or (None if correcting else _MOVED.search(clause.text))
        )
        if match and not (asked(clause) and _ASKED_ABOUT.search(clause.text)):
            return match.group()
    return ""


def _extension(said: Said, words: str) -> ExtensionRequest:
    numbers, done = _told_apart(said, _asked_for(said))
    form = dict(reversed(tabled.fields(said.text)))
    day, length = new_deadline(said.text, said, numbers)
    told = dates.due(form.get("new", ""), said.context.now)
    return ExtensionRequest(
        hazard_nos=numbers,
        reason=form.get("reason") or reason_of(said),
        deadline=told or day,
        days=None if told else length,
        control_measure=form.get("control") or control(said.text),
        item_indices=refs.placed(numbers, said.context),
        done_indices=refs.placed(done, said.context),
        why=(because(words, "申请延期"),),
    )


def _told_apart(said: Said, numbers: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those for which more time is asked, and those whose own part says that they are fixed."""
    parts = [(part.numbers, part.text) for part in refs.parts(said.text, said.context) if part.numbers]
    parts = parts or [(named, one.text) for one in said.clauses if (named := meant.by_words(said, one.text))]
    done = tuple(
        no
        for named, text in parts
        if fixed_words(text) and not lexicon.pattern("notices.extension").search(text) and not _LATER.search(text)
        for no in named
    )
    left = tuple(no for no in numbers if no not in done)
    return (left, done) if left else (numbers, ())


def fixed_beside(said: Said) -> bool:
    """Whether other hazards are told as fixed in parts of their own."""
    return bool(_told_apart(said, _asked_for(said))[1])


_ALL_LATER = re.compile(r"(?:都|全部|全都|均|一起|一并|统一)(?:想|要|申请|往后)?(?:延|缓|推|晚|宽)")


def _asked_for(said: Said) -> tuple[str, ...]:
    """The hazards that are named, all where all are meant, or the one that the context leaves."""
    if meant.meant_by_number(said):
        return meant.meant_hazards(said)
    if named := refs.by_deadline(said.text, said.context):
        return named
    some = refs.candidates(said.context)
    if refs.together(said.text, some) or (some and _ALL_LATER.search(said.text)):
        return some
    found = meant.meant_hazards(said)
    fixed = _told_apart(said, found)[1]
    return found if len([no for no in found if no not in fixed]) == 1 else ()


# The new day

_TO = re.compile(
    r"(?:到|至|限(?![^,。;]{0,12}(?:为|成|到|至))|(?:调整|变更|更改|改|更|调)(?:为|成))(?:了)?(?P<day>[^,。;到至]{1,12})"
)
_BEFORE = re.compile(r"(?P<before>[^,。;\s]{1,12})(?:前|之前)(?:完成|整改|弄|改|搞|修|换|必须|要|一定|能|可以)")
_FOR = re.compile(
    rf"(?:容|宽|求|批|准|匀|还得|还要|还需|挪|拖|错|放|捎|延期?|延长|宽限?|推迟|推后|缓|给|晚|顺延|往后推|后推|展期|申请|多|再|最多|只|超过|超"
    rf"|批)[^,。;\d]{{0,8}}?(?P<len>(?:{NUMBER}|半)(?:天|日|个?工作日|个?星期|周|个?礼拜|个月|(?<=半)月|个?小时)(?!内|前|底|\d|半个?月))"
)


def new_deadline(text: str, said: Said, numbers: tuple[str, ...]) -> tuple[date | None, int | None]:
    """The new day: said, or the old one and a length."""
    if day := _day_said(text, said):
        return day, None
    match = _FOR.search(without_vague(in_days(text)))
    if match is None:
        return _day_alone(text, said), None
    return later(match["len"], said, numbers)


def later(length: str, said: Said, numbers: tuple[str, ...]) -> tuple[date | None, int | None]:
    """The day that a length leads to, counted from the old one, and the length in days."""
    hazard = refs.old_deadline(numbers[0], said.context) if numbers else None
    old = (hazard.deadline if hazard else None) or _replied_deadline(said)
    counted = dates.length(length, old or said.today)
    return (counted[1] if old and counted else None, counted[0] if counted else None)


def _day_said(text: str, said: Said) -> date | None:
    found = [match for match in _TO.finditer(text) if not _OLD_DAY.search(text[: match.start()])]
    asked_to = [match for match in found if _MOVES.search(text[max(0, match.start() - 3) : match.start() + 2])]
    for match in (*asked_to, *found):
        if day := _begins_with_day(match["day"], said):
            return day
    before = _BEFORE.search(text)
    return dates.due(before["before"], said.context.now) if before else None


#: 原期限6月12日: the old day.
_OLD_DAY = re.compile(r"原(?:定|来|先)?(?:的)?(?:整改)?(?:期|时)?\Z")
_MOVES = re.compile(r"[延展宽推缓挪拖调改给批错放移]")
_DAY_WORD = re.compile(r"\d|这?个?月底|月末|下|本|这?周|明|后天|大后")


def _begins_with_day(text: str, said: Said) -> date | None:
    return dates.due(text, said.context.now) if _DAY_WORD.match(text) and not re.match(r"\d+ ?[天%]", text) else None


def _day_alone(text: str, said: Said) -> date | None:
    """A clause that is nothing but a day: "延期 0031 厂家没货 25号"."""
    for clause in clauses.split(text):
        bare = refs.without(clause.text, said.context)
        if _ONLY_DAY.fullmatch(bare) and (day := dates.due(bare, said.context.now)):
            return day
    return None


_ONLY_DAY = re.compile(
    r"(?:就|到|要|估计|大概)?(?:[^,。;]{0,3}月)?(?:\d{1,2}[日号.]\d{0,2}|[^,。;]{0,2}周[一二三四五六日天末]|月底|月末|明天|后天)(?:之?前|左右|吧|完|行吗)*"
)


def _replied_deadline(said: Said) -> date | None:
    match = re.search(r"\[deadline:(\d{4}-\d\d-\d\d)\]", said.context.reply_to or "")
    try:
        return date.fromisoformat(match.group(1)) if match else None
    except ValueError:
        return None


# The reason


def reason_of(said: Said) -> str:
    """What says why: what stands behind 因为, a clause with a known excuse, else the first that says anything else."""
    for clause in said.clauses:
        match = lexicon.pattern("notices.because").search(clause.text)
        if match and (behind := clause.text[match.end() :].strip()):
            told = re.split(r"申请|延期|特", behind)[0].strip(" :") or behind
            return _with_next(told, clause, said)
    parts = (part for clause in said.clauses for part in clause.text.split(":"))
    left = [text for part in parts if (text := _left(part, said))]
    excuses = [text for text in left if lexicon.hit("notices.excuses", text)]
    excuse = next((text for text in excuses if not _NO_TIME.search(text)), "") or next(iter(excuses), "")
    return excuse or _inside(said) or next(iter(left), "")


def _with_next(told: str, clause: clauses.Clause, said: Said) -> str:
    """A reason with a short second one behind it: "厂家排产紧张，新阀门未到货"."""
    at = said.clauses.index(clause) + 1
    left = _left(said.clauses[at].text, said) if at < len(said.clauses) and clause.mark == "," else ""
    return f"{told},{left}" if 0 < len(left) <= _SHORT and lexicon.hit("notices.excuses", left) else told


_SHORT = 12
_NO_CAUSE = re.compile(
    r".{0,12}(?:够呛|悬了|怕悬|不赶趟|赶不及)(?:了|啊|呀)*|"
    rf"(?:还|大概|估计|至少|最少|起码|约)*(?:得|要|需)?(?:{NUMBER}|半)(?:来|多)?(?:天|日|周|个?星期|个?礼拜|个?月)(?:左右|吧)?|"
    r"(?:原因|理由)[:是为]*|.{0,12}(?:完不成|弄不完|改不完|来不及|完成不了|干不完|校不完|做不完|换不完|修不完|装不完|整不完|赶不出来|赶不上)(?:了|啊|呀|整改)*"
)
_NO_TIME = re.compile(r"来不及|干不完|没干完|忙不过来|弄不完")
#: What only is polite says no reason.
POLITE = re.compile(
    r"期限为|期限是|原定|妥否|请批示|请示|报备|领导|您好|你好|谢谢|麻烦|请批准|请审批|望批准|请领导|收到|好的|照片|见附|不好意思|辛苦|盖章|扫描件|附件|申请书|申请表|能行|行不|可以[吗不]|批准为盼"
)


def _left(text: str, said: Said) -> str:
    """A clause, unless it asks for the time, names it, guards meanwhile, or only is polite."""
    bare = refs.without(text, said.context).strip(" :的")
    asks = lexicon.pattern("notices.extension").search(bare) or _LATER.search(bare)
    if (
        len(bare) < 2
        or _NO_CAUSE.fullmatch(bare)
        or asks
        or _ONLY_DAY.fullmatch(bare)
        or _BEFORE.search(bare)
        or POLITE.search(bare)
    ):
        return ""
    return "" if control(text) or fixed_words(text) else re.sub(r"^(?:原因|理由)[:是]*", "", bare)


def _inside(said: Said) -> str:
    """What stands before the request in its clause: "配件没到申请延期"."""
    for clause in clauses.split(said.text):
        head = re.split(r"申请|请求|想|延期|延长|宽限|缓|能不能|能否|推迟|再给|延到|往后", clause.text)[0]
        told = refs.without(head, said.context).strip(" ,:的")
        if lexicon.hit("notices.excuses", head) and not dates_ahead(head) and not _NO_CAUSE.fullmatch(told):
            return refs.without(head, said.context).strip(" ,:的")
    return ""
