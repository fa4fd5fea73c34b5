"""What goes with the words of a letter: whose phone rings in a group, and the buttons under a question."""

from collections.abc import Mapping

from sqlmodel import Session

from bot import roads
from bot.channels.base import Ability, Card, Channel
from models import people
from models.outbox import Outgoing
from models.people import PERSONS, Role
from models.wording.buttons import buttons

#: Where a letter into a group names the people whom it concerns, by row.
MENTIONS = "mentions"


def wants(session: Session, letter: Outgoing) -> frozenset[Ability]:
    """What a road should be able to do for a letter."""
    wanted = set()
    if letter.chat and letter.about.get(MENTIONS):
        wanted.add(Ability.MENTION)
    if card(session, letter) is not None:
        wanted.add(Ability.CARD)
    return frozenset(wanted)


def card(session: Session, letter: Outgoing, channel: Channel | None = None) -> Card | None:
    """The buttons under a letter, for those who read in WeCom: officers and safety managers; on a channel that has any.

    Each is a digit that could as well be typed; without a word for every digit there are none.
    """
    if letter.chat or (channel is not None and Ability.CARD not in channel.can):
        return None
    found = buttons(letter.text, list(letter.choices))
    if not found or not _reads_cards(session, letter):
        return None
    return Card(f"letter-{letter.id}", letter.text.partition("\n")[0], buttons=found)


def _reads_cards(session: Session, letter: Outgoing) -> bool:
    if letter.person_id is not None:
        person = PERSONS.get(session, letter.person_id)
        persons = [person] if person else []
    else:
        persons = people.of_account(session, letter.channel, letter.to_user)
    return any(one.is_officer or one.role == Role.SAFETY for one in persons)


def mentions(session: Session, channels: Mapping[str, Channel], letter: Outgoing, channel: Channel) -> tuple[str, ...]:
    """The accounts, as the channel knows them, of the people whom a letter into a group concerns."""
    if not letter.chat or Ability.MENTION not in channel.can:
        return ()
    named = (roads.account_there(session, channels, channel, one) for one in letter.about.get(MENTIONS, ()))
    return tuple(dict.fromkeys(one for one in named if one))
