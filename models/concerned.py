"""Whom a hazard concerns: who hears of it in the enterprise, and who answers for it in the bureau."""

from sqlmodel import Session, col, select

from models import people
from models.hazards import Hazard
from models.people import Enterprise, Person, Role


def of_enterprise(session: Session, hazard: Hazard) -> list[Person]:
    """责任人 and 安全员 of a hazard; where there is neither, the principals, and at last whoever reports."""
    staff = _staff(session, hazard.enterprise_id)
    named = [one for one in staff if one.name in hazard.responsible or one.role == Role.SAFETY]
    return named or [one for one in staff if one.role == Role.PRINCIPAL] or staff[:1]


def verifiers(session: Session, hazard: Hazard) -> list[Person]:
    """Who can say for the enterprise that its own find is fixed: its safety managers, else its principals."""
    staff = [one for one in _staff(session, hazard.enterprise_id) if one.role != Role.REPORTER]
    return [one for one in staff if one.role == Role.SAFETY] or staff


def _staff(session: Session, enterprise_id: int) -> list[Person]:
    own = select(Person).where(Person.enterprise_id == enterprise_id, col(Person.active)).order_by(col(Person.id))
    return [one for one in session.exec(own).all() if not one.is_officer]


def officers(session: Session, plant: Enterprise) -> list[Person]:
    """Who answers for an enterprise in the bureau: its supervisors, else the section heads."""
    return people.supervisors(session, plant) or list(people.with_role(session, Role.HEAD))
