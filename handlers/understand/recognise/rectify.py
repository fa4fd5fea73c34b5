"""Work on known hazards: which are finished, which are open, how many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handlers.acts import Act, Rectification
from handlers.understand import dates, lexicon, refs
from handlers.understand.clauses import Clause
from handlers.understand.faults import control, fault_in
from handlers.understand.numbers import NUMBER, number
from handlers.understand.progress import doing_words, fixed_words, planned_words
from handlers.understand.recognise import meant
from handlers.understand.recognise.hazards import declared_count
from handlers.understand.recognise.rounds import is_round, zero_words
from handlers.understand.said import Said, asked, because


@dataclass(frozen=True)
class State:
    """What a message says of the hazards that are known: which are finished and which are not."""

    done: str = ""
    doing: str = ""
    finished: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    everything: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """The hazards that the act is about: the finished ones, else those that are worked on."""
        return self.finished or (() if self.everything else self.pending)


def rectification(said: Said) -> Iterator[Act]:
    """Completion or progress of hazards that are known, by number, by the list, by the context."""
    if said.officer:
        return
    state = _state(said)
    if (state.done or state.doing) and not _is_new(said) and not _of_something_else(said, state):
        yield _rectified(said, state)


def _is_new(said: Said) -> bool:
    """Described and fixed with nothing open and nothing named: that is a new hazard, fixed at once."""
    context = said.context
    if refs.references(said.text, context) or refs.replied(context):
        return False
    described = declared_count(said.text) or any(fault_in(clause.text) for clause in said.clauses)
    told_of = said.hit("hazard.found") or _ON_THE_SPOT.search(said.text)
    if described and told_of and not any(_by_words(said)):
        return True
    return not (context.open_hazards or context.last_list) and not _ordered(said.text)


#: What was fixed on the spot was found on the spot: no hazard that is known already.
_ON_THE_SPOT = re.compile(r"当场|即查即改|立查立改|边查边改|随手")
_ORDER = re.compile(
    r"全部|所有|整改(?:通知|单|指令|意见)|交办|上次|之前|第.{1,3}条|\d{1,3}(?:项|条|处).{0,8}(?:已|完成|整改)|整改(?:完|到位)"
)


def _ordered(text: str) -> bool:
    return bool(_ORDER.search(text))


# Which are finished, which are not


def _state(said: Said) -> State:
    """The state of each part that names a hazard; of each clause, where none is named by number or place."""
    parts = refs.parts(_told(said), said.context)
    return _of_parts(said, parts) if parts[0].numbers else _of_clauses(said)


def _told(said: Said) -> str:
    """The text without its questions."""
    return "".join(clause.text + clause.mark for clause in said.clauses if not asked(clause))


_BUT = re.compile(r"除(?:了|去)?|(?:就|只|还|现)?剩|只差|就差|还差")


def _of_parts(said: Said, parts: list[refs.Part]) -> State:
    done = doing = ""
    finished: list[str] = []
    pending: list[str] = []
    for part in parts:
        at_work = doing_words(part.text) or planned_words(part.text)
        fixed = "" if doing_words(part.text) else fixed_words(part.text)
        if fixed and _BUT.search(part.text) and (others := _others(said, part)):
            pending, finished = [*pending, *part.numbers], [*finished, *others]
        elif fixed or at_work:
            (finished if fixed else pending).extend(part.numbers)
        elif done and _LATER.search(part.text):
            pending.extend(part.numbers)
        done, doing = done or fixed, doing or (at_work if not fixed else "")
    if not finished and (counted := _counted_besides(said, pending)):
        done, finished = fixed_words(_told(said)), list(counted)
    return State(done, doing, _once(finished), tuple(no for no in _once(pending) if no not in finished))


_LATER = re.compile(r"明天|后天|下周|还|等|没|差|[中下]午|晚上|再|慢慢")


def _counted_besides(said: Said, pending: list[str]) -> tuple[str, ...]:
    """All but those that are named as open, where as many are said to be finished: "已改2条,0111没改"."""
    others = tuple(no for no in refs.candidates(said.context) if no not in pending)
    done = fixed_words(_told(said)) if pending and others else ""
    return others if done and _said_count(said.text) == len(others) else ()


def _others(said: Said, part: refs.Part) -> tuple[str, ...]:
    """All that are known but those of a part: "除了0027都改好了"."""
    if not refs.says_all(part.text):
        return ()
    return tuple(no for no in refs.candidates(said.context) if no not in part.numbers)


def _once(numbers: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(numbers))


def _of_clauses(said: Said) -> State:
    told = _told(said)
    done, doing = fixed_words(told), doing_words(told)
    finished, pending = _by_words(said)
    if fixed_words(told) and (but := _all_but(said)):
        return State(done, doing, tuple(no for no in refs.candidates(said.context) if no not in but), but)
    if finished and (pending or len(finished) > 1):
        return State(done, doing, finished, pending)
    if done and not doing:
        return _finished(said, done)
    meant = _meant(said)
    return State(done if _said_count(told) else "", doing, (), meant if len(meant) == 1 else ())


_REST = re.compile(r"(?:其他|其它|其余|别的|剩下|另外|余下)[^,。;]{0,6}")


def _all_but(said: Said) -> tuple[str, ...]:
    """The hazards that are left out by their words: "全部整改完成,除了护栏", "剩围墙", "围墙没砌,别的整改完了"."""
    some = refs.candidates(said.context)
    rest = next((clause for clause in said.clauses if _REST.match(clause.text) and fixed_words(clause.text)), None)
    left = [one.text for one in said.clauses if one is not rest and (rest or _BUT.match(one.text.strip()))]
    found = _once([no for text in left for no in refs.by_words(text, said.context.open_hazards)])
    fits = rest or refs.says_all(said.text) or _said_count(said.text) == len(some) - len(found)
    return found if fits and 0 < len(found) < len(some) else ()


def _finished(said: Said, done: str) -> State:
    if _says_all(said):
        listed = _whole_list(said)
        return State(done, finished=listed, everything=not listed)
    return State(done, finished=_meant(said))


def _by_words(said: Said) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hazards whose words stand in a clause that tells of a state, where each fits one."""
    finished: list[str] = []
    pending: list[str] = []
    for clause in said.clauses:
        if not asked(clause) and len(said.clauses) > 1 and len(found := _worded(clause, said)) == 1:
            doing = doing_words(clause.text) or not fixed_words(clause.text)
            (pending if doing else finished).extend(found)
    return _once(finished), tuple(no for no in _once(pending) if no not in finished)


