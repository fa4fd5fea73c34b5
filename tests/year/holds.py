"""What must hold after every simulated day: each is a named function over the rows and over what was said and sent.

None of them asks the code that it watches: what was sent when is known from the people of the year, what was said
from the platform, and the rest is read from the tables.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from models import calendar
from models.calendar import Window
from tests.year.county import County, Plant

#: What a person, a group, a leader may hear unasked in a day, and an officer between 23:00 and 6:00.
BUDGET = {"enterprise": 3, "group": 2, "leader": 1, "officer": 1}
IN_KEY_PERIOD = {"enterprise": 5, "group": 4, "leader": 3, "officer": 1}
#: Reminders that speak of rounds; what they name is owed, or was when they were said.
ROUNDS = ("patrol.missing", "patrol.missed")
#: When the safety managers of those who missed a night are asked (docs/WORDING.md 2).
MORNING_STEP = time(6, 40)
#: Nobody is reminded by an order of what they have heard within this time.
PAUSE = timedelta(hours=1)
#: What two steps of a ladder say in the same words (docs/WORDING.md 2); whom nobody can reach, once in twelve hours.
TWICE = ("patrol.missing", "zero.prompt", "owed.prompt", "bureau.unreached")
_COUNTS = re.compile(r"(应报|已报|迟报|补报|未报|待核)(\d+)")
_STATES = {"已报": "reported", "迟报": "late", "补报": "made_up", "未报": "missed", "待核": "unverified"}


@dataclass(frozen=True)
class Sent:
    """A piece of a round, as its guard sent it and the bot received it."""

    sent: datetime
    received: datetime


@dataclass(frozen=True)
class Said:
    """What a platform took, with the rows as they were at that moment where it tells of a night."""

    at: datetime
    to: str
    text: str
    key: str
    kind: str
    priority: int
    repeated: bool
    person_role: str
    ordered: bool
    named: tuple[int, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """A day that is over: the night before it, all that was sent and said, and the rows."""

    day: date  # the night that can no longer be made up
    now: datetime
    county: County
    rounds: Mapping[int, Sequence[Sent]]
    said: Sequence[Said]
    deaf: Sequence[tuple[datetime, datetime]]
    unheard: frozenset[int]  # enterprises of whose words some were lost on this day
    rows: Connection

    def of_day(self) -> Iterator[Said]:
        """What was said since the noon before."""
        begins = self.now - timedelta(days=1)
        return (one for one in self.said if one.at > begins)

    def ask(self, question: str, **given: Any) -> Sequence[Any]:
        """Rows."""
        return self.rows.exec_driver_sql(question, given).all()


Fault = str
Hold = Callable[[Seen], Iterator[Fault]]


def each_due_is_in_one_state_and_right(seen: Seen) -> Iterator[Fault]:
    """Every enterprise that owes has one due of the night, in the state that what was sent makes of it."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in seen.ask("SELECT * FROM due WHERE kind = 'patrol' AND night = :night", night=seen.day.isoformat()):
        found[row.enterprise_id].append(row)
    for plant in seen.county.plants:
        rows = found.pop(plant.number, [])
        if plant.rhythm is None:
            continue
        if len(rows) != 1:
            yield f"{plant.short} has {len(rows)} dues of {seen.day}"
            continue
        wanted = _state(seen, plant, rows[0])
        if rows[0].status not in wanted:
            told = f"sent were {_near(seen, plant)}, so it should be {' or '.join(wanted)}"
            yield f"{plant.short} is {rows[0].status} for {seen.day}; {told}"


def _window(row: Any) -> Window:
    return Window(*(_moment(row, name) for name in ("opens_at", "closes_at", "cut_off_at", "made_up_until")))


def _moment(row: Any, name: str) -> datetime:
    return datetime.fromisoformat(f"{getattr(row, name)}+00:00")


