"""The roads of a letter: several accounts, groups with several mouths, and whom none of them reaches."""

from datetime import date, timedelta
from typing import cast

import pytest
from sqlmodel import Session, col, select

from bot.channels.base import Ability, Address, Channel, Outcome, Parcel, Refused, Sent
from bot.channels.base import Later as NotNow
from models import outbox, people
from models.outages import Trouble
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority
from models.people import Binding, Group, Person, Role
from tests.conftest import NIGHT, moment
from tests.scene import FakeChannel, Scene

GONE = Refused("there is no such member")
CLOSED = Refused("the secret is wrong", whole_channel=True, trouble=Trouble.REJECTED)
ALL = frozenset(Ability) - {Ability.PHONE}


class Road(FakeChannel):
    """One more channel of the county: it keeps its parcels, or always answers the same."""

    def __init__(self, made: Scene, name: str, can: frozenset[Ability] = ALL, kind: str = "fake") -> None:
        super().__init__(made.channel.clock)
        self.name, self.can, self.kind = name, can, kind
        self.parcels: list[tuple[Address, Parcel]] = []
        self.always: Outcome | None = None
        cast(dict[str, Channel], made.play.office.channels)[name] = self

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        if self.always is not None:
            return self.always
        outcome = self.outcomes.pop(0) if self.outcomes else Sent()
        if isinstance(outcome, Sent):
            self.parcels.append((to, parcel))
        return outcome

    @property
    def texts(self) -> list[str]:
        """What was said here."""
        return [parcel.text for _, parcel in self.parcels]


async def also_on(made: Scene, channel: str, *names: str) -> None:
    """People get an account on one more channel, bound last."""

    def bind(session: Session) -> None:
        for one in session.exec(select(Person).where(col(Person.name).in_(names))):
            user = f"{one.name}@{channel}"
            session.add(Binding(channel=channel, user_id=user, person_id=one.id or 0, bound_at=made.clock.now))

    await made.work.write(bind)


async def leaves(made: Scene, *names: str, channel: str = "app") -> None:
    """People lose their account on a channel."""

    def unbind(session: Session) -> None:
        theirs = select(Binding).join(Person, col(Person.id) == col(Binding.person_id))
        for one in session.exec(theirs.where(col(Person.name).in_(names), Binding.channel == channel)):
            session.delete(one)

    await made.work.write(unbind)


async def post(
    made: Scene,
    *names: str,
    text: str = "还差1次夜巡，5:00前报",
    priority: Priority = Priority.DUTY,
    lasts: timedelta = timedelta(hours=2),
    kind: str = "note",
) -> None:
    """A letter to each of some people, said at once where that may be."""
    now = made.clock.now

    def run(session: Session) -> None:
        for one in session.exec(select(Person).where(col(Person.name).in_(names)).order_by(col(Person.id))):
            key, stale = f"{kind}:{one.id}:{now.isoformat()}:{text[:9]}", now + lasts
            letter = Letter(key, kind, person_id=one.id, text=text, priority=priority, stale_at=stale)
            outbox.post(session, letter, now)

    await made.work.write(run)
    await made.play.step()


async def into_group(made: Scene, channel: str, chat: str, text: str, *mentioned: str) -> None:
    """A letter into a group, for some people of it."""
    now = made.clock.now

    def run(session: Session) -> None:
        named = session.exec(select(Person.id).where(col(Person.name).in_(mentioned))).all()
        about = {"mentions": list(named)}
        key = f"{chat}:{text}"
        outbox.post(session, Letter(key, "note", about, channel=channel, chat=chat, text=text), now)

    await made.work.write(run)
    await made.play.step()


async def last(made: Scene) -> Outgoing:
    """The letter that was posted last."""
    newest = select(Outgoing).order_by(col(Outgoing.id).desc()).limit(1)
    return await made.work.read(lambda session: session.exec(newest).one())


async def at(made: Scene, wall: str, day: date = date(2026, 3, 16)) -> None:
    """Goes to a moment, and nobody listens to what is said on the way."""
    await made.play.advance(moment(wall, day))
    made.heard()


