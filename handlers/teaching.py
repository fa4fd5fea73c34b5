"""学 and 忘: an admin teaches the bot a word of the office's own in a private chat, or has one forgotten."""

from dataclasses import replace

from handlers import acts, lessons
from handlers.acts import Teach
from handlers.lessons import Lesson
from handlers.turn import Turn
from models.errors import Said
from models.people import Right
from models.taught import Kind
from models.wording import taught as words

FORGET = "forget"


def teach(turn: Turn, act: Teach) -> None:
    """A word holds from the next message on; one that changes how many messages are read wants another yes."""
    if not turn.may(Right.ADMIN):
        raise Said(words.only_admins())
    if act.kind == FORGET:
        row = lessons.forget(turn.session, act.word, turn.actor, turn.now)
        turn.answer(words.forgotten(row.word))
        return
    if not act.means and act.kind != Kind.PLACE:
        raise Said(words.how())
    lesson = lessons.whole(Lesson(Kind(act.kind), act.word, act.means), turn.register, turn.now)
    looked_at, changed = lessons.changes(turn.session, turn.register, lesson)
    if len(changed) > lessons.FEW and not act.sure:
        sure = acts.dump(replace(act, sure=True))
        turn.answer(words.would_change(lesson.word, len(changed), looked_at, str(changed[0])), {"1": sure})
        return
    lessons.learn(turn.session, lesson, turn.actor, turn.now)
    turn.answer(lessons.told(lesson))
