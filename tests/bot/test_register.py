"""Imports: all of a file or nothing of it, and what is wrong is named by sheet, row and column."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from bot import migrate
from bot.handling import REGISTER
from bot.register import KINDS
from bot.register.desk import Imported
from bot.tables import ImportFaults, Value, rows_of
from models import audit, calendar, db, inbox, people, rota, runs
from models.inbox import Message, MessageStatus
from models.people import Binding, Enterprise, Group, GroupEnterprise, Person, Role, Stranger
from models.rota import Shift
from tests import laid
from tests.bot.cells import CELLS, PATIENT

NOW = datetime(2026, 3, 13, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)

PLANTS: list[dict[str, Value]] = [
    {"企业名称": "舞阳县宏图化工有限公司", "简称": "宏图化工、宏图", "类别": "生产、重大危险源", "网格": "东片"},
    {"企业名称": "舞阳县城北加油站", "简称": "城北站", "类别": "加油站", "联系电话": 13800138000.0},
]
PEOPLE: list[dict[str, Value]] = [
    {
        "姓名": "张三",
        "角色": "报送员",
        "企业名称": "舞阳县宏图化工有限公司",
        "渠道": "app",
        "用户ID": "zs",
        "手机号": "13800138001",
    },
    {"姓名": "李四", "角色": "值班员", "渠道": "app", "用户ID": "ls"},
    {"姓名": "王五", "角色": "带班领导"},
]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = laid.engine(f"sqlite:///{tmp_path / 'yexun.db'}")
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


def bring(session: Session, kind: str, told: Sequence[Mapping[str, Value]], now: datetime = NOW) -> Imported:
    return KINDS[kind].run(session, rows_of(KINDS[kind].title, told), now, ["app", "console"])


def faults(session: Session, kind: str, told: Sequence[Mapping[str, Value]]) -> list[str]:
    with pytest.raises(ImportFaults) as wrong:
        bring(session, kind, told)
    session.flush()
    assert session.exec(select(audit.Audit)).all() == []
    return list(wrong.value.faults)


@pytest.fixture
def office(session: Session) -> Session:
    """A session with two plants and three people."""
    bring(session, "enterprises", PLANTS)
    bring(session, "people", PEOPLE)
    return session


def person(session: Session, name: str) -> Person:
    return session.exec(select(Person).where(Person.name == name)).one()


@pytest.mark.postgres
def test_all_kinds_come_in_on_postgresql(postgres_url: str) -> None:
    migrate.upgrade(postgres_url)
    engine = db.make_engine(postgres_url)
    group: dict[str, Value] = {"群名称": "夜巡群", "渠道": "app", "企业": "宏图"}
    shift: dict[str, Value] = {"日期": "2026-03-14", "值班员": "李四", "带班领导": "王五"}
    sheets = {"enterprises": PLANTS, "people": PEOPLE, "groups": [group], "rota": [shift]}
    for expected in ("new", "same"):
        with Session(engine) as session, session.begin():
            for kind, told in sheets.items():
                done = bring(session, kind, told)
                assert (done.added, done.unchanged) == ((len(told), 0) if expected == "new" else (0, len(told)))
    with Session(engine) as session:
        assert audit.verify(session) == (8, None)
    engine.dispose()


# --- enterprises


def test_enterprises_come_in_and_are_updated_by_name(session: Session) -> None:
    assert str(bring(session, "enterprises", PLANTS)) == "企业：新增2，更新0，未变0"
    assert str(bring(session, "enterprises", PLANTS, LATER)) == "企业：新增0，更新0，未变2"
    moved = [{"企业名称": "舞阳县城北加油站", "网格": "北片", "联系电话": ""}]
    assert str(bring(session, "enterprises", moved, LATER)) == "企业：新增0，更新1，未变0"
    assert runs.last_beat(session, REGISTER) == LATER, "a running service must learn the new names"
    hongtu, station = session.exec(select(Enterprise).order_by(col(Enterprise.id))).all()
    assert (hongtu.class_name, hongtu.major, hongtu.short) == ("生产", True, "宏图化工")
    assert (station.grid, station.phone, station.registered_at) == ("北片", "13800138000", NOW)


def test_each_import_leaves_one_entry_in_the_audit_chain(office: Session) -> None:
    entries = office.exec(select(audit.Audit).order_by(col(audit.Audit.seq))).all()
    assert [(one.action, one.subject) for one in entries] == [("import", "enterprises"), ("import", "people")]
    assert "张三" not in entries[1].detail
    assert audit.verify(office) == (2, None)


@pytest.mark.parametrize(
    "told,name,major",
    [
        ("生产", "生产", False),
        ("重大危险源", "重大危险源", True),
        ("重大危险源、经营", "经营", True),
        ("一级重大危险源，储存", "储存", True),
        ("", "", False),
    ],
)
def test_a_class_may_come_with_a_major_hazard_source(session: Session, told: str, name: str, major: bool) -> None:
    bring(session, "enterprises", [{"企业名称": "甲厂", "类别": told}])
    plant = session.exec(select(Enterprise)).one()
    assert (plant.class_name, plant.major) == (name, major)


def test_what_an_enterprise_holds_comes_in_and_an_empty_cell_changes_nothing(session: Session) -> None:
    bring(session, "enterprises", [{"企业名称": "甲厂", "物料": "乙醇,丙酮；液氯", "特点": "露天罐区 、低洼"}])
    bring(session, "enterprises", [{"企业名称": "甲厂", "物料": "", "地址": "新路"}])
    plant = session.exec(select(Enterprise)).one()
    assert (plant.goods, plant.places) == ("乙醇、丙酮、液氯", "露天罐区、低洼")


def test_brackets_do_not_make_another_enterprise(session: Session) -> None:
    bring(session, "enterprises", [{"企业名称": "甲厂（东区）"}])
    assert bring(session, "enterprises", [{"企业名称": "甲厂(东区) ", "地址": "新路"}]).updated == 1
    assert session.exec(select(Enterprise.name)).all() == ["甲厂（东区）"]


def test_every_fault_is_named_and_nothing_is_kept(session: Session) -> None:
    told = [
        {"企业名称": "好的厂"},
        {"企业名称": "甲厂", "类别": "非重大危险源", "联系电话": "1380013800"},
        {"企业名称": "甲厂", "简称": "#REF!"},
        {"企业名称": "\u200b", "地址": "无名路"},
        {"企业名称": "合计"},
    ]
    assert faults(session, "enterprises", told) == [
        "表“企业”第3行“类别”：看不懂“非重大危险源”：属于重大危险源的写“重大危险源”，不属于的不写",
        "表“企业”第3行“联系电话”：“1380013800”不是电话号码，请写11位手机号，或带区号的座机，如0000-7121234",
        "表“企业”第4行“简称”：公式出错（#REF!），请改成文字",
        "表“企业”第5行“企业名称”：不能空着，请填写",
        "表“企业”第6行“企业名称”：“合计”不是企业，请删去这一行",
        "表“企业”第4行“企业名称”：与第3行是同一家，请合并成一行",
    ]
    assert session.exec(select(Enterprise)).all() == []


# --- people


def test_people_come_in_with_their_accounts(office: Session) -> None:
    assert str(bring(office, "people", PEOPLE)) == "人员：新增0，更新0，未变3"
    zhang = person(office, "张三")
    assert (zhang.enterprise_id, zhang.phone, zhang.is_officer) == (1, "13800138001", False)
    bound = office.exec(select(Binding).order_by(col(Binding.id))).all()
    assert [(one.channel, one.user_id, one.how) for one in bound] == [("app", "zs", "import"), ("app", "ls", "import")]


def test_an_account_keeps_its_person_when_the_name_changes(office: Session) -> None:
    assert bring(office, "people", [PEOPLE[0] | {"姓名": "张三丰"}]).updated == 1
    assert person(office, "张三丰").id == 1


def test_two_plants_are_two_rows(office: Session) -> None:
    second = PEOPLE[0] | {"企业名称": "城北站"}
    assert bring(office, "people", [PEOPLE[0], second]).added == 1
    assert str(bring(office, "people", [second, PEOPLE[0]])) == "人员：新增0，更新0，未变2"
    assert len(office.exec(select(Binding).where(Binding.user_id == "zs")).all()) == 2


def test_a_duty_phone_is_shared_by_several(office: Session) -> None:
    shared = [PEOPLE[0], PEOPLE[0] | {"姓名": "赵六"}, PEOPLE[0] | {"姓名": "钱七"}]
    assert bring(office, "people", shared).added == 2
    assert bring(office, "people", list(reversed(shared))).unchanged == 3


def test_one_person_may_have_two_accounts(office: Session) -> None:
    both = [PEOPLE[1], PEOPLE[1] | {"渠道": "console", "用户ID": 7.0}]
    assert str(bring(office, "people", both)) == "人员：新增0，更新1，未变0"
    assert [one.user_id for one in office.exec(select(Binding).where(Binding.person_id == 2))] == ["ls", "7"]


def test_somebody_without_an_account_gets_one_later(office: Session) -> None:
    assert bring(office, "people", [PEOPLE[2] | {"渠道": "app", "用户ID": "ww"}]).updated == 1
    assert len(office.exec(select(Person)).all()) == 3


def test_what_a_stranger_wrote_is_handled_after_all(office: Session) -> None:
    office.add(Stranger(channel="app", user_id="ww", first_at=NOW))
    office.add(
        Message(
            channel="app",
            msg_id="1",
            kind="text",
            sender="ww",
            sent_at=NOW,
            received_at=NOW,
            status=MessageStatus.ASIDE,
            error=inbox.UNKNOWN_SENDER,
        )
    )
    office.flush()
    bring(office, "people", [PEOPLE[2] | {"渠道": "app", "用户ID": "ww"}], NOW + timedelta(hours=1))
    office.expire_all()
    assert office.exec(select(Message)).one().status == MessageStatus.PENDING
    assert office.exec(select(Stranger)).one().bound_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    "told,fault",
    [
        ({"姓名": ""}, "表“人员”第2行“姓名”：不能空着，请填写"),
        ({"角色": "报送"}, "第2行“角色”：“报送”不是角色，是不是“报送员”？"),
        ({"企业名称": ""}, "第2行“企业名称”：报送员是企业的人，请写企业名称"),
        ({"企业名称": "舞阳县宏图化工公司"}, "没有登记“舞阳县宏图化工公司”，是不是“舞阳县宏图化工有限公司”？"),
        ({"企业名称": "不存在"}, "没有登记“不存在”，请先导入这家企业"),
        ({"角色": "监管员"}, "第2行“企业名称”：监管员是局里的人，请把这一格空着"),
        ({"渠道": "ap"}, "第2行“渠道”：没有叫“ap”的渠道，配置里有：app、console"),
        ({"用户ID": ""}, "第2行“用户ID”：空着，而“渠道”写了"),
        ({"用户ID": 1.2345678901234567e17}, "第2行“用户ID”：号码太长，已被 Excel 改动"),
        ({"用户ID": "1.23457E+16"}, "第2行“用户ID”：“1.23457E+16”是 Excel 缩写过的数字"),
        ({"手机号": datetime(2026, 3, 14)}, "第2行“手机号”：被 Excel 当成了日期或时间"),  # noqa: DTZ001
    ],
)
def test_a_wrong_row_of_people(session: Session, told: dict[str, Value], fault: str) -> None:
    session.add(Enterprise(name="舞阳县宏图化工有限公司", registered_at=NOW))
    session.flush()
    found = faults(session, "people", [PEOPLE[0] | told])
    assert len(found) == 1
    assert fault in found[0]


def test_two_people_of_one_name_are_asked_about(session: Session) -> None:
    first = {"姓名": "张伟", "角色": "值班员", "手机号": "13800138000"}
    assert "第3行“姓名”：与第2行重复" in faults(session, "people", [first, first])[0]
    other = first | {"手机号": "13800138001", "渠道": "app", "用户ID": "zw2"}
    assert "同名同角色，写的却不一样" in faults(session, "people", [first, other])[0]


# --- groups


def test_groups_come_in_with_their_enterprises(office: Session) -> None:
    told = {"群名称": "夜巡群", "渠道": "app", "群ID": "wr1", "企业": "宏图化工\n舞阳县城北加油站"}
    assert str(bring(office, "groups", [told])) == "群：新增1，更新0，未变0"
    assert str(bring(office, "groups", [told | {"企业": "宏图"}])) == "群：新增0，更新0，未变1"
    assert str(bring(office, "groups", [told | {"群名称": "危化夜巡群"}])) == "群：新增0，更新1，未变0"
    assert office.exec(select(Group)).one().name == "危化夜巡群"
    assert len(office.exec(select(GroupEnterprise)).all()) == 2


def test_a_group_without_an_id_is_known_by_its_name(office: Session) -> None:
    bring(office, "groups", [{"群名称": "夜巡群", "渠道": "console"}])
    assert office.exec(select(Group)).one().chat == "夜巡群"


def test_a_group_that_was_shut_is_opened_by_importing_it(office: Session) -> None:
    told = {"群名称": "夜巡群", "渠道": "app"}
    bring(office, "groups", [told])
    assert people.shut(office, "app", "夜巡群", "the robot was removed", NOW)
    assert people.shut(office, "app", "夜巡群", "the robot was removed", LATER) is None
    assert people.why_shut(office, "app", "夜巡群") == "the robot was removed"
    again = bring(office, "groups", [told])
    assert str(again) == "群：新增0，更新1，未变0"
    assert again.notes == ("表“群”第2行“群名称”：停发过的群，从现在起又往里发",)
    assert people.why_shut(office, "app", "夜巡群") == ""
    assert bring(office, "groups", [told]).notes == ()


def test_wrong_groups(session: Session) -> None:
    told = [{"群名称": "甲", "渠道": "app", "企业": "子、丑"}, {"群名称": "甲", "渠道": "app"}, {"渠道": "\u200b"}]
    assert faults(session, "groups", told) == [
        "表“群”第2行“企业”：没有登记“子”，请先导入这家企业；没有登记“丑”，请先导入这家企业",
        "表“群”第4行“群名称”：不能空着，请填写",
        "表“群”第4行“渠道”：不能空着，请填写",
        "表“群”第3行“群ID”：与第2行是同一个群，请合并成一行",
    ]


# --- rota


def test_several_officers_of_a_shift_are_all_on_duty(office: Session) -> None:
    office.add_all(Person(name=name, role=Role.DUTY) for name in ("周宁", "吴川"))
    told = {"日期": "2026-03-14", "值班员": "李四、周宁", "带班领导": "王五"}
    assert str(bring(office, "rota", [told])) == "值班：新增1，更新0，未变0"
    evening = calendar.at(date(2026, 3, 14), calendar.clock("21:00"))
    assert [one.name for one in rota.officers_on_duty(office, evening)] == ["李四", "周宁"]
    assert bring(office, "rota", [told]).unchanged == 1
    assert bring(office, "rota", [told | {"值班员": "吴川"}]).updated == 1
    assert [one.name for one in rota.officers_on_duty(office, evening)] == ["吴川"]


def test_the_rota_comes_in_and_is_updated(office: Session) -> None:
    told: list[dict[str, Value]] = [
        {"日期": "2026-03-14", "值班员": "李四", "带班领导": "王五"},
        {"日期": datetime(2026, 3, 15), "班次": "白班 8:30-17:30", "值班员": "李四", "带班领导": "王五"},  # noqa: DTZ001
        {"日期": "3月15日", "班次": "夜班（17：30至次日8：30）", "值班员": "李四", "带班领导": "王五"},
    ]
    assert str(bring(office, "rota", told)) == "值班：新增3，更新0，未变0"
    assert str(bring(office, "rota", told)) == "值班：新增0，更新0，未变3"
    shifts = office.exec(select(Shift).order_by(col(Shift.starts_at))).all()
    assert [(one.name, calendar.local(one.starts_at).isoformat(" ", "minutes")[:16]) for one in shifts] == [
        ("", "2026-03-14 08:30"),
        ("白班", "2026-03-15 08:30"),
        ("夜班", "2026-03-15 17:30"),
    ]
    assert [one.ends_at - one.starts_at for one in shifts] == [timedelta(hours=hours) for hours in (24, 9, 15)]
    assert [(one.officer_id, one.leader_id) for one in shifts] == [(2, 3)] * 3


def test_a_shift_may_move_within_its_day(office: Session) -> None:
    told = {"日期": "2026-03-14", "班次": "8:30-8:30", "值班员": "李四", "带班领导": "王五"}
    bring(office, "rota", [told])
    assert bring(office, "rota", [told | {"班次": "9:00-9:00"}]).updated == 1
    assert len(office.exec(select(Shift)).all()) == 1


def test_a_missing_leader_is_noted_and_no_fault(office: Session) -> None:
    done = bring(office, "rota", [{"日期": "2026-03-14", "值班员": "李四", "带班领导": " "}])
    assert done.added == 1
    assert done.notes == ("表“值班”第2行“带班领导”：空着，这一班的提醒会发给所有带班领导",)


def test_wrong_shifts(office: Session) -> None:
    bring(office, "rota", [{"日期": "2026-03-20", "值班员": "李四", "带班领导": "王五"}])
    entries = office.exec(select(audit.Audit)).all()
    told: list[Mapping[str, Value]] = [
        {"日期": "2026-03-14", "值班员": "李四", "带班领导": "王五"},
        {"日期": "2026-03-15", "班次": "7:00-9:00", "值班员": "王五", "带班领导": "李四"},
        {"日期": "2026-02-30", "值班员": "无名", "带班领导": "王五、李四"},
        {"日期": "2026-03-16", "班次": "白班", "值班员": "李四", "带班领导": "王五"},
        {"日期": "2026-03-17", "班次": "8:30-25:00", "值班员": "李四", "带班领导": "王五"},
        {"日期": "2026-03-20", "班次": "白班 8:30-17:30", "值班员": "李四", "带班领导": "王五"},
    ]
    with pytest.raises(ImportFaults) as wrong:
        bring(office, "rota", told)
    assert list(wrong.value.faults) == [
        "表“值班”第3行“值班员”：“王五”登记的是带班领导，不是值班员，请先在人员表里加一行角色为“值班员”的",
        "表“值班”第3行“带班领导”：“李四”登记的是值班员，不是带班领导，请先在人员表里加一行角色为“带班领导”的",
        "表“值班”第4行“日期”：“2026-02-30”不是日期，请写成2026-03-14",
        "表“值班”第4行“值班员”：没有登记“无名”，请先在人员表里加一行角色为“值班员”的",
        "表“值班”第4行“带班领导”：写了2个人，一个班次只能写一名带班领导，请只留一名",
        "表“值班”第5行“班次”：看不懂班次“白班”，请写成“白班 8:30-17:30”；全天可不填",
        "表“值班”第6行“班次”：没有“25:00”这个时间",
        "表“值班”第3行“班次”：与第2行的班次重叠，请改起止时间或删去一行",
        "表“值班”第7行“班次”：与已录入的班次重叠（3月20日8:30至3月21日8:30），请写同样的起止时间来更新它",
    ]
    assert office.exec(select(audit.Audit)).all() == entries


def test_a_name_that_two_people_have_is_asked_about(office: Session) -> None:
    office.add_all([Person(name="李四", role="值班员"), Person(name="李四", role="监管员")])
    office.flush()
    with pytest.raises(ImportFaults, match="有2个值班员叫“李四”"):
        bring(office, "rota", [{"日期": "2026-03-14", "值班员": "李四", "带班领导": "王五"}])


def test_the_examples_of_the_templates_are_right(session: Session) -> None:
    for kind in ("enterprises", "people", "groups"):
        told = dict(zip([column.name for column in KINDS[kind].columns], KINDS[kind].example, strict=True))
        if kind == "groups":
            told["企业"] = "某某化工有限公司"
        assert bring(session, kind, [told]).added == 1


@PATIENT
@given(st.data())
def test_no_row_makes_anything_but_faults(office: Session, data: st.DataObject) -> None:
    kind = KINDS[data.draw(st.sampled_from(sorted(KINDS)))]
    known = st.sampled_from(["张三", "报送员", "值班员", "app", "zs", "城北站", "2026-03-14", "李四", "王五"])
    row = st.fixed_dictionaries({}, optional={column.name: CELLS | known for column in kind.columns})
    told = data.draw(st.lists(row, max_size=4))
    with suppress(ImportFaults):
        kind.run(office, rows_of(kind.title, told), NOW, ["app"])
    office.flush()
