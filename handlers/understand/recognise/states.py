"""What a message says of each hazard that is known: finished, worked on, left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from handlers.understand import arranged, asserted, lexicon, refs, unmeant
from handlers.understand.clauses import Clause
from handlers.understand.faults import fault_in
from handlers.understand.progress import doing_words, fixed_words, planned_words
from handlers.understand.recognise import meant
from handlers.understand.recognise.counts import said_count, told_together
from handlers.understand.said import Said, asked


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


@dataclass
class Stretch:
    """A clause, or what it says of one of the hazards that it names by number or place."""

    text: str
    named: tuple[str, ...]
    done: str = ""
    doing: str = ""


@dataclass
class Book:
    """What is written down of each hazard while a message is read from left to right."""

    of: dict[str, bool] = field(default_factory=dict)  # finished or not
    left: list[str] = field(default_factory=list)  # 除了, 只剩
    unsaid: list[str] = field(default_factory=list)  # named, and nothing said of it
    done: str = ""
    doing: str = ""
    rest: bool = False  # 其他都改好了

    def write(self, numbers: tuple[str, ...], finished: bool) -> None:
        """What is worked on is not finished, whatever else is said of it."""
        for no in numbers:
            self.of[no] = finished and self.of.get(no, True)

    def those(self, finished: bool) -> tuple[str, ...]:
        """The hazards that are finished, or those that are not."""
        return tuple(no for no, value in self.of.items() if value is finished)


def state(said: Said) -> State:
    """Reads the stretches from left to right; what names no hazard goes on about the one before."""
    book = Book()
    replied = refs.replied(said.context)
    current: tuple[str, ...] = (replied,) if replied else ()
    for stretch in _stretches(said):
        if stretch.named and _BUT.search(stretch.text):
            book.left += stretch.named
        elif stretch.named:
            current = stretch.named
        _enter(said, book, stretch, current)
    return _read(said, book)


def _enter(said: Said, book: Book, stretch: Stretch, current: tuple[str, ...]) -> None:
    book.done, book.doing = book.done or stretch.done, book.doing or stretch.doing
    if _BUT.search(stretch.text) and stretch.named:
        return
    if stretch.done and _REST.match(stretch.text.strip()):
        book.rest = True
    elif (stretch.done or stretch.doing) and (stretch.named or (current and _goes_on(said, stretch, current))):
        book.write(stretch.named or current, not stretch.doing)
    elif stretch.named and not (stretch.done or stretch.doing):
        book.unsaid += stretch.named


_BUT = re.compile(
    r"^(?:就|只|还|现|目前)?剩|只差|就差|还差|除(?:了|去|开|掉)|[刨抛撇][去开除了]|除[^,。;]{1,12}(?:外|以外|之外)|^就差"
)
_REST = re.compile(r"(?:其他|其它|其余|别的|剩下|另外|余下)")


_OTHER_PART = re.compile(
    r"(?:另外?一?|还有一|剩下?(?:的)?(?:一|那)|最后)(?:半)?(?:台|个|只|处|段|块|面|侧|头|边|根|套|半|组|截|层|遍)"
)


#: (0031),2项正在整改; 别的两个等材料: of others than the one before.
_SOME_OTHERS = re.compile(
    r"(?:另外?|其余|其他|其它|别的|剩下?|余下?|还有)(?:的|那)?(?:[\d两二三四五六七八九]{1,2})(?:项|条|个|处)"
    r"|(?:[\d两二三四五六七八九]{1,2})(?:项|条)(?:隐患)?(?:正?在|还|没|未|等|待)"
)


def _goes_on(said: Said, stretch: Stretch, current: tuple[str, ...]) -> bool:
    """Whether a clause that names no hazard speaks of the one before: it names no other thing."""
    things = meant.things(said, stretch.text)
    if stretch.doing and (lexicon.hit("hazard.steps", stretch.text) or _still_wrong(stretch.text)):
        return True
    if _OTHER_PART.match(stretch.text.strip()):
        return True
    if _SOME_OTHERS.match(stretch.text.strip()):
        return False
    known = {char for no in current for char in meant.item_of(said, no)}
    return not things or bool(known & things) or not all(hazard.text for hazard in said.context.open_hazards)


def _stretches(said: Said) -> Iterator[Stretch]:
    answers = bool(refs.replied(said.context))
    for text in _sentences(said):
        for part in refs.parts(text, said.context):
            named = part.numbers or meant.by_words(said, part.text)
            doing = doing_words(part.text) or _old_one_out(said, part.text) or _still_wrong(part.text)
            done = "" if doing else fixed_words(part.text)
            step = answers or lexicon.hit("hazard.steps", part.text)
            planned = _ahead(said, part.text) if not done and (named or step) else ""
            yield Stretch(part.text, named, done, doing or planned)


def _ahead(said: Said, text: str) -> str:
    """Work that is announced, or for which something was arranged and nothing told as done."""
    told = planned_words(text)
    return told or ("" if any(fixed_words(one.text) for one in said.clauses) else arranged.words(text))


_OLD_OUT = re.compile(
    r"(?:旧|老|原来的?|坏|原先的?)(?:的|那)?[^,。;]{0,6}?(?:拆|卸|扒|撤|取|砸|刨|铲|拔|摘|割|锯|剪|切|剥|揭|敲|凿)(?:了|掉|下来?|走|除|完|出来)(?:了)?"
)
_STILL_WRONG = re.compile(
    r"(?:可|但|但是|就是|不过|可是|只是|然而|结果|谁知|谁料|没承想)(?!以|能)(?![^,。;]{0,6}(?:照片|视频|图|手续|票|签字|记录|报告|时间))[^,。;]{0,8}?(?:还是|仍然?|还|又|就)?"
    r"(?:不(?!过|错|容易|简单|少|大|小|赖|差|贵|便宜|累|难|值|愧|碍事|用|影响|耽误|碍|要紧|多|需|必|知|好意思)|没(?!问题|事|毛病|啥|什么|关系|用多|花)|漏|松(?!口气|了口|快)|(?<!影)响(?!应)|晃|渗|坏|裂)"
)


def _still_wrong(text: str) -> str:
    """What was mended is wrong all the same: 换是换了，可指针还是不归零."""
    match = _STILL_WRONG.match(text.strip())
    return match.group() if match else ""


_NEW_IN = re.compile(r"新")


def _old_one_out(said: Said, text: str) -> str:
    """The old one is out, and of a new one nothing is told as finished: half the work."""
    match = _OLD_OUT.search(text)
    if match is None:
        return ""
    rest = (text[match.end() :], *(clause.text for clause in said.clauses if clause.text not in text))
    return "" if any(fixed_words(one) and _NEW_IN.search(one) for one in rest) else match.group()


_NOT_UNDONE = re.compile(r"(?:不是|并非)(?:没有?|不|还没|未)(?:给)?(?:整改|改|弄|修|换|整|做|动|管|处理|办|清|搞)")
_NOT_ONE = re.compile(
    r"没有?(?:一|哪)(?:条|个|项|处)(?:是)?(?:没有?|未|不)(?:给)?(?P<v>整改|弄|改|修|换|处理|做)(?:完成|完|好)的?"
)


def _all_of(match: re.Match[str]) -> str:
    """ "没有一条是没弄完的" says that all are done."""
    return f"全部{match['v']}完了"


_BESIDES = re.compile(
    r"(?:又|还|另外?|新|顺带|顺便|顺手|刚才|刚刚|这次|期间|同时)(?:又|还|现场)?[^,。;]{0,6}"
    r"(?:发现|瞅见|瞅着|看见|看到|瞧见|瞧着|查到|查出|碰见|碰到|注意到|冒出|出现|多出|有(?:一|个|新))"
)


def besides(text: str) -> bool:
    """Whether a clause tells of something new beside known hazards."""
    return bool(_BESIDES.search(text) and (fault_in(text) or re.search(r"毛病|问题|隐患|缺陷", text)))


def _with_outcome(said: Said) -> Iterator[Clause]:
    """The clauses, each with the one behind it that tells that it was in vain: "换了,还渗"."""
    held: Clause | None = None
    for clause in said.clauses:
        if held and unmeant.came_to_nothing(clause.text) and not refs.numbers(clause.text, said.context):
            held = replace(held, text=f"{held.text},{clause.text.strip()}")
            continue
        if held:
            yield held
        held = clause
    if held:
        yield held


def _sentences(said: Said) -> Iterator[str]:
    """The clauses that ask nothing; a number that stands alone goes with what follows it."""
    kept = ""
    for clause in _with_outcome(said):
        if asked(clause) or asserted.supposed(said.text, clause) or besides(clause.text):
            continue
        text = f"{kept} {_NOT_ONE.sub(_all_of, _NOT_UNDONE.sub('', clause.text))}".strip()
        alone = bool(refs.numbers(text, said.context)) and not refs.without(text, said.context).strip(" 、")
        if not alone:
            yield text
        kept = text if alone else ""
    if kept:
        yield kept


# What it comes to


def _read(said: Said, book: Book) -> State:
    some = refs.candidates(said.context)
    left = tuple(dict.fromkeys([*book.left, *book.those(finished=False)]))
    if book.done and (book.left or book.rest or (left and not book.those(finished=True))):
        others = tuple(no for no in some if no not in left and no not in book.unsaid)
        but = left or tuple(no for no in book.unsaid if no in some)
        if but and others and (book.rest or refs.says_all(said.text) or said_count(said.text) == len(others)):
            return State(book.done, book.doing, others, tuple(dict.fromkeys((*but, *_unsaid(book)))))
    finished = book.those(finished=True)
    told = tuple(dict.fromkeys(no for no in book.unsaid if no not in book.of))
    if book.done and not finished and not left and len(told) > 1 and said_count(said.text) == len(told):
        return State(book.done, finished=told)  # 改完2条:0031、0033
    if finished:
        return State(book.done, book.doing, finished, tuple(dict.fromkeys((*left, *_unsaid(book)))))
    if left:
        return State(book.done if said_count(said.text) else "", book.doing or book.done, (), left)
    return _unnamed(said, book)


def _unsaid(book: Book) -> tuple[str, ...]:
    """Those of which nothing is said where others are finished: they are still open."""
    return tuple(no for no in book.unsaid if no not in book.of)


_YET = re.compile(
    r"(?:^|[,。;])(?:可|但|但是|就是|不过|可是|只是)[^,。;]{0,10}(?:还没|没[^,。;]{0,4}(?:走|完|好|到|来|动)|等)"
)


def _unnamed(said: Said, book: Book) -> State:
    """Where no hazard is named: all of them, or the one that the context leaves."""
    only = refs.candidates(said.context)
    if len(only) == 1 and book.done and _YET.search(said.text):
        return State(doing=book.done, pending=only)
    done, doing = book.done or _bare(said, _GOOD), book.doing or _bare(said, _NOT_YET)
    one = meant.meant_hazards(said)
    if done and not doing:
        if _says_all(said) and not _ALL_BUT.search(said.text):
            listed = _whole_list(said) or (
                only if said.context.reply_to == "deadline_reminder" and len(only) == 1 else ()
            )
            return State(done, finished=listed, everything=not listed)
        return State(done, finished=one if len(one) == 1 else ())
    return State(done if said_count(said.text) else "", doing, (), one if len(one) == 1 else ())


#: 除了灯那个,其他全好了: which one is left out is not known, so not everything is finished.
_ALL_BUT = re.compile(
    r"(?:除[了去开掉]|[刨抛撇][去开除了])(?!此)[^,。;]{1,10}[,。; ]?(?:以?外|之外)?[,]?"
    r"(?:其他|其它|其余|别的|剩下|余下|另外|都|全)"
    r"|除[^,。;了去]{1,8}(?:以外|之外)"
    r"|[,。; ]除[了去开掉](?!此)[^,。;]{1,10}\Z|大部分|大多数?|绝大多数|(?:其他|其它|别的)的?[^,。;]{0,3}(?:都|全|均)"
    r"|(?:就|只|光|单)(?:差|剩)(?!等|销|验|复查|手续|照片|拍照|签字|资料|[0零])[^,。;]{1,8}(?=\Z|[,。;])"
)
_GOOD = re.compile(
    r"(?:都|已经?|早就?|可以|就){0,4}(?:好|完|妥|行|可以|换|改|弄|修|清|OK|搞定)"
    r"(?:过|掉|好|完)?(?:了|啦|咧|喽)?(?:的|呢|啊|呀|领导){0,4}"
)
_NOT_YET = re.compile(
    r"(?:还|都|暂时)?(?:没|未)(?:有)?(?:呢|啊|呀|哦|弄|改|换|动|完|好){0,5}(?:呢|啊)?"
    r"|(?:在|正在?)(?:弄|改|换|修)(?:着)?(?:呢|了)?"
)


_RECEIPT = re.compile(r"(?:都|就|也)?(?:好|行|可以|OK|中|好的)(?:的|呢|啊|呀|吧|嘞|领导)*")


def _bare(said: Said, words: re.Pattern[str]) -> str:
    """A clause that is nothing but 好了 or 还没, as the answer to a letter about one hazard; 好 is a receipt."""
    if not refs.replied(said.context) or _RECEIPT.fullmatch(said.text.strip(" 。!,")):
        return ""
    return next((one.text.strip() for one in said.clauses if words.fullmatch(one.text.strip())), "")


def _says_all(said: Said) -> bool:
    """Whether all of them are meant."""
    if refs.replied(said.context):
        return False
    some = refs.candidates(said.context)
    count = said_count(said.text) or told_together(said.text)
    if count is not None and count > len(some) and refs.says_all(said.text):
        return bool(some)
    return count == len(some) if count is not None and some else refs.says_all(said.text)


def _whole_list(said: Said) -> tuple[str, ...]:
    """The list that is answered, where it does not hold every open one."""
    last, hazards = said.context.last_list, said.context.open_hazards
    answers = said.context.reply_to == "deadline_reminder" or not hazards
    return last if answers and len(last) < (len(hazards) or len(last) + 1) else ()
