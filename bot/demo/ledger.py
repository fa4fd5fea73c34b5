"""What stands in the ledger before the demo begins: hazards of the weeks before, in every state of the loop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, select

from models import calendar, db, hazards, lifecycle, people
from models.attachments import Attachment
from models.hazards import Draft, Hazard, Level, PictureStage, Source
from models.inbox import Message, MessageStatus
from models.lifecycle import By, Move
from models.outbox import Outgoing, OutgoingStatus, Priority
from models.people import Enterprise, Person, Role
from models.reports import RECEIPT_AFTER, Evidence
from models.wording import assigning, rectification
from models.wording import hazards as wording

#: Draws a picture of its own and says where the channel finds it.
Picture = Callable[[int], str]

#: Short name, found so many days before the first day, due so many after it (- none), level, source, how far, place,
#: item, measures. How far: registered (items are missing), rectifying, awaiting (with a picture of the mended place,
#: verified by the enterprise where it may), asked (more time was asked for), closed.
_ROWS = """
宏达加油站|6|0|一般|夜巡|rectifying|2号卸油口|静电接地夹松动|更换接地夹
丰禾化工|9|1|一般|部门检查|rectifying|DCS二层平台|护栏有一处松动|焊接加固
丰禾化工|12|7|重大|部门检查|asked|氯气管道支架|锈蚀穿孔|更换支架，停用该段
恒澜新材|5|3|一般|自查|awaiting|一车间|灭火器压力不足|换新
北关加油站|5|3|一般|夜巡|awaiting|罐区|通气管阻火器堵塞|清洗
南桥加油站|4|2|一般|自查|awaiting|配电间|堆放纸箱|清走
西苑加油站|6|4|一般|夜巡|awaiting|加油区|消防沙箱没沙|补沙
禾木气体|3|5|一般|自查|awaiting|气瓶间|空实瓶混放|分区摆放
鲜到冷链|7|6|一般|自查|awaiting|氨机房|防毒面具过期|更换滤毒罐
瑞禾制药|4|2|一般|夜巡|awaiting|危废库门口|堆放杂物|清走
兴澄氯碱|15|-1|重大|部门检查|rectifying|液氯储罐区|事故氯吸收装置备用泵不启动|检修备用泵
天沐助剂|11|-3|一般|自查|rectifying|三车间|应急灯不亮|更换应急灯
鑫桐涂料|3|4|一般|夜巡|awaiting|配料间|静电跨接线脱落|重新跨接
宏达化工|6|2|一般|自查|awaiting|消防泵房|压力表指针不回零|更换压力表
联榆医化|7|5|一般|自查|awaiting|溶剂库|通风机皮带松|更换皮带
金穗气体|2|-|一般|夜巡|registered|充装间|防倒链缺2副|-
百榆植保|8|3|一般|部门检查|rectifying|成品库|堆垛距墙不足|重新码垛
北郊油库|10|1|一般|专家|rectifying|3号罐|罐顶呼吸阀标识不清|重做标识
安澜仓储|5|0|一般|自查|awaiting|装卸台|防撞柱松动|加固
顺榆气站|13|-2|一般|部门检查|rectifying|卸车区|可燃气体报警器未校验|送检
城东加油站|4|6|一般|夜巡|rectifying|加油区|2号机拉断阀渗漏|停用2号机，换阀
石门加油站|9|-1|一般|夜巡|closed|罐区|人孔井盖破损|更换井盖
银辉电镀|14|-4|一般|自查|closed|酸库|洗眼器不出水|修复供水
云锦印染|12|-5|一般|部门检查|closed|储罐区|围堰有裂缝|补裂缝
麦浪啤酒|8|-2|一般|自查|closed|氨机房|氨气报警器离线|更换模块
"""
_SOURCES = {
    "夜巡": Source.PATROL,
    "自查": Source.SELF_CHECK,
    "部门检查": Source.DEPARTMENT,
    "专家": Source.EXPERT,
}


@dataclass(frozen=True)
class _Row:
    short: str
    found: int
    due: int | None
    level: Level
    source: Source
    how_far: str
    place: str
    item: str
    measures: str


def _rows() -> list[_Row]:
    cut = [line.split("|") for line in _ROWS.split("\n") if line]
    return [
        _Row(
            short,
            int(found),
            None if due == "-" else int(due),
            Level.MAJOR if level == "重大" else Level.GENERAL,
            _SOURCES[source],
            how_far,
            place,
            item,
            "" if measures == "-" else measures,
        )
        for short, found, due, level, source, how_far, place, item, measures in cut
    ]


def settle_in(session: Session, first_day: date, channel: str, picture: Picture) -> int:
    """Puts the hazards into the ledger, each with its pictures and events at the times when they happened; how many."""
    rows = sorted(_rows(), key=lambda row: -row.found)
    for seed, row in enumerate(rows, 1):
        _Entry(session, row, first_day, channel, picture, seed).write()
    return len(rows)


@dataclass
class _Entry:
    """One hazard with its past."""

    session: Session
    row: _Row
    first_day: date
    channel: str
    picture: Picture
    seed: int

    def write(self) -> None:
        """From the first message to where it stands now."""
        plant = _plant(self.session, self.row.short)
        found_at = calendar.at(self.first_day - timedelta(days=self.row.found), time(0, 20 + self.seed))
        author = self._author(plant)
        hazard = self._entered(plant, found_at, author)
        self._shown(hazard, author, found_at, PictureStage.BEFORE)
        by = By(f"person:{author.id}", author.id)
        lifecycle.record(self.session, hazard, "found", by, found_at)
        if self.row.how_far != "registered":
            lifecycle.move(self.session, hazard, Move.COMPLETE, by, found_at + timedelta(hours=9))
        if self.row.how_far in ("awaiting", "closed"):
            self._fixed(hazard, plant)
        if self.row.how_far == "closed":
            self._closed(hazard, plant)
        if self.row.how_far == "asked":
            self._asked(hazard, author)

    def _author(self, plant: Enterprise) -> Person:
        if self.row.source in hazards.SELF_FOUND:
            role = Role.REPORTER if self.row.source == Source.PATROL else Role.SAFETY
            return _one_of(self.session, plant, role)
        return people.supervisors(self.session, plant)[0]

    def _entered(self, plant: Enterprise, found_at: datetime, author: Person) -> Hazard:
        row = self.row
        deadline = None if row.due is None else self.first_day + timedelta(days=row.due)
        complete = row.how_far != "registered"
        draft = Draft(
            enterprise_id=db.row_id(plant.id),
            source=row.source,
            found_at=found_at,
            received_at=found_at,
            item=row.item,
            place=row.place,
            level=row.level,
            responsible=_one_of(self.session, plant, Role.SAFETY).name if complete else "",
            measures=row.measures,
            deadline=deadline,
            control="现场设警戒，专人看护" if row.level == Level.MAJOR else "",
            person_id=author.id,
            assigned=row.source not in hazards.SELF_FOUND,
        )
        return hazards.enter(self.session, draft, found_at)

    def _fixed(self, hazard: Hazard, plant: Enterprise) -> None:
        fixer = _one_of(self.session, plant, Role.SAFETY)
        fixed_at = calendar.at(self.first_day - timedelta(days=1), time(15, self.seed))
        self._shown(hazard, fixer, fixed_at, PictureStage.AFTER)
        lifecycle.move(self.session, hazard, Move.RECTIFY, By(f"person:{fixer.id}", fixer.id), fixed_at)
        if hazard.self_managed:
            hazard.verified_at, hazard.verified_by = fixed_at, fixer.id
            self.session.add(hazard)

    def _closed(self, hazard: Hazard, plant: Enterprise) -> None:
        officer = people.supervisors(self.session, plant)[0]
        closed_at = calendar.at(self.first_day - timedelta(days=1), time(16, self.seed))
        by = By(f"person:{officer.id}", officer.id)
        lifecycle.move(self.session, hazard, Move.CLOSE, by, closed_at)

    def _asked(self, hazard: Hazard, author: Person) -> None:
        asked_at = calendar.at(self.first_day - timedelta(days=1), time(17, 5))
        request = hazards.Extension(
            hazard_id=db.row_id(hazard.id),
            asked_at=asked_at,
            person_id=author.id,
            reason="支架要定做，厂家25日到货",
            control="该段停用，2小时巡1次",
            old_deadline=hazard.deadline,
            wanted=self.first_day + timedelta(days=14),
        )
        self.session.add(request)
        lifecycle.record(self.session, hazard, "extension", By(f"person:{author.id}", author.id), asked_at)

    def _shown(self, hazard: Hazard, who: Person, at: datetime, stage: PictureStage) -> None:
        """What was written with one picture, which stays with the hazard, and what the bot answered."""
        fixed = stage == PictureStage.AFTER
        whose = self.row.short if hazard.assigned else ""  # an officer says whose it is
        words = f"{hazard.short}改好了" if fixed else f"{whose}{hazard.place}{hazard.item}"
        self._said(who, at - timedelta(seconds=20), "text", words, f"{stage.value}-words")
        message = self._said(who, at, "image", "", stage.value)
        attachment = Attachment(
            message_id=db.row_id(message.id), kind="image", locator=self.picture(self.seed * 2 + fixed), next_at=at
        )
        self.session.add(attachment)
        self.session.flush()
        hazards.show(self.session, hazard, [db.row_id(attachment.id)], stage)
        self._answered(hazard, who, at + RECEIPT_AFTER, fixed=fixed)

    def _said(self, who: Person, at: datetime, kind: str, text: str, what: str) -> Message:
        message = Message(
            channel=self.channel,
            msg_id=f"ledger-{self.seed}-{what}",
            kind=kind,
            sender=self._account(who),
            text=text,
            sent_at=at,
            received_at=at,
            status=MessageStatus.DONE,
            handled_at=at,
        )
        self.session.add(message)
        self.session.flush()
        return message

    def _answered(self, hazard: Hazard, who: Person, at: datetime, *, fixed: bool) -> None:
        text = _fixed_words(self.session, hazard) if fixed else _entered_words(self.session, hazard, at)
        to = self._account(who)
        letter = Outgoing(
            key=f"ledger:{self.seed}:{'after' if fixed else 'before'}",
            kind="answer",
            priority=Priority.ANSWER,
            address=f"{self.channel}/{to}/",
            channel=self.channel,
            to_user=to,
            text=text,
            posted_at=at,
            not_before=at,
            settled_at=at,
            status=OutgoingStatus.SENT,
        )
        self.session.add(letter)

    def _account(self, who: Person) -> str:
        found = people.accounts(self.session, db.row_id(who.id))
        return found[0].user_id if found else ""


def _entered_words(session: Session, hazard: Hazard, at: datetime) -> str:
    plant = session.get_one(Enterprise, hazard.enterprise_id)
    if hazard.assigned:
        told = [_one_of(session, plant, Role.SAFETY).name]
        return assigning.assigned_noted([wording.Row.of(hazard)], plant.short, hazard.deadline, told)
    return wording.registered(wording.Registered(at=at, plant=plant.short, rows=[wording.Row.of(hazard)], count=1))


def _fixed_words(session: Session, hazard: Hazard) -> str:
    plant = session.get_one(Enterprise, hazard.enterprise_id)
    next_one = rectification.then_verified() if hazard.self_managed else rectification.then_recheck([])
    return rectification.fixed([rectification.Line.own(hazard)], plant.short, Evidence(photos=1), [next_one])


def _plant(session: Session, short: str) -> Enterprise:
    everybody = session.exec(select(Enterprise)).all()
    return next(plant for plant in everybody if plant.short == short)


def _one_of(session: Session, plant: Enterprise, role: Role) -> Person:
    """Somebody of an enterprise in a role, else whoever it has: a one-man shop has its owner alone."""
    asked: Sequence[Role] = (role, Role.SAFETY, Role.REPORTER, Role.PRINCIPAL)
    return next(one for which in asked for one in people.with_role(session, which, plant.id))
