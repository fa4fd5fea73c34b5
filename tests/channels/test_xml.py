"""Letters are read as wechatpy's parser reads them, and what is no letter is refused before a parser sees it."""

from typing import Any
from xml.sax.saxutils import escape

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import xml
from models.errors import BadInput

words = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs", "Cn"]), max_size=40
)
names = st.sampled_from(["Content", "MediaId", "EventKey", "SelectedItems", "Item"])
trees = st.recursive(
    words.map(escape) | words.filter(lambda said: "]]>" not in said).map(lambda said: f"<![CDATA[{said}]]>"),
    lambda inner: st.lists(st.tuples(names, inner), min_size=1, max_size=4).map(
        lambda pairs: "".join(f"<{name}>{told}</{name}>\n" for name, told in pairs)
    ),
    max_leaves=8,
)


@given(st.lists(st.tuples(names, trees), max_size=5))
def test_the_parser_behind_wechatpy_reads_the_same(pairs: list[tuple[str, str]]) -> None:
    told = "".join(f"<{name}>{inner}</{name}>" for name, inner in pairs)
    letter = f"<xml><MsgType><![CDATA[hologram]]></MsgType>{told}</xml>"
    read, fields = xml.opened(letter.encode())
    theirs: dict[str, Any] = xmltodict.parse(letter)["xml"]
    assert (read, fields) == (letter, theirs)


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE xml [<!ENTITY a "b">]>',
        '<?xml version="1.0"?><!DOCTYPE xml SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        "<!-- nothing -->",
        "\ufeffx",
    ],
)
def test_nothing_stands_before_the_element(before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.xml.fromstring", lambda _: pytest.fail("a parser has seen it"))
    with pytest.raises(BadInput):
        xml.opened(f"{before}<xml><MsgType>text</MsgType></xml>".encode())


def test_a_declaration_may() -> None:
    said = '<?xml version="1.0" encoding="UTF-8"?>\n<xml><MsgType>text</MsgType><Content><!DOCTYPE x></Content></xml>'
    with pytest.raises(BadInput):
        xml.opened(said.encode())
    told = said.replace("<!DOCTYPE x>", "<![CDATA[<!DOCTYPE x>]]>")
    assert xml.opened(told.encode())[1]["Content"] == "<!DOCTYPE x>"