def _worded(clause: Clause, said: Said) -> tuple[str, ...]:
    if not (fixed_words(clause.text) or doing_words(clause.text) or _LATER.search(clause.text)):
        return ()
    return refs.by_words(clause.text, said.context.open_hazards)


def _says_all(said: Said) -> bool:
    """All of them, and not all of one thing: "杂物都清走了" is one hazard."""
    if refs.replied(said.context) or refs.by_deadline(said.text, said.context):
        return False
    some = refs.candidates(said.context)
    count = _said_count(said.text) or _told_together(said.text)
    if count is not None and some:
        return count == len(some)
    one = refs.by_words(said.text, said.context.open_hazards)
    return refs.says_all(said.text) and not (len(one) == 1 and len(said.context.open_hazards) > 1)


def _told_together(text: str) -> int | None:
    match = re.search(rf"(?P<n>{NUMBER})(?:条|个|项|处)(?:隐患|问题)?(?:全部|全都|都|全|均)", text)
    return number(match["n"]) if match else None


def _whole_list(said: Said) -> tuple[str, ...]:
    """The list that is answered, where it does not hold every open one."""
    last, hazards = said.context.last_list, said.context.open_hazards
    answers = said.context.reply_to == "deadline_reminder" or not hazards
    return last if answers and len(last) < (len(hazards) or len(last) + 1) else ()


