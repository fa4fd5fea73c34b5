"""The pieces of a burst as they are judged: what the words of each say, and which of them a round may be read from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from handlers import acts
from handlers.acts import (
    Act,
    Commitment,
    DrillReport,
    HazardReport,
    NotARound,
    OwedReport,
    PatrolReport,
    Rectification,
    ReportFile,
    SpecialWork,
    SummaryReport,
    TrainingReport,
    ZeroReport,
)
from models import attachments, calendar
from models.obligations import Due
from models.reports import ReportPiece

#: What shows a round without a word; a voice or a document needs one.
SHOW = frozenset({"video", "image"})
#: What an enterprise sends by day besides rounds, zero reports and hazards.
OWED = (SpecialWork, Commitment, DrillReport, TrainingReport, ReportFile, SummaryReport, OwedReport)


@dataclass(frozen=True)
class Piece:
    """A piece with what it brings: the acts of its words, and the kinds of its files."""

    at: datetime
    acts: tuple[Act, ...]
    kinds: frozenset[str]

    @property
    def files(self) -> bool:
        """Whether anything came with it."""
        return bool(self.kinds)

    @property
    def shows(self) -> bool:
        """Whether pictures or a video did."""
        return bool(self.kinds & SHOW)

    @property
    def states_a_round(self) -> bool:
        """Whether its words tell of a round."""
        return self._says(PatrolReport)

    @property
    def states_known_work(self) -> bool:
        """Whether its words tell of work on a hazard that stands in the ledger."""
        return self._says(Rectification)

    @property
    def states_hazard(self) -> bool:
        """Whether its words tell of a new hazard."""
        return self._says(HazardReport)

    @property
    def states_work(self) -> bool:
        """Whether its words tell of a hazard, or of work on one: by day its pictures are of that."""
        return self.states_hazard or self.states_known_work

    @property
    def states_zero(self) -> bool:
        """Whether its words are a zero report."""
        return self._says(ZeroReport)

    @property
    def states_owed(self) -> bool:
        """Whether its words tell of something else that is sent by day: special work, a form, a drill."""
        return any(isinstance(act, OWED) for act in self.acts)

    @property
    def day(self) -> date:
        """The calendar day on which it was sent."""
        return calendar.today(self.at)

    @property
    def denies_a_round(self) -> bool:
        """Whether its words say that what was sent is none."""
        return self._says(NotARound)

    @property
    def nights(self) -> list[date]:
        """The nights that its words name."""
        return [act.report_date for act in self.acts if isinstance(act, PatrolReport) and act.report_date]

    def _says(self, kind: type[Act]) -> bool:
        return any(isinstance(act, kind) for act in self.acts)


def read(session: Session, piece: ReportPiece) -> Piece:
    """A piece from its rows."""
    said = tuple(acts.load(act) for act in piece.acts)
    return Piece(piece.counted_at, said, frozenset(attachments.kinds(session, piece.message_id)))


def of_a_round(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a round may be read from a piece: its words, or pictures of which the burst says nothing else.

    Photos beside words of work on a known hazard are of that work; a video is of the round as well.
    """
    if piece.states_a_round or not piece.shows or any(one.states_a_round for one in pieces):
        return piece.states_a_round or piece.shows
    if any(one.denies_a_round for one in pieces):
        return False
    of_work = any(one.states_known_work for one in pieces) and not any(one.states_hazard for one in pieces)
    return "video" in piece.kinds or not of_work


def of_another_night(due: Due, pieces: Sequence[Piece]) -> bool:
    """Whether the words name nights, and all of them lie before the one that is open: that one stays unreported."""
    named = last_named(pieces)
    return named is not None and named < due.night


def last_named(pieces: Sequence[Piece]) -> date | None:
    """The latest night that the words of a burst name."""
    return max((night for piece in pieces for night in piece.nights), default=None)
