"""Who is hurt by an accident, and what is said to have caused it."""

from __future__ import annotations

import re

from handlers.understand.numbers import NUMBER, first_number

_NOBODY = re.compile(
    r"(?:无|没有?|未造成|未有|不涉及|未)(?:任何|造成|发生|出现|伤)?(?:着|到)?(?:一(?:个|名))?(?:人员|人|谁|员工|工人)?(?:被)?(?:伤亡|受伤|伤|死伤|伤着?人|伤到人|人伤)"
    r"|没伤着?到?(?:人|谁)|没(?:有)?(?:人|谁)(?:受伤|伤着|伤到|有事|伤)|(?:人员?|人)(?:都|均|全|倒)?(?:没事|无恙|平安|没伤着|没伤到|安全|未受伤|没受伤)"
)


_PERSON = (
    r"(?:名|个|位)?(?:人|员工|工人|同志|师傅|操作工|职工|保安|司机|"
    r"押运员|加油员|电工|焊工|伙计|小伙子|工友|民工|承包商)?"
)


_HARM = (
    r"(?:吸入|吸了|呛着|呛到|被呛|呛了|不适|溅到|溅着|被溅|熏着|熏到|咳嗽|呼吸困难|过敏|脱水|中暑|冻伤|咬伤|崩伤|电伤|夹伤|轧伤|碾压|倒地|躺地|躺在|躺倒|瘫|骨折|擦伤|划伤|扭伤|压伤|割伤|头晕|恶心|呕吐|被砸|被电|被埋|被压|被烫|被烧|被撞|被熏|被夹|叫不醒|受伤|受了伤|伤着|伤到|伤了|轻伤|重伤|中毒|灼伤|烧伤|烫伤|烫着|烫了|烧着|烧了|砸伤|砸着|砸了|挤伤|摔伤|摔了|划伤|炸伤|"
    r"熏倒|熏晕|晕在|晕里|晕到|栽|晕倒|晕了|昏迷|昏倒|昏过去|被困|送医|送院|送去?医院|触电|电着|倒下|倒在|不省人事|窒息|遇难|死亡|伤)"
)


_HURT = re.compile(rf"(?<![\d第])(?P<n>{NUMBER}){_PERSON}[^,。;!?\d无没未]{{0,5}}?{_HARM}")


_HURT_BEHIND = re.compile(
    rf"(?:(?<![没未无轻重])(?<!没有)伤(?=(?:了|着|及|到)?(?:{NUMBER})(?:名|个|位)?(?:人|员工|工人))|轻伤|重伤|触电|被困|炸伤|灼烫|冻伤|受伤|伤者|伤员|伤亡|中毒|昏迷|晕倒|伤着|伤了|烧伤|烫伤|灼伤|砸伤|困住|撂倒|烫住|烫着|烫到|砸着|砸到|夹住|绞住|烧着|"
    rf"伤到|熏倒|倒|晕|熏晕|摔伤|擦伤|骨折|放倒)(?:人员|人数|共|有|了|的|:)*(?P<n>{NUMBER})(?:名|个|位)?(?:人|员工|工人)?(?![\d点小分:])"
)


_HURT_IN_ALL = re.compile(
    rf"(?:累计|共计?|一共|总共|合计|共有)(?P<n>{NUMBER}){_PERSON}[^,。;!?\d无没未]{{0,5}}?{_HARM}"
)


_SUMMED = re.compile(
    rf"(?:一共|总共|共|合计|前后|统共)(?:有|是)?(?P<n>{NUMBER})(?:个|名|人)(?=人|[,。;!]|\Z)(?!企业|单位)"
)
_SOMEBODY = re.compile(
    rf"(?:有|一)(?:个|名|位)?(?:人|员工|工人|同志|师傅|操作工|职工|保安|司机|押运员|加油员|电工|焊工|伙计|小伙子|工友|民工)[^,。;!?无没未]{{0,6}}?{_HARM}"
)


def injured(text: str) -> int | None:
    """How many people are hurt, 0 where it is denied."""
    if _NOBODY.search(text):
        return 0
    match = (
        (_SUMMED.search(text) if _HURT.search(text) or _SOMEBODY.search(text) else None)
        or _HURT_IN_ALL.search(text)
        or _HURT.search(text)
        or _HURT_BEHIND.search(text)
    )
    if match:
        return first_number(match["n"])
    return 1 if _SOMEBODY.search(text) else None


#: What a day's figures count, and a nought behind it.
COUNTED = (
    r"(?:事故|火灾|爆炸|燃爆|闪爆|泄漏|泄露|中毒|窒息|死亡|重伤|轻伤|工伤|受伤|伤亡|烫伤|灼伤|烧伤|砸伤|触电|坠落|高坠|坍塌|着火|起火|冒烟|伤人|被困|中暑"
    r"|失联|物体打击|机械伤害|险情|火情|火警|警情|跑冒滴漏|跑料|溢油|冒罐|淹溺|车祸|追尾)"
)
_NOUGHT = re.compile(
    rf"(?:[、/和及与或]|人员|安全|生产|设备|{COUNTED}){{0,12}}(?:情况|现象|问题|事件)?(?:次数|人数|起数|数量|数)?(?:均|都|全|皆|合计|共)?"
    r"(?:[:为是]{1,2} ?| )?(?:0|零|〇)(?:[处项条个起例次名人宗]|(?=[,。;!?\s、/)]|\Z))"
)


_HOLDS_NOUGHT = re.compile(r"(?<![\d.])(?:0|零)[起例次名人](?!\d)")


def none_counted(after: str, word: str = "") -> bool:
    """Whether a dangerous word, or what follows it, counts none of it: "受伤0人", "着火/泄漏均为0"."""
    return bool(_NOUGHT.match(after) or _HOLDS_NOUGHT.search(word))


_CAUSE = re.compile(r"(?:原因(?:初步)?(?:判断)?(?:为|是|系|:)|由于|因为?|系)(?P<c>[^,。;!?\n]{2,40})")


def cause(text: str) -> str:
    """What is said to have caused it."""
    match = _CAUSE.search(text)
    if match and not _UNKNOWN_CAUSE.search(match["c"]):
        return re.sub(r"(?:导致|造成|引起|所致|引发|致使).{0,40}", "", match["c"])
    before = _CAUSED.search(text)
    return before["c"].strip() if before else ""


_UNKNOWN_CAUSE = re.compile(r"调查|不明|不详|不清|未知|待查|核实|查明|在查|还没|暂不|不知")


_CAUSED = re.compile(r"(?P<c>[^,。;!?\n]{3,30}?)(?:导致|造成|引起|引发|致使|弄得)(?!损失|影响|人员|伤亡)[^,。;]{1,}")


_FAMILY = re.compile(
    r"(?:家里|家中|老家|家)(?:的)?(?:老|亲|有|老?[爷奶姥爹娘爸妈父母公婆舅姑叔伯]{1,2}|岳父|岳母|丈母娘|丈人)?\Z"
)


def at_home(word: str, before: str) -> bool:
    """Whether a death is one in somebody's family, no accident of a plant: 家里老人没了."""
    return word == "人没了" and bool(_FAMILY.search(before))
