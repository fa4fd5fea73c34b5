"""The sentences of the closed loop, with the longest that people really have; for test_wording."""

from datetime import date

from models.extensions import Fault
from models.hazards import ExtensionStatus, HazardStatus
from models.reports import Evidence
from models.wording import extended, rechecks, rectification
from models.wording.extended import Asked
from models.wording.rectification import Line

TODAY, OLD, NEW = date(2026, 12, 25), date(2026, 12, 31), date(2027, 10, 28)
PLANT = "河南恒泰新材料股份有限公司第二分厂"
WHAT = "三车间二楼反应釜底阀法兰连接处垫片老化渗漏，地面有积液未清理"
WHY = "厂家说垫片要重新开模，最快下月到货，到货后还要停车才能换，换完要试压"
GUARD = "该段停用并加盲板，2小时巡1次，现场拉警戒线，专人看守"
PHONE = "13800138000"
NAMES = ["欧阳建国", "司马相如", "诸葛孔明"]
FULL = Evidence(videos=12, photos=19)
OWN = [Line(f"{number:04}", WHAT) for number in range(31, 43)]
ALL = [Line(f"YH-2026-{number:04}", WHAT) for number in range(31, 43)]
NUMBERS = [line.number for line in OWN]
COUNTS = (1, 2, 3, 4, 12)
THEN = [
    rectification.then_verified(),
    rectification.then_verify(NAMES),
    rectification.then_recheck(NAMES),
]
LACKING = [rechecks.SECOND, rechecks.DOCUMENT, rechecks.TEAM]
LEFT = [
    rechecks.left_sampled("豫丰化工0031"),
    rechecks.left_officer("豫丰化工0032"),
    rechecks.left_unverified("豫丰化工0033"),
]
ASKED = Asked(OWN[0], OLD, NEW, WHY, GUARD)
SEEN = Asked(ALL[0], OLD, NEW, WHY, GUARD, PLANT, major=True)
WANTED = [extended.DAY, extended.REASON, extended.CONTROL]

