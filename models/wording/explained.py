"""How the bot read a message, in plain Chinese: what it was taken for, and the words that decided. Pure sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from models.wording.lines import fits, joined, short

#: What a message may be taken for.
INTENTS = {
    "patrol_report": "夜巡",
    "zero_report": "零报告",
    "hazard_report": "新隐患",
    "rectification": "整改",
    "extension_request": "申请延期",
    "extension_decision": "批延期",
    "incident_report": "突发险情",
    "exemption_request": "没法巡或停产的说明",
    "special_work": "特殊作业",
    "commitment": "安全承诺",
    "summary_report": "汇总数",
    "correction": "更正或撤回",
    "drill_report": "演练",
    "tip_off": "举报",
    "report_file": "报表文件",
    "status_query": "查询",
    "help": "问怎么办",
    "remind": "要求提醒",
    "review": "复查",
    "export_form": "要报表",
    "broadcast": "群发通知",
    "key_period_set": "设重点时段",
    "ack": "答应或选项",
    "search": "检索",
    "none": "闲聊，没有要记的",
}
#: What the details are called.
SLOTS = {
    "hazard_count": "隐患数",
    "hazards": "隐患",
    "hazard_no": "编号",
    "hazard_nos": "编号",
    "item_indices": "第几条",
    "pending_nos": "没改好的",
    "pending_indices": "没改好的第几条",
    "report_date": "日期",
    "date": "日期",
    "date_range": "时间",
    "enterprise": "企业",
    "enterprises": "企业",
    "enterprise_candidates": "可能是",
    "location": "地点",
    "locations": "地点",
    "people": "人员",
    "deadline": "期限",
    "days": "天数",
    "reason": "原因",
    "responsible": "责任人",
    "measures": "措施",
    "control_measure": "防护",
    "funds": "资金（万元）",
    "plan": "预案",
    "status": "状态",
    "level": "级别",
    "level_suggest": "级别",
    "count_by_level": "各级隐患",
    "result": "结果",
    "done_count": "改好数",
    "pending_count": "没改好数",
    "total_count": "总数",
    "declared_count": "说了几处",
    "listed_count": "写了几处",
    "all_done": "全部改好",
    "hazards_partial": "有没写清的",
    "event_type": "事件",
    "stage": "阶段",
    "time": "时刻",
    "injured": "受伤人数",
    "cause": "起因",
    "name": "姓名",
    "post": "岗位",
    "document": "文书",
    "second": "第二人",
    "team": "验收组",
    "decision": "决定",
    "corrected": "更正为",
    "action": "动作",
    "subject": "问什么",
    "report_kind": "哪种报送",
    "number": "选项",
    "desc": "问题",
    "start": "从",
    "end": "到",
    "forms": "报表",
    "topic": "主题",
    "work_type": "作业",
    "work_level": "作业级别",
    "done_indices": "改好的第几条",
    "event": "事件",
    "signer": "签名",
    "units_total": "装置数",
    "units_running": "在运行",
    "units_stopped": "停用",
    "units_overhaul": "检修",
    "works": "作业",
    "type": "作业",
    "count": "数量",
    "guardian": "监护人",
    "participants": "参加人数",
    "target": "提醒谁",
    "at": "时刻",
    "form": "报表",
    "on_site": "现场复查",
    "anonymous": "匿名",
    "times_per_day": "每天几次",
    "retract": "撤回",
    "changed": "改动",
    "leader": "问带班",
    "evening": "当晚",
    "zero": "零报告",
    "told": "原话",
    "day": "日期",
    "span": "时间",
    "code": "绑定码",
    "incident": "突发",
    "partial": "有没写清的",
    "supervised": "挂牌督办",
    "word": "词",
    "means": "意思",
    "to": "发给",
    "says": "内容",
}
#: What stands for itself, or is told by the question.
UNTOLD = frozenset({"needs_confirm", "kind", "sure", "notice"})
VALUES = {
    "normal": "正常",
    "hazard": "有隐患",
    "hedged": "没说准",
    "retract": "撤回",
    "pass": "合格",
    "fail": "不合格",
    "approve": "同意",
    "reject": "不同意",
    "patrol": "夜巡",
    "zero": "零报告",
    "reporting": "报送情况",
    "hazards": "隐患",
    "duty": "值班",
    "overdue": "超期",
    "rate": "整改率",
    "push_stats": "送教",
    "owed": "还差什么",
    "unreported": "没报的",
    "True": "是",
    "False": "否",
}
#: Why a message is not clear; the keys are those of the doubts.
DOUBTS = {
    "hedged": "结果没说准",
    "count": "说的和写的数不一样",
    "describe": "没写在哪里、什么问题",
    "which_hazard": "没说是哪条",
    "extension": "延期缺内容",
    "which_enterprise": "简称有几家",
    "name": "只报了企业名",
    "which_plant": "没说是哪家的",
    "unread": "没听懂",
    "correction": "读过，后来更正了",
}
#: What 更正 puts right.
REPORTS = ("patrol_report", "zero_report", "hazard_report")

Read = Mapping[str, Any]


def intent(name: str) -> str:
    """夜巡: what a message was taken for."""
    return INTENTS.get(name, INTENTS["none"])


def gist(read: Read, doubt: str = "") -> str:
    """夜巡，结果没说准: one short line of what was understood, and of what was not."""
    why = DOUBTS.get(doubt, "")
    return why if doubt == "unread" else joined_by_comma(_taken_for(read), why)


def joined_by_comma(*parts: str) -> str:
    """Parts with ，, without those that are empty."""
    return "，".join(part for part in parts if part)


def _taken_for(read: Read) -> str:
    kinds = [str(read.get("intent") or "none"), *(str(one) for one in read.get("also") or ())]
    return "、".join(dict.fromkeys(intent(kind) for kind in kinds))


def details(read: Read) -> list[tuple[str, str]]:
    """隐患数 2, 地点 罐区、泵房: the details as they were read."""
    slots = read.get("slots") or {}
    return [(SLOTS.get(name, name), _value(value)) for name, value in slots.items() if _worth(name, value)]


def _worth(name: str, value: Any) -> bool:
    return name not in UNTOLD and value not in (None, "", [], {})


def _value(value: Any) -> str:
    if isinstance(value, Mapping) and value.get("desc"):
        place = f"（{value['location']}）" if value.get("location") else ""
        return f"{value['desc']}{place}"
    if isinstance(value, Mapping):
        return " ".join(f"{SLOTS.get(str(name), str(name))}{_value(part)}" for name, part in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(_value(part) for part in value)
    return VALUES.get(str(value), str(value))


def reasons(read: Read) -> list[str]:
    """“兜一圈”：说了巡查: the words and the rules that decided."""
    return [_plain(str(reason)) for reason in read.get("why") or ()]


def _plain(reason: str) -> str:
    """A rule may end with a word of the program."""
    head, _, last = reason.rpartition(" ")
    return f"{head}{VALUES[last]}" if head and last in VALUES else reason


def reading(words: str, read: Read, doubt: str = "") -> str:
    """怎么理解的: what the words were taken for, why, and how to put it right."""
    kind = str(read.get("intent") or "none")
    right = "不对就回：更正：…" if kind in REPORTS else "不对就换个说法再发1次"
    head = f"“{short(' '.join(words.split()), 20)}”理解为：{short(gist(read, doubt), 40)}"
    told = [f"{name}{value}" for name, value in details(read)]
    lines = [short(joined_by_comma(*told), 36), *(short(one, 36) for one in reasons(read))]
    texts = (joined(head, *lines[:most], right) for most in range(len(lines), -1, -1))
    return next(text for text in texts if fits(text))


def nothing_to_explain() -> str:
    """怎么理解的, where nothing was said before, or what is quoted cannot be found."""
    return "没找到前面的话，请引用那一条再问1次"


def not_yours() -> str:
    """Somebody of an enterprise asks about the words of somebody else."""
    return "只能问自己发的那条是怎么理解的"
