"""The groups in which a notice is said: each once, whatever channels know it, and only where something can be said."""

from collections.abc import Callable

from sqlmodel import Session, col, select

from models import people, recipients, site
from models.notices import Notice
from models.people import Enterprise, Group, GroupEnterprise


def of_notice(session: Session, notice: Notice) -> list[Group]:
    """All groups for what is told to everybody; for some, those in which one of them sits; none for a named few."""
    whom = recipients.whom(notice.whom)
    if whom.enterprises and not (whom.classes or whom.grids or whom.goods or whom.places or whom.major):
        return []
    return everywhere(session, lambda group: whom.everybody or _concerns(session, group, whom))


def everywhere(session: Session, fits: Callable[[Group], bool] = lambda group: True) -> list[Group]:
    """The groups in which something can be said, and that fit, each once, whatever channels know it."""
    mute = site.read(session).mute_channels.split("、")
    reached: list[Group] = []
    for group in session.exec(select(Group).where(col(Group.disabled_at).is_(None)).order_by(col(Group.id))):
        known = any(one in reached for one in people.same_group(session, group.channel, group.chat))
        if group.channel not in mute and not known and fits(group):
            reached.append(group)
    return reached


def _concerns(session: Session, group: Group, whom: recipients.Whom) -> bool:
    """Whether somebody concerned sits in it; of a group whose members nobody entered that may be."""
    members = session.exec(
        select(Enterprise)
        .join(GroupEnterprise, col(GroupEnterprise.enterprise_id) == col(Enterprise.id))
        .where(GroupEnterprise.group_id == group.id)
    ).all()
    return not members or any(whom.fits(plant) for plant in members)
