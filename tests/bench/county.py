"""An invented county of any size with its past: set-wise SQL fills millions of nights in seconds.

Of a hundred nights 90 are reported in time, three late, two made up and five missed; the same ones in every run.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.migrate import upgrade
from models import calendar
from models.calendar import Rhythm
from models.people import Role

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_HEADS = "豫宏瑞恒金鑫天鸿永安泰昌兴盛华德中荣康隆"
_MIDDLES = "丰达康源鼎利通福和顺成祥泽润旺佳辉宇海城"
_TAILS = "化工燃气油料涂料制药溶剂农化气体助剂树脂香料电镀胶粘仓储染料试剂新材橡塑精化物流"
OFFICERS = (
    ("李明", Role.DUTY),
    ("王强", Role.LEADER),
    ("赵科", Role.HEAD),
    ("孙监", Role.SUPERVISOR),
    ("管理", Role.ADMIN),
)
CHANNEL = "app"


@dataclass(frozen=True)
class County:
    """How large, and how much past: so many nights that end with one."""

    plants: int
    nights: int
    last: date
    #: Also the messages, files and receipts behind the reports; they take three times the room.
    traffic: bool = False

    @property
    def first(self) -> date:
        """The first night of the past."""
        return self.last - timedelta(days=self.nights - 1)


def account(kind: str, plant: int) -> str:
    """The account of an enterprise's reporter or safety manager, or of an officer."""
    return f"{kind}{plant}"


def name(plant: int) -> str:
    """The full name of the n-th enterprise, counted from 1."""
    return f"{short(plant)}有限公司"


