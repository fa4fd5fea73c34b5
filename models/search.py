"""检索: what the ledger's texts hold, newest first, each within what the asker may see.

Of the newest 2,000 hits those that hold all words as words come before those that hold them across their bounds. That
is looked up in the dictionary as it is now, and only as far as a page needs it: nothing about words is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import and_, column, exists, func, literal_column, table
from sqlalchemy import select as core_select
from sqlmodel import Session

from models import bigrams, calendar, db
from models.bigrams import Cut, Phrase
from models.hazards import Hazard, HazardStatus
from models.incidents import Incident
from models.ledger import Within, in_scope
from models.people import Enterprise
from models.questions import Plant
from models.reports import Report
from models.searchable import LedgerText, TextKind, starts

#: So many hits are looked at, the newest.
HITS = 2000
#: What is no hazard and is found beside them.
BESIDES = (TextKind.ROUND, TextKind.INCIDENT)


@dataclass(frozen=True)
class Hit:
    """A text that holds what was looked for, and the words around it."""

    kind: TextKind
    row_id: int
    words: str


@dataclass(frozen=True)
class Found:
    """The newest hits: how many, whether there are older ones, and a page of them."""

    count: int
    more: bool
    page: Sequence[Hit]


@dataclass(frozen=True)
class HazardFound:
    """A hazard as a search shows it."""

    number: str
    plant: Plant
    status: HazardStatus
    place: str
    item: str
    day: date


@dataclass(frozen=True)
class WordsFound:
    """A round or an incident as a search shows it: of which day and enterprise, and the words that were found."""

    kind: TextKind
    day: date
    plant: Plant | None
    words: str
    night: bool = False  # the day is a duty night


def look(
    session: Session, wanted: str, within: Within, kinds: Sequence[TextKind], cut: Cut, first: int, limit: int
) -> Found:
    """What holds all that is looked for; a page of it from a place on."""
    phrases = bigrams.phrases(wanted)
    if not phrases:
        return Found(0, False, ())
    statement = _statement(session, phrases, within, kinds)
    rows = session.connection().execute(statement.limit(HITS + 1)).all()
    page = _ranked(rows[:HITS], phrases, cache(cut), first, limit)  # a ledger says the same again and again
    hits = [Hit(TextKind(row.kind), row.row_id, _around(row.tokens, phrases)) for row in page]
    return Found(min(len(rows), HITS), len(rows) > HITS, hits)


def _ranked(rows: Sequence[Any], phrases: Sequence[Phrase], cut: Cut, first: int, limit: int) -> Sequence[Any]:
    """A page: those that hold the words as words first, in their order; no more are cut than the page needs."""
    whole: list[Any] = []
    across: list[Any] = []
    for row in rows:
        fits = all(bigrams.are_words(phrase, row.tokens, cut) for phrase in phrases)
        (whole if fits else across).append(row)
        if len(whole) == first + limit:
            break
    return [*whole, *across][first : first + limit]


def _around(tokens: str, phrases: Sequence[Phrase]) -> str:
    return next(iter(phrases[0].stretches(tokens)), "")


# The question in the words of each database


def _statement(session: Session, phrases: Sequence[Phrase], within: Within, kinds: Sequence[TextKind]) -> Any:
    text, plant = db.table(LedgerText), db.table(Enterprise)
    source, key, holds = _index(session, phrases, within, kinds)
    conditions = [holds, *(text.c.tokens.like(phrase.like) for phrase in phrases)]
    if within.found is not None:
        conditions += [key >= starts(within.found[0]), key < starts(within.found[1])]
    if not within.everything:
        source = source.join(plant, plant.c.id == text.c.enterprise_id)
        conditions.append(in_scope(plant, within))
    if TextKind.ROUND in kinds:
        conditions.append(~_told_as_hazard(phrases))
    return (
        core_select(text.c.kind, text.c.row_id, text.c.tokens)
        .select_from(source)
        .where(*conditions)
        .order_by(key.desc())
    )


def _told_as_hazard(phrases: Sequence[Phrase]) -> Any:
    """A round is not found beside the hazard that it brought, if that is found by the same words."""
    text, hazard, own = db.table(LedgerText), db.table(Hazard), db.table(LedgerText).alias("own")
    holds = (own.c.tokens.like(phrase.like) for phrase in phrases)
    found = exists().where(own.c.kind == TextKind.HAZARD.value, own.c.row_id == hazard.c.id, *holds)
    brought = exists().where(hazard.c.report_id == text.c.row_id, found)
    return and_(text.c.kind == TextKind.ROUND.value, brought)


def _index(session: Session, phrases: Sequence[Phrase], within: Within, kinds: Sequence[TextKind]) -> Any:
    """Where hits are looked for, the key in whose order they come, and the condition that an index answers."""
    text = db.table(LedgerText)
    if session.get_bind().dialect.name == "postgresql":
        simple: Any = literal_column("'simple'")
        vector = func.to_tsvector(simple, text.c.tokens)
        holds = vector.op("@@")(func.to_tsquery(simple, _lexemes(phrases)))
        # asked for itself: beside an order and a limit it is taken for cheap, and every text is read again
        hits = core_select(text.c.id).where(holds).cte("hits").prefix_with("MATERIALIZED")
        source = hits.join(text, text.c.id == hits.c.id)
        return source, text.c.id, text.c.kind.in_([kind.value for kind in kinds])
    index = table("ledgertext_index", column("rowid"), column("ledgertext_index"))
    source = index.join(text, text.c.id == index.c.rowid)
    return source, index.c.rowid, index.c.ledgertext_index.op("MATCH")(_match(phrases, within, kinds))


def _lexemes(phrases: Sequence[Phrase]) -> str:
    """All tokens; whether they follow each other is seen in the text itself, which needs no positions."""
    parts = [f"'{token}'" for phrase in phrases for token in phrase.tokens[:-1]]
    parts += [f"'{phrase.tokens[-1]}'" + (":*" if phrase.is_open else "") for phrase in phrases]
    return " & ".join(parts)


def _match(phrases: Sequence[Phrase], within: Within, kinds: Sequence[TextKind]) -> str:
    """A query of FTS5. Tokens are letters and digits alone, so that nothing in them can be an operator."""
    told = " AND ".join(f'"{" ".join(phrase.tokens)}"' + ("*" if phrase.is_open else "") for phrase in phrases)
    parts = [f"tokens : ({told})", f"kind : ({' OR '.join(kinds)})"]
    own = () if within.scope.everywhere or within.scope.grids else tuple(sorted(within.scope.enterprises))
    if plants := within.enterprises or own:
        parts.append(f"enterprise_id : ({' OR '.join(map(str, plants))})")
    return " AND ".join(parts)


# What is shown of a page


def hazards_found(session: Session, hits: Sequence[Hit]) -> list[HazardFound]:
    """The hazards of a page, in its order."""
    hazard, plant = db.table(Hazard), db.table(Enterprise)
    asked = (
        core_select(hazard, plant.c.name, plant.c.shorts, plant.c.major)
        .join(plant, plant.c.id == hazard.c.enterprise_id)
        .where(hazard.c.id.in_([hit.row_id for hit in hits if hit.kind == TextKind.HAZARD]))
    )
    rows = {row.id: row for row in session.connection().execute(asked)}
    return [_hazard(rows[hit.row_id]) for hit in hits if hit.row_id in rows]


def _hazard(row: Any) -> HazardFound:
    day = calendar.local(row.found_at).date()
    return HazardFound(row.number, _plant(row.enterprise_id, row), HazardStatus(row.status), row.place, row.item, day)


def _plant(plant_id: int, row: Any) -> Plant:
    return Plant(plant_id, row.shorts.split("、")[0] or row.name, row.name, bool(row.major))


def words_found(session: Session, hits: Sequence[Hit]) -> list[WordsFound]:
    """The rounds and incidents of a page, in its order."""
    report, incident = db.table(Report), db.table(Incident)
    when = {
        TextKind.ROUND: _rows(session, report, report.c.first_at, report.c.night, hits, TextKind.ROUND),
        TextKind.INCIDENT: _rows(
            session, incident, incident.c.opened_at, literal_column("NULL"), hits, TextKind.INCIDENT
        ),
    }
    shown = [(hit, when[hit.kind][hit.row_id]) for hit in hits if hit.row_id in when.get(hit.kind, {})]
    return [_words(hit, row) for hit, row in shown]


def _rows(session: Session, kept: Any, at: Any, night: Any, hits: Sequence[Hit], kind: TextKind) -> Mapping[int, Any]:
    plant = db.table(Enterprise)
    asked = (
        core_select(
            kept.c.id,
            kept.c.enterprise_id,
            at.label("at"),
            night.label("night"),
            plant.c.name,
            plant.c.shorts,
            plant.c.major,
        )
        .select_from(kept.outerjoin(plant, plant.c.id == kept.c.enterprise_id))
        .where(kept.c.id.in_([hit.row_id for hit in hits if hit.kind == kind]))
    )
    return {row.id: row for row in session.connection().execute(asked)}


def _words(hit: Hit, row: Any) -> WordsFound:
    plant = None if row.enterprise_id is None else _plant(row.enterprise_id, row)
    day = row.night or calendar.local(row.at).date()
    return WordsFound(hit.kind, day, plant, hit.words, row.night is not None)