async def test_the_account_that_was_bound_last_comes_first(county: Scene) -> None:
    kf = Road(county, "kf")
    await also_on(county, "kf", "王建国")
    await post(county, "王建国")
    assert [to.to_user for to, _ in kf.parcels] == ["王建国@kf"]
    county.silent()


async def test_what_one_road_refuses_goes_by_another(county: Scene) -> None:
    kf = Road(county, "kf")
    kf.outcomes = [GONE]
    await also_on(county, "kf", "王建国")
    await post(county, "王建国")
    assert county.heard("王建国") == ["还差1次夜巡，5:00前报"]
    letter = await last(county)
    assert (letter.status, letter.channel, letter.to_user) == (OutgoingStatus.SENT, "app", "王建国")


async def test_who_cannot_be_written_to_first_is_reminded_elsewhere(county: Scene) -> None:
    kf = Road(county, "kf", frozenset({Ability.PERSONS}))
    await also_on(county, "kf", "王建国")
    await post(county, "王建国")
    assert county.heard("王建国") == ["还差1次夜巡，5:00前报"]
    await post(county, "王建国", text="已报", priority=Priority.RECEIPT)
    assert kf.texts == ["已报"]


async def test_whom_no_road_reaches_the_officer_is_told_to_call_once(county: Scene) -> None:
    await at(county, "10:00")
    await leaves(county, "张强")
    county.channel.outcomes = [GONE]
    await post(county, "张强", "王建国")
    await county.clock.forward(minutes=2)
    county.silent()
    await county.clock.forward(minutes=2)
    assert county.heard("李明") == ["发不到2家，请打电话：\n豫丰化工★ 张强 13800138000\n宏达站 王建国 13800138000"]
    await county.clock.forward(minutes=10)
    county.silent()


async def test_an_enterprise_where_somebody_else_heard_it_needs_no_call(county: Scene) -> None:
    await at(county, "10:00")
    await leaves(county, "王建国")
    await post(county, "王建国", "刘安")
    await county.clock.forward(minutes=10)
    assert county.heard() == ["刘安: 还差1次夜巡，5:00前报"]


async def test_many_that_nobody_reaches_are_a_list_behind_1(county: Scene) -> None:
    await at(county, "10:00")
    names = [f"门卫{number}" for number in range(7)]
    for name in names:
        await county.enterprise(f"{name}的站")
        await county.person(name, Role.REPORTER, f"{name}的站", user="-")
    await post(county, *names)
    await county.clock.forward(minutes=4)
    [told] = county.heard("李明")
    assert told.split("\n")[0] == "发不到7家，请打电话："
    assert told.split("\n")[-1] == "等7家，回1看全部"
    await county.says("李明", "1")
    [whole] = county.heard("李明")
    assert len(whole.split("\n")) == 8


async def test_a_dead_channel_is_gone_around_and_told_to_the_admin_once(county: Scene) -> None:
    await at(county, "10:00")
    kf = Road(county, "kf")
    kf.always = CLOSED
    await also_on(county, "kf", "王建国", "刘安")
    await post(county, "王建国", "刘安")
    heard = sorted(county.heard())
    assert [one for one in heard if "夜巡" in one] == ["刘安: 还差1次夜巡，5:00前报", "王建国: 还差1次夜巡，5:00前报"]
    assert [one for one in heard if "夜巡" not in one] == [
        "管理: 通道kf连不上：平台不认编号或密钥。\n核对配置，改好后重启。"
    ]


async def test_who_waits_for_a_dead_channel_in_vain_is_called(county: Scene) -> None:
    await at(county, "10:00")
    kf = Road(county, "kf")
    kf.always = CLOSED
    await leaves(county, "王建国")
    await also_on(county, "kf", "王建国")
    await post(county, "王建国", lasts=timedelta(minutes=30))
    await county.clock.forward(minutes=29)
    assert [one.partition(":")[0] for one in county.heard()] == ["管理"]
    await county.clock.forward(minutes=10)
    assert county.heard("李明") == ["发不到1家，请打电话：\n宏达站 王建国 13800138000"]


