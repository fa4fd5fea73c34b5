"""Random people want random things of random hazards: whatever they try, the ledger stays true."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from sqlmodel import Session, col, select

from handlers import acts, dispatch, offers
from handlers.acts import Act
from handlers.dispatch import perform
from handlers.turn import Turn
from handlers.understand.register import Register
from models import audit, calendar, db, hazards, outbox, people, receiving
from models.errors import Said
from models.hazards import UNFIXED, Extension, ExtensionStatus, Hazard, HazardEvent, HazardStatus, Level, Source
from models.inbox import Message
from models.incoming import Incoming, IncomingMedia, MessageKind
from models.lifecycle import Move
from models.outbox import Letter, OutgoingStatus
from models.people import Binding, Enterprise, Person, Right, Role
from models.wording import rechecks
from tests import laid
from tests.closed_loop import entered
from tests.conftest import moment

START = moment("09:30")
FIRST_DEADLINE = date(2026, 3, 20)
#: Account, and whom it stands for: name, role, enterprise, grid. 赵静 also is the safety manager of a plant.
CAST: Sequence[tuple[str, str, Role, str, str]] = (
    ("张强", "张强", Role.REPORTER, "甲厂", ""),
    ("李安", "李安", Role.SAFETY, "甲厂", ""),
    ("钱总", "钱总", Role.PRINCIPAL, "甲厂", ""),
    ("周全", "周全", Role.SAFETY, "乙厂", ""),
    ("赵静", "赵静", Role.SUPERVISOR, "", "东片"),
    ("赵静", "赵静", Role.SAFETY, "甲厂", ""),
    ("周宁", "周宁", Role.SUPERVISOR, "", "西片"),
    ("孙科", "孙科", Role.HEAD, "", ""),
    ("王强", "王强", Role.LEADER, "", ""),
    ("李明", "李明", Role.DUTY, "", ""),
)

ENTERPRISE = ("张强", "李安", "钱总", "周全")
LEDGER = (
    ("甲厂", Source.PATROL, Level.GENERAL),
    ("甲厂", Source.DEPARTMENT, Level.GENERAL),
    ("甲厂", Source.SELF_CHECK, Level.MAJOR),
    ("乙厂", Source.SELF_CHECK, Level.GENERAL),
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = laid.engine(f"sqlite:///{tmp_path / 'yexun.db'}")
    with Session(engine, expire_on_commit=False) as opened:
        _county(opened)
        yield opened
    engine.dispose()


def _county(session: Session) -> None:
    for name, grid in (("甲厂", "东片"), ("乙厂", "西片")):
        session.add(Enterprise(name=name, grid=grid, class_name="无储存经营", registered_at=START))
    session.flush()
    for account, name, role, plant, grid in CAST:
        found = people.by_name(session, plant) if plant else None
        person = Person(name=name, role=role, grid=grid, enterprise_id=found.id if found else None)
        session.add(person)
        session.flush()
        session.add(Binding(channel="app", user_id=account, person_id=db.row_id(person.id), bound_at=START))
    for plant, source, level in LEDGER:
        entered(session, START, plant, source=source, level=level)
    session.flush()


class Run:
    """A random run: who says what when."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.random, self.now, self.count = session, Random(seed), START, 0

    def step(self) -> None:
        """Somebody wants something; half the time a picture comes along."""
        self.now += timedelta(minutes=self.random.choice([1, 5, 20, 60, 300]))
        anybody = [account for account, *_ in CAST]
        account = self.random.choice([*anybody, "李安", "周全", "周宁", "孙科", "孙科", "孙科"])
        if self.random.random() < 0.5:
            self._wanted(account, None)
        self._wanted(account, self._act(officer=account not in ENTERPRISE))

    def touched(self) -> list[Hazard]:
        """The hazards to which something has happened in this step."""
        said = select(HazardEvent.hazard_id).where(HazardEvent.at == self.now).distinct()
        return [self.session.get_one(Hazard, one) for one in self.session.exec(said)]

    def _wanted(self, account: str, act: Act | None) -> None:
        message = self._message(account, picture=act is None)
        turn = Turn(self.session, message, people.of_account(self.session, "app", account), Register(), self.now)
        with suppress(Said):
            perform(turn, act or dispatch._PIECE)
        self.session.flush()

    def _message(self, account: str, *, picture: bool) -> Message:
        self.count += 1
        kind = MessageKind.IMAGE if picture else MessageKind.TEXT
        media = (IncomingMedia(kind, str(self.count), sha256=f"{self.count:064}", size=9, mime="x/y"),)
        told = Incoming(
            channel="app",
            msg_id=str(self.count),
            kind=kind,
            sender=account,
            sent_at=self.now,
            received_at=self.now,
            text="" if picture else "说一句",
            media=media if picture else (),
        )
        receiving.receive(self.session.connection(), [told])
        return self.session.exec(select(Message).where(Message.msg_id == str(self.count))).one()

    def _number(self) -> str:
        return self.random.choice([one.number for one in self.session.exec(select(Hazard))])

    def _day(self) -> date:
        return calendar.today(self.now + timedelta(days=self.random.choice([-3, 1, 5, 30, 900])))

    def _act(self, *, officer: bool) -> Act:
        """Mostly what such people want; sometimes what they may not."""
        choose = self.random.choice
        of_officers = officer if self.random.random() < 0.85 else not officer
        act = choose(self._of_officers() if of_officers else self._of_enterprises())
        if isinstance(act, acts.AgreeRest):
            self._show_list()
        return act

    def _of_enterprises(self) -> Sequence[Act]:
        number, day = self._number(), self._day()
        hazard = hazards.by_number(self.session, number)
        return [
            *[acts.Rectification(hazard_nos=(number,), done_count=1, status="已整改")] * 3,
            acts.Rectification(all_done=True, status="已整改"),
            acts.Rectification(hazard_nos=(number,), status="整改中", control_measure="停用"),
            offers.VerifyFix(hazards=(db.row_id(hazard.id if hazard else None),)),
            offers.TakeBack(hazard=number),
            acts.Correction(retract=True),
            acts.AcceptanceTeam(hazard_nos=(number,), team="张工"),
            acts.ExtensionRequest(hazard_nos=(number,), reason="没料", deadline=day, control_measure="停用"),
            acts.ExtensionRequest(hazard_nos=(number,), reason="没料", days=3, control_measure="停用"),
            acts.ExtensionRequest(hazard_nos=(number,), days=3),
        ]

    def _of_officers(self) -> Sequence[Act]:
        number, day, choose = self._number(), self._day(), self.random.choice
        return [
            acts.Review(hazard_nos=(number,), result="pass"),
            acts.Review(hazard_nos=(number,), result="pass", on_site=True),
            acts.Review(hazard_nos=(number,), result="pass", document="〔2026〕3号", second="周宁"),
            *[acts.Review(hazard_nos=(number,), result="fail", reason="有锈", deadline=day)] * 2,
            acts.Review(hazard_nos=(number,), result="fail"),
            acts.AgreeRest(item_indices=choose([(), (1,)])),
            acts.SecondName(
                hazard_nos=choose([(number,), ()]), name=choose(["周宁", "赵静", ""]), document="〔2026〕3"
            ),
            *[offers.Reopen(hazard=number, reason="又坏了", deadline=day)] * 2,
            acts.ExtensionDecision(hazard_no=number, decision="approve", deadline=choose([day, None])),
            acts.ExtensionDecision(hazard_no=number, decision="approve", days=3),
            acts.ExtensionDecision(hazard_no=number, decision="reject", reason=choose(["", "不行"])),
        ]

    def _show_list(self) -> None:
        """Everybody has just seen a list of all."""
        numbers = [one.number for one in self.session.exec(select(Hazard))]
        for account in {account for account, *_ in CAST}:
            self.count += 1
            letter = Letter(f"list:{self.count}", "list", {"listed": numbers}, channel="app", to_user=account)
            outbox.post(self.session, letter, self.now)
            shown = outbox.by_key(self.session, letter.key)
            assert shown is not None
            shown.status, shown.settled_at = OutgoingStatus.SENT, self.now
            self.session.add(shown)
        self.session.flush()


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_people_try_the_ledger_stays_true(session: Session, seed: int) -> None:
    run = Run(session, seed)
    for _ in range(250):
        run.step()
        for hazard in run.touched():
            _holds(session, hazard)
    moves = {event.move for event in session.exec(select(HazardEvent))}
    assert {"rectify", "close", "claimed", "verified", "extension.asked"} <= moves
    assert audit.verify(session)[1] is None


