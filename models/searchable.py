"""What the ledger's texts can be found by: one row for each hazard, round and incident, kept with what it is made of.

Nobody who writes has to think of it: what a transaction changed is looked at when it commits, and its texts are made
anew from the rows in the same transaction. `rebuild` makes all of them anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DDL, BigInteger, Index, Integer, UniqueConstraint, delete, event, func, or_, orm, text
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String

from models import bigrams, db, lookup
from models.hazards import Hazard, HazardEvent
from models.inbox import Message
from models.incidents import Incident, IncidentEntry
from models.reports import Report, ReportPiece


class TextKind(StrEnum):
    """Whose words they are."""

    HAZARD = "hazard"  # its lists, and what was noted with its events
    ROUND = "round"  # the messages of a report
    INCIDENT = "incident"  # what is known of it, and the messages about it


class LedgerText(SQLModel, table=True):
    """The words of one row of the ledger, as tokens. The key is when it happened, so the newest are the last."""

    __table_args__ = (
        UniqueConstraint("kind", "row_id"),
        db.one_of("kind", TextKind),
        Index("ix_ledgertext_tokens", text("to_tsvector('simple', tokens)"), postgresql_using="gin").ddl_if(
            dialect="postgresql"
        ),
    )

    id: int = Field(
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
        sa_column_kwargs={"autoincrement": False},
    )
    kind: str = Field(sa_type=String, max_length=20)
    row_id: int
    enterprise_id: int | None = Field(default=None, foreign_key="enterprise.id")
    tokens: str


#: The full-text index of SQLite over the table, and what keeps it. Every character above ASCII is part of a token.
SQLITE_INDEX = (
    """CREATE VIRTUAL TABLE ledgertext_index USING fts5(
    tokens, enterprise_id, kind, content='ledgertext', content_rowid='id', tokenize='ascii')""",
    """CREATE TRIGGER ledgertext_put AFTER INSERT ON ledgertext BEGIN
    INSERT INTO ledgertext_index(rowid, tokens, enterprise_id, kind)
    VALUES (new.id, new.tokens, new.enterprise_id, new.kind);
END""",
    """CREATE TRIGGER ledgertext_take AFTER DELETE ON ledgertext BEGIN
    INSERT INTO ledgertext_index(ledgertext_index, rowid, tokens, enterprise_id, kind)
    VALUES ('delete', old.id, old.tokens, old.enterprise_id, old.kind);
END""",
    """CREATE TRIGGER ledgertext_change AFTER UPDATE ON ledgertext BEGIN
    INSERT INTO ledgertext_index(ledgertext_index, rowid, tokens, enterprise_id, kind)
    VALUES ('delete', old.id, old.tokens, old.enterprise_id, old.kind);
    INSERT INTO ledgertext_index(rowid, tokens, enterprise_id, kind)
    VALUES (new.id, new.tokens, new.enterprise_id, new.kind);
