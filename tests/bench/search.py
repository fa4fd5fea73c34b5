"""How long a search takes among the ledger's texts, beside a scan with LIKE in the same run."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, func
from sqlalchemy import select as core_select
from sqlmodel import Session, SQLModel

from handlers.understand import lexicon
from models import bigrams, db, search, searchable, tables
from models.ledger import Within
from models.searchable import LedgerText, TextKind
from tests.bench.tables import Figure, Measured, Table, ms

PLACES = ("罐区", "泵房", "装卸台", "配电室", "危废库", "三车间", "循环水泵房", "甲类库", "2号罐", "中控室")
THINGS = ("氯气管道", "灭火器", "静电接地线", "护栏", "安全阀", "压力表", "液氨泵", "法兰垫片", "应急灯", "报警器")
FAULTS = ("锈蚀", "过期", "松动", "渗漏", "损坏", "堆放杂物", "未校验", "不亮", "老化", "堵塞")
#: What is looked for: in every fifth text, in every hundredth, in one of ten thousand, in none.
LOOKED = {
    "2 characters, 罐区": "罐区",
    "1 character, 氨": "氨",
    "phrase, 氯气管道锈蚀": "氯气管道锈蚀",
    "part of words, 道锈": "道锈",
    "2 words, 灭火器 过期": "灭火器 过期",
    "rare, 聚合釜": "聚合釜",
    "nowhere, 聚氯乙烯": "聚氯乙烯",
}
RARE = 10_000
TIMES = 9
BATCH = 1000
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)


def measure(folder: Path, *, quick: bool) -> Measured:
    """So many texts of hazards put in, then each search some times; the count and the first page of five."""
    count = 2_000 if quick else 100_000
    assert tables.TABLES
    engine = db.make_engine(f"sqlite:///{folder / 'search.db'}")
    SQLModel.metadata.create_all(engine)
    texts = [_text(random.Random(number), number) for number in range(count)]
    with Session(engine) as session:
        cut, put = _put(session, texts)
        session.commit()
        lexicon.cut(texts[0])
        found = {name: _asked(session, wanted, 2 if quick else TIMES) for name, wanted in LOOKED.items()}
    engine.dispose()
    return _told(count, cut, put, found)


def _text(chance: random.Random, number: int) -> str:
    rare = "聚合釜" if number % RARE == RARE // 2 else ""
    place, thing, fault = chance.choice(PLACES), chance.choice(THINGS), chance.choice(FAULTS)
    other = chance.choice(THINGS)
    return (
        f"{rare}{place}{thing}{fault}{chance.randrange(1, 9)}处，{other}正常，责任人张{chance.choice('强明亮伟')}，更换"
    )


def _put(session: Session, texts: Sequence[str]) -> tuple[float, float]:
    """The seconds for a text: as tokens, and into table and index."""
    began = perf_counter()
    rows = [_row(number, text) for number, text in enumerate(texts, 1)]
    cut = perf_counter()
    for first in range(0, len(rows), BATCH):
        session.connection().execute(db.table(LedgerText).insert(), rows[first : first + BATCH])
    return (cut - began) / len(texts), (perf_counter() - cut) / len(texts)


def _row(number: int, text: str) -> dict[str, Any]:
    key = searchable.key(BEGAN + timedelta(minutes=10 * number), TextKind.HAZARD, number)
    tokens = bigrams.indexed(text)
    return {"id": key, "kind": "hazard", "row_id": number, "enterprise_id": None, "tokens": tokens}


Times = tuple[int, float, float, float]


def _asked(session: Session, wanted: str, times: int) -> Times:
    """How many there are, and the seconds of the first page, of a scan for all, and of a scan for a page."""
    count, connection = 0, session.connection()
    page, scan, first = [], [], []
    for _ in range(times):
        began = perf_counter()
        count = search.look(session, wanted, Within(), (TextKind.HAZARD,), lexicon.cut, 0, 5).count
        page.append(perf_counter() - began)
        scan.append(_spent(lambda: _scan(connection, wanted)))
        first.append(_spent(lambda: _first(connection, wanted)))
    return count, median(page), median(scan), median(first)


def _spent(run: Callable[[], object]) -> float:
    began = perf_counter()
    run()
    return perf_counter() - began


def _like(wanted: str) -> list[Any]:
    return [db.table(LedgerText).c.tokens.like(phrase.like) for phrase in bigrams.phrases(wanted)]


def _scan(connection: Connection, wanted: str) -> object:
    return connection.execute(core_select(func.count()).where(*_like(wanted))).scalar()


def _first(connection: Connection, wanted: str) -> object:
    text = db.table(LedgerText)
    return connection.execute(
        core_select(text.c.row_id).where(*_like(wanted)).order_by(text.c.id.desc()).limit(5)
    ).all()


def _told(count: int, cut: float, put: float, found: dict[str, Times]) -> Measured:
    table = Table(
        f"Search among {count:,} texts, milliseconds",
        ("what", "found", "number and first page", "LIKE, number", "LIKE, 5 newest", "number, LIKE against it"),
    )
    for name, (hits, page, scan, first) in found.items():
        told = f"{hits:,}" + (" and more" if hits == search.HITS else "")
        table.add(name, told, ms(page), ms(scan), ms(first), f"{scan / page:.1f}")
    table.told.append(f"A text becomes tokens in {cut * 1e6:.0f} us and enters table and index in {put * 1e6:.0f} us.")
    _, rare, scan, _ = found["rare, 聚合釜"]
    return Measured(
        [table],
        [
            Figure("a rare word, LIKE against the index", f"{scan / rare:.1f} times as long"),
            Figure("the slowest search", f"{ms(max(page for _, page, _, _ in found.values()))} ms"),
        ],
    )
