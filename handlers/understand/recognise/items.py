"""What the ledger lacks about hazards: responsible, measures, deadline and the rest, said in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from handlers.acts import AcceptanceTeam, Act, MissingItems
from handlers.understand import clauses, dates, lexicon, named, refs
from handlers.understand.faults import fault_in
from handlers.understand.numbers import NUMBER, number
from handlers.understand.progress import fixed_words
from handlers.understand.recognise import extensions
from handlers.understand.recognise.rounds import zero_words
from handlers.understand.recognise.walked import is_round
from handlers.understand.results import normal_words
from handlers.understand.said import Said, asked, because, pending

PROMPT = "missing_items_prompt"


def missing_items(said: Said) -> Iterator[Act]:
    """Items of hazards: as an answer to their question, else only by their labels beside a hazard.

    Example: officer "0501责任人定张伟，措施更换避雷针，3月20日前"
        -> MissingItems hazard_no=YH-2026-0501 responsible=张伟 deadline=2026-03-20
    """
    prompted = said.context.reply_to == PROMPT
    if (said.officer and not said.to_bot) or _something_else(said) or not (prompted or _labelled(said)):
        return
    for numbers, items in _of_each(said):
        if items.says_something:
            yield _act(said, numbers, items, prompted)


def _something_else(said: Said) -> bool:
    """A round, a completion, more time, a new hazard: whatever else is told while the question is open."""
    if is_round(said) or zero_words(said) or extensions.asks_for_time(said) or said.asks:
        return True
    done = any(fixed_words(clause.text) and not _has_label(clause.text) for clause in said.clauses)
    return done or _new_hazard(said) or (bool(normal_words(said.text)) and not _has_label(said.text))


def _new_hazard(said: Said) -> bool:
    """A fault that is told, not a measure against it, and of no hazard that is named."""
    if refs.references(said.text, said.context, listed=True):
        return False
    faulty = [clause.text for clause in said.clauses if fault_in(clause.text)]
    return any(not _verb().search(text) or lexicon.hit("hazard.found", text) for text in faulty) and not any(
        _has_label(text) for text in faulty
    )


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(
        lexicon.either("hazard.verbs")
        + "|买|购|增设|停用|重新|制作|设置|安排|联系|聘请|委托|培训|教育|完善|除锈|加(?!油)|装|焊|做"
    )


@cache
def _labels() -> re.Pattern[str]:
    words = "|".join(re.escape(pair.split("=")[1]) for pair in lexicon.words("items.labels"))
    between = lexicon.either("items.between")
    return re.compile(rf"(?P<label>{words})(?:{between}){{0,3}}")


@cache
def _item_of() -> dict[str, str]:
    return {word: item for item, word in (pair.split("=") for pair in lexicon.lists()["items.labels"])}


def _has_label(text: str) -> bool:
    return bool(_labels().search(text))


_ALONE = ("整改责任人", "责任人", "整改措施", "整改期限", "整改时限", "完成时限")


def _labelled(said: Said) -> bool:
    """Whether labels stand beside a hazard number, or sure ones where exactly one hazard is open."""
    if refs.numbers(said.text, said.context):
        return bool(said.hit("items.sure"))
    return not said.officer and len(said.context.open_hazards) == 1 and any(word in said.text for word in _ALONE)


# What is said of each


@dataclass(frozen=True)
class Items:
    """What one stretch says."""

    responsible: str = ""
    measures: tuple[str, ...] = ()
    deadline: date | None = None
    funds: str = ""
    plan: str = ""
    control: str = ""

    @property
    def says_something(self) -> bool:
        """Whether anything is in it."""
        return any(vars(self).values())

    def beside(self, other: Items) -> Items:
        """This, and what it lacks from another."""
        mine = {name: value or getattr(other, name) for name, value in vars(self).items()}
        return replace(self, **mine)


def _of_each(said: Said) -> list[tuple[tuple[str, ...], Items]]:
    """The items of each hazard that is told apart, with those that are said for all of them."""
    parts = refs.parts(said.text, said.context, listed=True)
    told = [(part.numbers, _divided(refs.without(part.text, said.context, listed=True))) for part in parts]
    common = Items()
    if len(told) > 1:
        common = _read([text for _, (_, shared) in told for text in shared], said)
    own = [(numbers, _read(mine if len(told) > 1 else [*mine, *shared], said)) for numbers, (mine, shared) in told]
    return _same([(numbers, items.beside(common)) for numbers, items in own], [part.text for part in parts])


_SHARED = re.compile(r"^(?:都|均|全部|全都|统一|两条都|这两条|几条都|以上)")


def _divided(text: str) -> tuple[list[str], list[str]]:
    """The chunks of a part, and those that speak of all hazards."""
    chunks = [chunk.strip(" 、.):") for chunk in re.split(r"[,;。\n!]| (?=都|均|全部)", text) if chunk.strip()]
    return [one for one in chunks if not _SHARED.match(one)], [one for one in chunks if _SHARED.match(one)]


def _same(told: list[tuple[tuple[str, ...], Items]], texts: list[str]) -> list[tuple[tuple[str, ...], Items]]:
    """ "0032同上" is what was said of the one before."""
    made: list[tuple[tuple[str, ...], Items]] = []
    for (numbers, items), text in zip(told, texts, strict=True):
        again = bool(made) and bool(re.search(r"同上|也一样|同样|也是他|一样的", text))
        made.append((numbers, items.beside(made[-1][1]) if again else items))
    return made


def _read(chunks: list[str], said: Said) -> Items:
    items = Items()
    for chunk in chunks:
        for stretch in _stretches(chunk):
            found = _labelled_item(stretch, said) if _labels().match(stretch) else _plain(stretch, said)
            items = replace(items, measures=items.measures + found.measures).beside(found)
    return items


def _stretches(chunk: str) -> Iterator[str]:
    """A chunk divided before its labels; without labels, at its spaces."""
    marks = [match.start() for match in _labels().finditer(chunk)]
    if not marks:
        yield from chunk.split()
        return
    yield from chunk[: marks[0]].split()
    for start, end in zip(marks, [*marks[1:], len(chunk)], strict=True):
        label = _labels().match(chunk, start)
        told, *others = chunk[label.end() if label else start : end].split() or [""]
        yield (label.group() if label else "") + told
        yield from others


def _labelled_item(stretch: str, said: Said) -> Items:
    match = _labels().match(stretch)
    item = _item_of()[match["label"]] if match else ""
    value = stretch[match.end() if match else 0 :].strip(" :吧了")
    if not value or _refused(value):
        return Items()
    if item == "responsible":
        return Items(responsible=named.names_at(named.peeled(value)) or (value if len(value) <= _LONGEST_NAME else ""))
    if item == "deadline":
        return Items(deadline=_due(value, said))
    if item == "funds":
        return Items(funds="0" if value in _NOTHING else amount(value))
    if item == "plan":
        return Items(plan=value if value[0] not in "已有" else "预案" + value)
    return Items(control=value) if item == "control" else Items(measures=_measures(value))


_LONGEST_NAME = 4
_NOTHING = ("0", "无", "没有", "不需要", "不用", "无需")


def _plain(stretch: str, said: Said) -> Items:
    """A stretch without a label: a day, an amount, a name with what that person does."""
    if _refused(stretch):
        return Items()
    if lexicon.hit("items.free", stretch):
        return Items(funds="0")
    stretch = re.sub(rf"^(?:这|那)?{NUMBER}(?:条|个|项)(?:都|全|均)?", "", stretch)
    rest, day = _without_day(stretch, said)
    if money := amount(rest):
        return Items(funds=money, deadline=day)
    rest = _without_department(rest)
    name = named.names_at(rest := named.peeled(rest))
    behind = re.sub(r"^" + lexicon.either("items.duties"), "", rest[len(name) :]) if name else rest
    measures = _measures(behind)
    if not measures and len(behind) > _FILLING and not _VAGUE.fullmatch(behind):
        return Items()
    return Items(responsible=name, measures=measures, deadline=day)


_FILLING = 2  # so many characters beside a name or a day say nothing else


def _refused(text: str) -> bool:
    return bool(lexicon.hit("items.refusals", text)) or (pending(text) and not _DAY.search(text))


def _without_department(text: str) -> str:
    match = re.match(r"[\u4e00-\u9fff]{1,4}(?:部|科|车间|班组|班|组|队|室|办)(?:的)?", text)
    return text[match.end() :] if match and named.name_at(named.peeled(text[match.end() :])) else text


_VAGUE = re.compile(
    r"(?:弄|搞|整|改|整改|处理|落实|办|负责|解决)?(?:完成?|好|掉|到位|了|的|吧)*|(?:补充|更正|回复|答复|反馈|补报)[: ]*"
)


def _measures(text: str) -> tuple[str, ...]:
    """What shall be done, one for each mark between them; a verb that says nothing is none."""
    parts = (re.sub(r"^(?:负责|来|去|自己|就|要|准备|先|把|也)+", "", part.strip()) for part in text.split("、"))
    return tuple(part.rstrip("吧了") for part in parts if _verb().search(part) and not _VAGUE.fullmatch(part))


_DAY = re.compile(
    r"(?:最迟|最晚|争取|预计|计划|到|在|于|大概|限|限期)?"
    r"(?P<day>(?:(?:20\d\d年)?\d{1,2}月)?\d{1,2}[日号]|(?<![\d.])\d{1,2}\.\d{1,2}(?!\d|万|元|米)|今天|明天|后天|大后天|今日|明日|今晚|明早"
    r"|(?:下|这|本)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天末]|(?:本|这个|下个?|下)?月(?:底|末)"
    r"|(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})(?:天|日|周|个?星期|个?月|个?工作日)(?:之)?内|(?:下|本|这)周内?)"
    r"(?:下班|中午|晚上|上午|下午|早上|晚)?(?:之?前|以前|之内|内)?(?:要|能|可以|就|必须|争取|保证)*(?:完成|弄完|改完|整改完|搞完|弄好|改好|整改到位|整改|完)?(?:吧|的)?"
)
_TOO_VAGUE_ALONE = ("今天", "明天", "后天", "明早", "今晚")


def _without_day(stretch: str, said: Said) -> tuple[str, date | None]:
    """A stretch without the day by which it shall be done, and that day; 明天 alone may be when an answer comes."""
    match = _DAY.search(stretch)
    if match is None or said.text.strip(" 。,") in _TOO_VAGUE_ALONE:
        return stretch, None
    day = _due(match["day"], said)
    return (stretch[: match.start()] + stretch[match.end() :] if day else stretch), day


def _due(text: str, said: Said) -> date | None:
    """The day that is named; one that has gone by is kept, so that it can be said back."""
    if day := dates.due(text, said.context.now):
        return day
    gone = dates.days(text, said.context.now)
    return gone[0].day if gone else None


_MONEY = re.compile(
    r"(?P<n>\d{1,8}(?:\.\d{1,4})?|[一二两三四五六七八九十]{1,3})(?:来)?(?P<unit>万元?|千元?|百元?|元|块钱?)(?:左右|吧|钱)*"
)
_OF_TEN_THOUSAND = {"万": 1.0, "千": 0.1, "百": 0.01, "元": 0.0001, "块": 0.0001}


def amount(text: str) -> str:
    """An amount of money in 万元: "3.5万元" is "3.5", "5000元" is "0.5"."""
    if lexicon.hit("items.free", text):
        return "0"
    match = _MONEY.search(text)
    if match is None:
        return ""
    value = float(match["n"]) if match["n"][0].isdecimal() else float(number(match["n"]) or 0)
    return f"{value * _OF_TEN_THOUSAND[match['unit'][0]]:.4f}".rstrip("0").rstrip(".")


def _act(said: Said, numbers: tuple[str, ...], items: Items, prompted: bool) -> MissingItems:
    open_one = () if prompted else tuple(hazard.number for hazard in said.context.open_hazards)
    return MissingItems(
        hazard_nos=numbers or (open_one if len(open_one) == 1 else ()),
        responsible=items.responsible,
        measures=items.measures if len(numbers) != 1 or len(items.measures) < 2 else ("、".join(items.measures),),
        deadline=items.deadline,
        funds=items.funds,
        plan=items.plan,
        control_measure=items.control,
        why=(because(said.text[:8], "答缺项" if prompted else "补台账缺项"),),
    )


_TEAM = re.compile(r"验收(?:小)?组(?:成员|组员|名单|人员)?[:是为由]? ?(?P<names>[^,。;]+)")


def team(said: Said) -> Iterator[Act]:
    """Who accepts a major hazard: names behind 验收组.

    Example: officer "0501验收组：王强、李明、张伟" -> AcceptanceTeam hazard_no=YH-2026-0501 team=王强、李明、张伟
    """
    match = _TEAM.search(said.text)
    if match is None or said.asks or asked(clauses.Clause(said.text, 0)) or (said.officer and not said.to_bot):
        return
    words = re.split(r"[、和, !?]", re.sub(r"组长|副组长|成员|[:]", "、", match["names"]))
    names = [name for word in words if (name := named.name_at(word.strip())) and name == word.strip()]
    if names:
        yield AcceptanceTeam(
            hazard_nos=refs.numbers(said.text, said.context),
            team="、".join(names),
            why=(because("验收组", "验收组名单"),),
        )
