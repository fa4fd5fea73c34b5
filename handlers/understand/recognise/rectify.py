"""Work on known hazards, and asking for more time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from handlers.acts import Act, ExtensionRequest, Rectification
from handlers.understand import clauses, dates, lexicon, refs
from handlers.understand.faults import control, dates_ahead, fault_in, fixed_words
from handlers.understand.numbers import NUMBER, number
from handlers.understand.recognise.hazards import declared_count
from handlers.understand.said import Said, because

# Rectification


def rectification(said: Said) -> Iterator[Act]:
    """Completion or progress of hazards that are known, by number, by the list, by the context."""
    if said.officer or said.asks:
        return
    done, doing = fixed_words(said.text), said.hit("hazard.doing")
    if not (done or doing) or _is_new(said):
        return
    yield _rectified(said, done, doing)


def _is_new(said: Said) -> bool:
    """Described and fixed with nothing open and nothing named: that is a new hazard, fixed at once."""
    context = said.context
    if refs.numbers(said.text, context) or refs.replied(context):
        return False
    described = declared_count(said.text) or any(fault_in(clause.text) for clause in said.clauses)
    if described and said.hit("hazard.found"):
        return True
    return not (context.open_hazards or context.last_list) and not _ordered(said.text)


_ORDER = re.compile(
    r"全部|所有|整改(?:通知|单|指令|意见)|交办|上次|之前|第.{1,3}条|\d{1,3}(?:项|条|处).{0,8}(?:已|完成|整改)|整改(?:完|到位)"
)


def _ordered(text: str) -> bool:
    return bool(_ORDER.search(text))


def _rectified(said: Said, done: str, doing: str) -> Rectification:
    finished, pending = _split_by_state(said)
    context = said.context
    everything = _all_done(said, done, doing, pending)
    named = finished or ((meant_hazards(said) if not pending else ()) if not everything else ())
    size = len(context.last_list)
    return Rectification(
        hazard_nos=named if not everything else (),
        item_indices=_places(named, context.last_list) if refs.indices(said.text, size) else (),
        pending_nos=pending if finished else (),
        pending_indices=_places(pending, context.last_list) if refs.indices(said.text, size) else (),
        status=_status(done, doing, named, everything),
        done_count=_done_count(said, done, named, everything),
        pending_count=_counted(said.text, "剩|剩余|还有|还差"),
        total_count=_total(said.text),
        all_done=everything,
        deadline=promised(said),
        control_measure=control(said.text),
        why=(because(done or doing, "已知隐患改好" if done else "已知隐患在改"),),
    )


def _status(done: str, doing: str, named: tuple[str, ...], everything: bool) -> str:
    """整改中, 已整改, or nothing while it is open which one is finished."""
    if doing or not done:
        return "整改中"
    return "已整改" if named or everything else ""


def _split_by_state(said: Said) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hazards that are named as finished, and those that are named as open."""
    finished: list[str] = []
    pending: list[str] = []
    for clause in said.clauses:
        named = named_in(clause.text, said) or _worded(clause.text, said)
        (finished if fixed_words(clause.text) else pending).extend(named)
    return tuple(dict.fromkeys(finished)), tuple(no for no in dict.fromkeys(pending) if no not in finished)


def _worded(text: str, said: Said) -> tuple[str, ...]:
    """The one open hazard whose words a clause of several has."""
    found = refs.by_words(text, said.context.open_hazards) if len(said.clauses) > 1 else ()
    return found if len(found) == 1 else ()


def named_in(text: str, said: Said) -> tuple[str, ...]:
    """The hazards that a stretch names by number or by place in the list."""
    if found := refs.numbers(text, said.context):
        return found
    last = said.context.last_list
    return tuple(last[place - 1] for place in refs.indices(text, len(last)))


def meant_hazards(said: Said) -> tuple[str, ...]:
    """Which hazards are meant: number, else answer, else list, else words, else the only open one."""
    if found := named_in(said.text, said):
        return found
    if replied := refs.replied(said.context):
        return (replied,)
    if found := refs.by_words(said.text, said.context.open_hazards):
        return found
    hazards = said.context.open_hazards
    return (hazards[0].number,) if len(hazards) == 1 else ()