def _holds(session: Session, hazard: Hazard) -> None:
    events = hazards.events(session, hazard)
    assert hazard.status == events[-1].after
    assert all(one.after == other.before for one, other in pairwise(events))
    if hazard.status == HazardStatus.CLOSED:
        _closed_rightly(session, hazard, events)
    waiting = [one for one in _requests(session, hazard) if one.status == ExtensionStatus.PENDING]
    assert len(waiting) <= (1 if hazard.status in UNFIXED else 0)
    assert hazard.moved_times <= 2
    assert hazard.first_deadline == FIRST_DEADLINE


def _requests(session: Session, hazard: Hazard) -> Sequence[Extension]:
    return session.exec(select(Extension).where(Extension.hazard_id == hazard.id).order_by(col(Extension.id))).all()


def _closed_rightly(session: Session, hazard: Hazard, events: Sequence[HazardEvent]) -> None:
    """By an officer who answers for the enterprise and did not fix it, with a picture, a document or a look at it."""
    plant = hazards.plant_of(session, hazard)
    closing = [event for event in events if event.move == Move.CLOSE][-1]
    officer = session.get_one(Person, closing.person_id)
    assert people.may(officer, Right.RECHECK, plant)
    assert hazard.closed_by == officer.id
    shown = hazards.pictures(session, hazard, hazards.PictureStage.AFTER)
    documented = closing.document not in ("", rechecks.TO_FOLLOW)
    assert shown or documented or closing.note.startswith(rechecks.ON_SITE)
    assert closing.document or hazard.self_managed
    assert officer.name not in hazard.second_name
    fixing = [event for event in events if event.move in (Move.RECTIFY, "verified") and event.before != "closed"]
    last_open = max((event.id or 0 for event in events if event.after == "rectifying"), default=0)
    names = {session.get_one(Person, event.person_id).name for event in fixing if (event.id or 0) > last_open}
    assert officer.name not in names
