"""Imports what the office keeps in sheets: enterprises, people, groups, the rota. All of a file or nothing of it.

Each import is a plain function of session, rows and now, so that demo and tests use it without a file.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.register import enterprises as _enterprises
from bot.register import groups as _groups
from bot.register import people as _people
from bot.register import rota as _rota
from bot.register.desk import Imported
from bot.register.enterprises import enterprises
from bot.register.groups import groups
from bot.register.people import people
from bot.register.rota import rota
from bot.tables import Column, ImportFaults, Row, Table, rows_of

Run = Callable[[Session, Sequence[Row], datetime, Collection[str]], Imported]


@dataclass(frozen=True)
class Kind:
    """One kind of sheet: its columns, its template, and the import; the last argument are the channels' names."""

    title: str
    columns: tuple[Column, ...]
    example: tuple[str, ...]
    notes: tuple[str, ...]
    run: Run


KINDS: Mapping[str, Kind] = {
    "enterprises": Kind(
        "企业",
        _enterprises.COLUMNS,
        _enterprises.EXAMPLE,
        _enterprises.NOTES,
        lambda session, rows, now, _: enterprises(session, rows, now),
    ),
    "people": Kind("人员", _people.COLUMNS, _people.EXAMPLE, _people.NOTES, people),
    "groups": Kind("群", _groups.COLUMNS, _groups.EXAMPLE, _groups.NOTES, groups),
    "rota": Kind(
        "值班", _rota.COLUMNS, _rota.EXAMPLE, _rota.NOTES, lambda session, rows, now, _: rota(session, rows, now)
    ),
}

__all__ = [
    "KINDS",
    "ImportFaults",
    "Imported",
    "Kind",
    "Row",
    "Table",
    "enterprises",
    "groups",
    "people",
    "rota",
    "rows_of",
]
