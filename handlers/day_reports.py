"""What an enterprise sends by day besides: taken into its report; and whether special work is over, behind a digit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from handlers import patrol
from handlers.acts import Act
from handlers.turn import Turn
from models import db, special_work
from models.errors import Said
from models.special_work import SpecialWork, WorkStatus
from models.wording import answers
from models.wording import day_reports as told
from models.wording import special_work as words


@dataclass(frozen=True)
class EndWork(Act):
    """These special works are over."""

    intent: ClassVar[str] = "special_work"
    works: tuple[int, ...]


@dataclass(frozen=True)
class StillWorking(Act):
    """These special works go on beyond the end that was named."""

    intent: ClassVar[str] = "special_work"
    works: tuple[int, ...]


def take(turn: Turn, act: Act) -> None:
    """Adds it to the report of its burst: the dues that it satisfies and its receipt come from there."""
    if not turn.plants():
        raise Said(told.of_enterprises() if turn.is_officer else answers.own_only())
    patrol.take(turn, act)


def end_work(turn: Turn, act: EndWork) -> None:
    """The digit 1 under the question: it is over."""
    rows = _own(turn, act.works)
    special_work.settle(
        turn.session, [db.row_id(row.id) for row in rows], WorkStatus.ENDED, turn.counted, turn.message_id
    )
    turn.answer(words.ended([words.line(row) for row in rows], turn.counted))


def still_working(turn: Turn, act: StillWorking) -> None:
    """The digit 2: it goes on; the officer's list says so until its end is told."""
    rows = _own(turn, act.works)
    special_work.settle(turn.session, [db.row_id(row.id) for row in rows], WorkStatus.RUNNING, turn.now)
    turn.answer(words.goes_on([words.line(row) for row in rows]))


def _own(turn: Turn, row_ids: Sequence[int]) -> list[SpecialWork]:
    """Those of the works that are the sender's own and not over yet."""
    own = {plant.id for plant in turn.plants()}
    rows = [turn.session.get(SpecialWork, one) for one in row_ids]
    found = [row for row in rows if row and row.enterprise_id in own and row.status in special_work.OPEN]
    if not found:
        raise Said(words.over_already())
    return found
