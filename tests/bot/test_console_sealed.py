"""The chat page and what is sealed: the group sees neither words nor pictures, whoever may read it sees the letter."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.web.console_people import folk
from bot.web.console_view import SEALED, View
from models import db, outbox, site, tip_offs
from models.attachments import Attachment
from models.inbox import Message
from models.outbox import Letter, Outgoing
from models.people import Person, Role
from models.tip_offs import TipOff, TipOffPiece
from tests.console_stage import Stage, stage

GUARD, OFFICER, STATIONS = "qianxiaoman", "hexiaotang", "youzhan"
WORDS = "我要举报，隔壁站夜里偷排"


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Stage]:
    """The page on its stage, with a tip-off that was written in a group, its picture, and the letter of its opening."""
    async with stage(tmp_path) as made:
        now = made.clock.now()

        def put(session: Session) -> None:
            officer = session.exec(select(Person).where(Person.role == Role.DUTY)).first()
            assert officer is not None
            site.sync(session, site.Site(tip_offs_to=officer.name))
            said = {"channel": "console", "sender": GUARD, "chat": STATIONS, "sent_at": now, "received_at": now}
            told = Message(msg_id="1", kind="text", text=WORDS, status="done", **said)
            shown = Message(msg_id="2", kind="image", status="done", **said)
            session.add_all([told, shown])
            session.flush()
            session.add(Attachment(message_id=db.row_id(shown.id), kind="image", status="stored", sha256="1" * 64))
            row = TipOff(
                number="", received_at=now, message_id=db.row_id(told.id), channel="console", sender=GUARD, words=WORDS
            )
            tip_offs.add(session, row, now)
            session.add(TipOffPiece(message_id=db.row_id(shown.id), tip_off_id=db.row_id(row.id)))
            about = {"tip_off": row.id, "reader": officer.id}
            outbox.post(session, Letter("k", "tip_off.opened", about, channel="console", to_user=OFFICER), now)
            letter = session.exec(select(Outgoing).where(Outgoing.key == "k")).one()
            letter.status, letter.settled_at = "sent", now
            session.add(letter)

        await made.work.write(put)
        yield made


async def bubbles(theatre: Stage, user: str, chat: str = "") -> list[tuple[str, int]]:
    """Text and number of pictures of each bubble that somebody sees."""

    def ask(session: Session) -> list[tuple[str, int]]:
        page = View(session, folk(session, "console"), "console", user).page(chat)
        return [(one.text, len(one.media)) for one in page.bubbles]

    return await theatre.work.read(ask)


async def test_a_group_sees_that_something_is_sealed_and_nothing_of_it(theatre: Stage) -> None:
    assert await bubbles(theatre, GUARD, STATIONS) == [(SEALED, 0), (SEALED, 0)]


async def test_the_letter_is_composed_for_who_may_read_it_and_stands_in_no_row(theatre: Stage) -> None:
    ((shown, _),) = await bubbles(theatre, OFFICER)
    assert WORDS in shown
    kept = await theatre.work.read(lambda session: session.exec(select(Outgoing.text)).all())
    assert list(kept) == [""]

    await theatre.work.write(lambda session: site.sync(session, site.Site(tip_offs_to="没这人")))
    assert await bubbles(theatre, OFFICER) == [("", 0)]
