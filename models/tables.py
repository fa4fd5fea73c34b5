"""Every table of the ledger: importing this module makes the metadata whole, as migrations need it."""

from models import (
    attachments,
    audit,
    hazards,
    inbox,
    incidents,
    library,
    obligations,
    outages,
    outbox,
    people,
    reports,
    rota,
    runs,
    site,
    trail,
)

TABLES = (
    attachments,
    audit,
    hazards,
    inbox,
    incidents,
    library,
    obligations,
    outages,
    outbox,
    people,
    reports,
    rota,
    runs,
    site,
    trail,
)