def short(plant: int) -> str:
    """Its short name; no two are alike."""
    rest, head = divmod(plant - 1, len(_HEADS))
    rest, middle = divmod(rest, len(_MIDDLES))
    tail = rest % (len(_TAILS) // 2) * 2
    again = rest // (len(_TAILS) // 2)
    return f"{_HEADS[head]}{_MIDDLES[middle]}{_TAILS[tail : tail + 2]}" + (f"{again + 1}厂" if again else "")


def made(folder: Path, county: County) -> Path:
    """The database of a county in the folder of this run; filled when it is not there yet."""
    path = folder / f"county-{county.plants}-{county.nights}-{county.last}{'-traffic' if county.traffic else ''}.db"
    if not path.exists():
        fill(path, county)
    return path


def fill(path: Path, county: County) -> None:
    """Makes the database and all its rows; its journal is switched off while that lasts."""
    upgrade(f"sqlite:///{path}")
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for pragma in (
            "journal_mode=OFF",
            "synchronous=OFF",
            "foreign_keys=OFF",
            "cache_size=-800000",
            "temp_store=MEMORY",
        ):
            base.execute(f"PRAGMA {pragma}")
        base.execute("BEGIN")
        _people(base, county)
        _past(base, county)
        base.execute("COMMIT")
        base.execute("PRAGMA journal_mode=WAL")


def _people(base: sqlite3.Connection, county: County) -> None:
    since = _stored(datetime.combine(county.first - timedelta(days=30), time(), UTC))
    numbers = range(1, county.plants + 1)
    base.executemany(
        "INSERT INTO enterprise (id, name, shorts, class_name, major, grid, address, principal, phone, goods,"
        " places, active, registered_at) VALUES (?, ?, ?, '生产', ?, ?, '', '', '', '', '', 1, ?)",
        ((n, name(n), short(n), n % 10 == 0, f"{n % 20}网格", since) for n in numbers),
    )
    base.executemany(
        "INSERT INTO person (id, name, role, enterprise_id, post, grid, phone, active)"
        " VALUES (?, ?, ?, ?, '', '', ?, 1)",
        _rows_of_people(county),
    )
    base.execute(
        "INSERT INTO binding (channel, user_id, person_id, bound_at, how) SELECT ?,"
        " CASE role WHEN ? THEN 'r' WHEN ? THEN 's' ELSE role END || coalesce(enterprise_id, 0), id, ?, 'import'"
        " FROM person",
        (CHANNEL, Role.REPORTER, Role.SAFETY, since),
    )


def _rows_of_people(county: County) -> Iterator[tuple[object, ...]]:
    for n, (officer, role) in enumerate(OFFICERS, 3 * county.plants + 1):
        yield n, officer, role, None, f"139{n:08}"
    for n in range(1, county.plants + 1):
        called = SURNAMES[n % len(SURNAMES)]
        for place, (role, given) in enumerate(((Role.REPORTER, "强"), (Role.SAFETY, "安"), (Role.PRINCIPAL, "总"))):
            yield 3 * n - 2 + place, called + given, role, n, f"138{3 * n + place:08}"


#: Each night of each enterprise, with how it went (0 to 99, the same in every run) and how many minutes after opening.
_ALL = """WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :nights),
went(i, id, fate) AS MATERIALIZED (
    SELECT n.i, e.id, (e.id * 7919 + n.i * 104729 + (e.id / 7 + n.i) % 13) % 100 FROM n CROSS JOIN enterprise AS e),
night(i, day, opens, closes, cut_off, made_up) AS MATERIALIZED (
    SELECT i, date(:first, '+' || i || ' days'), datetime(:opens_at, '+' || i || ' days') || '.000000',
        datetime(:closes_at, '+' || i || ' days') || '.000000', datetime(:cut_off_at, '+' || i || ' days') || '.000000',
        datetime(:made_up_until, '+' || i || ' days') || '.000000' FROM n),
past(key, i, id, status, sent) AS MATERIALIZED (
    SELECT went.i * :plants + id, went.i, id,
        CASE WHEN fate < 5 THEN 'missed' WHEN fate < 7 THEN 'made_up' WHEN fate < 10 THEN 'late' ELSE 'reported' END,
        CASE WHEN fate >= 5 THEN datetime(night.opens, '+' || (
            CASE WHEN fate < 7 THEN 480 WHEN fate < 10 THEN 330 ELSE 10 + id % 280 END) || ' minutes') || '.000000' END
    FROM went JOIN night ON night.i = went.i)
"""


def _past(base: sqlite3.Connection, county: County) -> None:
    """The reports and dues of every enterprise and night, in the order of the nights, without the indexes first."""
    dropped = base.execute(_INDEXES).fetchall()
    for index, _ in dropped:
        base.execute(f"DROP INDEX {index}")
    window = Rhythm().window(county.first)
    given = {"nights": county.nights, "plants": county.plants, "first": county.first.isoformat(), "channel": CHANNEL}
    given |= {key: _stored(moment)[:19] for key, moment in vars(window).items()}
    base.execute(_REPORTS, given)
    base.execute(_DUES, given)
    for statement in _TRAFFIC if county.traffic else ():
        base.execute(statement)
    for _, sql in dropped:
        base.execute(sql)


_INDEXES = """SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
AND tbl_name IN ('due', 'report', 'message', 'attachment', 'reportpiece', 'outgoing')"""
_REPORTS = f"""{_ALL}
INSERT INTO report (id, kind, enterprise_id, person_id, channel, chat, sender, first_at, last_at, first_received,
    last_received, counted_at, night, status, result, again, places, videos, photos, voices, files, receipts, receipted,
    proxy_name, owed)
SELECT key, 'patrol', id, 3 * id - 2, :channel, '', 'r' || id, sent, sent, sent, sent, sent, day, status, 'normal', '',
    '', 1, 0, 0, 0, 1, '', '', '' FROM past JOIN night ON night.i = past.i WHERE sent IS NOT NULL"""
_DUES = f"""{_ALL}
INSERT INTO due (id, kind, enterprise_id, night, opens_at, closes_at, cut_off_at, made_up_until, status, trial,
    report_id, satisfied_at, note, slot, firm)
SELECT key, 'patrol', id, day, opens, closes, cut_off, made_up, status, 0,
    CASE WHEN sent IS NOT NULL THEN key END, sent, '', '', 0
FROM past JOIN night ON night.i = past.i"""


#: One clip for each report, handled and fetched, and its receipt.
_TRAFFIC = (
    """INSERT INTO message (id, channel, msg_id, kind, chat, sender, text, reply_to, mentions_bot, raw, sent_at,
    received_at, status, attempts, handled_at, error) SELECT id, channel, 'old-' || id, 'video', '', sender, '', '', 0,
    '<xml>' || hex(zeroblob(250)) || '</xml>', first_at, first_at, 'done', 1, first_at, '' FROM report""",
    """INSERT INTO attachment (id, message_id, ordinal, kind, locator, filename, status, attempts, sha256, size, mime,
    preview, stored_at, error) SELECT id, id, 0, 'video', 'media-' || id, '', 'stored', 1, printf('%064d', id),
    1000000, 'video/mp4', '', received_at, '' FROM message""",
    """INSERT INTO reportpiece (id, report_id, message_id, counted_at, acts)
    SELECT id, id, id, first_at, '[]' FROM report""",
    """INSERT INTO outgoing (id, key, kind, priority, address, channel, to_user, chat, about, text, choices, posted_at,
    not_before, status, attempts, settled_at, reason, platform_id, parts_sent, repeated)
    SELECT id, 'receipt:report:' || id || ':1', 'receipt.report', 30, channel || '/' || sender || '/', channel, sender,
    '', '{"report": ' || id || '}',
    '已报，收到视频1段', '{}', first_at, first_at, 'sent', 1, first_at, '', 'old', 1, 0 FROM report""",
)


def _stored(moment: datetime) -> str:
    """A moment as our columns hold it: UTC, without its offset."""
    return calendar.local(moment).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
