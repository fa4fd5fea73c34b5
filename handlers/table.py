"""What is done about each act, and which acts belong together: a table to read."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers import (
    acts,
    agreeing,
    anomalies,
    answered,
    assigning,
    bureau,
    corrections,
    deadline_orders,
    explaining,
    extensions,
    figures,
    hazards,
    incident_orders,
    ledger,
    missing,
    offers,
    patrol,
    people,
    proxy,
    queries,
    rectification,
    review,
    rounds,
    scene,
    search,
    second_names,
    taken_back,
    teaching,
    unclear,
    verifying,
    why,
    zero_asked,
)
from handlers.acts import Act
from handlers.turn import Turn

Perform = Callable[[Turn, Any], None]

#: What is done about each act; an act that is not here is answered with "not yet" in a private chat.
ACTS: Mapping[type[Act], Perform] = {
    acts.PatrolReport: patrol.take,
    acts.ZeroReport: patrol.take,
    acts.HazardReport: hazards.report,
    acts.MissingItems: missing.fill,
    acts.SetLevel: assigning.set_level,
    acts.VoidHazard: assigning.void,
    acts.NoRound: rounds.no_round,
    acts.NotARound: rounds.not_a_round,
    acts.Correction: corrections.correct,
    acts.Incident: incident_orders.told,
    acts.TakeOver: incident_orders.take_over,
    acts.PowerCut: anomalies.anomaly,
    acts.Anomaly: anomalies.anomaly,
    scene.SceneWord: scene.scene_word,
    acts.Rectification: rectification.rectify,
    acts.AcceptanceTeam: verifying.name_team,
    acts.ExtensionRequest: extensions.request,
    acts.ExtensionDecision: extensions.decide,
    acts.Review: review.review,
    acts.AgreeRest: agreeing.agree,
    acts.SecondName: second_names.add,
    acts.Bind: people.bind,
    acts.BindWithCode: people.bind_with_code,
    acts.IssueCode: people.issue_code,
    acts.AskReporting: queries.reporting,
    acts.AskEnterprise: queries.enterprise,
    acts.AskDuty: queries.duty,
    acts.AskLedger: ledger.ask,
    acts.SearchLedger: search.ask,
    acts.ExportForm: figures.export,
    acts.ProxyEntry: proxy.ask,
    acts.AskWhy: why.ask,
    acts.Help: queries.help_,
    acts.AskUnclear: unclear.show,
    acts.AskReading: explaining.explain,
    acts.Teach: teaching.teach,
    acts.Remind: queries.remind,
    offers.StateNormal: rounds.state_normal,
    offers.AssignReport: hazards.of_plant,
    offers.RemindMissing: queries.remind_missing,
    offers.ShowPhones: queries.show_phones,
    offers.ShowSilent: queries.show_silent,
    offers.ShowUnsure: queries.show_unsure,
    offers.AskResend: queries.ask_resend,
    offers.ShowRechecks: bureau.show_rechecks,
    offers.ShowUnreached: bureau.show_unreached,
    offers.ShowLeaderCases: bureau.show_leader_cases,
    offers.ShowLeaderPhones: bureau.show_leader_phones,
    offers.MoreHazards: ledger.more,
    offers.MoreFound: search.more,
    offers.RemindDue: deadline_orders.remind_due,
    offers.ConfirmProxy: proxy.confirm,
    offers.DropProxy: proxy.drop,
    offers.ShowZero: zero_asked.show,
    offers.Fixed: rectification.fixed,
    offers.VerifyFix: verifying.verify,
    offers.TakeBack: taken_back.take_back,
    offers.Reopen: review.reopen,
    offers.NoteIncident: incident_orders.note,
    offers.CloseIncident: incident_orders.close,
    offers.KeepIncident: incident_orders.keep,
    offers.FalseAlarm: incident_orders.false_alarm,
    offers.SeenTo: unclear.seen_to,
    offers.NoneOfThem: answered.none_of_them,
}

#: Said by somebody, and nothing follows from it.
SILENT = (acts.Acknowledge, acts.Chatter)

#: What belongs to a report of an enterprise.
REPORTS = (
    *(acts.PatrolReport, acts.ZeroReport, acts.HazardReport, acts.NoRound, acts.NotARound),
    *(acts.PowerCut, acts.Anomaly),
)

#: What an enterprise says of hazards that are known; in a group too it needs no @.
WORK = (acts.Rectification, acts.ExtensionRequest, acts.MissingItems, acts.AcceptanceTeam)
