"""Who writes to an AI bot by an encrypted id is known by the app of the same corp, without binding a second time."""

from datetime import timedelta
from pathlib import Path

from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, select

from bot.channels.aibot import WecomAibot
from bot.channels.base import Channel, ChannelSettings
from bot.channels.wecom_app import WecomApp
from bot.kin import AGAIN, Kin
from bot.work import Work
from models import inbox
from models.inbox import Message, MessageStatus
from models.people import Binding, Person, Role, Stranger
from tests import laid
from tests.platform.demo_corp import NOW, app_settings
from tests.platform.wecom import WeCom

KNOWN, UNKNOWN, OTHER = "woKnownToTheCorp", "woOfAnotherCorp", "woMemberWithoutAccount"


def _lay(session: Session) -> None:
    session.add(Person(id=1, name="王建国", role=Role.SAFETY))
    session.flush()
    session.add(Binding(channel="app", user_id="wangjianguo", person_id=1, bound_at=NOW))
    for user in (KNOWN, UNKNOWN, OTHER, "wangjianguo"):  # the last is a plain id: another corp may have it as well
        session.add(Stranger(channel="aibot", user_id=user, first_at=NOW, last_at=NOW))
        session.add(
            Message(
                channel="aibot",
                msg_id=user,
                kind="text",
                sender=user,
                sent_at=NOW,
                received_at=NOW,
                status=MessageStatus.ASIDE,
                error=inbox.UNKNOWN_SENDER,
            )
        )


async def test_the_app_tells_who_it_is(tmp_path: Path, aiohttp_server: AiohttpServer) -> None:
    platform = WeCom(members=("wangjianguo", "liming"))
    platform.open_ids |= {KNOWN: "wangjianguo", OTHER: "liming"}
    server = await aiohttp_server(platform.app())
    engine = laid.engine(f"sqlite:///{tmp_path / 'yexun.db'}")
    engine.dispose()
    work, app = Work(f"sqlite:///{tmp_path / 'yexun.db'}"), WecomApp(app_settings(f"http://127.0.0.1:{server.port}"))
    await work.write(_lay)
    channels: dict[str, Channel] = {"app": app, "aibot": WecomAibot(ChannelSettings("aibot", "wecom_aibot"))}
    asks = Kin(work, channels)
    assert await asks(NOW) == 1
    assert await asks(NOW + timedelta(minutes=1)) == 0

    def bound(session: Session) -> set[tuple[str, int]]:
        return {(one.user_id, one.person_id) for one in session.exec(select(Binding).where(Binding.channel == "aibot"))}

    assert await work.read(bound) == {(KNOWN, 1)}
    again = await work.read(
        lambda session: session.exec(select(Message.sender).where(Message.status == MessageStatus.PENDING)).all()
    )
    assert list(again) == [KNOWN]
    await work.write(lambda session: session.add(Binding(channel="app", user_id="liming", person_id=1, bound_at=NOW)))
    assert await asks(NOW + AGAIN) == 1  # imported meanwhile
    platform.trouble.add("batch/openuserid_to_userid", code=60020)
    assert await asks(NOW + AGAIN * 2) == 0
    await app.close()
    work.close()
