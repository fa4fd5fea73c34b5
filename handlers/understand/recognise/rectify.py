"""Work on known hazards: which are finished, which are open, how many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from handlers.acts import Act, Rectification
from handlers.understand import dates, lexicon, refs, tabled
from handlers.understand.faults import control, fault_in
from handlers.understand.listing import numbered
from handlers.understand.numbers import NUMBER
from handlers.understand.progress import doing_words, fixed_words
from handlers.understand.recognise import meant, states
from handlers.understand.recognise.counts import SOME_OF_IT, counted, named_together, pending_behind, said_count, total
from handlers.understand.recognise.hazards import declared_count
from handlers.understand.recognise.noughts import all_zero
from handlers.understand.recognise.rounds import zero_words
from handlers.understand.recognise.states import State
from handlers.understand.recognise.walked import is_round
from handlers.understand.said import Said, because


def rectification(said: Said) -> Iterator[Act]:
    """Completion or progress of hazards that are known, by number, by the list, by the context.

    Example: enterprise [open_hazards=YH-2026-0031(三车间 灭火器过期)] "0031换好了"
        -> Rectification hazard_no=YH-2026-0031 done_count=1
    """
    if said.officer:
        return
    state = states.state(said)
    if all_zero(said.text) or tabled.rows(said.text):
        return
    if not state.done and _promises_only(said):
        return
    if (state.done or state.doing) and not _is_new(said) and not _of_something_else(said, state):
        yield _rectified(said, state)


_PROMISE = re.compile(r"保证|一定|确保|争取|尽快|马上|立即|这就|抓紧|赶紧|按期|按时|一准|准能|肯定")


def _promises_only(said: Said) -> bool:
    """Whether a receipt is given, and a promise, and nothing told of the work."""
    receipt = lexicon.pattern("talk.ack").match(said.text)
    told = (doing_words(clause.text) for clause in said.clauses if not _PROMISE.search(clause.text))
    if receipt and _PROMISE.search(said.text):
        return not any(told)
    if refs.references(said.text, said.context) or refs.replied(said.context):
        return False
    at_work = [clause.text for clause in said.clauses if doing_words(clause.text)]
    return bool(at_work) and all(_WILL_SEND.search(text) for text in at_work)


#: 明天一早就安排人去弄: somebody shall be sent, and nothing is told of the work.
_WILL_SEND = re.compile(
    r"(?:这就|马上|立刻|立马|立即|回头|待会儿?|一会儿?|等会儿?|稍后|明[天儿早日]|后天|[上下]午|晚上|今晚|下周|下个?月|周[一二三四五六日末]|过两天|尽快|抓紧|赶紧)"
    r"[^,。;已]{0,6}(?:安排|叫|喊|找|派|让|组织|联系|通知)(?!了|好|妥)[^,。;了]{0,6}(?:去|来|过去|过来)?"
    r"(?:弄|改|修|换|整|搞|处理|清|看|焊|干|补|装|拾掇|维修|整改)(?![^,。;]{0,3}[了完好])"
)


def _is_new(said: Said) -> bool:
    """Described and fixed with nothing open and nothing named: that is a new hazard, fixed at once."""
    context = said.context
    if refs.references(said.text, context) or refs.replied(context):
        return False
    if any(states.besides(clause.text) for clause in said.clauses) and context.open_hazards:
        return False
    described = declared_count(said.text) or any(fault_in(clause.text) for clause in said.clauses)
    told_of = said.hit("hazard.found") or _ON_THE_SPOT.search(said.text)
    fixed = (one.text for one in said.clauses if fixed_words(one.text))
    if described and told_of and not any(meant.by_words(said, text) for text in fixed):
        return True
    listed = [item for item in numbered(said.text) if fault_in(item)]
    if len(listed) > 1 and not (context.open_hazards or context.last_list):
        return True
    nothing_known = not (context.open_hazards or context.last_list)
    return nothing_known and (bool(_COUNTED_ANEW.match(said.text)) or not _ordered(said.text))


#: "隐患2条": what is counted before anything else is said of it is told for the first time.
_COUNTED_ANEW = re.compile(
    r"(?:今[天日]|本日|自查|排查|查出|发现|新增|检查|:)*"
    r"(?:[无未没][^,。;]{0,4}重大(?:安全|事故)?隐患[,;。]"
    r"|重大(?:安全|事故)?隐患:?(?:无|没有|[0零](?:项|条|处|个|起)?)[,;。])?"
    r"(?:一般|较大)?(?:安全|事故)?(?:隐患|问题)(?:共)?[\d一两二三四五六七八九十]{1,3}(?:条|处|项|个)[,(](?![^,。;]{0,3}(?:全部|都|均))"
)
#: What was fixed on the spot was found on the spot: no hazard that is known already.
_ON_THE_SPOT = re.compile(r"当场|即查即改|立查立改|边查边改|随手")
_ORDER = re.compile(
    r"(?:共|总共|一共)[\d一二两三四五六七八九十]{1,3}(?:条|项|处|个)[,]?[\d一二两三四五六七八九十]{1,3}(?:条|项|处|个)(?:已|都)?(?:改|弄|修|换|清|整改|完成|处理)"
    r"|[\d一两二三四五六七八九十]{1,3}(?:条|项|处|个)[^,。;]{0,4}(?:改|弄|修|换|清|整改|完成|处理|搞|整)[^,。;]{0,2}[\d一两二三四五六七八九十]{1,3}(?:条|项|处|个)"
    r"|[\d一二两三四五六七八九十]{1,3}(?:条|项|处|个)[^,。;]{0,8}(?:完成|完|好|妥|销|解决|处理|消除|办结)(?:了|掉|好|完)*[\d一二两三四五六七八九十]{1,3}(?:条|项|处|个)"
    r"|[\d一二两三四五六七八九十]{1,3}(?:条|项|处|个)(?:里|里头|中|当中)"
    r"|(?:(?:县|市|省)?局里?|县里|市里|应急局?|你们|领导|科里|检查组|督查组|督导组|专家组?|消防|上级|贵局|安监|园区|镇上|乡里|第三方|评价公司|保险公司|总部"
    r"|集团)[^,。;]{0,8}(?:提|查|说|指|检查|下|开|列|交办|反馈|要求|点|找|挑)(?:的|出|到|了|过|达)"
    r"|(?:条条|项项|个个|件件|处处)都|一(?:条|个|项|处)(?:都|也)?(?:没|不)(?:落|剩|漏|差|少|留|拉)|全部|所有|整改(?:通知|单|指令|意见)|交办|上次|上回|上一?次"
    r"|之前(?:的|报|提|说|查|那)|前几天|那张单|单子|清单上?|专家(?:提|查|那)|第.{1,3}条|\d{1,3}(?:项|条|处).{0,8}(?:已|完成|整改)|整改(?:完|到位)"
)


def _ordered(text: str) -> bool:
    return bool(_ORDER.search(text))


def _of_something_else(said: Said, state: State) -> bool:
    """Whether what is finished is no hazard: something beside a round, something that was sent, or nothing plain."""
    if not state.done or meant.meant_by_number(said):
        return False
    if _is_weak(said, state.done):
        return True
    if not meant.other_thing(said, state.done):
        return False
    before = meant.clause_of(said, state.done).partition(state.done)[0]
    return bool(is_round(said) or zero_words(said) or lexicon.hit("hazard.sent", before))


def _is_weak(said: Said, done: str) -> bool:
    """Whether words like 恢复正常 stand alone, where no hazard was asked about or named by its words."""
    context = said.context
    if done not in lexicon.words("hazard.weak") or said_count(said.text) is not None:
        return False
    answers = context.reply_to == "deadline_reminder" or bool(context.last_list)
    return not (answers or meant.by_words(said, said.text) or refs.says_all(said.text))


# Put together


#: Of one hazard some things are done: "10个灭火器换了6个，剩4个".
_SOME_OF_ONE = re.compile(
    rf"{NUMBER}(?:个|只|台|具|处|块|根|盏|套|米)[^,。;条项]{{0,8}}(?:换|改|修|装|清|补|焊|做|弄)(?:完|好|掉)?了{NUMBER}(?:个|只|台|具|处|块|根|盏"
    rf"|套|米)[^。;]{{0,3}}(?:剩|还有|还差|余|另)"
)


def _rectified(said: Said, state: State) -> Rectification:
    finished = state.done and state.finished
    unsure = bool(finished or state.everything) and meant.other_thing(said, state.done)
    state = State(state.done, state.doing) if unsure else state
    if (_SOME_OF_ONE.search(said.text) or SOME_OF_IT.search(said.text)) and len(state.finished) == 1:
        state = State(doing=state.done, pending=state.finished)
    named = state.named
    return Rectification(
        hazard_nos=named if not state.everything else (),
        item_indices=refs.placed(named, said.context),
        pending_nos=state.pending if finished else (),
        pending_indices=refs.placed(state.pending, said.context) if finished else (),
        status=_status(state) if not unsure else "",
        done_count=_done_count(said, state) if not unsure else None,
        pending_count=counted(said.text, "剩|剩余|剩下|还有|还差|余|余下|其余|差|欠|另有|未完成|没完成")
        or pending_behind(said.text),
        total_count=total(said.text),
        all_done=state.everything,
        deadline=promised(said, bool(finished or state.everything) and not state.pending),
        control_measure=control(said.text),
        why=(because(state.done or state.doing, "已知隐患改好" if state.done else "已知隐患在改"),),
    )


def _status(state: State) -> str:
    """整改中, 已整改, or nothing while it is open which one is finished."""
    if state.finished or state.everything:
        return "已整改"
    return "整改中" if state.pending or not state.done else ""


def _done_count(said: Said, state: State) -> int | None:
    """How many are finished: said, else the named ones, else all that are open."""
    if state.finished or len(state.pending) == 1:
        return len(state.finished)
    if state.doing and not state.done:
        return said_count(said.text) or 0
    if state.done and (count := said_count(said.text)) is not None:
        return count
    return len(said.context.open_hazards) or named_together(said.text) if state.everything else None


_BY = re.compile(
    r"得(?:等|要)?(?=到|\d)|预计|估计|争取|最迟|最晚|最快|计划"
    r"|(?:[日号]|周[一二三四五六日天])(?:能|就)?(?:好|妥|成)(?:了)?(?=\Z|[,。; ])|收尾|收工|前|内"
    r"|完|弄|改|修|换|底|补|清|刷|装|贴|砌|焊"
)


_ONLY_DAY = re.compile(
    r"(?:就|到|要|估计|大概|得|等){0,3}(?:(?:\d{1,2}月)?\d{1,2}[日号]|(?:下|本|这)?周[一二三四五六日天末])(?:吧|左右)?"
)
_FINISHED_ON = re.compile(
    r"(?:完成|整改|完工|更换|修复|处理|验收|办结|竣工|维修|闭环)(?:的)?(?:时间|日期)[:为是于]?|于?\d{1,2}[日号](?:就|已|全部)"
)
_LEFT = re.compile(r"(?=还剩|剩|余下|余|其余|还有|还差|另外)")


def promised(said: Said, finished: bool = False) -> date | None:
    """The day that is promised for what is left: not the day when somebody or something comes, or it was finished."""
    for text in (part for clause in said.clauses for part in _LEFT.split(clause.text) if part):
        if (
            states.besides(text)
            or fixed_words(text)
            or (finished and _FINISHED_ON.search(text))
            or re.search(
                r"接着|继续|再弄|再干|照片|视频|资料|手续|文字|到期|来人|到货|开焊|开干|开工|动工|进场|厂家|配件|备件"
                r"|师傅来|人来",
                text,
            )
        ):
            continue
        bare = refs.without(text, said.context)
        if (_BY.search(bare) or _ONLY_DAY.fullmatch(bare.strip(" :"))) and (day := dates.due(bare, said.context.now)):
            return day
    return None
