"""Statements put into words a single time, for what is asked or written around every message.

To build a statement, to find its words again and to bring rows through all layers costs ten to forty times what SQLite
itself takes (docs/decisions/0019).
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection, Dialect, inspect
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, SQLModel

M = TypeVar("M", bound=SQLModel)


class Prepared:
    """A statement for many rows at once, put into words a single time: SQLite gets plain tuples.

    SQLAlchemy's own way from a row to them costs more than SQLite's insert; the statement and its types stay its own.
    """

    def __init__(self, statement: Any, dialect: Dialect, names: Sequence[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        self._statement = statement
        self._words = str(compiled) if compiled.positiontup else ""
        self._columns = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or ()
        ]

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Executes it for every row."""
        if not self._words:
            connection.execute(self._statement, rows)
            return
        columns = self._columns
        told = [tuple([put(row[name]) if put else row[name] for name, put in columns]) for row in rows]
        connection.exec_driver_sql(self._words, told)


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
        session.flush()
        connection = session.connection()
        if connection.dialect.name != "sqlite":
            return [self._row(row) for row in connection.execute(self._statement, given)]
        worded = self._worded = self._worded or _Worded(self._statement, connection.dialect)
        base: Any = connection.connection.dbapi_connection
        make, read = self._row, worded.read
        found = base.execute(worded.words, worded.put(given))
        return [make([one(cell) if one else cell for one, cell in zip(read, row, strict=True)]) for row in found]

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
    """A question after rows of one model, put into words a single time; what the session holds is not loaded again.

    The statement selects the model, as `select(Due).where(...)` does, and nothing else.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._model: type[M] = statement.column_descriptions[0]["entity"]
        self._keys = Lookup(statement.with_only_columns(*inspect(self._model).primary_key))

    def all(self, session: Session, **given: Any) -> list[M]:
        """The rows, in the order of the statement."""
        keys = self._keys.rows(session, **given)
        held = [session.identity_map.get(identity_key(self._model, tuple(key))) for key in keys]
        if all(one is not None for one in held):
            return cast("list[M]", held)
        return list(session.execute(self._statement, given).scalars())

    def first(self, session: Session, **given: Any) -> M | None:
        """The first of them, or None."""
        found = self.all(session, **given)
        return found[0] if found else None


class _Worded:
    """A statement in SQLite's words, with how each value goes in and each column comes out."""

    def __init__(self, statement: Any, dialect: Dialect, columns: Sequence[str] | None = None) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self.words = str(compiled)
        own = compiled.construct_params(_check=False)
        self._values = [
            (bind.key, own[name], bind.required, bind.type.dialect_impl(dialect).bind_processor(dialect))
            for name, bind in ((name, compiled.binds[name]) for name in compiled.positiontup)
        ]
        read = [column.type.dialect_impl(dialect).result_processor for column in statement.exported_columns]
        self.read = [one(dialect, None) for one in read]

    def put(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in their places; raises KeyError for one that is lacking."""
        told = [(given[name] if asked else own, put) for name, own, asked, put in self._values]
        return [put(value) if put else value for value, put in told]


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
        row = self._executed(session, given).first()
        return None if row is None else row[0]

    def _executed(self, session: Session, given: Mapping[str, Any]) -> Any:
        session.flush()
        connection = session.connection()
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, given)
        worded = self._worded = self._worded or _Worded(self._statement, connection.dialect, self._columns)
        return connection.exec_driver_sql(worded.words, tuple(worded.put(given)))