def _state(seen: Seen, plant: Plant, row: Any) -> tuple[str, ...]:
    window = _window(row)
    inside = [one.sent for one in seen.rounds.get(plant.number, ()) if window.holds(one.sent)]
    if plant.number in seen.unheard:
        return (row.status,)
    if row.status == "exempt":
        return ("exempt",) if _excused(seen, plant) else ("not exempt",)
    if plant.habit == "muddled" and row.status in ("reported", "late", "made_up"):
        return (row.status,)  # who writes 罐区正常 at some hour of the night has reported as well
    if not inside:
        return ("unverified", "missed") if _deaf(seen, window) else ("missed",)
    first = min(inside)
    return ("reported",) if first <= window.closes_at else ("late",) if first <= window.cut_off_at else ("made_up",)


def _excused(seen: Seen, plant: Plant) -> bool:
    asked = "SELECT id FROM exemption WHERE enterprise_id = :plant AND starts <= :night AND ends >= :night"
    return bool(
        seen.ask(f"{asked} AND status IN ('granted', 'withdrawn')", plant=plant.number, night=seen.day.isoformat())
    )


def _deaf(seen: Seen, window: Window) -> bool:
    """Whether some outage lies in the window; for how long it must is for the stories to tell."""
    return any(began < window.cut_off_at and ended > window.opens_at for began, ended in seen.deaf)


def _near(seen: Seen, plant: Plant) -> str:
    begins = seen.now - timedelta(days=1)
    near = [one for one in seen.rounds.get(plant.number, ()) if one.sent > begins]
    return ", ".join(f"{calendar.local(one.sent):%d %H:%M:%S}" for one in near) or "none"


def nobody_who_reported_is_reminded(seen: Seen) -> Iterator[Fault]:
    """A reminder of a round names nobody whose round had come in before."""
    by_short = {plant.short: plant for plant in seen.county.plants}
    for one in seen.of_day():
        if one.kind not in ROUNDS:
            continue
        for line in one.text.split("\n")[1:2]:
            for short in line.split("、"):
                plant = by_short.get(short)
                if plant is not None and _came_in(seen, plant, one):
                    yield f"{one.to} was reminded of {short} at {calendar.local(one.at):%H:%M}, which had reported"


def _came_in(seen: Seen, plant: Plant, one: Said) -> bool:
    since = calendar.at(seen.day, time(22, 0) if plant.class_name == "夜班站" else time(23, 59, 59))
    return any(since <= sent.sent and sent.received < one.at for sent in seen.rounds.get(plant.number, ()))


def nobody_is_left_out(seen: Seen) -> Iterator[Fault]:
    """Who stayed silent until the cut-off was reminded in the night and told in the morning, or a reason stands."""
    if _deaf_night(seen):
        return
    told = defaultdict(set)
    for one in seen.of_day():
        for number in one.named:
            told[one.kind].add(number)
    silent = seen.ask(
        "SELECT enterprise_id, trial, satisfied_at, cut_off_at FROM due WHERE kind = 'patrol' AND night = :night"
        " AND status IN ('missed', 'made_up')",
        night=seen.day.isoformat(),
    )
    reasons = _unsaid(seen)
    for row in silent:
        plant = seen.county.plants[row.enterprise_id - 1]
        for kind in ROUNDS[:1] if row.trial or _made_up_at_once(seen, row) else ROUNDS:
            accounts = plant.guards or plant.manager if kind == ROUNDS[0] else plant.manager
            if accounts and row.enterprise_id not in told[kind] and not _explained(seen, row.enterprise_id, reasons):
                yield f"{plant.short} was silent on {seen.day} and nobody was told ({kind})"


def _made_up_at_once(seen: Seen, row: Any) -> bool:
    """Whether what was missed came in before the morning's step, which has nobody to ask then."""
    step = calendar.at(seen.day + timedelta(days=1), MORNING_STEP)
    return row.satisfied_at is not None and _moment(row, "satisfied_at") < step


