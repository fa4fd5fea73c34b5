"""What a report upward must hold, as far as the words about an incident tell it: dead, hurt, substance, measures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.understand import casualties, clauses
from handlers.understand.normalise import normalise
from handlers.understand.numbers import NUMBER, first_number

_ONES = r"(?:名|个|位)?(?:人|员工|工人|职工)?"
_DEAD = re.compile(
    rf"(?<![\d第])(?P<a>{NUMBER}){_ONES}[^,。;!?\d无没未]{{0,4}}?(?:死亡|遇难|身亡|死了|牺牲|不治)"
    rf"|(?:死亡|遇难|身亡|死了?|亡)(?:人员|人数|共|有|了|的|:)*(?P<b>{NUMBER})(?:名|个|位)?(?:人|员工|工人)(?![\d点:])"
    rf"|伤(?:{NUMBER})?(?:人)?亡(?P<c>{NUMBER})(?:人)?"
)
_NONE_DEAD = re.compile(
    r"(?:无|没有?|未造成|未有|未)(?:任何|造成|发生|出现|有)?(?:一(?:个|名))?(?:人员|人|谁)?(?:伤亡|死亡|死伤|遇难|死)"
)
_NUMBERED = re.compile(rf"(?P<hurt>{NUMBER})伤(?P<dead>{NUMBER})亡")
#: Substances as people at a plant call them; the longest first, so that 氯 is not what 氯乙烯 is.
_NAMED = re.compile(
    r"液化石油气|一氧化碳|二氧化硫|环氧乙烷|环氧丙烷|烟花爆竹|硫化氢|天然气|液化气|氯乙烯|丙烯腈"
    r"|丙烯酸|苯乙烯|二甲苯|氢氟酸|双氧水|氰化钠|氰化氢|硝化棉|黑火药|金属钠|溶剂油|石脑油|电石"
    r"|液氨|液氯|氨水|氨气|氯气|氢气|氧气|氮气|煤气|燃气|光气|乙炔|乙烯|丙烯|丙烷|丁烷|甲醇"
    r"|乙醇|酒精|甲苯|丙酮|乙酸|醋酸|甲醛|硫酸|硝酸|盐酸|烧碱|液碱|硫磺|红磷|黄磷|汽油|柴油"
    r"|煤油|原油|油漆|涂料|苯酚|苯胺|纯苯"
)
_LABELLED = re.compile(r"(?:物料|介质|物质|危化品|品名)(?:为|是|:|叫)?\s*(?P<what>[^,。;!?\s]{1,20})")
_UNKNOWN = re.compile(r"不明|不清|不详|未知|待查|核实|不知|没查|不确定")
_MEASURES = re.compile(r"(?:措施|处置情况|已采取)(?:为|是|有|:)\s*(?P<what>[^。!?\n]{2,60})")
_DONE = re.compile(
    r"(?:已|正在|正|在|都|全部|马上|开始)[^,。;]{0,4}(?:关|切断|停|撤|疏散|堵|喷|灭|稀释|警戒|封|隔离|送医|抢险|救|通风|转移|倒罐|泄压|降温)"
    r"|(?:阀门?|电源|气源|装置|泵)[^,。;]{0,3}(?:关|切断|停)(?!不|不住|不了)|(?:人员?|工人)[^,。;]{0,4}(?:撤|疏散)"
    r"|(?:消防|119|120|救护|救援)[^,。;]{0,6}(?:到|来|赶|进场)|扑灭|堵住|堵漏"
)
_LEVEL = re.compile(
    r"(?P<level>特别重大|较大|重大|一般)(?:生产安全)?(?:级)?事故|(?:级别|等级|定为|属于?|按)(?:为|是|:)?(?P<of>特别重大|较大|重大|一般)"
)
_MOST = 60


@dataclass(frozen=True)
class Facts:
    """What some words tell; None or empty where they tell nothing."""

    injured: int | None = None
    dead: int | None = None
    material: str = ""
    measures: str = ""
    level: str = ""

    @property
    def counts(self) -> bool:
        """Whether they tell how many are hurt or dead."""
        return self.injured is not None or self.dead is not None


def facts(raw: str) -> Facts:
    """What the words about an incident tell."""
    text = normalise(raw)
    both = _NUMBERED.search(text)
    dead = first_number(both["dead"]) if both else _dead(text)
    hurt = first_number(both["hurt"]) if both else _hurt(text, dead)
    level = _LEVEL.search(text)
    return Facts(hurt, dead, _material(text), _measures(text), (level["level"] or level["of"]) if level else "")


def _dead(text: str) -> int | None:
    if _NONE_DEAD.search(text):
        return 0
    match = _DEAD.search(text)
    return first_number(match["a"] or match["b"] or match["c"] or "") if match else None


def _hurt(text: str, dead: int | None) -> int | None:
    """How many are hurt: whoever is counted as dead is not counted again."""
    without = _DEAD.sub(" ", text) if dead else text
    return casualties.injured(without)


def _material(text: str) -> str:
    told = _LABELLED.search(text)
    if told and not _UNKNOWN.search(told["what"]):
        return told["what"]
    found = _NAMED.search(text)
    return found.group() if found else ""


def _measures(text: str) -> str:
    told = _MEASURES.search(text)
    if told:
        return told["what"][:_MOST]
    done = (one.text.strip() for one in clauses.split(text) if _DONE.search(one.text))
    return "，".join(done)[:_MOST]
