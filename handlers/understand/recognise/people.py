"""Who somebody is: saying it, showing a code, having a code made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, Bind, BindWithCode, IssueCode
from handlers.understand import lexicon
from handlers.understand.named import family_names, is_name
from handlers.understand.said import Said, because

_CODE = re.compile(r"^(?:我要)?绑定(?:码)?(?:是)?[:]? ?(?P<code>\d{6})(?!\d)|^(?P<bare>\d{6})\Z")
_ISSUE = re.compile(r"绑定码|邀请码|绑定二维码")


def bind_with_code(said: Said) -> Iterator[Act]:
    """The code after "绑定"; the six digits alone only from somebody unknown.

    Example: enterprise [known=0, chat=direct] "绑定 482913" -> BindWithCode code=482913
    """
    match = _CODE.search(said.text.strip())
    if match and (match["code"] or not said.context.known):
        yield BindWithCode(code=match["code"] or match["bare"], why=(because(match.group(), "绑定码"),))


def issue_code(said: Said) -> Iterator[Act]:
    """A code is wanted for a person, perhaps of a named enterprise.

    Example: officer "给宏达加油站王建国发个绑定码" -> IssueCode name=王建国 enterprise=宏达加油站
    """
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


def person_in(text: str) -> str:
    """The first word that can be a person's name: "给王建国发"."""
    text = lexicon.pattern("people.posts").sub(" ", text)
    names = (_bare_name(word) for word in re.findall(r"[\u4e00-\u9fff]{2,12}", text))
    return next((name for name in names if is_name(name)), "")


def _bare_name(word: str) -> str:
    """A word without the verbs around it; those before it only until a family name stands first."""
    for _ in range(8):
        verb = None if word[0] in family_names() and len(word) <= 6 else lexicon.pattern("people.verbs").match(word)
        shorter = word[verb.end() :] if verb else word.removesuffix(lexicon.ending(word, "people.verbs"))
        if shorter == word or len(shorter) < 2:
            break
        word = shorter
    return word


# Saying who one is


def bind(said: Said) -> Iterator[Act]:
    """Enterprise, name and post from somebody unknown: "宏达加油站 王建国 夜班".

    Example: enterprise [known=0, chat=direct] "宏达加油站 王建国 夜班" -> Bind name=王建国 enterprise=宏达加油站
    """
    if said.context.known or said.asks:
        return
    enterprise, rest = _enterprise(said)
    name, post = _name_and_post(rest)
    if (enterprise or said.candidates) and name:
        yield Bind(
            enterprise=enterprise,
            name=name,
            post=post,
            why=(because(enterprise or said.candidates[0], "报了企业、姓名"),),
        )


def _enterprise(said: Said) -> tuple[str, str]:
    """The enterprise as registered, or as it was written; and the rest."""
    if said.names:
        first = said.names[0]
        only = first.candidates[0] if len(first.candidates) == 1 else ""
        return only, said.text[: first.start] + " " + said.text[first.end :]
    return _written(said.text)


_WRITTEN = re.compile(
    r"^(?:我是|我叫|这是|这里是|我们是)?(?P<name>[\u4e00-\u9fffA-Za-z0-9()]{2,24}?"
    + lexicon.either("people.enterprise_ends")
    + r")(?:的)?[ ,、。:/+的]{0,3}"
)


def _written(text: str) -> tuple[str, str]:
    match = _WRITTEN.match(text)
    return (match["name"], text[match.end() :]) if match else ("", "")


def _name_and_post(rest: str) -> tuple[str, str]:
    """The name and the post of what is left, in either order."""
    match = lexicon.pattern("people.posts").search(rest)
    post = _whole_post(rest, match) if match else ""
    others = rest.replace(post, " ", 1) if post else rest
    words = [_spoken(word) for word in re.findall(r"[\u4e00-\u9fff·]{2,12}", others)]
    name = next(filter(is_name, words), "")
    left = next((word for word in words if word != name), "") if not post else ""
    return name or _lone(words), post or left


def _lone(words: list[str]) -> str:
    """A rare surname: the first of short words that stand alone."""
    return words[0] if words and 2 <= len(words[0]) <= 3 and not lexicon.hit("patrol.round", words[0]) else ""


def _whole_post(rest: str, match: re.Match[str]) -> str:
    """Posts that stand together: "夜班值班员"."""
    behind = lexicon.pattern("people.posts").match(rest, match.end())
    return rest[match.start() : behind.end() if behind else match.end()]


def _spoken(word: str) -> str:
    return re.sub(r"^(?:我是|我叫|姓名|叫|是|我|的|岗位|职务|姓){1,3}|(?:的|岗位|职务|姓名|是){1,3}\Z", "", word)