def _unsaid(seen: Seen) -> Mapping[str, Sequence[int]]:
    """The letters of the night that were withdrawn, refused or held, with the enterprises that each names."""
    about = {"night": f"patrol:%:{seen.day}:%"}
    steps = {row.key: () for row in seen.ask("SELECT key FROM letterstep WHERE key LIKE :night", **about)}
    letters = seen.ask("SELECT key, about, status FROM outgoing WHERE key LIKE :night", **about)
    named = {row.key: json.loads(row.about).get("enterprises", ()) for row in letters}
    gone = {row.key: named[row.key] for row in letters if row.status not in ("sent", "pending", "sending")}
    return {**steps, **{key: named[key] for key in steps if key in named}, **gone}


def _explained(seen: Seen, plant: int, reasons: Mapping[str, Sequence[int]]) -> bool:
    """Whether a letter that names an enterprise, or one to its people, was not said, with its reason."""
    people = seen.ask("SELECT id FROM person WHERE enterprise_id = :plant", plant=plant)
    begin = tuple(f"patrol:{row.id}:{seen.day}:" for row in people)
    return any(plant in named or key.startswith(begin) for key, named in reasons.items())


def _deaf_night(seen: Seen) -> bool:
    window = (calendar.at(seen.day, time(22, 0)), calendar.at(seen.day + timedelta(days=1), time(12, 0)))
    return any(began < window[1] and ended > window[0] for began, ended in seen.deaf)


def no_message_twice(seen: Seen) -> Iterator[Fault]:
    """No key is said twice, and no text twice on a day to the same person, unless an answer was lost or asked again."""
    told = [one for one in seen.of_day() if not one.repeated]
    for key, times in Counter((one.key, one.to, one.text) for one in told).items():
        if times > 1:
            yield f"{key[0]} was said {times} times to {key[1]}"
    unasked = Counter((one.to, one.text, one.kind) for one in told if one.priority in (20, 40) and not _ordered(one))
    for (to, words, kind), times in unasked.items():
        if times > (2 if kind in TWICE else 1):
            yield f"{to} heard {times} times in a day: {words.splitlines()[0]}"


def _ordered(one: Said) -> bool:
    """Whether an officer had it said."""
    return ":order:" in one.key


def no_order_repeats_what_was_just_said(seen: Seen) -> Iterator[Fault]:
    """What an officer orders says nothing again within the hour."""
    told = [one for one in seen.of_day() if one.kind in ROUNDS and not one.repeated]
    for one in told:
        just = [other for other in told if timedelta(0) < one.at - other.at < PAUSE and other.to == one.to]
        if _ordered(one) and any(set(one.named) & set(other.named) for other in just):
            yield f"{one.to} was reminded by an order at {calendar.local(one.at):%H:%M}, within the hour"


def budgets_hold(seen: Seen) -> Iterator[Fault]:
    """Nobody hears more unasked in a calendar day than they may, and no officer more in a night."""
    heard: Counter[tuple[str, str, date]] = Counter()
    for one in seen.said:
        if one.at <= seen.now - timedelta(days=2) or one.priority not in (20, 40) or one.ordered or one.repeated:
            continue
        here = calendar.local(one.at)
        if one.person_role == "officer":
            if one.kind == "patrol.silent":
                continue  # a key period's list of the night comes whatever else that night had (docs/DECISIONS.md)
            if here.time() >= time(23, 0) or here.time() < time(6, 0):
                evening = here.date() if here.time() >= time(23, 0) else here.date() - timedelta(days=1)
                heard[(one.to, "officer", evening)] += 1
        else:
            heard[(one.to, one.person_role, here.date())] += 1
    budgets = {day: IN_KEY_PERIOD if _in_key_period(seen, day) else BUDGET for day in {day for _, _, day in heard}}
    for (to, whom, day), times in heard.items():
        most = budgets[day][whom]
        if times > most:
            yield f"{to} heard {times} unasked messages on {day}, {most} are the most"


def _in_key_period(seen: Seen, day: date) -> bool:
    """The morning behind its last night is of it still: its steps of 02:30 to 04:30 are said then."""
    asked = "SELECT id FROM keyperiod WHERE starts <= :day AND ends >= :eve AND cancelled_at IS NULL"
    return bool(seen.ask(asked, day=day.isoformat(), eve=(day - timedelta(days=1)).isoformat()))