SAID_OF_LOOP: dict[str, list[str]] = {
    "rectification.headed": ["\n".join(rectification.headed("改好已记下", OWN[:count], PLANT)) for count in COUNTS],
    "rectification.fixed": [
        rectification.fixed(OWN[:count], PLANT, FULL, then, besides)
        for count in COUNTS
        for then in ([THEN[0]], THEN[1:])
        for besides in ("", rectification.team_wanted("0031"))
    ],
    "rectification.together": [
        rectification.together(
            rectification.fixed(OWN, PLANT, FULL, THEN[:1]), [rectification.still_open(NUMBERS)] * 3
        ),
        rectification.together("", [rectification.already(one, HazardStatus.AWAITING) for one in NUMBERS]),
    ],
    "rectification.still_open": [rectification.still_open(NUMBERS), rectification.still_open(["0031"])],
    "rectification.then_verified": [rectification.then_verified()],
    "rectification.then_verify": [rectification.then_verify(NAMES), rectification.then_verify([])],
    "rectification.then_recheck": [rectification.then_recheck(NAMES), rectification.then_recheck([])],
    "rectification.team_wanted": [rectification.team_wanted("0031")],
    "rectification.team_of_which": [rectification.team_of_which(NUMBERS), rectification.team_of_which([])],
    "rectification.team_noted": [rectification.team_noted(OWN[0], "、".join(NAMES * 3))],
    "rectification.no_round": [rectification.no_round(date(2026, 12, 24))],
    "rectification.picture_missing": [rectification.picture_missing(OWN[:count], PLANT) for count in COUNTS],
    "rectification.more_pictures": [rectification.more_pictures(OWN[:count], PLANT, FULL) for count in COUNTS],
    "rectification.already": [
        rectification.already("0031", status)
        for status in (HazardStatus.CLOSED, HazardStatus.VOID, HazardStatus.AWAITING)
    ],
    "rectification.which_fixed": [rectification.which_fixed(OWN[:count]) for count in COUNTS],
    "rectification.which_of": [rectification.which_of(count, OWN) for count in (2, 11)],
    "rectification.is_it_fixed": [rectification.is_it_fixed(OWN[0])],
    "rectification.progress": [rectification.progress(OWN[0], day, TODAY) for day in (OLD, NEW, None)],
    "rectification.progress_of_which": [rectification.progress_of_which(NUMBERS)],
    "rectification.still_waiting": [rectification.still_waiting(OWN[0])],
    "rectification.taken_back": [rectification.taken_back(OWN[:count], PLANT) for count in COUNTS],
    "rectification.closed_stays": [rectification.closed_stays("0031", *who) for who in ((NAMES[0], PHONE), ("", ""))],
    "rectification.not_told": [rectification.not_told("0031")],
    "rectification.not_ours": [rectification.not_ours(NUMBERS)],
    "rectification.nothing_open": [rectification.nothing_open()],
    "rectification.which_plant": [rectification.which_plant([PLANT, PLANT, PLANT])],
    "rectification.verify": [rectification.verify(OWN[:count], PLANT, "、".join(NAMES), FULL) for count in COUNTS],
    "rectification.verified": [rectification.verified(OWN[:count], PLANT) for count in COUNTS],
    "rectification.nothing_to_verify": [rectification.nothing_to_verify()],
    "rectification.may_not_verify": [rectification.may_not_verify()],
    "rechecks.passed": [rechecks.passed(OWN[:count], PLANT, NAMES[0], TODAY) for count in COUNTS],
    "rechecks.failed": [rechecks.failed(OWN[0], WHY, day, NAMES[0], TODAY) for day in (NEW, None)],
    "rechecks.reopened": [rechecks.reopened(OWN[0], WHY, day, NAMES[0], TODAY) for day in (NEW, None)],
    "rechecks.closed": [rechecks.closed(ALL[0], PLANT, lacking) for lacking in ([], LACKING)],
    "rechecks.sent_back": [
        rechecks.sent_back(ALL[0], PLANT, day, TODAY, reached=reached) for day, reached in ((NEW, True), (None, False))
    ],
    "rechecks.opened_again": [
        rechecks.opened_again(ALL[0], PLANT, day, TODAY, reached=reached)
        for day, reached in ((NEW, True), (None, False))
    ],
    "rechecks.no_evidence": [rechecks.no_evidence(ALL[0])],
    "rechecks.may_not": [rechecks.may_not(NAMES[0], PHONE), rechecks.may_not("", "")],
    "rechecks.own_work": [rechecks.own_work(ALL[0])],
    "rechecks.not_fixed_yet": [rechecks.not_fixed_yet(ALL[0], PLANT, day, TODAY) for day in (NEW, None)],
    "rechecks.closed_already": [rechecks.closed_already(ALL[0], NAMES[0], TODAY)],
    "rechecks.void_already": [rechecks.void_already(ALL[0])],
    "rechecks.reopen": [rechecks.reopen(ALL[0], NAMES[0], TODAY, WHY, NEW)],
    "rechecks.reopen_how": [rechecks.reopen_how(ALL[0], NAMES[0], TODAY)],
    "rechecks.fail_how": [rechecks.fail_how(ALL[0])],
    "rechecks.bad_date": [rechecks.bad_date(ALL[0])],
    "rechecks.no_such": [rechecks.no_such("YH-2026-0031")],
    "rechecks.name_it": [rechecks.name_it()],
    "rechecks.together": [
        rechecks.together(rechecks.agreed(["豫丰化工0031"] * 12, LEFT), [line.number for line in ALL[:count]])
        for count in (0, 2, 12)
    ],
    "rechecks.agreed": [
        rechecks.agreed(done, left)
        for done in (["豫丰化工0031"] * 12, [])
        for left in ([], LEFT[:1], LEFT)
        if done or left
    ],
    "rechecks.left_sampled": LEFT[:1],
    "rechecks.left_officer": LEFT[1:2],
    "rechecks.left_unverified": LEFT[2:],
    "rechecks.left_without_picture": [rechecks.left_without_picture("豫丰化工0031")],
    "rechecks.left_named": [rechecks.left_named("豫丰化工0031")],
    "rechecks.left_not_waiting": [rechecks.left_not_waiting("豫丰化工0031")],
    "rechecks.left_own": [rechecks.left_own("豫丰化工0031")],
    "rechecks.left_elsewhere": [rechecks.left_elsewhere("豫丰化工0031")],
    "rechecks.no_list": [rechecks.no_list()],
    "rechecks.second_noted": [
        rechecks.second_noted(ALL[0], "、".join(NAMES), "豫应急危化复查〔2026〕第1234号", LACKING)
    ],
    "rechecks.second_is_the_first": [rechecks.second_is_the_first(NAMES[0])],
    "rechecks.nothing_to_add": [rechecks.nothing_to_add()],
    "rechecks.second_how": [rechecks.second_how()],
    "extended.lacking": [extended.lacking(NUMBERS[: at + 1], WANTED[at:]) for at in range(3)],
    "extended.which": [extended.which(OWN[:count]) for count in COUNTS],
    "extended.none_open": [extended.none_open()],
    "extended.reported": [extended.reported(ASKED, names, TODAY) for names in (NAMES, [])],
    "extended.moved": [extended.moved(OWN[0], OLD, NEW, left, TODAY) for left in (1, 0)],
    "extended.asked": [extended.asked(SEEN, TODAY)],
    "extended.approved": [extended.approved(OWN[0], PLANT, OLD, NEW, NAMES[0], guard, TODAY) for guard in (GUARD, "")],
    "extended.shorter": [extended.shorter(OWN[0], PLANT, NEW, NEW, NAMES[0], GUARD, TODAY)],
    "extended.rejected": [extended.rejected(OWN[0], OLD, WHY, NAMES[0], PHONE, TODAY)],
    "extended.decided": [
        extended.decided(ALL[0], PLANT, status, OLD, day, TODAY, reached=reached)
        for status, day, reached in (
            (ExtensionStatus.APPROVED, NEW, True),
            (ExtensionStatus.SHORTER, NEW, False),
            (ExtensionStatus.REJECTED, None, True),
        )
    ],
    "extended.reject_why": [extended.reject_why(ALL[0])],
    "extended.decided_already": [extended.decided_already(ALL[0], NAMES[0], TODAY, day) for day in (NEW, None)],
    "extended.nothing_pending": [extended.nothing_pending("YH-2026-0031"), extended.nothing_pending("")],
    "extended.which_decision": [extended.which_decision(ALL)],
    "extended.may_not": [extended.may_not(NAMES[0], PHONE), extended.may_not("", "")],
    "extended.bad_date": [extended.bad_date(fault, "YH-2026-0031", OLD, TODAY) for fault in Fault],
    "extended.not_open": [
        extended.not_open("0031", status) for status in (HazardStatus.AWAITING, HazardStatus.CLOSED, HazardStatus.VOID)
    ],
}
LOOP_MODULES = {"rectification": rectification, "rechecks": rechecks, "extended": extended}
