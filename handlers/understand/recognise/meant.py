"""Which hazards somebody means, and whether what they mended is one of them."""

from __future__ import annotations

import re
from collections import Counter

from handlers.understand import lexicon, refs
from handlers.understand.numbers import NUMBER
from handlers.understand.said import Said


def meant_hazards(said: Said) -> tuple[str, ...]:
    """Which hazards are meant: number, else answer, else list, else words, else the only one there is."""
    context = said.context
    if found := named_in(said.text, said):
        return found
    if replied := refs.replied(context):
        return (replied,)
    if context.reply_to == "deadline_reminder" and len(context.last_list) == 1:
        return context.last_list
    if found := tuple(dict.fromkeys(no for clause in said.clauses for no in by_words(said, clause.text))):
        return found
    return (context.open_hazards[0].number,) if len(context.open_hazards) == 1 else ()


def named_in(text: str, said: Said) -> tuple[str, ...]:
    """The hazards that a stretch names by number or by place in the list."""
    found = refs.references(text, said.context)
    return tuple(dict.fromkeys(no for reference in found for no in reference.numbers))


def meant_by_number(said: Said) -> bool:
    """Whether a hazard is named by its number, its place or the answered message."""
    return bool(named_in(said.text, said) or refs.replied(said.context))


# By words


def by_words(said: Said, text: str) -> tuple[str, ...]:
    """The open hazards of which a stretch speaks: by their day, by words that no other has, by their place alone."""
    hazards = said.context.open_hazards
    if found := refs.by_deadline(text, said.context):
        return found
    if found := _owned(text, {hazard.number: _core(hazard.text) for hazard in hazards if hazard.text}):
        return found
    if found := _by_thing(text, {hazard.number: hazard.text for hazard in hazards if hazard.text}):
        return found
    alone = bool(hazards) and (bool(_POINTED.search(text)) or not things(said, _PLACES.sub("", text)))
    return _owned(text, {hazard.number: _place(hazard.text) for hazard in hazards if hazard.text}) if alone else ()


_BARE_THING = re.compile(r"[灯锁门窗泵阀管罐梯栏罩绳牌沟井墙缆轮栓桶槽链仪扇闸表线板杆盖网篦箱柜]")
_BESIDE = re.compile(r"(?:这|那|的|把|给|将|个|盏|只|条|台|扇|块|根|处|旧|新|坏|破|一|俩|两){0,5}\Z")


def _by_thing(text: str, hazards: dict[str, str]) -> tuple[str, ...]:
    """The one hazard of a thing that is named by its last character alone: "灯换好了", "溶剂库的锁换了"."""
    for match in _BARE_THING.finditer(text):
        own = [no for no, words in hazards.items() if match.group() in _also_called(_core_or_all(words))]
        before = _BESIDE.sub("", text[: match.start()])
        place = before[-2:]
        if len(own) == 1 and (not place or (len(place) > 1 and place in hazards[own[0]])):
            return (own[0],)
    return ()


def _core_or_all(words: str) -> str:
    return _core(words) or words


def _owned(text: str, words: dict[str, str]) -> tuple[str, ...]:
    """Whose words stand in a text, where they are nobody else's; or the one that most of them fit."""
    hit = {no: {pair for pair in _pairs(own) if pair in text} for no, own in words.items()}
    owners = Counter(pair for pairs in hit.values() for pair in pairs)
    own = [no for no, pairs in hit.items() if any(owners[pair] == 1 for pair in pairs)]
    best = max((len(pairs) for pairs in hit.values()), default=0)
    most = [no for no, pairs in hit.items() if best and len(pairs) == best]
    return tuple(own or (most if len(most) == 1 else ()))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]}


_POINTED = re.compile(r"(?:那|这)(?:条|个|边|处|里)")
_PLACES = re.compile(lexicon.either("places.tails", "places.sides") + "|那(?:边|里|个|条)|这(?:边|里|个|条)")


def _place(text: str) -> str:
    """The place of a hazard: what stands before the space, else up to the end of a place."""
    if " " in text:
        return text.split(" ")[0]
    match = lexicon.pattern("places.tails").search(text)
    return text[: match.end()] if match else ""


def _item(text: str) -> str:
    """What is wrong, without its place."""
    return text.split(" ", 1)[1] if " " in text else text.removeprefix(_place(text))


def _core(text: str) -> str:
    """The thing that is wrong, without the word of its fault; all of it, where the fault is the thing."""
    thing = lexicon.pattern("hazard.common").sub(" ", _item(text))
    return thing if _pairs(thing) else _item(text)


def item_of(said: Said, no: str) -> str:
    """What is wrong with an open hazard."""
    hazard = refs.old_deadline(no, said.context)
    return _item(hazard.text) if hazard else ""


# Other things


def other_thing(said: Said, done: str) -> bool:
    """Whether the clause of a completion names a thing of which no open hazard knows."""
    hazards = said.context.open_hazards
    if not hazards or not all(hazard.text for hazard in hazards) or meant_by_number(said):
        return False
    if any(by_words(said, clause.text) for clause in said.clauses):
        return False
    before, _, behind = clause_of(said, done).partition(done)
    told = before + lexicon.pattern("hazard.sent").sub("", behind)
    found = things(said, _PLACES.sub("", told)) or things(said, told)
    known = {char for hazard in hazards for char in _also_called(_item(hazard.text))}
    return bool(found) and not found & known


#: What people call a thing by another word than the ledger.
_CALLED = (
    ("照明", "灯"),
    ("栏杆", "护栏"),
    ("线路电缆电线", "线"),
    ("消防通道疏散通道", "路道"),
    ("联轴器", "对轮靠背轮"),
)


def _also_called(text: str) -> str:
    """The words of a hazard with the other names of the thing in them."""
    return text + "".join(
        other for names, other in _CALLED if any(names[at : at + 2] in text for at in range(0, len(names), 2))
    )


def things(said: Said, text: str) -> set[str]:
    """The characters of a clause that name something, once every general word is taken out."""
    bare = refs.without(text, said.context)
    taken = lexicon.pattern("hazard.it", "hazard.verbs", "hazard.results", "hazard.done", "hazard.doing", "hazard.all")
    return set(re.sub(rf"{NUMBER}|[a-zA-Z\W_]", "", taken.sub("", bare)))


def clause_of(said: Said, words: str) -> str:
    """The clause in which some words stand."""
    return next((clause.text for clause in said.clauses if words in clause.text), said.text)