async def test_a_text_whose_answer_was_lost_stays_on_its_road(county: Scene) -> None:
    kf = Road(county, "kf")
    await also_on(county, "kf", "王建国")
    kf.outcomes = [NotNow(timedelta(seconds=5), "no answer", lost_answer=True)]
    await post(county, "王建国")
    county.play.office.mouths.quiet_until["kf"] = county.clock.now + timedelta(minutes=1)
    await county.clock.forward(minutes=3)
    assert kf.texts == ["还差1次夜巡，5:00前报"]
    assert (await last(county)).repeated


async def test_an_emergency_that_one_road_does_not_bring_at_once_goes_by_another(county: Scene) -> None:
    await at(county, "10:00")
    phone = Road(county, "sms", frozenset({Ability.PERSONS, Ability.UNASKED, Ability.PHONE}))
    county.channel.outcomes = [NotNow(timedelta(seconds=10), "no answer", lost_answer=True)]
    await post(county, "李明", text="【突发】豫丰化工 泄漏，请回1接手", priority=Priority.EMERGENCY)
    assert phone.texts == []
    await county.clock.forward(seconds=6)
    assert phone.texts == ["【突发】豫丰化工 泄漏，请回1接手"]
    assert (await last(county)).repeated
    county.silent()


async def test_an_emergency_rings_by_phone_where_nothing_else_is_left(county: Scene) -> None:
    await at(county, "10:00")
    phone = Road(county, "sms", frozenset({Ability.PERSONS, Ability.UNASKED, Ability.PHONE}))
    await leaves(county, "王强")
    await post(county, "王强", text="【突发】豫丰化工 泄漏，请回1接手", priority=Priority.EMERGENCY)
    await post(county, "王强", text="昨夜应报3：已报2 未报1")
    assert phone.parcels[0][0] == Address("13800138000", "", "王强")
    assert phone.texts == ["【突发】豫丰化工 泄漏，请回1接手"]
    await post(county, "李明", text="【突发】宏达站 冒烟，请回1接手", priority=Priority.EMERGENCY)
    assert county.heard("李明") == ["【突发】宏达站 冒烟，请回1接手"]
    assert len(phone.parcels) == 1


async def test_a_group_has_the_mouths_that_know_it_by_its_name(county: Scene) -> None:
    robots = Road(county, "robots", frozenset({Ability.GROUPS, Ability.UNASKED, Ability.MENTION}), "wecom_robot")
    ears = Road(county, "archive", frozenset(), "wecom_archive")
    app = county.channel
    app.kind = "wecom_app"
    for channel, chat in (("robots", "夜巡群"), ("archive", "wr1")):
        await county.work.write(
            lambda session, c=channel, t=chat: session.add(Group(name="夜巡群", channel=c, chat=t))  # type: ignore[misc]
        )
    await into_group(county, "archive", "wr1", "张强，刚才那条没听准，已私聊您。", "张强")
    assert county.heard() == ["g1: 张强，刚才那条没听准，已私聊您。"]  # the oldest way in that can name somebody
    app.can = ALL - {Ability.MENTION}
    await into_group(county, "archive", "wr1", "王建国，刚才那条没听准，已私聊您。", "王建国")
    ((to, parcel),) = robots.parcels
    assert (to.chat, parcel.mentions) == ("夜巡群", ("王建国",))  # a robot calls members as the app of its corp does
    assert ears.parcels == []


async def test_a_group_that_one_mouth_lost_is_told_by_the_other(county: Scene) -> None:
    await at(county, "10:00")
    robots = Road(county, "robots", frozenset({Ability.GROUPS, Ability.UNASKED}))
    await county.work.write(lambda session: session.add(Group(name="夜巡群", channel="robots", chat="夜巡群")))
    robots.always = Refused("the robot was removed from the group", whole_target=True)
    await into_group(county, "robots", "夜巡群", "明天停电，夜巡带手电")
    heard = county.heard()
    assert "g1: 明天停电，夜巡带手电" in heard
    assert [one.partition(":")[0] for one in heard if one[:2] != "g1"] == ["管理"]
    shut = await county.work.read(lambda session: people.why_shut(session, "robots", "夜巡群"))
    assert shut == "the robot was removed from the group"


