"""Every sentence the bot says: (kind, what it is about, rows, now) -> text.

One place, because handlers, scheduler, delivery and pages must speak with one voice and may not meet elsewhere.
`compose` turns a letter of the outbox into words from the rows as they are when it is claimed.
"""

from models.wording.compose import KINDS, Pointless, Said, compose

__all__ = ["KINDS", "Pointless", "Said", "compose"]
