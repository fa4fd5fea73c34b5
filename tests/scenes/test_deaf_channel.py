"""A channel that was deaf in a window: the silence of those who can be heard there alone means nothing."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from bot.ears import OfficeEars
from models import outages
from models.incoming import Incoming, MessageKind
from models.obligations import Due, DueStatus
from models.people import Binding, Person
from tests.conftest import moment, people_of_the_county
from tests.scene import Scene, scene


async def moves(made: Scene, channel: str, *names: str, stays: bool = False) -> None:
    """People are heard on another channel, or on one more."""

    def bind(session: Session) -> None:
        for one in session.exec(select(Person).where(col(Person.name).in_(names))):
            for old in session.exec(select(Binding).where(Binding.person_id == one.id)) if not stays else ():
                session.delete(old)
            user = f"{one.name}@{channel}"
            session.add(Binding(channel=channel, user_id=user, person_id=one.id or 0, bound_at=made.clock.now))

    await made.work.write(bind)


async def deaf(made: Scene, channel: str, began: str, ended: str) -> None:
    """A channel says that it heard nothing."""
    await OfficeEars(made.work, made.play.office.clock).deaf(channel, moment(began), moment(ended))


async def statuses(made: Scene) -> dict[int, str]:
    """How the dues of the night stand, by enterprise."""
    return await made.work.read(lambda session: {one.enterprise_id: one.status for one in session.exec(select(Due))})


async def test_only_those_heard_there_alone_are_unsure(county: Scene) -> None:
    await moves(county, "kf", "张强", "李安")  # 豫丰 is heard on kf alone
    await moves(county, "kf", "王建国", stays=True)  # 宏达站 on both
    await county.clock.to("01:00")
    await deaf(county, "kf", "00:10", "00:50")
    await county.clock.forward(seconds=20)
    assert county.heard("李明") == [
        "00:10—00:50\n通道kf断了，没收到消息\n没报的1家先记“待核”，不算未报\n回1请1家补发，回2看名单"
    ]
    await county.says("李明", "2")
    assert county.heard("李明") == ["1家待核｜3月14日夜\n1 豫丰化工★"]
    await county.says("李明", "今晚谁没报")
    county.heard()
    await county.clock.to("06:05")
    reminded = {one.partition(":")[0] for one in county.heard()}
    assert "王建国" in reminded
    assert not reminded & {"张强@kf", "李安@kf"}
    assert await statuses(county) == {1: DueStatus.UNVERIFIED, 2: DueStatus.MISSED, 3: DueStatus.MISSED}
    await county.clock.to("07:00")
    county.heard()


async def test_a_short_pause_and_a_channel_that_nobody_depends_on_change_nothing(county: Scene) -> None:
    await moves(county, "kf", "王建国", stays=True)
    await county.clock.to("01:00")
    await deaf(county, "kf", "00:10", "00:50")
    await deaf(county, "app", "00:10", "00:25")
    await county.clock.forward(minutes=1)
    county.silent()
    await county.clock.to("06:05")
    county.heard()
    assert set((await statuses(county)).values()) == {DueStatus.MISSED}


async def test_an_outage_that_goes_on_is_one_and_told_once(county: Scene) -> None:
    await moves(county, "kf", "张强", "李安")
    await county.clock.to("01:00")
    for began, ended in (("00:10", "00:31"), ("00:31", "00:40"), ("00:40", "01:00")):
        await deaf(county, "kf", began, ended)
        await county.clock.forward(seconds=20)
    assert len(county.heard("李明")) == 1
    found = await county.work.read(lambda session: outages.within(session, moment("00:00"), moment("05:00")))
    assert [(one.channel, one.ended_at - one.began_at) for one in found] == [("kf", timedelta(minutes=50))]


async def test_what_overlaps_counts_once(database_url: str) -> None:
    async with scene(database_url, moment("00:40")) as county:
        await people_of_the_county(county)
        await _overlaps(county)


async def _overlaps(county: Scene) -> None:
    def put(session: Session) -> None:
        outages.note(session, moment("00:00"), moment("00:20"), "kf")
        outages.note(session, moment("00:05"), moment("00:25"), "kf")
        outages.note(session, moment("00:10"), moment("00:30"))

    await county.work.write(put)

    def asked(session: Session) -> tuple[bool, bool, bool]:
        kf_alone = outages.only_on(session, ["app"])
        return (
            outages.deaf(session, moment("00:00"), moment("00:29")),
            outages.deaf(session, moment("00:00"), moment("00:30")),
            kf_alone == outages.only_on(session, ["app", "kf"]) and len(kf_alone) == 3,
        )

    assert await county.work.read(asked) == (False, True, True)
    await county.work.write(lambda session: outages.note(session, moment("01:00"), moment("01:40"), "app"))
    unheard = await county.work.read(lambda session: outages.unheard(session, moment("00:00"), moment("05:00")))
    assert len(unheard) == 3
    county.strict = False


async def test_an_app_that_nobody_uses_any_more_is_told_to_the_admin(county: Scene) -> None:
    await county.play.advance(moment("10:00", date(2026, 3, 16)))
    county.heard()
    for number, name in enumerate(("subscribe", "inactive_alert", "inactive_alert", "born_in_2027 x")):
        now = county.clock.now
        await county.work.receive(Incoming("app", f"e{number}", MessageKind.EVENT, "sys", now, now, text=name))
        await county.play.step()
    assert county.heard("管理") == ["通道app的应用很久没人用，平台要停它。\n在企业微信后台点恢复使用。"]
