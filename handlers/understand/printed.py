"""A reading as one line of `yexun understand`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from handlers.acts import (
    JSON,
    Act,
    AskDuty,
    AskEnterprise,
    AskLedger,
    AskPage,
    AskReporting,
    Correction,
    Finding,
    FromAbove,
    HazardReport,
    NoRound,
    PatrolReport,
    ProxyEntry,
    Rectification,
    Result,
    Review,
    SearchLedger,
    Span,
    Work,
    ZeroReport,
)
from handlers.understand.reading import Reading

SINGLE = {"hazard_nos": "hazard_no"}  # one number is printed in the singular slot
RENAMED = {"span": "date_range", "day": "date", "event": "event_type", "partial": "hazards_partial"}
UNPRINTED = frozenset({"why", "result", "no_major", "text", "which", "to_group", "supervised"})


def printed(reading: Reading, record_id: str) -> dict[str, JSON]:
    """The line for a reading: id, intent, slots, also, ask, why."""
    first = reading.acts[0] if reading.acts else None
    intents = [_intent(act) for act in reading.acts]
    also = list(dict.fromkeys(intent for intent in intents[1:] if intent not in (intents[0], "none")))
    return {
        "id": record_id,
        "intent": intents[0] if intents else "none",
        "slots": _slots(reading, first),
        "also": [*also],
        "ask": reading.question.text if reading.question else None,
        "why": [*_why(reading)],
    }


def _intent(act: Act) -> str:
    """The intent that an act prints; a zero report that was phoned in is one."""
    return ZeroReport.intent if isinstance(act, ProxyEntry) and act.zero else act.intent


def _why(reading: Reading) -> list[str]:
    if reading.too_long:
        return ["超过2000字，不解析"]
    return [reason for act in reading.acts for reason in act.why]


def _slots(reading: Reading, act: Act | None) -> dict[str, JSON]:
    slots = SLOTS.get(type(act), _plain)(act) if act else {}
    if isinstance(act, AskLedger | AskEnterprise | SearchLedger) and reading.asker and "enterprise" not in slots:
        slots["enterprise"] = reading.asker
    several = [one.enterprise for one in reading.acts if isinstance(one, AskEnterprise) and one.enterprise]
    if isinstance(act, AskEnterprise) and len(several) > 1:
        slots.pop("enterprise", None)
        slots["enterprises"] = [*several]
    if reading.question:
        slots["needs_confirm"] = True
        if reading.question.candidates:
            slots |= {"enterprise": None, "enterprise_candidates": list(reading.question.candidates)}
    return slots


def _plain(act: Act) -> dict[str, JSON]:
    """Every field that holds something, under the name of its slot."""
    slots: dict[str, JSON] = {}
    for name, value in vars(act).items():
        if name not in UNPRINTED and _holds(value):
            slots |= _slot(name, value)
    if "forms" in slots:
        slots.pop("form", None)
    return slots


def _holds(value: object) -> bool:
    """Whether a field says something; nought does."""
    return bool(value) or (type(value) is int and value == 0)


def _slot(name: str, value: object) -> dict[str, JSON]:
    if isinstance(value, tuple) and len(value) == 1 and name in SINGLE:
        return {SINGLE[name]: _json(value[0])}
    return {RENAMED.get(name, name): _json(value)}


def _json(value: object) -> JSON:
    if isinstance(value, Span):
        return {"start": value.start.isoformat(), "end": value.end.isoformat()}
    if isinstance(value, Finding | Work):
        return {name: _json(part) for name, part in vars(value).items() if part and name != "told"} | _whole(value)
    return _simple(value)


def _whole(value: Finding | Work) -> dict[str, JSON]:
    """A hazard is printed as the clause it was told in, its place with it."""
    return {"desc": value.told} if isinstance(value, Finding) and value.told else {}


def _simple(value: object) -> JSON:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _json(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_json(part) for part in value]
    return value if isinstance(value, str | int | float | bool) and not isinstance(value, StrEnum) else str(value)


# Acts whose slots are not simply their fields


def _patrol(act: Act) -> dict[str, JSON]:
    slots = _plain(act)
    if isinstance(act, PatrolReport) and act.no_major:
        slots["count_by_level"] = {"重大": 0}
    return slots


def _zero(act: Act) -> dict[str, JSON]:
    slots = _plain(act) | {"hazard_count": 0}
    if isinstance(act, ZeroReport) and act.no_major:
        slots |= {"count_by_level": {"重大": 0}}
    return slots


def _hazard(act: Act) -> dict[str, JSON]:
    slots = _plain(act)
    if isinstance(act, HazardReport) and act.supervised:
        slots["supervised"] = True
    return slots


def _from_above(act: Act) -> dict[str, JSON]:
    """What was handed down prints as the hazards that it holds."""
    return _hazard(act.report) if isinstance(act, FromAbove) else {}


def _rectified(act: Act) -> dict[str, JSON]:
    slots = _plain(act)
    single = isinstance(act, Rectification) and len(act.hazard_nos) <= 1 and not act.all_done
    if not single:
        slots.pop("status", None)
    return slots


def _correction(act: Act) -> dict[str, JSON]:
    if not isinstance(act, Correction):
        return {}
    slots: dict[str, JSON] = {"action": "retract"} if act.retract else {}
    put_right: dict[str, JSON] = {
        **act.corrected,
        **{key: int(one) if one.isdecimal() else one for key, one in act.changed.items()},
    }
    if put_right and not act.retract:
        slots["corrected"] = put_right
    slots |= _named(enterprise=act.enterprise) if act.enterprise else {}
    return slots | (_slot("hazard_nos", act.hazard_nos) if act.hazard_nos else {})


def _reporting(act: Act) -> dict[str, JSON]:
    if not isinstance(act, AskReporting | AskEnterprise):
        return {}
    slots: dict[str, JSON] = {"subject": "reporting"}
    if act.span:
        slots["date_range"] = _json(act.span)
    return slots | _named(enterprise=act.enterprise, report_kind=act.kind)


def _duty(act: Act) -> dict[str, JSON]:
    day = act.at if isinstance(act, AskDuty) else None
    last = (act.until or day) if isinstance(act, AskDuty) else None
    span: dict[str, JSON] = {"date_range": _json(Span(day, last))} if day and last else {}
    return {"subject": "duty"} | span


def _ledger(act: Act) -> dict[str, JSON]:
    slots = _plain(act)
    if isinstance(act, AskLedger) and len(act.enterprises) == 1:
        slots["enterprise"] = slots.pop("enterprises") and act.enterprises[0]
    if isinstance(act, AskLedger) and act.supervised:
        slots["supervised"] = True
    return slots | {"subject": "reporting"} if slots["subject"] == "owed" else slots


def _search(act: Act) -> dict[str, JSON]:
    slots = _plain(act)
    if isinstance(act, SearchLedger) and len(act.enterprises) == 1:
        slots["enterprise"] = slots.pop("enterprises") and act.enterprises[0]
    return {"subject": "hazards"} | slots


def _proxy(act: Act) -> dict[str, JSON]:
    if not isinstance(act, ProxyEntry):
        return {}
    fine = act.zero or act.result is Result.NORMAL
    return _named(enterprise=act.enterprise, report_date=act.report_date) | ({"hazard_count": 0} if fine else {})


def _review(act: Act) -> dict[str, JSON]:
    return _plain(act) | _named(result=getattr(act, "result", ""))


def _named(**values: object) -> dict[str, JSON]:
    return {name: _json(value) for name, value in values.items() if value}


def _no_round(act: Act) -> dict[str, JSON]:
    day = act.report_date if isinstance(act, NoRound) else None
    return _plain(act) | ({"date_range": _json(Span(day, day))} if day else {})


SLOTS: dict[type[Act], Callable[[Act], dict[str, JSON]]] = {
    NoRound: _no_round,
    PatrolReport: _patrol,
    ZeroReport: _zero,
    HazardReport: _hazard,
    FromAbove: _from_above,
    Rectification: _rectified,
    Correction: _correction,
    AskReporting: _reporting,
    AskEnterprise: _reporting,
    AskDuty: _duty,
    AskLedger: _ledger,
    AskPage: lambda act: {"subject": "summary"},
    SearchLedger: _search,
    ProxyEntry: _proxy,
    Review: _review,
}
