"""Who somebody is: saying it, showing a code, having a code made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from handlers.acts import Act, Bind, BindWithCode, IssueCode
from handlers.understand import lexicon
from handlers.understand.recognise.orders import SURNAMES
from handlers.understand.said import Said, because

_CODE = re.compile(r"^(?:我要)?绑定(?:码)?(?:是)?[:]? ?(?P<code>\d{6})(?!\d)|^(?P<bare>\d{6})\Z")
_ISSUE = re.compile(r"绑定码|邀请码|绑定二维码")
_VERBS = r"(?:请|帮忙|帮|给|为|替|发|生成|要|开|做|个|一个|一下|新|的|重新|我|补|申请|来|出|建|把|到|弄|办|搞|送|去|吧|谢谢|能|再|张)"


def bind_with_code(said: Said) -> Iterator[Act]:
    """"绑定 482913"; the six digits alone only from somebody unknown."""
    match = _CODE.search(said.text.strip())
    if match and (match["code"] or not said.context.known):
        yield BindWithCode(code=match["code"] or match["bare"], why=(because(match.group(), "绑定码"),))


def issue_code(said: Said) -> Iterator[Act]:
    """A code is wanted for a person, perhaps of a named enterprise."""
    match = _ISSUE.search(said.text)
    if match is None or _CODE.search(said.text) or re.search(r"怎么|咋|如何|什么|啥|哪|收到|过期|没有|不了", said.text):
        return
    if name := person_in(_without(said, match.group())):
        yield IssueCode(name=name, enterprise=said.enterprise, why=(because(match.group(), "要给人发绑定码"),))


def _without(said: Said, words: str) -> str:
    rest = said.text.replace(words, " ")
    for match in said.names:
        rest = rest.replace(match.text, " ")
    return rest


@cache
def _chaff() -> re.Pattern[str]:
    return re.compile(rf"^{_VERBS}|{_VERBS}\Z")


def _bare_name(word: str) -> str:
    """A word without the verbs around it: "给王建国发"."""
    for _ in range(8):
        shorter = _chaff().sub("", word)
        if shorter == word or len(shorter) < 2:
            return shorter if len(shorter) >= 2 else word
        word = shorter
    return word


def person_in(text: str) -> str:
    """The first word that can be a person's name."""
    names = (_bare_name(word) for word in re.findall(r"[\u4e00-\u9fff]{2,12}", text))
    return next((name for name in names if 2 <= len(name) <= 4 and name[0] in SURNAMES), "")


# Saying who one is


def bind(said: Said) -> Iterator[Act]:
    """Enterprise, name and post from somebody unknown: "宏达加油站 王建国 夜班"."""
    if said.context.known or said.asks:
        return
    enterprise, rest = _enterprise(said)
    name, post = _name_and_post(rest)
    if (enterprise or said.candidates) and name:
        yield Bind(enterprise=enterprise, name=name, post=post, why=(because(enterprise or said.candidates[0], "报了企业、姓名"),))


def _enterprise(said: Said) -> tuple[str, str]:
    """The enterprise as registered, or as it was written; and the rest."""
    if said.names:
        first = said.names[0]
        only = first.candidates[0] if len(first.candidates) == 1 else ""
        return only, said.text[: first.start] + " " + said.text[first.end :]
    return _written(said.text)


_WRITTEN = re.compile(
    r"^(?:我是|我叫|这是|这里是|我们是)?(?P<name>[\u4e00-\u9fffA-Za-z0-9()]{2,24}?(?:有限公司|有限责任公司|分公司|公司|加油站|油站|加气站|气站|化工厂|厂|油库|批发部|经营部|门市部|商店|药房|站))"
    r"(?:的)?[ ,、。:/+的]{0,3}"
)


def _written(text: str) -> tuple[str, str]:
    match = _WRITTEN.match(text)
    return (match["name"], text[match.end() :]) if match else ("", "")


_POSTS = (
    "夜班", "白班", "早班", "晚班", "中班", "值班员", "值班", "保安", "门卫", "安全员", "安全管理员", "安全科长", "安全主管", "安全总监", "安全部长",
    "站长", "副站长", "厂长", "副厂长", "经理", "总经理", "副总", "班长", "组长", "主任", "科长", "主要负责人", "负责人", "报送员", "操作工", "员工", "加油员",
    "巡检员", "巡查员", "计量员", "会计", "老板", "法人", "仓管", "仓库管理员", "库管", "司机", "主管", "调度", "中控", "班组长", "工段长", "车间主任", "生产部",
)  # fmt: skip


@cache
def _post() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _POSTS), key=len, reverse=True)))


def _name_and_post(rest: str) -> tuple[str, str]:
    """The name and the post of what is left, in either order."""
    match = _post().search(rest)
    post = _whole_post(rest, match) if match else ""
    others = rest.replace(post, " ", 1) if post else rest
    words = [_spoken(word) for word in re.findall(r"[\u4e00-\u9fff·]{2,12}", others)]
    name = next((word for word in words if 2 <= len(word) <= 4 and word[0] in SURNAMES), "")
    left = next((word for word in words if word != name), "") if not post else ""
    return name or _lone(words), post or left


def _lone(words: list[str]) -> str:
    """A rare surname: the first of short words that stand alone."""
    return words[0] if words and 2 <= len(words[0]) <= 3 and not lexicon.hit("patrol.round", words[0]) else ""


def _whole_post(rest: str, match: re.Match[str]) -> str:
    """Posts that stand together: "夜班值班员"."""
    behind = _post().match(rest, match.end())
    return rest[match.start() : behind.end() if behind else match.end()]


def _spoken(word: str) -> str:
    return re.sub(r"^(?:我是|我叫|姓名|叫|是|我|的|岗位|职务|姓){1,3}|(?:的|岗位|职务|姓名|是){1,3}\Z", "", word)
