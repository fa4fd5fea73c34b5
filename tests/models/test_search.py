"""Texts as tokens and phrases: tables of cases; whatever part of a text is looked for finds it, and no text raises."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from sqlmodel import Session

from models import bigrams, db, search, searchable
from models.ledger import Within
from models.searchable import LedgerText, TextKind
from tests import laid

AT = datetime(2026, 3, 15, 1, 0, tzinfo=UTC)
TRADE = "罐区泵房氯气管道液氨灭火器过期锈蚀松动静电接地阀门泄漏车间装卸台鿏𫟼〇々"


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine: Engine = laid.engine(database_url)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.mark.parametrize(
    "text, tokens",
    [
        ("", "  "),
        ("罐区", " 罐区 区 "),
        ("罐区、泵房", " 罐区 区 . 泵房 房 "),
        ("氨", " 氨 "),
        ("2号罐DN50法兰", " 2 号罐 罐 dn 50 法兰 兰 "),
        ("ＤＮ５０ ①", " dn 50 . 1 "),
        ("YH-2026-0031", " yh . 2026 . 0031 "),
        ("a_b\x00…\u202e%'\"*", " a . b "),
        ("𫟼片", " 𫟼片 片 "),
    ],
)
def test_a_text_as_tokens(text: str, tokens: str) -> None:
    assert bigrams.indexed(text) == tokens


@pytest.mark.parametrize(
    "wanted, phrases",
    [
        ("罐区", [(("罐区",), False)]),
        ("氯气管道", [(("氯气", "气管", "管道"), False)]),
        ("氨", [(("氨",), True)]),
        ("2号", [(("2", "号"), True)]),
        ("罐2", [(("罐", "2"), False)]),
        ("罐区2", [(("罐区", "区", "2"), False)]),
        ("阀门 泄漏", [(("阀门",), False), (("泄漏",), False)]),
        ("罐区，罐区", [(("罐区",), False)]),
        (' "*) OR ', [(("or",), False)]),
        ("…!?", []),
    ],
)
def test_what_is_looked_for_as_phrases(wanted: str, phrases: list[tuple[tuple[str, ...], bool]]) -> None:
    assert [(one.tokens, one.is_open) for one in bigrams.phrases(wanted)] == phrases


@pytest.mark.parametrize(
    "wanted, text, is_there",
    [
        ("1号罐", "11号罐、1号泵", False),
        ("1号罐", "11号罐、1号罐", True),
        ("区泵", "罐区、泵房", False),
        ("区 泵", "罐区、泵房", True),
        ("化工", "变化工况", True),
        ("泄漏 阀门", "阀门轻微泄漏", True),
        ("阀门泄漏", "阀门轻微泄漏", False),
        ("dn50", "更换DN50法兰", True),
        ("DN5", "更换DN50法兰", False),
    ],
)
def test_what_is_found(session: Session, wanted: str, text: str, is_there: bool) -> None:
    put(session, [text])
    assert count(session, wanted) == is_there


def put(session: Session, texts: list[str]) -> None:
    kept = db.table(LedgerText)
    session.connection().execute(delete(kept))
    rows = [
        {
            "id": searchable.key(AT, TextKind.HAZARD, number),
            "kind": "hazard",
            "row_id": number,
            "enterprise_id": None,
            "tokens": bigrams.indexed(text),
        }
        for number, text in enumerate(texts, 1)
    ]
    session.connection().execute(kept.insert(), rows)


def count(session: Session, wanted: str) -> int:
    return search.look(session, wanted, Within(), (TextKind.HAZARD,), list, 0, 5).count


@st.composite
def texts_and_parts(draw: st.DrawFn) -> tuple[list[str], str]:
    """Some texts of the trade, and a part of one of them that cuts no number and no word of letters."""
    alphabet = st.one_of(st.sampled_from(TRADE), st.sampled_from("、， 。;1#A(-"))
    texts = draw(st.lists(st.text(alphabet, min_size=1, max_size=40), min_size=1, max_size=4))
    text = draw(st.sampled_from(texts))
    start = draw(st.integers(0, len(text) - 1))
    part = text[start : start + draw(st.integers(1, 6))]
    return texts, part


def cuts_a_word(text: str, part: str) -> bool:
    """Whether a part begins or ends inside a number or a word: 1 of 11."""
    at = text.find(part)
    edges = (text[at - 1 : at] + part[:1], part[-1:] + text[at + len(part) : at + len(part) + 1])
    return any(len(edge) == 2 and edge.isascii() and edge.isalnum() for edge in edges)


@given(texts_and_parts())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_part_of_a_text_finds_it(session: Session, drawn: tuple[list[str], str]) -> None:
    texts, part = drawn
    put(session, texts)
    holding = [text for text in texts if part in text and not cuts_a_word(text, part)]
    assert count(session, part) >= len(holding) * bool(bigrams.phrases(part))


@given(st.text(max_size=300), st.text(max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_raises_and_no_operator_leaks(session: Session, text: str, wanted: str) -> None:
    put(session, [text.replace("\x00", "").encode("utf-8", "ignore").decode(), "罐区"])
    assert count(session, wanted) <= 2
    assert count(session, f"不在这里的字 {wanted}") == 0


@pytest.mark.parametrize(
    "hostile",
    [
        '" OR 1',
        "罐区*",
        "tokens:罐区",
        "NOT 罐区",
        "NEAR(罐 区)",
        "^罐区",
        "'; --",
        "罐 | 区",
        "!罐区",
        "罐 <-> 区",
        "%",
    ],
)
def test_signs_are_no_operators(session: Session, hostile: str) -> None:
    put(session, ["罐区正常"])
    assert count(session, hostile) == (hostile in ("罐区*", "^罐区", "罐 | 区", "!罐区", "罐 <-> 区"))


def test_two_thousand_hits_are_counted_and_more_are_said(session: Session) -> None:
    put(session, ["罐区"] * (search.HITS + 3))
    found = search.look(session, "罐区", Within(), (TextKind.HAZARD,), list, 0, 2)
    assert (found.count, found.more, [hit.row_id for hit in found.page]) == (2000, True, [2003, 2002])
