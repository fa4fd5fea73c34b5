"""New hazards as they are described: what is wrong, where, how far it is, by when and by whom."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.acts import Finding
from handlers.understand import (
    asserted,
    clauses,
    faults,
    listed,
    listing,
    mending,
    named,
    ordered,
    places,
    results,
    stock,
    tabled,
    written,
    wrong,
)
from handlers.understand.numbers import NUMBER, number
from handlers.understand.said import Said, asked


def findings(said: Said, declared: int | None) -> tuple[Finding, ...]:
    """The hazards that are described: the rows of a table or form, the items of a list, or each clause with a fault."""
    if rows := tabled.rows(said.text):
        return tuple(_of_row(row, said) for row in rows)
    texts = _texts(said, declared)
    level = _common_level(said.text, texts)
    found = [_finding(text, said, texts, level) for text in texts if not _ONLY_COUNT.fullmatch(text.strip())]
    found = listed.fixed(said.text, texts, found, declared)
    return tuple(listed.again(said.text, listed.beside(said.text, _under_head(said.text, texts, found))))


_ONLY_COUNT = re.compile(rf"(?:其中)?[:,]?(?:一般|重大|较大)(?:事故|安全)?(?:隐患)?{NUMBER} ?(?:处|项|条|个|起)")
_OF_ALL_PLACE = re.compile(
    r"^(?P<here>[^,。;:\n]{2,10}?)(?:这块儿?|这边|那边|里头?|那儿)?:(?=一是|1[、.)])|"
    rf"(?:^|[,。;\n])(?P<place>[^,。;:\n]{{2,12}}?)(?:自查|排查|检查)?(?:发现|"
    rf"查出|查着|有|存在|共)?(?:了|着)?{NUMBER} ?(?:处|项|条|个)(?:隐患|问题|毛病)?:"
)


def _under_head(text: str, texts: list[str], found: list[Finding]) -> list[Finding]:
    """The hazards of one place that stands before all of them: "危废间:无标识牌、无围堰"."""
    if not found or listing.in_groups(text):
        return found
    if (head := _OF_ALL_PLACE.search(text)) and (
        place := places.located(told := head["place"] or head["here"], len(told))
    ):
        return [one if place in one.location else replace(one, location=place + one.location) for one in found]
    place = found[0].location if found else ""
    if len(found) == 1 or not place or not re.match(rf".{{0,12}}{re.escape(place)}[^,。;]{{0,4}}:", texts[0]):
        return found
    return [one if one.location else replace(one, location=place) for one in found]


def _texts(said: Said, declared: int | None) -> list[str]:
    items = listing.numbered(said.text, declared)
    if items and (any(map(faults.fault_in, items)) or len(items) == declared):
        return [text for text in items if faults.fault_in(text) or _is_item(text)]
    clauses_told = (one for one in said.clauses if not asked(one) and not asserted.supposed(said.text, one))
    parts = [part for clause in clauses_told for part in listing.enumerated(clause.text)]
    faulty = [text for text in parts if faults.fault_in(text) and faults.control(text) != text.strip()]
    if over := stock.over(said.text):
        faulty = [text for text in faulty if text.strip() != over and not stock.of_the_rule(text)] + [over]
    if (told := ordered.texts(said)) and (
        len(told) >= len(faulty) or ordered.is_explicit(said) or len(told) == declared
    ):
        return told
    if declared != len(faulty):
        faulty = faulty[:1] + [text for text in faulty[1:] if not _goes_on(text)]
    if declared and len(faulty) < declared:
        return _announced(said.text, declared) or _with_things(parts, declared) or faulty
    return faulty


def _with_things(parts: list[str], declared: int) -> list[str]:
    """The clauses that name a thing and no result, where as many are counted: "呼吸阀结蜡，算一处隐患吧"."""
    told = [
        part for part in parts if wrong.thing_in(part) and not _NO_THING.search(part) and not results.normal_words(part)
    ]
    return told if len(told) == declared else []


_NO_THING = re.compile(
    r"隐患|照片|视频|图|整改|责任人|期限|时限|检查|排查|[日号天]前|见附|负责|已经?|当场|现场|未发现|补|发"
)


_FOLLOWS = re.compile(
    r"淋湿|溅|流到|显示|读数|声音|挡住|堵住|堵了|遮挡|影响|导致|造成|占用|把|等于|相当于|说明|"
    r"弄得|搞得|害得|里头|里面|外面|上头|下头|底下|旁边|地上|地面"
    r"|其中|那个|没人(?:管|问|修|理)|也没人|一[^,。;]{1,4}就|(?:按|试|拧|拍|敲|推|拉|扳|拨|"
    r"打|摁|捅|摇|插|合)了?(?:几下|半天|一下|几次)?(?:也|都|还)?(?:没|不)"
    r"|(?:俺|我|咱)?们?(?:[一两俩三仨几]个?)?(?:人|大汉|小伙)?(?:使|用|拿)[^,。;]{1,6}(?:都|也|还)[^,。;]{0,4}不"
    r"|(?:怎么|咋|死活|愣是|楞是|使劲|费老?劲)[^,。;]{0,8}不|(?P<weak>(?:有)?[一两二三几](?:个|只|桶|处|具|瓶|块|根|条|截)(?!隐患)|都|也|还|有点|已经|好像|疑似|"
    r"可能)|(?:快|一直|老是|很|特别|越来越|估计|看样子|像是|怕是|锈得|裂得|漏得|滴得)"
)
_GUESS = re.compile(
    r"等于|相当于|等同|形同|也就是说|疑似|估计|怀疑|可能是|应该是|怕是|八成|大概是|看样子|不知道是|是不是"
    r"|黑灯瞎火|黑咕隆咚|黑黢黢|漆黑"
)


def _goes_on(text: str) -> bool:
    """Whether a clause tells more of the hazard before it, not of another one."""
    text = text.strip()
    begins = _FOLLOWS.match(text)
    if begins and not (begins["weak"] and wrong.thing_in(text[begins.end() :])):
        return True
    alone = faults.fault_in(text) == text.rstrip("了的着呢嘞") and not wrong.thing_in(text)
    return alone or bool(_GUESS.search(text))


def _is_item(text: str) -> bool:
    """An item of a list of hazards that is in order is none."""
    return len(text) > 2 and not results.normal_words(text) and not _NONE.match(text)


_NONE = re.compile(r"(?:未|没有?|无)(?:发现|见)?(?:任何)?(?:异常|隐患|问题|情况)")


_ANNOUNCED = re.compile(
    rf"{NUMBER} ?{listing.COUNTER}(?:新|小|一般|重大|安全|事故|较大|的)*(?:隐患|问题)?[:,](?P<rest>.+)", re.DOTALL
)
_NO_WORDS = re.compile(
    r"^(?:[一二两三四五六七八九\d]{1,2}个?)?(?:已经?|当场|现场|立即|随手|当时)|^(?:明|今|后|"
    r"下|这)[天周个儿早晚][^,。;]{0,4}\Z|"
    r"照片|视频|图片|图里|文字|细说|再说|圈红|圈出|见图|如图|如下|附件|详见|稍后|随后|具体|"
    r"整改|处理|正常|等会|晚点|责任人|[日天]内|[日号]前"
)


def _announced(text: str, declared: int) -> list[str]:
    """What stands behind "隐患1处:" is described, whatever its words, if it has as many parts as were said."""
    match = _ANNOUNCED.search(text)
    if match is None:
        return []
    stretches = [part.strip() for part in re.split(r"[,;。\n、]", match["rest"]) if part.strip()]
    told = [part for part in stretches if not _NO_WORDS.search(part) and len(part) > 2]
    return told if len(told) == declared else []


# One of them


def _finding(text: str, said: Said, texts: list[str], level: str) -> Finding:
    """One hazard from its item: place, description, level, state, and who mends it by when."""
    told = _told(text)
    plain = _without_names(told, said)
    bare = _REST.sub("", listing.HEAD.sub("", plain).strip()).strip(" :") or plain
    location, desc = _placed(bare, plain, said, texts)
    whole = _whole(said.text, text, texts)
    return Finding(
        desc=desc or bare or text,
        location=location,
        level=faults.level_of(whole) or _level_alone(whole) or level,
        status=faults.status_of(faults.unguarded(text, faults.fault_in(told)), faults.fault_in(told))
        or _status_behind(said.text, text, texts),
        responsible=mending.responsible(whole)
        or (mending.responsible(said.text) if _common(said.text, texts, "who") else ""),
        deadline=mending.deadline(whole, said)
        or (mending.deadline(said.text, said) if _common(said.text, texts, "") else None),
        told=written.as_written(bare or told, said),
    )


def _placed(bare: str, plain: str, said: Said, texts: list[str]) -> tuple[str, str]:
    """The place and the rest: in the clause itself, in the words cut off before it, in the clause or the head above."""
    fault = faults.fault_in(bare)
    location = places.located(bare, bare.find(fault) if fault and fault in bare else len(bare))
    if location and location[-1] not in _ROOMS and (above := _place_above(said, plain, texts)):
        location = above + location if above[-1] in _ROOMS and len(above + location) <= _WHOLE else location
        return location, bare
    if location:
        rest = bare[bare.find(location) + len(location) :].lstrip(":的 里内")
        return location, rest if len(rest) > _TOO_SHORT else bare
    location, desc = places.first_place(bare)
    behind = bare.partition(fault)[2] if fault else ""
    return (
        _place_before(plain, bare)
        or places.located(behind, len(behind))
        or _place_above(said, plain, texts)
        or listed.place_below(said.text, plain)
        or location
    ), desc


_TOO_SHORT, _WHOLE, _ROOMS = 2, 14, "区库间房室站棚院厂楼所"


def _place_above(said: Said, plain: str, texts: list[str]) -> str:
    """The place of a clause that only says where somebody was, or of the head of a list."""
    at = said.text.find(plain)
    if at < 0:
        return ""
    head = said.text[: min(at, said.text.find(texts[0]) if texts[0] in said.text else at)]
    for match in said.names:
        head = head.replace(match.text, " ")
    for clause in reversed(clauses.split(head)[-3:]):
        text = clause.text.strip()
        if results.normal_words(text) or faults.fault_in(text):
            return ""
        if (found := places.located(text, len(text))) and not re.search(r"隐患|问题|整改", found):
            return found
    return ""


_EVERY_LEVEL = re.compile(r"(?:均|都|全|全部|皆)(?:为|是|属|属于|系)(?P<level>一般|重大)")
_LEVELS_COUNTED = re.compile(rf"(?P<level>一般|重大)(?:事故|安全)?隐患 ?(?P<n>{NUMBER}) ?{listing.COUNTER}")


_OF_ALL = re.compile(
    r"(?:都|均|全部?)(?:定|定为|是|属于?|按|为|算|列为)*(?P<all>一般|重大)|(?:登|记|录|报|交办|下|开|派|提|转)[^,。;:]{0,4}(?P<one>一般|"
    r"重大)(?:事故|安全)?(?:的|隐患)?:"
)


def _common_level(text: str, texts: list[str]) -> str:
    """The level of all, where as many of one level are counted as are described: "一般隐患2项：…"."""
    if told := _OF_ALL.search(text):
        return told["all"] or told["one"]
    if every := _EVERY_LEVEL.search(text):
        return every["level"]
    counted = [match for match in _LEVELS_COUNTED.finditer(text) if number(match["n"])]
    return counted[0]["level"] if len(counted) == 1 and number(counted[0]["n"]) == len(texts) else ""


def _level_alone(whole: str) -> str:
    """The level that stands between two marks: ",一般,"."""
    match = re.search(r"[,;\s(](一般|重大)(?=[,;。\s)]|\Z)", whole)
    return match.group(1) if match else ""


def _of_row(row: tabled.Row, said: Said) -> Finding:
    """One hazard from its row."""
    told = row["desc"]
    fault = faults.fault_in(told)
    level = re.search(r"一般|重大", row.get("level", ""))
    return Finding(
        desc=told,
        location=row.get("location", "") or places.located(told, told.find(fault) if fault in told else len(told)),
        level=level.group() if level else faults.level_of(told),
        status=faults.status_of(row.get("status", "")),
        responsible=named.names_at(named.peeled(row.get("responsible", ""))) or row.get("responsible", ""),
        deadline=mending.day_of(row.get("deadline", ""), said),
        told=told,
    )


def _told(text: str) -> str:
    """The clause of an item that tells of the fault, else its first."""
    parts = clauses.split(text)
    return next((clause.text for clause in parts if faults.fault_in(clause.text)), parts[0].text if parts else text)


def _place_before(plain: str, bare: str) -> str:
    """The place in the words before the description: "配电室又发现一处线路老化"."""
    head = plain.removesuffix(bare) if bare and plain.endswith(bare) else ""
    found = places.located(head, len(head))
    return "" if re.search(r"隐患|问题|自查|检查", found) else found


_REST = re.compile(r"[,、]?(?:其他|其它|其余|别的|以?外)[^,。;]{0,8}(?:正常|没事|没问题|都好|无异常|无隐患|没异常)\Z")


def _without_names(text: str, said: Said) -> str:
    """A clause without the enterprise at its beginning."""
    for match in said.names:
        text = re.sub(rf"^(?:交办|通知|登记)?[: ]?{re.escape(match.text)}[:, ]?", "", text)
    return re.sub(r"^(?:检查|督查)?发现", "", text).removeprefix(said.names[0].text) if said.names else text


# State, mending.deadline, mending.responsible


def _whole(whole: str, text: str, texts: list[str]) -> str:
    """An item with what is said behind it, until the next one."""
    at = whole.find(text)
    if at < 0:
        return text
    later = [where for other in texts if (where := whole.find(other, at + len(text))) >= 0]
    behind = whole[at + len(text) : min(later, default=len(whole))]
    return text + (behind if later or len(texts) == 1 else listing.STOPS.split(behind)[0])


_NEAR = 24
_SOME_FIXED = re.compile(rf"{NUMBER}(?:处|项|条|个)")


def _status_behind(whole: str, text: str, texts: list[str]) -> str:
    """What stands behind an item until the next one, where "已当场整改" belongs to all or to this one."""
    at = whole.find(text)
    later = [where for other in texts if (where := whole.find(other, at + len(text))) >= 0]
    behind = whole[at + len(text) : min(later, default=len(whole))][:_NEAR] if at >= 0 else ""
    if listing.ITEM.search(behind) or (len(texts) > 1 and _SOME_FIXED.search(behind)):
        return ""
    return faults.status_of(faults.unguarded(behind, faults.fault_in(text)))


_TOGETHER = re.compile(
    rf"(?:就|这|那|以上|一共){{1,4}}{NUMBER}(?:个|处|条|项|样)(?:事|问题|隐患|毛病|地方)?.*"
    r"|(?:都|均|全部|统统)(?:由|让|叫|归|要|限|[^,。;]{1,6}前).*"
)


def _common(whole: str, texts: list[str], label: str) -> bool:
    """Whether what is said once, behind the items or before them, belongs to all of them."""
    first, last = whole.find(texts[0]), whole.rfind(texts[-1]) + len(texts[-1])
    together = _TOGETHER.search(texts[-1])
    behind = together.group() if together else listed.terms(texts)
    outside = (whole[:first] if first >= 0 else "") + "|" + whole[last:] + behind
    if label:
        return bool(mending.answering().search(outside))
    return bool(mending.BEFORE.search(outside) or mending.to_be_done().search(outside))