END""",
)
_DROPPED = "DROP TABLE IF EXISTS ledgertext_index"


def _only_sqlite(statement: str) -> Any:
    return DDL(statement).execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]


for _statement in SQLITE_INDEX:
    event.listen(db.table(LedgerText), "after_create", _only_sqlite(_statement))
event.listen(db.table(LedgerText), "before_drop", _only_sqlite(_DROPPED))

# When something happened is its key

_SECOND = 1_000_000
_SHARE = 300_000


def key(moment: datetime, kind: TextKind, row_id: int) -> int:
    """The key of a text: its second, and within that one which row it is of; no two rows of one second share it."""
    return starts(moment) + list(TextKind).index(kind) * _SHARE + row_id % _SHARE


def starts(moment: datetime) -> int:
    """The first key of the second of a moment."""
    return int(moment.timestamp()) * _SECOND


# What each kind is found by

Row = dict[str, Any]


def _row(kind: TextKind, row: Any, at: datetime, words: Iterable[str | None]) -> Row:
    return {
        "id": key(at, kind, row.id),
        "kind": kind.value,
        "row_id": row.id,
        "enterprise_id": row.enterprise_id,
        "tokens": bigrams.indexed("\n".join(word for word in words if word)),
    }


def _hazards(session: Session, ids: Sequence[int]) -> Iterator[Row]:
    hazard, happened = db.table(Hazard), db.table(HazardEvent)
    noted = core_select(happened.c.hazard_id, happened.c.note).where(
        happened.c.hazard_id.in_(ids), happened.c.note != ""
    )
    notes = _grouped(session, noted.order_by(happened.c.id))
    for row in session.connection().execute(core_select(hazard).where(hazard.c.id.in_(ids))):
        lists = (row.number, row.place, row.item, row.measures, row.responsible, row.control)
        yield _row(TextKind.HAZARD, row, row.found_at, (*lists, *notes.get(row.id, ())))


def _rounds(session: Session, ids: Sequence[int]) -> Iterator[Row]:
    report, piece, message = db.table(Report), db.table(ReportPiece), db.table(Message)
    sent = (
        core_select(piece.c.report_id, message.c.text)
        .join(message, message.c.id == piece.c.message_id)
        .where(piece.c.report_id.in_(ids), message.c.text != "")
        .order_by(piece.c.counted_at, message.c.id)
    )
    said = _grouped(session, sent)
    standing = core_select(report.c.id, report.c.enterprise_id, report.c.first_at).where(
        report.c.id.in_(list(said)), report.c.withdrawn_at.is_(None)
    )
    for row in session.connection().execute(standing):
        yield _row(TextKind.ROUND, row, row.first_at, said[row.id])


def _incidents(session: Session, ids: Sequence[int]) -> Iterator[Row]:
    incident, entry, message = db.table(Incident), db.table(IncidentEntry), db.table(Message)
    told = (
        core_select(entry.c.incident_id, message.c.text)
        .join(message, message.c.id == entry.c.message_id)
        .where(entry.c.incident_id.in_(ids))
        .order_by(entry.c.id)
    )
    said = _grouped(session, told)
    for row in session.connection().execute(core_select(incident).where(incident.c.id.in_(ids))):
        known = (row.event_type, row.place, row.cause)
        yield _row(TextKind.INCIDENT, row, row.opened_at, (*known, *said.get(row.id, ())))


def _grouped(session: Session, statement: Any) -> dict[int, dict[str, None]]:
    """The different words of each row, in their order."""
    found: dict[int, dict[str, None]] = {}
    for row_id, words in session.connection().execute(statement):
        found.setdefault(row_id, {})[words] = None
    return found


_MADE_OF: Mapping[TextKind, tuple[type[SQLModel], Callable[[Session, Sequence[int]], Iterator[Row]]]] = {
    TextKind.HAZARD: (Hazard, _hazards),
    TextKind.ROUND: (Report, _rounds),
    TextKind.INCIDENT: (Incident, _incidents),
}


#: So many rows are made anew at once.
_BATCH = 500


def keep(session: Session, kind: TextKind, ids: Sequence[int]) -> None:
    """Makes what some rows are found by anew from the rows as they are; what has no words any more is not found."""
    for first in range(0, len(ids), _BATCH):
        _keep(session, kind, ids[first : first + _BATCH])


def _keep(session: Session, kind: TextKind, ids: Sequence[int]) -> None:
    _, read = _MADE_OF[kind]
    rows = list(read(session, ids))
    gone = set(ids) - {row["row_id"] for row in rows}
    kept = db.table(LedgerText)
    if gone:
        session.connection().execute(delete(kept).where(kept.c.kind == kind.value, kept.c.row_id.in_(gone)))
    if rows:
        session.connection().execute(_upsert(session), rows)


def _upsert(session: Session) -> Any:
    kept, made = db.table(LedgerText), db.insert(session, LedgerText)
    changed = {name: made.excluded[name] for name in ("id", "enterprise_id", "tokens")}
    return made.on_conflict_do_update(
        index_elements=["kind", "row_id"],
        set_=changed,
        where=or_(*(kept.c[name].is_distinct_from(value) for name, value in changed.items())),
    )


def rebuild(session: Session) -> int:
    """Makes all texts anew from the ledger, as after an import past the session; how many there are."""
    session.flush()
    kept = db.table(LedgerText)
    session.connection().execute(delete(kept))
    for kind, (model, _) in _MADE_OF.items():
        ids = session.connection().execute(core_select(db.table(model).c.id)).scalars().all()
        keep(session, kind, ids)
    return int(session.connection().execute(core_select(func.count()).select_from(kept)).scalar() or 0)


# What a transaction changed

_CHANGED = "searchable"


def _of(row: object) -> tuple[TextKind, int | None] | None:
    """Whose texts a row belongs to."""
    if isinstance(row, Hazard | HazardEvent):
        return TextKind.HAZARD, row.id if isinstance(row, Hazard) else row.hazard_id
    if isinstance(row, Report | ReportPiece):
        return TextKind.ROUND, row.id if isinstance(row, Report) else row.report_id
    if isinstance(row, Incident | IncidentEntry):
        return TextKind.INCIDENT, row.id if isinstance(row, Incident) else row.incident_id
    return None


@event.listens_for(orm.Session, "after_flush")
def _note(session: orm.Session, _: object) -> None:
    for row in (*session.new, *session.dirty):
        _note_row(session, row)


def _note_row(session: orm.Session, row: object) -> None:
    if found := _of(row):
        kind, row_id = found
        session.info.setdefault(_CHANGED, {}).setdefault(kind, set()).add(db.row_id(row_id))


lookup.LISTENERS.append(_note_row)


@event.listens_for(orm.Session, "before_commit")
def keep_changed(session: orm.Session) -> None:
    """Writes the rest of a transaction, and the texts of what it changed; a session that commits asks for it itself."""
    session.flush()
    for kind, ids in session.info.pop(_CHANGED, {}).items():
        keep(session, kind, sorted(ids))  # type: ignore[arg-type]


@event.listens_for(orm.Session, "after_soft_rollback")
def _forget(session: orm.Session, _: object) -> None:
    """What was rolled back changed nothing; what stands beside it in an outer transaction is looked at again."""
    if not session.in_transaction():
        session.info.pop(_CHANGED, None)
