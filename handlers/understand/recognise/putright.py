"""An earlier message is put right, taken back, or said to be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, Correction
from handlers.understand import clauses, dates, lexicon, named, places, refs, results
from handlers.understand.numbers import NUMBER, number
from handlers.understand.said import Said, because

_DENIED = re.compile(
    r"(?:别(?:给|再|又|把)?(?:我|俺|他)?|没有?|不用|不需要|无需|别|不能|怎么|如何|不是|不|先别|容易|以免|防止"
    r"|避免)\Z"
)
_A_THING = re.compile(r"的?(?:货|料|件|配件|备件|型号|规格|批次|地址|票|证|单据|文件|规定|制度|标准|密码|电话号|门牌)")
#: 票作废: a permit of work is void, not a message.
_OF_WORK = re.compile(r"(?:票|证|工单|许可)(?:就|也|都|已经?|给|先|算|按|跟着|一并|同时){0,3}\Z")
_MISTAKE = re.compile(r"^(?:刚才|刚刚)?(?:的|那个|那条)?(?:是|属|系)?(?:误报|虚惊)")
_EARLIER = (
    r"(?:刚才|刚刚|方才|刚|上午|下午|早上|今早|中午|昨天|昨晚|昨夜|前天|前面|上面|上头|前头|之前|先前|头先|早先"
    r"|上一?[条个次回份]|[那前这]一?[条份](?!隐患)|今天|夜里)"
)
_TOLD = r"(?:上报|汇报|反馈|报送|发送|登记|报|说|发|填|写|交|传|登|提|讲|录|打|定|标|记|判|统计)"
_SLIP = re.compile(
    r"(?:打|写|发|说|填|输|算|记|搞|弄|传|报|看|数|登|录|选|标|听|认|贴|念|抄|敲|讲|交|统计|复制|粘贴|手)"
    r"(?:错(?!货|料|件|配件|备件|型号|规格|批次|地址|车)|岔|串|反了|混了|颠倒|重了|漏了|(?<=手)滑|快了|秃噜|误)|误(?:写|填|报成|报为|发|打|传|记|算|登|录|输)|笔误"
    r"|口误|手误|写(?:多|少)了|(?:多|少)(?:写|报|打|填|算|数|输|记)了"
    r"|(?:多|少)(?:打|按|写|输|敲|添|加|填)(?:了)?(?:一?个)(?:零|0|字|数|\d)|(?:数|点|报)(?:多|少)了|手(?:一)?(?:抖|哆嗦|快)|(?:按|点)(?:错|岔)|(?:归|划|录入|统计|登记)(?:错|岔|反)|(?:录|登记|统计|上报)重(?:了|复)"
    r"|走眼|(?<!得)眼花了|看花(?:了|眼)|看(?:差|串|混)了|(?:闹|搞|弄)(?:了个|个)?(?:误会|混|反)了|报重(?:了|复)|重复(?:报|发|登)了"
    rf"|(?:里头?|里边|里面|其中|中)?有?(?:一|两|{NUMBER})(?:处|条|项|个)(?:是)?重(?:了|复)|(?:写|打|报|填|看|输|点|记|算|按|录|数|说)成了?{NUMBER}(?:处|项|条|个|起)"
    r"|(?:写|打|报|填|看|输|点|记|录|登|说|标|发|选)成了?[^,。;]{1,12}?了?[,。; ]"
    r"(?:应该?(?:是|为)|实际|其实|正确|不是|改)"
)
_WRONG = (
    r"(?:有误|有错|不对|不准确?|不实|不属实|不作数|不算数?|不做数|不作准|作废|无效|不存在|没那回事|没这回事"
    r"|不是真的|是假的|是误报|错[了啦]|岔[了啦]"
    r"|搞错|弄错|(?:当|算)我?没(?:说|报|发)|虚惊|乌龙|看花|瞎(?:咋呼|喊|说|报|嚷)|大惊小怪|其实没|开玩笑|逗你"
    r"|闹着玩|不是(?:我们?|俺们?|咱们?)(?:厂|站|库|公司|家|矿|这)?的"
    r"|走眼|看花|看差|看混|眼花|误会|搞混|弄混|弄岔|误报|别当真|别(?:再)?(?:给我?|给俺)?(?:登记|登|记|录|算|报|入)|忽略|撤|删|收回|重新(?:报|发)|(?:看|听|认|想|弄"
    r"|搞|说|发|报)(?:错|岔)|以后面|看岔|没有的事)"
)
_EARLIER_WRONG = re.compile(
    r"不是(?:我们?|俺们?|咱们?)(?:厂|站|库|公司|家|矿)?的[,。 ]*(?:删|撤|取消|忽略|弄错|搞错|发错)|"
    rf"{_EARLIER}[^,。;]{{0,12}}?{_TOLD}(?:了|过)?(?:的|那)?[^。;]{{0,24}}?{_WRONG}"
    rf"|(?:撤|删|取消|忽略|作废|收回)(?:了|掉|销|回)?(?:吧)?(?:刚才?|上一?条|前面|上面|前一条|那条|之前[发报]的)"
    rf"|{_EARLIER}(?:{_TOLD})?的?(?:那个|那条|消息|内容|数)?(?:全|都)?{_WRONG}"
)
_NOT_COUNTED = re.compile(
    r"(?:看|听|认|想)(?:错|岔|花)|别(?:再)?(?:给我?|给俺)?(?:登记|登|记|录|算|报|入)|不作数|不算|不做数|不作准|作废"
    r"|无效|没那回事|没这回事|(?:当|算)我?没|虚惊|乌龙|不是(?:我|俺|咱)|别当真|别算"
    r"|忽略|撤|删|收回|不属实|不实"
    r"|不存在|是误报|没有的事"
)
_NEVER_SAID = re.compile(
    r"谁(?:说|讲|告诉你?)(?:我|俺|咱)们?[^,。;]{0,6}(?:报|发|说|有)[^,。;]{0,6}(?:隐患|事故|泄漏|着火|异常|问题|零报告)|谁报(?:的)?(?:隐患|事故)了"
    r"|(?:我|俺|咱)们?(?:啥时候|什么时候|何时|几时|多会儿?|哪有|哪里|哪)(?:说|报|讲|发)(?:过|了|的)?[^,。;]{0,6}(?:隐患|事故|泄漏|着火|异常|问题|零报告)"
    r"|(?:图|照片|视频|相片|片子)(?:那|可)?(?:是|还是|都是)(?:去年|前年|以前|旧|老|早先|上个?月|上周|之前)[^,。;]{0,6}(?:的|拍|发)(?![^。]{0,8}(?:又|今年|这次|这回|现在))"
    r"|(?:图|照片|视频|相片)[^,。;]{0,6}(?:不是|没有?)(?:在|要)?报隐患"
    r"|(?:我|俺|咱|我们|俺们|咱们)(?:可|并|又|从来|根本|压根|哪)?没(?:有)?(?:说|报|讲|提"
    r"|发)(?:过)?[^,。;]{0,10}(?:隐患|事故|泄漏|着火|异常|问题|零报告)"
)
#: A request is taken back: 延期申请撤了吧.
_REQUEST_BACK = re.compile(
    r"(?:撤销|撤回|撤掉|撤了|取消|收回|作废)[^,。;]{0,8}(?:延期|宽限|展期)"
    r"|(?:延期|宽限|展期)(?:整改)?(?:的)?(?:申请|请示|报告|条子|那个|这个|那事儿?|这事儿?|那条|的事)*[^,。;]{0,4}(?:撤(?:销|回|掉|下|了|吧)|取消|收回|作废|退了)"
)
_SPEAKS_OF = re.compile(r"怎么(?:撤|更正|改)|(?:撤回|更正)(?:吗|不了|功能)|(?:数据|报告)?作废(?:票|证)")


_OF_DRILL = re.compile(r"(?:听|看|闻)[^,。;]{1,8}(?:别|甭|莫|勿)(?:当真|慌|怕|惊)|演习|演练|拉练|推演")


def correction(said: Said) -> Iterator[Act]:
    """An earlier message is corrected, taken back or denied.

    Example: enterprise "撤回" -> Correction action=retract
    """
    if said.officer and not said.to_bot:
        return
    words = _correcting(said)
    if words and (not said.asks or _NEVER_SAID.search(said.text)):
        count, changed = corrected(said.text), changes(said)
        yield Correction(
            retract=_retracts(said) and not count and not changed,
            corrected=count,
            changed=changed,
            hazard_nos=() if "hazard_no" in changed else refs.numbers(said.text, said.context),
            enterprise=said.enterprise if said.officer else None,
            why=(because(words, "更正、撤回前面的"),),
        )


def _correcting(said: Said) -> str:
    text = said.text
    sure = lexicon.pattern("notices.correct_sure", "notices.retract", "notices.denied")
    for finder in (sure, _SLIP):
        for match in finder.finditer(text):
            in_drill = match.group() == "别当真" and _OF_DRILL.search(text)
            if match.group() == "作废" and _OF_WORK.search(text[: match.start()]):
                continue
            if not (in_drill or _DENIED.search(text[: match.start()]) or _A_THING.match(text[match.end() :])):
                return match.group()
    found = None if said.officer or _SPEAKS_OF.search(text) else _EARLIER_WRONG.search(text)
    found = (
        found
        or (None if said.officer else _REQUEST_BACK.search(text))
        or _MISTAKE.match(text)
        or (None if said.officer else _NEVER_SAID.search(text))
    )
    return found.group() if found else ""


def _retracts(said: Said) -> bool:
    words = said.hit("notices.retract") or said.hit("notices.denied") or _MISTAKE.match(said.text)
    words = words or _NEVER_SAID.search(said.text) or _REQUEST_BACK.search(said.text)
    if words or _SEEN_WRONG.search(said.text):
        return True
    match = _EARLIER_WRONG.search(said.text)
    return bool(match) and bool(_NOT_COUNTED.search(match.group() if match else ""))


def rest(text: str) -> str:
    """What is left of a text without the words that deny an earlier message."""
    return _EARLIER_WRONG.sub(" ", text)


# The figure that is put right

_NEW_COUNT = re.compile(
    rf"(?:应为|应该是|应该为|应该(?:有|就)?|应是|实有|实为|改为|改成|更正为|订正为|修改为|实际(?:是|为|有|只有|就)?|其实(?:是|就|只有)?"
    rf"|正确的?(?:是|为)|准确的?(?:是|为)|一共(?:是|就)?|总共(?:是|就)?|只有|而是"
    rf"|就(?:是|有|只有)?|按|(?<!不)是|算)(?:隐患)?(?P<n>{NUMBER})(?:处|项|条|个|起)|(?:多|少)(?:算|报)了"
    rf"|隐患(?:总|条|个|件)?(?:数量?|总数)?(?:应该?|实际)?(?:是|为|改为|改成|改)(?P<k>{NUMBER})(?=\Z|[,。;]|,?(?:不是|而不是|不为))"
)
#: 5条写成8条了: the right one comes first.
_TURNED = re.compile(
    rf"(?P<n>{NUMBER})(?:处|项|条|个|起)?(?:隐患|问题)?(?:给|让我|叫我|被我|我|错|误)?"
    rf"(?:写|打|报|填|看|输|点|记|算|按|录|数|说|登|统计|当)(?:错)?成(?:了)?{NUMBER}(?:处|项|条|个|起)"
)
#: 看走眼了: what was seen is not so.
_SEEN_WRONG = re.compile(r"走眼|眼花|(?:看|听|认|闻)(?:错|岔|花|差|混|串)|误会|搞混|弄混|弄岔|搞岔|虚惊")
_ANEW = re.compile(r"^(?:更正|订正)(?:一下|下)?[: ,]")
_FINE = re.compile(r"[: ,](?:一切|全部|都)?正常[。!]?\Z")
_TOLD_ANEW = re.compile(
    rf"^(?:更正|订正|以(?:这|此)(?:个|条)?为准)(?:一下"
    rf"|下)?[: ,]{{0,2}}[^,。;]{{0,10}}?隐患(?:共)?(?P<n>{NUMBER})(?:处|项|条|个|起)"
)


def corrected(text: str) -> dict[str, int]:
    """The figures that are put right: "应为2处", "更正：隐患2处", "更正：无隐患"."""
    counted = (match for match in _NEW_COUNT.finditer(text) if match["n"] or match["k"])
    match = _TURNED.search(text) or next(counted, None) or _TOLD_ANEW.search(text)
    told = match.groupdict() if match else {}
    value = number(told.get("n") or told.get("k") or "")
    if value is None and _ANEW.match(text) and (results.nothing_wrong(text) or _FINE.search(text)):
        value = 0
    return {"hazard_count": value} if value is not None and not _DONE_COUNT.search(text) else {}


_DONE_COUNT = re.compile(
    rf"(?:改完|改好|整改|完成|修好|弄好|弄完|闭环|销号?)(?:了|完|完成|好)?{NUMBER}(?:处|项|条|个"
    rf"|起)[^。]{{0,12}}?(?:是|为|成)(?P<n>{NUMBER})(?:处|项|条|个|起)"
)


# Anything else that is put right

_QUOTES = "“”\"'‘’「」《》 "
_NEW = re.compile(
    r"(?:应该是|应该为|应该写|应为|应是|应该|改为|改成|改到|更正为|订正为|更改为|修改为|实际(?:上)?(?:是|为)"
    r"|其实(?:应该)?是|正确的?(?:是|为)|准确的?(?:是|为)|而是|(?<![不就都还也只])是)"
    r"[:“\"'「]*(?P<value>[^,。;!?“”\"」]{1,16})"
)
_SWAPPED = re.compile(r"[,、]?(?:而)?(?:不是|不为|非|才对|才是|不该).*\Z")
#: What is put right, as "field: words beside it".
_FIELDS = (
    ("deadline", r"期限|时限|整改期|到期|完成时间|完成日期|整改时间"),
    ("guardian", r"监护"),
    ("responsible", r"责任人|负责人|整改人"),
    ("signer", r"承诺人|签字"),
    ("location", r"位置|地点|地方|部位|哪儿"),
)


def changes(said: Said) -> dict[str, str]:
    """What else is put right: another place, day, hazard, name or level."""
    done = _DONE_COUNT.search(said.text)
    found: dict[str, str] = {"done_count": str(number(done["n"]))} if done else {}
    withdrawn = bool(said.hit("notices.retract"))
    for match in _NEW.finditer(said.text):
        value = _SWAPPED.sub("", match["value"]).strip(_QUOTES)
        if _NO_VALUE.match(value) or (match.group().startswith("是") and withdrawn and "不是" not in said.text):
            continue
        field, plain = _field(said, value) if value else ("", "")
        if field and field not in found:
            found[field] = plain
    return found


_NO_VALUE = re.compile(r"[叫让因为我俺在没看想把被给拿]|蒸汽|雨水|水汽|测试|试|误|演|虚")
_COUNTED = re.compile(rf"(?:隐患)?{NUMBER}(?:处|项|条|个|起).*")
_BARE_NO = re.compile(r"(?:YH-?\d{4}-?)?\d{4}(?:号|那条|这条)?")


def _field(said: Said, value: str) -> tuple[str, str]:
    """Which field a new value is for, and the value as it is kept."""
    if _COUNTED.fullmatch(value) or results.normal_words(value):
        return "", ""
    if _BARE_NO.fullmatch(value) and (numbers := refs.numbers(value, said.context)):
        return "hazard_no", numbers[0]
    level = re.fullmatch(r"(一般|重大)(?:隐患)?", value)
    if level:
        return "level", level.group(1)
    told = next((field for field, words in _FIELDS if re.search(words, said.text)), "")
    if days := dates.days(value, said.context.now):
        return ("deadline" if told == "deadline" else "report_date"), days[0].day.isoformat()
    if told in ("guardian", "responsible", "signer"):
        return told, value
    if told == "location" or _is_place(value):
        return "location", value
    return ("name", value) if named.is_name(value) else ("", "")


_ENDS = re.compile(r"[\u4e00-\u9fffA-Za-z\d#-]{0,10}[区库间房室站台塔釜炉罐楼层棚院池井坑沟门廊岛口泵阀机线柜箱侧]")


def _is_place(value: str) -> bool:
    return bool(_ENDS.fullmatch(value)) or (bool(places.place_end(value)) and len(clauses.split(value)) == 1)
