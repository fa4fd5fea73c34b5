"""What a short sentence continues: the question about more time that was asked last, a number beside pictures."""

import re
from collections.abc import Sequence

from handlers import acts, around, extensions, meant, offers, pictures, rectification
from handlers.acts import Act, ExtensionDecision, ExtensionRequest
from handlers.turn import Turn
from handlers.understand import completing
from handlers.understand.reading import Reading
from models import hazards
from models.extensions import last as last_extension
from models.hazards import UNFIXED, Hazard
from models.incoming import MessageKind
from models.spoken import Spoken

#: What an answer may be taken for when it is read alone: talk, an excuse, work that goes on.
WEAK = (acts.Chatter, acts.NoRound, acts.ExemptionRequest, acts.ExtensionRequest, acts.Rectification)
#: What the reason of a refusal may be taken for.
WEAK_OF_OFFICER = (*WEAK, acts.HazardReport, acts.ExtensionDecision)
_NUMBER = re.compile(r"(?:YH-\d{4}-)?\d{4,6}", re.IGNORECASE)


def taken(turn: Turn, reading: Reading) -> bool:
    """Whether a message was the rest of something: then it has been done."""
    if not turn.persons or turn.in_group or not (turn.spoken or turn.message.kind == MessageKind.TEXT):
        return False
    if _number_alone(turn):
        return True
    said = turn.just_said()
    return _completed(turn, reading, said) or _reason_given(turn, reading, said)


def _number_alone(turn: Turn) -> bool:
    """A number and no other word: it says which hazard pictures belong to."""
    words = turn.message.text.strip()
    if not _NUMBER.fullmatch(words):
        return False
    found = [one for one in meant.open_of(turn) if words.upper() in (one.number, one.short) and one.status in UNFIXED]
    if len(found) != 1 or not (pictures.of_burst(turn) or found[0].claimed_at):
        return False
    fixed = offers.Fixed(hazard=found[0].number, message=turn.message_id)
    if found[0].claimed_at:
        rectification.fixed(turn, fixed)
    else:
        rectification.ask_if_fixed(turn, found[0], fixed)
    return True


def _completed(turn: Turn, reading: Reading, said: Sequence[Spoken]) -> bool:
    """What a request for more time lacked."""
    letter = _asked(said, "extension.lacking")
    hazard = _of(turn, letter)
    if letter is None or hazard is None or not _only(reading, WEAK) or _names_another(reading, hazard):
        return False
    partial = acts.load(letter.about["request"])
    if not isinstance(partial, ExtensionRequest) or _asked_since(turn, hazard, letter):
        return False
    whole = completing.extension(turn.message.text, partial, around.context(turn), hazard.deadline)
    extensions.request(turn, whole)
    return True


def _reason_given(turn: Turn, reading: Reading, said: Sequence[Spoken]) -> bool:
    """Why a request is refused."""
    hazard = _of(turn, _asked(said, "extension.reason"))
    if hazard is None or not turn.is_officer or not _only(reading, WEAK_OF_OFFICER):
        return False
    if hazards.pending(turn.session, hazard) is None or _decides(reading):
        return False
    extensions.decide(turn, ExtensionDecision(hazard_no=hazard.number, decision="reject", reason=turn.message.text))
    return True


def _asked(said: Sequence[Spoken], kind: str) -> Spoken | None:
    """The last question of a kind, unless another question was asked since."""
    questions = (one for one in said if one.kind == kind or one.choices)
    last = next(questions, None)
    return last if last and last.kind == kind else None


def _of(turn: Turn, letter: Spoken | None) -> Hazard | None:
    return turn.session.get(Hazard, letter.about["hazard"]) if letter else None


def _only(reading: Reading, kinds: tuple[type[Act], ...]) -> bool:
    return all(isinstance(act, kinds) for act in reading.acts)


def _names_another(reading: Reading, hazard: Hazard) -> bool:
    named = {no for act in reading.acts for no in getattr(act, "hazard_nos", ())}
    return bool(named - {hazard.number})


def _decides(reading: Reading) -> bool:
    """Whether the words decide by themselves: approved after all, or refused with a reason."""
    made = [act for act in reading.acts if isinstance(act, ExtensionDecision)]
    return any(act.decision != "reject" or act.reason for act in made)


def _asked_since(turn: Turn, hazard: Hazard, letter: Spoken) -> bool:
    """Whether the request was completed already."""
    last = last_extension(turn.session, hazard)
    return last is not None and last.asked_at >= letter.posted_at
