"""What all imports share: reading the cells of a row with its faults, and what an import says at its end."""

import difflib
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from sqlmodel import Session, SQLModel, select

from bot.register import cells
from bot.register.cells import Wrong
from bot.tables import ImportFaults, Row, Value
from models import audit
from models.people import Enterprise

T = TypeVar("T")
State = Literal["new", "changed", "same"]


@dataclass(frozen=True)
class Imported:
    """What became of a file; its words are the result line of the command."""

    title: str
    added: int
    updated: int
    unchanged: int
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.title}：新增{self.added}，更新{self.updated}，未变{self.unchanged}"


class Desk:
    """Reads cells and gathers what is wrong with them, so that everything is told at once."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.notes: list[str] = []

    def ask(self, row: Row, column: str, read: Callable[[Value], T], instead: T) -> T:
        """What a cell says; a fault is gathered, and ``instead`` stands in for it."""
        try:
            return read(row.cells.get(column))
        except Wrong as wrong:
            self.wrong(row, column, str(wrong))
            return instead

    def text(self, row: Row, column: str, most: int = 200) -> str:
        """A cell as text, empty where there is none."""
        return self.ask(row, column, lambda value: cells.text(value, most), "")

    def needed(self, row: Row, column: str, read: Callable[[Value], str] = cells.text) -> str:
        """A cell that may not be empty."""
        before = len(self.faults)
        told = self.ask(row, column, read, "")
        if not told and len(self.faults) == before:
            self.wrong(row, column, "不能空着，请填写")
        return told

    def wrong(self, row: Row, column: str, what: str) -> None:
        """Notes a fault of a cell."""
        self.faults.append(f"{row.place(column)}：{what}")

    def remark(self, row: Row, column: str, what: str) -> None:
        """Notes something that is no fault and yet should be looked at."""
        self.notes.append(f"{row.place(column)}：{what}")

    def stop(self) -> None:
        """Raises ImportFaults when anything was wrong; nothing has been written by then."""
        if self.faults:
            raise ImportFaults(self.faults)


def key(name: str) -> str:
    """A name as it is compared: the kinds of brackets and blanks do not matter."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


class Plants:
    """The registered enterprises by full name, and by short name where only one has it."""

    def __init__(self, session: Session) -> None:
        everybody = session.exec(select(Enterprise)).all()
        self._names = {key(one.name): one for one in everybody}
        self._shorts: dict[str, list[Enterprise]] = {}
        for one in everybody:
            for short in filter(None, one.shorts.split("、")):
                self._shorts.setdefault(key(short), []).append(one)

    def find(self, name: str) -> Enterprise:
        """The enterprise of a name; raises Wrong with a likely one when there is none."""
        if (found := self._names.get(key(name))) is not None:
            return found
        named = self._shorts.get(key(name), [])
        if len(named) == 1:
            return named[0]
        if named:
            raise Wrong(f"“{name}”有{len(named)}家，请写全称：{'、'.join(one.name for one in named)}")
        near = difflib.get_close_matches(key(name), self._names, n=1)
        likely = f"，是不是“{self._names[near[0]].name}”？" if near else "，请先导入这家企业"
        raise Wrong(f"没有登记“{name}”{likely}")


def channel(value: Value, channels: Collection[str]) -> str:
    """The name of a channel; one of those that are configured, where they are known."""
    name = cells.text(value, 40)
    if name and channels and name not in channels:
        raise Wrong(f"没有叫“{name}”的渠道，配置里有：{'、'.join(sorted(channels))}")
    return name


def change(stored: SQLModel, told: Mapping[str, object]) -> bool:
    """Writes what was told over a stored row; an empty cell leaves what is known. Whether anything changed."""
    news = {name: value for name, value in told.items() if value != "" and getattr(stored, name) != value}
    for name, value in news.items():
        setattr(stored, name, value)
    return bool(news)


def finish(
    session: Session, now: datetime, kind: str, title: str, states: Iterable[State], notes: Sequence[str]
) -> Imported:
    """Writes the audit entry of an import and says what became of it; each row that it meant has a state."""
    session.flush()
    counts = Counter(states)
    imported = Imported(title, counts["new"], counts["changed"], counts["same"], tuple(notes))
    detail = {"added": imported.added, "updated": imported.updated, "unchanged": imported.unchanged}
    audit.record(session, now, "admin", "import", kind, detail)
    return imported