def _meant(said: Said) -> tuple[str, ...]:
    """Which hazards are meant by their date, or which one by the context; two that fit alike are left open."""
    if found := refs.by_deadline(said.text, said.context):
        return found
    found = meant.meant_hazards(said)
    return found if len(found) == 1 else ()


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
    if done not in lexicon.words("hazard.weak") or _said_count(said.text) is not None:
        return False
    answers = context.reply_to == "deadline_reminder" or bool(context.last_list)
    return not (
        answers
        or refs.by_words(said.text, context.open_hazards)
        or refs.says_all(said.text)
        or refs.by_deadline(said.text, context)
    )


# Put together


def _rectified(said: Said, state: State) -> Rectification:
    finished = state.done and state.finished
    unsure = bool(finished or state.everything) and meant.other_thing(said, state.done)
    state = State(state.done, state.doing) if unsure else state
    named = state.named
    return Rectification(
        hazard_nos=named if not state.everything else (),
        item_indices=refs.placed(named, said.context),
        pending_nos=state.pending if finished else (),
        pending_indices=refs.placed(state.pending, said.context) if finished else (),
        status=_status(state) if not unsure else "",
        done_count=_done_count(said, state) if not unsure else None,
        pending_count=_counted(said.text, "剩|剩余|剩下|还有|还差|余"),
        total_count=_total(said.text),
        all_done=state.everything,
        deadline=promised(said),
        control_measure=control(said.text),
        why=(because(state.done or state.doing, "已知隐患改好" if state.done else "已知隐患在改"),),
    )


def _status(state: State) -> str:
    """整改中, 已整改, or nothing while it is open which one is finished."""
    if state.finished or state.everything:
        return "已整改"
    return "整改中" if state.pending or not state.done else ""


_V = r"(?:整改|完成|改|弄|修|换|清|处理|搞|闭环|销)"
_DONE = re.compile(
    rf"{_V}(?:完成?|好|了|掉)*(?:了|完)? ?(?P<n>{NUMBER})(?:项|条|处|个)(?!不|没|也)"
    rf"|(?P<m>{NUMBER})(?:项|条|处|个)(?:隐患|问题)?(?:都|均|全部)?(?:已|{_V})"
)
_OF = re.compile(
    rf"(?P<t>{NUMBER})(?:项|条|处|个)(?:隐患|问题)?(?:中|里头?|内)?(?:的)?[,]?(?:已|现)?(?:经)?{_V}(?:完成?|好|了|掉)*(?P<n>{NUMBER})(?:项|条|处|个)?"
)


def _done_count(said: Said, state: State) -> int | None:
    """How many are finished: said, else the named ones, else all that are open."""
    if state.finished or len(state.pending) == 1:
        return len(state.finished)
    if state.done and (count := _said_count(said.text)) is not None:
        return count
    return len(said.context.open_hazards) or None if state.everything else None


def _said_count(text: str) -> int | None:
    if match := _OF.search(text):
        return number(match["n"])
    match = _DONE.search(text)
    return number(match["n"] or match["m"]) if match and not _LEFT.search(text[: match.start()][-4:]) else None


_LEFT = re.compile(r"(?:剩|还有|还差|余)(?:下)?\Z")


def _counted(text: str, words: str) -> int | None:
    match = re.search(rf"(?:{words})(?:余)?(?:下)?(?:的)? ?(?P<n>{NUMBER})(?:项|条|处|个)", text)
    return number(match["n"]) if match else None


def _total(text: str) -> int | None:
    match = re.search(
        rf"(?:共|总共|一共)(?P<n>{NUMBER})(?:项|条|处|个)|(?P<m>{NUMBER})(?:项|条|处|个)(?:隐患|问题)?(?:中|里)", text
    )
    if match is None and (match := _OF.search(text)):
        return number(match["t"])
    return number(match["n"] or match["m"]) if match else None


def promised(said: Said) -> date | None:
    """The day that is promised for what is left: not the day when somebody or something comes."""
    for clause in said.clauses:
        if fixed_words(clause.text) or re.search(r"来人|到货|厂家|配件|备件|师傅来|人来", clause.text):
            continue
        bare = refs.without(clause.text, said.context)
        if re.search(r"前|内|完|弄|改|修|换|底|补|清|刷", bare) and (day := dates.due(bare, said.context.now)):
            return day
    return None
