"""Statements put into words a single time, for what is asked or written around every message.

To build a statement, to find its words again and to bring rows through all layers costs ten to forty times what SQLite
itself takes (docs/decisions/0019).
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection, Dialect, bindparam, insert, inspect, select, update
from sqlalchemy.orm.attributes import instance_state, set_committed_value
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from models import db

M = TypeVar("M", bound=SQLModel)
#: In the `info` of a connection: who hears what is written, where that goes past SQLAlchemy's layers as questions do.
WRITTEN = "written"
#: The places of a row whose cells are still to be read, and how; empty where all are read already.
_Reads = Sequence[tuple[int, Callable[[Any], Any]]]


class Prepared:
    """A statement for many rows at once, put into words a single time: SQLite gets plain tuples.

    SQLAlchemy's own way from a row to them costs more than SQLite's insert; the statement and its types stay its own.
    """

    def __init__(self, statement: Any, dialect: Dialect, names: Sequence[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        self._statement = statement
        self._words = str(compiled) if compiled.positiontup else ""
        self._columns = [(name, _putter(compiled.binds[name].type, dialect)) for name in compiled.positiontup or ()]

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Executes it for every row."""
        if not self._words:
            connection.execute(self._statement, rows)
            return
        columns = self._columns
        told = [tuple([put(row[name]) if put else row[name] for name, put in columns]) for row in rows]
        _written(connection, self._words, told)


