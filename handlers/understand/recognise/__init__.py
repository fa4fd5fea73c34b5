"""One function for each family of acts, in a table to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from handlers.acts import Act
from handlers.understand import asserted
from handlers.understand.recognise import (
    above,
    amended,
    anomalies,
    broadcasts,
    decisions,
    drills,
    excuses,
    extensions,
    frames,
    hazards,
    incidents,
    items,
    kept,
    ledger,
    levels,
    notices,
    notified,
    office_days,
    orders,
    pages,
    people,
    periods,
    pictured,
    putright,
    queries,
    readings,
    rectify,
    reviews,
    rota,
    rounds,
    search,
    summaries,
    talk,
    upward,
    validity,
    works,
)
from handlers.understand.said import Said, because

Recogniser = Callable[[Said], Iterator[Act]]

RECOGNISERS: tuple[Recogniser, ...] = (
    incidents.incident,
    drills.drill,
    people.bind_with_code,
    people.issue_code,
    people.bind,
    notices.tip_off,
    putright.correction,
    amended.amended,
    pictured.no_round,
    pictured.shown,
    items.missing_items,
    items.team,
    extensions.extension,
    rectify.rectification,
    hazards.hazard,
    rounds.zero,
    rounds.patrol,
    summaries.summary,
    works.special_work,
    works.commitment,
    notices.exemption,
    notices.resume,
    notices.granted,
    notices.report_file,
    excuses.no_round,
    anomalies.anomaly,
    reviews.review,
    reviews.agree_rest,
    reviews.second_name,
    levels.set_level,
    levels.void,
    decisions.decision,
    periods.key_period,
    periods.key_period_cancel,
    periods.key_period_asked,
    notified.cancelled,
    notified.issue,
    notified.lift,
    notified.asked,
    broadcasts.broadcast,
    orders.remind,
    orders.export_form,
    orders.proxy,
    orders.take_over,
    upward.reported,
    upward.asked,
    upward.anomaly_over,
    rota.duty,
    queries.reporting,
    search.search,
    ledger.ledger,
    ledger.why,
    queries.help_wanted,
    talk.choose,
)

# What is about the bot's own reading, or orders a thing of the bureau's own in so many words, is nothing else besides.
FIRST: tuple[Recogniser, ...] = (
    readings.unclear,
    readings.how_read,
    readings.teach,
    office_days.office_days,
    pages.page,
    pages.tips_waiting,
    kept.works_asked,
    kept.drills_asked,
    orders.answer_by_phone,
    notified.dictated,
    validity.new_date,
    validity.risk_reviewed,
    above.reply_draft,
    above.answered_above,
    above.asked_above,
    above.annex_done,
    above.form_went,
    above.from_above,
    rota.swap,
    rota.answer,
    rota.put_in,
    rota.served,
    rota.contacts,
)

# Asked in this order where nothing else was recognised.
LAST: tuple[Recogniser, ...] = (rounds.sights, drills.training, talk.acknowledge, talk.chatter)


def recognised(said: Said) -> list[Act]:
    """Every act that a rule sees in a message."""
    if not said.officer and asserted.advert(said.text):
        return last(said)
    about = [act for rule in FIRST for act in rule(said)]
    if not about and frames.passed_on(said):
        return last(said)
    found = about or frames.whole(said) or [act for rule in RECOGNISERS for act in rule(said)] or last(said)
    found = frames.told_apart(said, found)
    return [act if act.why else replace(act, why=(because(said.bare[:10], "整句读作这件事"),)) for act in found]


def last(said: Said) -> list[Act]:
    """What is left when no rule sees anything."""
    return next((found for rule in LAST if (found := list(rule(said)))), [])
