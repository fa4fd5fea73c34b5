"""A zero report that is spoken about and not given: denied, put off, wanted of others, joked of."""

from __future__ import annotations

import re

from handlers.understand import clauses, lexicon
from handlers.understand.clauses import Clause
from handlers.understand.said import asked, pending

#: A zero report is wanted of others, not given.
_WANTED = re.compile(r"请(?!领导|查收|看|接收)|各[班车部单企]|大家|每天|每日|前(?:要|必须)?报|记得|别忘")
#: 天天零报告: of zero reports in general.
_EVERY_DAY = re.compile(r"(?:天天|成天|整天|一天到晚|老是|总是|总让|光|净|年年|又要|又得)[^,。;]{0,4}\Z")
_NOT_GIVEN = re.compile(
    r"(?:天天|成天|整天|老)\Z|(?:别|甭|莫|不用|不要|休|勿)(?:替|帮|给|代|为)[^,。;]{1,4}(?:报|发|写|填|交|做|弄)?\Z|(?<!从)(?:不|没法|不想|不能|不会|拒绝|暂不|懒得)(?:再|想)?(?:报|发|写|填|交)\Z|(?:要|得|该|想|都)(?:给|向|跟|找)[^,。;]{1,6}(?:打|写|交)\Z|(?:不是|没|别|不算|不用|先别|先不|还没|不能|不敢)(?:在|要|来|给|说|先|急着)?(?:报|记|发|交|填|写|算|当)?(?:我的?|我这)?\Z"
    r"|(?:别|甭|莫|休|勿|不能|不敢|不可|不许|不得|咋能|哪能|怎能)(?:给|把|再|就|先|急着|忙着|我们?|俺们?|咱们?|这条?|那条?|它){0,4}"
    r"(?:报|记|发|交|填|写|算|当|登|录|入|归|划|标|按|看|判)(?:成|作|为|个|上|到|在|是)?(?:我们?的?|俺们?的?|咱们?的?)?\Z"
    r"|(?:快|都|要|就|变|混|熬|搞|弄|活|修炼)(?:成)(?:了|个|咱|俺)?\Z|又(?:到|该|要)(?:了)?\Z"
    r"|(?:前|准|一准|保准|准保|肯定|铁定|必定|去)[^,。;已了]{0,8}(?:把|给|将|补|报|发|交)(?:上|个|一?下)?\Z"
)


_AS_TOLD = re.compile(r"(?:按|照|按照|根据|依|依照|遵照)(?:您|你们?|领导|局里|县里|上级)?(?:的)?(?:要求|通知)")
_MADE_UP = re.compile(
    r"(?:一并|一起|一块儿?|也|都|现|先|统一|补|给您?|给你|我|现在|这会儿|今天){0,2}"
    r"补(?:上|报|发|交)?(?:了|一下|上)?(?=\Z|[ ,。;:(昨前因忘])"
)
#: 回头把零报告补一下: it will be.
_PUT_OFF = re.compile(
    r"回头|一会|待会|等会|等下|稍后|晚点|晚些|过会|明[天早晚儿]|下午|晚上|天黑|下班|[点时]之?前|前准|一准|准[把给报发补]|肯定|保证|这就|马上"
)
#: 零报告专业户, 零报告俺记着哩: the word is spoken about, or its giving is put off.
_NAMED_ONLY = re.compile(
    rf"(?:们)?(?:{lexicon.either('patrol.zero_things')})"
    r"|(?:我们?|俺们?|咱们?)?(?:都|可|也|还)?(?:记着|惦记|忘不了|误不了|落不下|少不了|跑不了|快(?:报|发|写|弄|填)(?!了吗))"
    r"|(?:我们?|俺们?|咱们?)?(?:今晚|晚上|下午|中午|夜里|明天|明早|一准|准|肯定|保证|马上|回头|这就|到点|按点)[^,。;]{0,6}(?:报|发|补|交|填|传)(?!了|过|完|上了)"
    r"|(?:可)?(?:先|暂时?|且)(?:别|甭|不|莫)|(?:写|填|打|报|发|记|录)(?:成|错|串|重)|找[^,。;]{1,4}(?=\Z|[,。;])|(?:让|叫|等|找|由)[^,。;]{1,8}(?:报|发|补|交|填|传|看|定)(?!了|过)"
)


def spoken_about(clause: Clause, match: re.Match[str]) -> bool:
    """Whether a zero report is denied, put off, wanted of others or joked of, and not given."""
    before = re.split(r"[”\"」』]", clause.text[: match.start()])[
        -1
    ]  # an order that was quoted is not the answer to it
    if _NOT_GIVEN.search(before) or _EVERY_DAY.search(before) or _NAMED_ONLY.match(clause.text, match.end()):
        return True
    given = _MADE_UP.match(clause.text, match.end()) and not _PUT_OFF.search(before)
    own = before + clause.text[match.start() :]
    if (
        asked(clause)
        or (pending(own) and not given)
        or lexicon.hit("patrol.condition", _AS_TOLD.sub("", own))
        or _WANTED.search(before)
    ):
        return True
    return clauses.denied(before, "incident.denials", "incident.fillers") or bool(
        re.match(
            r"(?:[^,。;]{0,3}[报发交传填]不[了上成]|也?(?:发|传|交|填)不|不是|都是|是形式|今天还要|明天|稍后|想请|想免|请(?:个|一|两|几)?[天晚]?假|免了|能免|先不|先别|暂不|不用|不必|待会|等会|等下|晚点|回头|没法|还没|没报|不报|是.{1,8}还是|制度|怎么|如何|通知|要求|表|群|的(?!$)|要|需|必须|得|请|按时|照常|几点|什么)",
            clause.text[match.end() :],
        )
    )
