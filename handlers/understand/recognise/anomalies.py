"""What is out of order without being an emergency: a power cut, an alarm by mistake, a system that failed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, Anomaly, PowerCut
from handlers.understand import clauses, lexicon
from handlers.understand.recognise.excuses import is_now
from handlers.understand.recognise.rounds import zero_words
from handlers.understand.recognise.walked import is_round
from handlers.understand.said import Said, asked, because

#: List of words and how the anomaly is called.
EVENTS = {"control": "控制系统失电", "network": "断网", "trip": "停车"}
MISTAKEN = "误报"
#: What speaks of the power only where nothing else is said: a telephone too is 没电.
NO_POWER = frozenset({"没电", "停电"})
_NOT_MISTAKEN = re.compile(r"(?:不是|并非|不算|非|没|未|别|防止?)\Z")


def anomaly(said: Said) -> Iterator[Act]:
    """An anomaly, told by an enterprise of its own accord; an answer to a reminder is a reason for no round.

    Example: enterprise "罐区可燃气体报警，现场排查是探头误报" -> Anomaly event_type=误报
    """
    if said.officer or said.asks or said.context.reply_to or not is_now(said):
        return
    if is_round(said) or zero_words(said) or said.hit("patrol.no_round") or said.hit("hazard.named"):
        return
    if word := _real(said, "anomaly.power") or (said.bare if said.bare in NO_POWER else ""):
        telling = next(clause.text.strip() for clause in said.clauses if word in clause.text)
        yield PowerCut(reason=telling[:60], why=(because(word, "停电，不是事故"),))
    elif found := _other(said):
        word, event = found
        yield Anomaly(event=event, why=(because(word, "异常，不是事故"),))


def _other(said: Said) -> tuple[str, str] | None:
    if is_mistake(said.text) and (device := said.hit("anomaly.device")):
        return device, MISTAKEN
    return next(((word, event) for name, event in EVENTS.items() if (word := _real(said, f"anomaly.{name}"))), None)


def _real(said: Said, name: str) -> str:
    """The first word of a list that is neither denied nor over nor planned nor the name of a thing."""
    if said.hit("anomaly.past") or said.hit("anomaly.planned"):
        return ""
    for match in lexicon.pattern(name).finditer(said.text):
        named = lexicon.pattern("anomaly.after").match(said.text, match.end())
        before = clauses.before(said.text, match.start())
        if not named and not clauses.denied(before, "incident.denials", "incident.fillers"):
            return match.group()
    return ""


def is_mistake(text: str) -> bool:
    """Whether a text says that an alarm was one by mistake."""
    found = lexicon.pattern("anomaly.mistaken").finditer(text)
    return any(not _NOT_MISTAKEN.search(text[: match.start()]) for match in found)


def is_sure(text: str) -> bool:
    """Whether a text states what it says: it neither asks nor guesses."""
    return not lexicon.hit("anomaly.unsure", text) and not any(asked(clause) for clause in clauses.split(text))


_BACK = re.compile(
    r"(?:来电|送电|供电恢复|恢复供电|电恢复|电来|复电|恢复正常|网络?恢复|网通|网络?好|信号恢复|系统恢复|已?恢复|已?复位|异常(?:排除|解除|消除|处理|结束)"
    r"|误报(?:解除|消除))(?:了|好了?|正常|完毕)?"
)
_NOT_BACK = re.compile(
    r"(?:没|未|还没|尚未|什么时候|等|不|几点|何时|预计|争取)[^,。;]{0,6}(?:来电|送电|恢复|复位|排除|好)"
)


def is_over(text: str) -> bool:
    """Whether words say that something is back as it should be; they neither ask nor promise."""
    return bool(_BACK.search(text)) and not _NOT_BACK.search(text) and is_sure(text)