def _places(numbers: tuple[str, ...], last: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(last.index(no) + 1 for no in numbers if no in last)


def _all_done(said: Said, done: str, doing: str, pending: tuple[str, ...]) -> bool:
    return bool(done) and not doing and not pending and refs.says_all(said.text) and not meant_by_number(said)


def meant_by_number(said: Said) -> bool:
    """Whether a hazard is named by its number, its place or the answered message."""
    return bool(named_in(said.text, said) or refs.replied(said.context))


_DONE = re.compile(
    rf"(?:已整改|完成整改|整改完成|已完成|整改|完成|改好|弄好|修好|改|弄)(?:了|完)? ?(?P<n>{NUMBER})(?:项|条|处|个)"
    rf"|(?P<m>{NUMBER})(?:项|条|处|个)(?:都|均|全部)?(?:已|完成|整改|改|弄|修)"
)


def _done_count(said: Said, done: str, named: tuple[str, ...], everything: bool) -> int | None:
    """How many are finished: said, else the named ones, else all that are open."""
    if not done:
        return 0 if len(named) == 1 else None
    if (match := _DONE.search(said.text)) and not named:
        return number(match["n"] or match["m"])
    if everything:
        return len(said.context.open_hazards) or None
    return len(named) if named and fixed_words(said.text) else None


def _counted(text: str, words: str) -> int | None:
    match = re.search(rf"(?:{words})(?:余)?(?:下)? ?(?P<n>{NUMBER})(?:项|条|处|个)", text)
    return number(match["n"]) if match else None


def _total(text: str) -> int | None:
    match = re.search(
        rf"(?:共|总共|一共)(?P<n>{NUMBER})(?:项|条|处|个)|(?P<m>{NUMBER})(?:项|条|处|个)(?:隐患|问题)?(?:中|里)", text
    )
    return number(match["n"] or match["m"]) if match else None


def promised(said: Said) -> date | None:
    """The day that is promised for what is left: not the day when somebody or something comes."""
    for clause in said.clauses:
        if fixed_words(clause.text) or re.search(r"来人|到货|厂家|配件|备件|师傅来|人来", clause.text):
            continue
        if re.search(r"前|内|完|弄|改|修|换|底", clause.text) and (day := dates.due(clause.text, said.context.now)):
            return day
    return None


# Extension


def extension(said: Said) -> Iterator[Act]:
    """More time is asked for a hazard; "不延期了" asks for none."""
    if said.officer or said.hit("notices.no_extension"):
        return
    words = said.hit("notices.extension")
    if not words or _how_to(said) or _not_a_hazard(said.text):
        return
    yield _extension(said, words)


_HOW = re.compile(r"怎么|咋|如何|流程|需要什么|能延几|什么材料")


def _how_to(said: Said) -> bool:
    return bool(_HOW.search(said.text))


def _not_a_hazard(text: str) -> bool:
    return bool(re.search(r"(?:证|许可证|合同|会议|培训|演练)[^,。;]{0,6}(?:延期|延长|推迟|改期)", text))


def _extension(said: Said, words: str) -> ExtensionRequest:
    numbers = meant_hazards(said)
    day, length = new_deadline(said.text, said, numbers)
    return ExtensionRequest(
        hazard_nos=numbers,
        reason=reason_of(said),
        deadline=day,
        days=length,
        control_measure=control(said.text),
        why=(because(words, "申请延期"),),
    )


_TO = re.compile(
    r"(?:延期?|延长|推迟|宽限|顺延|改|缓|展期|推)(?:到|至)(?P<day>[^,。;]{1,12})|(?P<before>[^,。;\s]{1,12})(?:前|之前)(?:完成|整改|弄|改|搞|修)"
)
_FOR = re.compile(
    rf"(?:延期?|延长|宽限|推迟|缓|给|晚|顺延|往后推|展期|申请)[^,。;\d]{{0,8}}?(?P<len>(?:{NUMBER}|半)(?:天|日|个?星期|周|个?礼拜|个?月))"
)


def new_deadline(text: str, said: Said, numbers: tuple[str, ...]) -> tuple[date | None, int | None]:
    """The new day: said, or the old one and a length."""
    if (match := _TO.search(text)) and (day := dates.due(match["day"] or match["before"] or "", said.context.now)):
        return day, None
    match = _FOR.search(text)
    hazard = refs.old_deadline(numbers[0], said.context) if numbers else None
    old = hazard.deadline if hazard else _replied_deadline(said)
    if match is None:
        return None, None
    counted = dates.length(match["len"], old or said.today)
    return (counted[1] if old and counted else None, counted[0] if counted else None)


def _replied_deadline(said: Said) -> date | None:
    match = re.search(r"\[deadline:(\d{4}-\d\d-\d\d)\]", said.context.reply_to or "")
    try:
        return date.fromisoformat(match.group(1)) if match else None
    except ValueError:
        return None


def reason_of(said: Said) -> str:
    """The clause that says why."""
    for clause in said.clauses:
        if match := lexicon.pattern("notices.because").search(clause.text):
            return re.split(r"申请|延期|特", clause.text[match.end() :])[0].strip(" :") or clause.text[match.end() :]
    for clause in said.clauses:
        if lexicon.hit("notices.excuses", clause.text) and not lexicon.hit("notices.extension", clause.text):
            return _NUMBERED.sub("", clause.text.strip())
    return _reason_inside(said.text)


_NUMBERED = re.compile(r"^(?:YH-\d{4}-)?\d{4,6}(?:号)?(?:的)?")


def _reason_inside(text: str) -> str:
    """What stands before the request in its clause: "配件没到申请延期"."""
    for clause in clauses.split(text):
        head = re.split(r"申请|请求|想|延期|延长|宽限|缓|能不能|能否|推迟|再给", clause.text)[0]
        if lexicon.hit("notices.excuses", head) and not dates_ahead(head):
            return _NUMBERED.sub("", head).strip(" ,:")
    return ""