async def test_two_groups_of_one_name_in_one_channel_are_never_mixed_up(county: Scene) -> None:
    robots = Road(county, "robots", frozenset({Ability.GROUPS, Ability.UNASKED}))
    robots.always = Refused("gone", whole_target=True)
    await county.group("夜巡群", "g2")
    await county.work.write(lambda session: session.add(Group(name="夜巡群", channel="robots", chat="夜巡群")))
    await into_group(county, "robots", "夜巡群", "明天停电，夜巡带手电")
    assert not [one for one in county.heard() if "停电" in one]


async def test_an_answer_goes_where_it_was_asked_and_else_where_its_asker_is(county: Scene) -> None:
    kf = Road(county, "kf", frozenset({Ability.PERSONS}))
    await also_on(county, "kf", "李明")
    await county.says("李明", "今晚谁没报")
    assert len(county.heard("李明")) == 1
    kf.outcomes = [GONE]
    now = county.clock.now
    answer = Letter("a:1", "answer", channel="kf", to_user="李明@kf", text="都报了", priority=Priority.ANSWER)
    await county.work.write(lambda session: outbox.post(session, answer, now))
    await county.play.step()
    assert (county.heard("李明"), kf.texts) == (["都报了"], [])


@pytest.mark.parametrize("who, buttons", [("李明", ("接手", "误报")), ("刘安", ("接手", "误报")), ("王建国", None)])
async def test_officers_and_safety_managers_see_buttons(
    county: Scene, who: str, buttons: tuple[str, ...] | None
) -> None:
    road = Road(county, "wx")
    await also_on(county, "wx", who)
    now = county.clock.now
    long = "\n".join(f"{number} 罐区东侧第{number}只阀门渗漏" for number in range(100, 200))
    text = f"{long}\n先打电话：回1接手，回2误报"
    choices = {digit: {"act": "ShowPhones", "night": NIGHT.isoformat()} for digit in "12"}

    def run(session: Session) -> None:
        person = session.exec(select(Person).where(Person.name == who)).one()
        outbox.post(session, Letter("c:1", "note", person_id=person.id, text=text, choices=choices), now)

    await county.work.write(run)
    await county.play.step()
    parcels = [parcel for _, parcel in road.parcels]
    assert [one.text.split("\n")[0] for one in parcels] == [f"({n}/{len(parcels)})" for n in range(1, len(parcels) + 1)]
    assert [one.card for one in parcels[:-1]] == [None] * (len(parcels) - 1)
    card = parcels[-1].card
    assert (tuple(word for _, word in card.buttons) if card else None) == buttons
    letter = await last(county)
    assert letter.parts_sent == len(parcels) + (card is not None)
    if card:
        assert card.task == f"letter-{letter.id}"


async def test_a_button_means_its_own_letter(county: Scene) -> None:
    await county.clock.to("00:10")
    await county.says("李明", "今晚谁没报")
    asked = await last(county)
    await county.says("李明", "今晚谁没报")
    county.heard()
    await county.says("李明", "2", reply_to=f"letter-{asked.id}")
    [phones] = county.heard("李明")
    assert "13800138000" in phones
    await county.clock.forward(hours=2, minutes=1)
    county.heard()
    for reply_to in (f"letter-{asked.id}", "letter-999999"):
        await county.says("李明", "今晚谁没报")
        county.heard()
        await county.says("李明", "2", reply_to=reply_to)
        [told] = county.heard("李明")
        assert "13800138000" not in told


async def test_a_button_of_somebody_elses_letter_means_nothing(county: Scene) -> None:
    await county.clock.to("00:10")
    await county.says("李明", "今晚谁没报")
    asked = await last(county)
    county.heard()
    await county.says("王强", "2", reply_to=f"letter-{asked.id}")
    [told] = county.heard("王强")
    assert "13800138000" not in told
