"""Who was there as the second of two, and the document of the re-check."""

from __future__ import annotations

import re

from handlers.acts import SecondName
from handlers.understand import clauses, lexicon, named, refs
from handlers.understand.said import Said

PROMPT = "second_name_prompt"

_DOCUMENT = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}?(?:复查|整改复查)?意见书)(?:编号|文号|号|是|为"
    r"|:)*(?P<n>[〔【\[(]?\d{4}[〕】\])]?第?\d{1,5}号|第?\d{1,5}号)"
    r"|(?P<own>[\u4e00-\u9fff]{0,8}[〔【\[(]\d{4}[〕】\])]第?\d{1,5}号)"
)


def _document(text: str) -> str:
    """The document as it was written: "复查意见书〔2026〕12号"."""
    for match in _DOCUMENT.finditer(text):
        if match["own"]:
            return re.sub(r"^.*?(?:编号|文号)", "", match["own"])
        book = re.search(r"(?:复查|整改复查)?意见书", match.group())
        return (book.group() if book else "") + match["n"]
    return ""


def second(said: Said, prompted: bool = False) -> SecondName:
    """The name beside the words of a second one; under the question any clause that is a name."""
    rest = _DOCUMENT.sub(" ", refs.without(said.text, said.context))
    for clause in clauses.split(rest):
        told = lexicon.hit("reviews.second", clause.text)
        if not (told or prompted or re.match(r" ?(?:和|跟|同|与)", clause.text)):
            continue
        if name := _name_in(clause.text, bool(told)):
            return SecondName(name=name, document=_document(said.text))
    return SecondName(document=_document(said.text))


_LED = re.compile(
    r"^(?:第二人|第二名|第二个人|同去|复查人员|复查人|同行|随行|同来"
    r"|另一个|另外|还有|都是|均是|一个|我|是|由|和|跟|同|与|:|的| )+"
)


def _name_in(text: str, told: bool) -> str:
    bare = _LED.sub("", text.strip())
    name = named.names_at(bare)
    behind = bare[len(name) :].strip(" 的")
    if not name or lexicon.hit("items.refusals", text):
        return ""
    return name if told or not behind or re.match(r"同志|一起|一块|同去|看|复查|去", behind) else ""
