"""What is said when words put right, take back or stand beside what was sent: every sentence with what it may hold."""

from datetime import date
from types import ModuleType

from models import calendar
from models.obligations import DueStatus
from models.wording import answers, combined, corrected, receipts, rectification
from models.wording.rectification import Line

DAY = date(2026, 3, 16)
AT = calendar.at(DAY, calendar.clock("00:31"))
PLANT = "河南豫丰化工有限公司"
WHAT = "三车间东侧第二排货架旁灭火器压力不足并且铅封已经脱落"
LINE = Line("0031", WHAT)
NUMBERS = [f"{number:04d}" for number in range(31, 51)]
FEW, MANY = [LINE], [Line(number, WHAT) for number in NUMBERS]
BOTH = (FEW, MANY)
LONG = f"改好已记下｜{LINE.within(24)}\n改后照片3，等李安核实"
ASKS = "改好的是哪条？回数字，或写编号\n1 0031 罐区护栏松动\n2 0032 泵房灭火器过期"

SAID_OF_MEANING = {
    "corrected.hazard": [corrected.hazard(LINE, WHAT)],
    "corrected.which_hazard": [corrected.which_hazard(NUMBERS)],
    "corrected.extension": [corrected.extension(one, PLANT, day, DAY) for one in BOTH for day in (DAY, None)],
    "corrected.items": [
        corrected.items(one, PLANT, lacks)
        for one in BOTH
        for lacks in ([], ["责任人", "措施", "日期", "资金", "预案", "管控措施"])
    ],
    "corrected.progress": [corrected.progress(one, PLANT) for one in BOTH],
    "corrected.verified": [corrected.verified(one, PLANT) for one in BOTH],
    "corrected.nothing_left": [corrected.nothing_left("0031")],
    "corrected.decided": [
        corrected.decided("YH-2026-0031", what)
        for what in ("close", "fail", "level", "assign", "reopen", "void", "extension.approved")
    ],
    "corrected.how": [corrected.how(what) for what in ("fixed", "extension", "items", "progress")],
    "combined.together": [
        combined.together([LONG]),
        combined.together([LONG, LONG, LONG]),
        combined.together([LONG, LONG], [ASKS]),
    ],
    "combined.renumbered": [combined.renumbered(ASKS, {"1": {}, "2": {}}, 2)[0]],
    "combined.spoken": [combined.spoken(LONG), combined.spoken("\n".join(["改好已记下"] * 6))],
    "receipts.denied": [
        receipts.denied(AT, night, answers.state_word(state)) for night in (DAY, None) for state in DueStatus
    ],
    "receipts.no_round_yet": [receipts.no_round_yet(AT)],
    "rectification.round_waits": [rectification.round_waits(date(2026, 12, 31))],
    "rectification.due_together": [rectification.due_together(19, NUMBERS)],
}
MEANING_MODULES: dict[str, ModuleType] = {"corrected": corrected, "combined": combined}