def quiet_hours_hold(seen: Seen) -> Iterator[Fault]:
    """No office matter in quiet hours; by night nobody of an enterprise hears unasked but the holder of its phone."""
    for one in seen.of_day():
        here = calendar.local(one.at)
        if one.priority == 40 and calendar.quiet(one.at):
            yield f"{one.to} heard {one.kind} in quiet hours, {here:%H:%M}"
        at_night = here.time() >= time(23, 0) or here.time() < time(6, 30)
        asleep = one.priority == 20 and at_night and one.person_role == "enterprise" and one.kind != "patrol.missing"
        if asleep and not (_ordered(one) and _has_the_phone(seen, one)):
            yield f"{one.to} heard {one.kind} at {here:%H:%M}"


def _has_the_phone(seen: Seen, one: Said) -> bool:
    """Whether somebody is a guard of what a letter names, or was reminded that night as the holder of its phone."""
    told = (other for other in seen.of_day() if other.to == one.to and other.kind == "patrol.missing")
    guards = {account for number in one.named for account in seen.county.plants[number - 1].guards}
    return one.to in guards or any(set(other.named) & set(one.named) for other in told)


def closed_by_who_may(seen: Seen) -> Iterator[Fault]:
    """Every closed hazard was closed by a supervisor of its grid or a section head, and says when."""
    question = (
        "SELECT h.number, h.closed_at, p.role, p.grid, e.grid AS own FROM hazard h JOIN enterprise e"
        " ON e.id = h.enterprise_id LEFT JOIN person p ON p.id = h.closed_by WHERE h.status = 'closed'"
    )
    for row in seen.ask(question):
        may = row.role == "科长" or (row.role == "监管员" and row.grid in ("", row.own))
        if not may or row.closed_at is None:
            yield f"{row.number} was closed by {row.role} of {row.grid}"


def counts_in_digests_are_those_of_the_rows(seen: Seen) -> Iterator[Fault]:
    """The figures of the morning lists are those of the dues at that moment."""
    for one in seen.of_day():
        if not one.kind.startswith("morning.") or not one.counts:
            continue
        # below stand other nights, the week, and before a correction what it corrects
        words = " ".join(line for line in one.text.split("\n") if line.startswith(("应报", "更正")))
        told = {word: int(count) for word, count in _COUNTS.findall(words)}
        for word, state in _STATES.items():
            if word in told and told[word] != one.counts.get(state, 0):
                yield f"{one.kind} told {word}{told[word]}, rows {dict(one.counts)}: {one.text}"
        owed = sum(count for state, count in one.counts.items() if state != "exempt")
        if "应报" in told and told["应报"] != owed:
            yield f"{one.kind} told 应报{told['应报']}, rows {owed}"


def nothing_is_stuck(seen: Seen) -> Iterator[Fault]:
    """No message failed, no job failed, and nothing waits that was due an hour ago."""
    for row in seen.ask("SELECT id, text, error FROM message WHERE status = 'failed'"):
        yield f"message {row.id} failed: {row.text[:40]!r}, {row.error[:200]}"
    for row in seen.ask("SELECT job, planned_for, note FROM jobrun WHERE status = 'failed' OR attempts > 1"):
        yield f"job {row.job} of {row.planned_for} failed: {row.note[:200]}"
    for row in seen.ask("SELECT key, not_before, stale_at FROM outgoing WHERE status IN ('pending', 'sending')"):
        if _moment(row, "not_before") < seen.now - timedelta(hours=1):
            yield f"{row.key} waits since {row.not_before}"


HOLDS: Sequence[Hold] = (
    each_due_is_in_one_state_and_right,
    nobody_who_reported_is_reminded,
    nobody_is_left_out,
    no_message_twice,
    no_order_repeats_what_was_just_said,
    budgets_hold,
    quiet_hours_hold,
    closed_by_who_may,
    counts_in_digests_are_those_of_the_rows,
    nothing_is_stuck,
)


def faults(seen: Seen) -> list[Fault]:
    """What does not hold, each with the name of what should."""
    return [f"{hold.__name__}: {fault}" for hold in HOLDS for fault in hold(seen)]
