"""Who is called about an incident is called by telephone too, and what the service answered stands in the rows."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, col, select

from bot.channels.base import Channel, ChannelSettings
from bot.channels.gateway import Gateway
from models import site
from models.outbox import Outgoing, OutgoingStatus
from models.people import Person, Role
from models.site import Site
from tests.conftest import moment, people_of_the_county
from tests.platform.demo_corp import CALM
from tests.platform.gateway import API_KEY, BODY, SECRET, ShortMessages
from tests.scene import Scene, scene, sqlite

LI, WANG, DUTY_PHONE = "13800138001", "13800138002", "0000-7100000"


@pytest.fixture
def service() -> ShortMessages:
    return ShortMessages()


@pytest.fixture
async def county(tmp_path: Path, service: ShortMessages, aiohttp_server: AiohttpServer) -> AsyncIterator[Scene]:
    url = str((await aiohttp_server(service.app())).make_url("/send"))
    async with scene(sqlite(tmp_path), moment("03:07")) as made:
        wall = lambda: made.clock.now.timestamp()  # noqa: E731
        service.clock = wall
        options = {
            "url": url,
            "secret": SECRET,
            "body": BODY,
            "ok_field": "code",
            "ok_value": "0",
            "id_field": "data.id",
        }
        settings = ChannelSettings("sms", "gateway", options, headers={"X-Api-Key": API_KEY})
        gateway = Gateway(settings, CALM, wall)
        cast(dict[str, Channel], made.play.office.channels)["sms"] = gateway
        await people_of_the_county(made)
        await made.work.write(_numbers)
        yield made
        await gateway.close()
        service.trouble.released.set()


def _numbers(session: Session) -> None:
    site.sync(session, Site(duty_phone=DUTY_PHONE, phone_channels="sms"))
    for name, phone in (("李明", LI), ("王强", WANG)):
        person = session.exec(select(Person).where(Person.name == name)).one()
        person.phone = phone
        session.add(person)


async def outgoing(county: Scene) -> list[Outgoing]:
    by_phone = select(Outgoing).where(Outgoing.channel == "sms").order_by(col(Outgoing.id))
    return await county.work.read(lambda session: list(session.exec(by_phone)))


def to(who: str, county: Scene) -> list[str]:
    """What somebody has just heard, whatever others heard beside."""
    return [line for line in county.heard() if line.startswith(f"{who}: ")]


def rung(service: ShortMessages) -> list[tuple[str, str]]:
    return [(one.phone, one.content.removeprefix("【夜巡】")) for one in service.brought]


async def test_the_telephone_rings_beside_the_message(county: Scene, service: ShortMessages) -> None:
    await county.says("王建国", "加油机漏油了，味很大")
    assert [line.splitlines()[-1] for line in to("李明", county)] == ["先打电话核实，再回1接手"]
    await county.clock.forward(seconds=5)
    assert rung(service) == [
        (
            LI,
            "【突发】03:07 宏达站 加油机泄漏，未核实\n报告人 王建国 13800138000\n"
            f"这条回不了，请到机器人私聊回1接手\n或打值班室 {DUTY_PHONE}",
        )
    ]
    assert [one.name for one in service.brought] == ["李明"]
    [letter] = await outgoing(county)
    assert (letter.status, letter.platform_id) == (OutgoingStatus.SENT, "sms-700001")
    await county.clock.forward(minutes=2)
    assert len(to("王强", county)) == 1
    assert [phone for phone, _ in rung(service)] == [LI, WANG]
    assert "\n2分钟没人接手\n" in rung(service)[1][1]

    await county.says("李明", "1")
    county.heard()
    await county.clock.forward(minutes=20)
    assert len(service.brought) == 2  # nobody is rung any more
    assert service.faults == []


async def test_who_has_no_account_is_rung_all_the_same(county: Scene, service: ShortMessages) -> None:
    await county.work.write(
        lambda session: session.add(Person(name="周值", role=Role.HEAD, phone="13800138003")),
    )
    await county.says("王建国", "加油机漏油了，味很大")
    await county.clock.forward(minutes=5, seconds=5)
    county.heard()
    told = dict(rung(service))
    assert set(told) == {LI, WANG, "13800138003"}
    assert told["13800138003"].endswith(f"接手请打值班室 {DUTY_PHONE}")


async def test_a_service_that_fails_holds_nobody_up_and_leaves_its_reason(
    county: Scene, service: ShortMessages
) -> None:
    service.trouble.add("/send", status=401)
    await county.says("王建国", "加油机漏油了，味很大")
    assert len(to("李明", county)) == 1
    await county.clock.forward(seconds=5)
    [letter] = await outgoing(county)
    assert letter.status == OutgoingStatus.PENDING  # a person may mend the secret within the hour
    assert "HTTP 401" in letter.reason
    assert LI not in letter.reason
    county.strict = False
    await county.clock.forward(minutes=12)
    assert {phone for phone, _ in rung(service)} == {LI, WANG}
    letters = await outgoing(county)
    assert {one.status for one in letters} <= {"sent", "withdrawn"}


async def test_a_number_that_is_barred_is_refused_with_its_reason(county: Scene, service: ShortMessages) -> None:
    service.barred.add(LI)
    await county.says("王建国", "加油机漏油了，味很大")
    county.heard()
    await county.clock.forward(seconds=5)
    [letter] = await outgoing(county)
    assert (letter.status, letter.reason) == ("refused", "the service does not take it (HTTP 400)")
    county.strict = False


async def test_without_a_gateway_nothing_is_different(county: Scene, service: ShortMessages) -> None:
    await county.work.write(lambda session: site.sync(session, Site(duty_phone=DUTY_PHONE)))
    await county.says("王建国", "加油机漏油了，味很大")
    assert len(to("李明", county)) == 1
    await county.clock.forward(seconds=30)
    assert (await outgoing(county), service.trouble.calls) == ([], [])