class Lookup:
    """A question put into words a single time: SQLite is asked past SQLAlchemy's layers, which cost ten times as much.

    The statement and its types stay SQLAlchemy's own; what changes from one asking to the next is a named bindparam.
    Lists that differ in length (IN) have no words of their own: ask those in SQLAlchemy's way; `any_of` writes out
    the states that are always the same.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        keys = [column.key for column in statement.exported_columns]
        self._row: Callable[[Iterable[Any]], Any] = namedtuple("Row", keys, rename=True)._make  # type: ignore[attr-defined]
        self._worded: _Worded | None = None

    def rows(self, session: Session, **given: Any) -> list[Any]:
        """Named tuples of the columns; what the session has not yet written is written before."""
        found, read = self.found(session, given)
        make = self._row
        return [make(_read(row, read)) for row in found]

    def found(self, session: Session, given: Mapping[str, Any]) -> tuple[Iterable[Sequence[Any]], _Reads]:
        """The rows as the driver brings them, with how each column is read; for those who need not read them all."""
        connection, base = _place(session)
        if base is None:
            return connection.execute(self._statement, given).all(), ()
        worded = self._worded = self._worded or _Worded(self._statement, connection.dialect)
        return base.execute(worded.words, worded.put(given)), worded.read

    def first(self, session: Session, **given: Any) -> Any:
        """The first row, or None."""
        found = self.rows(session, **given)
        return found[0] if found else None

    def value(self, session: Session, **given: Any) -> Any:
        """The first column of the first row, or None."""
        found = self.rows(session, **given)
        return found[0][0] if found else None

    def values(self, session: Session, **given: Any) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self.rows(session, **given)]


class LookupOf(Generic[M]):
    """A question after rows of one model, put into words a single time; what the session holds stays as it is there.

    The statement selects the model, as `select(Due).where(...)` does, and nothing else.
    """

    def __init__(self, statement: Any) -> None:
        self._holding: _Holding[M] = _Holding(statement.column_descriptions[0]["entity"])
        self._columns = Lookup(statement.with_only_columns(*self._holding.columns))

    def all(self, session: Session, **given: Any) -> list[M]:
        """The rows, in the order of the statement."""
        found, read = self._columns.found(session, given)
        return [self._holding.held(session, row, read) for row in found]

    def first(self, session: Session, **given: Any) -> M | None:
        """The first of them, or None."""
        found, read = self._columns.found(session, given)
        row = next(iter(found), None)
        return None if row is None else self._holding.held(session, row, read)


class Rows(Generic[M]):
    """The single rows of a model, found, made and changed in words that are put together a single time.

    The session holds each of them as it then stands in its table, past the ORM's own loading and writing.
    """

    def __init__(self, model: type[M]) -> None:
        self._holding = _Holding(model)
        table: Any = inspect(model).local_table
        self._key: Any = inspect(model).primary_key[0]
        self._of_key: LookupOf[M] = LookupOf(select(model).where(self._key == bindparam("key_")))
        fields = {name: field for name, field in model.model_fields.items() if name != self._key.key}
        factories = {name: field.default_factory for name, field in fields.items() if field.default_factory}
        self._made = cast("dict[str, Callable[[], Any]]", factories)
        self._blank = {name: field.default for name, field in fields.items() if name not in self._made}
        self._insert = Command(insert(table).returning(self._key), list(fields))
        self._update = update(table).where(self._key == bindparam("key_"))
        self._changes: dict[frozenset[str], Command] = {}

    def get(self, session: Session, key: int) -> M | None:
        """The row of a key, or None."""
        held = self._holding.of_key(session, key)
        return held if held is not None else self._of_key.first(session, key_=key)

    def add(self, session: Session, **given: Any) -> M:
        """A new row of a table that numbers its rows by itself; what is not given is as the model has it by default."""
        made = {name: make() for name, make in self._made.items() if name not in given}
        row = {**self._blank, **made, **given}
        row[self._key.key] = self._insert.made(session, **row)
        return _told(session, self._holding.held(session, [row[name] for name in self._holding.names], ()))

    def change(self, session: Session, row: M, **given: Any) -> bool:
        """Writes columns of a row into the table and into the row; nothing where they stand so already."""
        changed = {name: value for name, value in given.items() if getattr(row, name) != value}
        if not changed:
            return False
        session.flush()
        command = self._changes.get(frozenset(changed))
        if command is None:
            command = self._changes[frozenset(changed)] = Command(self._update, sorted(changed))
        command.run(session, key_=getattr(row, self._key.key), **changed)
        for name, value in changed.items():
            set_committed_value(row, name, value)
        _told(session, row)
        return True


#: Who else must know of a row that was made or changed past the ORM, which would have told them at its flush.
LISTENERS: list[Callable[[Session, SQLModel], None]] = []


def _told(session: Session, row: M) -> M:
    for tell in LISTENERS:
        tell(session, row)
    return row


class _Holding(Generic[M]):
    """How a row of a model becomes one that the session holds, as if it had loaded it, for a third of the price."""

    def __init__(self, model: type[M]) -> None:
        self._mapper = inspect(model)
        attributes = list(self._mapper.column_attrs)
        self.columns = [one.columns[0] for one in attributes]
        self.names = [one.key for one in attributes]
        self._key = [self.columns.index(one) for one in self._mapper.primary_key]
        #: Numbers and words stand in their cells as they are.
        self._plain_key = all(self.columns[place].type.python_type in (int, str) for place in self._key)

    def of_key(self, session: Session, *key: Any) -> M | None:
        """The row of a key that the session holds."""
        held: M | None = session.identity_map.get(self._mapper.identity_key_from_primary_key(key))
        return held

    def held(self, session: Session, row: Sequence[Any], read: _Reads) -> M:
        """A row as the session holds it, which is not read again where it does so already."""
        cells = row if self._plain_key else _read(row, read)
        key = self._mapper.identity_key_from_primary_key([cells[place] for place in self._key])
        held = session.identity_map.get(key)
        if held is not None:
            return cast("M", held)
        one: M = self._mapper.class_manager.new_instance()
        state: Any = instance_state(one)
        state.dict.update(zip(self.names, _read(row, read), strict=True))
        state.key, state.session_id = key, session.hash_key
        session.identity_map.add(state)
        session.dispatch.loaded_as_persistent(session, state)
        return one


def _read(row: Sequence[Any], read: _Reads) -> Sequence[Any]:
    if not read:
        return row
    cells = list(row)
    for place, one in read:
        cells[place] = one(cells[place])
    return cells


def _putter(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """How a value goes in; moments past the three layers that each of them goes through, a dozen for each message."""
    if dialect.name == "sqlite" and isinstance(kind, UTCDateTime):
        return put_moment
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found


def _reader(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """How a cell is read."""
    if dialect.name == "sqlite" and isinstance(kind, UTCDateTime):
        return read_moment
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return found


def put_moment(moment: datetime | None) -> str | None:
    """A moment as SQLAlchemy writes it into SQLite; raises ValueError for a naive one."""
    if moment is None:
        return None
    return db.utc(moment).replace(tzinfo=None).isoformat(" ", "microseconds")


def read_moment(cell: str | None) -> datetime | None:
    """A moment as SQLAlchemy reads it from SQLite."""
    return None if cell is None else datetime.fromisoformat(cell).replace(tzinfo=UTC)


class _Worded:
    """A statement in SQLite's words, with how each value goes in and each column comes out."""

    def __init__(self, statement: Any, dialect: Dialect, columns: Sequence[str] | None = None) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self.words = str(compiled)
        own = compiled.construct_params(_check=False)
        binds = {name: compiled.binds[name] for name in compiled.positiontup}
        puts = {name: _putter(bind.type, dialect) for name, bind in binds.items()}
        #: For each place what is given each time, and how it goes in; or what always stands there.
        self._places = [
            (binds[name].key, put, None) if binds[name].required else (None, put, put(own[name]) if put else own[name])
            for name, put in ((name, puts[name]) for name in compiled.positiontup)
        ]
        read = [_reader(column.type, dialect) for column in statement.exported_columns]
        self.read: _Reads = [(place, one) for place, one in enumerate(read) if one]

    def put(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in their places; raises KeyError for one that is lacking."""
        return [own if name is None else put(given[name]) if put else given[name] for name, put, own in self._places]


class Command:
    """An INSERT or UPDATE of one row, put into words a single time; columns are set from values of their own names.

    A row that the session holds does not hear of it: command what nobody holds, or set the row's own column as well.
    """

    def __init__(self, statement: Any, columns: Sequence[str] = ()) -> None:
        self._statement = statement.execution_options(preserve_rowcount=True)
        self._columns = list(columns)
        self._worded: _Worded | None = None

    def run(self, session: Session, **given: Any) -> int:
        """Executes it after what the session has not yet written; how many rows it made or changed."""
        return int(self._executed(session, given).rowcount)

    def made(self, session: Session, **given: Any) -> Any:
        """Executes it; the first column that it returns, or None where it made no row."""
        row = self._executed(session, given).fetchone()
        return None if row is None else row[0]

    def _executed(self, session: Session, given: Mapping[str, Any]) -> Any:
        connection, base = _place(session)
        if base is None:
            return connection.execute(self._statement, given)
        worded = self._worded = self._worded or _Worded(self._statement, connection.dialect, self._columns)
        return _written(connection, worded.words, tuple(worded.put(given)))


def _place(session: Session) -> tuple[Connection, Any]:
    """Where a session asks and writes, after what it has not yet written; with SQLite's own connection, or None.

    It is found a single time for each transaction: the session's own way goes through its states at every question.
    """
    session.flush()
    within: tuple[Any, Connection, Any] | None = session.info.get(_PLACE)
    if within is None or within[0] is not session.get_transaction():
        connection = session.connection()
        base = connection.connection.dbapi_connection if connection.dialect.name == "sqlite" else None
        within = session.info[_PLACE] = session.get_transaction(), connection, base
    return within[1:]


#: In the `info` of a session: its transaction, and where that asks and writes.
_PLACE = "place"


def _written(connection: Connection, words: str, values: Any) -> Any:
    """Executes words for a row, or for a list of them."""
    heard = connection.info.get(WRITTEN)
    if heard is None:  # an error of the driver becomes one of SQLAlchemy, by which `bot.work` knows it
        return connection.exec_driver_sql(words, values)
    heard(words)
    base: Any = connection.connection.dbapi_connection
    return base.executemany(words, values) if isinstance(values, list) else base.execute(words, values)
